"""The zone that stands over a timeline, for the clocks below it that name none."""

from __future__ import annotations

from pmlog.check.document.topics import Topic
from pmlog.check.times.zones import Zone, zones_in
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.check.document.parse import Document


class ZoneAbove(NamedTuple):
    """A zone and the line that names it."""

    zone: Zone
    line: int


def zone_above(document: Document, first_entry: int) -> ZoneAbove | None:
    """Return the zone of the heading, the note or the head of the column, if it is one."""
    heading = document.sections.get(Topic.TIMELINE)
    if heading is None:
        return None
    named = [
        ZoneAbove(zone, line)
        for line, text in document.stated
        if heading <= line < first_entry
        for zone in zones_in(text)
    ]
    # "America/New_York, EST": the place leaves the offset to the season.
    named = [above for above in named if above.zone.offset_s is not None] or named
    is_one = len({above.zone.offset_s for above in named}) == 1
    return named[0] if is_one else None
