"""The timeline's events as entries of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog import clock
from pmlog.incident import kinds
from pmlog.metrics import outage
from pmlog.render import excerpt
from pmlog.render.rows import (
    ClockChange,
    Date,
    beside,
    clock_text,
    moment,
    outage_spans,
    rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.render.format import Format

LABELS = {
    kinds.BEGAN: "Began",
    kinds.DETECTED: "Detected",
    kinds.ACKNOWLEDGED: "Acknowledged",
    kinds.INVESTIGATED: "Investigated",
    kinds.MISLEADING: "Misleading path",
    kinds.ESCALATED: "Escalated",
    kinds.COMMUNICATED: "Communicated",
    kinds.MITIGATED: "Mitigated",
    kinds.RESOLVED: "Resolved",
    kinds.NOTE: "",
}
CLOCK_CHANGE = "clock_change"


def days(
    incident: Incident, events: Iterable[Event], zones: tuple[str, ...], form: Format
) -> list[dict[str, Any]]:
    """Return events of the timeline by dates of the first zone: {date, entries}."""
    events = tuple(events)
    text = clock_text(*(event.at for event in events))
    found: list[dict[str, Any]] = []
    for row in rows(events, zones[0], outage_spans(outage(incident).windows)):
        if isinstance(row, Date):
            found.append({"date": row.text, "entries": []})
        elif isinstance(row, ClockChange):
            found[-1]["entries"].append(_clock_change(row))
        else:
            entry = _entry(row, zones, text, form)
            entry["evidence"] = [form.excerpt(e) for e in excerpt.excerpts(row, incident)]
            found[-1]["entries"].append(entry)
    return found


def _entry(
    event: Event, zones: tuple[str, ...], text: Callable[[int, str], str], form: Format
) -> dict[str, Any]:
    about = "~" if event.approx else ""
    return {
        "id": event.short_id,
        "at": clock.rfc3339(event.at),
        "time": f"{about}{text(event.at, zones[0])}{beside(event.at, zones)}",
        "kind": event.kind,
        "label": _label(event, form),
        "text": form.line(excerpt.beginning(event.text)),
        "links": [form.link(link) for link in event.details.links],
        "pinned": event.details.pinned,
        # What recorded it, where no person did.
        "source": form.line(_source(event)),
    }


def people(events: Iterable[Event]) -> list[str]:
    """Return who wrote events, each once; a program that was collected from is nobody."""
    wrote = (e.author for e in events if not e.details.collected.get("by_program"))
    return list(dict.fromkeys(wrote))


def _source(event: Event) -> str:
    """Return the tool and the file that an event was collected from; "" if typed."""
    if event.source is None:
        return ""
    file = str(event.details.collected.get("file", ""))
    return f"{event.source}, {file}" if file else event.source


def _clock_change(change: ClockChange) -> dict[str, Any]:
    return {
        "id": "",
        "at": "",
        "time": change.clock_before,
        "kind": CLOCK_CHANGE,
        "label": "Clock change",
        "text": f"the clocks show {change.clock_after}; {change.label_before} becomes "
        f"{change.label_after}",
        "links": [],
        "evidence": [],
        "pinned": False,
        "source": "",
    }


def _label(event: Event, form: Format) -> str:
    label = LABELS.get(event.kind, event.kind.capitalize())  # a severity that changed
    details = event.details
    if details.to:
        label = form.fill(label + " to {}", form.line(", ".join(details.to)))
    inside = []
    length_us = excerpt.length_us(event)
    if length_us is not None:
        inside.append(length(length_us, event.approx))
    if details.how:
        inside.append(form.line(details.how))
    if details.command:
        inside.append(excerpt.ending(details))
    return form.fill("{} ({})", label, _listed(inside, form)).strip() if inside else label


def _listed(parts: list[str], form: Format) -> str:
    return form.fill(", ".join("{}" for _ in parts), *parts)


def sentence(event: Event | None, zones: tuple[str, ...], form: Format) -> str:
    """Return when and how an event came about; empty where there is none."""
    if event is None:
        return ""
    about = "about " if event.approx else ""
    at = f"{about}{moment(event.at, zones[0])}"
    how = event.details.how
    if not how:
        return form.fill("{}: {}", at, form.line(event.text))
    return form.fill("{} ({}): {}", at, form.line(how), form.line(event.text))


def length(duration_us: int | None, is_approximate: bool) -> str:
    """Return a length as text, "unknown" where it is None."""
    if duration_us is None:
        return "unknown"
    return f"{'about ' if is_approximate else ''}{clock.duration_text(duration_us)}"


def task(event: Event, form: Format) -> dict[str, Any]:
    """Return a task as {text, details, done}."""
    details = event.details
    particulars = {
        "owner": details.owner,
        "due": details.due,
        "type": details.type,
        "ticket": details.ticket,
    }
    parts = [form.line(f"{name}: {value}") for name, value in particulars.items() if value]
    return {
        "text": form.line(event.text),
        "details": _listed(parts, form),
        "done": details.done,
    }
