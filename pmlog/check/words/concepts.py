"""The concepts of the lexicon, found in a sentence in one pass over its words.

compiled.json says at which first word, or beginning of one, each phrase is tried; what is
plain is compared, and only what is not (a gap, a number) is a regular expression, compiled
when its first word is met. A sentence is read once for all concepts.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPILED = os.path.join(os.path.dirname(__file__), "lexicon", "compiled.json")
# How a phrase is compared: to the end of a word, with any ending, as an expression.
WHOLE, OPEN, EXPRESSION = range(3)
_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"[\w'-]*")


class Found(NamedTuple):
    """Where a phrase stands in a sentence, with the names that a match of re has."""

    first: int
    last: int
    text: str

    def start(self) -> int:
        """Return where it begins."""
        return self.first

    def end(self) -> int:
        """Return where what follows begins."""
        return self.last


class Reader:
    """A compiled lexicon, and what its concepts are in the sentences read so far."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        self._phrases: list[tuple[int, str, list[str]]] = compiled["phrases"]
        self._words: dict[str, list[int]] = compiled["words"]
        self._stems: dict[str, list[int]] = compiled["stems"]
        self._anywhere: list[int] = compiled["anywhere"]
        self._read = lru_cache(maxsize=8192)(self._spans)
        self._tried = lru_cache(maxsize=16_384)(self._may_begin)
        self._expression = cache(re.compile)

    def spans(self, low: str, concept: str) -> list[tuple[int, int]]:
        """Return where a concept is told in a sentence, no two places overlapping."""
        return self._read(low).get(concept, [])

    def _spans(self, low: str) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for at, number, end in self._told(low):
            for concept in self._phrases[number][2]:
                spans = found.setdefault(concept, [])
                if not spans or spans[-1][1] <= at:
                    spans.append((at, end))
        return found

    def _told(self, low: str) -> Iterator[tuple[int, int, int]]:
        """Yield where which phrase stands, with its end, from left to right."""
        anywhere = sorted(self._told_anywhere(low))
        for word in _WORD.finditer(low):
            at = word.start()
            while anywhere and anywhere[0][0] < at:
                yield anywhere.pop(0)
            for number in self._tried(word[0]):
                end = self._end_of(number, low, at)
                if end is not None:
                    yield at, number, end
        yield from anywhere

    def _may_begin(self, word: str) -> tuple[int, ...]:
        """Return the phrases that may begin with a word, in the lexicon's order."""
        stems = (word[:length] for length in range(1, len(word) + 1))
        numbers = {number for stem in stems for number in self._stems.get(stem, ())}
        return tuple(sorted(numbers.union(self._words.get(word, ()))))

    def _end_of(self, number: int, low: str, at: int) -> int | None:
        """Return where a phrase ends that begins here, None where it does not."""
        kind, text, _ = self._phrases[number]
        if kind == EXPRESSION:
            match = self._expression(text).match(low, at)
            return match.end() if match else None
        if not low.startswith(text, at):
            return None
        end = at + len(text)
        if kind == OPEN:
            ending = _ENDING.match(low, end)
            return ending.end() if ending else end
        return None if _WORD.match(low, end) else end

    def _told_anywhere(self, low: str) -> Iterator[tuple[int, int, int]]:
        for number in self._anywhere:
            for match in self._expression(self._phrases[number][1]).finditer(low):
                yield match.start(), number, match.end()


@cache
def _reader() -> Reader:
    with open(_COMPILED, encoding="ascii") as file:
        return Reader(json.load(file))


class Concept:
    """A concept of the lexicon, to be looked for in sentences in one spelling."""

    def __init__(self, name: str) -> None:
        self.name = name

    def finditer(self, low: str) -> Iterator[Found]:
        """Yield where it is told, from left to right."""
        return (
            Found(one, two, low[one:two]) for one, two in _reader().spans(low, self.name)
        )

    def search(self, low: str, start: int = 0, end: int | None = None) -> Found | None:
        """Return the first place between two positions where it is told."""
        last = len(low) if end is None else end
        spans = _reader().spans(low, self.name)
        inside = (span for span in spans if span[0] >= start and span[1] <= last)
        return next((Found(one, two, low[one:two]) for one, two in inside), None)

    def match(self, low: str, start: int = 0) -> Found | None:
        """Return the place where it is told if that is at this position."""
        found = self.search(low, start)
        return found if found and found.first == start else None

    def fullmatch(self, low: str) -> Found | None:
        """Return the place where it is told if that is all of the text."""
        return next((f for f in self.finditer(low) if len(f.text) == len(low)), None)


def near(low: str, one: Concept, other: Concept, most: int) -> bool:
    """Tell whether one is told and then, within so many characters, the other."""
    later = list(other.finditer(low))
    return any(
        found.last <= next_.first <= found.last + most
        and not _END.search(low, found.last, next_.first)
        for found in (one.finditer(low) if later else ())
        for next_ in later
    )


_END = re.compile(r"[.!?;]")


def after(
    low: str, before: re.Pattern[str], concept: Concept, start: int = 0
) -> Iterator[int]:
    """Yield where an expression that ends in $ stands right before a concept."""
    for found in concept.finditer(low):
        if found.first >= start:
            match = before.search(low[max(start, found.first - _WIDEST) : found.first])
            if match:
                yield max(start, found.first - _WIDEST) + match.start()


_WIDEST = 100
