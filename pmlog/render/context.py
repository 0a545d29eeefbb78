"""Everything a template may say about an incident, ready to print.

Templates compute nothing: each value here is text or a list of such values. The CONTEXT
table is the documentation of the names; a test holds it complete.
"""

from __future__ import annotations

from pmlog import clock, model
from pmlog.gaps import CLAUSES, gaps
from pmlog.model import Event
from pmlog.render.escape import markdown_line, markdown_paragraphs
from pmlog.render.prose import duration
from pmlog.render.story import ClockChange, Date, beside, clock_text, rows, zones_used
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


def build(incident: Incident, *, zones: tuple[str, ...], now_us: int) -> dict[str, Any]:
    """Return the values of the CONTEXT names, their text escaped for Markdown.

    Times are told in the first of the zones, with the others beside it.
    """
    missing = {clause.id: clause.todo for clause in gaps(incident)}

    def field(kind: str, clause: str) -> str:
        event = incident.fields.get(kind)
        return markdown_paragraphs(event.text) if event else missing[clause]

    severity = incident.fields.get(model.SEVERITY)
    days = _days(incident, zones)
    return {
        "title": markdown_line(incident.title),
        "severity": markdown_line(severity.text) if severity else "",
        "duration": duration(incident, zones, now_us),
        "services": field(model.SERVICES, "summary.impact_service"),
        "impact": field(model.IMPACT, "summary.impact_user_experience"),
        "users_affected": _users_affected(incident)
        or missing["summary.impact_percent_users"],
        "root_cause": field(model.ROOT_CAUSE, "summary.root_cause"),
        "cause_detail": field(
            model.CAUSE_DETAIL, "root_cause_and_resolution.cause_in_detail"
        ),
        "fix_detail": field(model.FIX_DETAIL, "root_cause_and_resolution.fix_in_detail"),
        "zone": zones_used(incident.timeline, zones[0]),
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


def _days(incident: Incident, zones: tuple[str, ...]) -> list[dict[str, Any]]:
    text = clock_text(*(event.at for event in incident.timeline))
    days: list[dict[str, Any]] = []
    waiting: list[dict[str, str]] = []  # a clock change stands in the day of what follows
    for row in rows(incident.timeline, zones[0]):
        if isinstance(row, Date):
            days.append({"date": row.text, "entries": waiting})
            waiting = []
        elif isinstance(row, ClockChange):
            waiting.append(_clock_change(row))
        else:
            days[-1]["entries"] += [*waiting, _entry(row, zones, text)]
            waiting = []
    return days


def _entry(
    event: Event, zones: tuple[str, ...], text: Callable[[int, str], str]
) -> dict[str, str]:
    about = "~" if event.approx else ""
    return {
        "time": f"{about}{text(event.at, zones[0])}{beside(event.at, zones)}",
        "label": _label(event),
        "text": markdown_line(event.text),
    }


def _clock_change(change: ClockChange) -> dict[str, str]:
    return {
        "time": change.clock_before,
        "label": "Clock change",
        "text": f"the clocks show {change.clock_after}; {change.label_before} becomes "
        f"{change.label_after}",
    }


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
