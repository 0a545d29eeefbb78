"""The drawing in SVG, to stand inside HTML or alone in a file.

It holds two layouts of one picture, and its style shows the one that fits the screen. There
is no script in it and nothing is fetched.
"""

from __future__ import annotations

from html import escape

from pmlog.diagram.dial import dial, span_text
from pmlog.diagram.labels import NARROW, WIDE, Format
from pmlog.diagram.layout import sheet
from pmlog.diagram.lettering import cut
from pmlog.diagram.picture import Picture
from pmlog.diagram.shapes import Bar, Dot, Line, Shape, Sheet, Text
from pmlog.diagram.style import SCOPE, style_sheet
from pmlog.diagram.thinning import left_out_text, thinned

_POINTS, _SPANS, _PHASES = 40, 12, 60
_RADIUS = 5
_TITLE_COLUMNS = 200
# What lies behind comes first.
_ORDER = (Line, Bar, Dot, Text)


def svg(picture: Picture, *, name: str = SCOPE) -> str:
    """Return the picture as an SVG element.

    name is its id, of letters, digits and hyphens; two drawings in one page need different
    ones.
    """
    few = thinned(picture, points=_POINTS, spans=_SPANS, phases=_PHASES)
    wide, narrow = sheet(few, WIDE), sheet(few, NARROW)
    ratios = (f"{each.width:g}/{each.height:.0f}" for each in (wide, narrow))
    return "\n".join(
        (
            _opening(wide, name),
            f'<title id="{name}-title">{escape(_title(few))}</title>',
            f'<desc id="{name}-desc">{escape(_description(few))}</desc>',
            f"<style>{style_sheet(name, *ratios)}</style>",
            _layout(wide, WIDE),
            _layout(narrow, NARROW),
            "</svg>",
        )
    )


def _opening(wide: Sheet, name: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" class="{SCOPE}" role="img" '
        f'width="{wide.width:g}" height="{wide.height:.0f}" '
        f'aria-labelledby="{name}-title {name}-desc">'
    )


def _title(picture: Picture) -> str:
    return f"Timeline of {cut(picture.title, _TITLE_COLUMNS)}"


def _description(picture: Picture) -> str:
    shown = dial(picture, [item.first_us for item in (*picture.phases, *picture.items)])
    parts = [f"{span_text(picture)}."]
    parts += [f"{shown.start(p)} {p.kind}, {p.length}." for p in picture.phases]
    parts += [
        " ".join((shown.start(item), item.kind, item.length)).rstrip() + "."
        for item in picture.items
    ]
    return " ".join((*parts, left_out_text(picture))).rstrip()


def _layout(drawn: Sheet, form: Format) -> str:
    # Where no style sheet is read, only the wide one shows.
    hidden = "" if form is WIDE else ' display="none"'
    view = f'viewBox="0 0 {drawn.width:g} {drawn.height:.0f}"{hidden}'
    ordered = sorted(drawn.shapes, key=lambda shape: _ORDER.index(type(shape)))
    return "\n".join(
        (
            f'<svg class="{form.name}" width="100%" height="100%" {view}>',
            '<rect class="paper" width="100%" height="100%" rx="6"/>',
            *map(_element, ordered),
            "</svg>",
        )
    )


def _element(shape: Shape) -> str:
    match shape:
        case Text():
            return _text(shape)
        case Bar(box=box, style=style):
            x, y, width, height = (f"{value:.1f}" for value in box)
            size = f'width="{width}" height="{height}"'
            return f'<rect class="{style}" x="{x}" y="{y}" {size} rx="1.5"/>'
        case Dot(x, y, style):
            return f'<circle class="{style}" cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}"/>'
        case _:
            return f'<path class="{shape.style}" d="{shape.path}"/>'


def _text(text: Text) -> str:
    anchor = ' text-anchor="end"' if text.is_end else ""
    return (
        f'<text class="{text.style}" x="{text.x:.1f}" y="{text.y:.1f}" '
        f'font-size="{text.size:g}"{anchor}>{escape(text.text)}</text>'
    )
