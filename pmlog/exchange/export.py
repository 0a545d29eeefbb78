"""The log <-> JSON lines: one event a line, its keys a promise to scripts.

Instants are RFC 3339 in UTC. What is exported and imported again is the same log; what is
imported twice is there once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import clock
from pmlog.incident.event import NO_DATA, new_id
from pmlog.store import incident_queries, queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log

_INSTANTS = ("at", "until", "recorded_at")


def event_object(event: Event) -> dict[str, Any]:
    """Return the export's object of an event."""
    plain = event._asdict()
    plain["data"] = {} if event.data == NO_DATA else json.loads(event.data)
    for key in _INSTANTS:
        if plain[key] is not None:
            plain[key] = clock.rfc3339(plain[key])
    return plain


def timeline_object(incident: Incident, event: Event) -> dict[str, Any]:
    """Return the object of an event in `timeline --json`."""
    return {
        "id": event.id,
        "at": clock.rfc3339(event.at),
        "until": None if event.until is None else clock.rfc3339(event.until),
        "kind": event.kind,
        "text": event.text,
        "author": event.author,
        "zone": event.zone,
        "elapsed_s": incident.elapsed_us(event) // clock.SECOND_US,
    }


def line(value: dict[str, Any]) -> str:
    """Return an object as one line of JSON; ASCII, so that it survives every locale."""
    return json.dumps(value)


def export_lines(log: Log) -> Iterator[str]:
    """Yield every event as a line, in order of (lamport, origin, seq)."""
    for event in queries.all_events(log):
        yield line(event_object(event))


def incident_lines(log: Log, incident: str) -> Iterator[str]:
    """Yield a heading and every event that belongs to one incident, in the same order.

    Its halves, what was moved to it, what corrects all these, and its evidence. The heading
    says that it is a part: the numbers of its origins have gaps.
    """
    from pmlog.store import current

    marks = current.whole(log, incident)
    events = {e.id: e for e in (*marks.events, *incident_queries.evidence_of(log, marks))}
    heading = {"incident": marks.halves.name, "events": len(events)}
    yield line({PARTIAL: heading | {"title": marks.folded().title}})
    for event in sorted(events.values(), key=lambda e: (e.lamport, e.origin, e.seq)):
        yield line(event_object(event))


PARTIAL = "partial"


def partial_heading(text: str) -> dict[str, Any] | None:
    """Return what the heading of a part says; None for any other line."""
    if not text.startswith(f'{{"{PARTIAL}": '):
        return None
    found: dict[str, Any] = json.loads(text)[PARTIAL]
    return found


class Imported(NamedTuple):
    """How many events an import held, and how many of them were new."""

    read: int
    new: int


def import_events(
    log: Log, batches: Iterable[list[Event]], source: str = "", author: str = ""
) -> Imported:
    """Append those events that are not in the log yet, all or none.

    Where some of them have numbers that this log has yet to give out, it goes on as a new
    origin. Who imported them from where is noted in this file, for undo: it is no event.

    Nobody else can write meanwhile. Contradiction when one is not the event that the log
    has in its place.
    """
    # Whoever prints JSON has this module, and need not load what writes.
    from pmlog.store import bulk, last_import

    read = new = 0
    with bulk.transaction(log) as touched:
        own, given_out = log.position()[0], log.given_out()
        ahead = 0  # when what this log never numbered was recorded, by its own word
        for batch in batches:
            read += len(batch)
            new += bulk.insert_unknown(log, batch, touched)
            theirs = (e.recorded_at for e in batch if e.origin == own and e.seq > given_out)
            ahead = max(ahead, *theirs, 0)
        if ahead:
            # This log was put back in time, or somebody made it up: it never gives out a
            # number that is taken, and does not vouch for numbers that it did not give.
            log.change_origin(new_id(ahead), given_out)
        if new and source:
            last_import.note(log, last_import.ImportStep(author, source, new))
    return Imported(read, new)
