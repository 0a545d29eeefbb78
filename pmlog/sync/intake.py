"""What comes off a shelf, checked and stored.

The checks are those of an import. What does not pass is refused by the name of its piece,
and the rest goes on.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from pmlog.exchange import incoming
from pmlog.failures import Contradiction
from pmlog.incident import kinds
from pmlog.incident.event import new_id
from pmlog.store import bulk, series
from pmlog.sync.shelf import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.incident.event import Event
    from pmlog.store.log import Log
    from pmlog.sync.shelf import Piece

# So many events share the price of a commit; nobody else can write meanwhile.
_AT_ONCE = 2_000
_KNOWN = frozenset(kinds.KINDS)


class _Refused(Exception):
    """What is wrong with a piece."""


class Intake:
    """What was taken in so far, and what was refused."""

    def __init__(self, log: Log, now_us: int) -> None:
        self._log = log
        self.now_us = now_us
        self.authors: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()  # kinds that this pmlog does not know
        self.refused: dict[str, str] = {}
        self.latest_us = now_us  # when the last of them was recorded
        self.latest_host = ""
        self.is_new_origin = False

    @property
    def events(self) -> int:
        """How many were new here."""
        return self.authors.total()

    def take(self, pieces: Iterable[Piece]) -> None:
        """Store what pieces hold, some of them in one transaction."""
        for group in _groups(pieces):
            try:
                self._store(group)
            except (_Refused, Contradiction):
                # One by one they tell which it is, and the others come in.
                for piece in group:
                    self._store_alone(piece)

    def _store_alone(self, piece: Piece) -> None:
        try:
            self._store([piece])
        except _Refused as error:
            self.refused[piece.name] = str(error)
        except Contradiction as error:
            self.refused[piece.name] = f"its event {error.event_id} is another one here"

    def _store(self, pieces: list[Piece]) -> None:
        counts = (Counter[str](), Counter[str]())
        latest = (self.latest_us, self.latest_host)
        own = self._log.position()[0]
        with bulk.transaction(self._log) as touched:
            own_new = 0
            for piece in pieces:
                for batch in _events(piece):
                    new = series.unknown(self._log, batch)
                    bulk.insert_unknown(self._log, batch, touched)
                    own_new += len(new) if piece.origin == own else 0
                    counts[0].update(event.author for event in new)
                    counts[1].update(e.kind for e in new if e.kind not in _KNOWN)
                    last = max(batch, key=lambda event: event.recorded_at)
                    latest = max(latest, (last.recorded_at, last.host))
            if own_new:
                # This log was put back in time. Whoever has what it wrote since may go on
                # from there, so it must not.
                self._log.change_origin(new_id(self.now_us), self._log.given_out())
        self.authors += counts[0]
        self.unknown += counts[1]
        self.latest_us, self.latest_host = latest
        self.is_new_origin |= bool(own_new)


def _groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    size = 0
    for piece in pieces:
        count = piece.last - piece.first + 1
        if group and size + count > _AT_ONCE:
            yield group
            group, size = [], 0
        group.append(piece)
        size += count
    if group:
        yield group


def _events(piece: Piece) -> Iterator[list[Event]]:
    """Yield a piece's events, some hundreds at a time, if they are what its name says."""
    expected = itertools.count(piece.first)
    last = piece.first - 1
    try:
        for batch in incoming.read(piece.lines()):
            for event in batch:
                last = next(expected)
                if (event.origin, event.seq) != (piece.origin, last):
                    raise _Refused("it holds other events than its name says")
            yield batch
    except Unreadable as error:
        raise _Refused(str(error)) from error
    except incoming.UnreadableLine as error:
        raise _Refused(f"line {error.number}: {error.reason}") from error
    if last != piece.last:
        raise _Refused(f"it ends with event {last} and not {piece.last}")
