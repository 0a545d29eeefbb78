"""What stands before something that it must follow."""

from __future__ import annotations

from bisect import bisect
from functools import lru_cache
from itertools import groupby, pairwise

from pmlog.check.clauses.case import Case
from pmlog.check.rules import told_again
from pmlog.check.rules.early_ends import is_dated, is_known
from pmlog.check.rules.hit import (
    Hit,
    apart_s,
    are_alike,
    differ,
    first_sequence,
    lines,
    named,
    shown,
)
from pmlog.check.times.apart import spans_s
from pmlog.check.times.clock_times import DAY_S, HALF_DAY_S, Clock, has_half
from pmlog.check.times.entries import Entry
from pmlog.check.times.facts import CLOCK_CHANGE
from pmlog.check.times.zones import HOUR_S, MINUTE_S
from pmlog.words.beside import before
from pmlog.words.concepts import Concept
from pmlog.words.course import (
    ANOTHER_DAY,
    BEGAN,
    DETECTED,
    OF_ANOTHER,
    WORK,
)
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def detected_before_start(case: Case) -> Iterator[Hit]:
    """Find a detection before the stated start: nobody notices what has not begun."""
    window = case.facts.window
    for entry in first_sequence(case.facts)[:4]:
        text = entry.tells
        if not window or not DETECTED.search(text) or BEGAN.search(text):
            continue
        if OF_ANOTHER.search(text):
            continue
        early_s = apart_s(entry.clock, window.start)
        most_s = _SLIP_S if _is_only_one(case, entry, window.start) else HALF_DAY_S
        if differ(entry.clock, window.start) and 0 < early_s < most_s:
            yield Hit(
                entry.line,
                f"is noticed at {entry.clock.text}, {shown(early_s)} before the stated "
                f"start "
                f"{window.start.text} {lines(window.start.line, entry.line)}",
            )
            return
    yield from told_again.early_detection(case)


# A slip of the date is of a day; what was noticed days before was something else.
_SLIP_S = 36 * HOUR_S


def _is_only_one(case: Case, first: Entry, start: Clock) -> bool:
    """Tell whether an entry with a date is the only one that tells of a detection."""
    zones = {clock.zone for clock in (first.clock, start) if clock.zone}
    if not is_dated(first.clock, start) or len(zones) > 1:
        return False
    return not any(e is not first and is_known(e) for e in first_sequence(case.facts))


def work_after_end(case: Case) -> Iterator[Hit]:
    """Find an investigation that goes on behind the stated end of the outage."""
    window, entries = case.facts.window, first_sequence(case.facts)
    if not window or any(not differ(window.end, entry.clock) for entry in entries):
        # A timeline that tells the end and goes on means what it says.
        return
    for entry in entries:
        is_work = WORK.search(entry.tells)
        if not is_work or not differ(window.start, entry.clock):
            continue
        late_s = apart_s(window.end, entry.clock)
        if differ(window.end, entry.clock) and 0 < late_s < HALF_DAY_S // 2:
            yield Hit(
                entry.line,
                f"stands at {entry.clock.text}, {shown(late_s)} after the stated end "
                f"{window.end.text} {lines(window.end.line, entry.line)}",
            )


def step_back(case: Case) -> Iterator[Hit]:
    """Find an entry that is earlier than the one before it, where it is no midnight."""
    yield from _date_back(case)
    yield from _end_back(case)
    yield from _other_half(case)
    for one, other in pairwise(e for e in case.facts.entries if not e.clock.impossible):
        # Below another heading another team may tell its own.
        is_track = one.heading != other.heading and one.clock.day == other.clock.day
        if one.sequence != other.sequence or is_track:
            continue
        if CLOCK_CHANGE.search(one.text):
            continue
        if _is_step_back(one.clock, other.clock) and not _is_parted(case, one, other):
            later, earlier = _named(other.clock, one.clock)
            yield Hit(
                other.line,
                f"{later} stands after {earlier} {lines(one.line, other.line)}",
            )


def _is_parted(case: Case, one: Entry, other: Entry) -> bool:
    """Tell whether a title in plain words stands between two entries: "Awards"."""
    titles = _titles(case)
    at = bisect(titles, one.line)
    return at < len(titles) and titles[at] < other.line


@lru_cache(maxsize=1)
def _titles(case: Case) -> list[int]:
    """Return the lines that stand alone between bullets, as short as a title."""
    items = case.facts.document.items
    return [
        item.line
        for above, item, below in zip(items, items[1:], items[2:], strict=False)
        if above.is_bullet and below.is_bullet and not item.is_bullet
        if above.line + 1 < item.line < below.line - 1
        if item.text[0].isupper() and item.text[-1].isalnum()
        if item.text.count(" ") < _TITLE_GAPS
    ]


_TITLE_GAPS = 3


def _named(one: Clock, other: Clock) -> tuple[str, str]:
    """Return two times for a message, with their dates where only these turn back."""
    if one.day == other.day or not (one.day and other.day):
        return named(one, other)
    texts = zip(named(one, other), (one.day, other.day), strict=True)
    first, second = (f"{text} of {day:%b} {day.day}" for text, day in texts)
    return first, second


def _date_back(case: Case) -> Iterator[Hit]:
    """Find a line of a date alone that is earlier than the one before it."""
    dated = case.facts.dated_lines
    if all(two.day <= one.day for one, two in pairwise(dated)):
        # The newest on top.
        return
    for one, other in pairwise(dated):
        is_bare = not (one.has_clock and other.has_clock)
        if is_bare and one.heading == other.heading and other.day < one.day:
            yield Hit(
                other.line,
                f"{other.day} stands after {one.day} {lines(one.line, other.line)}",
            )


def _end_back(case: Case) -> Iterator[Hit]:
    """Find an end that is told behind a later time, at which it was only better."""
    texts = case.texts
    for line, group in groupby(case.facts.clocks, key=lambda clock: clock.line):
        clocks, text = list(group), texts.get(line, "")
        for first, second, last in zip(clocks, clocks[1:], clocks[2:], strict=False):
            said = zip((_STARTS, _EASING, _ENDS), (first, second, last), strict=True)
            if not all(before(cue, text, c.start, _CUE_WIDTH) for cue, c in said):
                continue
            is_back = first.second_of_day < last.second_of_day < second.second_of_day
            if is_back and are_alike(first, second, last) and differ(second, last):
                back = f"ends at {last.text}, behind {second.text} when it was not over"
                yield Hit(line, f"{back} {lines(line)}")


_STARTS, _EASING, _ENDS = Concept("starts"), Concept("easing"), Concept("ends")
_CUE_WIDTH = 60


def _other_half(case: Case) -> Iterator[Hit]:
    """Find "10:05 PM" between 10:00 AM and 10:15 AM, in a timeline of some hours."""
    entries = first_sequence(case.facts)
    clocks = [entry.clock for entry in entries]
    if not all(map(has_half, clocks)) or len({clock.day for clock in clocks}) > 1:
        return
    if any(ANOTHER_DAY.search(one_spelling(entry.text)) for entry in entries):
        return
    whole_s = sum(_forward_s(*pair) for pair in pairwise(clocks))
    most_s = _most_s(case, len(clocks) - 1)
    for at in range(1, len(clocks) - 1):
        one, other, last = clocks[at - 1 : at + 2]
        around_s = _forward_s(one, other) + _forward_s(other, last)
        span_s = whole_s - around_s + _forward_s(one, last)
        turned = other._replace(second_of_day=(other.second_of_day + HALF_DAY_S) % DAY_S)
        is_between = _forward_s(one, turned) <= _forward_s(one, last)
        if is_between and span_s < most_s:
            yield Hit(
                entries[at].line,
                f"{other.text} stands between {one.text} and {last.text} "
                f"{lines(*(entry.line for entry in entries[at - 1 : at + 2]))}",
            )


def _forward_s(one: Clock, other: Clock) -> int:
    return (other.second_of_day - one.second_of_day) % DAY_S


def _most_s(case: Case, count: int) -> int:
    """Return how long all but one of some entries may take to be of one day's work.

    Of a few entries each may be of another day, unless the outage is said to be short.
    """
    window = case.facts.window
    is_short = window and 0 < apart_s(window.start, window.end) < HALF_DAY_S // 2
    return HALF_DAY_S // 2 if is_short or count >= _SOME else 0


_SOME = 5


def _is_step_back(one: Clock, other: Clock) -> bool:
    spans = spans_s(one, other)
    is_loose = any(clock.is_approximate for clock in (one, other))
    if not spans or is_loose or _is_same_minute(one, other):
        return False
    if one.day and other.day and one.day != other.day:
        return spans[0] < -MINUTE_S
    if other.is_half_open:
        # "12:50 PM" and then "1:05": who leaves out am means the next such hour. What
        # shows more may be later whatever the hour is.
        later_s = (other.second_of_day - one.second_of_day) % HALF_DAY_S
        return other.second_of_day < one.second_of_day and later_s > _LONG_S
    if one.day and one.day == other.day:
        return spans[0] > HALF_DAY_S and other.second_of_day < one.second_of_day
    if one.second_of_day >= _EVENING_S and other.second_of_day < HALF_DAY_S:
        return False
    # Later on the same day is no step back, however much later; counted through
    # midnight, more than half a day forward is one.
    return spans[0] > HALF_DAY_S and _turns_back(one, other)


def _is_same_minute(one: Clock, other: Clock) -> bool:
    """Tell whether the second clock shows the first one's minute: 10:02:20, then 10:02."""
    minute_s = one.second_of_day // MINUTE_S * MINUTE_S
    return minute_s == other.second_of_day and one.day == other.day


def _turns_back(one: Clock, other: Clock) -> bool:
    """Tell whether the second clock shows less than the first, both read in one zone."""
    shift = 0
    if one.zone and other.zone:
        shift = (one.zone.offset_s or 0) - (other.zone.offset_s or 0)
    return other.second_of_day + shift < one.second_of_day


_EVENING_S = 17 * HOUR_S
_LONG_S = 9 * HOUR_S
