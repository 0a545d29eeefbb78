"""Headings, prose, lists, tables, samples -> plain text for a screen, or roff for man."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Heading(NamedTuple):
    """What the blocks below it are about."""

    text: str


class Prose(NamedTuple):
    """A paragraph, to be filled to the width of the screen."""

    text: str


class Item(NamedTuple):
    """An item of a list: its mark, and its text."""

    mark: str
    text: str


class Table(NamedTuple):
    """Names and what they mean; with more columns than two, each figure with its name.

    A table without a head has empty ones.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Sample(NamedTuple):
    """Lines to be shown as they stand."""

    lines: tuple[str, ...]


Block = Heading | Prose | Item | Table | Sample

# Wider names than this stand on a line of their own.
_NAME_WIDTH = 24


def plain(blocks: Iterable[Block], width: int) -> Iterator[str]:
    """Yield lines of at most width columns, an empty one between blocks."""
    before: Block | None = None
    for block in blocks:
        is_list = isinstance(block, Item) and isinstance(before, Item)
        if before is not None and not is_list:
            yield ""
        yield from _plain(block, width)
        before = block


def _plain(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(text):
            yield text.upper()
        case Prose(text):
            yield from _filled(text, width)
        case Item(mark, text):
            first, *others = _filled(text, width - len(mark) - 3)
            yield f"  {mark} {first}"
            yield from (" " * (len(mark) + 3) + line for line in others)
        case Table():
            yield from _plain_rows(block, width)
        case Sample(lines):
            yield from (f"  {line}".rstrip() for line in lines)


def _filled(text: str, width: int) -> list[str]:
    # Options and file names are to be pasted: they stay whole, wider than the screen even.
    return textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False)


def _plain_rows(table: Table, width: int) -> Iterator[str]:
    rows = [(row[0], meaning(table.head, row)) for row in table.rows]
    if _is_headed(table.head):
        rows.insert(0, (table.head[0].upper(), table.head[1].upper()))
    widest = max(len(name) for name, _ in rows)
    column = min(widest, _NAME_WIDTH, width // 3) + 4
    for name, means in rows:
        text = _filled(means, max(width - column, 10))
        if len(name) + 4 > column:
            yield f"  {name}"
        elif text:
            yield f"  {name:<{column - 2}}{text.pop(0)}"
        else:
            yield f"  {name}"
        yield from (" " * column + line for line in text)


def _is_headed(head: tuple[str, ...]) -> bool:
    """Tell whether a head says what its rows do not: of several figures they name each."""
    return len(head) == 2 and any(head)


def meaning(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    """Return what a row says of its first cell: one text, or each figure with its name."""
    if len(row) == 2:
        return row[1]
    return "; ".join(
        f"{name}: {cell}" for name, cell in zip(head[1:], row[1:], strict=True)
    )


def roff(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of man(7) that show the same."""
    for block in blocks:
        match block:
            case Heading(text):
                yield f".SS {quoted(text)}"
            case Prose(text):
                yield from (".PP", marked(text))
            case Item(mark, text):
                yield from (f".IP {quoted(mark)} 4", marked(text))
            case Table(head, rows):
                if _is_headed(head):
                    yield from (".TP", f".I {quoted(head[0])}", f".I {quoted(head[1])}")
                for row in rows:
                    yield from (
                        ".TP",
                        f".B {quoted(row[0])}",
                        marked(meaning(head, row)),
                    )
            case Sample(lines):
                yield from (".PP", ".RS 4", ".EX", *map(escaped, lines), ".EE", ".RE")


def marked(text: str) -> str:
    """Return text for roff with what stands in backticks in bold."""
    return re.sub(r"`([^`]+)`", r"\\fB\1\\fR", escaped(text))


def escaped(text: str) -> str:
    """Return text as it stands, for roff: no request, no escape, hyphens kept."""
    # A bare "-" is a typographic hyphen in UTF-8, which no shell takes for an option's.
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    # A line that begins with one of these is a request, unless something of no width does.
    return f"\\&{safe}" if safe[:1] in (".", "'") else safe


def quoted(text: str) -> str:
    """Return text as one argument of a roff request."""
    return '"' + escaped(text).replace('"', '""') + '"'
