"""The log's events -> which of them no import would take, and why.

What a log may hold is stated once, by what an import accepts (see incoming). sync takes in
by it, and here it is asked of what is stored already: an older edition, or another program,
may have written what makes a command of this one fail.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pmlog.exchange import export, incoming
from pmlog.store import queries
from pmlog.store.verify import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlog.incident.event import Event
    from pmlog.store.log import Log

UNUSABLE = "unusable"


def unusable(log: Log) -> Iterator[Finding]:
    """Yield a finding for each event that no import would take; some hundreds are held."""
    events = queries.all_events(log)
    while batch := list(islice(events, incoming.BATCH)):
        yield from _unusable_of(batch)


def _line(event: Event) -> str:
    try:
        return export.line(export.event_object(event))
    except (ValueError, OverflowError) as error:  # a time of no year, data that is no JSON
        return str(error)


def _unusable_of(events: Sequence[Event]) -> Iterator[Finding]:
    while events:
        try:
            for _ in incoming.read(map(_line, events)):
                pass
        except incoming.UnreadableLine as error:
            event, events = events[error.number - 1], events[error.number :]
            reason = f"no import would take it: {error.reason}"
            yield Finding(UNUSABLE, reason, event.origin, event.seq, event.seq)
        else:
            return
