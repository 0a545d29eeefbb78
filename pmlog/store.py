"""The log: append events and read them back.

The only module that asks the log in SQL, but for schema, which makes it.
"""

from __future__ import annotations

import os

from pmlog import logfile, model
from pmlog.errors import Contradiction, LogFailed, LogUnusable
from pmlog.logfile import Transaction, failure, sqlite3
from pmlog.model import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Self

# A write-ahead log this small is left to the next command: closing would checkpoint it,
# which costs four syncs more than the append itself.
WAL_LEFT_BEHIND = 256 * 1024

COLUMNS = ", ".join(Event._fields)
_PLACES = ", ".join("?" * len(Event._fields))
_INSERT = f"insert into events ({COLUMNS}) values ({_PLACES})"


def _among(kinds: Iterable[str]) -> str:
    return "(" + ", ".join(f"'{kind}'" for kind in kinds) + ")"


# Each of these must stay as the condition of its partial index in schema has it, or the
# index is not used; a test looks at the query plans.
LIFECYCLE = _among((model.OPENED, model.CLOSED, model.USED))
CORRECTIONS = _among((model.AMEND, model.RETRACT))
LANDMARKS = _among(
    (
        model.OPENED,
        model.CLOSED,
        model.TITLE,
        model.TIMEZONE,
        model.BEGAN,
        model.RESOLVED,
        model.AMEND,
        model.RETRACT,
    )
)
_TIMELINE = _among(model.TIMELINE_KINDS)
# What an amendment must set to move a landmark; that a command has ended moves none.
_MOVING = "'$.set.kind', '$.set.at', '$.set.zone', '$.set.text'"


def _retracted(event_id: str) -> str:
    """Return the condition that the last word on an event of fact's incident is no."""
    return f"""coalesce((
    select json_extract(word.data, '$.retracted') is not 0
    from events as word indexed by events_corrections
    where word.kind in {CORRECTIONS} and word.kind = '{model.RETRACT}'
      and json_extract(word.data, '$.target') = {event_id}
      and word.incident = fact.incident
    order by word.lamport desc, word.origin desc, word.seq desc limit 1), 0)"""


# An event counts while it stands, and while what opened its incident does.
STANDS = f"not {_retracted('fact.id')} and not {_retracted('fact.incident')}"


class Log:
    """An open log. Use it as a context manager, or call close."""

    def __init__(
        self,
        path: str,
        how: str = "mode=rw",
        *,
        wait_s: float = logfile.LOCK_TIMEOUT_S,
    ) -> None:
        """Open the log at path. LogNotReady where there is none of this format yet."""
        self.path = path
        self._con = logfile.connect(path, how, wait_s=wait_s)
        try:
            self._con = logfile.readable(self._con, path)
            logfile.check_identity(self._con, path)
            self._con.execute("pragma synchronous = full")
            # Checkpoints happen on the last close alone. Two connections that write and
            # checkpoint at once can meet SQLite's WAL-reset bug (3.7.0 to 3.51.2).
            self._con.execute("pragma wal_autocheckpoint = 0")
        except sqlite3.Error as error:
            self.close()
            raise failure(path, error) from error
        except LogUnusable:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last one to do so checkpoints its write-ahead log."""
        self._con.close()

    def may_stay_open(self) -> bool:
        """Tell whether the process may end without close: no byte depends on it."""
        try:
            return os.path.getsize(self.path + "-wal") <= WAL_LEFT_BEHIND
        except OSError:
            return False

    def transaction(self) -> Transaction:
        """Return a context that holds the write lock, and commits or rolls back."""
        return Transaction(self._con, self.path)

    def position(self) -> tuple[str, int, int]:
        """Return this log's origin, its last seq, and the largest lamport of all."""
        found = list(
            self._rows(
                "select value,"
                " (select coalesce(max(seq), 0) from events where origin = value),"
                " (select coalesce(max(lamport), 0) from events)"
                " from meta where key = 'origin'"
            )
        )
        if not found:
            raise LogFailed(self.path, logfile.CAUSES["SQLITE_CORRUPT"])
        origin, seq, lamport = found[0]
        return origin, seq, lamport

    def insert(self, events: Iterable[Event]) -> None:
        """Append events as they are, inside a transaction."""
        try:
            self._con.executemany(_INSERT, events)
        except sqlite3.Error as error:
            raise failure(self.path, error) from error

    def insert_unknown(self, events: Iterable[Event]) -> int:
        """Append those events that the log does not have, and return how many were new.

        Inside a transaction. Contradiction when the log has another event in its place.
        """
        new = 0
        for event in events:
            try:
                done = self._con.execute(f"{_INSERT} on conflict (id) do nothing", event)
            except sqlite3.IntegrityError as error:
                raise Contradiction(event.id) from error
            except sqlite3.Error as error:
                raise failure(self.path, error) from error
            new += done.rowcount
            if not done.rowcount and self._events("id = ?", event.id) != [event]:
                raise Contradiction(event.id)
        return new

    def current_incident(self) -> str | None:
        """Return the incident most recently opened, or turned to, and not closed."""
        origin = self.position()[0]
        rows = self._rows(
            f"select incident, kind from events as fact where kind in {LIFECYCLE}"
            f" and (kind <> '{model.USED}' or origin = ?) and {STANDS}"
            " order by lamport desc, origin desc, seq desc",
            origin,
        )
        closed = set()
        candidates: dict[str, bool] = {}  # in order of rank: is it known to be open?
        for incident, kind in rows:
            if incident in closed:
                continue
            if kind == model.CLOSED and not candidates.get(incident):
                closed.add(incident)
                candidates.pop(incident, None)
            else:
                known = candidates.get(incident, False)
                candidates[incident] = known or kind == model.OPENED
            first = next(iter(candidates), None)
            if first is not None and candidates[first]:
                return first
        return None

    def landmarks(self, incident: str) -> list[Event]:
        """Return the events that decide an incident's title, zone, state and start.

        Folding them gives the same answers as folding all its events, and they are few
        however long the incident.
        """
        marks = self._events(
            f"incident = ? and kind in {LANDMARKS} and (kind <> '{model.AMEND}'"
            f" or json_extract(data, {_MOVING}) <> '[null,null,null,null]')",
            incident,
        )
        words = [mark for mark in marks if mark.kind in (model.AMEND, model.RETRACT)]
        found = {mark.id: mark for mark in marks}
        for word in words:
            target = word.details.target
            for event in self._events("id = ? and incident = ?", target, incident):
                found[event.id] = event
        # Each correction can take at most one event away from the head of the timeline.
        head = self._events(
            f"incident = ? and kind in {_TIMELINE}"
            " order by at, lamport, origin, seq limit ?",
            incident,
            1 + len(words),
        )
        found.update((event.id, event) for event in head)
        return list(found.values())

    def last_page(self, incident: str, count: int) -> list[Event]:
        """Return events whose fold ends with the incident's last count of its timeline.

        What the fold says of its title, zone, state and start is right as well.
        """
        # Twice by kind: the first is the condition of the index that the second narrows.
        words = self._events(
            f"incident = ? and kind in {LANDMARKS} and kind in {CORRECTIONS}", incident
        )
        found = {event.id: event for event in (*self.landmarks(incident), *words)}
        # Each correction can take at most one event away from the end of the timeline.
        tail = self._events(
            f"incident = ? and kind in {_TIMELINE}"
            " order by at desc, lamport desc, origin desc, seq desc limit ?",
            incident,
            count + len(words),
        )
        found.update((event.id, event) for event in tail)
        return list(found.values())

    def last_row(self) -> int:
        """Return the number of the row that was stored last; rows are never taken out."""
        return int(next(self._rows("select coalesce(max(rowid), 0) from events"))[0])

    def news(self, incident: str, after_row: int) -> list[Event]:
        """Return the incident's events of the rows behind one, in order of arrival.

        Its evidence is not among them.
        """
        # The plus keeps SQLite from going through all that the incident has.
        return self._events(
            f"rowid > ? and +incident = ? and kind <> '{model.EVIDENCE}' order by rowid",
            after_row,
            incident,
        )

    def incidents(self) -> list[str]:
        """Return the ids of all incidents, the first opened first."""
        rows = self._rows(
            f"select incident from events where kind in {LIFECYCLE}"
            f" and kind = '{model.OPENED}' order by lamport, origin, seq"
        )
        return list(dict.fromkeys(incident for (incident,) in rows))

    def count(self) -> int:
        """Return how many events there are."""
        ((count,),) = self._rows("select count(*) from events")
        return int(count)

    def events_of(self, incident: str) -> list[Event]:
        """Return an incident's events but for its evidence, in no order of meaning."""
        return self._events(f"incident = ? and kind <> '{model.EVIDENCE}'", incident)

    def evidence_of(self, incident: str) -> list[Event]:
        """Return the events that carry an incident's evidence, which may be large."""
        return self._events(f"kind = '{model.EVIDENCE}' and incident = ?", incident)

    def has_evidence(self, incident: str, sha256: str) -> bool:
        """Tell whether a content stands among an incident's evidence."""
        rows = self._rows(
            f"select 1 from events as fact where kind = '{model.EVIDENCE}'"
            " and incident = ? and json_extract(data, '$.sha256') = ?"
            f" and {STANDS} limit 1",
            incident,
            sha256,
        )
        return any(rows)

    def event(self, event_id: str) -> Event | None:
        """Return the event of an id; None where the log does not have it."""
        return next(iter(self._events("id = ?", event_id)), None)

    def words_on(self, event_id: str) -> list[Event]:
        """Return what amends or retracts an event, in order of correction."""
        return self._events(
            f"kind in {CORRECTIONS} and json_extract(data, '$.target') = ?"
            " order by lamport, origin, seq",
            event_id,
        )

    def events_called(self, start: str, limit: int) -> list[Event]:
        """Return events whose id, or its last group, begins with hexadecimal digits."""
        return self._events(
            # "g" sorts behind every digit.
            "id in (select id from events where substr(id, 25) >= ?1"
            " and substr(id, 25) < ?1 || 'g'"
            " union select id from events where id >= ?1 and id < ?1 || 'g') limit ?2",
            start,
            limit,
        )

    def latest_events(self, limit: int) -> list[Event]:
        """Return the events that were written last, the last one first."""
        return self._events("true order by lamport desc, origin desc limit ?", limit)

    def own_events(self) -> Iterator[Event]:
        """Yield the events that this log wrote, the last one first."""
        rows = self._rows(
            f"select {COLUMNS} from events where origin = ? order by seq desc",
            self.position()[0],
        )
        yield from map(_event, rows)

    def all_events(self) -> Iterator[Event]:
        """Yield every event in order of (lamport, origin, seq)."""
        rows = self._rows(f"select {COLUMNS} from events order by lamport, origin, seq")
        yield from map(_event, rows)

    def _events(self, where: str, *values: object) -> list[Event]:
        rows = self._rows(f"select {COLUMNS} from events where {where}", *values)
        return [_event(row) for row in rows]

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            # Not "yield from": it would close the cursor of a log that is closed already.
            for row in self._con.execute(sql, values):  # noqa: UP028
                yield row
        except sqlite3.Error as error:
            raise failure(self.path, error) from error


def _event(row: tuple[Any, ...]) -> Event:
    event = Event._make(row)
    return event._replace(approx=bool(event.approx))
