"""The folder of the log: whose it is, and whether a log can be made and kept there.

A small database is made there, written, locked, synced and taken away: no rule about modes
and mounts says as surely what works. The log itself is only opened for writing.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from typing import TYPE_CHECKING

from pmlog.doctor.sign import Sign, Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "name a file in a folder of yours with --db or PMLOG_DB"


def signs(around: Surroundings) -> Iterator[Sign]:
    """Yield whose the log and its folder are, and what became of a trial there."""
    path = around.log_path
    folder = nearest_folder(path)
    yield Sign("log", path, around.log_source)
    yield _owner("folder", folder, around.user)
    if os.path.lexists(path):
        yield _owner("log file", path, around.user)
        yield _opened_for_writing(path)
    yield _tried(folder)


def nearest_folder(path: str) -> str:
    """Return the folder of path, or the nearest one above it that is there."""
    folder = os.path.dirname(path)
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder


def _owner(name: str, path: str, user: int) -> Sign:
    try:
        owner = os.stat(path).st_uid
    except OSError as error:
        return Sign(name, path, problem=f"it cannot be looked at: {error.strerror}")
    whose = "yours" if owner == user else f"{user_name(owner)}'s"
    problem = ""
    if user == 0 and owner != 0:
        problem = (
            f"you are root, and it is {user_name(owner)}'s; what is made here stays theirs"
        )
        # Nothing is wrong with that: sudo was asked for.
        return Sign(name, path, problem)
    if owner != user and not os.access(path, os.W_OK):
        problem = f"it is {user_name(owner)}'s, and you may not write there; {_HELP}"
    return Sign(name, path, whose, problem)


def user_name(number: int) -> str:
    """Return a user's name, or the number where it has none, as in containers."""
    # Not at the top: some Pythons have none.
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return f"user {number}"


def _opened_for_writing(path: str) -> Sign:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK))
    except OSError as error:
        return Sign(
            "writable",
            "no",
            problem=f"the log cannot be written: {error.strerror}; {_HELP}",
        )
    return Sign("writable", "yes", "it was opened for writing, and left as it was")


def _tried(folder: str) -> Sign:
    """Return what became of a database that was made in a folder, and is gone again."""
    step = "created"
    try:
        with tempfile.TemporaryDirectory(prefix=".pmlog-doctor-", dir=folder) as trial:
            path = os.path.join(trial, "log.db")
            with contextlib.closing(sqlite3.connect(path, timeout=0)) as con:
                for step, attempt in _STEPS:  # noqa: B007 - the last one is told
                    attempt(con, path)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or str(error)
        problem = f"a log cannot be {step} in {folder}: {why}; {_HELP}"
        return Sign("trial", f"not {step}", problem=problem)
    done = ", ".join(name for name, _ in _STEPS)
    return Sign("trial", done, f"a small log in {folder}, gone again")


def _create(con: sqlite3.Connection, _path: str) -> None:
    (mode,) = con.execute("pragma journal_mode = wal").fetchone()
    if mode != "wal":
        raise sqlite3.OperationalError("no write-ahead log can be kept here")
    con.execute("pragma synchronous = full")


def _write(con: sqlite3.Connection, _path: str) -> None:
    con.executescript("create table trial (line text); insert into trial values ('x');")


def _lock(con: sqlite3.Connection, path: str) -> None:
    """Lock it, and find that nobody else can: over some networks locks do nothing."""
    con.isolation_level = None
    con.execute("begin immediate")
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=0)) as other:
            other.isolation_level = None
            other.execute("begin immediate")
    except sqlite3.OperationalError:
        con.execute("rollback")
        return
    raise sqlite3.OperationalError("a lock does not keep others out")


def _sync(_con: sqlite3.Connection, path: str) -> None:
    for place in (path, os.path.dirname(path)):
        file = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(file)
        finally:
            os.close(file)


_STEPS = (("created", _create), ("written", _write), ("locked", _lock), ("synced", _sync))
