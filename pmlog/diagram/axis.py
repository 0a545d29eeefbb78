"""Instants as the drawings write them; the ticks and the days of an axis."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from pmlog import clock
from pmlog.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from pmlog.diagram.item import Item
from pmlog.diagram.picture import Picture

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STEPS = (
    *(count * SECOND_US for count in (1, 2, 5, 10, 15, 30)),
    *(count * MINUTE_US for count in (1, 2, 5, 10, 15, 30)),
    *(count * HOUR_US for count in (1, 2, 3, 6, 12)),
    *(count * DAY_US for count in (1, 2, 7)),
)
_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


class Face(NamedTuple):
    """How the instants of a picture are written: no finer than they are."""

    zone: str
    has_seconds: bool
    has_days: bool

    def time(self, at_us: int, since_us: int | None = None) -> str:
        """Return "14:05" or "14:05:09", with "21 Nov " before it in a picture of days.

        There is no date where it is that of since_us.
        """
        text = clock.second_text if self.has_seconds else clock.minute_text
        day = day_text(at_us, self.zone)
        is_same = since_us is not None and day_text(since_us, self.zone) == day
        return ("" if is_same or not self.has_days else f"{day} ") + text(at_us, self.zone)

    def start(self, item: Item) -> str:
        """Return when an item starts, with a "~" where that is about."""
        return f"{'~' if item.is_about else ''}{self.time(item.first_us)}"

    def span(
        self, item: Item, write: Callable[[int, int | None], str] | None = None
    ) -> str:
        """Return "14:00 to 15:00, 1 h", as far as it is known.

        write sets its instants otherwise than time() does.
        """
        write = write or self.time
        start = f"{'~' if item.is_about else ''}{write(item.first_us, None)}"
        if not item.has_end:
            return f"from {start}, its end is not in the log"
        if item.is_open:
            return f"from {start}, {item.length or 'just now'}"
        length = f", {item.length}" if item.length else ""
        return f"{start} to {write(item.last_us, item.first_us)}{length}"

    @property
    def form(self) -> str:
        """What a page calls this way of writing."""
        return "day time" if self.has_days else "second" if self.has_seconds else "time"


def face(picture: Picture) -> Face:
    """Return how a picture writes its instants."""
    bars = picture.windows or picture.phases or picture.events
    written = [end for bar in bars for end in (bar.first_us, bar.last_us)]
    length_us = picture.last_us - picture.first_us
    return Face(
        picture.zone,
        # Where it took days nobody looks for seconds, and there is no room for them.
        has_seconds=length_us < DAY_US and any(us // SECOND_US % 60 for us in written),
        has_days=length_us > DAY_US,
    )


def day_text(at_us: int, zone: str) -> str:
    """Return a date of the axis: "20 Oct"."""
    _, month, day = clock.date_text(at_us, zone).split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]}"


def zone_text(picture: Picture) -> str:
    """Return the zone of a picture, each of its offsets where the clocks change in it."""
    ends = (picture.first_us, *picture.clock_changes)
    labels = dict.fromkeys(clock.zone_label(at_us, picture.zone) for at_us in ends)
    named = picture.zone if picture.zone[0] not in "+-" and picture.zone != "UTC" else ""
    return f"{named}{' ' if named else ''}{', then '.join(labels)}"


def span_text(picture: Picture) -> str:
    """Return the dates and the zone of a picture: "2026-11-21, UTC"."""
    ends = (picture.first_us, picture.last_us)
    days = dict.fromkeys(clock.date_text(at_us, picture.zone) for at_us in ends)
    return f"{' to '.join(days)}, {zone_text(picture)}"


def step(picture: Picture, most: int) -> int:
    """Return how far apart the ticks of an axis are that has about so many at most."""
    length_us = picture.last_us - picture.first_us
    for step_us in _STEPS:
        if length_us // step_us < most:
            return step_us
    step_us = _STEPS[-1]
    while length_us // step_us >= most:
        step_us *= 2
    return step_us


def ticks(picture: Picture, step_us: int) -> list[int]:
    """Return the instants of a picture that are multiples of a step by the wall clock."""
    return list(_rounds(picture, step_us))


def tick_text(at_us: int, picture: Picture, step_us: int) -> str:
    """Return the time that stands at a tick."""
    text = clock.minute_text if step_us >= MINUTE_US else clock.second_text
    return text(at_us, picture.zone)


def days(picture: Picture, most: int) -> list[int]:
    """Return the instants at which a date begins inside a picture.

    Where there are more than about most, it is each second one, or each week's, or fewer.
    """
    step_us = max(DAY_US, step(picture, most))
    return [us for us in _rounds(picture, step_us) if picture.first_us < us]


def _rounds(picture: Picture, step_us: int) -> Iterator[int]:
    changes = (at_us - 1 for at_us in picture.clock_changes)
    edges = [picture.first_us - 1, *changes, picture.last_us]
    for before_us, last_us in pairwise(edges):
        # Round by the wall clock, which a change shifts against all instants.
        shift_us = clock.zone(picture.zone).at(before_us + 1).seconds * SECOND_US
        first = (before_us + shift_us) // step_us + 1
        last = (last_us + shift_us) // step_us
        yield from (n * step_us - shift_us for n in range(first, last + 1))
