"""The SQLite file as a file: opened, locked, told from other programs' files.

A file is opened in WAL mode with synchronous=FULL: a commit that returned is on the disk.
Writers queue for the lock (BEGIN IMMEDIATE); readers never wait. Errors of SQLite leave
here as LogUnusable.
"""

from __future__ import annotations

import os
import time

from pmlog.errors import (
    ForeignLog,
    LogBusy,
    LogFailed,
    LogNotReady,
    NewerLog,
    PerhapsStored,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3 as sqlite3  # noqa: PLC0414 - store uses this one, too
    from types import TracebackType
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


class Transaction:
    """Holds the write lock; commits at the end, rolls back when it was left by an error."""

    def __init__(
        self, con: sqlite3.Connection, path: str, patience_s: float = LOCK_TIMEOUT_S
    ) -> None:
        self._con = con
        self._path = path
        self._patience_s = patience_s

    def __enter__(self) -> None:
        # Immediate: two shells may record at once, and a deferred transaction would fail
        # at its first write instead of waiting for its turn. SQLite waits in short turns,
        # so that Ctrl-C is heard between them.
        give_up_at = time.monotonic() + self._patience_s
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


def readable(con: sqlite3.Connection, path: str) -> sqlite3.Connection:
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


# Reads what is there and leaves it as it is: no checkpoint when it is closed.
READ_ONLY = "mode=ro"


def connect(
    path: str, how: str = "mode=rw", *, wait_s: float = LOCK_TIMEOUT_S
) -> sqlite3.Connection:
    """Return a bare connection to an existing file. LogNotReady where there is none.

    It waits for locks of others as long as wait_s.
    """
    if not os.path.exists(path):
        raise LogNotReady(path)
    # In a URI these three would end or change the file's name.
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        return sqlite3.connect(
            f"file:{quoted}?{how}",
            uri=True,
            timeout=wait_s,
            isolation_level=None,
        )
    except sqlite3.Error as error:
        raise failure(path, error) from error


def check_identity(con: sqlite3.Connection, path: str) -> None:
    """Return if the file is a log of this format. LogNotReady if it is older or empty.

    ForeignLog and NewerLog otherwise.
    """
    # In one transaction, so that a file which another process is just making is seen
    # either before or after, never in between.
    con.execute("begin")
    try:
        ((application,),) = con.execute("pragma application_id")
        ((version,),) = con.execute("pragma user_version")
        if application == APPLICATION_ID and version == FORMAT:
            return
        ((objects,),) = con.execute("select count(*) from sqlite_master")
    finally:
        con.execute("commit")
    if application != APPLICATION_ID and (application or version or objects):
        raise ForeignLog(path)
    if version > FORMAT:
        raise NewerLog(path, version, FORMAT)
    raise LogNotReady(path)


def fingerprint(path: str) -> tuple[tuple[int, int, int], ...]:
    """Return what is another whenever the log was written to, or replaced.

    From the files' inodes, sizes and times of change: it opens nothing and locks nothing.
    """
    found = []
    for file in (path, path + "-wal"):
        try:
            status = os.stat(file)
        except OSError:
            found.append((0, 0, 0))
        else:
            found.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(found)


CAUSES = {
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


def _family(error: sqlite3.Error) -> str:
    # Extended codes ("SQLITE_IOERR_FSYNC") begin with the name of their family.
    return "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])


def _cause(error: sqlite3.Error) -> str:
    return CAUSES.get(_family(error), f"cannot be used: SQLite says {error}")


def failure(path: str, error: sqlite3.Error) -> LogFailed:
    """Return SQLite's error as ours."""
    is_busy = _family(error) == "SQLITE_BUSY"
    return (LogBusy if is_busy else LogFailed)(path, _cause(error))
