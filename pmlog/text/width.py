"""How many columns of a terminal text takes, and text wrapped to fit them."""

from __future__ import annotations

import unicodedata

from pmlog.text.terminal import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_EMOJI_STYLE = "\ufe0f"  # asks for the wide, coloured shape of the character before it


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes, rather one too many."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if character.isascii() or character == _EMOJI_STYLE:
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_NO_WIDTH = ("Mn", "Me", "Cf")


def fitting(line: str, room: int, measure: Callable[[str], int] = columns) -> int:
    """Return how many characters of a line fit."""
    taken = 0
    for count, character in enumerate(line):
        taken += measure(character)
        if taken > room:
            return count
    return len(line)


def wrapped(text: str, width: int) -> list[str]:
    """Return a line of text as lines of at most width columns, all its words in them.

    A word that is wider is broken; a character that is wider stands alone.
    """
    lines = []
    start = 0
    while True:
        # More than a line's worth, but for marks that take no column.
        ahead = text[start : start + 2 * width + 64]
        fits = fitting(ahead, width)
        if start + fits == len(text):
            break
        at = ahead.rfind(" ", 0, fits + 1)
        place = at if ahead[: max(at, 0)].strip() else max(1, fits)
        lines.append(ahead[:place].rstrip(" "))
        start += place
        while text[start : start + 1] == " ":
            start += 1
    return [*lines, text[start:]] if start < len(text) or not lines else lines


ELLIPSIS = "…"
# No line of ours is wider; what lies behind is not looked at, however long the text.
MOST_CHARACTERS = 1000


def cut(text: str, width: int) -> str:
    """Return text as one printable line that is not wider, an ellipsis where it was."""
    line = one_line(" ".join(text[:MOST_CHARACTERS].split()))
    if columns(line) <= width and len(text) <= MOST_CHARACTERS:
        return line
    room = width - columns(ELLIPSIS)
    return line[: fitting(line, room)].rstrip() + ELLIPSIS if room >= 0 else ""
