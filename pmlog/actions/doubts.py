"""What is in doubt of an event that was stored: its time, or whose incident it is.

Most events are of a time since their incident began, and that goes on: this is loaded
where they are not (see record).
"""

from __future__ import annotations

from pmlog import clock
from pmlog.actions import current_incident
from pmlog.incident.event import short
from pmlog.store import current
from pmlog.text.terminal import clipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.actions.current_incident import Choice
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log


def second_line(
    log: Log, event: Event, before: Incident | None, after: Incident, chosen: Choice
) -> str:
    """Return what to say where the responder may have meant another incident; else "".

    Each with the command that puts it right.
    """
    if chosen.closed_turn is not None:
        for closing in log.events("id = ?", chosen.closed_turn):
            half = current.incident(log, closing.incident)
            at = clock.minute_text(closing.at, half.zone)
            title, who = clipped(half.title, 40), clipped(closing.author, 24)
            return f"{title} was closed by {who} {at}; pmlog reopen {half.short_id}"
    if before is None:
        other = current_incident.unresolved(log, after.id)
        if other is None:
            return ""
        title = clipped(current.incident(log, other).title, 40)
        return f"{title} is not resolved; if it is that one: pmlog join {short(other)}"
    ended = before.resolved
    if ended is None or event.at <= ended.at:
        return ""
    return (
        f"{clipped(before.title, 40)} is resolved; if this is another incident: "
        f"pmlog move {event.short_id} --new TITLE"
    )


def time_warnings(event: Event, now_us: int, before: Incident | None) -> tuple[str, ...]:
    """Return what is odd about an event's time, in an incident as it was before it."""
    if event.at > now_us:
        return (f"{_moment(event)} is in the future",)
    if event.until is not None and event.until > now_us:
        return (f"{event.short_id} ends in the future",)
    # Opened late and begun early are both usual; a day before either is not.
    known_us = min(before.start_us, before.opened_at) if before else event.at
    if event.at < known_us - clock.DAY_US:
        early = clock.duration_text(clock.between(event.at, known_us))
        return (f"{_moment(event)} is {early} before anything known of the incident",)
    return _late(event, before)


def _moment(event: Event) -> str:
    day = clock.date_text(event.at, event.zone)
    return f"{day} {clock.time_text(event.at, event.zone)}"


def _late(event: Event, before: Incident | None) -> tuple[str, ...]:
    """Say so where a typed time lies a day behind the end of an incident that is over."""
    ending = before.resolved or before.closed if before else None
    if ending is None or event.as_typed is None or event.at <= ending.at + clock.DAY_US:
        return ()
    late = clock.duration_text(clock.between(ending.at, event.at))
    return (f"{_moment(event)} is {late} after the incident's end",)
