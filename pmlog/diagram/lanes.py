"""The lanes of the drawing in SVG, each with its shapes; y counts from its own top."""

from __future__ import annotations

from typing import NamedTuple

from pmlog.diagram import markup
from pmlog.diagram.axis import Face, face
from pmlog.diagram.item import Item, lengths
from pmlog.diagram.markup import share
from pmlog.diagram.picture import (
    ALL_EVENTS,
    THE_RESPONSE,
    USERS_HIT,
    WRONG_PATHS,
    Picture,
)
from pmlog.diagram.sampling import Cluster, Marks, Scale, clusters, density, longest, packed
from pmlog.incident import kinds
from pmlog.text.width import columns, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SHAPES = {
    kinds.ESCALATED: markup.TRIANGLE,
    kinds.COMMUNICATED: markup.DIAMOND,
    kinds.INVESTIGATED: markup.DISC,
}
_MARKS = Marks(radius=8.5, digit=3.5)
_BAR, _PATH, _ROW = 20.0, 13.0, 15.0
_ROWS, _LEAST_PATH = 2, 6.0
# More could not be told apart.
_MOST_BARS = 24
_BIN, _TALLEST = 8.0, 18.0
# About how wide a letter is at most: the browser cuts what is wider all the same.
_LETTER, _BOLD_LETTER = 6.0, 6.8
_LEAST_LABEL = 36.0
_TITLE_COLUMNS = 120


class Form(NamedTuple):
    """A layout: how wide its chart is at least, and which part of the drawing that is."""

    name: str
    room: float
    left: float
    width: float
    tick_room: float

    def scale(self, picture: Picture) -> Scale:
        """Return the scale of a picture in it."""
        return Scale(picture.first_us, picture.last_us, self.room)


class Lane(NamedTuple):
    """A lane with its name; notes say what found no room in it."""

    name: str
    height: float
    shapes: tuple[str, ...]
    notes: tuple[str, ...] = ()


class _Pen(NamedTuple):
    """What each lane is drawn with."""

    picture: Picture
    face: Face
    scale: Scale
    entry: str

    def share(self, place: float) -> str:
        return share(place / self.scale.room)

    def bar(self, item: Item, y: float, height: float, style: str) -> str:
        low, high = self.ends(item)
        return markup.rect(self.share(low), y, self.share(high - low), height, style)

    def ends(self, item: Item) -> tuple[float, float]:
        return self.scale.place(item.first_us), self.scale.place(item.last_us)

    def linked(self, item: Item, *shapes: str, what: str = "", by_key: bool = True) -> str:
        said = f"{what or item.kind}: {item.text}" if item.text else what or item.kind
        title = markup.timed_title(
            item.first_us,
            self.face.start(item),
            self.face.form,
            cut(said, _TITLE_COLUMNS),
        )
        href = f"{self.entry}{item.id}" if self.entry and item.id else ""
        return markup.linked_as(href, title, *shapes, by_key=by_key)


def lanes(picture: Picture, form: Form, entry: str) -> Iterator[Lane]:
    """Yield the lanes of a picture that are not empty, from top to bottom."""
    pen = _Pen(picture, face(picture), form.scale(picture), entry)
    if picture.windows or picture.users_hit:
        yield _users_hit(pen)
    if picture.phases:
        yield _response(pen)
    if picture.paths:
        yield _wrong_paths(pen)
    for name, items in picture.lanes:
        found = clusters(items, pen.scale, _MARKS)
        yield Lane(name, 20, tuple(_mark(pen, each) for each in found))
    yield _all_events(pen)


def _users_hit(pen: _Pen) -> Lane:
    picture = pen.picture
    if not picture.windows:
        return Lane(USERS_HIT, 25, (markup.text(0, 16.5, picture.users_hit, "soft"),))
    windows = longest(picture.windows, _MOST_BARS)
    bars = [
        pen.linked(item, pen.bar(item, 3, _BAR, "outage outlined"), what=kinds.BEGAN)
        for item in windows
    ]
    bars += [
        pen.linked(item, pen.bar(item, 3, _BAR, "hatched outlined"), what=kinds.MITIGATED)
        for item in longest(picture.mitigated, _MOST_BARS)
    ]
    bars += [_end(pen, item) for item in windows if not item.is_open]
    following = [pen.ends(item)[0] for item in windows[1:]]
    labels = [
        _window_label(pen, item, limit)
        for item, limit in zip(windows, [*following, pen.scale.room], strict=True)
    ]
    hidden = len(picture.windows) - len(windows)
    notes = (f"{hidden} more windows, all shorter",) if hidden else ()
    return Lane(USERS_HIT, 25, (*bars, *labels), notes)


def _end(pen: _Pen, window: Item) -> str:
    """Return the mark of a window's end, where the log has one."""
    is_end = (e for e in pen.picture.events if e.kind == kinds.RESOLVED)
    event = next((e for e in is_end if e.first_us == window.last_us), None)
    if event is None:
        return ""
    x = pen.share(pen.ends(window)[1])
    return pen.linked(event, markup.rect(x, 0, 4, _BAR + 5, "resolved"))


def _window_label(pen: _Pen, item: Item, limit: float) -> str:
    """Return from when to when it was, or how long, wherever there is room for it."""
    shown = pen.face

    def moment(at_us: int, since_us: int | None) -> str:
        return markup.moment(at_us, shown.time(at_us, since_us), shown.form, since_us)

    low, high = pen.ends(item)
    options = ((shown.span(item), shown.span(item, moment)), (item.length, item.length))
    for said, inner in options:
        wide = columns(said) * _BOLD_LETTER + 8
        if said and wide <= high - low:
            return _plate(pen.share((low + high) / 2), wide, inner)
        if said and wide <= limit - high - 8:
            return markup.set_text(pen.share(high), 17, inner, "strong", dx=9)
    return ""


def _plate(x: str, wide: float, inner: str) -> str:
    """Return a text around a place, on a ground that covers the pattern below it."""
    return markup.put(
        x,
        0,
        markup.rect(-wide / 2, 4, wide, _BAR - 2, "outage"),
        markup.set_text(0, 17, inner, "on-outage strong", anchor="middle"),
    )


def _response(pen: _Pen) -> Lane:
    shapes, unwritten = [], []
    for phase in longest(pen.picture.phases, 2 * _MOST_BARS):
        low, high = pen.ends(phase)
        bar = pen.bar(phase, 2.5, 17, f"{phase.kind} outlined")
        shapes.append(pen.linked(phase, bar, what=phase.name))
        length = f", {phase.length}" if phase.length else ""
        options = (phase.name + length, phase.name)
        fitting = (s for s in options if columns(s) * _LETTER + 12 <= high - low)
        said = next(fitting, "")
        if said:
            x = pen.share(low)
            shapes.append(markup.text(x, 15, said, f"small on-{phase.kind}", dx=6))
        else:
            unwritten.append(phase)
    sums = ", ".join(lengths(unwritten))
    return Lane(THE_RESPONSE, 22, tuple(shapes), (f"Response: {sums}",) if sums else ())


def _wrong_paths(pen: _Pen) -> Lane:
    paths = longest(pen.picture.paths, _MOST_BARS)
    rows = packed(paths, pen.scale, rows=_ROWS, least=_LEAST_PATH + 2)
    shapes = [
        shape
        for number, row in enumerate(rows)
        for item, limit in row
        for shape in _path(pen, item, limit, 3.5 + number * _ROW)
    ]
    hidden = len(pen.picture.paths) - sum(map(len, rows))
    notes = (f"{hidden} more wrong paths at the same time",) if hidden else ()
    return Lane(WRONG_PATHS, len(rows) * _ROW + 5, tuple(shapes), notes)


def _path(pen: _Pen, item: Item, limit: float, y: float) -> Iterator[str]:
    """Yield a dashed outline, and its first words inside or behind it."""
    low, high = pen.ends(item)
    style = "dashed misleading"
    if high - low > _LEAST_PATH:
        outline = pen.bar(item, y, _PATH, style)
    else:
        high = low + _LEAST_PATH
        # Nobody could see one that is narrower: it is a box of a fixed size.
        outline = markup.rect(pen.share(low), y, _LEAST_PATH, _PATH, style)
    length = f"wrong path, {item.length}" if item.length else "wrong path"
    yield pen.linked(item, outline, what=length)
    inside, behind = high - low - 8, limit - high - 10
    if max(inside, behind) >= _LEAST_LABEL:
        place, room = (low, inside) if inside >= behind else (high, behind)
        label = markup.text(6, y + 10.5, cut(item.text, int(room / _LETTER)), _LABEL)
        yield markup.clipped(pen.share(place), pen.share(room + 8), label)


_LABEL = "small misleading"


def _mark(pen: _Pen, cluster: Cluster) -> str:
    """Return the mark of an event, or the number of several."""
    item, *others = cluster.items
    if not others:
        shape = _SHAPES[item.kind]
        return pen.linked(item, markup.figure(pen.share(cluster.low), 10, shape, item.kind))
    count = len(cluster.items)
    reach = _MARKS.reach(cluster.low, cluster.high, count) - _MARKS.radius
    low, high = (pen.share(cluster.middle + side * reach) for side in (-1, 1))
    what = f"and {count - 1} more, until {pen.face.start(others[-1])}; {item.kind}"
    return pen.linked(
        item,
        markup.pill(low, high, 10, item.kind),
        markup.text(pen.share(cluster.middle), 14, str(count), "number", anchor="middle"),
        what=what,
    )


def _all_events(pen: _Pen) -> Lane:
    bins = int(pen.scale.room / _BIN)
    found = density(pen.picture.events, pen.scale, bins)
    most = max(map(len, found.values()), default=1)
    return Lane(
        ALL_EVENTS,
        22,
        tuple(
            _column(pen, number / bins, 0.75 / bins, items, most)
            for number, items in sorted(found.items())
        ),
    )


def _column(pen: _Pen, low: float, wide: float, items: list[Item], most: int) -> str:
    """Return the bar of the events at a time, which leads to the first of them."""
    height = max(4.0, _TALLEST * len(items) / most)
    bar = markup.rect(
        share(low), 21.5 - height, share(wide), height, kinds.NOTE, round_=0.5
    )
    first = items[0]
    what = f"first of {len(items)} events, {first.kind}" if len(items) > 1 else ""
    # There may be a hundred: too many to walk through with the keyboard.
    return pen.linked(first, bar, what=what, by_key=False)
