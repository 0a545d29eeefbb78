"""The drawing in SVG: inside a page, where its marks lead to their entries, or in a file.

It holds three layouts of one picture, of which its style shows the one that fits: in a page
it takes all the width there is, and its letters keep their size. There is no script in it
and nothing is fetched.
"""

from __future__ import annotations

from pmlog.diagram import markup
from pmlog.diagram.axis import face, span_text
from pmlog.diagram.colours import SCOPE
from pmlog.diagram.item import lengths
from pmlog.diagram.lanes import Form
from pmlog.diagram.layout import LARGE, NARROW, WIDE, Layout, layout
from pmlog.diagram.picture import NOTHING, Picture, left_out_text
from pmlog.text.width import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_WIDTH, _MARGIN = 880.0, 10.0
_TITLE_COLUMNS = 200
# Nobody listens to more.
_MOST_SAID = 20
# Where the anchors of the page's entries begin.
ENTRY = "#e-"


def svg(picture: Picture, *, name: str = SCOPE) -> str:
    """Return the picture as an SVG element of a page.

    name is its id, of letters, digits and hyphens; two drawings in one page need different
    ones. What contains it must be a container of CSS (container-type: inline-size): its
    width decides for a layout, not that of the window, in which there may be other things.
    """
    drawn = {form: layout(picture, form, ENTRY) for form in (WIDE, NARROW, LARGE)}
    queries = (
        _shown(name, NARROW, drawn[NARROW], "max-width:640px"),
        _shown(name, LARGE, drawn[LARGE], "min-width:1056px"),
    )
    hidden = f"#{name}>:is(.narrow,.large){{display:none}}"
    style = "\n".join(("", hidden, _hatching(name), *queries))
    shapes = (_pattern(name), *(_group(each, form) for form, each in drawn.items()))
    title, about = _title(picture), description(picture)
    height = drawn[WIDE].height
    return markup.document(name, title, about, shapes, height=height, style=style)


def _shown(name: str, form: Form, drawn: Layout, width: str) -> str:
    """Return the rules that show a layout at a width, instead of the others."""
    return (
        f"@container ({width}){{#{name}{{height:{drawn.height:g}px}}"
        f"#{name}>svg{{display:none}}#{name}>svg.{form.name}{{display:inline}}}}"
    )


def svg_file(picture: Picture, scheme: str | None = None) -> str:
    """Return the picture as a file of its own, light, dark or as the reader has it."""
    drawn = layout(picture, WIDE, "")
    height = drawn.height + 2 * _MARGIN
    inside = f'x="{_MARGIN:g}" y="{_MARGIN:g}" width="{FILE_WIDTH - 2 * _MARGIN:g}"'
    shapes = (
        markup.rect(0, 0, FILE_WIDTH, height, "sheet", round_=6),
        _pattern(SCOPE),
        f'<svg {inside} overflow="visible">{"".join(drawn.shapes)}</svg>',
    )
    style = f"\n.{SCOPE} .sheet{{fill:var(--pmlog-paper)}}\n{_hatching(SCOPE)}"
    return markup.document(
        SCOPE,
        _title(picture),
        description(picture),
        shapes,
        height=height,
        width=FILE_WIDTH,
        scheme=scheme,
        style=style,
    )


def _group(drawn: Layout, form: Form) -> str:
    # Where no style sheet is read, only the wide one shows.
    hidden = "" if form is WIDE else ' display="none"'
    inner = "\n".join(drawn.shapes)
    return f'<svg class="{form.name}" width="100%" overflow="visible"{hidden}>{inner}</svg>'


def _pattern(name: str) -> str:
    """Return the pattern of what was mitigated; outside of what may be hidden."""
    lines = f'<path class="hatch" d="M0 0V7" stroke-width="{_HATCH}"/>'
    return (
        f'<defs><pattern id="{name}-hatch" width="7" height="7" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect class="easing" width="7" height="7"/>{lines}</pattern></defs>'
    )


_HATCH = 3


def _hatching(name: str) -> str:
    return (
        f".{SCOPE} .hatch{{stroke:var(--pmlog-outage)}}\n"
        f"#{name} .hatched{{fill:url(#{name}-hatch);stroke:var(--pmlog-outage)}}"
    )


def _title(picture: Picture) -> str:
    return f"Overview of {cut(picture.title, _TITLE_COLUMNS)}"


def description(picture: Picture) -> str:
    """Return what the picture shows, for those who cannot see it."""
    return " ".join(_sentences(picture))


def _sentences(picture: Picture) -> Iterator[str]:
    shown = face(picture)
    yield f"{span_text(picture)}."
    if picture.is_empty:
        yield f"{NOTHING}."
    for window in picture.windows[:_MOST_SAID]:
        yield f"Users hit {shown.span(window)}."
    for part in picture.mitigated[:_MOST_SAID]:
        yield f"Mitigated {shown.start(part)}."
    if picture.phases:
        yield f"Response: {', '.join(lengths(picture.phases))}."
    if picture.paths:
        yield f"Wrong paths: {len(picture.paths)}."
    for name, items in picture.lanes:
        yield f"{name}: {', '.join(map(shown.start, items[:_MOST_SAID]))}."
    yield f"All events: {len(picture.events)}."
    if picture.left_out:
        yield f"{left_out_text(picture)}."
