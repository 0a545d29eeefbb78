"""The labels of the drawing in SVG: what they say, and where there is room for them."""

from __future__ import annotations

from typing import NamedTuple

from pmlog.diagram import shapes
from pmlog.diagram.lettering import wrapped
from pmlog.diagram.shapes import BOLD, Line, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlog.diagram.dial import Dial
    from pmlog.diagram.picture import Item

SIZE, LINE = 13.0, 18.0
MARGIN = 12.0
_BETWEEN = 6.0  # two labels
_REACH = 30.0  # from the times to the labels
_GAP = 6.0


class Format(NamedTuple):
    """The shape of a drawing, and that of its labels."""

    name: str
    width: float
    lines: int  # of text at most
    is_beside: bool  # whether the text stands beside its head or below


WIDE = Format("wide", 760, 2, is_beside=True)
NARROW = Format("narrow", 360, 3, is_beside=False)


class Label(NamedTuple):
    """The lines that tell of an item; wanted is the height of its time."""

    heads: tuple[str, ...]
    texts: tuple[str, ...]
    height: float
    wanted: float = 0
    top: float = 0


def labels(items: Sequence[Item], dial: Dial, form: Format, spine: float) -> list[Label]:
    """Return the labels of items, which have no place yet."""
    heads = [_heads(item, dial, form, spine) for item in items]
    room = form.width - MARGIN - _left_of_texts(heads, spine, form)

    def label(item: Item, head: tuple[str, ...]) -> Label:
        texts = wrapped(item.text, int(room / SIZE * 1000), form.lines)
        lines = max(len(head), len(texts)) if form.is_beside else len(head) + len(texts)
        return Label(head, tuple(texts), lines * LINE + _BETWEEN)

    return list(map(label, items, heads))


def _heads(item: Item, dial: Dial, form: Format, spine: float) -> tuple[str, ...]:
    """Return when and what an item is, then how long it took, in one line if that fits."""
    head = f"{dial.start(item)} {item.kind}"
    if not item.length:
        return (head,)
    both = f"{head}, {item.length}"
    fits = shapes.width(both, SIZE, BOLD) <= form.width - MARGIN - spine - _REACH
    return (both,) if fits and not form.is_beside else (head, item.length)


def _left_of_texts(heads: Sequence[tuple[str, ...]], spine: float, form: Format) -> float:
    left = spine + _REACH
    if not form.is_beside:
        return left
    widths = (shapes.width(text, SIZE, BOLD) for head in heads for text in head)
    return left + max(widths, default=0) + _GAP


def placed(
    found: list[Label], heights: Sequence[float], top: float, bottom: float
) -> list[Label]:
    """Return the labels pushed apart, in their order, as near to their heights as can be.

    Between top and bottom there must be room for them all.
    """
    falling = []
    for label, wanted in zip(found, heights, strict=True):
        here = max(wanted - LINE / 2, top)
        falling.append(label._replace(wanted=wanted, top=here))
        top = here + label.height
    rising = []
    for label in reversed(falling):
        here = min(label.top, bottom - label.height)
        rising.append(label._replace(top=here))
        bottom = here
    return rising[::-1]


def drawn(found: list[Label], spine: float, form: Format) -> Iterator[Text | Line]:
    """Yield the shapes of labels, each joined to its time on the spine."""
    left = spine + _REACH
    beside = _left_of_texts([label.heads for label in found], spine, form)
    for label in found:
        yield Line(_curve(spine, label.wanted, left - _GAP, label.top + LINE / 2), "join")
        for number, head in enumerate(label.heads):
            style = BOLD if number == 0 else "note"
            yield Text(left, _baseline(label, number), head, SIZE, style)
        first = 0 if form.is_beside else len(label.heads)
        for number, text in enumerate(label.texts, first):
            yield Text(beside, _baseline(label, number), text, SIZE, "text")


def _baseline(label: Label, number: int) -> float:
    return label.top + number * LINE + 0.75 * LINE


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (x + to_x) / 2
    return (
        f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} "
        f"{to_x:.1f} {to_y:.1f}"
    )
