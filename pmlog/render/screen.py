"""The timeline for a terminal or a pipe: times in the incident's zone, elapsed times."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.metrics import outage
from pmlog.render import excerpt
from pmlog.render.bars import Bars, bars
from pmlog.render.display import BOLD, CYAN, DIM, GAP, GREEN, MAGENTA, RED, YELLOW, Display
from pmlog.render.rows import ClockChange, Date, beside, clock_text, outage_spans, rows
from pmlog.text.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pmlog.incident.timeline import Incident

# The kind's name carries the meaning, colour only helps the eye.
COLOURS = {
    kinds.BEGAN: RED,
    kinds.DETECTED: RED,
    kinds.MISLEADING: YELLOW,
    kinds.ESCALATED: MAGENTA,
    kinds.MITIGATED: CYAN,
    kinds.RESOLVED: GREEN,
}
_KIND_WIDTH = max(map(len, kinds.TIMELINE_KINDS))
_NEW, _WRONG = "▸>", "✗x"
# With fewer columns left for it, a text stands below its time; with more, bars may take
# what is over.
_LEAST_TEXT, _ROOMY_TEXT = 20, 48


class View(NamedTuple):
    """How a timeline is shown."""

    zones: tuple[str, ...]  # times are shown in the first, with the others beside
    display: Display = Display()
    ends: Mapping[str, int] = {}  # of misleading paths, where their events do not say
    new: Collection[str] = ()  # ids to draw attention to


def heading_lines(incident: Incident, view: View, note: str = "") -> list[str]:
    """Return the incident's title, id and state; note is said behind them."""
    said = f"{one_line(incident.title)}  [{incident.short_id}, {incident.state}]"
    known = [incident.fields.get(kind) for kind in (kinds.SEVERITY, kinds.COMMANDER)]
    severity, commander = (one_line(field.text) if field else "" for field in known)
    leads = commander and f"{commander} commands"
    said = "  ".join(filter(None, (said, severity, leads)))
    lines = view.display.fold(f"{said}  {note}" if note else said)
    return [view.display.paint(line, BOLD) for line in lines]


def timeline_lines(
    incident: Incident, events: Sequence[Event], view: View
) -> Iterator[str]:
    """Yield the lines of these events of an incident, with dates and clock changes."""
    if not events:
        return
    table = _Table(incident, events, view)
    display, zone = view.display, view.zones[0]
    date = ""
    spans = outage_spans(outage(incident).windows)
    for row in rows(events, zone, spans):
        if isinstance(row, Date):
            date = row.text
        elif isinstance(row, ClockChange):
            if date:
                yield from display.fold(f"{date}, {row.label_before}")
                date = ""
            yield from (display.paint(line, DIM) for line in display.fold(_change(row)))
        else:
            if date:
                yield from display.fold(f"{date}, {clock.zone_label(row.at, zone)}")
                date = ""
            yield from table.lines(row)


def _change(change: ClockChange) -> str:
    before = f"{change.clock_before} {change.label_before}"
    return f"  -- {before} became {change.clock_after} {change.label_after} --"


class _Table:
    """The columns of a timeline: mark and id, clock, elapsed, kind, bar, text."""

    def __init__(self, incident: Incident, events: Sequence[Event], view: View) -> None:
        self._incident = incident
        self._view = view
        self._display = view.display
        self._time = clock_text(*(event.at for event in events))
        self._clock = max((len(self._clock_time(event)) for event in events), default=0)
        self._elapsed = max((len(self._since(event)) for event in events), default=0)
        self._bars = Bars(0)
        self._indent = sum(len(text) + len(GAP) for text, _ in self._cells(events[0]))
        if self._display.columns is not None:
            room = self._display.columns - self._indent - len(GAP) - _ROOMY_TEXT
            self._bars = bars(events, view.ends, room)
            self._indent += self._bars.columns + len(GAP) if self._bars.columns else 0

    def lines(self, event: Event) -> Iterator[str]:
        """Yield the lines of an event: its text stands beside its time, or below it."""
        cells = self._cells(event)
        text = one_line(_text(event))
        display = self._display
        if display.columns is not None and display.columns - self._indent < _LEAST_TEXT:
            yield from display.run([(cell.strip(), code) for cell, code in cells])
            texts = display.fold(text, len(GAP))
            yield from (GAP + self._tone(line, event) for line in texts)
            return
        first, *others = display.fold(text, self._indent)
        head = "".join(display.paint(cell, code) + GAP for cell, code in cells)
        yield (head + self._tone(first, event)).rstrip()
        yield from (" " * self._indent + self._tone(line, event) for line in others)

    def _cells(self, event: Event) -> list[tuple[str, str]]:
        new = BOLD if event.id in self._view.new else ""
        colour = COLOURS.get(event.kind, "")
        code = f"{new};{colour}" if new and colour else new or colour
        cells = [
            (f"{self._mark(event)} {event.short_id}", new or DIM),
            (self._clock_time(event).ljust(self._clock), new),
            (self._since(event).rjust(self._elapsed), new),
            (event.kind.ljust(_KIND_WIDTH), code),
        ]
        if self._bars.columns:
            cells.append((self._bars.bar(event, self._display), colour or DIM))
        return cells

    def _mark(self, event: Event) -> str:
        if event.id in self._view.new:
            return self._display.mark(_NEW)
        is_wrong = event.kind == kinds.MISLEADING
        return self._display.mark(_WRONG) if is_wrong else " "

    def _tone(self, line: str, event: Event) -> str:
        is_wrong = event.kind == kinds.MISLEADING
        is_new = event.id in self._view.new
        return self._display.paint(line, BOLD if is_new else DIM if is_wrong else "")

    def _clock_time(self, event: Event) -> str:
        about = "~" if event.approx else " "
        zones = self._view.zones
        return f"{about}{self._time(event.at, zones[0])}{beside(event.at, zones)}"

    def _since(self, event: Event) -> str:
        return elapsed_text(self._incident.elapsed_us(event))


def elapsed_text(length_us: int) -> str:
    """Return how far into the incident something lies, close together: "+1h17m51s"."""
    text = clock.duration_text(length_us).replace(" min", "m").replace(" ", "")
    return text if text.startswith("-") else f"+{text}"


def _text(event: Event) -> str:
    details = event.details
    extra = [*details.links, *map(excerpt.line, details.attached)]
    if details.command:
        extra.insert(0, excerpt.ending(details))
        if details.command != event.text:
            extra.insert(0, f"ran {details.command}")
    if details.to:
        extra.insert(0, f"to {', '.join(details.to)}")
    if details.how:
        extra.insert(0, details.how)
    length_us = excerpt.length_us(event)
    if length_us is not None:
        extra.insert(0, f"for {clock.duration_text(length_us)}")
    return f"{event.text} ({'; '.join(extra)})" if extra else event.text
