"""Where everything of the drawing in SVG goes: lanes with names over an axis of time.

Places across are shares of the chart, so the browser stretches them. What touches or fits
is decided for the least width that a layout is shown at; where there is more, there is
more room between things.
"""

from __future__ import annotations

from typing import NamedTuple

from pmlog.clock import DAY_US
from pmlog.diagram import axis, lanes, markup
from pmlog.diagram.lanes import Form, Lane
from pmlog.diagram.picture import NOTHING, Picture, left_out_text
from pmlog.text.width import columns, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE = Form("large", room=920, left=0.11, width=0.88, tick_room=80)
WIDE = Form("wide", room=600, left=0.125, width=0.86, tick_room=64)
NARROW = Form("narrow", room=240, left=0.26, width=0.72, tick_room=56)
_GAP = 11.0  # between the names and the chart
_HEAD = 28.0  # of the axis
_LINE = 14.0  # of the foot
_DATE_ROOM, _LEAST_DAY = 56.0, 12.0
_DIGIT, _LETTER = 6.5, 5.8
_FOOT = 3  # lines at most


class Layout(NamedTuple):
    """The shapes of a drawing, and how high they are."""

    height: float
    shapes: tuple[str, ...]


def layout(picture: Picture, form: Form, entry: str) -> Layout:
    """Return where the shapes of a picture go; entry is where its entries' links begin."""
    if picture.is_empty:
        return Layout(_LINE * 2, (markup.text(0, _LINE, NOTHING, "soft"),))
    found = list(lanes.lanes(picture, form, entry))
    bottom = _HEAD + sum(lane.height for lane in found)
    chart = [*_axis(picture, form, bottom)]
    left = markup.share(form.left)
    names, top = [], _HEAD
    for lane in found:
        edge = top + lane.height
        middle = top + lane.height / 2 + 4
        names.append(
            markup.text(left, middle, lane.name, "small soft", anchor="end", dx=-_GAP)
        )
        chart.append(markup.line(0, edge, "100%", edge, "rule"))
        chart.append(_moved(lane.shapes, top))
        top = edge
    area = markup.area(left, markup.share(form.width), *chart)
    foot = list(_foot(picture, form, found))
    lines = [
        markup.set_text(0, bottom + _LINE * number, inner, "small soft")
        for number, inner in enumerate(foot, 1)
    ]
    return Layout(bottom + _LINE * len(foot) + 5, (*names, area, *lines))


def _moved(shapes: tuple[str, ...], y: float) -> str:
    return f'<g transform="translate(0 {y:g})">{"".join(shapes)}</g>'


def _axis(picture: Picture, form: Form, bottom: float) -> Iterator[str]:
    """Yield the times, the dates and the lines below them.

    A page that shows another zone writes the dates anew; it finds all that it needs here.
    """
    scale = form.scale(picture)
    most = int(form.room / form.tick_room)
    step_us = axis.step(picture, most)
    free = 0.0
    # Ticks that are days are drawn as such.
    for at_us in axis.ticks(picture, step_us) if step_us < DAY_US else ():
        place = scale.place(at_us)
        x = markup.share(place / form.room)
        yield markup.line(x, _HEAD - 4, x, bottom, "tick")
        said = axis.tick_text(at_us, picture, step_us)
        wide = columns(said) * _DIGIT + 8
        # To the right of its line; where the chart ends, to the left.
        low = place if place + wide <= form.room + _GAP else place - wide
        if low >= free:
            yield _time(at_us, said, x, is_left=low < place)
            free = low + wide
    for at_us in picture.clock_changes:
        x = markup.share(scale.place(at_us) / form.room)
        yield markup.line(x, _HEAD - 4, x, bottom, "clocks")
    yield f'<g class="days" {_ends(picture, form, bottom)}>'
    yield from _days(picture, form, bottom)
    yield "</g>"


def _ends(picture: Picture, form: Form, bottom: float) -> str:
    first_s, last_s = picture.first_us // 10**6, picture.last_us // 10**6
    return (
        f'data-first="{first_s}" data-last="{last_s}" '
        f'data-apart="{_DATE_ROOM / form.room:.3f}" data-bottom="{bottom:g}"'
    )


def _days(picture: Picture, form: Form, bottom: float) -> Iterator[str]:
    scale, most = form.scale(picture), int(form.room / _LEAST_DAY)
    begun = [(scale.place(at_us), at_us) for at_us in axis.days(picture, most)]
    # A day stands out among hours; of days and no hours, each is a tick as any other.
    style = (
        "tick" if axis.step(picture, int(form.room / form.tick_room)) >= DAY_US else "day"
    )
    for place, _ in begun:
        x = markup.share(place / form.room)
        yield markup.line(x, 2, x, bottom, style)
    # The first date gives way to the second where both have no room.
    is_room = not begun or begun[0][0] >= _DATE_ROOM
    free = 0.0
    for place, at_us in [*[(0.0, picture.first_us)] * is_room, *begun]:
        low = place if place + _DATE_ROOM <= form.room + _GAP else place - _DATE_ROOM
        # Two days around a clock change are an hour less apart.
        if low + 2 >= free or low == place == 0:
            anchor, dx = ("end", -4) if low < place else ("", 4)
            said = axis.day_text(at_us, picture.zone)
            x = markup.share(place / form.room)
            yield markup.text(x, 10, said, "small strong", anchor=anchor, dx=dx)
            free = low + _DATE_ROOM


def _time(at_us: int, said: str, x: str, *, is_left: bool) -> str:
    inner = markup.moment(at_us, said, "second" if said.count(":") == 2 else "time")
    anchor, dx = ("end", -4) if is_left else ("", 4)
    return markup.set_text(x, _HEAD - 5, inner, "small soft", anchor=anchor, dx=dx)


def _foot(picture: Picture, form: Form, found: list[Lane]) -> Iterator[str]:
    """Yield what is said below: what found no room in the lanes, and the zone."""
    notes = [note for lane in found for note in lane.notes]
    notes += [left_out_text(picture)] if picture.left_out else []
    letters = int(form.room / form.width / _LETTER)
    zone = wrapped(f"Times in {axis.zone_text(picture)}", letters)[:_FOOT]
    said = wrapped("; ".join(notes), letters)[: _FOOT - len(zone)] if notes else []
    yield from map(markup.words, said)
    yield from (f'<tspan class="zone">{markup.words(line)}</tspan>' for line in zone)
