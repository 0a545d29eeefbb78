"""The stated duration against the stated window and against the timeline."""

from __future__ import annotations

import re
from itertools import chain, combinations, product

from pmlog.check.clauses.case import Case
from pmlog.check.document.topics import Topic
from pmlog.check.rules import told_again
from pmlog.check.rules.hit import Hit, differ, first_sequence, lines, shown
from pmlog.check.times.apart import spans_s
from pmlog.check.times.clock_times import DAY_S, HALF_DAY_S, clocks_in
from pmlog.check.times.dates import TO, days_in
from pmlog.check.times.entries import Entry
from pmlog.check.times.facts import Facts, lead
from pmlog.check.times.stated import Length, Window
from pmlog.check.times.zones import HOUR_S, MINUTE_S
from pmlog.text.patterns import pattern
from pmlog.words.beside import before
from pmlog.words.concepts import Concept
from pmlog.words.course import BEGAN, FIRST_HARM, MENDED, OUTAGE_BEGINS, WELL
from pmlog.words.impact import FAULT
from pmlog.words.mitigated import RESOLVED
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def wrong_duration(case: Case) -> Iterator[Hit]:
    """Compare the stated duration with the stated start and end."""
    yield from _wrong_days(case)
    length = case.facts.length
    window = case.facts.window
    if length and not window:
        window = _only_span(case) or _span_in_prose(case, length)
    if not window or not length:
        return
    spans = spans_s(window.start, window.end)
    # Where one length agrees, another is of something else; "degraded for 40 minutes and
    # down for 20" is an hour.
    whole = length._replace(seconds=sum(each.seconds for each in case.facts.lengths))
    tried = (*case.facts.lengths, whole)
    if len(case.facts.stated.windows) > 1:
        parts = (spans_s(one.start, one.end)[:1] for one in case.facts.stated.windows)
        spans = [*spans, sum(chain.from_iterable(parts))]
    for other in case.facts.stated.others:
        spans = [*spans, *spans_s(other.start, other.end)]
    if spans[:1] > [0] and not any(_fits(each, window, spans) for each in tried):
        start, end = window
        yield Hit(
            length.line,
            f"says {length.text}; {start.text} to {end.text} is {shown(spans[0])} "
            + lines(length.line, start.line, end.line),
        )


def _wrong_days(case: Case) -> Iterator[Hit]:
    """Compare a stated number of days with two dates that have no time of the day."""
    facts = case.facts
    lengths = [each for each in facts.lengths if each.step_s >= DAY_S]
    for item in lead(facts.document) if lengths and not facts.window else ():
        days = days_in(item.text)
        is_range = len(days) == _A_PAIR and TO.fullmatch(
            item.text[days[0].end : days[1].start]
        )
        if not is_range or clocks_in(item.text, item.line):
            continue
        first, last = (day.date_in(facts.dating) for day in days)
        apart_s = int((last - first).total_seconds()) if first and last else 0
        # Who counts both dates counts a day more; "a week" is none too exact.
        allowed_s = max(DAY_S, apart_s * 15 // 100)
        if apart_s > 0 and all(abs(each.seconds - apart_s) > allowed_s for each in lengths):
            said = f"says {lengths[0].text}; {days[0].text} to {days[1].text} is"
            at = lines(lengths[0].line, item.line)
            yield Hit(lengths[0].line, f"{said} {shown(apart_s)} {at}")
            return


_A_PAIR = 2


def _only_span(case: Case) -> Window | None:
    """Return from when to when it was, where no other times are told than these two.

    The length has to stand by its name, "Duration", and to be exact.
    """
    facts = case.facts
    named = {item.line for item in facts.document.items if item.part is Topic.DURATION}
    is_exact = all(n.line in named and n.step_s <= MINUTE_S for n in facts.lengths)
    if len(facts.clocks) != _A_PAIR or not is_exact:
        return None
    start, end = facts.clocks
    text = next((i.text for i in facts.document.items if i.line == end.line), "")
    is_open = any(c.is_half_open or c.is_approximate or c.impossible for c in facts.clocks)
    if start.line != end.line or is_open or end.second_of_day <= start.second_of_day:
        return None
    days = [day.date_in(facts.dating) for line, day in facts.days if line == end.line]
    is_told = before(_IT_IS_NOTICED, text, start.start, _NEAR)
    is_one_day = len(set(days)) == 1 or not days
    is_span = _SPAN_ENDS.search(text[start.end : end.start]) and is_one_day
    return Window(start, end) if is_told and is_span else None


def _span_in_prose(case: Case, length: Length) -> Window | None:
    """Return from when to when it was by the two times beside the length.

    "At 10:00 it was down, for 40 minutes. At 10:15 it was restored."
    """
    beside = [sentence for sentence in case.lead if sentence.line == length.line]
    clocks = [clock for clock in case.facts.clocks if clock.line == length.line]
    each = list(told_again.timed(case, beside))
    if len(each) != _A_PAIR or len(clocks) != _A_PAIR:
        return None
    first, last = each
    is_told = FAULT.search(first.told) and told_again.is_back(last.told)
    return Window(first.clock, last.clock) if is_told else None


_IT_IS_NOTICED = Concept("it_is_noticed")
_NEAR = 30
# What brackets hold behind a time is how long it went on: "(to 15:09)".
_SPAN_ENDS = pattern(r"\(\s{0,3}(?:to|until|till)\s{0,3}$", re.IGNORECASE)


def _fits(length: Length, window: Window, spans: list[int]) -> bool:
    allowed = _tolerance_s(length, window)
    dated = window.start.day and window.end.day
    return any(_agree(span, length.seconds, allowed, dated) for span in spans)


def _agree(span_s: int, stated_s: int, allowed_s: int, dated: object) -> bool:
    apart = abs(span_s - stated_s)
    # Without dates, two days and two hours look like two hours.
    return min(apart, apart if dated else abs(apart % DAY_S)) <= allowed_s


_ROUNDING_S = {DAY_S: HALF_DAY_S, HOUR_S: 15 * MINUTE_S, HOUR_S // 2: 10 * MINUTE_S}


def _tolerance_s(length: Length, window: Window) -> int:
    allowed = _ROUNDING_S.get(length.step_s, MINUTE_S - 1)
    if length.is_approximate or window.start.is_approximate or window.end.is_approximate:
        return max(2 * allowed, length.seconds * 15 // 100, 10 * MINUTE_S)
    return allowed


def longer_than_timeline(case: Case) -> Iterator[Hit]:
    """Compare a duration that stands alone with the timeline from first to last."""
    facts = case.facts
    length, entries = facts.length, first_sequence(facts)
    if facts.window or not length or len(entries) < 2:
        return
    begun = _begun_at_start(case, entries)
    first, last = begun or entries[0], entries[-1]
    began = begun or BEGAN.search(first.tells) or FIRST_HARM.search(first.tells)
    is_whole = began and (MENDED.search(last.tells) or WELL.search(last.tells))
    is_other = not any(_is_about(each, first, e) for each in facts.lengths for e in entries)
    end = last if is_whole and is_other and first is not last else None
    end = end or (_end_that_none_fits(facts, entries) if began else None)
    # A paragraph that tells of several times begins with none at which it was over.
    if end and not clocks_in(end.text, end.line):
        yield Hit(
            length.line,
            f"says {length.text}; {first.clock.text} to {end.clock.text} is "
            f"{shown(spans_s(first.clock, end.clock)[0])} "
            f"{lines(length.line, first.line, end.line)}",
        )


def _is_about(length: Length, first: Entry, last: Entry) -> bool:
    """Tell whether it is some length from one entry to another, or nobody can know."""
    spans = spans_s(first.clock, last.clock)
    allowed = max(length.seconds * 15 // 100, 10 * MINUTE_S)
    return not spans or min(abs(length.seconds - span) for span in spans) <= allowed


def _begun_at_start(case: Case, entries: list[Entry]) -> Entry | None:
    """Return the entry by which the outage begins, if its start is stated as that time.

    What was changed before it is then no part of the outage.
    """
    stated = {item.line for item in lead(case.facts.document)}
    starts = [clock for clock in case.facts.clocks if clock.line in stated]
    begun = (entry for entry in entries[:_EARLY] if OUTAGE_BEGINS.search(entry.tells))
    first = next(begun, entries[0])
    is_told = len(starts) == 1 and not differ(starts[0], first.clock)
    return first if is_told else None


_EARLY = 4


def _end_that_none_fits(facts: Facts, entries: list[Entry]) -> Entry | None:
    """Return when it was over, where no two dated entries are as far apart as said.

    Of hours an hour may be missing: 15 h is what many say for 15 h 50 min.
    """
    later = entries[1:]
    is_exact = all(
        not each.is_approximate and each.step_s < DAY_S for each in facts.lengths
    )
    is_told = is_exact and all(entry.clock.day for entry in entries)
    is_told = is_told and len(entries) * len(facts.lengths) <= _MOST
    if not is_told or any(BEGAN.search(entry.tells) for entry in later):
        return None
    for span, length in product(_spans(entries), facts.lengths):
        if abs(span - length.seconds) < max(length.step_s, 10 * MINUTE_S):
            return None
    return next((e for e in later if RESOLVED.search(one_spelling(e.tells))), None)


def _spans(entries: list[Entry]) -> Iterator[int]:
    for one, other in combinations(entries, 2):
        yield from spans_s(one.clock, other.clock)


# Of more entries, or lengths, some are always as far apart as said.
_MOST = 100
