"""Where everything of the drawing in SVG goes.

Time runs down the page. Phases and spans are bars beside the axis; every event and span has
a label at the right, joined to its time by a line. Labels stand in order of time and are
pushed apart where they would overlap, so there is room for all of them at any width.
"""

from __future__ import annotations

from typing import NamedTuple

from pmlog.clock import HOUR_US
from pmlog.diagram import labels, shapes
from pmlog.diagram.dial import NOTHING, Dial, dial, span_text, ticks
from pmlog.diagram.labels import LINE, MARGIN, SIZE, Format
from pmlog.diagram.lettering import wrapped
from pmlog.diagram.picture import PHASES, Item, Picture
from pmlog.diagram.shapes import BOLD, Bar, Box, Dot, Line, Shape, Sheet, Text
from pmlog.diagram.thinning import left_out_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGE = "clocks"
_SMALL = 11.0
_SWATCH = 10.0
_BAND = 14.0
_LANE, _LANES = 12.0, 60.0  # the usual width of a lane, the most for all of them
_GAP = 6.0
_TICK_ROOM = 40.0
_LEAST_HEIGHT = 160.0
_THINNEST = 2.0  # a bar that can be seen


class Scale(NamedTuple):
    """From instants to heights, and the left edges of what stands side by side."""

    first_us: int
    last_us: int
    top: float
    height: float
    band: float
    lane: float  # the width of a lane; the first one is right of the band
    spine: float

    def y(self, at_us: int) -> float:
        """Return the height at which an instant lies."""
        share = (at_us - self.first_us) / (self.last_us - self.first_us)
        return self.top + share * self.height


def sheet(picture: Picture, form: Format) -> Sheet:
    """Return where the shapes of a picture go."""
    head = list(_head(picture, form))
    body = [] if _is_empty(picture) else list(_body(picture, form, _bottom(head) + LINE))
    foot = list(_foot(picture, _bottom([*head, *body]) + LINE))
    drawn = (*head, *body, *foot)
    return Sheet(form.width, _bottom(drawn) + MARGIN, drawn)


def _is_empty(picture: Picture) -> bool:
    return not (picture.phases or picture.spans or picture.points)


def _bottom(drawn: list[Shape] | tuple[Shape, ...]) -> float:
    boxes = (each.box for each in drawn if isinstance(each, (Text, Bar)))
    return max(box.y + box.height for box in boxes)


def _head(picture: Picture, form: Format) -> Iterator[Shape]:
    """Yield the date and the zone, then what the phases' colours mean."""
    y = MARGIN + SIZE
    for line in wrapped(span_text(picture), _room(form), 3):
        yield Text(MARGIN, y, line, SIZE, "note")
        y += LINE
    x = MARGIN
    for kind, length in _phase_lengths(picture):
        text = f"{kind} {length}"
        wide = _SWATCH + _GAP + shapes.width(text, SIZE)
        if x > MARGIN and x + wide > form.width - MARGIN:
            x, y = MARGIN, y + LINE
        yield Bar(Box(x, y - _SWATCH, _SWATCH, _SWATCH), kind)
        yield Text(x + _SWATCH + _GAP, y, text, SIZE, "text")
        x += wide + 2 * _GAP


def _room(form: Format) -> int:
    return int((form.width - 2 * MARGIN) / SIZE * 1000)


def _phase_lengths(picture: Picture) -> Iterator[tuple[str, str]]:
    """Yield each kind of phase with its length, all its phases together."""
    for kind in PHASES:
        same = [phase for phase in picture.phases if phase.kind == kind]
        if same:
            total_us = sum(phase.duration_us for phase in same)
            yield (
                kind,
                same[0]
                ._replace(
                    first_us=0,
                    last_us=total_us,
                    is_rough=any(phase.is_rough for phase in same),
                    is_open=same[-1].is_open,
                )
                .length,
            )


def _body(picture: Picture, form: Format, top: float) -> Iterator[Shape]:
    shown = dial(picture, [item.first_us for item in picture.items])
    items = _with_changes(picture, shown)
    lanes = _lanes(picture.spans)
    scale = _scale(picture, top, max(lanes, default=-1) + 1)
    found = labels.labels(items, shown, form, scale.spine)
    scale = scale._replace(height=max(scale.height, sum(each.height for each in found)))
    heights = [scale.y(item.first_us) for item in items]
    above = top - LINE / 2
    placed = labels.placed(found, heights, above, above + scale.height + LINE)
    yield from _axis(picture, scale)
    yield from _bars(picture, lanes, scale)
    yield from labels.drawn(placed, scale.spine, form)
    yield from (Dot(scale.spine, scale.y(item.first_us), item.kind) for item in items)


def _with_changes(picture: Picture, shown: Dial) -> list[Item]:
    changes = [
        Item(CHANGE, shown.change(at_us), at_us, at_us) for at_us in picture.clock_changes
    ]
    return sorted([*picture.items, *changes], key=lambda item: item.first_us)


def _scale(picture: Picture, top: float, lanes: int) -> Scale:
    # Ticks of seconds are only drawn where they are not too many.
    widest = "00:00:00" if picture.last_us - picture.first_us < HOUR_US else "00:00"
    band = MARGIN + shapes.width(widest, _SMALL, BOLD) + _GAP
    lane = min(_LANE, _LANES / max(lanes, 1))
    spine = band + _BAND + lanes * lane + 2 * _GAP
    return Scale(picture.first_us, picture.last_us, top, _LEAST_HEIGHT, band, lane, spine)


def _lanes(spans: tuple[Item, ...]) -> list[int]:
    """Return the lane of each span: the first one that is free when it starts."""
    free_us: list[int] = []
    found = []
    for span in spans:
        free = (n for n, until_us in enumerate(free_us) if until_us <= span.first_us)
        lane = next(free, len(free_us))
        free_us[lane : lane + 1] = [span.last_us]
        found.append(lane)
    return found


def _bars(picture: Picture, lanes: list[int], scale: Scale) -> Iterator[Bar]:
    for phase in picture.phases:
        yield Bar(_upright(scale, phase, scale.band, _BAND), phase.kind)
    for span, lane in zip(picture.spans, lanes, strict=True):
        x = scale.band + _BAND + _GAP + lane * scale.lane
        yield Bar(_upright(scale, span, x, scale.lane * 0.75), span.kind)


def _upright(scale: Scale, item: Item, x: float, wide: float) -> Box:
    top, bottom = scale.y(item.first_us), scale.y(item.last_us)
    return Box(x, top, wide, max(_THINNEST, bottom - top))


def _axis(picture: Picture, scale: Scale) -> Iterator[Shape]:
    yield Line(
        _stroke(scale.spine, scale.top, scale.spine, scale.top + scale.height), "axis"
    )
    for tick in ticks(picture, int(scale.height / _TICK_ROOM)):
        y = scale.y(tick.at_us)
        yield Line(_stroke(scale.band - _GAP / 2, y, scale.spine, y), "tick")
        style = BOLD if tick.is_day else "note"
        x = scale.band - _GAP
        yield Text(x, y + _SMALL / 3, tick.text, _SMALL, style, is_end=True)
    for at_us in picture.clock_changes:
        y = scale.y(at_us)
        yield Line(_stroke(scale.band - _GAP, y, scale.spine, y), CHANGE)


def _stroke(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}"


def _foot(picture: Picture, top: float) -> Iterator[Text]:
    notes = [NOTHING] if _is_empty(picture) else []
    notes += [left_out_text(picture)] if picture.left_out else []
    for number, note in enumerate(notes):
        yield Text(MARGIN, top + number * LINE, note, SIZE, "note")
