"""The rows of a table, whatever its quotation marks.

A mark that is never closed would take the lines behind it into one cell. Then each of them
is a row of its own, and its marks are marks.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Yield each row with the number of its last line; None for what is none."""
    held: list[str] = []

    def told() -> Iterator[str]:
        for line in lines:
            held.append(line)
            yield line + "\n"

    table = csv.reader(told(), delimiter=delimiter)
    before = 0
    while True:
        try:
            row = next(table, None)
            is_open = len(held) > 1 and sum(line.count('"') for line in held) % 2 == 1
        except csv.Error:  # a cell that is longer than any text
            row, is_open = [], True
        if row is None:
            return
        if is_open:
            for number, line in enumerate(held, before + 1):
                yield number, _plain(line, delimiter)
        else:
            yield table.line_num, row
        before = table.line_num
        held.clear()


def _plain(line: str, delimiter: str) -> list[str] | None:
    table = csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        return next(table, [])
    except csv.Error:
        return None
