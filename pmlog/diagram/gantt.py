"""The drawing in Mermaid, for Markdown that GitHub shows: a gantt chart.

Mermaid reads a line up to its first colon, swallows labels that start with a keyword, and
shows zoned times in the zone of whoever looks. So a label starts with its time, is escaped,
and times are naive: everybody sees the clock of the incident, and the title names its zone.
"""

from __future__ import annotations

import re

from pmlog import clock
from pmlog.clock import SECOND_US
from pmlog.diagram.dial import NOTHING, Dial, dial
from pmlog.diagram.lettering import cut
from pmlog.diagram.picture import (
    MITIGATED,
    OUTAGE,
    RESPONSE,
    UNACKNOWLEDGED,
    UNDETECTED,
    Item,
    Picture,
)
from pmlog.diagram.thinning import left_out_text, thinned
from pmlog.incident import kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Mermaid writes a label that does not fit into its bar at the left, over the names of the
# sections, if it must.
_LABEL_COLUMNS = 45
_TITLE_COLUMNS = 60
# Mermaid refuses texts of more than 50,000 characters, and nobody reads that many rows.
_POINTS, _SPANS, _PHASES = 40, 20, 20
_TAGS = {
    OUTAGE: "crit, ",
    UNDETECTED: "crit, ",
    UNACKNOWLEDGED: "crit, ",
    RESPONSE: "active, ",
    MITIGATED: "done, ",
}
# What Mermaid takes for its own: the end of a label, comments, directives, entities, tags.
_MARKUP = re.compile(r"[:#;&<>\"]|%(?=[%{])|(?<=[%}])%")


def mermaid(picture: Picture) -> str:
    """Return the picture as the text of a Mermaid gantt chart, without a fence."""
    return "\n".join(_lines(thinned(picture, points=_POINTS, spans=_SPANS, phases=_PHASES)))


def _lines(picture: Picture) -> Iterator[str]:
    steady = _steady(picture)
    shown = dial(steady, [item.first_us for item in (*picture.phases, *picture.items)])
    yield "gantt"
    yield f"    title {_title(picture, steady.zone)}"
    yield "    dateFormat YYYY-MM-DDTHH:mm:ss"
    yield f"    axisFormat {'%m-%d %H:%M' if shown.has_days else '%H:%M'}"
    # The line of today lies far outside, on the edge of the chart.
    yield "    todayMarker off"
    for name, items in _sections(picture):
        if items:
            yield f"    section {name}"
        for number, item in enumerate(items, 1):
            yield f"    {_task(item, f'{name[0].lower()}{number}', shown)}"
    if not (picture.phases or picture.items):
        # A chart without a task has no axis, on which Mermaid stumbles.
        opened = Item(NOTHING, "", steady.first_us, steady.first_us)
        yield f"    {_task(opened, 'e1', shown)}"


def _sections(picture: Picture) -> tuple[tuple[str, list[Item]], ...]:
    """Return the sections of the chart; their initials begin the ids of their tasks."""
    return (
        ("Phases", list(picture.phases)),
        ("Misleading", [s for s in picture.spans if s.kind == kinds.MISLEADING]),
        ("Spans", [s for s in picture.spans if s.kind != kinds.MISLEADING]),
        ("Events", list(picture.points)),
    )


def _steady(picture: Picture) -> Picture:
    """Return the picture in a zone whose clocks do not change: naive times must ascend."""
    if not picture.clock_changes:
        return picture
    offset = clock.zone(picture.zone).at(picture.first_us)
    return picture._replace(zone=clock.zone_of_offset(offset.seconds), clock_changes=())


def _title(picture: Picture, zone: str) -> str:
    named = clock.zone_label(picture.first_us, picture.zone)
    if zone != picture.zone:
        named = f"{clock.zone_label(picture.first_us, zone)} throughout"
    notes = [f"times in {named}"]
    notes += [f"the clocks of {picture.zone} change"] if picture.clock_changes else []
    notes += ["ongoing"] if picture.is_ongoing else []
    notes += [left_out_text(picture)] if picture.left_out else []
    return escaped(f"{cut(picture.title, _TITLE_COLUMNS)} ({'; '.join(notes)})")


def _task(item: Item, name: str, shown: Dial) -> str:
    start = _naive(item.first_us, shown.zone)
    if item.duration_us == 0:
        return f"{_label(item, shown)} :milestone, {name}, {start}, 0s"
    seconds = item.duration_us // SECOND_US
    return f"{_label(item, shown)} :{_TAGS.get(item.kind, '')}{name}, {start}, {seconds}s"


def _label(item: Item, shown: Dial) -> str:
    what = f"{item.kind}, {item.length}" if item.length else item.kind
    # The section says that it is misleading.
    what = item.length if item.kind == kinds.MISLEADING and item.length else what
    text = f"{what}: {item.text}" if item.text else what
    # A point reads as a clock time and needs no escape.
    time = shown.start(item).replace(":", ".")
    return f"{time} {escaped(cut(text, _LABEL_COLUMNS))}"


def escaped(text: str) -> str:
    """Return a line that Mermaid shows as it is."""
    return _MARKUP.sub(lambda mark: f"#{ord(mark.group())};", text)


def _naive(at_us: int, zone: str) -> str:
    return f"{clock.date_text(at_us, zone)}T{clock.second_text(at_us, zone)}"
