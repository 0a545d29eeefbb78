"""SQLite's errors -> ours: what happened, and what would work."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlog.failures import LogBusy, LogFailed

if TYPE_CHECKING:
    import sqlite3

CAUSES = {
    "SQLITE_BUSY": "stayed locked by another program; try again, or see what holds it",
    "SQLITE_FULL": "could not grow: the disk is full; free some space and try again",
    "SQLITE_READONLY": "is read-only; make the file and its folder writable, or name "
    "another file with --db or PMLOG_DB",
    "SQLITE_CANTOPEN": "cannot be opened; check that it is a file in a folder where you "
    "may write, or name another one with --db or PMLOG_DB",
    "SQLITE_IOERR": "could not be read or written: the disk reported an error, or a limit "
    "on the size of files",
    "SQLITE_PROTOCOL": "could not be locked; try again, and keep it on a local disk",
    "SQLITE_CORRUPT": "is damaged and was left as it is; name another file with --db or "
    "PMLOG_DB to go on; restore this one from a backup, or save what is left of it with "
    "'pmlog export --salvage'",
    "SQLITE_NOTADB": "is not a database; name another file with --db or PMLOG_DB",
}


def damaged(path: str) -> LogFailed:
    """Return the error of a file whose content cannot be as it was written."""
    return LogFailed(path, CAUSES["SQLITE_CORRUPT"])


def failure(path: str, error: sqlite3.Error) -> LogFailed:
    """Return SQLite's error as ours."""
    import sqlite3

    code = getattr(error, "sqlite_errorname", "")
    if not code and isinstance(error, sqlite3.OperationalError):
        code = "SQLITE_CORRUPT"  # Python's own error: text that is no UTF-8
    # Extended codes ("SQLITE_IOERR_FSYNC") begin with the name of their family.
    family = "_".join(code.split("_")[:2])
    if family == "SQLITE_IOERR" and _is_full(path):
        family = "SQLITE_FULL"
    kind = LogBusy if family == "SQLITE_BUSY" else LogFailed
    return kind(path, CAUSES.get(family, f"cannot be used: SQLite says {error}"))


_ROOM_TO_READ = 32 * 1024  # for what SQLite shares among readers


def _is_full(path: str) -> bool:
    try:
        disk = os.statvfs(os.path.dirname(path))
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _ROOM_TO_READ
