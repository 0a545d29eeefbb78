"""Everything a template may say about an incident, ready to print.

Templates compute nothing: each value here is text or a list of such values. The CONTEXT
table is the documentation of the names; a test holds it complete.
"""

from __future__ import annotations

from pmlog import clock, model
from pmlog.gaps import CLAUSES, gaps
from pmlog.metrics import outage
from pmlog.model import Event
from pmlog.render.escape import markdown_line, markdown_paragraphs
from pmlog.timeline import Incident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CONTEXT = {
    "title": "the incident's title",
    "severity": "the severity, empty if it was not set",
    "duration": "length, start, end and zone of the outage",
    "services": "which services were down or slow",
    "impact": "what users experienced",
    "users_affected": "the share of the users who were affected",
    "root_cause": "the root cause in short",
    "cause_detail": "the cause in detail, one or more paragraphs",
    "fix_detail": "the fix in detail, one or more paragraphs",
    "zone": "the zone of the timeline's times",
    "days": "the timeline: a list of {date, entries}, entries of {time, label, text}",
    "several_days": "whether the timeline spans more than one date",
    "timeline_gaps": "what the timeline still misses, a list of TODO(...)",
    "improvements": "what can be improved, a list",
    "tasks": "the tasks, a list of {text, details, done}",
}

_LABELS = {
    model.BEGAN: "Began",
    model.DETECTED: "Detected",
    model.ACKNOWLEDGED: "Acknowledged",
    model.INVESTIGATED: "Investigated",
    model.MISLEADING: "Misleading path",
    model.ESCALATED: "Escalated",
    model.COMMUNICATED: "Communicated",
    model.MITIGATED: "Mitigated",
    model.RESOLVED: "Resolved",
    model.NOTE: "",
}


def build(incident: Incident, *, zone: str, now_us: int) -> dict[str, Any]:
    """Return the values of the CONTEXT names, times in zone, text escaped for Markdown."""
    missing = {clause.id: clause.todo for clause in gaps(incident)}

    def field(kind: str, clause: str) -> str:
        event = incident.fields.get(kind)
        return markdown_paragraphs(event.text) if event else missing[clause]

    severity = incident.fields.get(model.SEVERITY)
    days = _days(incident, zone)
    return {
        "title": markdown_line(incident.title),
        "severity": markdown_line(severity.text) if severity else "",
        "duration": _duration(incident, zone, now_us),
        "services": field(model.SERVICES, "summary.impact_service"),
        "impact": field(model.IMPACT, "summary.impact_user_experience"),
        "users_affected": _users_affected(incident)
        or missing["summary.impact_percent_users"],
        "root_cause": field(model.ROOT_CAUSE, "summary.root_cause"),
        "cause_detail": field(
            model.CAUSE_DETAIL, "root_cause_and_resolution.cause_in_detail"
        ),
        "fix_detail": field(model.FIX_DETAIL, "root_cause_and_resolution.fix_in_detail"),
        "zone": _zones_used(incident, zone),
        "days": days,
        "several_days": len(days) > 1,
        "timeline_gaps": [
            clause.todo
            for clause in CLAUSES
            if clause.id in missing and clause.id.startswith("timeline.")
        ],
        "improvements": [markdown_line(e.text) for e in incident.improvements]
        or [missing["measures.improvements"]],
        "tasks": [_task(event) for event in incident.tasks]
        or [{"text": missing["measures.todo_tasks"], "details": ""}],
    }


def _users_affected(incident: Incident) -> str:
    event = incident.fields.get(model.USERS_AFFECTED)
    return f"{markdown_line(event.text)} of users" if event else ""


def _duration(incident: Incident, zone: str, now_us: int) -> str:
    began, resolved = found = outage(incident)
    if began is None:
        return CLAUSES[0].todo
    if resolved is None:
        so_far = clock.duration_text(clock.between(began.at, now_us))
        start, now = _moment(began.at, zone), _moment(now_us, zone)
        return f"ongoing, {so_far} so far: from {start}, as of {now}"
    if found.duration_us is None:
        start, end = _moment(began.at, zone), _moment(resolved.at, zone)
        return f"{CLAUSES[0].todo}; the log has it resolved at {end}, before {start}"
    about = "about " if found.is_approximate else ""
    return (
        f"{about}{clock.duration_text(found.duration_us)}, {_span(began, resolved, zone)}"
    )


def _span(began: Event, resolved: Event, zone: str) -> str:
    """Return "from 2023-08-05 02:00 to 04:30 UTC", with what differs between the ends."""
    first, last = began.at, resolved.at
    label, last_label = clock.zone_label(first, zone), clock.zone_label(last, zone)
    date, last_date = clock.date_text(first, zone), clock.date_text(last, zone)
    text = _clock_text(first, last)
    start = f"{date} {text(first, zone)}"
    end = text(last, zone) if date == last_date else f"{last_date} {text(last, zone)}"
    if label == last_label:
        return f"from {start} to {end} {label}"
    return f"from {start} {label} to {end} {last_label}, over a clock change"


def _clock_text(*instants: int) -> Callable[[int, str], str]:
    """Return how to write these clock times: to the minute if all are whole minutes."""
    whole = all(instant // clock.SECOND_US % 60 == 0 for instant in instants)
    return clock.minute_text if whole else clock.second_text


def _moment(at_us: int, zone: str) -> str:
    text = _clock_text(at_us)
    label = clock.zone_label(at_us, zone)
    return f"{clock.date_text(at_us, zone)} {text(at_us, zone)} {label}"


def _zones_used(incident: Incident, zone: str) -> str:
    """Return the label of a zone, or both where the clocks changed on the way."""
    labels = [clock.zone_label(event.at, zone) for event in incident.timeline]
    return ", then ".join(dict.fromkeys(labels))


def _days(incident: Incident, zone: str) -> list[dict[str, Any]]:
    text = _clock_text(*(event.at for event in incident.timeline))
    days: dict[str, list[dict[str, str]]] = {}
    for event in incident.timeline:
        entries = days.setdefault(clock.date_text(event.at, zone), [])
        about = "~" if event.approx else ""
        entries.append(
            {
                "time": about + text(event.at, zone),
                "label": _label(event),
                "text": markdown_line(event.text),
            }
        )
    return [{"date": date, "entries": entries} for date, entries in days.items()]


def _label(event: Event) -> str:
    details = event.details
    label = _LABELS[event.kind]
    if model.DATA_TO in details:
        label += f" to {markdown_line(', '.join(details[model.DATA_TO]))}"
    inside = []
    if event.until is not None:
        about = "about " if event.approx else ""
        inside.append(about + clock.duration_text(clock.between(event.at, event.until)))
    if model.DATA_HOW in details:
        inside.append(markdown_line(details[model.DATA_HOW]))
    return f"{label} ({', '.join(inside)})".strip() if inside else label


def _task(event: Event) -> dict[str, str]:
    details = event.details
    parts = [
        f"{name}: {markdown_line(details[key])}"
        for name, key in (
            ("owner", model.DATA_OWNER),
            ("due", model.DATA_DUE),
            ("type", model.DATA_TYPE),
            ("ticket", model.DATA_TICKET),
        )
        if key in details
    ]
    return {"text": markdown_line(event.text), "details": ", ".join(parts)}
