"""Everything a template may say about an incident, ready to print.

Templates compute nothing: each value here is text or a list of such values, its text
already set in the format of the document (see format). What each name says stands in
names.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.metrics import measure
from pmlog.metrics.report import DEFINITIONS, MISLEADING
from pmlog.postmortem import share
from pmlog.postmortem.clauses import clause as clause_of
from pmlog.postmortem.gaps import gaps
from pmlog.render import entries, sentences
from pmlog.render.editions import public
from pmlog.render.editions.curation import curated
from pmlog.render.format import HTML, MARKDOWN, PLAIN
from pmlog.render.rows import moment, zones_used

if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident
    from pmlog.render.format import Format

_SHOWN = set(public.KINDS)
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


class RenderContext(NamedTuple):
    """An incident to be shown: in which zones, as of when, set how."""

    incident: Incident
    zones: tuple[str, ...]  # times are shown in the first, with the others beside
    now_us: int
    format: Format
    picture: str = ""  # how a file of it is shown, where there is one
    all_events: bool = False  # of a long log, the notes as well
    is_public: bool = False  # for readers outside, who fill no gaps
    template: str = ""  # its source: what costs and is not named in it is not made

    def uses(self, name: str) -> bool:
        """Whether the template may say what has this name."""
        return not self.template or name in self.template

    def todo(self, clause_id: str) -> str:
        """Return the visible gap of a clause."""
        if self.is_public:
            return "not known yet"
        clause = clause_of(clause_id)
        return self.format.todo(clause.asks, clause.command)


def build(context: RenderContext) -> dict[str, Any]:
    """Return the values of the CONTEXT names."""
    incident, form = context.incident, context.format
    return {
        "title": form.line(incident.title),
        "id": incident.short_id,
        "state": incident.state,
        "now": moment(context.now_us, context.zones[0]),
        "diagram": _diagram(context) if context.uses("diagram") else "",
        **_metrics(context),
        **_summary(context),
        **(timeline := _timeline(context)),
        **_measures(context),
        "picture": context.picture,
        "play": _play(context) if context.uses("play") else "",
        "page": _page(context, timeline["days"]) if form is HTML else "",
    }


def overview(context: RenderContext) -> str:
    """Return the picture in characters, for what shows no other."""
    return _diagram(context._replace(format=PLAIN))


def _play(context: RenderContext) -> dict[str, Any]:
    from pmlog.render.editions.playful import playful

    zone, form = context.zones[0], context.format
    return playful(context.incident, zone, form, is_public=context.is_public)


def _page(context: RenderContext, days: list[dict[str, Any]]) -> dict[str, Any]:
    from pmlog.render import page

    said = page.page(
        context.incident,
        zones=context.zones,
        now_us=context.now_us,
        form=context.format,
        days=days,
        kept=curated(context.incident, all_events=context.all_events).events,
    )
    # What an edition for customers leaves out is not told there as missing either.
    return said | {"is_public": context.is_public}


def _summary(context: RenderContext) -> dict[str, Any]:
    severity = context.incident.fields.get(kinds.SEVERITY)
    return {
        "severity": context.format.line(severity.text) if severity else "",
        "roles": [
            {"role": role, "name": context.format.line(context.incident.fields[kind].text)}
            for kind, role in kinds.ROLE_NAMES.items()
            if kind in context.incident.fields and not context.is_public
        ],
        "duration": _duration(context),
        "so_far": sentences.so_far(context.incident, context.zones, context.now_us),
        "affected": _affected(context),
        "users_affected": _users_affected(context),
        **{kind: _field(context, kind, clause) for kind, clause in _CLAUSE_OF.items()},
    }


def _duration(context: RenderContext) -> str:
    todo = context.todo("summary.duration_start_end_timezone")
    text, *windows = sentences.duration_lines(
        context.incident, context.zones, context.now_us, todo
    )
    return context.format.parts(text, tuple(windows))


def _field(context: RenderContext, kind: str, clause_id: str) -> str:
    event = context.incident.fields.get(kind)
    if event is None:
        return context.todo(clause_id)
    # In the summary they are a line; in detail they may be several paragraphs.
    is_line = kind in (kinds.SERVICES, kinds.IMPACT, kinds.ROOT_CAUSE)
    note = sentences.zone_of_clocks(event, context.incident.start_us, context.zones[0])
    return (context.format.line if is_line else context.format.paragraphs)(
        event.text + note
    )


def _users_affected(context: RenderContext) -> str:
    event = context.incident.fields.get(kinds.USERS_AFFECTED)
    if event is None:
        return context.todo("summary.impact_percent_users")
    whom = share.of_users(event.text)
    return context.format.fill(f"{{}}{whom}", context.format.line(event.text))


def _affected(context: RenderContext) -> str:
    fields, form = context.incident.fields, context.format
    what = [form.line(fields[kind].text) for kind in (kinds.SERVICES,) if kind in fields]
    if kinds.USERS_AFFECTED in fields:
        what.append(_users_affected(context))
    known = [form.fill("; ".join("{}" for _ in what), *what)] if what else []
    if kinds.IMPACT in fields:
        known.append(form.line(fields[kinds.IMPACT].text))
    return form.fill(". ".join("{}" for _ in known), *known) or "not known yet"


def _looking_into(
    context: RenderContext, shown: list[dict[str, Any]]
) -> dict[str, Any] | str:
    if context.incident.state != "open":
        return ""
    looked_at = (each for each in reversed(shown) if each["kind"] == kinds.INVESTIGATED)
    return next(looked_at, "")


def _timeline(context: RenderContext) -> dict[str, Any]:
    incident, zones, form = context.incident, context.zones, context.format
    # The page folds its notes away; what is plain is short, and ends with the latest.
    is_whole = context.all_events or form is not MARKDOWN
    chosen = curated(incident, all_events=is_whole)
    days = entries.days(incident, _with_severity(incident, chosen.events), zones, form)
    shown = [each for day in days for each in day["entries"]]
    detected, resolved = incident.first(kinds.DETECTED), incident.resolved
    if resolved is not None and resolved.kind != kinds.RESOLVED:
        resolved = None  # the end of an impact does not say what ended it
    escalated = (e.details.to for e in incident.of_kind(kinds.ESCALATED))
    missing = (
        []
        if context.is_public
        else [clause for clause in gaps(incident) if clause.id.startswith("timeline.")]
    )
    return {
        "zone": zones_used(incident.timeline, zones[0]),
        "days": days,
        "left_out": _left_out(chosen.left_out),
        "nones": [
            {"label": label, "text": text}
            for kind, (label, text) in _NONES.items()
            if kind in incident.nones
        ],
        "several_days": len(days) > 1,
        "latest": shown[-1] if shown else "",
        "told_users": sentences.users_told(incident, zones, context.now_us),
        "looking_into": _looking_into(context, shown),
        "misleading": [each for each in shown if each["kind"] == kinds.MISLEADING],
        "detection": entries.sentence(detected, zones, form)
        or context.todo("timeline.when_detected"),
        "resolution": entries.sentence(resolved, zones, form)
        or context.todo("timeline.how_resolved"),
        "escalations": list(
            dict.fromkeys(form.line(name) for names in escalated for name in names)
        ),
        "responders": [form.line(name) for name in entries.people(incident.timeline)],
        "timeline_gaps": [form.todo(clause.asks, clause.command) for clause in missing],
    }


def _with_severity(incident: Incident, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return the events that a document shows, with what changed the severity."""
    shown = {event.id for event in events}
    return tuple(
        event
        for event in incident.with_severity
        if event.id in shown or event.kind == kinds.SEVERITY
    )


_NONES = {
    kinds.MISLEADING: ("Misleading paths", "there were none"),
    kinds.ESCALATED: ("Escalation", "there was none"),
}


def _left_out(count: int) -> str:
    if not count:
        return ""
    notes = "1 note is" if count == 1 else f"{count} notes are"
    return f"{notes} in the log and not in this timeline."


def _measures(context: RenderContext) -> dict[str, Any]:
    incident, form = context.incident, context.format
    tasks = [entries.task(event, form) for event in incident.tasks]
    return {
        "improvements": [form.line(event.text) for event in incident.improvements]
        or [context.todo("measures.improvements")] * (not context.is_public),
        "tasks": tasks or [_no_task(context)] * (not context.is_public),
        "next_task": next((task for task in tasks if not task["done"]), ""),
    }


def _no_task(context: RenderContext) -> dict[str, Any]:
    todo = context.todo("measures.todo_tasks")
    return {"text": todo, "details": "", "done": False}


def _metrics(context: RenderContext) -> dict[str, Any]:
    report = measure(context.incident)
    lost = report.misleading
    total = (
        "" if lost.lost_us is None else entries.length(lost.lost_us, lost.is_approximate)
    )
    rows = [
        {
            "name": time.measure.name,
            "value": entries.length(
                time.interval.duration_us, time.interval.is_approximate
            ),
            "definition": time.measure.definition,
        }
        for time in report.times
        # Of what an edition leaves out it cannot tell how long that took.
        if not (context.is_public and {time.measure.first, time.measure.last} - _SHOWN)
    ]
    if context.is_public:
        return {"metrics": rows, "misleading_total": ""}
    misled = {
        "name": "time on misleading paths",
        "value": total or "unknown",
        "definition": DEFINITIONS[MISLEADING],
    }
    return {"metrics": [*rows, misled], "misleading_total": total if lost.paths else ""}


def _diagram(context: RenderContext) -> str:
    from pmlog import diagram

    picture = diagram.picture(
        context.incident,
        zone=context.zones[0],
        now_us=context.now_us,
        is_public=context.is_public,
    )
    return context.format.picture(picture)
