"""SQLite files of other programs, opened so that not a byte of them can change."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pmlog.collect.files.inputs import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows(path: str, sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows that answer a question; another program may have the file open."""
    # A read-only opening would still make -shm and -wal files beside a database in WAL
    # mode, or leave them; immutable makes none, but must not be used beside a writer's.
    has_wal = os.path.exists(path + "-wal") and os.path.getsize(path + "-wal") > 0
    how = "mode=ro" if has_wal else "mode=ro&immutable=1"
    try:
        with closing(
            sqlite3.connect(f"file:{quote(os.path.abspath(path))}?{how}", uri=True)
        ) as database:
            database.execute("pragma query_only = on")
            yield from database.execute(sql)
    except sqlite3.Error as error:
        raise Unreadable(path, f"a database that cannot be read ({error})") from error


def tables(path: str) -> frozenset[str]:
    """Return the names of a database's tables."""
    found = rows(path, "select name from sqlite_master where type = 'table'")
    return frozenset(str(name) for (name,) in found)
