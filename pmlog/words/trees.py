"""The phrases of the lexicon as trees, followed through a sentence token by token.

From each token the branches of a tree lead to those that may follow, and a leaf is the
names of the concepts that are told, as text. What is no word of its own is a sign among
the branches: see tests/lexicon.py, which writes them.
"""

from __future__ import annotations

import re
from collections import defaultdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Tree = dict[str, Any] | str
    # What a sign leads to: each branch, with the token that it goes on at.
    Ways = Iterable[tuple[Tree, int]]

_TOKEN = re.compile(r"\w+|[^\w\s]")
# A quote behind a word is another token than one that opens.
_CLOSING = "\u201d"
# What stands in a tree beside its tokens, none of which is like one: what is told there,
# and the signs.
TOLD, SIGNS = "", "??"
STEM, NUMBER, ANY, FEW, GAP = "**", "##", "__*", "..", "..."
ENDING, FIRST, LAST, OTHER = "*-", "^^", "$$", "<>"
DIGIT = "#"
# "..." is so many characters.
_GAP_WIDTH = 60
_ENDS_SENTENCE = frozenset(".!?;")
_JOINS = frozenset("'-")


def is_word(token: str) -> bool:
    """Tell whether a token is a word, and not punctuation."""
    return token[0].isalnum() or token[0] == "_"


class Sentence:
    """The tokens of a sentence, and which concepts it tells, as far as is known."""

    def __init__(self, low: str) -> None:
        matches = list(_TOKEN.finditer(low))
        self.words = [match[0] for match in matches]
        for at in (at for at, word in enumerate(self.words) if word == '"'):
            if at and matches[at - 1].end() == matches[at].start():
                self.words[at] = _CLOSING
        self.starts = [match.start() for match in matches]
        self.stops = [match.end() for match in matches]
        self.is_word = are = [is_word(word) for word in self.words]
        self.first = are.index(True) if True in are else len(are)
        self.last = len(are) - are[::-1].index(True) if True in are else 0
        self._spans: dict[str, list[tuple[int, int]]] = {}
        # Concept -> its places: the first token, and the one behind.
        self.told: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)

    def tell(self, concepts: str, first: int, last: int) -> None:
        """Note that concepts are told from one token to before another."""
        for concept in concepts.split():
            self.told[concept].add((first, last))

    def behind_word(self, at: int) -> int:
        """Return the token behind a word and what hyphens and apostrophes join to it."""
        stops, starts, words = self.stops, self.starts, self.words
        at += 1
        while at < len(words) and stops[at - 1] == starts[at]:
            if not self.is_word[at] and words[at] not in _JOINS:
                break
            at += 1
        return at

    def hide(self, concept: str, hides: str) -> None:
        """Take away the places of a concept that lie within one of another."""
        hiding = self.told.pop(hides)
        if concept in self.told:
            self.told[concept] = {
                (first, last)
                for first, last in self.told[concept]
                if not any(one <= first and last <= end for one, end in hiding)
            }

    def spans(self, concept: str) -> list[tuple[int, int]]:
        """Return where a concept is told, of places that overlap the first and longest."""
        if concept in self._spans:
            return self._spans[concept]
        found: list[tuple[int, int]] = []
        places = self.told.get(concept)
        if not places:
            return found
        for first, last in sorted(places, key=lambda place: (place[0], -place[1])):
            if not found or found[-1][1] <= self.starts[first]:
                found.append((self.starts[first], self.stops[last - 1]))
        self._spans[concept] = found
        return found


def follow(tree: Tree, sentence: Sentence, first: int, at: int) -> None:
    """Note what is told from one token on, by what follows at another."""
    if isinstance(tree, str):
        sentence.tell(tree, first, at)
        return
    if TOLD in tree:
        sentence.tell(tree[TOLD], first, at)
    if at < len(sentence.words) and sentence.words[at] in tree:
        follow(tree[sentence.words[at]], sentence, first, at + 1)
    if SIGNS in tree:
        for sign, branches in tree[SIGNS].items():
            for branch, behind in _WAYS[sign](branches, sentence, at):
                follow(branch, sentence, first, behind)


def _stem(branches: dict[str, Tree], sentence: Sentence, at: int) -> Ways:
    word = sentence.words[at] if at < len(sentence.words) else ""
    return (
        (branch, sentence.behind_word(at))
        for stem, branch in branches.items()
        if word.startswith(stem)
    )


def _number(branches: dict[str, Tree], sentence: Sentence, at: int) -> Ways:
    word = sentence.words[at] if at < len(sentence.words) else ""
    if not word[:1].isdecimal():
        return ()
    return ((branch, at + 1) for form, branch in branches.items() if is_of_form(word, form))


def is_of_form(word: str, form: str) -> bool:
    """Tell whether a token that begins with a digit is of such a form: 5##, #, #*."""
    if form == DIGIT:
        return word.isdecimal()
    if form == f"{DIGIT}*":
        return word[0].isdecimal()
    return len(word) == len(form) and all(
        one.isdecimal() if other == DIGIT else one == other
        for one, other in zip(word, form, strict=True)
    )


def _ending(branches: dict[str, Tree], sentence: Sentence, at: int) -> Ways:
    word = sentence.words[at] if at < len(sentence.words) else ""
    return ((branch, at + 1) for end, branch in branches.items() if word.endswith(end))


def _any(branch: Tree, sentence: Sentence, at: int) -> Ways:
    if at < len(sentence.words) and sentence.is_word[at]:
        return ((branch, sentence.behind_word(at)),)
    return ()


def _few(branches: dict[str, Tree], sentence: Sentence, at: int) -> Ways:
    for most, branch in branches.items():
        behind = at
        yield branch, behind
        for _ in range(int(most)):
            if behind == len(sentence.words) or not sentence.is_word[behind]:
                break
            behind = sentence.behind_word(behind)
            yield branch, behind


def _gap(branch: Tree, sentence: Sentence, at: int) -> Ways:
    last = sentence.stops[at - 1] + _GAP_WIDTH
    while at < len(sentence.words) and sentence.starts[at] <= last:
        if sentence.words[at] in _ENDS_SENTENCE:
            return
        yield branch, at
        at += 1


def _first(branch: Tree, sentence: Sentence, at: int) -> Ways:
    return ((branch, at),) if at == sentence.first else ()


def _last(branch: Tree, sentence: Sentence, at: int) -> Ways:
    return ((branch, at),) if at >= sentence.last else ()


def _other(branches: dict[str, Tree], sentence: Sentence, at: int) -> Ways:
    for concept in branches.keys() & sentence.told.keys():
        for first, behind in sentence.told[concept]:
            if first == at:
                yield branches[concept], behind


_WAYS: dict[str, Callable[[Any, Sentence, int], Ways]] = {
    STEM: _stem,
    NUMBER: _number,
    ENDING: _ending,
    ANY: _any,
    FEW: _few,
    GAP: _gap,
    FIRST: _first,
    LAST: _last,
    OTHER: _other,
}
