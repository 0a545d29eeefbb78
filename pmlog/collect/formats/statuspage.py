"""Statuspage: incidents with their updates, of the public API and of the management API.

Updates come newest first. When one was shown is `display_at`; `created_at` may be an import
years later. Bodies may be HTML. "Resolved" is when somebody said so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.collect import clean, values
from pmlog.collect.format import Source, of_json
from pmlog.collect.instants import instant
from pmlog.collect.record import NO_TEXT, Found, LeftOut, Record
from pmlog.incident import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator


def claims(value: Any) -> bool:
    """Tell whether a value is an incident with updates, or holds some."""
    if not isinstance(value, dict):
        return False
    return any(_is_incident(each) for each in _incidents(value)) or _is_update(value)


def _is_incident(value: dict[str, Any]) -> bool:
    updates = value.get("incident_updates")
    # incident.io has such a list as well, of other updates.
    return isinstance(updates, list) and not any(
        isinstance(each, dict) and "body" not in each for each in updates
    )


def _is_update(value: dict[str, Any]) -> bool:
    return {"incident_id", "body", "status"} <= set(value)


def _incidents(value: dict[str, Any]) -> list[dict[str, Any]]:
    several = values.objects(value, "incidents")
    several += values.objects(value, "scheduled_maintenances")
    return several or [values.mapping(value, "incident"), value]


def _unwrap(value: dict[str, Any]) -> Iterator[Any]:
    if _is_update(value):
        yield {"name": "", "update": value}
    for incident in _incidents(value):
        for update in values.items(incident, "incident_updates"):
            yield {
                "name": values.text(incident, "name"),
                "link": values.text(incident, "shortlink"),
                "update": update,
            }


def one(value: Any, source: Source) -> Iterator[Found]:
    """Yield the record of an update."""
    update = values.mapping(value, "update")
    shown_at = values.at(update, "display_at") or values.at(update, "created_at")
    at_us = instant(shown_at, source.setting, source.name)
    body = clean.without_tags(values.text(update, "body"))
    if not body:
        yield LeftOut(NO_TEXT, values.text(value, "name"), at_us=at_us)
        return
    status = values.text(update, "status").replace("_", " ")
    yield Record(
        at_us,
        f"{status}: {body}" if status else body,
        author="status page",
        kind=kinds.COMMUNICATED,
        links=(values.text(value, "link"),),
        id=values.text(update, "id"),
        raw=update,
    )


FORMAT = of_json(
    "statuspage",
    "Statuspage: incidents and their updates",
    "curl https://STATUS.example/api/v2/incidents.json",
    claims,
    _unwrap,
    one,
    by_programs=True,
)
