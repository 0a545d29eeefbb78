"""The picture that watch draws: the newest of a timeline, as much as a screen holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.render import sentences
from pmlog.render.display import DIM
from pmlog.render.screen import heading_lines, timeline_lines

if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident
    from pmlog.render.screen import View

# With less room for it than this, the timeline has the screen to itself.
_LEAST_ROOM = 3


def picture(
    incident: Incident, view: View, now_us: int, height: int, foot: str = ""
) -> list[str]:
    """Return an incident in at most height lines, its newest events at the bottom.

    Above them stand its title and how long it has been, below them the foot.
    """
    head = heading_lines(incident, view)
    said = sentences.so_far(incident, view.zones, now_us)
    head += view.display.fold(f"Outage: {said}")
    if told := sentences.users_told(incident, view.zones, now_us):
        head += view.display.fold(f"Users told: {told}")
    feet = ["", *_dim(foot, view)] if foot else []
    if height - len(head) - len(feet) < _LEAST_ROOM:
        head, feet = head[:1], []
    room = max(1, height - len(head) - len(feet))
    return [*head, *_newest(incident, view, room), *feet][-height:]


def waiting(reason: str, view: View, foot: str = "") -> list[str]:
    """Return what stands there while there is no incident."""
    lines = view.display.fold(f"Waiting for an incident: {reason}")
    return [*lines, "", *_dim(foot, view)]


def _dim(text: str, view: View) -> list[str]:
    return [view.display.paint(line, DIM) for line in view.display.fold(text)]


def _newest(incident: Incident, view: View, room: int) -> list[str]:
    # A screenful of each is more than can be seen.
    most = room * (view.display.columns or 80)
    events = [e._replace(text=e.text[:most]) for e in incident.timeline[-room:]]
    lines = list(timeline_lines(incident, events, view))
    while len(lines) > room and len(events) > 1:
        events = events[1:]
        lines = list(timeline_lines(incident, events, view))
    if len(lines) > room:
        # One text fills the screen and more.
        more = view.display.mark("…~") * 3
        return [*lines[: room - 1], view.display.paint(more, DIM)]
    return lines
