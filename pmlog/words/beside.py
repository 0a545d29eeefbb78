"""What is told beside a place in a text: before a time, behind it, between two of them.

The words around a time belong to its sentence, which is read once for all that is asked.
"""

from __future__ import annotations

from functools import lru_cache

from pmlog.words.phrasing import one_spelling, sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.words.concepts import Concept


def before(concept: Concept, text: str, at: int, within: int, *, stops: str = ".;") -> bool:
    """Tell whether a concept is told before a position, at most so many characters away.

    What stops a text may not stand between them.
    """
    low, end = sentence_at(text, at)
    return any(
        place.last <= end <= place.last + within
        and not any(stop in low[place.last : end] for stop in stops)
        for place in concept.finditer(low)
    )


def between(concept: Concept, text: str, start: int, end: int) -> bool:
    """Tell whether a concept is told between two positions, in the sentence of the last."""
    low, last = sentence_at(text, end)
    first = last - len(one_spelling(text[start:end]))
    return concept.search(low, max(0, first), last) is not None


def behind(concept: Concept, text: str, at: int, words: int = 0, signs: str = " -") -> bool:
    """Tell whether a concept is told behind a position, or behind so many words."""
    low, start = sentence_at(text, at)
    between_them = (
        low[start : place.first].lstrip(signs).replace("-", " ").split()
        for place in concept.finditer(low)
        if place.first >= start
    )
    return any(
        len(found) <= words and all(map(str.isalnum, found)) for found in between_them
    )


@lru_cache(maxsize=4096)
def sentence_at(text: str, at: int) -> tuple[str, int]:
    """Return the sentence that a position is in, in one spelling, and where it is there."""
    start = 0
    for piece in sentences(text):
        start = text.index(piece, start)
        if at <= start + len(piece):
            break
        start += len(piece)
    return one_spelling(piece), len(one_spelling(piece[: max(0, at - start)]))
