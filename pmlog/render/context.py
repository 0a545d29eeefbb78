"""Everything a template may say about an incident, ready to print.

Templates compute nothing: each value here is text or a list of such values, its text
already set in the ink of the document (see ink). CONTEXT is the documentation of the
names; a test holds it complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import diagram
from pmlog.incident import kinds
from pmlog.metrics import measure
from pmlog.metrics.report import DEFINITIONS, MISLEADING
from pmlog.postmortem.gaps import CLAUSES, EXTRAS, gaps
from pmlog.render import entries, prose
from pmlog.render.story import moment, zones_used

if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident
    from pmlog.render.ink import Ink

CONTEXT = {
    "title": "the incident's title",
    "id": "its short id",
    "state": "open, resolved or closed",
    "severity": "the severity, empty if it was not set",
    "duration": "length, start, end and zone of the outage",
    "so_far": "how long it has been and since when, or what else is known of that",
    "affected": "services, share of users and impact, as far as they are known",
    "services": "which services were down or slow",
    "impact": "what users experienced",
    "users_affected": "the share of the users who were affected",
    "root_cause": "the root cause in short",
    "cause_detail": "the cause in detail, one or more paragraphs",
    "fix_detail": "the fix in detail, one or more paragraphs",
    "trigger": "what set it off",
    "went_well": "what went well",
    "went_wrong": "what went wrong",
    "got_lucky": "where luck helped",
    "detection": "when and how it was detected",
    "resolution": "when and how it was resolved",
    "zone": "the zone of the timeline's times",
    "days": "the timeline: a list of {date, entries}; an entry is {id, at, time, kind, "
    "label, text, links, evidence}",
    "several_days": "whether the timeline spans more than one date",
    "latest": "the last entry of the timeline, empty if there is none",
    "looking_into": "while it goes on, the last entry that was investigated, else empty",
    "misleading": "the misleading paths, a list of entries",
    "misleading_total": "the time they took, empty if it is not known",
    "escalations": "the teams and people it was escalated to, a list",
    "responders": "who logged it, a list",
    "timeline_gaps": "what the timeline still misses, a list of TODO(...)",
    "improvements": "what can be improved, a list",
    "tasks": "the tasks, a list of {text, details, done}",
    "next_task": "the first of them that is not done, empty if there is none",
    "metrics": "a list of {name, value, definition}",
    "diagram": "the timeline as a picture: Mermaid for Markdown, SVG for HTML, characters "
    "for plain text",
    "now": "the moment of rendering",
}

_CLAUSE_OF = {
    kinds.SERVICES: "summary.impact_service",
    kinds.IMPACT: "summary.impact_user_experience",
    kinds.ROOT_CAUSE: "summary.root_cause",
    kinds.CAUSE_DETAIL: "root_cause_and_resolution.cause_in_detail",
    kinds.FIX_DETAIL: "root_cause_and_resolution.fix_in_detail",
    kinds.TRIGGER: "extra.trigger",
    kinds.WENT_WELL: "extra.went_well",
    kinds.WENT_WRONG: "extra.went_wrong",
    kinds.GOT_LUCKY: "extra.got_lucky",
}


class Telling(NamedTuple):
    """An incident to be told: in which zones, as of when, set how."""

    incident: Incident
    zones: tuple[str, ...]  # times are told in the first, with the others beside
    now_us: int
    ink: Ink

    def todo(self, clause_id: str) -> str:
        """Return the visible gap of a clause."""
        (clause,) = (each for each in (*CLAUSES, *EXTRAS) if each.id == clause_id)
        return self.ink.todo(clause.asks, clause.command)


def build(telling: Telling) -> dict[str, Any]:
    """Return the values of the CONTEXT names."""
    incident, ink = telling.incident, telling.ink
    return {
        "title": ink.line(incident.title),
        "id": incident.short_id,
        "state": incident.state,
        "now": moment(telling.now_us, telling.zones[0]),
        "diagram": _diagram(telling),
        **_metrics(telling),
        **_summary(telling),
        **_timeline(telling),
        **_measures(telling),
    }


def _summary(telling: Telling) -> dict[str, Any]:
    severity = telling.incident.fields.get(kinds.SEVERITY)
    return {
        "severity": telling.ink.line(severity.text) if severity else "",
        "duration": prose.duration(
            telling.incident,
            telling.zones,
            telling.now_us,
            telling.todo("summary.duration_start_end_timezone"),
        ),
        "so_far": prose.so_far(telling.incident, telling.zones, telling.now_us),
        "affected": _affected(telling),
        "users_affected": _users_affected(telling),
        **{kind: _field(telling, kind, clause) for kind, clause in _CLAUSE_OF.items()},
    }


def _field(telling: Telling, kind: str, clause_id: str) -> str:
    event = telling.incident.fields.get(kind)
    if event is None:
        return telling.todo(clause_id)
    # In the summary they are a line; in detail they may be several paragraphs.
    is_line = kind in (kinds.SERVICES, kinds.IMPACT, kinds.ROOT_CAUSE)
    return (telling.ink.line if is_line else telling.ink.paragraphs)(event.text)


def _users_affected(telling: Telling) -> str:
    event = telling.incident.fields.get(kinds.USERS_AFFECTED)
    if event is None:
        return telling.todo("summary.impact_percent_users")
    return telling.ink.form("{} of users", telling.ink.line(event.text))


def _affected(telling: Telling) -> str:
    fields, ink = telling.incident.fields, telling.ink
    what = [ink.line(fields[kind].text) for kind in (kinds.SERVICES,) if kind in fields]
    if kinds.USERS_AFFECTED in fields:
        what.append(_users_affected(telling))
    known = [ink.form("; ".join("{}" for _ in what), *what)] if what else []
    if kinds.IMPACT in fields:
        known.append(ink.line(fields[kinds.IMPACT].text))
    return ink.form(". ".join("{}" for _ in known), *known) or "not known yet"


def _looking_into(telling: Telling, told: list[dict[str, Any]]) -> dict[str, Any] | str:
    if telling.incident.state != "open":
        return ""
    looked_at = (each for each in reversed(told) if each["kind"] == kinds.INVESTIGATED)
    return next(looked_at, "")


def _timeline(telling: Telling) -> dict[str, Any]:
    incident, zones, ink = telling.incident, telling.zones, telling.ink
    days = entries.days(incident, zones, ink)
    told = [each for day in days for each in day["entries"]]
    detected, resolved = incident.first(kinds.DETECTED), incident.resolved
    escalated = (e.details.to for e in incident.of_kind(kinds.ESCALATED))
    missing = [clause for clause in gaps(incident) if clause.id.startswith("timeline.")]
    return {
        "zone": zones_used(incident.timeline, zones[0]),
        "days": days,
        "several_days": len(days) > 1,
        "latest": told[-1] if told else "",
        "looking_into": _looking_into(telling, told),
        "misleading": [each for each in told if each["kind"] == kinds.MISLEADING],
        "detection": entries.sentence(detected, zones, ink)
        or telling.todo("timeline.when_detected"),
        "resolution": entries.sentence(resolved, zones, ink)
        or telling.todo("timeline.how_resolved"),
        "escalations": list(
            dict.fromkeys(ink.line(name) for names in escalated for name in names)
        ),
        "responders": list(dict.fromkeys(ink.line(e.author) for e in incident.timeline)),
        "timeline_gaps": [ink.todo(clause.asks, clause.command) for clause in missing],
    }


def _measures(telling: Telling) -> dict[str, Any]:
    incident, ink = telling.incident, telling.ink
    tasks = [entries.task(event, ink) for event in incident.tasks]
    return {
        "improvements": [ink.line(event.text) for event in incident.improvements]
        or [telling.todo("measures.improvements")],
        "tasks": tasks or [_no_task(telling)],
        "next_task": next((task for task in tasks if not task["done"]), ""),
    }


def _no_task(telling: Telling) -> dict[str, Any]:
    todo = telling.todo("measures.todo_tasks")
    return {"text": todo, "details": "", "done": False}


def _metrics(telling: Telling) -> dict[str, Any]:
    report = measure(telling.incident)
    lost = report.misleading
    total = (
        "" if lost.lost_us is None else entries.length(lost.lost_us, lost.is_approximate)
    )
    rows = [
        {
            "name": time.measure.name,
            "value": entries.length(time.stretch.duration_us, time.stretch.is_approximate),
            "definition": time.measure.definition,
        }
        for time in report.times
    ]
    misled = {
        "name": "time on misleading paths",
        "value": total or "unknown",
        "definition": DEFINITIONS[MISLEADING],
    }
    return {"metrics": [*rows, misled], "misleading_total": total if lost.paths else ""}


def _diagram(telling: Telling) -> str:
    picture = diagram.picture(
        telling.incident, zone=telling.zones[0], now_us=telling.now_us
    )
    return telling.ink.picture(picture)
