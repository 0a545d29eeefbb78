"""The other clauses of the timeline: its form, the escalation, the resolution.

timestamped_bullets  three lines that begin with their time; two, or times inside
                     sentences, are vague
escalated_to         a team or a person that was called, in the timeline or beside it;
                     "escalated" alone, "the senior people" and "informed" are vague
how_resolved         what was done that ended it, late in the timeline and not refuted
                     there; "resolved" alone is vague; told below only, it is missing,
                     unless there is no list of times to tell it in
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from pmlog.check.clauses.investigation import OUTSIDE
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
from pmlog.check.document.boilerplate import is_none
from pmlog.check.document.headings import STARTS_WITH_LAPSE
from pmlog.check.document.topics import Topic
from pmlog.check.times.clock_times import clocks_in
from pmlog.check.words import escalated as say
from pmlog.check.words import mitigated
from pmlog.check.words.detected import says_users_told, says_who_told
from pmlog.check.words.refuted import WRONG

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = Topic
_A_TIMELINE = 3
_LATEST = 3
_OUTSET = 2


def timestamped_bullets(case: Case) -> Iterator[Attempt]:
    """Find lines that begin with their time."""
    entries = case.facts.entries
    first = entries[0].line if entries else None
    yield PRESENT, first if len(entries) >= _A_TIMELINE else None, ""
    lapses = [s.line for s in case.timeline if STARTS_WITH_LAPSE.match(s.text)]
    yield PRESENT, lapses[0] if len(lapses) >= _A_TIMELINE else None, ""
    few = first if len(entries) > 1 else None
    yield PARTLY, few, "there are only two entries with a time"
    timed = [s.line for s in case.timeline if clocks_in(s.text, s.line)]
    has_section = _T.TIMELINE in case.facts.document.sections
    prose = timed[0] if has_section and len(timed) >= _A_TIMELINE else None
    yield PARTLY, prose, "the times stand inside sentences"
    labelled = [s.line for s in case.timeline if s.part is not None]
    several = labelled[0] if len({s.part for s in case.timeline} - {None}) > 1 else None
    yield PARTLY, several, "labels stand in place of the times"


def escalated_to(case: Case) -> Iterator[Attempt]:
    """Find the team or person it was escalated to."""
    where = (*case.timeline, *case.elsewhere, *case.lead)
    labelled = [s for s in where if s.part is _T.ESCALATED]
    escalated = list(saying(where, say.ESCALATED))
    yield PRESENT, first_line(s for s in labelled if _names_somebody(s)), ""
    yield PRESENT, first_line(s for s in escalated if _is_addressed(s)), ""
    yield PRESENT, first_line(s for s in labelled if is_none(s.text)), ""
    yield PRESENT, first_line(saying((*labelled, *where), say.NOT_ESCALATED)), ""
    yield PARTLY, first_line(labelled), _NOBODY
    outset = set(sorted({s.line for s in case.timeline})[:_OUTSET])
    called = (s for s in case.timeline if _calls_for_help(s, outset))
    yield PRESENT, first_line(called), ""
    yield PARTLY, first_line(escalated), _NOBODY
    # At the outset, who is told is told of the outage.
    late = case.timeline[len(case.timeline) // 3 :]
    told = (
        s
        for s in saying(late, say.NOTIFIED, say.TEAM)
        if not (_is_alert(s) or says_who_told(s.low))
    )
    yield PARTLY, first_line(told), "somebody was told, which may be no escalation"
    asked = (s for s in case.told if s.part is not _T.IMPACT and _is_asked(s))
    yield PARTLY, first_line(asked), "somebody was told, which may be no escalation"


_NOBODY = "nobody is named"


def _names_somebody(sentence: Sentence) -> bool:
    if say.TO_NOBODY.search(sentence.low):
        return False
    return bool(say.TEAM.search(sentence.low) or say.TO_A_NAME.search(sentence.text))


def _is_addressed(sentence: Sentence) -> bool:
    if say.TO_NOBODY.search(sentence.low):
        return False
    _, _, after = sentence.low.partition("escalat")
    return bool(say.ESCALATED_TO.search(sentence.low) or say.TEAM.search(after))


def _calls_for_help(sentence: Sentence, outset: set[int]) -> bool:
    # At the outset whoever calls brings the news; later, responders call for help.
    brings_news = says_who_told if sentence.line in outset else says_users_told
    if _is_alert(sentence) or brings_news(sentence.low):
        return False
    return say.calls_for_help(sentence.text, sentence.low)


def _is_asked(sentence: Sentence) -> bool:
    """Tell whether a team is said to be alerted, asked or put to work."""
    is_news = says_users_told(sentence.low)
    return bool(say.TEAM_ASKED.search(sentence.low)) and not is_news


def _is_alert(sentence: Sentence) -> bool:
    return say.is_by_an_alert(sentence.low)


def how_resolved(case: Case) -> Iterator[Attempt]:
    """Find by what the outage ended."""
    labelled = [s for s in case.timeline if s.part is _T.FIX]
    late = [] if labelled else _late(case)
    ending = _not_in_vain([*labelled, *late])
    yield PRESENT, first_line(telling(ending, mitigated.mends)), ""
    yield PRESENT, first_line(saying(case.timeline, mitigated.RESOLVED_BY)), ""
    yield PRESENT, first_line(saying(ending[-_LATEST:], mitigated.AND_ALL_WELL)), ""
    yield (
        PARTLY,
        first_line(saying(ending, mitigated.RESOLVED)),
        "it is not said by what",
    )
    yield PARTLY, first_line(labelled), "it is not said by what"
    fix = [s for s in (*case.elsewhere, *case.lead) if s.part is _T.FIX]
    if len(case.entry_lines) < _A_TIMELINE:
        timed = (s for s in fix if clocks_in(s.text, s.line))
        yield PRESENT, first_line(timed), ""
        told = saying(case.elsewhere, mitigated.MEND_NAMED)
        yield PARTLY, first_line((*fix, *told)), OUTSIDE
    acts = telling(_not_in_vain(list(case.timeline[-_LATEST:])), mitigated.mends)
    yield PARTLY, first_line(acts), "it is not said that this ended it"


def _late(case: Case) -> list[Sentence]:
    """Return the later half of the timeline; before, "increased" is a symptom."""
    lines = sorted({s.line for s in case.timeline})
    if len(lines) == 1:
        return list(case.timeline[-_LATEST:])
    late = set(lines[min(len(lines) // 2, max(len(lines) - _LATEST, 0)) :])
    return [s for s in case.timeline if s.line in late]


def _not_in_vain(told: list[Sentence]) -> list[Sentence]:
    """Return the sentences that neither they nor the next of their entry refute."""
    return [
        one
        for one, other in zip_longest(told, told[1:])
        if not _refutes(one) and not (other and other.item == one.item and _refutes(other))
    ]


def _refutes(sentence: Sentence) -> bool:
    low = sentence.low
    return bool(WRONG.search(low)) and not mitigated.RESOLVED.search(low)
