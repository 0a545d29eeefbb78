"""How a clause was found: present, partly or missing, on which line, by which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.check.document import Item
from pmlog.check.facts import Facts, lead
from pmlog.check.lexicon import Cue, cues_of, sentences
from pmlog.check.topics import HOME, Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PRESENT = "present"
PARTLY = "partly"
MISSING = "missing"


class Verdict(NamedTuple):
    """What became of a clause; line is None where nothing was found."""

    status: str
    line: int | None = None
    what: str = ""


class Sentence(NamedTuple):
    """A sentence of an item, and what it speaks of."""

    text: str
    item: Item
    cues: frozenset[Cue]

    @property
    def line(self) -> int:
        """The line of the item that it stands in."""
        return self.item.line


class Case(NamedTuple):
    """Everything a clause is judged by."""

    facts: Facts
    lead: tuple[Sentence, ...]
    timeline: tuple[Sentence, ...]
    elsewhere: tuple[Sentence, ...]
    measures: tuple[Sentence, ...]

    @property
    def told(self) -> tuple[Sentence, ...]:
        """All sentences that say what happened, none of what is to be done."""
        return (*self.lead, *self.timeline, *self.elsewhere)


# A text of a few words says where a postmortem is; it is none.
_A_STORY = 40


# A section that has not said it in so many sentences does not say it; ten megabytes
# must not take minutes.
_MOST_SENTENCES = 2000


def case_of(facts: Facts) -> Case:
    """Return the sentences of a document by where they stand, each in one place."""
    first = {item.line for item in lead(facts.document)}
    entries = {entry.line for entry in facts.entries}
    groups: dict[str, list[Sentence]] = {k: [] for k in ("lead", "timeline", "else", "do")}
    for item in facts.document.items:
        group = groups[_group(item, first, entries)]
        if len(group) < _MOST_SENTENCES:
            group += [Sentence(text, item, cues_of(text)) for text in sentences(item.text)]
    if not facts.document.sections and facts.document.words < _A_STORY:
        return Case(facts, (), (), (), ())
    case = Case(facts, *map(tuple, groups.values()))
    if facts.document.sections.keys() <= {Topic.OTHER, Topic.INTRODUCTION}:
        # A story without sections tells everything in one breath.
        return case._replace(timeline=case.told, elsewhere=case.told)
    return case


def _group(item: Item, first: set[int], entries: set[int]) -> str:
    if item.section is Topic.MEASURES:
        return "do"
    of_timeline = HOME.get(item.part) is Topic.TIMELINE if item.part else False
    if item.section is Topic.TIMELINE or item.line in entries or of_timeline:
        return "timeline"
    return "lead" if item.line in first else "else"


def first_line(found: Iterable[Sentence]) -> int | None:
    """Return the line of the first sentence, None where there is none."""
    return next((sentence.line for sentence in found), None)


def with_cues(where: Iterable[Sentence], *cues: Cue) -> list[Sentence]:
    """Return the sentences that speak of all of these."""
    wanted = frozenset(cues)
    return [sentence for sentence in where if wanted <= sentence.cues]


def matching(
    where: Iterable[Sentence], is_match: Callable[[str], object]
) -> list[Sentence]:
    """Return the sentences whose text, in small letters, matches."""
    return [sentence for sentence in where if is_match(sentence.text.lower())]


def words(found: Iterable[Sentence]) -> int:
    """Return the number of words in sentences."""
    return sum(len(sentence.text.split()) for sentence in found)


def best(*attempts: tuple[str, int | None, str]) -> Verdict:
    """Return the first attempt that found a line, else missing."""
    for status, line, what in attempts:
        if line is not None:
            return Verdict(status, line, what)
    return Verdict(MISSING)
