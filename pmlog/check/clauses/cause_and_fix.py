"""The clauses of the root cause and the resolution.

What stands under "Root cause" or "Resolution" is told by its label. In a section of
both, the sentence that speaks of the fix begins it ("To fix it, we ..."), and so does a
later paragraph that opens with a repair ("We rebuilt ..."); looking at the result is
neither.

    cause_in_detail  some fifteen words on why; a sentence that only retells the summary
                     is vague
    fix_in_detail    some fifteen words on what was done; shorter it is vague, and so it
                     is where only the timeline tells it at length
"""

from __future__ import annotations

from itertools import groupby, takewhile
from typing import TYPE_CHECKING, NamedTuple

from pmlog.check.clauses.verdict import (
    PARTLY,
    PRESENT,
    Attempt,
    Case,
    Sentence,
    first_line,
    telling,
    words,
)
from pmlog.check.document.topics import Topic
from pmlog.check.words import mitigated as say
from pmlog.check.words.cause import gives_reason, tells_cause
from pmlog.check.words.planned import HOPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = Topic
_IN_DETAIL = 15
_A_SENTENCE = 4
_RETOLD = 25
# "To recover, ..." says so in its first characters.
_AT_ONCE = 20
_IN_SUMMARY = "it is told in the summary only"
_IN_TIMELINE = "it is told in the timeline only"
_SHORT = "it is short; a reader wants the mechanism"


class _Halves(NamedTuple):
    """What a section tells of the cause, and what of the fix."""

    cause: list[Sentence]
    fix: list[Sentence]


def cause_in_detail(case: Case) -> Iterator[Attempt]:
    """Find the explanation of what went wrong, beyond the summary's sentence."""
    causes = _halves(case).cause
    yield PRESENT, line_if(causes, _IN_DETAIL), ""
    yield PARTLY, line_if(causes, _A_SENTENCE), _SHORT
    told = list(telling(_beside(case), tells_cause))
    yield PRESENT, line_if(told, _IN_DETAIL), ""
    yield PARTLY, line_if(told, _A_SENTENCE), _SHORT
    summary = [s for s in case.lead if s.part is _T.CAUSE]
    yield PARTLY, line_if(summary, _RETOLD), _IN_SUMMARY
    reasons = list(telling(case.lead, tells_cause))
    yield PARTLY, line_if(reasons, _IN_DETAIL), _IN_SUMMARY


def fix_in_detail(case: Case) -> Iterator[Attempt]:
    """Find the explanation of how it was fixed."""
    labelled = [s for s in (*case.elsewhere, *case.lead) if s.part is _T.FIX]
    fixes = list(dict.fromkeys([*labelled, *_halves(case).fix]))
    tells_act = any(not say.only_claims(s.low) for s in fixes)
    yield PRESENT, line_if(fixes, _IN_DETAIL) if tells_act else None, ""
    acts = [s for s in fixes if not say.only_claims(s.low)]
    yield PARTLY, line_if(acts, _A_SENTENCE - 1), _SHORT
    told = [s for s in case.timeline if s.part is _T.FIX]
    yield PARTLY, line_if(told, _RETOLD), _IN_TIMELINE
    has_section = _T.CAUSE_AND_FIX in case.facts.document.sections
    tells = _names_fix if has_section else _repairs
    beside = [s for s in _beside(case) if tells(s)]
    yield PARTLY, line_if(beside, _A_SENTENCE), _SHORT
    acts = [s for s in case.timeline if say.mends(s.low) and not say.only_claims(s.low)]
    yield PARTLY, line_if(acts, _A_SENTENCE), _IN_TIMELINE


def _names_fix(sentence: Sentence) -> bool:
    return bool(say.MEND_NAMED.search(sentence.low))


def _repairs(sentence: Sentence) -> bool:
    return say.repairs(sentence.text, sentence.low)


def _beside(case: Case) -> list[Sentence]:
    """Return the sentences in sections that are none of the format's."""
    return [s for s in case.elsewhere if s.item.section is not _T.CAUSE_AND_FIX]


def line_if(found: list[Sentence], least: int) -> int | None:
    """Return the line of the first sentence where they have so many words."""
    return first_line(found) if words(found) >= least else None


def _halves(case: Case) -> _Halves:
    """Divide the section of both into its cause and its fix."""
    section = [s for s in case.elsewhere if s.item.section is _T.CAUSE_AND_FIX]
    halves = _Halves([], [])
    for is_first, paragraph in _paragraphs(section):
        is_fix = _opens_fix(paragraph[0], is_first=is_first)
        tail = _tail(paragraph)
        for sentence in paragraph:
            is_fix = is_fix or _begins_fix(sentence) or sentence in tail
            if is_fix or sentence.part is _T.FIX or _is_repair(sentence):
                halves.fix.append(sentence)
            elif not (say.only_verifies(sentence.low) or HOPE.search(sentence.low)):
                halves.cause.append(sentence)
    is_short = words(halves.cause) < _IN_DETAIL and not halves.fix
    if is_short and all(map(_is_aftermath, halves.cause)):
        # "The bridge was removed" is all that is told, and it is no cause.
        return _Halves([], halves.cause)
    return halves


def _paragraphs(section: Iterable[Sentence]) -> Iterator[tuple[bool, list[Sentence]]]:
    """Yield each paragraph, with whether it is the first to tell the cause."""
    has_cause = False
    for _, group in groupby(section, key=lambda sentence: sentence.item):
        paragraph = list(group)
        yield not has_cause, paragraph
        has_cause = has_cause or paragraph[0].part is not _T.FIX


def _tail(paragraph: list[Sentence]) -> list[Sentence]:
    """Return the repairs at the end of a paragraph that begins with something else."""
    behind = (s for s in reversed(paragraph[1:]) if s.part is not _T.CAUSE)
    return list(takewhile(_is_aftermath, behind))


def _is_aftermath(sentence: Sentence) -> bool:
    low = sentence.low
    return say.only_verifies(low) or (_repairs(sentence) and not gives_reason(low))


def _opens_fix(sentence: Sentence, *, is_first: bool) -> bool:
    if is_first or sentence.part is _T.CAUSE:
        return False
    return bool(say.MENDED.search(sentence.low)) and not gives_reason(sentence.low)


def _begins_fix(sentence: Sentence) -> bool:
    match = say.MEND_NAMED.search(sentence.low)
    if match is None:
        return False
    return match.start() < _AT_ONCE or not gives_reason(sentence.low)


def _is_repair(sentence: Sentence) -> bool:
    """Tell whether a sentence of the first paragraph opens with somebody's repair."""
    if sentence.part is _T.CAUSE or gives_reason(sentence.low):
        return False
    match = say.SOMEBODY_DID.match(sentence.low)
    return match is not None and bool(say.MENDED.match(sentence.low, match.end()))
