"""The timeline for a terminal: a line an event, times in the incident's zone."""

from __future__ import annotations

from pmlog import clock, model
from pmlog.model import Event
from pmlog.terminal import one_line
from pmlog.timeline import Incident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# SGR codes; the kind's name carries the meaning, colour only helps the eye.
_COLOURS = {
    model.BEGAN: "31",
    model.DETECTED: "31",
    model.MISLEADING: "33",
    model.ESCALATED: "35",
    model.MITIGATED: "36",
    model.RESOLVED: "32",
}
_KIND_WIDTH = max(map(len, model.TIMELINE_KINDS))


def timeline_lines(incident: Incident, *, zone: str, colour: bool) -> Iterator[str]:
    """Yield the timeline's lines: a heading, then dates and events."""
    yield f"{one_line(incident.title)}  [{incident.short_id}, {incident.state}]"
    elapsed_texts = {e.id: _elapsed(incident, e) for e in incident.timeline}
    width = max(map(len, elapsed_texts.values()), default=0)
    heading = None
    for event in incident.timeline:
        day = f"{clock.date_text(event.at, zone)}, {clock.zone_label(event.at, zone)}"
        if day != heading:
            heading = day
            yield day
        kind = event.kind.ljust(_KIND_WIDTH)
        if colour and event.kind in _COLOURS:
            kind = f"\x1b[{_COLOURS[event.kind]}m{kind}\x1b[0m"
        yield (
            f"  {event.short_id}  {_clock(event, zone)}  "
            f"{elapsed_texts[event.id].rjust(width)}  {kind}  {_text(event)}"
        )


def _clock(event: Event, zone: str) -> str:
    mark = "~" if event.approx else " "
    return f"{mark}{clock.second_text(event.at, zone)}"


def _elapsed(incident: Incident, event: Event) -> str:
    text = clock.duration_text(incident.elapsed_us(event))
    return text if text.startswith("-") else f"+{text}"


def _text(event: Event) -> str:
    details = event.details
    extra = list(details.get(model.DATA_LINKS, []))
    if model.DATA_TO in details:
        extra.insert(0, f"to {', '.join(details[model.DATA_TO])}")
    if model.DATA_HOW in details:
        extra.insert(0, details[model.DATA_HOW])
    if event.until is not None:
        extra.insert(0, f"for {clock.duration_text(clock.between(event.at, event.until))}")
    return one_line(f"{event.text} ({'; '.join(extra)})" if extra else event.text)
