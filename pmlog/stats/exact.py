"""Exact intervals: of a quantile by its order statistics, of a count by Garwood's.

Nothing is assumed of how long incidents take, and nothing is drawn at random: the same
incidents give the same interval. Both cover at least what they claim, whatever the truth.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# Nominal, in percent: what is stated of an interval is what it has.
CONFIDENCE = 90.0
# A bisection between two floats that are neighbours ends by itself; this is plenty.
_STEPS = 200


class Ranks(NamedTuple):
    """Between which of n values in ascending order a quantile lies, counted from 1."""

    low: int
    high: int
    confidence: float  # in percent, and at least what was asked for


class Limits(NamedTuple):
    """Between which limits the count lies that would be expected."""

    low: float
    high: float


@lru_cache(maxsize=4096)
def quantile_ranks(n: int, share: int = 50, confidence: float = CONFIDENCE) -> Ranks | None:
    """Return the ranks around a quantile, share in hundredths; None where n is too small.

    The number of values below the quantile is binomial, whatever their distribution. Each
    tail holds at most half of what may be missed, so for five values the median lies
    between the shortest and the longest in all but 2 of 32 cases: 93.75 %.
    """
    half = (1 - confidence / 100) / 2
    chances = _binomial(n, share / 100)
    low = high = 0
    below = 0.0
    while low < n and below + chances[low] <= half:
        below += chances[low]
        low += 1
    above = 0.0
    while high < n and above + chances[n - high] <= half:
        above += chances[n - high]
        high += 1
    # Rank low is under the quantile unless fewer than low values are.
    if not low or not high or low > n + 1 - high:
        return None
    return Ranks(low, n + 1 - high, 100 * (1 - below - above))


def _binomial(n: int, share: float) -> list[float]:
    """Return how probable each number from 0 to n of n values is."""
    if n < 1000:
        # comb is exact, so only the last multiplication rounds.
        return [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    ln, ln_not = math.log(share), math.log1p(-share)
    whole = math.lgamma(n + 1)
    return [
        math.exp(
            whole - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * ln + (n - k) * ln_not
        )
        for k in range(n + 1)
    ]


@lru_cache(maxsize=4096)
def count_limits(count: int, confidence: float = CONFIDENCE) -> Limits:
    """Return the exact Poisson interval of a count (Garwood 1936).

    Its lower limit is the expectation under which so many or more come in half of what may
    be missed, its upper one that under which so few or fewer do: the quantiles of
    chi-square with 2 count and 2 count + 2 degrees of freedom, halved.
    """
    half = (1 - confidence / 100) / 2
    # Ten deviations and some: no half that a person asks for lies farther away.
    far = count + 20 + 10 * math.sqrt(count + 1) - math.log(half)
    low = _where(lambda rate: _at_least(count, rate) >= half, 0.0, float(count))
    return Limits(
        low if count else 0.0,
        _where(lambda rate: _at_most(count, rate) <= half, float(count), far),
    )


def _where(holds: Callable[[float], bool], below: float, above: float) -> float:
    """Return the smallest value for which something begins to hold."""
    for _ in range(_STEPS):
        middle = (below + above) / 2
        if middle in (below, above):
            break
        if holds(middle):
            above = middle
        else:
            below = middle
    return above


def _at_most(count: int, rate: float) -> float:
    """Return how probable count or fewer are; the rate is at least count."""
    # From the largest term down, each a part of the one before: no sum of tiny ones first.
    term = total = _chance(count, rate)
    for k in range(count, 0, -1):
        term *= k / rate
        total += term
        if term < total * 1e-17:
            break
    return total


def _at_least(count: int, rate: float) -> float:
    """Return how probable count or more are; the rate is at most count."""
    term = total = _chance(count, rate)
    k = count
    while term > total * 1e-17:
        k += 1
        term *= rate / k
        total += term
    return total


def _chance(count: int, rate: float) -> float:
    if not rate:
        return float(count == 0)
    return math.exp(count * math.log(rate) - rate - math.lgamma(count + 1))
