"""Instants as the drawings write them, and the ticks of an axis."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from pmlog import clock
from pmlog.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlog.diagram.picture import Item, Picture

_STEPS = (
    *(count * SECOND_US for count in (1, 2, 5, 10, 15, 30)),
    *(count * MINUTE_US for count in (1, 2, 5, 10, 15, 30)),
    *(count * HOUR_US for count in (1, 2, 3, 6, 12)),
    *(count * DAY_US for count in (1, 2, 7)),
)


# Instead of a drawing.
NOTHING = "nothing is logged yet"


class Tick(NamedTuple):
    """A mark on the axis; is_day where it names a date instead of a time."""

    at_us: int
    text: str
    is_day: bool


class Dial(NamedTuple):
    """How the instants of a picture are written: to the second only where it matters."""

    zone: str
    has_seconds: bool
    has_days: bool

    def time(self, at_us: int) -> str:
        """Return "14:05" or "14:05:09", with "11-21 " before it in a picture of days."""
        text = clock.second_text if self.has_seconds else clock.minute_text
        day = f"{clock.date_text(at_us, self.zone)[5:]} " if self.has_days else ""
        return day + text(at_us, self.zone)

    def start(self, item: Item) -> str:
        """Return when an item starts, with a "~" where that is about."""
        return f"{'~' if item.is_about else ''}{self.time(item.first_us)}"

    def change(self, at_us: int) -> str:
        """Return between which offsets the clocks change at an instant."""
        before = clock.zone_label(at_us - SECOND_US, self.zone)
        return f"change from {before} to {clock.zone_label(at_us, self.zone)}"


def dial(picture: Picture, instants: Iterable[int] = ()) -> Dial:
    """Return the dial for a picture, or for those of its instants that are written."""
    written = list(instants) or [picture.first_us, picture.last_us]
    ends = (picture.first_us, picture.last_us)
    return Dial(
        picture.zone,
        has_seconds=any(at_us // SECOND_US % 60 for at_us in written),
        has_days=len({clock.date_text(at_us, picture.zone) for at_us in ends}) > 1,
    )


def span_text(picture: Picture) -> str:
    """Return the date and the zone of a picture, both of them where they change in it."""
    ends = (picture.first_us, *picture.clock_changes, picture.last_us)
    days = dict.fromkeys(clock.date_text(at_us, picture.zone) for at_us in ends)
    labels = dict.fromkeys(clock.zone_label(at_us, picture.zone) for at_us in ends)
    named = picture.zone if picture.zone[0] not in "+-" and picture.zone != "UTC" else ""
    date = " to ".join([*days][:1] + [*days][1:][-1:])
    return f"{date}, {named}{' ' if named else ''}{', then '.join(labels)}"


def ticks(picture: Picture, most: int) -> list[Tick]:
    """Return about so many ticks at most, at round times of the wall clock."""
    step_us = _step(picture.last_us - picture.first_us, most)
    changes = (at_us - 1 for at_us in picture.clock_changes)
    edges = [picture.first_us - 1, *changes, picture.last_us]
    found = []
    for before_us, last_us in pairwise(edges):
        # Round by the wall clock, which a change shifts against all instants.
        shift_us = clock.zone(picture.zone).at(before_us + 1).seconds * SECOND_US
        first = (before_us + shift_us) // step_us + 1
        last = (last_us + shift_us) // step_us
        found += [n * step_us - shift_us for n in range(first, last + 1)]
    return [_tick(at_us, picture.zone, step_us) for at_us in found]


def _step(length_us: int, most: int) -> int:
    for step_us in _STEPS:
        if length_us // step_us < most:
            return step_us
    step_us = _STEPS[-1]
    while length_us // step_us >= most:
        step_us *= 2
    return step_us


def _tick(at_us: int, zone: str, step_us: int) -> Tick:
    text = clock.minute_text if step_us >= MINUTE_US else clock.second_text
    time = text(at_us, zone)
    is_day = clock.second_text(at_us, zone) == "00:00:00" and step_us >= MINUTE_US
    return Tick(at_us, clock.date_text(at_us, zone)[5:] if is_day else time, is_day)
