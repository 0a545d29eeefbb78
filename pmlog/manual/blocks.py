"""Prose, tables and samples -> plain text for a screen, or roff for man.

Text is ours, not people's: it is ASCII, so that every locale shows it as it is.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Prose(NamedTuple):
    """A paragraph, to be filled to the width of the screen."""

    text: str


class Table(NamedTuple):
    """Names and what they mean."""

    rows: tuple[tuple[str, str], ...]


class Sample(NamedTuple):
    """Lines to be shown as they stand."""

    lines: tuple[str, ...]


Block = Prose | Table | Sample

# Wider names than this stand on a line of their own.
_NAME_WIDTH = 24


def plain(blocks: Iterable[Block], width: int) -> Iterator[str]:
    """Yield lines of at most width columns, an empty one between blocks."""
    for number, block in enumerate(blocks):
        if number:
            yield ""
        match block:
            case Prose(text):
                yield from textwrap.wrap(text, width, break_on_hyphens=False)
            case Table(rows):
                yield from _plain_rows(rows, width)
            case Sample(lines):
                yield from (f"  {line}" for line in lines)


def _plain_rows(rows: tuple[tuple[str, str], ...], width: int) -> Iterator[str]:
    widest = max(len(name) for name, _ in rows)
    column = min(widest, _NAME_WIDTH, width // 3) + 4
    for name, meaning in rows:
        text = textwrap.wrap(meaning, max(width - column, 10), break_on_hyphens=False)
        if len(name) + 4 > column:
            yield f"  {name}"
        else:
            yield f"  {name:<{column - 2}}{text.pop(0)}"
        yield from (" " * column + line for line in text)


def roff(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of man(7) that show the same."""
    for block in blocks:
        match block:
            case Prose(text):
                yield from (".PP", escaped(text))
            case Table(rows):
                for name, meaning in rows:
                    yield from (".TP", f".B {quoted(name)}", escaped(meaning))
            case Sample(lines):
                yield from (".PP", ".RS 4", ".EX", *map(escaped, lines), ".EE", ".RE")


def escaped(text: str) -> str:
    """Return text as it stands, for roff: no request, no escape, hyphens kept."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{safe}" if safe[:1] in (".", "'") else safe


def quoted(text: str) -> str:
    """Return text as one argument of a roff request."""
    return '"' + escaped(text).replace('"', '""') + '"'
