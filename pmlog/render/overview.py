"""The picture of an incident in characters, in the colours of the timeline below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog import diagram
from pmlog.diagram.picture import LANES, USERS_HIT, WRONG_PATHS
from pmlog.incident import kinds
from pmlog.render.screen import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.timeline import Incident
    from pmlog.render.display import Display

_LANES = {
    USERS_HIT: kinds.BEGAN,
    WRONG_PATHS: kinds.MISLEADING,
    **{name: kind for kind, name in LANES.items()},
}
_USUAL_WIDTH = 80


def overview_lines(
    incident: Incident, zone: str, now_us: int, display: Display
) -> Iterator[str]:
    """Yield the lines of an incident's picture, and an empty one behind them."""
    picture = diagram.picture(incident, now_us=now_us, zone=zone)
    width = display.columns or _USUAL_WIDTH
    drawn = diagram.text(picture, width=width, ascii=not display.unicode)
    colour = ""
    for line in drawn.splitlines():
        # What has no name continues the lane above it.
        if line[:1].strip():
            kind = next((k for name, k in _LANES.items() if line.startswith(name)), "")
            colour = COLOURS.get(kind, "")
        yield display.paint(line, colour)
    yield ""
