"""The timeline for a terminal: a line an event, times in the incident's zone."""

from __future__ import annotations

from pmlog import clock, model
from pmlog.model import Event
from pmlog.render.story import ClockChange, Date, beside, rows
from pmlog.terminal import one_line
from pmlog.timeline import Incident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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


def timeline_lines(
    incident: Incident, *, zones: tuple[str, ...], colour: bool
) -> Iterator[str]:
    """Yield the timeline's lines: a heading, then dates, clock changes and events.

    Times are told in the first of the zones, with the others beside it.
    """
    yield f"{one_line(incident.title)}  [{incident.short_id}, {incident.state}]"
    clocks = _padded((_clock(event, zones) for event in incident.timeline), str.ljust)
    elapsed = _padded((_elapsed(incident, event) for event in incident.timeline), str.rjust)
    columns = iter(zip(clocks, elapsed, strict=True))
    date = ""
    for row in rows(incident.timeline, zones[0]):
        if isinstance(row, Date):
            date = row.text
        elif isinstance(row, ClockChange):
            yield (
                f"  -- {row.clock_before} {row.label_before} became "
                f"{row.clock_after} {row.label_after} --"
            )
        else:
            if date:
                yield f"{date}, {clock.zone_label(row.at, zones[0])}"
                date = ""
            at, since = next(columns)
            yield f"  {row.short_id}  {at}  {since}  {_kind(row, colour)}  {_text(row)}"


def _padded(texts: Iterable[str], pad: Callable[[str, int], str]) -> list[str]:
    kept = list(texts)
    width = max(map(len, kept), default=0)
    return [pad(text, width) for text in kept]


def _kind(event: Event, colour: bool) -> str:
    kind = event.kind.ljust(_KIND_WIDTH)
    code = _COLOURS.get(event.kind) if colour else None
    return f"\x1b[{code}m{kind}\x1b[0m" if code else kind


def _clock(event: Event, zones: tuple[str, ...]) -> str:
    mark = "~" if event.approx else " "
    return f"{mark}{clock.second_text(event.at, zones[0])}{beside(event.at, zones)}"


def _elapsed(incident: Incident, event: Event) -> str:
    text = clock.duration_text(incident.elapsed_us(event))
    return text if text.startswith("-") else f"+{text}"


def _text(event: Event) -> str:
    details = event.details
    extra = list(details.links)
    if details.to:
        extra.insert(0, f"to {', '.join(details.to)}")
    if details.how:
        extra.insert(0, details.how)
    if event.until is not None:
        extra.insert(0, f"for {clock.duration_text(clock.between(event.at, event.until))}")
    return one_line(f"{event.text} ({'; '.join(extra)})" if extra else event.text)
