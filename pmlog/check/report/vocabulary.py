"""The names in rows of evidence -> what they are made of, and some of their sentences."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.check.clauses.judge import alternatives, topics
from pmlog.check.clauses.places import PLACES
from pmlog.check.clauses.sentence_facts import FACTS
from pmlog.check.report.behind import concepts_behind
from pmlog.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmlog.check.clauses.judge import Row

_MOST_SENTENCES = 4
_OTHER = re.compile(r"<(\w+)>")


class _Taught(NamedTuple):
    """A concept: the file that it is taught in, and its table there."""

    file: str
    table: dict[str, Any]

    @property
    def phrases(self) -> dict[str, str]:
        """Its own phrases, with the sentence that needs each."""
        return dict(self.table.get("phrases", {}))

    @property
    def includes(self) -> tuple[str, ...]:
        """The concepts that it takes in."""
        return tuple(self.table.get("includes", ()))

    @property
    def named(self) -> tuple[str, ...]:
        """The concepts that its phrases name."""
        return tuple(dict.fromkeys(_OTHER.findall(" ".join(self.phrases))))


def vocabulary(rows: Iterable[Row]) -> Iterator[str]:
    """Yield what the names in rows are made of.

    First what is a function, then the concepts that have to be told, with sentences, and
    then the names of those beside them: of places, labels, what must not be told, and in
    phrases.
    """
    rows, known = tuple(rows), _known()
    needed = _names(row.needs for row in rows)
    others = _names(names for row in rows for names in (row.without, row.where))
    functions = FACTS | PLACES
    made = {name: _behind(name, functions) for name in (*needed, *others)}
    for name, concepts in made.items():
        if concepts and name in functions:
            yield f"  {name}: made of {', '.join(concepts)}"
    shown = _with_included((c for name in needed for c in made[name]), known)
    for name in shown:
        yield _headed(name, known[name])
        yield from _sentences(known[name])
    beside = [concept for name in others for concept in made[name]]
    beside += [name for concept in shown for name in known[concept].named]
    rest = [name for name in dict.fromkeys(beside) if name in known and name not in shown]
    if rest:
        yield "  Named beside them:"
    yield from (f"  {_headed(name, known[name])}" for name in rest)


def _names(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the names of facts, places and concepts, with a label as its concept."""
    found: list[str] = []
    for part in " ".join(parts).split():
        name, _, label = part.partition("[")
        found += alternatives(name) if name else ()
        found += [f"label_{t.name.lower()}" for t in (topics(label) if label else ())]
    return tuple(dict.fromkeys(found))


def _behind(name: str, functions: Mapping[str, object]) -> tuple[str, ...]:
    return concepts_behind(functions[name]) if name in functions else (name,)


def _with_included(names: Iterable[str], known: Mapping[str, _Taught]) -> list[str]:
    """Return concepts, each with those that it includes right behind it."""
    found: dict[str, None] = {}
    for name in names:
        if name in known and name not in found:
            found[name] = None
            found |= dict.fromkeys(_with_included(known[name].includes, known))
    return list(found)


def _headed(name: str, taught: _Taught) -> str:
    included = f"; includes {', '.join(taught.includes)}" if taught.includes else ""
    return f"  {name} ({taught.file}): {taught.table['means']}{included}"


def _sentences(taught: _Taught) -> Iterator[str]:
    """Yield a few of a concept's phrases with their sentences, from all of the list."""
    step = max(1, len(taught.phrases) // _MOST_SENTENCES)
    for phrase, told in list(taught.phrases.items())[::step][:_MOST_SENTENCES]:
        yield f"    {told}  [{phrase}]"
    for told in tuple(taught.table.get("leaves", ()))[:1]:
        yield f"    not: {told}"


def _known() -> dict[str, _Taught]:
    # Only who asks for an explanation reads the sentences.
    import tomllib

    folder = os.path.dirname(lexicon.__file__)
    found: dict[str, _Taught] = {}
    for file in sorted(os.listdir(folder)):
        if file.endswith(".toml"):
            with open(os.path.join(folder, file), "rb") as source:
                tables = tomllib.load(source)
            found |= {name: _Taught(file, table) for name, table in tables.items()}
    return found
