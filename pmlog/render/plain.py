"""The timeline for grep, awk and cut: an event a line, its columns between tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.text.terminal import one_line

if TYPE_CHECKING:
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident

# A promise to scripts: more may follow, none will move.
COLUMNS = ("at", "until", "elapsed_s", "kind", "id", "author", "text")


def plain_line(incident: Incident, event: Event, zone: str) -> str:
    """Return an event as the COLUMNS between tabs; until is empty where it is no span."""
    cells = (
        _instant(event.at, zone),
        "" if event.until is None else _instant(event.until, zone),
        str(incident.elapsed_us(event) // clock.SECOND_US),
        event.kind,
        event.short_id,
        one_line(event.author),
        one_line(event.text),
    )
    return "\t".join(cells)


def _instant(at_us: int, zone: str) -> str:
    """Return an instant to the second as RFC 3339, with the zone's offset."""
    offset = clock.zone_of_offset(clock.zone(zone).at(at_us).seconds)
    suffix = "Z" if offset == "UTC" else offset
    return f"{clock.date_text(at_us, zone)}T{clock.second_text(at_us, zone)}{suffix}"
