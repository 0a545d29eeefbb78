"""PagerDuty: log entries, incidents with their entries, webhooks of version 3.

The API answers newest first. Half of the entries say who was notified and to whom it was
assigned. What an incident is about stands on the incident, not on its entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.collect import stated, values
from pmlog.collect.format import Source, of_json
from pmlog.collect.instants import instant
from pmlog.collect.record import Found, LeftOut, Record
from pmlog.incident import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    "trigger": kinds.DETECTED,
    "triggered": kinds.DETECTED,
    "acknowledge": kinds.ACKNOWLEDGED,
    "acknowledged": kinds.ACKNOWLEDGED,
    "escalate": kinds.ESCALATED,
    "escalated": kinds.ESCALATED,
    "delegate": kinds.ESCALATED,
    "delegated": kinds.ESCALATED,
    "resolve": kinds.RESOLVED,
    "resolved": kinds.RESOLVED,
    "status_update": kinds.COMMUNICATED,
    "status_update_published": kinds.COMMUNICATED,
}
_MINOR = {
    "notify": "a notification",
    "responder_request_notify": "a notification",
    "assign": "an assignment",
    "reassigned": "an assignment",
    "unacknowledge": "an acknowledgement that ran out",
    "unacknowledged": "an acknowledgement that ran out",
    "exhaust_escalation_path": "an escalation path that ended",
    "snooze": "a snooze",
    "repeat_escalation_path": "an escalation path that began anew",
    "priority_change": "a change of a label",
    "priority_updated": "a change of a label",
    "urgency_change": "a change of a label",
    "field_value_change": "a change of a label",
    "service_updated": "a change of a label",
    "incident_type.changed": "a change of a label",
    "custom_field_values.updated": "a change of a label",
}


def claims(value: Any) -> bool:
    """Tell whether a value is an entry, a webhook, or an answer that holds some."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("log_entries"), list):
        return True
    if any("log_entries" in each for each in values.objects(value, "messages")):
        return True
    if values.text(value, "type").endswith("_log_entry"):
        return True
    if _event_type(value).startswith(("incident.", "service.", "pagey.")):
        return "occurred_at" in values.mapping(value, "event")
    found = values.objects(value, "incidents") or [values.mapping(value, "incident"), value]
    return any(_is_incident(each) for each in found)


def _event_type(value: Any) -> str:
    return values.text(value, "event", "event_type")


def _is_incident(value: dict[str, Any]) -> bool:
    is_ours = "incident_number" in value or "incident_key" in value
    return is_ours and values.text(value, "type") in ("incident", "incident_reference", "")


def _unwrap(value: dict[str, Any]) -> Iterator[Any]:
    if "messages" in value:  # webhooks of version 2, which many still store
        for each in values.objects(value, "messages"):
            yield from _unwrap(each)
    elif "log_entries" in value:
        whole = values.mapping(value, "incident")
        incident = value if _is_incident(value) else whole
        for entry in values.items(value, "log_entries"):
            is_bare = incident and isinstance(entry, dict) and "incident" not in entry
            yield entry | {"incident": incident} if is_bare else entry
    elif found := values.objects(value, "incidents"):
        for each in found:
            yield from _unwrap(each)
    elif _is_incident(values.mapping(value, "incident")) and "event" not in value:
        yield from _unwrap(value["incident"])
    else:
        yield value


def one(value: Any, source: Source) -> Iterator[Found]:
    """Yield the record of an entry, of a webhook or of an incident without entries."""
    if _event_type(value):
        yield _of_webhook(values.mapping(value, "event"), source)
    elif values.text(value, "type").endswith("_log_entry"):
        yield _of_entry(value, source)
    elif isinstance(value, dict) and _is_incident(value):
        yield _of_incident(value, source)
    else:
        yield LeftOut("not an entry of the log", values.text(value, "summary"))


def _of_entry(entry: dict[str, Any], source: Source) -> Found:
    at_us = instant(entry.get("created_at"), source.setting, source.name)
    action = values.text(entry, "type").removesuffix("_log_entry")
    title = _title(values.mapping(entry, "incident"))
    summary = values.first(values.text(entry, "summary"), action.replace("_", " "))
    note = values.first(
        values.text(entry, "channel", "content"),
        values.text(entry, "note"),
        values.text(entry, "channel", "message") if action == "status_update" else "",
    )
    said = values.first(
        values.text(entry, "event_details", "description"),
        values.text(entry, "channel", "summary"),
        values.text(entry, "channel", "details"),
    )
    about = values.first(title, said if action == "trigger" else "")
    text = f"{about}: {note or summary}" if about else note or summary
    return _stated(
        entry, at_us, text, action, values.text(entry, "agent", "summary"), _to(entry)
    )


def _to(entry: dict[str, Any]) -> tuple[str, ...]:
    found = values.objects(entry, "assignees") or values.objects(entry, "channel", "to")
    return tuple(filter(None, (values.text(each, "summary") for each in found)))


def _title(incident: dict[str, Any]) -> str:
    """Return what an incident is called, its number in front."""
    summary = values.text(incident, "summary")
    if summary:
        return summary
    number, title = values.text(incident, "incident_number"), values.text(incident, "title")
    number = number or values.text(incident, "number")
    return f"[#{number}] {title}" if number and title else title


def _of_webhook(event: dict[str, Any], source: Source) -> Found:
    at_us = instant(event.get("occurred_at"), source.setting, source.name)
    data = values.mapping(event, "data")
    action = values.text(event, "event_type").partition(".")[2]
    title = _title(values.mapping(data, "incident")) or _title(data)
    said = values.first(values.text(data, "content"), values.text(data, "message"))
    words = action.replace("_", " ").replace(".", " ")
    text = ": ".join(filter(None, (title, said or words)))
    to = values.objects(data, "assignees") if action in ("escalated", "delegated") else []
    names = tuple(filter(None, (values.text(each, "summary") for each in to)))
    return _stated(
        event, at_us, text, action, values.text(event, "agent", "summary"), names, data
    )


def _stated(
    value: dict[str, Any],
    at_us: int,
    text: str,
    action: str,
    agent: str,
    to: tuple[str, ...],
    about: dict[str, Any] | None = None,
) -> Record:
    kind = _KINDS.get(action, kinds.NOTE)
    link = values.first(values.text(value, "html_url"), values.text(about, "html_url"))
    record = Record(
        at_us,
        text,
        author=agent or "PagerDuty",
        links=(link or values.text(value, "incident", "html_url"),),
        how="monitoring alert: PagerDuty" if kind == kinds.DETECTED else "",
        to=to if kind == kinds.ESCALATED else (),
        id=values.text(value, "id"),
        raw=value,
        minor=_MINOR.get(action, ""),
    )
    return stated.as_kind(record, kind)


def _of_incident(value: dict[str, Any], source: Source) -> Found:
    """Return the record of an incident that came without its entries: its beginning."""
    at_us = instant(value.get("created_at"), source.setting, source.name)
    link = values.text(value, "html_url")
    return Record(
        at_us,
        f"{_title(value)}: triggered",
        author=values.text(value, "service", "summary") or "PagerDuty",
        kind=kinds.DETECTED,
        how="monitoring alert: PagerDuty",
        links=(link,),
        id=f"incident/{values.text(value, 'id')}",
        raw=value,
    )


FORMAT = of_json(
    "pagerduty",
    "PagerDuty: log entries, incidents with their entries, webhooks (v3)",
    "GET https://api.pagerduty.com/incidents/ID/log_entries?is_overview=false",
    claims,
    _unwrap,
    one,
)
