"""The log: append events and read them back.

The only module that asks the log in SQL, but for schema, which makes it.
"""

from __future__ import annotations

import os

from pmlog import logfile, model
from pmlog.errors import Contradiction, LogUnusable
from pmlog.logfile import Transaction, failure, sqlite3
from pmlog.model import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Self

# A write-ahead log this small is left to the next command: closing would checkpoint it,
# which costs four syncs more than the append itself.
WAL_LEFT_BEHIND = 256 * 1024

STEP = 1000  # pages of a copy

COLUMNS = ", ".join(Event._fields)
_PLACES = ", ".join("?" * len(Event._fields))
_INSERT = f"insert into events ({COLUMNS}) values ({_PLACES})"
_UNLESS_KNOWN = "on conflict (id) do nothing"


def _is_one_of(kinds: Iterable[str]) -> str:
    # "kind in (...)" would make a table of the kinds anew for each row that is inserted.
    return "(" + " or ".join(f"kind = '{kind}'" for kind in kinds) + ")"


# Each of these must stay as the condition of its partial index in schema has it, or the
# index is not used; a test looks at the query plans.
LIFECYCLE = _is_one_of((model.OPENED, model.CLOSED, model.USED))
CORRECTIONS = _is_one_of((model.AMEND, model.RETRACT))
LANDMARKS = _is_one_of((model.OPENED, model.CLOSED, model.TITLE, model.TIMEZONE))
TURNS = _is_one_of((model.BEGAN, model.RESOLVED))
TITLES = _is_one_of((model.OPENED, model.TITLE))
_TIMELINE = _is_one_of(model.TIMELINE_KINDS)
# Amends that move an event in the timeline, or make it of another kind.
_MOVES = """(json_extract(data, '$.set.at') is not null
    or json_extract(data, '$.set.kind') is not null)"""


def _is_corrected(how: str = "true") -> str:
    # The plus: a value of no affinity, or the index on an expression is only scanned.
    return f"""exists (
    select 1 from events as word indexed by events_corrections
    where {CORRECTIONS} and json_extract(word.data, '$.target') = +fact.id and {how})"""


def _columns(flag: str) -> str:
    """Return the columns of an event as fact, and a flag: a row for flagged()."""
    return ", ".join([*(f"fact.{key}" for key in Event._fields), flag])


# An event, and whether a correction is about it.
TOUCHED = _columns(_is_corrected())
# An event, and whether a correction may have taken it from its place in the timeline.
_DISPLACED = _columns(_is_corrected(f"(kind = '{model.RETRACT}' or {_MOVES})"))


def _retracted(event_id: str) -> str:
    """Return the condition that the last word on an event of fact's incident is no."""
    return f"""coalesce((
    select json_extract(word.data, '$.retracted') is not 0
    from events as word indexed by events_corrections
    where word.kind = '{model.RETRACT}'
      and json_extract(word.data, '$.target') = +{event_id}
      and word.incident = fact.incident
    order by word.lamport desc, word.origin desc, word.seq desc limit 1), 0)"""


# What was said here while the log still was the one that it is a copy of.
_BEFORE_COPIED = (
    "fact.seq <= (select last_seq from former_origins where origin = fact.origin)"
)


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
        self._origin = ""  # of the events that this process numbers
        self._numbered = 0  # the last of them
        self._wait_s = wait_s
        self._con = logfile.connect(path, how)
        try:
            logfile.patiently(path, self._open, wait_s)
        except LogUnusable:
            self.close()
            raise

    def _open(self) -> None:
        self._con, self._why_read_only = logfile.readable(self._con, self.path)
        logfile.check_identity(self._con, self.path)
        self._con.execute("pragma synchronous = full")
        # Checkpoints happen on the last close alone. Two connections that write and
        # checkpoint at once can meet SQLite's WAL-reset bug (3.7.0 to 3.51.2).
        self._con.execute("pragma wal_autocheckpoint = 0")
        logfile.wait_for(self._con, self._wait_s)

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

    def transaction(self, patience_s: float = logfile.LOCK_TIMEOUT_S) -> Transaction:
        """Return a context that holds the write lock, and commits or rolls back."""
        if self._why_read_only:
            raise self._why_read_only
        return Transaction(self._con, self.path, self._leave_mark, patience_s)

    def position(self) -> tuple[str, int, int]:
        """Return this log's origin, its last seq, and the largest lamport of all."""
        origin, seq, lamport, _ = self._position()
        return origin, seq, lamport

    def _position(self) -> tuple[str, int, int, str]:
        found = list(
            self.rows(
                "select value,"
                " (select coalesce(max(seq), 0) from events where origin = value),"
                " (select coalesce(max(lamport), 0) from events),"
                " (select value from meta where key = 'file')"
                " from meta where key = 'origin'"
            )
        )
        if not found:
            raise logfile.damaged(self.path)
        origin, seq, lamport, file = found[0]
        return origin, seq, lamport, file or ""

    def claim(self, now_us: int) -> tuple[str, int, int]:
        """Return the position from which to number new events, inside a transaction.

        A log that was copied or restored goes on as a new origin, so that no two logs
        give out the same number of the same origin.
        """
        origin, seq, lamport, file = self._position()
        if logfile.is_its_own(self.path, file, origin, seq):
            self._origin = origin
            return origin, seq, lamport
        self.change_origin(model.new_id(now_us))
        return self._origin, 0, lamport

    def change_origin(self, origin: str) -> None:
        """Go on as that origin, in this very file; inside a transaction."""
        file = logfile.take(self.path, origin)
        try:
            self._con.execute(
                "insert into former_origins select value,"
                " (select coalesce(max(seq), 0) from events where origin = value)"
                " from meta where key = 'origin'"
            )
            self._con.executemany(
                "insert or replace into meta values (?, ?)",
                (("origin", origin), ("file", file)),
            )
        except sqlite3.Error as error:
            raise failure(self.path, error) from error
        self._origin = origin

    def _leave_mark(self) -> None:
        if self._numbered:
            logfile.leave_mark(self.path, self._origin, self._numbered)

    def insert(self, events: Iterable[Event]) -> None:
        """Append events as they are, inside a transaction."""
        written = list(events)
        self.write(_INSERT, written)
        own = [event.seq for event in written if event.origin == self._origin]
        self._numbered = max(own, default=self._numbered)

    def write(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row of values, inside a transaction."""
        try:
            self._con.executemany(sql, rows)
        except sqlite3.Error as error:
            raise failure(self.path, error) from error

    def expect_many(self) -> None:
        """Keep more of the file in memory, for an import.

        Ids are in no order in the index of short ones: where it does not fit, each event
        costs a page that is written and read again.
        """
        self._con.execute("pragma cache_size = -32768")  # KiB

    def insert_unknown(self, events: Sequence[Event]) -> int:
        """Append those of some hundred events that the log does not have; return how many.

        Inside a transaction. Contradiction when the log has another event in its place.
        """
        # One statement for all of them takes less than half the time of one for each.
        places = ", ".join([f"({_PLACES})"] * len(events))
        values = [value for event in events for value in event]
        try:
            done = self._con.execute(
                f"insert into events ({COLUMNS}) values {places} {_UNLESS_KNOWN}", values
            )
        except sqlite3.IntegrityError as error:
            raise Contradiction(self._refused(events)) from error
        except sqlite3.Error as error:
            raise failure(self.path, error) from error
        if done.rowcount < len(events):
            self._compare(events)
        return done.rowcount

    def _refused(self, events: Iterable[Event]) -> str:
        """Return the id of the first event whose place another one has."""
        for event in events:
            try:
                self._con.execute(f"{_INSERT} {_UNLESS_KNOWN}", event)
            except sqlite3.IntegrityError:
                return event.id
        return ""

    def _compare(self, events: Sequence[Event]) -> None:
        places = ", ".join("?" * len(events))
        ids = [event.id for event in events]
        known = {event.id: event for event in self._events(f"id in ({places})", *ids)}
        for event in events:
            if known[event.id] != event:
                raise Contradiction(event.id)

    def insert_links(self, links: Iterable[tuple[str, int, bytes]]) -> None:
        """Append links of the digest chain, inside a transaction."""
        self.write("insert into links values (?, ?, ?)", links)

    def damages(self) -> list[str]:
        """Return what SQLite finds wrong with the file, some hundred things at most."""
        found = [text for (text,) in self.rows("pragma integrity_check")]
        return [] if found == ["ok"] else found

    def objects(self) -> dict[str, str]:
        """Return the SQL of each table, index, trigger and view, by kind and name."""
        sql = "select type || ' ' || name, sql from sqlite_master where sql is not null"
        return dict(self.rows(sql))

    def copy_to(self, path: str) -> None:
        """Write a copy of the log, as it is at one moment, into an empty file."""
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            # Inside a reader's transaction, so that what others write meanwhile does not
            # make it begin again; in steps, so that Ctrl-C is heard.
            self._con.execute("begin")
            self._con.backup(copy, pages=STEP)
        except sqlite3.Error as error:
            raise failure(path, error) from error
        finally:
            if self._con.in_transaction:
                self._con.execute("rollback")
            copy.close()

    def current_incident(self) -> str | None:
        """Return the incident most recently opened, or turned to, and not closed."""
        rows = self.rows(
            f"select incident, kind from events as fact where {LIFECYCLE}"
            f" and (kind <> '{model.USED}'"
            " or origin = (select value from meta where key = 'origin')"
            f" or {_BEFORE_COPIED}) and {STANDS}"
            " order by lamport desc, origin desc, seq desc"
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
        however long the incident and however often it was corrected.
        """
        return self._corrected(incident, *self._landmarks(incident))

    def _landmarks(self, incident: str) -> Iterator[tuple[Event, bool]]:
        yield from self._flagged(TOUCHED, f"incident = ? and {LANDMARKS}", incident)
        yield from self._in_place(incident, _TIMELINE, "asc", 1)
        yield from self._in_place(incident, f"{TURNS} and kind = '{model.BEGAN}'", "asc", 1)
        yield from self._in_place(incident, TURNS, "desc", 1)

    def outline(self, incident: str) -> list[Event]:
        """Return the landmarks, and each beginning and end of the impact."""
        return self._corrected(
            incident,
            *self._flagged(TOUCHED, f"incident = ? and {LANDMARKS}", incident),
            *self._flagged(TOUCHED, f"incident = ? and {TURNS}", incident),
            *self._in_place(incident, _TIMELINE, "asc", 1),
        )

    def last_page(self, incident: str, count: int) -> list[Event]:
        """Return events whose fold ends with the incident's last count of its timeline.

        What the fold says of its title, zone, state and start is right as well.
        """
        page = self._in_place(incident, _TIMELINE, "desc", count)
        return self._corrected(
            incident, *self._landmarks(incident), *((event, True) for event, _ in page)
        )

    def _flagged(
        self, columns: str, where: str, *values: object
    ) -> Iterator[tuple[Event, bool]]:
        for row in self.rows(
            f"select {columns} from events as fact where {where}", *values
        ):
            yield flagged(row)

    def _in_place(
        self, incident: str, where: str, direction: str, count: int
    ) -> Iterator[tuple[Event, bool]]:
        """Yield events in order of time, until count of them are where they were.

        Whatever was moved or taken away elsewhere, that many events stand here. With each
        comes whether it was displaced.
        """
        order = ", ".join(
            f"{key} {direction}" for key in ("at", "lamport", "origin", "seq")
        )
        where = f"incident = ? and {where} order by {order}"
        found = self._flagged(_DISPLACED, where, incident)
        while count and (each := next(found, None)):
            yield each
            count -= not each[1]

    def _corrected(self, incident: str, *marked: tuple[Event, bool]) -> list[Event]:
        """Return events, those that an amend may have put among them, and corrections.

        Of the events, those that are marked so.
        """
        # A plus keeps SQLite from the index of all the incident's events.
        moved = self._events(
            "+incident = ? and id in (select json_extract(data, '$.target')"
            f" from events where incident = ? and kind = '{model.AMEND}' and {_MOVES})",
            incident,
            incident,
        )
        ids = [event.id for event, is_marked in marked if is_marked]
        words = self._words_on_each(incident, ids + [event.id for event in moved])
        # An amendment can be retracted as well.
        words += self._words_on_each(incident, [word.id for word in words])
        found = [*(event for event, _ in marked), *moved, *words]
        return list({event.id: event for event in found}.values())

    def _words_on_each(self, incident: str, ids: list[str]) -> list[Event]:
        if not ids:
            return []
        return self._events(
            f"+incident = ? and {CORRECTIONS} and json_extract(data, '$.target')"
            " in (select value from json_each(?))",
            incident,
            '["' + '","'.join(ids) + '"]',
        )

    def has_incident(self, incident: str) -> bool:
        """Tell whether an incident of that id was ever opened."""
        opened = f"incident = ? and {LANDMARKS} and kind = '{model.OPENED}'"
        return bool(self._events(f"{opened} limit 1", incident))

    def last_row(self) -> int:
        """Return the number of the row that was stored last; rows are never taken out."""
        return int(next(self.rows("select coalesce(max(key), 0) from events"))[0])

    def news(self, incident: str, after_row: int) -> list[Event]:
        """Return the incident's events of the rows behind one, in order of arrival.

        Its evidence is not among them.
        """
        # The plus keeps SQLite from going through all that the incident has.
        return self._events(
            f"key > ? and +incident = ? and kind <> '{model.EVIDENCE}' order by key",
            after_row,
            incident,
        )

    def incidents(self) -> list[str]:
        """Return the ids of all incidents, the first opened first."""
        rows = self.rows(
            f"select incident from events where kind = '{model.OPENED}'"
            " order by lamport, origin, seq"
        )
        return list(dict.fromkeys(incident for (incident,) in rows))

    def incidents_titled(self, part: str) -> list[str]:
        """Return the ids of the incidents whose title may hold a part in lower case."""
        # What SQLite knows of letters is ASCII; what was corrected is for others to read.
        rows = self.rows(
            f"""select distinct incident from events as fact where {TITLES}
            and (?1 or instr(lower(text), ?2) or {_is_corrected()})""",
            not part.isascii(),
            part,
        )
        return [incident for (incident,) in rows]

    def count(self) -> int:
        """Return how many events there are."""
        ((count,),) = self.rows("select count(*) from events")
        return int(count)

    def events_of(self, incident: str) -> list[Event]:
        """Return an incident's events but for its evidence, in no order of meaning."""
        return self._events(f"incident = ? and kind <> '{model.EVIDENCE}'", incident)

    def evidence_of(self, incident: str) -> list[Event]:
        """Return the events that carry an incident's evidence, which may be large."""
        return self._events(f"kind = '{model.EVIDENCE}' and incident = ?", incident)

    def has_evidence(self, incident: str, sha256: str) -> bool:
        """Tell whether a content stands among an incident's evidence."""
        rows = self.rows(
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
            f"{CORRECTIONS} and json_extract(data, '$.target') = ?"
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
        """Yield the events that this log wrote, the last one first.

        What it wrote before it was copied or restored comes behind what it wrote since.
        """
        rows = self.rows("select origin, last_seq from former_origins order by rowid desc")
        for origin, last_seq in [self.position()[:2], *rows]:
            yield from map(
                _event,
                self.rows(
                    f"select {COLUMNS} from events where origin = ? and seq <= ?"
                    " order by seq desc",
                    origin,
                    last_seq,
                ),
            )

    def all_events(self) -> Iterator[Event]:
        """Yield every event in order of (lamport, origin, seq)."""
        rows = self.rows(f"select {COLUMNS} from events order by lamport, origin, seq")
        yield from map(_event, rows)

    def _events(self, where: str, *values: object) -> list[Event]:
        rows = self.rows(f"select {COLUMNS} from events where {where}", *values)
        return [_event(row) for row in rows]

    def rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that answer a question. For store, chain and wordindex alone."""
        try:
            # Not "yield from": it would close the cursor of a log that is closed already.
            for row in self._con.execute(sql, values):  # noqa: UP028
                yield row
        except sqlite3.Error as error:
            raise failure(self.path, error) from error


_APPROX = Event._fields.index("approx")


def _event(row: tuple[Any, ...]) -> Event:
    return Event._make((*row[:_APPROX], bool(row[_APPROX]), *row[_APPROX + 1 :]))


def flagged(row: tuple[Any, ...]) -> tuple[Event, bool]:
    """Return the event of a row, and the flag behind it."""
    return _event(row[:-1]), bool(row[-1])
