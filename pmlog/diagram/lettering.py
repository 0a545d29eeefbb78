"""How wide text is, in columns of a terminal and in units of a drawing; cut to fit."""

from __future__ import annotations

import unicodedata

from pmlog.terminal import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

ELLIPSIS = "…"
_EMOJI_STYLE = "\ufe0f"  # asks for the wide, coloured shape of the character before it
# No line of ours is wider; what lies behind is not looked at, however long the text.
MOST_CHARACTERS = 1000


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes, rather one too many."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if character.isascii() or character == _EMOJI_STYLE:
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_NO_WIDTH = ("Mn", "Me", "Cf")

# Widths in the usual sans-serif faces, in thousandths of the size, on the wide side: text
# that is shorter than thought leaves a gap, text that is longer runs into its neighbour.
_WIDTHS = {
    **dict.fromkeys("iljIJ.,:;'|! ", 320),
    **dict.fromkeys('ftr()[]/\\-"', 420),
    **dict.fromkeys("mwMWQO@%&#+=<>~^", 990),
    **dict.fromkeys("ABCDEFGHKLNPRSTUVXYZ", 770),
}
_USUAL = 640
_WIDE = 1400


def thousandths(text: str) -> int:
    """Return how wide a text is at most, in thousandths of the size of its letters."""
    return sum(map(_thousandths, text))


def _thousandths(character: str) -> int:
    if character.isascii():
        return _WIDTHS.get(character, _USUAL)
    return {0: 0, 1: 1000, 2: _WIDE}[_columns(character)]


def cut(text: str, width: int, measure: Callable[[str], int] = columns) -> str:
    """Return text as one printable line that is not wider, an ellipsis where it was."""
    line = one_line(" ".join(text[:MOST_CHARACTERS].split()))
    if measure(line) <= width and len(text) <= MOST_CHARACTERS:
        return line
    room = width - measure(ELLIPSIS)
    return line[: fitting(line, room, measure)].rstrip() + ELLIPSIS if room >= 0 else ""


def fitting(line: str, room: int, measure: Callable[[str], int]) -> int:
    """Return how many characters of a line fit."""
    taken = 0
    for count, character in enumerate(line):
        taken += measure(character)
        if taken > room:
            return count
    return len(line)


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """Return text in at most so many lines of width thousandths, the last one cut."""
    rest = one_line(" ".join(text[:MOST_CHARACTERS].split()))
    found: list[str] = []
    while rest and len(found) < lines - 1 and thousandths(rest) > width:
        room = max(1, fitting(rest, width, thousandths))
        at = rest.rfind(" ", 0, room + 1)
        place = at if at > 0 else room
        found.append(rest[:place])
        rest = rest[place:].lstrip()
    return [*found, cut(rest, width, thousandths)] if rest else found
