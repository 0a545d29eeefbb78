"""A damaged log -> the events in it that can still be read.

Row by row, so that one that is lost takes no other with it. What comes out can be imported.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlog import exchange, incoming, queries
from pmlog.errors import LogUnusable, PmlogError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.store import Log

_SMALLEST_ROW = 100  # bytes; ids alone take more


def lines(log: Log) -> Iterator[str | None]:
    """Yield each event as a line of an export, in order of arrival; None if it is lost."""
    for row in range(1, _rows(log) + 1):
        yield _line(log, row)


def _rows(log: Log) -> int:
    """Return how many rows there were, or may have been where that is lost as well."""
    try:
        return queries.last_row(log)
    except LogUnusable:
        return os.path.getsize(log.path) // _SMALLEST_ROW


def _line(log: Log, row: int) -> str | None:
    try:
        (event,) = log.events("key = ?", row)
        line = exchange.line(exchange.event_object(event))
        next(incoming.read([line]))
    except (PmlogError, ValueError, TypeError, ArithmeticError, OSError):
        return None  # what stands there is nothing that anybody logged
    return line
