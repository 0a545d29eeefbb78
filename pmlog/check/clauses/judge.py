"""Rows of evidence -> the verdict of a clause, and by which words it was found.

A row says where a clause is looked for, what has to be told there and what must not be:

    Row(PRESENT, "timeline", "wrong mended")

A place is a name of places.py; behind it, or alone, labels stand in brackets:
"timeline[fix]", "[impact|share]". What has to be told is a concept of the lexicon, a
name of sentence_facts.py or a label; a bar stands between what will do. A clause is
what its first row says that finds enough.
"""

from __future__ import annotations

from itertools import islice

from pmlog.check.clauses.case import MISSING, Case, Found, Sentence, Verdict, words
from pmlog.check.clauses.places import PLACES
from pmlog.check.clauses.sentence_facts import FACTS
from pmlog.check.document.topics import Topic
from pmlog.namedtuple import NamedTuple
from pmlog.words.concepts import Concept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What is shown of the lines that found a clause; a timeline has hundreds.
_MOST_LINES = 3


class Row(NamedTuple):
    """One way to find a clause, in words that --explain can show."""

    verdict: str
    where: str
    needs: str = ""
    without: str = ""
    why: str = ""  # it is vague
    sentences: int = 1  # so many at least
    lines: int = 1  # on so many lines
    words: int = 0  # with so many words together
    each: int = 0  # of so many words each


def judge(rows: Iterable[Row], case: Case) -> Verdict:
    """Return what the first row says that finds enough, else that it is missing."""
    for row in rows:
        found = _enough(row, _telling(row, case))
        if found:
            why = Found(row.where, row.needs, row.without, _lines(found)[:_MOST_LINES])
            return Verdict(row.verdict, found[0].line, row.why, why)
    return Verdict(MISSING)


def _enough(row: Row, telling: Iterator[Sentence]) -> list[Sentence]:
    if row.sentences == row.lines == 1 and not row.words:
        return list(islice(telling, 1))
    found = list(telling)
    is_long = not row.words or words(found) >= row.words
    is_often = len(found) >= row.sentences and len(_lines(found)) >= row.lines
    return found if found and is_often and is_long else []


def _lines(found: list[Sentence]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(sentence.line for sentence in found))


def _telling(row: Row, case: Case) -> Iterator[Sentence]:
    """Yield the sentences of a row's places that tell what it needs."""
    needs = [alternatives(each) for each in row.needs.split()]
    without = [alternatives(each) for each in row.without.split()]
    for sentence in sentences_of(row.where, case):
        if row.each and len(sentence.text.split()) < row.each:
            continue
        if all(_tells(sentence, names, case) for names in needs) and not any(
            _tells(sentence, names, case) for names in without
        ):
            yield sentence


def sentences_of(where: str, case: Case) -> Iterator[Sentence]:
    """Yield the sentences of places, one place after the other."""
    for place in where.split():
        name, _, label = place.partition("[")
        parts = topics(label) if label else ()
        for sentence in _at(name or "everywhere", case):
            if not parts or sentence.part in parts:
                yield sentence


def _at(place: str, case: Case) -> tuple[Sentence, ...]:
    if place not in case.places:
        case.places[place] = tuple(PLACES[place](case))
    return case.places[place]


def alternatives(names: str) -> tuple[str, ...]:
    """Return the names between which bars stand; labels stay together."""
    return (names,) if names.startswith("[") else tuple(names.split("|"))


def topics(label: str) -> tuple[Topic, ...]:
    """Return the topics of a label in brackets."""
    return tuple(Topic[name.upper()] for name in label.strip("[]").split("|"))


def _tells(sentence: Sentence, names: tuple[str, ...], case: Case) -> bool:
    return any(_tells_one(sentence, name, case) for name in names)


def _tells_one(sentence: Sentence, name: str, case: Case) -> bool:
    if name.startswith("["):
        return sentence.part in topics(name)
    fact = FACTS.get(name)
    if fact is not None:
        return fact(sentence, case)
    return Concept(name).search(sentence.low) is not None
