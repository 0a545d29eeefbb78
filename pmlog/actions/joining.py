"""What puts events and incidents together: join, move, pin.

Each is an event that says so, and can be taken back; nothing is copied or changed. Each
function is one transaction.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from pmlog.actions import correct, lookup
from pmlog.actions.record import EventNumbering
from pmlog.errors import UsageError
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Entry
from pmlog.store import current, derived, queries
from pmlog.store.halves import halves_of
from pmlog.store.sql import TIMELINE
from pmlog.text.terminal import clipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.actions.correct import Correction
    from pmlog.actions.responder import Responder
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log


class Joined(NamedTuple):
    """An incident that two have become; is_new where they were two before."""

    incident: Incident
    is_new: bool


def join(log: Log, responder: Responder, other: str, into: str) -> Joined:
    """Say that two incidents are one, and turn to it."""
    with log.transaction():
        before = current.incident(log, into)
        known = halves_of(log, into).ids
        if other in known:
            return Joined(before, is_new=False)
        entry = Entry(
            text="",
            kind=kinds.JOIN,
            data=json.dumps({event_data.OTHER: other}),
        )
        written = EventNumbering(log, responder).make(into, entry, before.zone)
        derived.append(log, [written])
        return Joined(current.incident(log, into), is_new=True)


def move(
    log: Log,
    responder: Responder,
    references: list[str],
    incident: str | None,
    title: str = "",
    why: str = "",
) -> Correction:
    """Put events of the timeline into another incident, or one of that title.

    NotFound or UsageError where a reference names nothing that can be moved.
    """
    with log.transaction():
        moving = [
            correct.subject(log, lookup.find_event(log, each, responder.author))
            for each in references
        ]
        for about in moving:
            _check_can_move(about)
        place = incident or _open(log, responder, title, moving[0])
        # What stands in a half of it is there already.
        names = halves_of(log, place).ids
        there, said = [], []
        for about in moving:
            if queries.place_of(log, about.fact) in names:
                there.append(about.now)
            else:
                data = {
                    event_data.TARGET: about.fact.id,
                    event_data.SET: {event_data.INCIDENT: place},
                }
                said.append((about, kinds.AMEND, data))
        correction = correct.say(log, responder, said, why)
    return correction._replace(unchanged=tuple(there))


def _check_can_move(about: correct.Subject) -> None:
    if about.now.kind not in kinds.TIMELINE_KINDS:
        raise UsageError(
            f"{about.fact.short_id} is {about.fact.kind!r}, and only what stands on the "
            "timeline can be moved; set it anew with -i INCIDENT"
        )


def _open(log: Log, responder: Responder, title: str, first: correct.Subject) -> str:
    """Open the incident that events are moved to; inside a transaction."""
    # Opened when the first of them happened: now would be a start behind its events.
    opening = Entry(text=title, kind=kinds.OPENED, at_us=first.now.at)
    opened = EventNumbering(log, responder).make(None, opening, first.zone)
    derived.append(log, [opened])
    return opened.id


def pin(
    log: Log, responder: Responder, references: list[str], *, pinned: bool
) -> Correction:
    """Say that events must be in the document, or (pinned=False) need not."""
    with log.transaction():
        so, said = [], []
        for each in references:
            about = correct.subject(log, lookup.find_event(log, each, responder.author))
            if about.now.details.pinned == pinned:
                so.append(about.now)
                continue
            data = {
                event_data.TARGET: about.fact.id,
                event_data.SET: {event_data.PINNED: pinned},
            }
            said.append((about, kinds.AMEND, data))
        correction = correct.say(log, responder, said, "")
    return correction._replace(unchanged=tuple(so))


def left_where_they_are(log: Log, undone: tuple[Event, ...]) -> Iterator[str]:
    """Yield what stays where of the time between a join and its taking back.

    Each event keeps the incident that it was logged to.
    """
    for joined in (event for event in undone if event.kind == kinds.JOIN):
        for half in dict.fromkeys((joined.incident, joined.details.other)):
            rows = log.rows(
                "select count(*) from events where incident = ? and lamport > ?"
                f" and {TIMELINE}",
                half,
                joined.lamport,
            )
            ((many,),) = rows
            incident = current.landmarks(log, half).fold()
            if many and incident is not None:
                stay = "1 event logged since stays" if many == 1 else f"{many} events stay"
                yield f"{stay} with {incident.short_id} {clipped(incident.title, 40)}"
