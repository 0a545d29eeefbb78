"""The concepts of the lexicon, found in a sentence in one pass.

compiled.tsv holds all phrases as trees (see trees.py), a row for what a phrase may begin
with. Phrases that name other concepts stand in further trees, followed when those
concepts are known.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache, lru_cache

from pmlog.namedtuple import NamedTuple
from pmlog.words.trees import (
    ANY,
    ENDING,
    FIRST,
    NUMBER,
    OTHER,
    Sentence,
    follow,
    is_of_form,
    is_word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, ClassVar

    from pmlog.words.trees import Tree

    # The number of a tree -> its branch; of endings and numbers, a row for each.
    Row = dict[str, Any]

# The tree of phrases that name no concept.
_LOWEST = "0"
_COMPILED = os.path.join(os.path.dirname(__file__), "lexicon", "compiled.tsv")


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

    def __init__(self, compiled: str) -> None:
        head, *cells = compiled.replace("\t", "\n").split("\n")
        known = json.loads(head)
        # A concept of another name is a mistake, and not one that nothing tells.
        self._names = {name: name for name in known["concepts"]}
        # For each tree: the concepts known behind it, each with what hides its places.
        self._hidden: list[dict[str, str]] = known["hidden"]
        # And the concepts that its phrases begin with.
        self._openings = [frozenset(each) for each in known["openings"]]
        # What a phrase begins with -> JSON; a sentence meets a tenth, which is parsed.
        self._rows = dict(zip(cells[::2], cells[1::2], strict=False)) | known["others"]
        self._read = lru_cache(maxsize=8192)(self._sentence)
        self._begun = lru_cache(maxsize=16_384)(self._begun_by)
        self._row = lru_cache(maxsize=8192)(self._parsed)

    def spans(self, low: str, concept: str) -> list[tuple[int, int]]:
        """Return where a concept is told in a sentence, no two places overlapping."""
        return self._read(low).spans(self._names[concept])

    def begins(self, low: str, concept: str) -> bool:
        """Tell whether a text begins with a phrase that has "^" before it.

        No more of the text is read than such phrases need, and only those that name no
        other concept.
        """
        sentence = Sentence(low)
        for row, behind in self._at_first(sentence):
            if _LOWEST in row:
                follow(row[_LOWEST], sentence, sentence.first, behind)
        return self._names[concept] in sentence.told

    def told(self, low: str) -> set[str]:
        """Return the concepts that a sentence tells."""
        told = self._read(low).told
        return {name for name in self._names if told.get(name)}

    def _sentence(self, low: str) -> Sentence:
        sentence = Sentence(low)
        for number, beginnings in enumerate(self._beginnings(sentence)):
            for at, branch, behind in beginnings:
                follow(branch, sentence, at, behind)
            for at, branch, behind in self._others(number, sentence):
                follow(branch, sentence, at, behind)
            for concept, hides in self._hidden[number].items():
                if hides in sentence.told:
                    sentence.hide(concept, hides)
        return sentence

    def _beginnings(self, sentence: Sentence) -> list[list[tuple[int, Tree, int]]]:
        """Return for each tree where its phrases begin: token, branch, token behind."""
        found: list[list[tuple[int, Tree, int]]] = [[] for _ in self._hidden]
        for at, word in enumerate(sentence.words):
            for row, is_whole in self._begun(word):
                behind = at + 1 if is_whole else sentence.behind_word(at)
                for number, branch in row.items():
                    found[int(number)].append((at, branch, behind))
        for row, behind in self._at_first(sentence):
            for number, branch in row.items():
                found[int(number)].append((sentence.first, branch, behind))
        return found

    def _at_first(self, sentence: Sentence) -> Iterator[tuple[Row, int]]:
        """Yield what follows the beginning of a sentence, with the token behind it."""
        at = sentence.first
        yield self._row(FIRST), at
        for word in sentence.words[at : at + 1]:
            for row, is_whole in self._begun(word, FIRST):
                yield row, at + 1 if is_whole else sentence.behind_word(at)

    def _others(self, number: int, sentence: Sentence) -> list[tuple[int, Tree, int]]:
        """Return where a concept begins a phrase of a tree, that was told before."""
        return [
            (first, self._row(OTHER + concept)[str(number)], behind)
            for concept in self._openings[number] & sentence.told.keys()
            for first, behind in sentence.told[concept]
        ]

    def _begun_by(self, word: str, sign: str = "") -> list[tuple[Row, bool]]:
        """Return the branches that a word leads to behind a sign, whole or not."""
        parts = (f"{sign}{word[:length]}*" for length in range(1, len(word) + 1))
        found = [(self._row(part), False) for part in parts if part in self._rows]
        if sign + word in self._rows:
            found.append((self._row(sign + word), True))
        if sign:
            return found
        if is_word(word):
            found.append((self._row(ANY), False))
            endings = self._row(ENDING)
            found += [(endings[end], True) for end in endings if word.endswith(end)]
        if word[0].isdecimal():
            numbers = self._row(NUMBER)
            found += [(numbers[form], True) for form in numbers if is_of_form(word, form)]
        return found

    def _parsed(self, beginning: str) -> Row:
        found: Row = json.loads(self._rows.get(beginning, "{}"))
        return found


@cache
def _reader() -> Reader:
    with open(_COMPILED, "rb") as file:
        return Reader(file.read().decode())


class Concept:
    """A concept of the lexicon, to be looked for in sentences in one spelling."""

    # Another one for who asks what less of a lexicon would find.
    reader: ClassVar[Callable[[], Reader]] = staticmethod(_reader)

    def __init__(self, name: str) -> None:
        self.name = name

    def finditer(self, low: str) -> Iterator[Found]:
        """Yield where it is told, from left to right."""
        return (
            Found(one, two, low[one:two])
            for one, two in Concept.reader().spans(low, self.name)
        )

    def begins(self, low: str) -> bool:
        """Tell whether a text begins with one of its phrases, which all begin with "^"."""
        return Concept.reader().begins(low, self.name)

    def search(self, low: str, start: int = 0, end: int | None = None) -> Found | None:
        """Return the first place between two positions where it is told."""
        last = len(low) if end is None else end
        spans = Concept.reader().spans(low, self.name)
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
