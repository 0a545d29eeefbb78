"""The concepts of the lexicon, found in a sentence by its tokens in one pass.

compiled.tsv holds all phrases as a tree: from each token the branches lead to those that
may follow, and a leaf names the concepts that are told. What is no word of its own is a
branch with a sign: see tests/lexicon.py, which writes it. Phrases that name other
concepts stand in further trees, read when those concepts are known.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Tree = dict[str, Any]

_COMPILED = os.path.join(os.path.dirname(__file__), "lexicon", "compiled.tsv")
_TOKEN = re.compile(r"\w+|[^\w\s]")
# A quote behind a word is another token than one that opens.
_CLOSING = "\u201d"
# The signs of a tree's branches; no token is like one.
TOLD, STEM, NUMBER, ANY, FEW, GAP = "", "**", "##", "__*", "..", "..."
ENDING, FIRST, LAST, OTHER = "*-", "^^", "$$", "<>"
DIGIT = "#"
# "..." is so many characters.
_GAP_WIDTH = 60
_ENDS_SENTENCE = frozenset(".!?;")
_JOINS = frozenset("'-")


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


def _is_word(token: str) -> bool:
    return token[0].isalnum() or token[0] == "_"


class _Sentence:
    """The tokens of a sentence, and which concepts it tells, as far as is known."""

    def __init__(self, low: str) -> None:
        matches = list(_TOKEN.finditer(low))
        self.words = [match[0] for match in matches]
        for at in (at for at, word in enumerate(self.words) if word == '"'):
            if at and matches[at - 1].end() == matches[at].start():
                self.words[at] = _CLOSING
        self.starts = [match.start() for match in matches]
        self.stops = [match.end() for match in matches]
        is_word = [_is_word(word) for word in self.words]
        self.first = is_word.index(True) if True in is_word else len(is_word)
        self.last = len(is_word) - is_word[::-1].index(True) if True in is_word else 0
        self.is_word = is_word
        # Concept -> token -> the tokens behind the places that begin there.
        self.told: dict[int, dict[int, list[int]]] = {}

    def behind_word(self, at: int) -> int:
        """Return the token behind a word and what hyphens and apostrophes join to it."""
        stops, starts, words = self.stops, self.starts, self.words
        at += 1
        while at < len(words) and stops[at - 1] == starts[at]:
            if not self.is_word[at] and words[at] not in _JOINS:
                break
            at += 1
        return at

    def spans(self, places: dict[int, list[int]]) -> list[tuple[int, int]]:
        """Return places as positions, of those that overlap the first and longest."""
        found: list[tuple[int, int]] = []
        for at in sorted(places):
            if not found or found[-1][1] <= self.starts[at]:
                found.append((self.starts[at], self.stops[max(places[at]) - 1]))
        return found


class Reader:
    """A compiled lexicon, and what its concepts are in the sentences read so far."""

    def __init__(self, compiled: str) -> None:
        head, *lines = compiled.splitlines()
        known = json.loads(head)
        self._numbers = {name: at for at, name in enumerate(known["concepts"])}
        # For each tree: the concepts known behind it, each with what hides its places.
        self._hidden: list[dict[str, int]] = known["hidden"]
        # A sentence meets a tenth of the branches; only those are parsed.
        self._trees: list[dict[str, str]] = [{} for _ in self._hidden]
        for line in lines:
            number, step, branch = line.split("\t")
            self._trees[int(number)][step] = branch
        self._read = lru_cache(maxsize=8192)(self._spans)
        self._branches = lru_cache(maxsize=16_384)(self._branches_of)
        self._parsed = lru_cache(maxsize=8192)(json.loads)

    def spans(self, low: str, concept: str) -> list[tuple[int, int]]:
        """Return where a concept is told in a sentence, no two places overlapping."""
        return self._read(low).get(self._numbers[concept], [])

    def begins(self, low: str, concept: str) -> bool:
        """Tell whether a text begins with a phrase that has "^" before it.

        No more of the text is read than such phrases need, and only those that name no
        other concept.
        """
        branch = self._parsed(self._trees[0].get(FIRST, "{}"))
        sentence = _Sentence(low)
        _follow(branch, sentence, sentence.first, sentence.first)
        return self._numbers[concept] in sentence.told

    def told(self, low: str) -> set[str]:
        """Return the concepts that a sentence tells."""
        names = list(self._numbers)
        return {names[number] for number in self._read(low)}

    def _spans(self, low: str) -> dict[int, list[tuple[int, int]]]:
        sentence = _Sentence(low)
        told = sentence.told
        for number, hidden in enumerate(self._hidden):
            for at, branch, behind in self._beginnings(number, sentence):
                _follow(branch, sentence, at, behind)
            for concept, hides in hidden.items():
                _hide(told, int(concept), hides)
        return {concept: sentence.spans(at) for concept, at in told.items()}

    def _beginnings(
        self, number: int, sentence: _Sentence
    ) -> Iterator[tuple[int, Tree, int]]:
        """Yield where phrases of a tree begin: token, branch, the token behind it."""
        for at, word in enumerate(sentence.words):
            for branch, is_whole in self._branches(number, word):
                yield at, branch, at + 1 if is_whole else sentence.behind_word(at)
        signs = self._trees[number]
        if FIRST in signs:
            yield sentence.first, self._parsed(signs[FIRST]), sentence.first
        for other, branch in self._parsed(signs.get(OTHER, "{}")).items():
            for at, behind in list(sentence.told.get(int(other), {}).items()):
                for end in behind:
                    yield at, branch, end

    def _branches_of(self, number: int, word: str) -> list[tuple[Tree, bool]]:
        """Return the branches of a tree that a word leads to, whole or not."""
        tree = self._trees[number]
        parts = (f"{word[:length]}*" for length in range(1, len(word) + 1))
        found = [(self._parsed(tree[part]), False) for part in parts if part in tree]
        if word in tree:
            found.append((self._parsed(tree[word]), True))
        if _is_word(word):
            found += [(self._parsed(tree[ANY]), False)] if ANY in tree else []
            endings = self._parsed(tree.get(ENDING, "{}"))
            found += [(endings[end], True) for end in endings if word.endswith(end)]
        if word[0].isdecimal():
            numbers = self._parsed(tree.get(NUMBER, "{}"))
            found += [(numbers[form], True) for form in numbers if _is_of_form(word, form)]
        return found


def _follow(tree: Tree, sentence: _Sentence, first: int, at: int) -> None:
    """Note what is told from one token on, by what follows at another."""
    for concept in tree.get(TOLD, ()):
        places = sentence.told.setdefault(concept, {}).setdefault(first, [])
        if at not in places:
            places.append(at)
    if at < len(sentence.words):
        word = sentence.words[at]
        if word in tree:
            _follow(tree[word], sentence, first, at + 1)
        for stem, branch in tree.get(STEM, {}).items():
            if word.startswith(stem):
                _follow(branch, sentence, first, sentence.behind_word(at))
    for sign, ways in _SIGNS:
        if sign in tree:
            for branch, behind in ways(tree[sign], sentence, at):
                _follow(branch, sentence, first, behind)


def _hide(told: dict[int, dict[int, list[int]]], concept: int, hides: int) -> None:
    """Take away the places of a concept that lie within one of another."""
    hiding = told.pop(hides, {})
    if not hiding or concept not in told:
        return
    for at, behind in list(told[concept].items()):
        left = [
            end
            for end in behind
            if not any(one <= at and end <= max(ends) for one, ends in hiding.items())
        ]
        told[concept][at] = left
        if not left:
            del told[concept][at]


# What a sign leads to: each branch, with the token that it goes on at.

if TYPE_CHECKING:
    Ways = Iterable[tuple[Tree, int]]


def _number(branches: dict[str, Tree], sentence: _Sentence, at: int) -> Ways:
    word = sentence.words[at] if at < len(sentence.words) else ""
    if not word[:1].isdecimal():
        return ()
    return (
        (branch, at + 1) for form, branch in branches.items() if _is_of_form(word, form)
    )


def _ending(branches: dict[str, Tree], sentence: _Sentence, at: int) -> Ways:
    word = sentence.words[at] if at < len(sentence.words) else ""
    return ((branch, at + 1) for end, branch in branches.items() if word.endswith(end))


def _is_of_form(word: str, form: str) -> bool:
    if form == DIGIT:
        return word.isdecimal()
    if form == f"{DIGIT}*":
        return word[0].isdecimal()
    return len(word) == len(form) and all(
        one.isdecimal() if other == DIGIT else one == other
        for one, other in zip(word, form, strict=True)
    )


def _any(branch: Tree, sentence: _Sentence, at: int) -> Ways:
    if at < len(sentence.words) and sentence.is_word[at]:
        yield branch, sentence.behind_word(at)


def _few(branches: dict[str, Tree], sentence: _Sentence, at: int) -> Ways:
    for most, branch in branches.items():
        behind = at
        yield branch, behind
        for _ in range(int(most)):
            if behind == len(sentence.words) or not sentence.is_word[behind]:
                break
            behind = sentence.behind_word(behind)
            yield branch, behind


def _gap(branch: Tree, sentence: _Sentence, at: int) -> Ways:
    last = sentence.stops[at - 1] + _GAP_WIDTH
    while at < len(sentence.words) and sentence.starts[at] <= last:
        if sentence.words[at] in _ENDS_SENTENCE:
            return
        yield branch, at
        at += 1


def _first(branch: Tree, sentence: _Sentence, at: int) -> Ways:
    return ((branch, at),) if at == sentence.first else ()


def _last(branch: Tree, sentence: _Sentence, at: int) -> Ways:
    return ((branch, at),) if at >= sentence.last else ()


def _other(branches: dict[str, Tree], sentence: _Sentence, at: int) -> Ways:
    return (
        (branch, behind)
        for concept, branch in branches.items()
        for behind in sentence.told.get(int(concept), {}).get(at, ())
    )


_SIGNS: tuple[tuple[str, Callable[[Any, _Sentence, int], Ways]], ...] = (
    (NUMBER, _number),
    (ENDING, _ending),
    (ANY, _any),
    (FEW, _few),
    (GAP, _gap),
    (FIRST, _first),
    (LAST, _last),
    (OTHER, _other),
)


@cache
def _reader() -> Reader:
    with open(_COMPILED, encoding="utf-8") as file:
        return Reader(file.read())


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
