"""What the log already says that helps to answer a question, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.incident import kinds
from pmlog.text.terminal import one_line

if TYPE_CHECKING:
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.postmortem.questions import Question

MOST_LINES = 4
_ABOUT_THE_START = (kinds.BEGAN, kinds.DETECTED)


def evidence(question: Question, incident: Incident) -> list[str]:
    """Return the lines, in the order of time; of many those nearest to the question."""
    fields = [event for kind, event in incident.fields.items() if kind in question.shows]
    entries = [
        event
        for event in (*incident.improvements, *incident.tasks)
        if event.kind in question.shows
    ]
    events = [event for event in incident.timeline if event.kind in question.shows]
    is_early = question.kind in _ABOUT_THE_START
    nearest = events[:MOST_LINES] if is_early else events[-MOST_LINES:]
    told = [told_event(event, incident) for event in nearest]
    said = [f"{event.kind.replace('_', ' ')}: {event.text}" for event in fields]
    return [one_line(line) for line in (*told, *said, *(f"- {e.text}" for e in entries))]


def told_event(event: Event, incident: Incident) -> str:
    """Return an event as "14:05 detected: the text (alert)", with its date if need be."""
    days = {clock.date_text(each.at, incident.zone) for each in incident.timeline}
    date = f"{clock.date_text(event.at, incident.zone)} " if len(days) > 1 else ""
    about = "~" if event.approx else ""
    known = event.details
    to = f" to {', '.join(known.to)}" if known.to else ""
    how = f" ({known.how})" if known.how else ""
    at = f"{date}{about}{clock.minute_text(event.at, incident.zone)}"
    return f"{at} {event.kind}{to}{how}: {event.text}"
