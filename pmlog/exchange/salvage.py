"""A damaged log -> the events in it that can still be read.

Row by row, so that one that is lost takes no other with it. What comes out can be imported.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlog.errors import PmlogError
from pmlog.exchange import export, incoming
from pmlog.failures import LogFailed
from pmlog.store import logfile
from pmlog.store.log import COLUMNS, event_of_row
from pmlog.store.logfile import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator

_SMALLEST_ROW = 100  # bytes; ids alone take more


class Salvage:
    """What is left of a log; the file is only read."""

    def __init__(self, path: str) -> None:
        """Open what is at path. LogFailed where not even its first page can be read."""
        self.lost: int | None = 0  # of the lines so far; None where nobody can count them
        self._path = path
        self._con = logfile.connect(path, logfile.READ_ONLY)
        # Or nothing could be read of a file that is shorter than it says it is.
        self._con.execute("pragma writable_schema = on")
        try:
            logfile.check_identity(self._con, path)
            self._con.execute("select 1 from events limit 0")
        except sqlite3.Error as error:
            self._con.close()
            raise LogFailed(path, f"cannot be read any more: {error}") from error

    def lines(self) -> Iterator[str]:
        """Yield each event as a line of an export, in order of arrival."""
        for row in range(1, self._rows() + 1):
            line = self._line(row)
            if line is not None:
                yield line
            elif self.lost is not None:
                self.lost += 1
        self._con.close()

    def _rows(self) -> int:
        """Return how many rows there were, or may have been where that is lost as well."""
        try:
            ((last,),) = self._con.execute("select coalesce(max(key), 0) from events")
        except sqlite3.Error:
            self.lost = None
            sizes = (os.path.getsize(file) for file in self._files())
            return sum(sizes) // _SMALLEST_ROW
        return int(last)

    def _files(self) -> list[str]:
        wal = self._path + "-wal"
        return [self._path, wal] if os.path.exists(wal) else [self._path]

    def _line(self, row: int) -> str | None:
        sql = f"select {COLUMNS} from events where key = ?"
        try:
            (found,) = self._con.execute(sql, (row,))
            line = export.line(export.event_object(event_of_row(found)))
            next(incoming.read([line]))
        except (sqlite3.Error, PmlogError, ValueError, TypeError, ArithmeticError, OSError):
            return None  # what stands there is nothing that anybody logged
        return line
