"""The hand-over at the end of a shift: which incidents, and what happened in them since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.render.rows import ClockChange, Date, beside, clock_text, moment, rows
from pmlog.text.number import count
from pmlog.text.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident


def heading(since_us: int, now_us: int, zone: str, incidents: int) -> str:
    """Return what the whole is about."""
    length = clock.duration_text(clock.between(since_us, now_us))
    found = count(incidents, "incident")
    return f"Hand-over: {found}, since {moment(since_us, zone)}, {length}"


def events_since(incident: Incident, since_us: int) -> list[Event]:
    """Return the events of a timeline that happened since, or were logged since."""
    return [
        event for event in incident.timeline if max(event.at, event.recorded_at) >= since_us
    ]


def lines(events: Sequence[Event], zones: tuple[str, ...]) -> Iterator[str]:
    """Yield a line for each event, its date where that changes."""
    if not events:
        yield "Nothing was logged since then."
        return
    yield "Since then:"
    text = clock_text(*(event.at for event in events))
    for row in rows(events, zones[0]):
        if isinstance(row, Date):
            yield f"  {row.text}"
        elif not isinstance(row, ClockChange):
            about = "~" * row.approx
            time = f"{about}{text(row.at, zones[0])}{beside(row.at, zones)}"
            yield f"  {time}  {row.kind}: {one_line(row.text)}"
