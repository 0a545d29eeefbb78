"""Shapes as SVG, each with the class that its colours come from (see colours).

A place across is a number of pixels, or a share of the drawing's width: share(0.25) is
"25%". Shares stretch with the room that a drawing gets while letters keep their size, so
one drawing is readable on a phone and on a wide screen. y grows downwards.
"""

from __future__ import annotations

from html import escape

from pmlog import clock
from pmlog.diagram.colours import SCOPE, style_sheet
from pmlog.text.terminal import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

Place = float | str


def share(part: float) -> str:
    """Return a part of the width as a place."""
    return f"{part * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _place(value: Place) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def _attributes(**values: Place) -> str:
    return " ".join(f'{name}="{_place(value)}"' for name, value in values.items())


def words(text: str) -> str:
    """Return text from people as one line of characters that XML allows."""
    return escape(one_line(" ".join(text.split())))


def text(
    x: Place, y: float, said: str, style: str = "", *, anchor: str = "", dx: float = 0
) -> str:
    """Return a line of text; y is its baseline, dx moves it by pixels from a share."""
    return set_text(x, y, words(said), style, anchor=anchor, dx=dx)


def set_text(
    x: Place, y: float, inner: str, style: str = "", *, anchor: str = "", dx: float = 0
) -> str:
    """Return a line of text that is markup already, as that of moment()."""
    where = _attributes(x=x, y=y, **({"dx": dx} if dx else {}))
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{style}" {where}{end}>{inner}</text>'


def moment(at_us: int, said: str, form: str, since_us: int | None = None) -> str:
    """Return an instant within a text, which a page may show in another zone.

    form names how it is written: "time", "second" or "day time"; the last has no date
    where it is that of since_us.
    """
    data = f'data-at="{clock.rfc3339(at_us)}" data-form="{form}"'
    if since_us is not None:
        data += f' data-since="{clock.rfc3339(since_us)}"'
    return f"<tspan {data}>{words(said)}</tspan>"


def rect(
    x: Place, y: float, width: Place, height: float, style: str, *, round_: float = 1.5
) -> str:
    """Return a rectangle."""
    where = _attributes(x=x, y=y, width=width, height=height, rx=round_)
    return f'<rect class="{style}" {where}/>'


def line(x1: Place, y1: float, x2: Place, y2: float, style: str) -> str:
    """Return a straight line."""
    return f'<line class="{style}" {_attributes(x1=x1, y1=y1, x2=x2, y2=y2)}/>'


def circle(x: Place, y: float, radius: float, style: str) -> str:
    """Return a disc."""
    return f'<circle class="{style}" {_attributes(cx=x, cy=y, r=radius)}/>'


def put(x: Place, y: float, *shapes: str) -> str:
    """Return shapes that are drawn around (0, 0), put at a place: they do not stretch."""
    inner = "".join(shapes)
    return f'<svg {_attributes(x=x, y=y)} overflow="visible">{inner}</svg>'


def figure(x: Place, y: float, path: str, style: str) -> str:
    """Return a shape whose path is drawn around (0, 0), put at a place."""
    return put(x, y, f'<path class="{style}" d="{path}"/>')


# Marks that differ in shape, so that they can be told apart without their colours.
TRIANGLE = "M0 -6L6 5H-6Z"
DIAMOND = "M0 -6.5L6.5 0L0 6.5L-6.5 0Z"
DISC = "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z"


def pill(x1: Place, x2: Place, y: float, style: str) -> str:
    """Return a bar of 16 pixels with round ends, which lie outside x1 and x2."""
    return line(x1, y, x2, y, f"pill {style}")


def clipped(x: Place, width: Place, *shapes: str) -> str:
    """Return shapes in a part of the width, of which they never leave: shares are its."""
    inner = "".join(shapes)
    return f'<svg {_attributes(x=x, width=width)} overflow="hidden">{inner}</svg>'


def area(x: Place, width: Place, *shapes: str) -> str:
    """Return shapes in a part of the width: shares are its."""
    inner = "".join(shapes)
    return f'<svg {_attributes(x=x, width=width)} overflow="visible">{inner}</svg>'


def linked(href: str, said: str, *shapes: str) -> str:
    """Return shapes that lead somewhere, and say what they are; without href only that."""
    return linked_as(href, f"<title>{words(said)}</title>", *shapes)


def linked_as(href: str, title: str, *shapes: str, by_key: bool = True) -> str:
    """Return linked() shapes with a title that is markup already, as timed_title() is.

    Where by_key is False, the key TAB passes over them.
    """
    inner = f"{title}{''.join(shapes)}"
    skipped = "" if by_key else ' tabindex="-1"'
    return f'<a href="{escape(href)}"{skipped}>{inner}</a>' if href else f"<g>{inner}</g>"


def timed_title(at_us: int, time: str, form: str, said: str) -> str:
    """Return a title that begins with an instant, which a page may write anew."""
    rest = words(f"; {said}").removeprefix(";")
    data = f'data-at="{clock.rfc3339(at_us)}" data-form="{form}" data-rest="{rest}"'
    return f"<title {data}>{words(time)}{rest}</title>"


def document(
    name: str,
    title: str,
    description: str,
    shapes: Iterable[str],
    *,
    height: float,
    width: float | None = None,
    scheme: str | None = None,
    style: str = "",
) -> str:
    """Return a whole drawing; name is its id, of letters, digits and hyphens.

    Without a width it takes the room that a page gives it, with one it stands alone, in
    a file. It brings the colours along, and style, which may say more.
    """
    names = f'aria-labelledby="{name}-title {name}-desc"'
    if width is None:
        size = f'width="100%" height="{height:g}"'
    else:
        size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    # Its marks lead to their entries: a picture of role img would hide them.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" class="{SCOPE}" '
        f'role="group" {size} {names}>\n'
        f'<title id="{name}-title">{words(title)}</title>\n'
        f'<desc id="{name}-desc">{words(description)}</desc>\n'
        f"<style>{style_sheet(scheme)}{style}</style>\n"
        f"{chr(10).join(shapes)}\n</svg>"
    )
