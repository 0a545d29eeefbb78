"""An incident -> a picture of its time, drawn three ways.

One pure picture, in Mermaid for Markdown, in SVG for HTML, in characters for the terminal.
A picture stands beside the plain timeline and never instead of it: where there are more
events than it can show, it shows the telling ones and says how many it left out.

Its files; each imports only those named before it:

    colours    of drawings and of the page around them: light, dark and printed
    markup     shapes as SVG
    picture    what is drawn: phases, spans, points, the time they take up
    thinning   the telling part of too many
    dial       instants as the drawings write them; ticks of an axis
    lettering  how wide text is, cut and wrapped to fit
    gantt      the drawing in Mermaid
    columns    the drawing in characters
    shapes     what the drawing in SVG is made of
    labels     its labels, which do not overlap
    layout     where everything in it goes
    style      its colours, light, dark and printed
    drawing    the drawing in SVG
"""

from __future__ import annotations

from pmlog.diagram.columns import text
from pmlog.diagram.drawing import svg
from pmlog.diagram.gantt import mermaid
from pmlog.diagram.picture import Item, Picture, picture

__all__ = ["Item", "Picture", "mermaid", "picture", "svg", "text"]
