"""What is odd about the time of an event, and what no export could tell."""

from __future__ import annotations

from pmlog import clock
from pmlog.actions.confirmation import time_text
from pmlog.errors import UsageError
from pmlog.incident.event import FIRST_US, LAST_US, Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident


def check_instants(first_us: int, last_us: int) -> None:
    """Return if an export can tell these times. UsageError otherwise."""
    if first_us < FIRST_US or last_us > LAST_US:
        raise UsageError("a time beyond the years 1 to 9999 cannot be logged")


def time_warnings(event: Event, now_us: int, before: Incident | None) -> tuple[str, ...]:
    """Return what is odd about an event's time, in an incident as it was before it."""
    when = f"{clock.date_text(event.at, event.zone)} {time_text(event)}"
    if event.at > now_us:
        return (f"{when} is in the future",)
    if event.until is not None and event.until > now_us:
        return (f"{event.short_id} ends in the future",)
    # Opened late and begun early are both usual; a day before either is not.
    known_us = min(before.start_us, before.opened_at) if before else event.at
    if event.at < known_us - clock.DAY_US:
        early = clock.duration_text(clock.between(event.at, known_us))
        return (f"{when} is {early} before anything known of the incident",)
    return _late(event, when, before)


def _late(event: Event, when: str, before: Incident | None) -> tuple[str, ...]:
    """Say so where a typed time lies a day behind the end of an incident that is over."""
    ending = before.resolved or before.closed if before else None
    if ending is None or event.as_typed is None or event.at <= ending.at + clock.DAY_US:
        return ()
    late = clock.duration_text(clock.between(ending.at, event.at))
    return (f"{when} is {late} after the incident's end",)
