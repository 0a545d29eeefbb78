"""An end that is told to come before its beginning, or before anybody noticed."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from pmlog.check.clauses.case import Case
from pmlog.check.document.topics import Topic
from pmlog.check.rules.hit import (
    Hit,
    apart_s,
    are_alike,
    differ,
    first_sequence,
    lines,
    shown,
)
from pmlog.check.times.clock_times import HALF_DAY_S, Clock, clocks_in
from pmlog.check.times.dates import days_in
from pmlog.check.times.entries import Entry
from pmlog.check.times.facts import FAR
from pmlog.words.beside import before
from pmlog.words.concepts import Concept
from pmlog.words.course import AFTERWARDS, BEGAN, DETECTED, FIRST_DETECTED, RESOLVED
from pmlog.words.detected import says_how_noticed
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def is_dated(one: Clock, other: Clock) -> bool:
    """Tell whether both of two times have a date."""
    return one.day is not None and other.day is not None


def end_before_start(case: Case) -> Iterator[Hit]:
    """Find a stated end that is dated before the stated start."""
    yield from _end_of_another_date(case)
    yield from _end_of_that_day(case)
    for start, end in case.facts.stated.windows:
        if is_dated(start, end) and start.day != end.day:
            early_s = apart_s(end, start)
            if early_s > 0 and differ(start, end):
                yield Hit(
                    end.line,
                    f"ends on {end.day} at {end.text}, {shown(early_s)} before its start "
                    f"on {start.day} at {start.text} {lines(start.line, end.line)}",
                )


def _end_of_that_day(case: Case) -> Iterator[Hit]:
    """Find an end that shows less than its start, each written with the same date.

    One date for both may be that of the start.
    """
    texts = case.texts
    for start, end in case.facts.stated.windows:
        text = texts.get(end.line, "")
        clocks = clocks_in(text, end.line, case.facts.dating)
        on = next((clock.day for clock in clocks if clock.start == end.start), None)
        is_one = start.line == end.line and len(days_in(text)) == 1
        is_same = on is not None and on == start.day and not is_one
        is_early = end.second_of_day < start.second_of_day and differ(start, end)
        is_plain = are_alike(start._replace(day=None), end._replace(day=None))
        if is_same and is_early and is_plain:
            yield Hit(
                end.line,
                f"ends on {on} at {end.text}, before its start at {start.text} of that day "
                + lines(start.line, end.line),
            )


def _end_of_another_date(case: Case) -> Iterator[Hit]:
    """Find the time of the stated end, told once more on a date before the start."""
    window = case.facts.window
    if not window or not window.start.day or len(case.facts.stated.windows) > 1:
        return
    first, end = window.start.day, window.end._replace(day=None)
    texts = case.texts
    for clock in case.facts.clocks:
        is_near = clock.day and _A_DAY < first - clock.day <= FAR
        if not is_near or differ(clock._replace(day=None), end):
            continue
        text = texts.get(clock.line, "")
        is_again = _AGAIN.search(one_spelling(text))
        if before(_IT_ENDED, text, clock.start, _A_DATE) and not is_again:
            yield Hit(
                clock.line,
                f"is resolved on {clock.day} at {clock.text}, before its start on {first} "
                f"at {window.start.text} {lines(window.start.line, clock.line)}",
            )


_IT_ENDED = Concept("it_ended")
# What was over and came again began before it was over.
_AGAIN = Concept("comes_again")
_A_DAY = timedelta(days=1)
_A_DATE = 30


def resolved_before_detected(case: Case) -> Iterator[Hit]:
    """Compare the times of "Detection" and "Resolution", labels or entries."""
    yield from _over_before_known(case)
    detected = _labelled_clock(case, Topic.DETECTED)
    resolved = _labelled_clock(case, Topic.FIX)
    if not (detected and resolved):
        resolved, detected = _told_in_reverse(first_sequence(case.facts))
    if not detected or not resolved:
        return
    early_s = apart_s(resolved, detected)
    if differ(detected, resolved) and 0 < early_s < HALF_DAY_S // 2:
        yield Hit(
            resolved.line,
            f"is resolved at {resolved.text}, {shown(early_s)} before it is detected at "
            f"{detected.text} {lines(detected.line, resolved.line)}",
        )


def _told_in_reverse(entries: list[Entry]) -> tuple[Clock | None, Clock | None]:
    """Return when it was resolved and when first detected, where that came later."""
    known = next((at for at, e in enumerate(entries) if is_known(e)), len(entries))
    over = next((e for e in entries[:known] if _is_resolved(e)), None)
    if over is None or known == len(entries):
        return None, None
    between = entries[entries.index(over) + 1 : known]
    is_again = any(BEGAN.search(entry.tells) for entry in between)
    is_first = FIRST_DETECTED.search(entries[known].tells) and not is_again
    return (over.clock, entries[known].clock) if is_first else (None, None)


def is_known(entry: Entry) -> bool:
    """Tell whether by an entry somebody knows of it, and it is not over."""
    low = one_spelling(entry.tells)
    return not _is_resolved(entry) and bool(DETECTED.search(low) or says_how_noticed(low))


def _is_resolved(entry: Entry) -> bool:
    is_over = RESOLVED.search(entry.tells)
    return bool(is_over) and not AFTERWARDS.search(entry.text.lower())


def _labelled_clock(case: Case, part: Topic) -> Clock | None:
    told = (*case.timeline, *case.elsewhere)
    at = {s.line for s in told if s.item.part is part}
    return next((c for c in case.facts.clocks if c.line in at and not c.impossible), None)


def _over_before_known(case: Case) -> Iterator[Hit]:
    """Find what is noticed and resolved in one line, both on one date, in reverse."""
    texts = case.texts
    is_of_12 = {clock.text[-1].isdigit() for clock in case.facts.clocks} == {False}
    for line, group in groupby(case.facts.clocks, key=lambda clock: clock.line):
        clocks, text = list(group), texts.get(line, "")
        if len(clocks) != len(_COURSE) or not are_alike(*clocks):
            continue
        first, last = clocks
        is_reverse = last.second_of_day < first.second_of_day and differ(first, last)
        # Without am and pm, 3:00 may be in the afternoon; 03:00 is not.
        is_plain = is_of_12 or all(_has_two_digits(clock) for clock in case.facts.clocks)
        days = [_day_beside(text, clock) for clock in clocks if is_reverse and is_plain]
        if not any(days) or days[0] != days[1]:
            continue
        said = zip(_COURSE, clocks, strict=True)
        if all(before(cue, text, clock.start, _CUE_WIDTH) for cue, clock in said):
            told = f"is resolved at {last.text}, and noticed at {first.text} of that day"
            yield Hit(line, f"{told} {lines(line)}")


_COURSE = (Concept("it_is_noticed"), Concept("it_ended"))
_CUE_WIDTH = 60


def _has_two_digits(clock: Clock) -> bool:
    return clock.text[:2].isdigit() and clock.text[-1].isdigit()


def _day_beside(text: str, clock: Clock) -> tuple[int | None, int, int] | None:
    """Return the year, month and day that are written right before a time."""
    days = (d for d in days_in(text) if d.end <= clock.start <= d.end + _NEXT_TO)
    return next(((d.year, d.month, d.day) for d in days), None)


# ", " or " at ".
_NEXT_TO = 5
