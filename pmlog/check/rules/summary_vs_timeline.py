"""The start and the detection: as the summary and the timeline tell them.

The response may begin before the outage is known, so an entry counts only where its words
say that it is the start of the outage.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice, takewhile

from pmlog.check.clauses.case import Case
from pmlog.check.document.topics import Topic
from pmlog.check.rules import told_again
from pmlog.check.rules.hit import Hit, apart_s, differ, first_sequence, lines, named
from pmlog.check.times.clock_times import HALF_DAY_S, Clock, clocks_in, has_half
from pmlog.check.times.entries import Entry
from pmlog.check.times.facts import lead
from pmlog.check.times.stated import Window
from pmlog.check.times.zones import MINUTE_S
from pmlog.words.beside import before
from pmlog.words.concepts import Concept
from pmlog.words.course import (
    BEGAN,
    CHANGE_BEGINS,
    DETECTED,
    FIRST_HARM,
    OF_ANOTHER,
    OUTAGE_BEGINS,
    SERVICE_FAILS,
    WORK,
)
from pmlog.words.detected import says_how_noticed
from pmlog.words.impact import FAULT
from pmlog.words.phrasing import one_spelling, sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


def wrong_start(case: Case) -> Iterator[Hit]:
    """Compare the stated start with the entry that says it began."""
    window, entries = case.facts.window, first_sequence(case.facts)
    start = window.start if window else case.facts.stated.start or _only_start(case)
    known = [each.start for each in case.facts.stated.windows]
    known = known or ([start] if start else [])
    began = [e for e in entries[:3] if BEGAN.search(e.tells)]
    if any(not differ(each, entry.clock) for each in known for entry in entries[:3]):
        began = []
    else:
        began = began or _first_harm(entries, window)
    started = next((e for e in began if all(differ(s, e.clock) for s in known)), None)
    started = started or _begun_behind_changes(case, start, entries)
    started = started or _in_the_other_half(start, entries)
    started = started or _failed_before(start, entries)
    if start and started:
        told, stated = named(started.clock, start)
        yield Hit(
            started.line,
            f"says that it began at {told}; the stated start is {stated} "
            + lines(start.line, started.line),
        )
        return
    yield from told_again.other_start(case)
    if not window:
        yield from islice(_of_another_date(case, entries), 1)


def _only_start(case: Case) -> Clock | None:
    """Return the only time of the summary, if it opens a sentence that tells a fault."""
    at = {sentence.line for sentence in case.lead}
    clocks = [clock for clock in case.facts.clocks if clock.line in at]
    if len(clocks) != 1 or clocks[0].is_approximate or clocks[0].is_half_open:
        return None
    each = told_again.timed(case, (s for s in case.lead if s.line == clocks[0].line))
    return next((timed.clock for timed in each if FAULT.search(timed.told)), None)


def _in_the_other_half(start: Clock | None, entries: list[Entry]) -> Entry | None:
    """Return the first entry, at 10:00 AM, where the stated start is 10:00 PM.

    What was changed half a day before may have waited so long.
    """
    if not start or not entries or any(not differ(start, e.clock) for e in entries):
        return None
    first = entries[0]
    is_told = has_half(start) and has_half(first.clock) and _tells_outage(first)
    return first if is_told and abs(apart_s(start, first.clock)) == HALF_DAY_S else None


def _tells_outage(entry: Entry) -> bool:
    """Tell whether an entry tells that something goes wrong, and of no change or test."""
    low = one_spelling(entry.tells)
    harm = (BEGAN, FIRST_HARM, DETECTED, FAULT)
    is_of_another = _is_change(entry) or OF_ANOTHER.search(low)
    is_harm = any(told.search(low) for told in harm) or _tells_detection(entry)
    return is_harm and not is_of_another


def _failed_before(start: Clock | None, entries: list[Entry]) -> Entry | None:
    """Return the first entry where the service fails by it, before the stated start.

    Where an entry is of that start, it may have been slow before.
    """
    if not start or not entries or any(not differ(start, e.clock) for e in entries):
        return None
    first = entries[0]
    is_plain = not (start.is_approximate or start.is_half_open or first.clock.is_half_open)
    is_early = _LATE_S <= apart_s(first.clock, start) < HALF_DAY_S // 2
    is_told = SERVICE_FAILS.search(first.tells) and not OF_ANOTHER.search(first.tells)
    return first if is_plain and is_early and is_told else None


def _first_harm(entries: list[Entry], window: Window | None) -> list[Entry]:
    """Return the first entry where it tells a fault long after the stated start."""
    if not window or not entries or any(not differ(window.start, e.clock) for e in entries):
        return []
    first = entries[0]
    low = one_spelling(first.tells)
    is_late = apart_s(window.start, first.clock) >= _LATE_S
    is_harm = FIRST_HARM.search(low) and not DETECTED.search(low)
    return [first] if is_late and is_harm else []


_LATE_S = 10 * MINUTE_S


def _begun_behind_changes(
    case: Case, start: Clock | None, entries: list[Entry]
) -> Entry | None:
    """Return the entry by which it began, behind the stated start.

    Before it nothing but changes is told: a push, a reboot. Nobody knew of an outage.
    Where one of them stands at the stated start, or it is minutes later, the outage has to
    be named: what fails later may have been in its way since.
    """
    quiet = list(takewhile(_tells_no_harm, entries))
    first = next(iter(entries[len(quiet) :]), None)
    if not (quiet and first and start) or len(case.facts.stated.windows) > 1:
        return None
    text = next((i.text for i in case.facts.document.items if i.line == start.line), "")
    is_named = bool(OUTAGE_BEGINS.search(first.tells))
    is_behind = all(differ(start, e.clock) and _is_change(e) for e in quiet)
    is_told = is_named or (is_behind and SERVICE_FAILS.search(first.tells))
    is_told = is_told and FAULT.search(one_spelling(text))
    is_plain = not any(c.is_half_open or c.is_approximate for c in (start, first.clock))
    late_s = apart_s(start, first.clock)
    least_s = _MINUTES_S if is_named else _LATE_S
    return first if is_told and is_plain and least_s <= late_s < HALF_DAY_S // 2 else None


_MINUTES_S = 2 * MINUTE_S


def _tells_no_harm(entry: Entry) -> bool:
    low = one_spelling(entry.tells)
    told = (BEGAN, FIRST_HARM, DETECTED, WORK, FAULT)
    return not any(each.search(low) for each in told)


def _is_change(entry: Entry) -> bool:
    return bool(CHANGE_BEGINS.search(one_spelling(entry.tells)))


def _of_another_date(case: Case, entries: list[Entry]) -> Iterator[Hit]:
    """Find a time above the timeline that the timeline has on another date.

    Minutes that are round may be those of two events.
    """
    moments = {_moment(entry.clock) for entry in entries}
    for item in lead(case.facts.document) if all(e.clock.day for e in entries) else ():
        clocks = clocks_in(item.text, item.line, case.facts.dating)
        for clock in clocks if len(clocks) == 1 and not _is_as_of(item.text) else ():
            day, minute = _moment(clock)
            same = [e for e in entries[:3] if _moment(e.clock)[1] == minute]
            is_near = all(
                day and e.clock.day and abs(e.clock.day - day) <= _SLIP for e in same
            )
            if same and is_near and minute % _ROUND and (day, minute) not in moments:
                said = (
                    f"is of {same[0].clock.day}; line {clock.line} says {day} {clock.text}"
                )
                yield Hit(same[0].line, f"{said} {lines(clock.line, same[0].line)}")


def _is_as_of(text: str) -> bool:
    return any(_AS_OF.search(sentence) for sentence in sentences(text.lower()))


def _moment(clock: Clock) -> tuple[date | None, int]:
    return clock.day, clock.second_of_day // MINUTE_S


_AS_OF = Concept("as_of")
_ROUND = 5
_SLIP = timedelta(days=2)


def wrong_detection(case: Case) -> Iterator[Hit]:
    """Compare a stated time of detection with the first entry that tells of one."""
    entries = first_sequence(case.facts)
    first = next((e for e in entries[:_FIRST] if _tells_detection(e)), None)
    for clock in _stated_detections(case) if first else ():
        # Where any entry has that time, the two may be of two steps of it; so they may
        # where they are minutes apart.
        if not first or any(not differ(clock, e.clock) for e in entries):
            continue
        if abs(apart_s(clock, first.clock)) < _STEP_S:
            continue
        told, stated = named(first.clock, clock)
        yield Hit(
            first.line,
            f"says that it was detected at {told}; line {clock.line} says {stated} "
            + lines(clock.line, first.line),
        )
        return


def _stated_detections(case: Case) -> Iterator[Clock]:
    """Yield the times of the detection that are stated outside the list of entries."""
    labelled = [s for s in case.of_part(Topic.DETECTED) if s.line not in case.entry_lines]
    for sentence in (*labelled, *case.lead):
        text = sentence.text
        clocks = clocks_in(text, sentence.line, case.facts.dating)
        near = (c for c in clocks if before(_DETECTED_AT, text, c.start, _NEXT_TO))
        found = clocks[:1] if sentence in labelled else list(near)
        yield from (clock for clock in found[-1:] if not clock.impossible)


_FIRST = 5
_STEP_S = 5 * MINUTE_S


def _tells_detection(entry: Entry) -> bool:
    low = one_spelling(entry.tells)
    if _NOTICES.search(low):
        # In the midst of the work, something else is noticed.
        return not _IN_THE_MIDST.search(low)
    return bool(_DETECTS.search(low)) or says_how_noticed(low)


_NOTICES = Concept("notices")
_IN_THE_MIDST = Concept("in_the_midst")
_DETECTS = Concept("detects")
_DETECTED_AT = Concept("detected_at")
_NEXT_TO = 12
