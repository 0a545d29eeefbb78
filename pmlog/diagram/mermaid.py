"""The drawing in Mermaid, for Markdown that GitHub shows: a gantt chart.

It has the windows, the phases, the wrong paths and the key points, and no more: each is a
row, and a chart of many rows is a list that cannot be read on a phone.

Mermaid reads a line up to its first colon, swallows labels that start with a keyword, and
shows zoned times in the zone of whoever looks. So a label starts with its time, is escaped,
and times are naive: everybody sees the clock of the incident, and the title names its zone.
"""

from __future__ import annotations

import re

from pmlog import clock
from pmlog.clock import SECOND_US
from pmlog.diagram.axis import Face, face
from pmlog.diagram.item import OUTAGE, RESPONSE, UNACKNOWLEDGED, UNDETECTED, Item, by_time
from pmlog.diagram.picture import NOTHING, THE_RESPONSE, USERS_HIT, WRONG_PATHS, Picture
from pmlog.diagram.sampling import longest
from pmlog.incident import kinds
from pmlog.text.width import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Mermaid writes a label that does not fit into its bar beside it, over the names of the
# sections, if it must: on a phone there is no room for more than this.
_LABEL_COLUMNS = 24
_TITLE_COLUMNS = 48
_WINDOWS, _PHASES, _PATHS, _KEYS = 6, 9, 6, 6
_TAGS = {
    OUTAGE: "crit, ",
    UNDETECTED: "crit, ",
    UNACKNOWLEDGED: "crit, ",
    RESPONSE: "done, ",
}
# What a reader looks for first comes first.
_KEY_KINDS = (
    kinds.RESOLVED,
    kinds.DETECTED,
    kinds.MITIGATED,
    kinds.ESCALATED,
)
# What Mermaid takes for its own: the end of a label, comments, directives, entities, tags.
_MARKUP = re.compile(r"[:#;&<>\"]|%(?=[%{])|(?<=[%}])%")


def mermaid(picture: Picture) -> str:
    """Return the picture as the text of a Mermaid gantt chart, without a fence."""
    return "\n".join(_lines(picture))


def _lines(picture: Picture) -> Iterator[str]:
    steady = _steady(picture)
    shown = face(steady)
    yield "gantt"
    yield f"    title {_title(picture, steady.zone)}"
    yield "    dateFormat YYYY-MM-DDTHH:mm:ss"
    yield f"    axisFormat {'%d %b %H:%M' if shown.has_days else '%H:%M'}"
    # The line of today lies far outside, on the edge of the chart.
    yield "    todayMarker off"
    sections = [(name, items) for name, items in _sections(picture) if items]
    for name, items in sections:
        yield f"    section {name}"
        for number, item in enumerate(items, 1):
            yield f"    {_task(item, f'{name[0].lower()}{number}', shown)}"
    if not sections:
        # A chart without a task has no axis, on which Mermaid stumbles.
        said = NOTHING if picture.is_empty else "no key point is logged yet"
        opened = Item(said, "", steady.first_us, steady.first_us)
        yield f"    {_task(opened, 'e1', shown)}"


def _sections(picture: Picture) -> tuple[tuple[str, Sequence[Item]], ...]:
    """Return the sections of the chart; their initials begin the ids of their tasks."""
    return (
        (USERS_HIT, longest(picture.windows, _WINDOWS)),
        (THE_RESPONSE, longest(picture.phases, _PHASES)),
        (WRONG_PATHS, longest(picture.paths, _PATHS)),
        ("Key points", _keys(picture)),
    )


def _keys(picture: Picture) -> list[Item]:
    found = [e for kind in _KEY_KINDS for e in picture.events if e.kind == kind]
    return sorted(found[:_KEYS], key=by_time)


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
    return escaped(f"{cut(picture.title, _TITLE_COLUMNS)} ({'; '.join(notes)})")


def _task(item: Item, name: str, shown: Face) -> str:
    start = _naive(item.first_us, shown.zone)
    if item.duration_us == 0:
        return f"{_label(item, shown)} :milestone, {name}, {start}, 0s"
    seconds = item.duration_us // SECOND_US
    return f"{_label(item, shown)} :{_TAGS.get(item.kind, '')}{name}, {start}, {seconds}s"


def _label(item: Item, shown: Face) -> str:
    if item.kind == OUTAGE:
        start, _, rest = shown.span(item).partition(" ")
        # "from" would start it otherwise, and a colon ends it.
        whole = f"{start} {rest}" if start != "from" else rest.replace(",", "", 1)
        return escaped(cut(whole.replace(":", "."), _TITLE_COLUMNS))
    what = f"{item.name}, {item.length}" if item.length else item.name
    if item.kind in _TAGS:
        said = what
    elif item.kind == kinds.MISLEADING:
        # The section says what it is, and the bar how long it took.
        said = cut(item.text, _LABEL_COLUMNS) or "wrong path"
    else:
        said = cut(f"{what}: {item.text}" if item.text else what, _LABEL_COLUMNS)
    # A point reads as a clock time and needs no escape.
    time = shown.start(item).replace(":", ".")
    return f"{time} {escaped(said)}".rstrip()


def escaped(text: str) -> str:
    """Return a line that Mermaid shows as it is."""
    return _MARKUP.sub(lambda mark: f"#{ord(mark.group())};", text)


def _naive(at_us: int, zone: str) -> str:
    return f"{clock.date_text(at_us, zone)}T{clock.second_text(at_us, zone)}"
