"""The section of both root cause and resolution -> what tells of which.

What stands under "Root cause" or "Resolution" is told by its label. In a section of
both, the sentence that speaks of the fix begins it ("To fix it, we ..."), and so does a
later paragraph that opens with a repair ("We rebuilt ..."); looking at the result is
neither.
"""

from __future__ import annotations

from itertools import groupby, takewhile

from pmlog.check.clauses.case import Sentence, words
from pmlog.check.document.topics import Topic
from pmlog.namedtuple import NamedTuple
from pmlog.words import mitigated as say
from pmlog.words.cause import gives_reason
from pmlog.words.planned import HOPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = Topic
_IN_DETAIL = 15
# "To recover, ..." says so in its first characters.
_AT_ONCE = 20


class CauseAndFix(NamedTuple):
    """What a section tells of the cause, and what of the fix."""

    cause: list[Sentence]
    fix: list[Sentence]


def divided(section: list[Sentence]) -> CauseAndFix:
    """Divide the section of both into its cause and its fix."""
    told = CauseAndFix([], [])
    for is_first, paragraph in _paragraphs(section):
        is_fix = _opens_fix(paragraph[0], is_first=is_first)
        tail = _tail(paragraph)
        for sentence in paragraph:
            is_fix = is_fix or _begins_fix(sentence) or sentence in tail
            if is_fix or sentence.part is _T.FIX or _is_repair(sentence):
                told.fix.append(sentence)
            elif not (say.only_verifies(sentence.low) or HOPE.search(sentence.low)):
                told.cause.append(sentence)
    is_short = words(told.cause) < _IN_DETAIL and not told.fix
    if is_short and all(map(_is_aftermath, told.cause)):
        # "The bridge was removed" is all that is told, and it is no cause.
        return CauseAndFix([], told.cause)
    return told


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
    return bool(say.SOMEBODY_MENDS.search(sentence.low))


def _repairs(sentence: Sentence) -> bool:
    return say.repairs(sentence.text, sentence.low)
