"""One length over many incidents: every value, and quantiles with their intervals.

A quantile is stated only where there are values enough to say where it lies: the median
from five on, three quarters from eight, nine tenths from twenty. Of few the values
themselves say more.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from pmlog.clock import SECOND_US
from pmlog.stats.case import Case
from pmlog.stats.exact import quantile_ranks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Each quantile, in hundredths, with the number of values from which on it is stated.
LEAST = {50: 5, 75: 8, 90: 20}
# So many values are listed rather than described.
LISTED = 7


class Value(NamedTuple):
    """A length that is known, and whose it is."""

    us: int
    is_about: bool
    case: Case


class Quantile(NamedTuple):
    """A quantile, and between which of the values it lies; None where none says."""

    us: int
    is_about: bool
    low: Value | None
    high: Value | None
    confidence: float | None  # in percent


class Spread(NamedTuple):
    """A length over many incidents."""

    key: str
    of: int  # incidents
    values: tuple[Value, ...]  # in ascending order
    unknown: dict[str, int]  # how many are not known, by the reason
    quantiles: dict[int, Quantile]  # by hundredths; those that can be stated

    @property
    def known(self) -> int:
        """How many are known."""
        return len(self.values)

    @property
    def about(self) -> int:
        """How many are known only about."""
        return sum(value.is_about for value in self.values)

    @property
    def is_listed(self) -> bool:
        """Whether they are so few that each is told."""
        return self.known <= LISTED


def spread(cases: Sequence[Case], key: str, confidence: float) -> Spread:
    """Return one length over incidents; confidence in percent, of each interval."""
    lengths = [(case.length(key), case) for case in cases]
    values = sorted(
        (
            Value(length.us, length.is_about, case)
            for length, case in lengths
            if length.us is not None
        ),
        key=lambda value: (value.us, value.case.start_us, value.case.id),
    )
    why = Counter(length.why for length, _ in lengths if length.us is None)
    return Spread(
        key,
        len(cases),
        tuple(values),
        dict(why.most_common()),
        {
            share: _quantile(values, share, confidence)
            for share, least in LEAST.items()
            if len(values) >= least
        },
    )


def _quantile(values: Sequence[Value], share: int, confidence: float) -> Quantile:
    place, rest = divmod(share * (len(values) - 1), 100)
    low, high = values[place], values[min(place + 1, len(values) - 1)]
    # In whole numbers: a float loses seconds that people check by hand.
    us = (low.us * 100 + (high.us - low.us) * rest) // (100 * SECOND_US) * SECOND_US
    us = max(us, low.us) if rest else low.us  # cut, it is not less than both
    is_about = low.is_about or (rest > 0 and high.is_about)
    ranks = quantile_ranks(len(values), share, confidence)
    if ranks is None:
        return Quantile(us, is_about, None, None, None)
    between = (values[ranks.low - 1], values[ranks.high - 1])
    return Quantile(us, is_about, *between, ranks.confidence)
