"""The SQLite file: append events and read them back.

The only module that speaks SQL to the log, but for schema, which makes it. A file is
opened in WAL mode with synchronous=FULL: a commit that returned is on the disk.
Writers queue for the lock (BEGIN IMMEDIATE); readers never wait. Errors of SQLite
leave here as LogUnusable.
"""

from __future__ import annotations

import os
import time

from pmlog import model
from pmlog.errors import (
    Contradiction,
    ForeignLog,
    LogFailed,
    LogNotReady,
    LogUnusable,
    NewerLog,
    PerhapsStored,
)
from pmlog.model import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Any, Self
else:
    try:
        # All that sqlite3 adds to it is datetime, for conversions that nobody asks for
        # here, and that import costs a tenth of a durable insert.
        import _sqlite3 as sqlite3
    except ImportError:  # not CPython
        import sqlite3

APPLICATION_ID = int.from_bytes(b"pmlg", "big")
FORMAT = 1  # the number of migrations in schema, kept in user_version

# Another writer holds the lock for milliseconds; a backup tool may for seconds.
LOCK_TIMEOUT_S = 30.0

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

# The last word on an event decides whether it counts: retracted, or restored.
RETRACTED = f"""coalesce((
    select json_extract(word.data, '$.retracted') is not 0
    from events as word indexed by events_corrections
    where word.kind in {CORRECTIONS} and word.kind = '{model.RETRACT}'
      and json_extract(word.data, '$.target') = fact.id
      and word.incident = fact.incident
    order by word.lamport desc, word.origin desc, word.seq desc limit 1), 0)"""


class Log:
    """An open log. Use it as a context manager, or call close."""

    def __init__(self, path: str) -> None:
        """Open the log at path. LogNotReady where there is none of this format yet."""
        self.path = path
        self._con = connect(path)
        try:
            self._con = _readable(self._con, path)
            check_identity(self._con, path)
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
            raise LogFailed(self.path, _CAUSES["SQLITE_CORRUPT"])
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
            f" and (kind <> '{model.USED}' or origin = ?) and not {RETRACTED}"
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
        marks = self._events(f"incident = ? and kind in {LANDMARKS}", incident)
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

    def incidents(self) -> list[str]:
        """Return the ids of all incidents, the first opened first."""
        rows = self._rows(
            f"select incident from events where kind in {LIFECYCLE}"
            f" and kind = '{model.OPENED}' order by lamport, origin, seq"
        )
        return list(dict.fromkeys(incident for (incident,) in rows))

    def events_of(self, incident: str) -> list[Event]:
        """Return all events of an incident, in no order that means anything."""
        return self._events("incident = ?", incident)

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


class Transaction:
    """Holds the write lock; commits at the end, rolls back when it was left by an error."""

    def __init__(self, con: sqlite3.Connection, path: str) -> None:
        self._con = con
        self._path = path

    def __enter__(self) -> None:
        # Immediate: two shells may record at once, and a deferred transaction would fail
        # at its first write instead of waiting for its turn. SQLite waits in short turns,
        # so that Ctrl-C is heard between them.
        give_up_at = time.monotonic() + LOCK_TIMEOUT_S
        self._con.execute("pragma busy_timeout = 200")
        while True:
            try:
                self._con.execute("begin immediate")
                break
            except sqlite3.Error as error:
                is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not is_busy or time.monotonic() > give_up_at:
                    raise failure(self._path, error) from error
        self._con.execute(f"pragma busy_timeout = {LOCK_TIMEOUT_S * 1000:.0f}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._roll_back()
            return
        try:
            self._con.execute("commit")
        except sqlite3.Error as commit_error:
            self._roll_back()
            raise PerhapsStored(
                self._path,
                f"{_cause(commit_error)} at the moment of commit: the entry may or may "
                "not be there; look with 'pmlog timeline' before you log it again",
            ) from commit_error

    def _roll_back(self) -> None:
        if self._con.in_transaction:
            self._con.execute("rollback")


def _readable(con: sqlite3.Connection, path: str) -> sqlite3.Connection:
    """Return con, or another connection where the disk can only be read.

    SQLite wants to write beside the file even to read it. Where it cannot, and no
    write-ahead log waits there, the file alone is all there is.
    """
    try:
        con.execute("select 1 from sqlite_master limit 1")
    except sqlite3.OperationalError as error:
        wal = path + "-wal"
        has_wal = os.path.exists(wal) and os.path.getsize(wal) > 0
        if has_wal or not error.sqlite_errorname.startswith(_NOT_WRITABLE):
            raise
        con.close()
        return connect(path, "mode=ro&immutable=1")
    return con


_NOT_WRITABLE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_FULL")


def connect(path: str, how: str = "mode=rw") -> sqlite3.Connection:
    """Return a bare connection to an existing file. LogNotReady where there is none."""
    if not os.path.exists(path):
        raise LogNotReady(path)
    # In a URI these three would end or change the file's name.
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        return sqlite3.connect(
            f"file:{quoted}?{how}",
            uri=True,
            timeout=LOCK_TIMEOUT_S,
            isolation_level=None,
        )
    except sqlite3.Error as error:
        raise failure(path, error) from error


def check_identity(con: sqlite3.Connection, path: str) -> None:
    """Return if the file is a log of this format. LogNotReady if it is older or empty.

    ForeignLog and NewerLog otherwise.
    """
    # One statement, so that a file which another process is just making is seen either
    # before or after, never in between.
    application, version, objects = con.execute(
        "select * from pragma_application_id, pragma_user_version,"
        " (select count(*) from sqlite_master)"
    ).fetchone()
    if application == APPLICATION_ID and version == FORMAT:
        return
    if application != APPLICATION_ID and (application or version or objects):
        raise ForeignLog(path)
    if version > FORMAT:
        raise NewerLog(path, version, FORMAT)
    raise LogNotReady(path)


_CAUSES = {
    "SQLITE_BUSY": f"stayed locked by another program for {LOCK_TIMEOUT_S:.0f} seconds; "
    "try again, or see what holds it",
    "SQLITE_FULL": "could not grow: the disk is full; free some space and try again",
    "SQLITE_READONLY": "is read-only; make the file and its folder writable, or name "
    "another file with --db or PMLOG_DB",
    "SQLITE_CANTOPEN": "cannot be opened; check that it is a file in a folder where you "
    "may write, or name another one with --db or PMLOG_DB",
    "SQLITE_IOERR": "could not be read or written: the disk reported an error",
    "SQLITE_CORRUPT": "is damaged and was left as it is; name another file with --db or "
    "PMLOG_DB to go on, and restore this one from a backup",
    "SQLITE_NOTADB": "is not a database; name another file with --db or PMLOG_DB",
}


def _cause(error: sqlite3.Error) -> str:
    # Extended codes ("SQLITE_IOERR_FSYNC") begin with the name of their family.
    name = getattr(error, "sqlite_errorname", "")
    family = "_".join(name.split("_")[:2])
    return _CAUSES.get(family, f"cannot be used: SQLite says {error}")


def failure(path: str, error: sqlite3.Error) -> LogFailed:
    """Return SQLite's error as ours."""
    return LogFailed(path, _cause(error))
