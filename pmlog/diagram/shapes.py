"""The shapes of a drawing in SVG, each with the style that its colours come from."""

from __future__ import annotations

from typing import NamedTuple

from pmlog.diagram.lettering import thousandths

# Of the line above the baseline and of the one below it, in parts of the size.
_ASCENT, _DESCENT = 0.95, 0.25
# The style of what is set in bold, and how much wider that is at most.
BOLD = "head"
_BOLD_FACTOR = 1.15


def width(text: str, size: float, style: str = "") -> float:
    """Return how wide a text is at most."""
    return thousandths(text) * size / 1000 * (_BOLD_FACTOR if style == BOLD else 1)


class Box(NamedTuple):
    """A rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Tell whether two boxes share more than an edge."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


class Text(NamedTuple):
    """A line of text; y is its baseline, x its left edge, or its right one if is_end."""

    x: float
    y: float
    text: str
    size: float
    style: str
    is_end: bool = False

    @property
    def box(self) -> Box:
        """The room that it takes at most."""
        wide = width(self.text, self.size, self.style)
        left = self.x - wide if self.is_end else self.x
        top = self.y - _ASCENT * self.size
        return Box(left, top, wide, (_ASCENT + _DESCENT) * self.size)


class Bar(NamedTuple):
    """A filled rectangle."""

    box: Box
    style: str


class Dot(NamedTuple):
    """A filled circle."""

    x: float
    y: float
    style: str


class Line(NamedTuple):
    """A stroke; path is in SVG's language."""

    path: str
    style: str


Shape = Text | Bar | Dot | Line


class Sheet(NamedTuple):
    """A drawing."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
