"""Makes a log file, or brings an older one up to date.

Migrations are append-only: a released one is never edited, so its SQL is spelled out and
takes nothing from the code around it. Many processes may open a new file at the same
moment; each step here is safe under that.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from pmlog import paths
from pmlog.errors import LogNotReady
from pmlog.failures import ForeignLog, LogFailed, NotOpened
from pmlog.incident.event import new_id
from pmlog.store import derived, edition_1, edition_2, identity, logfile, queries
from pmlog.store.log import Log

if TYPE_CHECKING:
    from pmlog.store.logfile import Tell

MIGRATIONS = Migrations("pmlog")


@MIGRATIONS()
def m001_events(db: Database) -> None:
    """Create the table of events, its guards, and views for people."""
    for statement in (
        *edition_1.TABLES,
        *edition_1.INDEXES,
        *edition_1.TRIGGERS,
        *edition_1.VIEWS,
    ):
        db.execute(statement)


@MIGRATIONS()
def m002_teams(db: Database) -> None:
    """Let several logs' incidents be one; rename said; let the digest chain go."""
    for statement in edition_2.STATEMENTS:
        db.execute(statement)


def prepare(path: str, now_us: int, tell: Tell = None) -> None:
    """Leave a log of this format at path, made or migrated if need be.

    The file is readable by its owner alone, as are folders made for it. ForeignLog,
    NewerLog or LogFailed when that cannot be; a file that was there is then as it was.
    """
    _make_file(path)
    con = logfile.connect(path)
    try:
        logfile.patiently(path, lambda: _bring_up(con, path, now_us), tell=tell)
    except OSError as error:
        raise NotOpened(path, error) from error
    finally:
        con.close()


def objects() -> dict[str, str]:
    """Return the SQL of each table, index, trigger and view that a log has."""
    with contextlib.closing(sqlite3.connect(":memory:")) as con:
        MIGRATIONS.apply(Database(con, execute_plugins=False))
        return dict(con.execute(queries.OBJECTS).fetchall())


_HEADER = b"SQLite format 3\0"


def _make_file(path: str) -> None:
    try:
        _make_folders(os.path.dirname(path))
        # Without waiting, should it be a pipe.
        flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK
        with open(os.open(path, flags, 0o600), "rb") as file:
            is_file = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            head = file.read(len(_HEADER)) if is_file else None
            if head == b"":
                os.fchmod(file.fileno(), 0o600)
                # What SQLite makes beside it then has the same owner.
                paths.make_own(path)
    except OSError as error:
        raise NotOpened(path, error) from error
    # SQLite takes a file of one byte for an empty one and would overwrite it.
    if head not in (b"", _HEADER):
        raise ForeignLog(path)


def _make_folders(folder: str) -> None:
    """Make a folder and those above it, each its owner's alone."""
    if not os.path.isdir(folder):
        _make_folders(os.path.dirname(folder))
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
            os.chmod(folder, 0o700)  # whatever the umask
            paths.make_own(folder)
            _sync_name(folder)


_NO_WAL = (
    "cannot be made here: its folder has no room for a write-ahead log; name a file on a "
    "local disk with --db or PMLOG_DB"
)


def _bring_up(con: sqlite3.Connection, path: str, now_us: int) -> None:
    """Make or migrate the log, unless it is of this format; safe to be done again."""
    try:
        logfile.check_identity(con, path)
    except LogNotReady:
        # SQLite does not wait for a lock when it changes the journal mode: our caller does.
        (mode,) = con.execute("pragma journal_mode = wal").fetchone()
        if mode != "wal":
            raise LogFailed(path, _NO_WAL) from None
        con.execute("pragma synchronous = full")
        _migrate(con, path, new_id(now_us))
        _sync_name(path)


def _migrate(con: sqlite3.Connection, path: str, origin: str) -> None:
    # The runner looks for what is pending outside any lock; this lock is taken before it.
    con.execute("begin immediate")
    try:
        MIGRATIONS.apply(Database(con, execute_plugins=False))
        derived.rebuild(Log.on(con, path))
        if not con.execute("select 1 from meta where key = 'origin'").fetchone():
            file = identity.take(path, origin)
            con.executemany(
                "insert into meta values (?, ?)", (("origin", origin), ("file", file))
            )
        con.execute(f"pragma application_id = {logfile.APPLICATION_ID}")
        con.execute(f"pragma user_version = {logfile.FORMAT}")
        con.execute("commit")
    finally:
        if con.in_transaction:
            con.execute("rollback")


def _sync_name(path: str) -> None:
    """Make the name of a new file or folder durable, not only its content."""
    try:
        folder = os.open(os.path.dirname(path), os.O_RDONLY)
    except PermissionError:
        return  # where one may write but not look, this is the system's to do
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
