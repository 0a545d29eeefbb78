"""The clauses of the detection, looked for in the timeline.

when_detected  a sentence that says that it was noticed, with a time or on a line of
               the timeline that has one; where no line says so, the first line with
               a time is vague, and so is "in the morning"
how_detected   who or what noticed: an alert, somebody by name or role, a complaint;
               "it was detected" and "we became aware" do not say it; told in the
               summary alone it is vague
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.check.clauses.verdict import (
    PARTLY,
    PRESENT,
    Attempt,
    Case,
    Sentence,
    first_line,
    saying,
    telling,
)
from pmlog.check.document.headings import STARTS_WITH_LAPSE
from pmlog.check.document.topics import Topic
from pmlog.check.times.clock_times import clocks_in
from pmlog.check.words import detected as say

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = Topic
_PARTS = (_T.DETECTED, _T.HOW_DETECTED)
# Who notices, does so early; "found" and "sees" are said of the search later on.
_OUTSET_SHARE = 0.6
_FEWEST = 6


def when_detected(case: Case) -> Iterator[Attempt]:
    """Find the time at which the outage was noticed."""
    named = tuple(case.of_part(*_PARTS))
    known = [*named, *_known(case)]
    yield PRESENT, first_line(s for s in known if _has_time(s, case)), ""
    start = min(case.entry_lines, default=None)
    yield PARTLY, start, "no entry says that this is when it was noticed"
    yield PARTLY, first_line(saying(known, say.VAGUE_TIME, say.NEWS)), "no time is given"


def _known(case: Case) -> Iterator[Sentence]:
    """Yield the sentences that say that it became known."""
    for sentence in (*_outset(case), *case.lead, *case.elsewhere):
        if say.KNOWN.search(sentence.low) or say.says_how_noticed(sentence.low):
            yield sentence


def _has_time(sentence: Sentence, case: Case) -> bool:
    if sentence.line in case.entry_lines or STARTS_WITH_LAPSE.match(sentence.item.text):
        return True
    return bool(clocks_in(sentence.text, sentence.line))


def how_detected(case: Case) -> Iterator[Attempt]:
    """Find who or what noticed: an alert, an engineer, a customer."""
    yield PRESENT, first_line(case.of_part(_T.HOW_DETECTED)), ""
    named = tuple(case.of_part(_T.DETECTED))
    yield PRESENT, first_line(telling(named, say.says_how_noticed)), ""
    yield PRESENT, first_line(telling(_outset(case), say.says_how_noticed)), ""
    late = case.timeline[len(_outset(case)) :]
    yield PRESENT, first_line(telling(late, say.says_who_told)), ""
    named_late = saying(late, say.DETECTED_BY)
    yield PRESENT, first_line(telling(named_late, say.says_how_noticed)), ""
    summary = telling(saying(case.lead, say.NEWS), say.says_how_noticed)
    yield PARTLY, first_line(summary), "it is told in the summary only"
    yield PARTLY, first_line(s for s in named if len(s.text.split()) > 8), "it is vague"
    spoken_of = saying((*case.timeline, *case.elsewhere), say.REPORTED)
    yield PARTLY, first_line(spoken_of), "it is not said who reported it to whom"


def _outset(case: Case) -> tuple[Sentence, ...]:
    first = max(_FEWEST, int(len(case.timeline) * _OUTSET_SHARE))
    return case.timeline[:first]
