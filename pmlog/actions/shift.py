"""A machine's clock that was off: every time that was taken from it, moved by so much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.actions import correct
from pmlog.errors import NotFound
from pmlog.incident import event_data, history, kinds
from pmlog.incident.event import short
from pmlog.store import current

if TYPE_CHECKING:
    from pmlog.actions.correct import Correction
    from pmlog.actions.responder import Responder
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log

# What was typed as counted from the moment of typing has that moment's error; a time read
# off a clock on the wall, or off a dashboard, has not.
COUNTS_FROM_NOW = re.compile(
    r"^\s*(?:[+-]|in\b|(?:just |right )?now\b)|\b(?:ago|earlier|from now)\s*$",
    re.IGNORECASE,
)
SHORTEST_ORIGIN = 3


def shift(
    log: Log, responder: Responder, incident: str, origin: str, by_us: int, why: str = ""
) -> Correction:
    """Move the times that one origin's clock gave to the events of an incident.

    An origin is named by the start or the end of its id, or by its host. NotFound where
    none is meant, or where its clock gave no time.
    """
    with log.transaction():
        marks = current.whole(log, incident)
        chosen = _origin_named(marks.events, origin)
        known: dict[str, Incident | None] = {}
        said = []
        for event in marks.events:
            if event.origin == chosen and event.kind in (
                *kinds.TIMELINE_KINDS,
                kinds.OPENED,
            ):
                about = correct.subject(log, event, known)
                now = about.now
                if _is_of_the_clock(now) and not history.is_retracted(
                    event, about.corrections
                ):
                    until_us = None if now.until is None else now.until + by_us
                    values = {"at": now.at + by_us, "until": until_us}
                    data = {event_data.TARGET: event.id, event_data.SET: values}
                    said.append((about, kinds.AMEND, data))
        if not said:
            raise NotFound(
                f"the clock of {origin!r} gave no time to this incident's events"
            )
        return correct.say(log, responder, said, why)


def _is_of_the_clock(event: Event) -> bool:
    typed = event.as_typed
    is_collected = event.source is not None
    return not is_collected and (typed is None or bool(COUNTS_FROM_NOW.search(typed)))


def _origin_named(events: list[Event], name: str) -> str:
    """Return the origin that a name stands for; NotFound where it fits none, or several."""
    hosts = {event.origin: event.host for event in events}
    wanted = name.strip().lower()
    found = [
        origin
        for origin, host in hosts.items()
        if host.lower() == wanted
        or (
            len(wanted) >= SHORTEST_ORIGIN
            and (
                origin.startswith(wanted)
                or origin.endswith(wanted)
                or short(origin) == wanted
            )
        )
    ]
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"{short(origin)} ({host})" for origin, host in hosts.items())
    what = "fits several origins" if found else "is no origin of this incident's events"
    raise NotFound(f"{name!r} {what}; there are {there}")
