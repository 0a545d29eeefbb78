"""The words of a text, as people look for them: without case, accents and punctuation.

A script that puts no spaces between words has each of its characters for a word, so that
any part of such a text is found.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from pmlog.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# Accents that stand behind their letter belong to it.
_WORD = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}][\u0300-\u036f]*)+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Shorter words would be the beginning of too many others.
_SHORTEST_BEGINNING = 3


class Word(NamedTuple):
    """A word, and where it stands in its text."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    return [Word(_folded(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def folded(text: str) -> list[str]:
    """Return the words of a text without their places, in a quarter of the time."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return [word.text for word in words_of(text)]


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


class Term(NamedTuple):
    """Words that stand one behind the other; the last may be the beginning of a word."""

    words: tuple[str, ...]
    is_beginning: bool

    def places(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yield the start and the end of each place where the term stands."""
        size = len(self.words)
        *first, last = self.words
        for at in range(len(words) - size + 1):
            here = words[at : at + size]
            end = here[-1].text
            if (end.startswith(last) if self.is_beginning else end == last) and all(
                word.text == wanted for word, wanted in zip(here, first, strict=False)
            ):
                yield here[0].start, here[-1].end


class Query(NamedTuple):
    """What somebody looks for: each term must be found."""

    terms: tuple[Term, ...]

    def matches(self, texts: Iterable[str]) -> bool:
        """Tell whether each term stands in one of the texts."""
        told = [words_of(text) for text in texts]
        return all(any(any(term.places(words)) for words in told) for term in self.terms)

    def is_partly_in(self, text: str) -> bool:
        """Tell whether some term stands in a text."""
        words = words_of(text)
        return any(any(term.places(words)) for term in self.terms)

    def marked(self, text: str, mark: str, end: str) -> str:
        """Return a text with its matches between mark and end."""
        words = words_of(text)
        places = sorted(place for term in self.terms for place in term.places(words))
        parts, done = [], 0
        for first, last in places:
            if first >= done:
                parts += [text[done:first], mark, text[first:last], end]
                done = last
        return "".join(parts) + text[done:]


def query(typed: Iterable[str]) -> Query:
    """Return what was typed, a word or a phrase each, as a query.

    What is in quotes, or typed as one with spaces in it, is a phrase and stands as it is;
    any other word may be the beginning of one. UsageError when there is no word at all.
    """
    terms = [term for each in typed for term in _terms(each)]
    if not terms:
        raise UsageError("nothing to look for; give a word: pmlog search timeout")
    return Query(tuple(terms))


def _terms(typed: str) -> Iterator[Term]:
    for quoted, bare in re.findall(r'"([^"]*)"?|([^"]+)', typed):
        parts = bare.split() if '"' in typed else [bare]
        for part in [quoted, *parts]:
            words = tuple(word.text for word in words_of(part))
            if words:
                is_one = not quoted and not re.search(r"\s", part.strip())
                is_long = len(words[-1]) >= _SHORTEST_BEGINNING
                yield Term(words, is_beginning=is_one and is_long)
