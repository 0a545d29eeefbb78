"""The clauses of the search, looked for in the timeline.

actions_taken     what was looked into, tried or assumed; told elsewhere it is vague
misleading_paths  what was thought or tried and proved wrong, or that nothing was; a
                  first suspicion of which no more is said is vague
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
)
from pmlog.check.document.topics import Topic
from pmlog.check.words import investigated as say
from pmlog.check.words import refuted as vain
from pmlog.check.words.concepts import after
from pmlog.check.words.mitigated import ALL_WELL, MENDED
from pmlog.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = Topic
OUTSIDE = "it is told outside the timeline"


def actions_taken(case: Case) -> Iterator[Attempt]:
    """Find what was investigated."""
    yield PRESENT, first_line(case.of_part(_T.ACTIONS)), ""
    yield PRESENT, first_line(saying(case.timeline, say.LOOKED)), ""
    # What was in vain was tried.
    yield PRESENT, first_line(saying(case.timeline, vain.WRONG, MENDED)), ""
    yield PARTLY, first_line(case.of_part(_T.MISLEADING)), "it is told as misleading only"
    outside = (*case.elsewhere, *case.lead)
    yield PARTLY, first_line(saying(outside, say.LOOKED_INTO)), OUTSIDE
    done = _distinct_lines(s for s in case.timeline if _is_step(s, case))
    several = done[0] if len(done) > 1 else None
    yield PARTLY, several, "it is said what was done, not what was looked at"


def _is_step(sentence: Sentence, case: Case) -> bool:
    low = sentence.low
    is_done = _HELD.search(low) or any(True for _ in after(low, _STEP, MENDED))
    return sentence.line in case.entry_lines and bool(is_done)


# What somebody does to the service while it is down.
_STEP = pattern(r"\b(?:is|are|was|were|been|we|i|they|team) (?:\w+ ){0,2}$")
_HELD = pattern(r"\b(?:put on hold|taken out|switched off|resumed with|held back)\b")


def misleading_paths(case: Case) -> Iterator[Attempt]:
    """Find a path of the investigation that proved wrong."""
    yield PRESENT, first_line(case.of_part(_T.MISLEADING)), ""
    yield PRESENT, first_line(_not_of_the_end(saying(case.timeline, vain.WRONG))), ""
    outside = (*case.elsewhere, *case.lead)
    yield PRESENT, first_line(saying(outside, vain.NAMED_WRONG, say.LOOKED)), ""
    yield PRESENT, _found_otherwise(case), ""
    doubted = _not_of_the_end(saying(case.timeline, vain.DOUBTED))
    yield PARTLY, first_line(doubted), "it is not said that it proved wrong"
    guesses = _distinct_lines(saying(case.timeline, say.SUSPECTED))
    several = guesses[0] if len(guesses) > 1 else None
    yield PARTLY, several, "it is not said which of them proved wrong"


def _found_otherwise(case: Case) -> int | None:
    """Return the line of an assumption that a later entry replaces by what it was."""
    guesses = saying(case.timeline, say.ASSUMED)
    guess = next((s.line for s in guesses if s.line in case.entry_lines), None)
    if guess is None:
        return None
    later = (s for s in case.timeline if s.line > guess)
    return guess if any(say.REALISED.search(s.low) for s in later) else None


def _not_of_the_end(where: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences that do not say that all is well again."""
    return (s for s in where if not ALL_WELL.search(s.low))


def _distinct_lines(where: Iterable[Sentence]) -> list[int]:
    return sorted({sentence.line for sentence in where})
