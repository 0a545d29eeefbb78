"""How wide text is in a drawing; cut and wrapped to fit."""

from __future__ import annotations

from pmlog.text.terminal import one_line
from pmlog.text.width import columns, fitting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

ELLIPSIS = "…"
# No line of ours is wider; what lies behind is not looked at, however long the text.
MOST_CHARACTERS = 1000


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
    return {0: 0, 1: 1000, 2: _WIDE}[columns(character)]


def cut(text: str, width: int, measure: Callable[[str], int] = columns) -> str:
    """Return text as one printable line that is not wider, an ellipsis where it was."""
    line = one_line(" ".join(text[:MOST_CHARACTERS].split()))
    if measure(line) <= width and len(text) <= MOST_CHARACTERS:
        return line
    room = width - measure(ELLIPSIS)
    return line[: fitting(line, room, measure)].rstrip() + ELLIPSIS if room >= 0 else ""


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
