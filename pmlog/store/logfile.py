"""The SQLite file as a file: opened, locked, told from other programs' files.

A file is opened in WAL mode with synchronous=FULL: a commit that returned is on the disk.
Writers queue for the lock (BEGIN IMMEDIATE); readers never wait. Errors of SQLite leave
here as LogUnusable.
"""

from __future__ import annotations

import os
import stat
import time

from pmlog.errors import LogNotReady

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3 as sqlite3  # noqa: PLC0414 - store uses this one, too
    from collections.abc import Callable
    from types import TracebackType

    from pmlog.failures import LogFailed

    # Told why a command waits, in a sentence; None where nobody is there to be told.
    Tell = Callable[[str], None] | None
else:
    try:
        # All that sqlite3 adds to it is datetime, for conversions that nobody asks for
        # here, and that import costs a tenth of a durable insert.
        import _sqlite3 as sqlite3
    except ImportError:  # not CPython
        import sqlite3

APPLICATION_ID = int.from_bytes(b"pmlg", "big")
FORMAT = 2  # the number of migrations in schema, kept in user_version

# Another writer holds the lock for milliseconds; a backup tool may for seconds.
LOCK_TIMEOUT_S = 30.0
# SQLite waits in short turns, so that Ctrl-C is heard between them.
_TURN_S = 0.2
_SAYS_WHY_AFTER_S = 1.0


def patiently(
    path: str,
    attempt: Callable[[], object],
    longest_s: float = LOCK_TIMEOUT_S,
    tell: Tell = None,
) -> None:
    """Call attempt until no other program holds the lock that it needs.

    Where that takes longer than a second it tells what it waits for. LogFailed after
    longest_s, or when attempt fails for another reason.
    """
    started = time.monotonic()
    is_told = False
    while True:
        try:
            attempt()
        except UnicodeDecodeError as error:  # SQLite quotes a schema that is damaged
            raise damaged(path) from error
        except sqlite3.Error as error:
            waited_s = time.monotonic() - started
            if not is_busy(error) or waited_s >= longest_s:
                raise failure(path, error) from error
        else:
            return
        if tell and waited_s > _SAYS_WHY_AFTER_S and not is_told:
            tell(f"waiting up to {longest_s:.0f} s for the log, locked by another program")
            is_told = True
        time.sleep(0.01)


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether SQLite failed for a lock that another connection holds."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


class Transaction:
    """Holds the write lock; commits at the end, rolls back when it was left by an error.

    It waits patience_s for a lock that another program holds. What is given as committed
    is called after a commit.
    """

    def __init__(
        self,
        con: sqlite3.Connection,
        path: str,
        committed: Callable[[], None],
        patience_s: float = LOCK_TIMEOUT_S,
        tell: Tell = None,
    ) -> None:
        self._con = con
        self._path = path
        self._committed = committed
        self._patience_s = patience_s
        self._tell = tell

    def __enter__(self) -> None:
        # Immediate: two shells may record at once, and a deferred transaction would fail
        # at its first write instead of waiting for its turn.
        set_patience(self._con, min(_TURN_S, self._patience_s))
        patiently(
            self._path,
            lambda: self._con.execute("begin immediate"),
            self._patience_s,
            self._tell,
        )
        set_patience(self._con, LOCK_TIMEOUT_S)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            roll_back(self._con)
            return
        try:
            self._con.execute("commit")
        except sqlite3.Error as commit_error:
            roll_back(self._con)
            failed = failure(self._path, commit_error)
            # What ends a transaction is written last: without room for it there is none.
            if commit_error.sqlite_errorname == "SQLITE_FULL":
                raise failed from commit_error
            from pmlog.failures import PerhapsStored

            raise PerhapsStored(self._path, failed.cause) from commit_error
        self._committed()


def roll_back(con: sqlite3.Connection) -> None:
    """End a transaction, if there is one, as if it had never begun."""
    try:
        if con.in_transaction:
            con.execute("rollback")
    except sqlite3.Error:
        pass  # what went wrong before is what counts; closing rolls back as well


def set_patience(con: sqlite3.Connection, longest_s: float) -> None:
    """Let each statement wait that long for a lock, unheard by Ctrl-C."""
    con.execute(f"pragma busy_timeout = {longest_s * 1000:.0f}")


def readable(
    con: sqlite3.Connection, path: str
) -> tuple[sqlite3.Connection, LogFailed | None]:
    """Return con, or one that can but read the file, and why that is so.

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
        why = failure(path, error)
        is_shut = not os.access(os.path.dirname(path), os.W_OK | os.X_OK)
        if is_shut and error.sqlite_errorname.startswith("SQLITE_CANTOPEN"):
            from pmlog.failures import LogFailed

            why = LogFailed(
                path,
                "is read-only, as its folder is; make the folder "
                "writable, or name another file with --db or PMLOG_DB",
            )
        return connect(path, "mode=ro&immutable=1"), why
    return con, None


_NOT_WRITABLE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_FULL")


# Reads what is there and leaves it as it is: no checkpoint when it is closed.
READ_ONLY = "mode=ro"


def connect(path: str, how: str = "mode=rw") -> sqlite3.Connection:
    """Return a bare connection to an existing file. LogNotReady where there is none."""
    check_there(path)
    # In a URI these three would end or change the file's name.
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        return sqlite3.connect(
            f"file:{quoted}?{how}",
            uri=True,
            timeout=_TURN_S,
            isolation_level=None,
        )
    except sqlite3.Error as error:
        raise failure(path, error) from error


def check_there(path: str) -> None:
    """Return if there is a file at path. LogNotReady, or LogFailed where none can be."""
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LogNotReady(path) from error
    except OSError as error:
        from pmlog.failures import NotOpened

        raise NotOpened(path, error) from error
    # To open a named pipe waits for somebody at its other end.
    if not stat.S_ISREG(mode):
        from pmlog.failures import LogFailed

        raise LogFailed(path, "is not a file; name one with --db or PMLOG_DB")


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
        if con.in_transaction:  # an error may have ended it
            con.execute("commit")
    if application != APPLICATION_ID and (application or version or objects):
        from pmlog.failures import ForeignLog

        raise ForeignLog(path)
    if version > FORMAT:
        from pmlog.failures import NewerLog

        raise NewerLog(path, version, FORMAT)
    raise LogNotReady(path)


def failure(path: str, error: sqlite3.Error) -> LogFailed:
    """Return SQLite's error as ours."""
    from pmlog.store import sqlite_errors  # most commands meet none

    return sqlite_errors.failure(path, error)


def damaged(path: str) -> LogFailed:
    """Return the error of a file whose content cannot be as it was written."""
    from pmlog.store import sqlite_errors

    return sqlite_errors.damaged(path)
