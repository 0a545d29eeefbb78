"""Where a rule is broken; how far two clocks are apart.

Two times agree within a minute, or as far as "about" goes.
"""

from __future__ import annotations

from pmlog import clock as clocks
from pmlog.check.times.apart import clock_s, span_s, spans_s
from pmlog.check.times.clock_times import DAY_S, HALF_DAY_S, Clock
from pmlog.check.times.entries import Entry
from pmlog.check.times.facts import Facts
from pmlog.check.times.zones import MINUTE_S
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date


class Hit(NamedTuple):
    """A place where a rule is broken, and the sentence for it."""

    line: int
    message: str


def shown(seconds: int) -> str:
    """Return a length of time for a message: "1 h 17 min 51 s"."""
    return clocks.duration_text(seconds * clocks.SECOND_US)


def named(one: Clock, other: Clock) -> tuple[str, str]:
    """Return two times for a message, with their zones where these differ."""
    if one.zone and other.zone and one.zone != other.zone:
        return f"{one.text} {one.zone.text}", f"{other.text} {other.zone.text}"
    return one.text, other.text


def lines(*numbers: int) -> str:
    """Return line numbers for a message: "(lines 6, 14)", each once."""
    each = list(dict.fromkeys(numbers))
    return f"(line{'s' * (len(each) > 1)} {', '.join(map(str, each))})"


def first_sequence(facts: Facts) -> list[Entry]:
    """Return the entries of the first list of times that can be."""
    entries = [e for e in facts.entries if not e.clock.impossible]
    return [e for e in entries if e.sequence == entries[0].sequence]


def apart_s(one: Clock, other: Clock) -> int:
    """Return how much later other is, as the nearest of its readings, signed."""
    is_open = one.is_half_open or other.is_half_open
    if one.day and other.day and (one.day != other.day or not is_open):
        return _dated_apart_s(one, other, one.day, other.day)
    if one.day and one.day == other.day and one.zone == other.zone:
        # Of one date, whichever half of the day is meant.
        halves = (0, HALF_DAY_S) if one.is_half_open != other.is_half_open else (0,)
        apart = other.second_of_day - one.second_of_day
        sign = 1 if other.is_half_open else -1
        return min((apart + sign * half for half in halves), key=abs)
    undated = spans_s(one._replace(day=None), other._replace(day=None))
    nearest = [(span + HALF_DAY_S) % DAY_S - HALF_DAY_S for span in undated]
    if one.is_half_open or other.is_half_open:
        nearest += [n + HALF_DAY_S for n in nearest] + [n - HALF_DAY_S for n in nearest]
    return min(nearest, key=abs, default=0)


def _dated_apart_s(one: Clock, other: Clock, day: date, other_day: date) -> int:
    if day != other_day:
        spans = spans_s(one, other)
        return min(spans, key=abs) if spans else 0
    span = span_s(one, other)
    if one.zone is None or other.zone is None:
        # Who names no zone means the other's.
        is_later = other.second_of_day >= one.second_of_day
    else:
        is_later = clock_s(other) >= clock_s(one)
    return span or 0 if is_later or not span else span - DAY_S


def differ(one: Clock, other: Clock) -> bool:
    """Tell whether two times are more apart than a minute, or than "about" allows."""
    is_rough = one.is_approximate or other.is_approximate
    apart = abs(apart_s(one, other))
    if one.zone and other.zone and one.zone != other.zone:
        # Who converts a time at midnight often keeps its date.
        apart = min(apart, abs(apart - DAY_S))
    return apart > (15 * MINUTE_S if is_rough else MINUTE_S)


def are_alike(*each: Clock) -> bool:
    """Tell whether clocks can be compared as they look: of one day and zone."""
    is_plain = not any(clock.is_half_open or clock.impossible for clock in each)
    return is_plain and len({(clock.day, clock.zone) for clock in each}) == 1
