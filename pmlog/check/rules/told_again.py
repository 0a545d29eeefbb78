"""The start, the detection and the end, told once more in sentences.

Whoever tells the cause and the fix in prose gives times to both, and to the outage; a
timeline may be told so, too.
"""

from __future__ import annotations

from pmlog.check.clauses.case import Case, Sentence
from pmlog.check.rules.hit import Hit, apart_s, differ, lines, named
from pmlog.check.times.clock_times import HALF_DAY_S, Clock, clocks_in
from pmlog.check.times.dates import days_in
from pmlog.check.times.zones import MINUTE_S
from pmlog.namedtuple import NamedTuple
from pmlog.words.beside import before
from pmlog.words.concepts import Concept
from pmlog.words.course import (
    ANOTHER_DAY,
    NOT_ALL_BACK,
    OF_ANOTHER,
    OUTAGE_BEGINS,
    WHOLLY_BACK,
)
from pmlog.words.impact import OUTAGE, SLOW
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Timed(NamedTuple):
    """A time of a sentence and what happened at it, in small letters."""

    clock: Clock
    told: str


def other_start(case: Case) -> Iterator[Hit]:
    """Find a time at which the outage began that is none of its stated starts."""
    starts = _stated(case, at=0)
    begun = (
        each for each in timed(case, case.elsewhere) if OUTAGE_BEGINS.search(each.told)
    )
    clock = _none_of([each.clock for each in begun] if starts else [], starts)
    if clock:
        told, stated = named(clock, starts[0])
        yield Hit(
            clock.line,
            f"says that it began at {told}; the stated start is {stated} "
            + lines(starts[0].line, clock.line),
        )


def other_end(case: Case) -> Iterator[Hit]:
    """Find a time by which all was back that is none of its stated ends.

    Where the timeline has both, it tells what else was done.
    """
    ends = _stated(case, at=-1)
    below = (*case.timeline, *case.elsewhere)
    back = (each.clock for each in timed(case, below) if _is_over(each.told))
    clock = _none_of(list(back) if ends else [], ends)
    entries = [entry.clock for entry in case.facts.entries]
    is_told = any(not differ(end, other) for end in ends for other in entries)
    if clock and not (is_told and any(not differ(clock, other) for other in entries)):
        told, stated = named(clock, ends[-1])
        yield Hit(
            clock.line,
            f"says that it was over at {told}; the stated end is {stated} "
            + lines(ends[-1].line, clock.line),
        )


def _is_over(told: str) -> bool:
    return is_back(told) or bool(_IT_ENDED.search(told) and not NOT_ALL_BACK.search(told))


_IT_ENDED = Concept("it_ended")


def is_back(told: str) -> bool:
    """Tell whether by some words all of the service is back."""
    return bool(WHOLLY_BACK.search(told) and not NOT_ALL_BACK.search(told))


def early_detection(case: Case) -> Iterator[Hit]:
    """Find a time at which it was noticed before its stated start."""
    starts = _stated(case, at=0)
    for each in timed(case, case.what_happened) if starts else ():
        is_early = all(
            0 < apart_s(each.clock, start) < HALF_DAY_S // 2 and differ(each.clock, start)
            for start in starts
        )
        if is_early and _is_outage_noticed(each.told):
            told, stated = named(each.clock, starts[0])
            yield Hit(
                each.clock.line,
                f"is noticed at {told}, before the stated start {stated} "
                + lines(starts[0].line, each.clock.line),
            )
            return


def _is_outage_noticed(told: str) -> bool:
    """Tell whether the outage is noticed: before it, users may report anything.

    What is down may have been slow before.
    """
    is_told = _ALERTED.search(told) and OUTAGE.search(told) and not SLOW.search(told)
    return bool(is_told or _OUTAGE_NOTICED.search(told))


_ALERTED = Concept("alerted")
_OUTAGE_NOTICED = Concept("outage_noticed")


def _stated(case: Case, *, at: int) -> list[Clock]:
    """Return the stated starts or ends, if they can be compared."""
    stated = case.facts.stated
    clocks = [window[at] for window in (*stated.windows, *stated.others)]
    is_open = any(clock.is_half_open or clock.is_approximate for clock in clocks)
    return [] if is_open else clocks


def _none_of(clocks: list[Clock], stated: list[Clock]) -> Clock | None:
    """Return the first of some times if none of them is one of those that are stated."""
    apart = [abs(apart_s(clock, each)) for clock in clocks for each in stated]
    is_far = all(_LEAST_S <= each < HALF_DAY_S // 2 for each in apart)
    is_other = all(differ(clock, each) for clock in clocks for each in stated)
    return clocks[0] if clocks and is_far and is_other else None


_LEAST_S = 5 * MINUTE_S


def timed(case: Case, where: Iterable[Sentence]) -> Iterator[Timed]:
    """Yield the times of some sentences, each with the words that are about it."""
    known = {clock.line for clock in case.facts.clocks} - case.entry_lines
    for sentence in where:
        if sentence.line not in known:
            continue
        if ANOTHER_DAY.search(sentence.low) or OF_ANOTHER.search(sentence.low):
            continue
        text = sentence.text
        clocks = clocks_in(text, sentence.line, case.facts.dating)
        ends = (*(clock.start for clock in clocks[1:]), len(text))
        last = 0
        for clock, end in zip(clocks, ends, strict=False):
            opens = _opens(text[last : clock.start])
            opens = opens or before(_AT_FIRST, text, clock.start, _NEXT_TO, stops="")
            told = text[clock.end : end] if opens else text[last : clock.start]
            if not (clock.is_half_open or clock.is_approximate or clock.impossible):
                yield Timed(clock, one_spelling(told))
            last = clock.end


def _opens(ahead: str) -> bool:
    """Tell whether nothing stands before a time but its date: "On 3 May at 10:00"."""
    days = days_in(ahead)
    for day in reversed(days):
        ahead = f"{ahead[: day.start]} {ahead[day.end :]}"
    words = sum(any(map(str.isalnum, word)) for word in ahead.split())
    return words <= (_ON_AND_AT if days else 0)


_ON_AND_AT = 2
_AT_FIRST = Concept("at_first")
_NEXT_TO = 1
