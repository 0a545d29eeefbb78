"""The log: open it, number events, append them, read them back.

What is asked of it in SQL beyond its own numbers is in current, queries, bulk, verify
and search, and nowhere else; schema makes it.
"""

from __future__ import annotations

import os

from pmlog.errors import LogUnusable
from pmlog.incident.event import Event, new_id
from pmlog.store import identity, logfile
from pmlog.store.logfile import Transaction, failure, sqlite3

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Self

    from pmlog.store.logfile import Tell

# A write-ahead log this small is left to the next command: closing would checkpoint it,
# which costs four syncs more than the append itself.
WAL_LEFT_BEHIND = 256 * 1024

STEP = 1000  # pages of a copy

COLUMNS = ", ".join(Event._fields)
PLACES = ", ".join("?" * len(Event._fields))
INSERT = f"insert into events ({COLUMNS}) values ({PLACES})"


class Log:
    """An open log. Use it as a context manager, or call close."""

    def __init__(
        self,
        path: str,
        how: str = "mode=rw",
        *,
        wait_s: float = logfile.LOCK_TIMEOUT_S,
        tell: Tell = None,
    ) -> None:
        """Open the log at path. LogNotReady where there is none of this format yet.

        It waits that long for a lock that another program holds, and tells so.
        """
        self.path = path
        self.connection = logfile.connect(path, how)
        self._origin = ""  # of the events that this process numbers
        self._numbered = 0  # the last of them, in the transaction that is open
        self._wait_s = wait_s
        self._tell = tell
        try:
            logfile.patiently(path, self._open, wait_s, tell)
        except LogUnusable:
            self.leave()
            raise

    @classmethod
    def on(cls, connection: sqlite3.Connection, path: str) -> Self:
        """Return a log on an open connection, whose transactions are the caller's."""
        log = cls.__new__(cls)
        log.path, log.connection = path, connection
        return log

    def _open(self) -> None:
        self.connection, self._why_read_only = logfile.readable(self.connection, self.path)
        logfile.check_identity(self.connection, self.path)
        self.connection.execute("pragma synchronous = full")
        # Checkpoints happen on the last close alone. Two connections that write and
        # checkpoint at once can meet SQLite's WAL-reset bug (3.7.0 to 3.51.2).
        self.connection.execute("pragma wal_autocheckpoint = 0")
        logfile.set_patience(self.connection, self._wait_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        if isinstance(error, LogUnusable):
            self.leave()
        else:
            self.close()

    def close(self) -> None:
        """Close the file; the last one to do so checkpoints its write-ahead log."""
        self.connection.close()

    def leave(self) -> None:
        """Close the file and leave all of it as it is, its write-ahead log too.

        What is damaged may be whole there: a checkpoint would take it from a salvage.
        """
        if not self._has_wal():
            self.close()
            return
        try:
            # While another connection reads, closing this one is not the last close; and
            # one that can only read does not checkpoint.
            reader = logfile.connect(self.path, logfile.READ_ONLY)
        except LogUnusable:
            self.close()
            return
        try:
            reader.execute("begin")
            reader.execute("select 1 from sqlite_master limit 1").fetchall()
        except (sqlite3.Error, UnicodeDecodeError):  # it quotes a schema that is damaged
            pass  # then nothing can be checkpointed either
        self.close()
        reader.close()

    def _has_wal(self) -> bool:
        try:
            return os.path.getsize(self.path + "-wal") > 0
        except OSError:
            return False

    def may_stay_open(self) -> bool:
        """Tell whether the process may end without close: no byte depends on it."""
        try:
            return os.path.getsize(self.path + "-wal") <= WAL_LEFT_BEHIND
        except OSError:
            return False

    def transaction(self, patience_s: float | None = None) -> Transaction:
        """Return a context that holds the write lock, and commits or rolls back.

        It waits as long for the lock as opening the log did, or patience_s.
        """
        if self._why_read_only:
            raise self._why_read_only
        self._numbered = 0  # what was rolled back before was never given out
        patience_s = self._wait_s if patience_s is None else patience_s
        return Transaction(
            self.connection, self.path, self._leave_mark, patience_s, self._tell
        )

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
        if identity.is_its_own(self.path, file, origin, seq):
            self._origin = origin
            return origin, seq, lamport
        self.change_origin(new_id(now_us), self.given_out())
        return self._origin, 0, lamport

    def given_out(self) -> int:
        """Return the last number that this log gave out, be its event here or gone."""
        origin, seq, _, file = self._position()
        return max(seq, identity.last_marked(self.path, file, origin))

    def own_numbers(self) -> dict[str, int]:
        """Return the last number that each origin of this log, former ones too, gave out.

        Whatever has such a number was here once; what is foreign may never have come.
        """
        former = dict(self.rows("select origin, last_seq from former_origins"))
        return former | {self.position()[0]: self.given_out()}

    def change_origin(self, origin: str, given_out: int) -> None:
        """Go on as that origin, in this very file; inside a transaction.

        The one before gave out its last number.
        """
        file = identity.take(self.path, origin)
        try:
            self.connection.execute(
                "insert into former_origins select value, ? from meta where key = 'origin'",
                (given_out,),
            )
            self.connection.executemany(
                "insert or replace into meta values (?, ?)",
                (("origin", origin), ("file", file)),
            )
        except sqlite3.Error as error:
            raise failure(self.path, error) from error
        self._origin = origin

    def _leave_mark(self) -> None:
        if self._numbered:
            identity.leave_mark(self.path, self._origin, self._numbered)

    def insert(self, events: Iterable[Event]) -> None:
        """Append events as they are, inside a transaction."""
        written = list(events)
        self.write(INSERT, written)
        own = [event.seq for event in written if event.origin == self._origin]
        self._numbered = max(own, default=self._numbered)

    def write(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row of values, inside a transaction."""
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise failure(self.path, error) from error

    def copy_to(self, path: str) -> None:
        """Write a copy of the log, as it is at one moment, into an empty file."""
        copy = logfile.connect(path)
        try:
            # Inside a reader's transaction, so that what others write meanwhile does not
            # make it begin again; in steps, so that Ctrl-C is heard.
            self.connection.execute("begin")
            self.connection.backup(copy, pages=STEP)
        except sqlite3.Error as error:
            raise failure(path, error) from error
        finally:
            logfile.roll_back(self.connection)
            copy.close()

    def events(self, where: str, *values: object) -> list[Event]:
        """Return the events that a condition of SQL selects."""
        rows = self.rows(f"select {COLUMNS} from events where {where}", *values)
        return [event_of_row(row) for row in rows]

    def rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that answer a question in SQL."""
        try:
            # Not "yield from": it would close the cursor of a log that is closed already.
            for row in self.connection.execute(sql, values):  # noqa: UP028
                yield row
        except sqlite3.Error as error:
            raise failure(self.path, error) from error


_APPROX = Event._fields.index("approx")


def event_of_row(row: tuple[Any, ...]) -> Event:
    """Return the event of a row of COLUMNS."""
    return Event._make((*row[:_APPROX], bool(row[_APPROX]), *row[_APPROX + 1 :]))
