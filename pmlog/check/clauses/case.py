"""What a clause is judged by, its case: sentences by where they stand; and a verdict.

A verdict says how a clause was found: present, partly or missing, on which line, by which
words.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from pmlog.check.document.items import Item
from pmlog.check.document.topics import HOME, Topic
from pmlog.check.times.facts import Facts, lead
from pmlog.namedtuple import NamedTuple
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling, sentences
from pmlog.words.planned import PLANNED

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

PRESENT = "present"
PARTLY = "partly"
MISSING = "missing"


class Found(NamedTuple):
    """What found a clause: where, what was told there and what was not, on which lines."""

    where: str
    needs: str
    without: str
    lines: tuple[int, ...]


class Verdict(NamedTuple):
    """What became of a clause; line is None where nothing was found."""

    status: str
    line: int | None = None
    what: str = ""  # is vague
    found: Found | None = None


class Sentence(NamedTuple):
    """A sentence of an item: as written, and in one spelling."""

    text: str
    low: str
    item: Item

    @property
    def line(self) -> int:
        """The line of the item that it stands in."""
        return self.item.line

    @property
    def part(self) -> Topic | None:
        """What the heading or the label above it announces."""
        return self.item.part


class Told(NamedTuple):
    """The sentences of a document by where they stand, each in one place."""

    lead: tuple[Sentence, ...] = ()
    timeline: tuple[Sentence, ...] = ()
    elsewhere: tuple[Sentence, ...] = ()
    measures: tuple[Sentence, ...] = ()


class Case:
    """Everything a clause is judged by."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        where = _told(facts)
        self.lead = where.lead
        self.timeline = where.timeline
        self.elsewhere = where.elsewhere
        self.measures = where.measures
        # The places of places.py that were asked for, by name.
        self.places: dict[str, tuple[Sentence, ...]] = {}

    @property
    def what_happened(self) -> tuple[Sentence, ...]:
        """All sentences that say what happened, none of what is to be done."""
        return (*self.lead, *self.timeline, *self.elsewhere)

    @cached_property
    def texts(self) -> dict[int, str]:
        """The text of the last item that begins on each line."""
        return {item.line: item.text for item in self.facts.document.items}

    @cached_property
    def shown(self) -> dict[int, str]:
        """The visible text of each line, headings among them."""
        return dict(self.facts.document.stated)

    @cached_property
    def happened_lines(self) -> frozenset[int]:
        """The lines of what happened: a task's date may lie in another year."""
        return frozenset(s.line for s in (*self.lead, *self.timeline))

    @cached_property
    def entry_lines(self) -> frozenset[int]:
        """The lines of the timeline that begin with a time."""
        return frozenset(entry.line for entry in self.facts.entries)

    def of_part(self, *parts: Topic) -> Iterator[Sentence]:
        """Yield the sentences, wherever they stand, under these labels."""
        everything = (*self.what_happened, *self.measures)
        return (s for s in everything if s.part in parts)


# A text of a few words says where a postmortem is; it is none.
_A_STORY = 40
# A section that has not said it in so many sentences does not say it; ten megabytes
# must not take minutes.
_MOST_SENTENCES = 2000
_NO_SECTIONS = {Topic.OTHER, Topic.UNNAMED, Topic.INTRODUCTION}


def _told(facts: Facts) -> Told:
    document = facts.document
    if not document.sections and document.words < _A_STORY:
        return Told()
    if _is_essay(facts):
        return Told()
    first = {item.line for item in lead(document)}
    entries = {entry.line for entry in facts.entries}
    groups: dict[str, list[Sentence]] = {name: [] for name in Told._fields}
    for item in document.items:
        group = groups[_group(item, first, entries)]
        if len(group) < _MOST_SENTENCES:
            group += [Sentence(s, one_spelling(s), item) for s in sentences(item.text)]
    where = Told(**{name: tuple(group) for name, group in groups.items()})
    if document.sections.keys() <= _NO_SECTIONS:
        # A story without sections tells everything in one breath.
        story = (*where.lead, *where.timeline, *where.elsewhere)
        plans = tuple(saying(story, PLANNED))
        return Told(where.lead, story, story, plans)
    return where


def _is_essay(facts: Facts) -> bool:
    """Tell whether a text is about postmortems, and of no incident: no date, no time."""
    if facts.clocks or facts.days:
        return False
    spoken_of = (
        each
        for text in _page(facts)
        for sentence in sentences(text)
        for each in _POSTMORTEM.finditer(one_spelling(sentence))
    )
    return len(list(islice(spoken_of, _OFTEN))) == _OFTEN


def _page(facts: Facts) -> Iterator[str]:
    """Yield the first lines of a document, headings among them."""
    length = 0
    for _, text in facts.document.stated:
        length += len(text)
        if length > _A_PAGE:
            return
        yield text


_POSTMORTEM = Concept("postmortem")
_OFTEN = 3
_A_PAGE = 10_000


def _group(item: Item, first: set[int], entries: set[int]) -> str:
    if item.section is Topic.MEASURES:
        return "measures"
    of_timeline = HOME.get(item.part) is Topic.TIMELINE if item.part else False
    if item.section is Topic.TIMELINE or item.line in entries or of_timeline:
        return "timeline"
    return "lead" if item.line in first else "elsewhere"


def saying(
    where: Iterable[Sentence], *patterns: re.Pattern[str] | Concept
) -> Iterator[Sentence]:
    """Yield the sentences in which all of these are found."""
    return (s for s in where if all(pattern.search(s.low) for pattern in patterns))


def words(found: Iterable[Sentence]) -> int:
    """Return the number of words in sentences."""
    return sum(len(sentence.text.split()) for sentence in found)
