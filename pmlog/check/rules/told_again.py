"""The start, the detection and the end, told once more below the timeline.

Whoever tells the cause and the fix in prose gives times to both, and to the outage.
"""

from __future__ import annotations

from pmlog.check.clauses.case import Case, Sentence
from pmlog.check.rules.hit import Hit, apart_s, differ, lines, named
from pmlog.check.times.clock_times import HALF_DAY_S, Clock, clocks_in
from pmlog.check.times.zones import MINUTE_S
from pmlog.namedtuple import NamedTuple
from pmlog.words.beside import before
from pmlog.words.concepts import Concept
from pmlog.words.course import NOT_ALL_BACK, OUTAGE_BEGINS, WHOLLY_BACK
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Timed(NamedTuple):
    """A time of a sentence and what happened at it, in small letters."""

    clock: Clock
    told: str


def other_start(case: Case) -> Iterator[Hit]:
    """Find a time at which the outage began that is none of its stated starts."""
    starts = _stated(case, at=0)
    for each in _timed(case, case.elsewhere) if starts else ():
        if OUTAGE_BEGINS.search(each.told) and _is_none_of(each.clock, starts):
            told, stated = named(each.clock, starts[0])
            yield Hit(
                each.clock.line,
                f"says that it began at {told}; the stated start is {stated} "
                + lines(starts[0].line, each.clock.line),
            )
            return


def other_end(case: Case) -> Iterator[Hit]:
    """Find a time by which all was back that is none of its stated ends.

    Where the timeline has both, it tells what else was done.
    """
    ends = _stated(case, at=-1)
    entries = [entry.clock for entry in case.facts.entries]
    is_known = any(not differ(end, clock) for end in ends for clock in entries)
    for each in _timed(case, case.elsewhere) if ends else ():
        is_back = WHOLLY_BACK.search(each.told) and not NOT_ALL_BACK.search(each.told)
        if not is_back or not _is_none_of(each.clock, ends):
            continue
        if not (is_known and any(not differ(each.clock, clock) for clock in entries)):
            told, stated = named(each.clock, ends[-1])
            yield Hit(
                each.clock.line,
                f"says that it was over at {told}; the stated end is {stated} "
                + lines(ends[-1].line, each.clock.line),
            )
            return


def early_detection(case: Case) -> Iterator[Hit]:
    """Find a time at which it was noticed before its stated start."""
    starts = _stated(case, at=0)
    for each in _timed(case, (*case.lead, *case.elsewhere)) if starts else ():
        is_early = all(
            0 < apart_s(each.clock, start) < HALF_DAY_S // 2 and differ(each.clock, start)
            for start in starts
        )
        if is_early and _ALERTED.search(each.told):
            told, stated = named(each.clock, starts[0])
            yield Hit(
                each.clock.line,
                f"is noticed at {told}, before the stated start {stated} "
                + lines(starts[0].line, each.clock.line),
            )
            return


_ALERTED = Concept("alerted")


def _stated(case: Case, *, at: int) -> list[Clock]:
    """Return the stated starts or ends, if they can be compared."""
    stated = case.facts.stated
    clocks = [window[at] for window in (*stated.windows, *stated.others)]
    is_open = any(clock.is_half_open or clock.is_approximate for clock in clocks)
    return [] if is_open else clocks


def _is_none_of(clock: Clock, stated: list[Clock]) -> bool:
    return all(
        _LEAST_S <= abs(apart_s(clock, each)) < HALF_DAY_S // 2 and differ(clock, each)
        for each in stated
    )


_LEAST_S = 5 * MINUTE_S


def _timed(case: Case, where: Iterable[Sentence]) -> Iterator[_Timed]:
    """Yield the times of some sentences, each with the words that are about it."""
    known = {clock.line for clock in case.facts.clocks} - case.entry_lines
    for sentence in where:
        if sentence.line not in known:
            continue
        text = sentence.text
        clocks = clocks_in(text, sentence.line, case.facts.dating)
        ends = (*(clock.start for clock in clocks[1:]), len(text))
        last = 0
        for clock, end in zip(clocks, ends, strict=False):
            is_first = not any(map(str.isalnum, text[last : clock.start]))
            opens = is_first or before(_AT_FIRST, text, clock.start, _NEXT_TO, stops="")
            told = text[clock.end : end] if opens else text[last : clock.start]
            if not (clock.is_half_open or clock.is_approximate or clock.impossible):
                yield _Timed(clock, one_spelling(told))
            last = clock.end


_AT_FIRST = Concept("at_first")
_NEXT_TO = 1
