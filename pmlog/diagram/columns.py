"""The drawing in characters, for a terminal: a row each, bars and marks over an axis."""

from __future__ import annotations

from typing import NamedTuple

from pmlog.diagram.dial import NOTHING, Dial, dial, span_text, ticks
from pmlog.diagram.lettering import ELLIPSIS, MOST_CHARACTERS, cut
from pmlog.diagram.picture import (
    MITIGATED,
    OUTAGE,
    RESPONSE,
    UNACKNOWLEDGED,
    UNDETECTED,
    Item,
    Picture,
)
from pmlog.diagram.thinning import left_out_text, thinned
from pmlog.incident import kinds
from pmlog.text.width import columns, fitting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_POINTS, _SPANS, _PHASES = 60, 20, 12
_CHANGE = "clocks"
_SPAN, _POINT = "span", "point"
# In Unicode and in ASCII. Dense is bad for the user, light is better.
_MARKS = {
    OUTAGE: "█#",
    UNDETECTED: "█#",
    UNACKNOWLEDGED: "█#",
    RESPONSE: "▓=",
    MITIGATED: "░-",
    kinds.MISLEADING: "▒x",
    _SPAN: "━~",
    _POINT: "●*",
    kinds.NOTE: "·.",
    _CHANGE: "┊|",
}
_RULER, _TICK = "─-", "┬+"
_GAP = "  "
_LEAST_CHART, _MOST_CHART = 12, 72
_LEAST_LABEL = 16


class Board(NamedTuple):
    """The columns of a drawing: times, chart (0 if there is no room for it), labels."""

    picture: Picture
    dial: Dial
    width: int
    times: int
    chart: int
    is_ascii: bool

    def column(self, at_us: int) -> int:
        """Return the column of the chart that stands for an instant."""
        length_us = self.picture.last_us - self.picture.first_us
        return (at_us - self.picture.first_us) * (self.chart - 1) // length_us

    def mark(self, pair: str) -> str:
        """Return the character of a pair that the terminal can show."""
        return pair[self.is_ascii]

    def row(self, time: str, chart: str, label: str) -> str:
        """Return a line that is not wider than the drawing."""
        cells = [time.rjust(self.times), *([chart.ljust(self.chart)] if self.chart else [])]
        return self.fitted(_GAP.join((*cells, label)))

    def fitted(self, line: str) -> str:
        """Return a line cut to the drawing's width, in ASCII if that is asked for."""
        if self.is_ascii:
            line = line.replace(ELLIPSIS, "...").encode("ascii", "replace").decode()
        if columns(line) <= self.width:
            return line.rstrip()
        kept = fitting(line, self.width - 1)
        return line[:kept].rstrip() + (">" if self.is_ascii else ELLIPSIS)


def text(picture: Picture, *, width: int, ascii: bool = False) -> str:  # noqa: A002
    """Return the picture in lines of at most width columns."""
    few = thinned(picture, points=_POINTS, spans=_SPANS, phases=_PHASES)
    return "\n".join(_lines(_board(few, max(1, width), is_ascii=ascii)))


def _board(picture: Picture, width: int, *, is_ascii: bool) -> Board:
    items = (*picture.phases, *picture.items)
    shown = dial(picture, [item.first_us for item in items])
    times = max((columns(shown.start(item)) for item in items), default=0)
    room = width - times - 2 * len(_GAP)
    chart = min(_MOST_CHART, room - _LEAST_LABEL, max(_LEAST_CHART, room // 2))
    return Board(
        picture, shown, width, times, chart if chart >= _LEAST_CHART else 0, is_ascii
    )


def _lines(board: Board) -> Iterator[str]:
    picture = board.picture
    yield board.fitted(span_text(picture))
    if not (picture.phases or picture.items):
        yield board.fitted(NOTHING)
        return
    if board.chart:
        yield from _axis(board)
    changes = [_change(board, at_us) for at_us in picture.clock_changes]
    rows = sorted([*picture.items, *changes], key=lambda item: item.first_us)
    yield from (_row(board, item) for item in (*picture.phases, *rows))
    if picture.left_out:
        yield board.fitted(left_out_text(picture))


def _change(board: Board, at_us: int) -> Item:
    return Item(_CHANGE, board.dial.change(at_us), at_us, at_us)


def _row(board: Board, item: Item) -> str:
    bar = ""
    if board.chart:
        first, last = board.column(item.first_us), board.column(item.last_us)
        bar = " " * first + _mark(board, item) * (last - first + 1)
    return board.row(board.dial.start(item), bar, label(item))


def _mark(board: Board, item: Item) -> str:
    role = _SPAN if item.duration_us else _POINT
    return board.mark(_MARKS.get(item.kind, _MARKS[role]))


def label(item: Item) -> str:
    """Return what an item is, how long it took and what was said of it, in one line."""
    length = f" ({item.length})" if item.length else ""
    said = cut(item.text, MOST_CHARACTERS)
    return f"{item.kind}{length}: {said}" if said else f"{item.kind}{length}"


def _axis(board: Board) -> Iterator[str]:
    names = [" "] * board.chart
    ruler = [board.mark(_RULER)] * board.chart
    free = 0
    widest = 9 if board.dial.has_seconds else 6
    for tick in ticks(board.picture, max(2, board.chart // widest)):
        column = board.column(tick.at_us)
        ruler[column] = board.mark(_TICK)
        start = min(max(0, column - len(tick.text) // 2), board.chart - len(tick.text))
        if start >= free:
            names[start : start + len(tick.text)] = tick.text
            free = start + len(tick.text) + 1
    yield board.row("", "".join(names), "")
    yield board.row("", "".join(ruler), "")
