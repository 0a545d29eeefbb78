"""Dots on a logarithmic axis in characters: one an incident, those alike in a pile."""

from __future__ import annotations

from typing import NamedTuple

from pmlog.stats.axis import Axis

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlog.stats.spread import Quantile, Spread

MOST_ROWS = 6


class Pen(NamedTuple):
    """What a strip is drawn with: dots, so many in a character, and the axis."""

    across: int  # dots in a character, from left to right
    down: int  # and from the ground up
    dots: tuple[tuple[int, ...], ...]  # the value of each in its character, by column
    line: str
    left: str
    middle: str
    right: str


# Braille has eight dots in a character; these are their bits, each column from the ground.
BRAILLE = Pen(2, 4, ((64, 4, 2, 1), (128, 32, 16, 8)), "─", "├", "┼", "┤")
DISCS = Pen(1, 1, ((1,),), "─", "├", "┼", "┤")
ASCII = Pen(1, 1, ((1,),), "-", "[", "|", "]")
_BRAILLE = 0x2800  # the character without dots
_FULL = {DISCS: "●", ASCII: "o"}


def strip_lines(
    spread: Spread, axis: Axis, columns: int, *, unicode: bool
) -> Iterator[str]:
    """Yield the dots, the axis with the median and its interval, and what it measures."""
    pen = _pen(spread, axis, columns, unicode=unicode)
    places = [axis.place(value.us) for value in spread.values]
    yield from _dots(_piles(places, columns * pen.across), pen)
    yield _ruler(axis, columns, pen, spread.quantiles.get(50))
    yield _labels(axis, columns)


def _pen(spread: Spread, axis: Axis, columns: int, *, unicode: bool) -> Pen:
    if not unicode:
        return ASCII
    piles = _piles([axis.place(value.us) for value in spread.values], columns)
    return DISCS if max(piles, default=0) <= MOST_ROWS else BRAILLE


def _piles(places: Sequence[float], columns: int) -> list[int]:
    """Return how many dots stand in each column."""
    piles = [0] * columns
    for place in places:
        piles[round(place * (columns - 1))] += 1
    return piles


def dots_each(spread: Spread, axis: Axis, columns: int, *, unicode: bool) -> int:
    """Return for how many incidents a dot stands: one, unless there are too many."""
    pen = _pen(spread, axis, columns, unicode=unicode)
    places = [axis.place(value.us) for value in spread.values]
    return _scale(_piles(places, columns * pen.across), pen)


def _scale(piles: Sequence[int], pen: Pen) -> int:
    return -(-max(piles, default=0) // (MOST_ROWS * pen.down)) or 1


def _dots(piles: Sequence[int], pen: Pen) -> Iterator[str]:
    each = _scale(piles, pen)
    heights = [-(-pile // each) for pile in piles]
    for row in reversed(range(-(-max(heights, default=0) // pen.down))):
        line = "".join(
            _character(heights[at : at + pen.across], row, pen)
            for at in range(0, len(heights), pen.across)
        )
        yield line.rstrip()


def _character(heights: Sequence[int], row: int, pen: Pen) -> str:
    bits = sum(
        bit
        for height, column in zip(heights, pen.dots, strict=True)
        for bit in column[: max(0, height - row * pen.down)]
    )
    if not bits:
        return " "
    return _FULL.get(pen) or chr(_BRAILLE + bits)


def _ruler(axis: Axis, columns: int, pen: Pen, median: Quantile | None) -> str:
    """Return the line under the dots: over it the median, between its limits."""
    line = [" "] * columns
    if median and median.low and median.high:
        low, high = (_column(axis, each.us, columns) for each in (median.low, median.high))
        line[low : high + 1] = pen.line * (high + 1 - low)
        line[low], line[high] = pen.left, pen.right
    if median:
        line[_column(axis, median.us, columns)] = pen.middle
    return "".join(line).rstrip()


def _column(axis: Axis, us: int, columns: int) -> int:
    return round(axis.place(us) * (columns - 1))


def _labels(axis: Axis, columns: int) -> str:
    line = ""
    for place, name in axis.ticks:
        # The last one ends where the axis does.
        at = min(round(place * (columns - 1)), columns - len(name))
        if at > len(line) or not line:
            line = line.ljust(at) + name
    return line
