"""Clocks of one document in two zones: converted, or the same clocks under two names."""

from __future__ import annotations

from itertools import product

from pmlog.check.times.clock_times import DAY_S, Clock
from pmlog.check.times.zones import HOUR_S, MINUTE_S

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BEFORE_S = HOUR_S
_BEHIND_S = 3 * HOUR_S
_LONG_S = 9 * HOUR_S


def clash(some: Iterable[Clock], others: Iterable[Clock]) -> bool:
    """Tell whether "10:00 UTC" here is "10:00 CET" there, and no time is converted."""
    pairs = list(_across_zones(some, others))
    look_alike = any(_near(one.second_of_day, two.second_of_day) for one, two in pairs)
    return look_alike and not any(_near(_utc_s(one), _utc_s(two)) for one, two in pairs)


def same_hours(window: Sequence[Clock], others: Sequence[Clock]) -> bool:
    """Tell whether a window's clocks stand unconverted among those of another zone.

    One clock may look alike by chance; where the others fit when converted, it does.
    """
    if not clash(window, others):
        return False
    ends = (window[0], window[-1])
    is_whole = all(
        any(_near(end.second_of_day, c.second_of_day) for c in others) for end in ends
    )
    return is_whole or not converted(window, others)


def converted(
    stated: Sequence[Clock], others: Iterable[Clock], *, is_long: bool = False
) -> bool:
    """Tell whether clocks, converted, are about the time from the first to the last.

    Where only a start is told it may go on for long.
    """
    start_s = _utc_s(stated[0])
    behind_s = _LONG_S if is_long else _BEHIND_S
    length_s = (_utc_s(stated[-1]) - start_s) % DAY_S + _BEFORE_S + behind_s
    return all((_utc_s(c) - start_s + _BEFORE_S) % DAY_S <= length_s for c in others)


def has_both_ends(window: Sequence[Clock], others: Sequence[Clock]) -> bool:
    """Tell whether both ends of a window stand among clocks of another zone, converted."""
    return all(any(_near(_utc_s(end), _utc_s(c)) for c in others) for end in window)


def _across_zones(
    some: Iterable[Clock], others: Iterable[Clock]
) -> Iterable[tuple[Clock, Clock]]:
    known = ([c for c in clocks if _offset_s(c) is not None] for clocks in (some, others))
    return ((one, two) for one, two in product(*known) if _offset_s(one) != _offset_s(two))


def _offset_s(clock: Clock) -> int | None:
    return clock.zone.offset_s if clock.zone else None


def _utc_s(clock: Clock) -> int:
    return clock.second_of_day - (_offset_s(clock) or 0)


def _near(one_s: int, other_s: int) -> bool:
    return min((one_s - other_s) % DAY_S, (other_s - one_s) % DAY_S) <= MINUTE_S
