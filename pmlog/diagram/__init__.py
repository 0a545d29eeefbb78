"""An incident -> a picture of its time, drawn four ways.

One pure picture: lanes with names, from the users who were hit down to all events. It is
drawn as SVG in a page and in a file, as characters in the terminal, and in Mermaid, which
gets the phases, the wrong paths and the key points. It stands beside the plain timeline,
never instead of it, and is as high for 3,000 events as it is for 3.

Its files; each imports only those named before it:

    colours    of drawings and of the page around them: light, dark and printed
    markup     shapes as SVG
    item       something at a time, or from one to another
    extent     the windows of the outage, and the time around them
    response   its phases: nobody knew, nobody had it, being worked on
    picture    what is drawn: the lanes
    axis       instants as the drawings write them; ticks and days
    sampling   what is drawn of too many
    lanes      the lanes of the drawing in SVG
    layout     where everything in it goes
    svg        the drawing in SVG
    canvas     a line of characters with room for labels
    text       the drawing in characters
    mermaid    the drawing in Mermaid
"""

from __future__ import annotations

from pmlog.diagram.mermaid import mermaid
from pmlog.diagram.picture import Picture, picture
from pmlog.diagram.svg import description, svg, svg_file
from pmlog.diagram.text import text

__all__ = ["Picture", "description", "mermaid", "picture", "svg", "svg_file", "text"]
