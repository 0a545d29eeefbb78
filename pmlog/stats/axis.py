"""A logarithmic axis of lengths, from the shortest to the longest there is.

Outages last from seconds to weeks: on an axis of even steps one long night would press all
others into a line.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from pmlog.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# What the axis may begin, end and be labelled with; a length of nothing is at its left end.
TICKS = (
    (SECOND_US, "1 s"),
    (10 * SECOND_US, "10 s"),
    (MINUTE_US, "1 min"),
    (10 * MINUTE_US, "10 min"),
    (HOUR_US, "1 h"),
    (6 * HOUR_US, "6 h"),
    (DAY_US, "1 d"),
    (7 * DAY_US, "7 d"),
    (30 * DAY_US, "30 d"),
    (365 * DAY_US, "1 y"),
    (3650 * DAY_US, "10 y"),
    (36500 * DAY_US, "100 y"),
    (3650000 * DAY_US, "10,000 y"),
)


class Axis(NamedTuple):
    """A logarithmic axis; places on it go from 0 to 1."""

    first_us: int
    last_us: int
    ticks: tuple[tuple[float, str], ...]  # a place, and what is written there

    def place(self, us: int) -> float:
        """Return where a length lies."""
        within = min(max(us, self.first_us), self.last_us)
        whole = math.log(self.last_us / self.first_us)
        return math.log(within / self.first_us) / whole


def axis(lengths: Sequence[int]) -> Axis:
    """Return the axis on which all these lengths lie, between two of the ticks."""
    shortest, longest = min(lengths, default=MINUTE_US), max(lengths, default=HOUR_US)
    first = max((i for i, (us, _) in enumerate(TICKS) if us <= shortest), default=0)
    last = min(
        (i for i, (us, _) in enumerate(TICKS) if us >= longest), default=len(TICKS) - 1
    )
    # At least three of them: an axis of one step says little.
    last = max(last, min(first + 2, len(TICKS) - 1))
    first = min(first, last - 2)
    shown = TICKS[first : last + 1]
    found = Axis(shown[0][0], shown[-1][0], ())
    return found._replace(ticks=tuple((found.place(us), name) for us, name in shown))
