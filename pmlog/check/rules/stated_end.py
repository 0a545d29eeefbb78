"""The stated end against the timeline: the entry by which it was over.

The response may last longer than the outage, and whoever watches whether it stays well
may count that in. So an entry counts only where its words leave nothing open.
"""

from __future__ import annotations

from itertools import pairwise

from pmlog.check.clauses.case import Case
from pmlog.check.document.items import Item
from pmlog.check.document.topics import Topic
from pmlog.check.rules import told_again
from pmlog.check.rules.hit import Hit, apart_s, differ, first_sequence, lines, named, shown
from pmlog.check.times.clock_times import HALF_DAY_S, Clock
from pmlog.check.times.entries import OF_WINDOW, Entry
from pmlog.check.times.stated import Window
from pmlog.check.times.zones import HOUR_S, MINUTE_S
from pmlog.words.concepts import Concept
from pmlog.words.course import (
    AFTERWARDS,
    BEGAN,
    DETECTED,
    FIRST_HARM,
    LETS_UP,
    LOOKS_BACK,
    MENDED,
    NEXT_TIME,
    NOT_ALL_BACK,
    NOT_YET_WELL,
    RESOLVED,
    RESTORED,
    RESUMED,
    STILL_AT_IT,
    UNDER_WAY,
    WELL,
    WORK,
    WORKS,
)
from pmlog.words.impact import FAULT
from pmlog.words.mitigated import MENDED as REPAIRED
from pmlog.words.mitigated import SEARCHING
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def wrong_end(case: Case) -> Iterator[Hit]:
    """Compare the stated end with the entry that says it was over."""
    window, entries = case.facts.window, first_sequence(case.facts)
    if not window:
        return
    if any(not differ(window.end, e.clock) for e in entries):
        over = _back_before_end(case, window, entries)
        over = over or _back_behind_end(case, window, entries)
    else:
        over = [e for e in entries if _is_over(e, window)]
        over = [] if over and _is_mended_behind(over[-1], window, entries) else over
        over = over or _works_at_last(case, window, entries)
        over = over or _well_at_last(case, window, entries or _paragraphs(case))
    if over:
        apart = abs(apart_s(window.end, over[-1].clock))
        told, stated = named(over[-1].clock, window.end)
        yield Hit(
            over[-1].line,
            f"says that it was over at {told}; the stated end is "
            f"{stated}, {shown(apart)} apart "
            f"{lines(window.end.line, over[-1].line)}",
        )
    else:
        yield from told_again.other_end(case)


_LATE_S = 10 * MINUTE_S


def _back_before_end(case: Case, window: Window, entries: list[Entry]) -> list[Entry]:
    """Return the entry by which all was back, where at the stated end is other work.

    To watch it, to confirm it and to say so may well be part of the outage.
    """
    last = next(at for at, e in enumerate(entries) if not differ(window.end, e.clock))
    back = next(
        (at for at, e in enumerate(entries[:last]) if told_again.is_back(e.tells)), last
    )
    behind = entries[back + 1 : last + 1]
    if not behind or not _is_of_next_time(behind[-1]) or not _is_of_outage(case, window):
        return []
    # A review of the code may confirm and complete what it likes: it is a review.
    is_review = bool(LOOKS_BACK.search(behind[-1].tells))
    is_over = not any(_goes_on(e) for e in (behind[:-1] if is_review else behind))
    is_early = apart_s(entries[back].clock, window.end) >= _LATE_S
    return [entries[back]] if is_over and is_early else []


def _is_of_next_time(entry: Entry) -> bool:
    return bool(NEXT_TIME.search(entry.tells) or LOOKS_BACK.search(entry.tells))


def _is_of_outage(case: Case, window: Window) -> bool:
    """Tell whether one outage is stated, and not an incident, which its review may end."""
    at = {window.start.line, window.end.line}
    told = [one_spelling(i.text) for i in case.facts.document.items if i.line in at]
    is_incident = any(_INCIDENT.search(each) for each in told)
    is_out = any(_OUT.search(each) for each in told)
    return len(case.facts.stated.windows) == 1 and (is_out or not is_incident)


_INCIDENT = Concept("of_incident")
_OUT = Concept("service_out")


def _says_outage(case: Case, window: Window) -> bool:
    """Tell whether a window is the outage's by its label or by words of a fault."""
    at = {window.start.line, window.end.line}
    told = [item for item in case.facts.document.items if item.line in at]
    is_labelled = any(item.part in OF_WINDOW or _is_bare(item) for item in told)
    texts = [one_spelling(item.text) for item in told]
    is_fault = any(FAULT.search(low) or _INCIDENT.search(low) for low in texts)
    is_watched = any(_WATCHED.search(low) for low in texts)
    return (is_labelled or is_fault) and not is_watched


def _is_bare(item: Item) -> bool:
    """Tell whether a line of the summary is a time from when to when, and little else."""
    return item.section is Topic.SUMMARY and len(item.text.split()) <= _FEW_WORDS


_FEW_WORDS = 15
_WATCHED = Concept("watched")


def _goes_on(entry: Entry) -> bool:
    return _goes_wrong(entry) or bool(STILL_AT_IT.search(one_spelling(entry.tells)))


def _back_behind_end(case: Case, window: Window, entries: list[Entry]) -> list[Entry]:
    """Return the entry by which all was back, where at the stated end it was not.

    At that time the repair has begun and meets with trouble, and none is told before; or
    it is still looked into, and nobody says that it got better.
    """
    at = next(at for at, e in enumerate(entries) if not differ(window.end, e.clock))
    if not _is_of_outage(case, window):
        return []
    low = one_spelling(entries[at].tells)
    is_begun = UNDER_WAY.search(low) and FAULT.search(low)
    if is_begun and not any(_mends(entry) for entry in entries[:at]):
        later = (e for e in entries[at + 1 :] if RESUMED.search(e.tells))
        return _if_late(window, next(later, entries[at]), HOUR_S)
    same = [at_ for at_, e in enumerate(entries) if not differ(window.end, e.clock)]
    if _says_outage(case, window) and all(_is_looked_into(entries[each]) for each in same):
        behind = entries[same[-1] + 1 :]
        is_again = any(BEGAN.search(e.tells) for e in behind)
        back = next((e for e in behind if _is_back(e)), entries[at])
        is_worse = any(_is_well(e) for e in entries[:at])
        return [] if is_again or is_worse else _if_late(window, back, _LATE_S)
    return []


def _if_late(window: Window, back: Entry, least_s: int) -> list[Entry]:
    late_s = apart_s(window.end, back.clock)
    is_plain = least_s <= late_s < HALF_DAY_S // 2 and not NOT_ALL_BACK.search(back.tells)
    return [back] if is_plain else []


def _is_looked_into(entry: Entry) -> bool:
    low = one_spelling(entry.tells)
    is_work = any(told.search(low) for told in (WORK, DETECTED, SEARCHING))
    return is_work and not (_is_well(entry) or _mends(entry) or LETS_UP.search(low))


def _is_back(entry: Entry) -> bool:
    is_over = RESTORED.search(entry.tells) or RESOLVED.search(entry.tells)
    return bool(is_over) and not _only_looks(entry)


def _mends(entry: Entry) -> bool:
    low = one_spelling(entry.tells)
    return any(each.search(low) for each in (MENDED, RESOLVED, WORKS, REPAIRED))


def _works_at_last(case: Case, window: Window, entries: list[Entry]) -> list[Entry]:
    """Return the last entry where what had failed works by it, long before the end.

    Minutes are long where the outage's length is stated to the minute.
    """
    last = entries[-1:]
    is_over = any(WORKS.search(e.tells) and not AFTERWARDS.search(e.tells) for e in last)
    is_exact = len(case.facts.lengths) > 0 and _is_of_outage(case, window)
    for each in case.facts.lengths:
        apart = abs(each.seconds - apart_s(window.start, window.end))
        is_exact &= each.step_s <= MINUTE_S and not each.is_approximate and not apart
    least_s = 2 * MINUTE_S if is_exact else HOUR_S
    is_early = any(apart_s(e.clock, window.end) >= least_s for e in last)
    return last if is_over and is_early else []


def _well_at_last(case: Case, window: Window, entries: list[Entry]) -> list[Entry]:
    """Return the last entry by which all is well, where none is near the stated end.

    Whatever its words: before the stated end nothing follows it, or behind that time it
    is still worked on.
    """
    is_whole = len(entries) >= max(_FEW, len(case.facts.entries))
    if not is_whole or _is_told_below(case, window.end) or not _says_outage(case, window):
        return []
    well = next((e for e in reversed(entries) if _is_well(e)), None)
    behind = entries[entries.index(well) + 1 :] if well else []
    if not well or any(_goes_wrong(e) or _mends(e) for e in behind):
        return []
    late_s = apart_s(window.end, well.clock)
    if abs(late_s) == HALF_DAY_S:
        # "11:30 PM" for 11:30 AM.
        return [well]
    if late_s < 0:
        is_last = apart_s(entries[-1].clock, window.end) >= _LATE_S
        return [well] if is_last and late_s <= -_LATE_S else []
    until = [e for e in entries if apart_s(e.clock, window.end) >= 0]
    is_open = not until or not (_is_well(until[-1]) or _mends(until[-1]))
    is_back = not _only_looks(well)
    return [well] if is_open and is_back and late_s >= _LATE_S else []


_FEW = 3


def _paragraphs(case: Case) -> list[Entry]:
    """Return the paragraphs of a timeline in prose as entries, by the last time of each."""
    last = {c.line: c for c in case.facts.clocks if not c.impossible}
    told = (i for i in case.facts.document.items if i.section is Topic.TIMELINE)
    found = [Entry(last[i.line], i.text, i.line, 0) for i in told if i.line in last]
    is_forward = all(apart_s(a.clock, b.clock) >= 0 for a, b in pairwise(found))
    return found if is_forward else []


def _is_told_below(case: Case, end: Clock) -> bool:
    """Tell whether a timeline has the stated end, in whatever line."""
    lines_of = {s.line for s in case.timeline}
    told = (c for c in case.facts.clocks if c.line in lines_of and c.line != end.line)
    return any(not differ(end, clock) for clock in told)


def _is_well(entry: Entry) -> bool:
    low = one_spelling(entry.tells)
    return bool(WELL.search(low) and not NOT_YET_WELL.search(low))


def _goes_wrong(entry: Entry) -> bool:
    low = one_spelling(entry.tells)
    return any(each.search(low) for each in (BEGAN, FIRST_HARM, DETECTED, WORK, FAULT))


def _is_mended_behind(over: Entry, window: Window, entries: list[Entry]) -> bool:
    """Tell whether behind an early end it is mended once more."""
    behind = entries[entries.index(over) + 1 :]
    is_early = apart_s(over.clock, window.end) > 0
    return is_early and any(_mends(e) or BEGAN.search(e.tells) for e in behind)


def _only_looks(entry: Entry) -> bool:
    return bool(AFTERWARDS.search(entry.tells)) and not RESTORED.search(entry.tells)


def _is_over(entry: Entry, window: Window) -> bool:
    if AFTERWARDS.search(entry.text.lower()):
        return False
    late_s = apart_s(window.end, entry.clock)
    if late_s < 0:
        # What is mended may take its time to work.
        is_plain = RESTORED.search(entry.tells) or RESOLVED.search(entry.tells)
        least_s = _LATE_S if is_plain or _is_well(entry) else HOUR_S
        is_begun = NOT_YET_WELL.search(one_spelling(entry.tells))
        is_mended = MENDED.search(entry.tells) and not is_begun
        return bool(is_mended) and late_s <= -least_s
    # The response may end later; a service is back when the outage ends.
    is_over = RESTORED if late_s < _LATE_S else RESOLVED
    return bool(is_over.search(entry.tells))
