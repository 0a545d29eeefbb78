"""Exact intervals: as the tables have them, and as often right as they say."""

from __future__ import annotations

import math
import random
import statistics
from fractions import Fraction
from math import comb

import pytest

from pmlog.stats.exact import Ranks, count_limits, quantile_ranks

DRAWS = 2000


# The interval of a quantile by order statistics.


def test_five_values_are_the_fewest_between_which_the_median_is_known_to_lie() -> None:
    # All five on one side of the median: 2 of 2^5 cases.
    assert quantile_ranks(5) == Ranks(1, 5, 100 * 30 / 32)
    # Of four that would be 2 of 16, 12.5 %.
    assert quantile_ranks(4) is None


@pytest.mark.parametrize(
    ("n", "low", "high", "missed"),
    [
        # 2 (1 + 8) / 2^8 = 7.03 %; one rank more would miss 2 (1 + 8 + 28) / 2^8 = 29 %.
        (8, 2, 7, Fraction(18, 2**8)),
        # 2 (1 + 10) / 2^10 = 2.1 %; one rank more 2 (1 + 10 + 45) / 2^10 = 10.9 %.
        (10, 2, 9, Fraction(22, 2**10)),
        # 2 (1 + 20 + 190 + 1140 + 4845 + 15504) / 2^20 = 4.1 %.
        (20, 6, 15, Fraction(2 * sum(comb(20, k) for k in range(6)), 2**20)),
    ],
)
def test_the_median_lies_between_ranks_that_one_can_count(
    n: int, low: int, high: int, missed: Fraction
) -> None:
    found = quantile_ranks(n)

    assert found is not None
    assert (found.low, found.high) == (low, high)
    assert found.confidence == pytest.approx(100 * float(1 - missed), abs=1e-9)


# Published ranks for 95 %: n, the lower rank; the upper one is n + 1 less it.
@pytest.mark.parametrize(
    ("n", "low"),
    [
        *((6, 1), (9, 2), (12, 3), (15, 4), (17, 5), (20, 6), (25, 8), (30, 10), (40, 14)),
        *((50, 18), (60, 22), (70, 27), (80, 31), (90, 36), (100, 40)),
    ],
)
def test_the_ranks_are_those_of_the_sign_tests_table(n: int, low: int) -> None:
    found = quantile_ranks(n, 50, 95.0)

    assert found is not None
    assert (found.low, found.high) == (low, n + 1 - low)


@pytest.mark.parametrize("n", [5, 29, 443, 999, 1000, 1001, 10_000])
@pytest.mark.parametrize("share", [50, 75, 90])
def test_the_confidence_is_at_least_what_was_asked_for_and_no_more_than_needed(
    n: int, share: int
) -> None:
    found = quantile_ranks(n, share)
    if found is None:
        # No n values can say where so high a quantile lies.
        assert (share / 100) ** n > 0.05
        return
    part = Fraction(share, 100)

    def chance(k: int) -> Fraction:
        return comb(n, k) * part**k * (1 - part) ** (n - k)

    assert found.confidence >= 90
    if n < 1000:
        exact = sum(chance(k) for k in range(found.low, found.high))
        assert found.confidence == pytest.approx(100 * float(exact), abs=1e-6)
        below = sum(chance(k) for k in range(found.low + 1))
        assert below > Fraction(1, 20)


@pytest.mark.parametrize("n", [5, 8, 20, 50])
def test_the_interval_of_the_median_holds_as_often_as_it_says(n: int) -> None:
    draw = random.Random(n)
    ranks = quantile_ranks(n)
    assert ranks is not None
    held = 0
    for _ in range(DRAWS):
        # Log-normal, as outages are; its median is 1.
        values = sorted(draw.lognormvariate(0, 1.2) for _ in range(n))
        held += values[ranks.low - 1] <= 1 <= values[ranks.high - 1]

    assert is_near(held, ranks.confidence / 100)


@pytest.mark.parametrize(("n", "share"), [(20, 75), (50, 90)])
def test_the_interval_of_another_quantile_does_as_well(n: int, share: int) -> None:
    draw = random.Random(share)
    ranks = quantile_ranks(n, share)
    assert ranks is not None
    held = 0
    for _ in range(DRAWS):
        values = sorted(draw.random() for _ in range(n))
        held += values[ranks.low - 1] <= share / 100 <= values[ranks.high - 1]

    assert is_near(held, ranks.confidence / 100)


def test_incidents_in_whole_minutes_are_covered_at_least_as_often() -> None:
    draw = random.Random(3)
    ranks = quantile_ranks(20)
    assert ranks is not None
    truth = int(statistics.NormalDist().inv_cdf(0.5)) + 3
    held = 0
    for _ in range(DRAWS):
        values = sorted(round(draw.gauss(3, 1)) for _ in range(20))
        held += values[ranks.low - 1] <= truth <= values[ranks.high - 1]

    assert held / DRAWS >= ranks.confidence / 100


# The interval of a count.


# Garwood's table (Biometrika 28, 1936), and the one that epidemiologists use.
@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (2, 0.242, 7.225),
        (3, 0.619, 8.767),
        (4, 1.090, 10.242),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
        (30, 20.241, 42.827),
        (50, 37.111, 65.919),
        (100, 81.364, 121.627),
    ],
)
def test_the_limits_are_those_of_the_published_table(
    count: int, low: float, high: float
) -> None:
    found = count_limits(count, 95.0)

    assert found.low == pytest.approx(low, abs=0.0006)
    assert found.high == pytest.approx(high, abs=0.0006)


def test_no_incident_at_all_allows_for_three() -> None:
    # e^-x = 5 % at x = ln 20.
    assert count_limits(0).high == pytest.approx(2.995732, abs=1e-6)


def test_a_count_of_many_thousands_is_near_its_normal_interval() -> None:
    low, high = count_limits(10_000)

    assert low == pytest.approx(10_000 - 164.5, abs=2)
    assert high == pytest.approx(10_000 + 164.5, abs=3)


@pytest.mark.parametrize("rate", [0.4, 2.5, 9.0])
def test_the_interval_of_a_count_holds_at_least_as_often_as_it_says(rate: float) -> None:
    draw = random.Random(int(rate * 10))
    held = 0
    for _ in range(DRAWS):
        low, high = count_limits(poisson(draw, rate))
        held += low <= rate <= high

    # At least 90 %, but for what chance takes from 2,000 draws.
    assert held / DRAWS >= 0.9 - 3 * (0.9 * 0.1 / DRAWS) ** 0.5


def poisson(draw: random.Random, rate: float) -> int:
    """Return how many of random instants come before a rate."""
    count, at = 0, draw.expovariate(1)
    while at < rate:
        count, at = count + 1, at + draw.expovariate(1)
    return count


def is_near(held: int, expected: float) -> bool:
    """Tell whether so many of the draws are what is expected, but for chance."""
    deviation = math.sqrt(expected * (1 - expected) / DRAWS)
    return abs(held / DRAWS - expected) <= 3 * deviation
