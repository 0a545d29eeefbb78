"""What is drawn of too many: marks that would touch become a number, all a density.

Places are in the units of the drawing: pixels, or columns of a terminal.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from pmlog.diagram.item import Item, by_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Scale(NamedTuple):
    """From instants to places."""

    first_us: int
    last_us: int
    room: float

    def place(self, at_us: int) -> float:
        """Return the place of an instant."""
        return (at_us - self.first_us) / (self.last_us - self.first_us) * self.room


class Cluster(NamedTuple):
    """Marks that stand together: from the first's place to the last's."""

    low: float
    high: float
    items: Sequence[Item]

    @property
    def middle(self) -> float:
        """The place of its number."""
        return (self.low + self.high) / 2


class _Run(NamedTuple):
    """A cluster in the making: which of the items it has."""

    low: float
    high: float
    start: int
    stop: int


class Marks(NamedTuple):
    """How far a mark reaches to either side, and each further digit of a number."""

    radius: float
    digit: float

    def reach(self, low: float, high: float, count: int) -> float:
        """Return how far a cluster reaches from its middle."""
        digits = len(str(count)) - 1 if count > 1 else 0
        return max((high - low) / 2 + self.radius, self.radius + digits * self.digit)


def clusters(items: Sequence[Item], scale: Scale, marks: Marks) -> list[Cluster]:
    """Return items, in order of time, as clusters that do not touch.

    A row of them without an end is cut into pieces that can still be told apart, or it
    would say no more than how many there are.
    """
    places = [scale.place(item.first_us) for item in items]
    runs = [_Run(place, place, n, n + 1) for n, place in enumerate(places)]
    while len(merged := _merged(runs, marks)) < len(runs):
        runs = merged
    return [
        Cluster(low, high, items[start:stop])
        for run in runs
        for low, high, start, stop in _pieces(run, places, marks)
    ]


def _merged(runs: Sequence[_Run], marks: Marks) -> list[_Run]:
    merged: list[_Run] = []
    for run in runs:
        if merged and _touch(merged[-1], run, marks):
            last = merged.pop()
            merged.append(_Run(last.low, run.high, last.start, run.stop))
        else:
            merged.append(run)
    return merged


def _touch(one: _Run, other: _Run, marks: Marks) -> bool:
    middles = ((run.low + run.high) / 2 for run in (one, other))
    reaches = (marks.reach(r.low, r.high, r.stop - r.start) for r in (one, other))
    left, right = middles
    return left + sum(reaches) > right


def _pieces(run: _Run, places: Sequence[float], marks: Marks) -> Iterator[_Run]:
    count = int((run.high - run.low) / (12 * marks.radius)) + 1
    if count == 1:
        yield run
        return
    size = (run.high - run.low) / count
    start = run.start
    for number in range(1, count + 1):
        edge = run.low + number * size
        stop = run.stop if number == count else bisect_left(places, edge, start, run.stop)
        if stop > start:
            # As far from the piece's edges as a mark reaches, so that pieces do not touch.
            yield _Run(edge - size + marks.radius, edge - marks.radius, start, stop)
        start = stop


def density(items: Iterable[Item], scale: Scale, bins: int) -> dict[int, list[Item]]:
    """Return the items by the bin that they fall into, of so many of one width."""
    found: dict[int, list[Item]] = {}
    for item in items:
        part = int(scale.place(item.first_us) / scale.room * bins)
        found.setdefault(min(part, bins - 1), []).append(item)
    return found


def packed(
    items: Sequence[Item], scale: Scale, *, rows: int, least: float
) -> list[list[tuple[Item, float]]]:
    """Return spans in rows in which they do not touch, as far as there is place for them.

    Each comes with the place at which the next one of its row begins. A span takes least
    room, however short it was.
    """
    free: list[float] = []
    found: list[list[Item]] = []
    for item in items:
        low = scale.place(item.first_us)
        row = next((n for n, end in enumerate(free) if end <= low), len(free))
        if row == rows:
            continue
        end = max(scale.place(item.last_us), low + least)
        if row == len(free):
            free.append(end)
            found.append([item])
        else:
            free[row] = end
            found[row].append(item)
    return [_with_room(row, scale) for row in found]


def _with_room(row: Sequence[Item], scale: Scale) -> list[tuple[Item, float]]:
    following = [scale.place(item.first_us) for item in row[1:]]
    return list(zip(row, [*following, scale.room], strict=True))


def longest(items: Sequence[Item], most: int) -> list[Item]:
    """Return the longest of items that take time, in their order."""
    by_length = sorted(items, key=lambda item: -item.duration_us)
    return sorted(by_length[:most], key=by_time)
