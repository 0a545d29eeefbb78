"""Alertmanager and Grafana: what their webhooks send, and what Alertmanager's API answers.

A group is sent again and again while it fires, always with the same beginning: one event.
An alert that is active has an end in the future, or in the year 1: it has none yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.collect import values
from pmlog.collect.format import Source, of_json
from pmlog.collect.instants import NoInstant, instant
from pmlog.collect.record import Found, LeftOut, Record
from pmlog.incident import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator


def claims(value: Any) -> bool:
    """Tell whether a value is an alert, or a group of them."""
    if not isinstance(value, dict):
        return False
    found = values.objects(value, "alerts") or values.objects(value, "data") or [value]
    found += [*values.objects(value, "data", "alerts"), *_of_rules(value)]
    return any(_START & set(each) and "labels" in each for each in found)


# Prometheus itself, at /api/v1/alerts, says since when the rule was true.
_START = {"startsAt", "activeAt"}


def _unwrap(value: dict[str, Any]) -> list[Any]:
    for path in (("alerts",), ("data", "alerts"), ("data",)):
        if found := values.items(value, *path):
            return found
    return _of_rules(value) or [value]


def _of_rules(value: dict[str, Any]) -> list[Any]:
    """Return the alerts of Prometheus' rules, at /api/v1/rules."""
    rules = [
        rule
        for group in values.objects(value, "data", "groups")
        for rule in values.objects(group, "rules")
    ]
    return [alert for rule in rules for alert in values.objects(rule, "alerts")]


def one(alert: Any, source: Source) -> Iterator[Found]:
    """Yield the record of an alert."""
    start = values.at(alert, "startsAt") or values.at(alert, "activeAt")
    at_us = instant(start, source.setting, source.name)
    if values.text(alert, "state") == "pending":
        yield LeftOut("an alert that is pending", values.text(alert, "labels", "alertname"))
        return
    labels = values.mapping(alert, "labels")
    name = values.text(labels, "alertname")
    key = values.text(alert, "fingerprint") or _key(labels)
    about = values.first(
        values.text(alert, "annotations", "summary"),
        values.text(alert, "annotations", "message"),
        values.text(alert, "annotations", "description"),
        ", ".join(f"{k}={v}" for k, v in sorted(labels.items()) if k != "alertname")[:200],
    )
    yield Record(
        at_us,
        f"{name}: {about}" if name and about else name or about,
        until_us=_end(alert, source),
        author=values.first(values.text(labels, "team"), "Alertmanager"),
        kind=kinds.DETECTED,
        how=f"monitoring alert: {name}" if name else "monitoring alert",
        links=(
            values.text(alert, "annotations", "runbook_url"),
            values.text(alert, "dashboardURL"),
        ),
        # Two alerts of one fingerprint were seen in one group: by their labels they differ.
        id=f"{key}/{at_us}/{_key(labels)[:12]}",
        raw={"labels": labels, "startsAt": values.text(alert, "startsAt")},
    )


def _key(labels: dict[str, Any]) -> str:
    """Return what tells a set of labels from others, where the tool does not say it."""
    from hashlib import sha256

    told = "\0".join(f"{key}\0{labels[key]}" for key in sorted(labels))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _end(alert: Any, source: Source) -> int | None:
    status = values.at(alert, "status")
    state = values.text(alert, "status") or values.text(status, "state")
    if state in ("firing", "active", "unprocessed", "suppressed"):
        return None
    try:
        end_us = instant(values.at(alert, "endsAt"), source.setting, source.name)
    except NoInstant:
        return None
    start_us = instant(values.at(alert, "startsAt"), source.setting, source.name)
    return end_us if start_us <= end_us <= source.setting.now_us else None


FORMAT = of_json(
    "alertmanager",
    "Alertmanager and Grafana: webhooks, and Alertmanager's API",
    "curl http://alertmanager:9093/api/v2/alerts",
    claims,
    _unwrap,
    one,
    by_programs=True,
)
