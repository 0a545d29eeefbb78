"""The drawing in characters, for a terminal: the same lanes over an axis.

Dense is bad for the users and light is better. What has no room for its label has it in
a line below.
"""

from __future__ import annotations

from typing import NamedTuple

from pmlog.clock import DAY_US
from pmlog.diagram import axis
from pmlog.diagram.axis import Face, face, span_text
from pmlog.diagram.canvas import Canvas
from pmlog.diagram.item import OUTAGE, RESPONSE, UNACKNOWLEDGED, UNDETECTED, Item, lengths
from pmlog.diagram.picture import (
    ALL_EVENTS,
    NOTHING,
    THE_RESPONSE,
    USERS_HIT,
    WRONG_PATHS,
    Picture,
    left_out_text,
)
from pmlog.diagram.sampling import Marks, Scale, clusters, density, packed
from pmlog.incident import kinds
from pmlog.text.width import ELLIPSIS, columns, cut, fitting, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# In Unicode and in ASCII.
_BARS = {
    OUTAGE: "█#",
    kinds.MITIGATED: "▒+",
    UNDETECTED: "▓%",
    UNACKNOWLEDGED: "▒:",
    RESPONSE: "░=",
}
_POINTS = {kinds.ESCALATED: "▲^", kinds.COMMUNICATED: "◆*", kinds.INVESTIGATED: "●o"}
_DASH = "╌-"
_RULER, _TICK, _DAY, _CLOCKS = "─-", "┬+", "┼|", "┊!"
_HEIGHTS = ("▁▂▃▄▅▆▇█", "123456789")
_NAMES = max(map(len, (USERS_HIT, THE_RESPONSE, WRONG_PATHS, ALL_EVENTS, "Told users"))) + 2
_LEAST_CHART, _MOST_CHART = 24, 110
_ROWS, _BELOW, _LEAST_LABEL = 3, 2, 6
_MARKS = Marks(radius=0.5, digit=1)


class _Page(NamedTuple):
    """What each lane is drawn with."""

    picture: Picture
    face: Face
    width: int
    chart: int
    is_ascii: bool

    @property
    def scale(self) -> Scale:
        return Scale(self.picture.first_us, self.picture.last_us, self.chart - 1)

    def ends(self, item: Item) -> tuple[int, int]:
        scale = self.scale
        return round(scale.place(item.first_us)), round(scale.place(item.last_us))

    def mark(self, pair: Sequence[str]) -> str:
        return pair[self.is_ascii]

    def fitted(self, line: str) -> str:
        """Return a line cut to the width, in ASCII if that is asked for."""
        if self.is_ascii:
            line = line.replace(ELLIPSIS, "...").encode("ascii", "replace").decode()
        if columns(line) <= self.width:
            return line.rstrip()
        kept = fitting(line, self.width - 1)
        return line[:kept].rstrip() + (">" if self.is_ascii else ELLIPSIS)

    def lane(self, name: str, drawn: object) -> str:
        return self.fitted(f"{name:{_NAMES}}{drawn}")

    def below(self, said: str) -> Iterator[str]:
        """Yield what did not fit into a lane."""
        lines = wrapped(said, max(1, self.width - _NAMES - 1)) if said else []
        yield from (self.lane("", line) for line in lines[:_BELOW])


def text(picture: Picture, *, width: int, ascii: bool = False) -> str:  # noqa: A002
    """Return the picture in lines of at most width columns."""
    width = max(1, width)
    chart = min(_MOST_CHART, width - _NAMES - 1)
    page = _Page(picture, face(picture), width, chart, ascii)
    return "\n".join(_lines(page))


def _lines(page: _Page) -> Iterator[str]:
    picture = page.picture
    yield page.fitted(span_text(picture))
    if picture.is_empty:
        yield page.fitted(NOTHING)
        return
    if page.chart < _LEAST_CHART:
        yield from _in_words(page)
    else:
        yield from _axis(page)
        yield from _users_hit(page)
        yield from _response(page)
        yield from _wrong_paths(page)
        for name, items in picture.lanes:
            yield page.lane(name, _points(page, items))
        yield page.lane(ALL_EVENTS, _density(page))
    if picture.left_out:
        yield page.fitted(left_out_text(picture))


def _in_words(page: _Page) -> Iterator[str]:
    """Yield the lanes where there is no room to draw them."""
    shown = page.face
    for window in page.picture.windows:
        yield page.fitted(f"{USERS_HIT}: {shown.span(window)}")
    for phase in page.picture.phases:
        yield page.fitted(f"{shown.start(phase)} {_named(phase)}")
    for path in page.picture.paths:
        yield page.fitted(f"{shown.start(path)} wrong path: {cut(path.text, page.width)}")


def _axis(page: _Page) -> Iterator[str]:
    picture, scale = page.picture, page.scale
    days, times, ruler = (Canvas(page.chart) for _ in range(3))
    ruler.fill(0, page.chart, page.mark(_RULER))
    most = max(2, page.chart // (10 if page.face.has_seconds else 8))
    step_us = axis.step(picture, most)
    for at_us in axis.ticks(picture, step_us):
        column = round(scale.place(at_us))
        ruler.fill(column, column, page.mark(_TICK))
        _centred(times, column, axis.tick_text(at_us, picture, step_us), page)
    begun = axis.days(picture, page.chart // 4)
    for at_us in begun:
        column = round(scale.place(at_us))
        ruler.fill(column, column, page.mark(_DAY))
        _centred(days, column, axis.day_text(at_us, picture.zone), page)
    for at_us in picture.clock_changes:
        column = round(scale.place(at_us))
        ruler.fill(column, column, page.mark(_CLOCKS))
    if begun:
        if days.is_free(0, 8):
            days.write(0, axis.day_text(picture.first_us, picture.zone))
        yield page.lane("", days)
    if step_us < DAY_US:
        yield page.lane("", times)
    yield page.lane("", ruler)


def _centred(canvas: Canvas, column: int, said: str, page: _Page) -> None:
    start = min(max(0, column - len(said) // 2), page.chart - len(said))
    if canvas.is_free(max(start - 1, 0), start + len(said)):
        canvas.write(start, said)


def _users_hit(page: _Page) -> Iterator[str]:
    picture = page.picture
    if picture.users_hit and not picture.windows:
        yield page.lane(USERS_HIT, picture.users_hit)
    if not picture.windows:
        return
    canvas = Canvas(page.chart)
    for item in (*picture.windows, *picture.mitigated):
        canvas.fill(*page.ends(item), page.mark(_BARS[item.kind]))
    labels = [(item, page.face.span(item)) for item in picture.windows]
    unwritten = _labelled(page, canvas, labels)
    yield page.lane(USERS_HIT, canvas)
    yield from page.below("; ".join(map(page.face.span, unwritten)))


def _response(page: _Page) -> Iterator[str]:
    if not page.picture.phases:
        return
    canvas = Canvas(page.chart)
    for item in page.picture.phases:
        canvas.fill(*page.ends(item), page.mark(_BARS[item.kind]))
    labels = [(item, _named(item)) for item in page.picture.phases]
    unwritten = _labelled(page, canvas, labels)
    yield page.lane(THE_RESPONSE, canvas)
    yield from page.below(", ".join(lengths(unwritten)))


def _named(phase: Item) -> str:
    return f"{phase.name}, {phase.length}" if phase.length else phase.name


def _labelled(
    page: _Page, canvas: Canvas, labels: Sequence[tuple[Item, str]]
) -> list[Item]:
    """Write each label into its bar, and return the bars too short for it."""
    unwritten = []
    for item, said in labels:
        low, high = page.ends(item)
        if len(said) + 4 <= high - low + 1:
            canvas.write((low + high - len(said)) // 2, f" {said} ")
        else:
            unwritten.append(item)
    return unwritten


def _wrong_paths(page: _Page) -> Iterator[str]:
    paths = page.picture.paths
    rows = packed(paths, page.scale, rows=_ROWS, least=2)
    for number, row in enumerate(rows):
        canvas = Canvas(page.chart)
        for item, limit in row:
            _path(page, canvas, item, round(limit))
        yield page.lane("" if number else WRONG_PATHS, canvas)
    hidden = len(paths) - sum(map(len, rows))
    if hidden:
        yield from page.below(f"{hidden} more wrong paths at the same time")


def _path(page: _Page, canvas: Canvas, item: Item, limit: int) -> None:
    low, high = page.ends(item)
    canvas.fill(low, high, page.mark(_DASH))
    if high > low:
        canvas.write(low, "[")
        canvas.write(high, "]")
    inside, behind = high - low - 3, limit - high - 3
    if max(inside, behind) >= _LEAST_LABEL:
        start, room = (low + 1, inside) if inside >= behind else (high + 1, behind)
        said = f" {cut(item.text, room)} "
        # Three points for the one character that ASCII has not.
        said = said.replace(ELLIPSIS, "~") if page.is_ascii else said
        canvas.write(start, said)


def _points(page: _Page, items: Sequence[Item]) -> Canvas:
    canvas = Canvas(page.chart)
    for each in clusters(items, page.scale, _MARKS):
        count = len(each.items)
        said = page.mark(_POINTS[each.items[0].kind]) if count == 1 else str(count)
        start = round(each.middle - (len(said) - 1) / 2)
        canvas.write(min(max(start, 0), page.chart - len(said)), said)
    return canvas


def _density(page: _Page) -> Canvas:
    canvas = Canvas(page.chart)
    found = density(page.picture.events, page.scale, page.chart)
    heights = _HEIGHTS[page.is_ascii]
    most = max(map(len, found.values()))
    for column, items in found.items():
        # The whole height where there are as many as anywhere; digits count, up to 9.
        part = len(items) - 1 if page.is_ascii else (len(heights) - 1) * len(items) // most
        canvas.write(column, heights[min(part, len(heights) - 1)])
    return canvas
