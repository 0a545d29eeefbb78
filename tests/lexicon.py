"""The lexicon's TOML files -> compiled.tsv, which `pmlog check` reads.

Run as `python -m tests.lexicon` after changing a file of pmlog/words/lexicon; how
a phrase is written stands in docs/check.md. All phrases become trees: a branch for each
token that may follow, and at the end the concepts that are told. What is no word is a
sign: stems of words, forms of numbers, any word, a few words, a part of a sentence, its
ends, other concepts; trees.py has them. A phrase that names a concept is in a tree behind
those that find that concept.

Behind the first line, each line is what a phrase may begin with and, by the numbers of the
trees, what may follow. The beginning of a sentence and a concept, of which many phrases
go on in many ways, are one with what follows them: "^^we", "<>team". Concepts stand there
by name and the lines in order, so that a new phrase changes the lines that it begins.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from itertools import groupby, product
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.words.trees import (
    ANY,
    DIGIT,
    ENDING,
    FEW,
    FIRST,
    GAP,
    LAST,
    NUMBER,
    OTHER,
    SIGNS,
    STEM,
    TOLD,
)
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    Tree = dict[str, Any]

FOLDER = ROOT / "pmlog" / "words" / "lexicon"
COMPILED = FOLDER / "compiled.tsv"
# A ".." is up to so many.
_FEW_WORDS = 3
# A phrase that stands for more is rather two, or names a concept.
_MOST_FORMS = 600
_PLACE = re.compile(r"<\w+>|\.\.\.|\.\.|\*?[\w#]+\*?|\\.|\S")
_OTHER = re.compile(r"<(\w+)>")
# What hides the places of a concept is found like one, by this name.
HIDES = "!"


class Concept(NamedTuple):
    """A table of the lexicon: each phrase with the sentence that needs it.

    leaves are sentences that do not tell it, hides phrases in which its own tell
    nothing, each with such a sentence.
    """

    means: str
    phrases: dict[str, str]
    includes: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    hides: dict[str, str] = {}  # noqa: RUF012 - never changed


def lexicon() -> dict[str, Concept]:
    """Return the concepts by name, in the order of the files."""
    tables: dict[str, Concept] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            assert name not in tables, f"two concepts are called {name}"
            tables[name] = Concept(
                table["means"],
                table.get("phrases", {}),
                tuple(table.get("includes", ())),
                tuple(table.get("leaves", ())),
                table.get("hides", {}),
            )
    return tables


def compiled(tables: Mapping[str, Concept]) -> str:
    """Return what concepts.py reads."""
    depths = _depths(tables)
    trees: list[Tree] = [{} for _ in range(max(depths.values(), default=0) + 1)]
    for name, table in tables.items():
        for phrase in (*table.phrases, *(f"<{other}>" for other in table.includes)):
            _grow(trees, phrase, name, depths)
        for phrase in table.hides:
            _grow(trees, phrase, f"{name}{HIDES}", depths)
    hidden: list[dict[str, str]] = [{} for _ in trees]
    for name, table in tables.items():
        if table.hides:
            hidden[depths[name]][name] = f"{name}{HIDES}"
    rows: dict[str, Tree] = {}
    for number, tree in enumerate(trees):
        for way, branch in _beginnings(tree):
            row = rows
            for step in way:
                row = row.setdefault(step, {})
            row[str(number)] = branch
    openings = [list(tree.get(SIGNS, {}).get(OTHER, ())) for tree in trees]
    short = {
        step: json.dumps(_short(rows[step]), separators=_SHORT) for step in sorted(rows)
    }
    known = {
        "concepts": list(tables),
        "hidden": hidden,
        "openings": openings,
        # Beside the lines, which are ASCII: a text with one dash takes twice as long.
        "others": {step: row for step, row in short.items() if not step.isascii()},
    }
    head = json.dumps(known, separators=_SHORT)
    lines = (f"{step}\t{row}" for step, row in short.items() if step.isascii())
    return "\n".join((head, *lines)) + "\n"


_SHORT = (",", ":")


def _short(tree: Tree) -> Tree | str:
    """Return a tree with what is told alone for each branch that has nothing else."""
    if tree.keys() == {TOLD}:
        told: str = tree[TOLD]
        return told
    return {step: each if step == TOLD else _short(each) for step, each in tree.items()}


# What is one character in a phrase.
_SIGNS = {"_": ANY, "^": FIRST, "$": LAST}
# Those that lead one way only.
_ONE_WAY = (ANY, FIRST, LAST, GAP)


def _beginnings(tree: Tree) -> Iterator[tuple[tuple[str, ...], Tree]]:
    """Yield what a phrase may begin with, and what may follow."""
    for word, branch in _words(tree):
        yield (word,), branch
    for sign, branches in tree.get(SIGNS, {}).items():
        if sign == FIRST:
            yield from (((FIRST + word,), branch) for word, branch in _words(branches))
            signs = {s: ways for s, ways in branches.get(SIGNS, {}).items() if s != STEM}
            yield (FIRST,), {SIGNS: signs}
        elif sign == OTHER:
            yield from (((OTHER + other,), branch) for other, branch in branches.items())
        elif sign == ANY:
            yield (ANY,), branches
        elif sign != STEM:
            yield from (((sign, form), branch) for form, branch in branches.items())


def _words(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield the words of a tree, stems with their star."""
    yield from ((word, each) for word, each in tree.items() if word not in (TOLD, SIGNS))
    stems = tree.get(SIGNS, {}).get(STEM, {})
    yield from ((f"{stem}*", each) for stem, each in stems.items())


def _depths(tables: Mapping[str, Concept]) -> dict[str, int]:
    """Return for each concept the tree behind which it is known."""

    @cache
    def depth(name: str) -> int:
        return max((depth(other) + 1 for other in names_in(tables[name])), default=0)

    return {name: depth(name) for name in tables}


def names_in(table: Concept) -> set[str]:
    """Return the concepts that a table includes or names in its phrases."""
    phrases = (*table.phrases, *table.hides)
    return {o for p in phrases for o in _OTHER.findall(p)}.union(table.includes)


def _grow(
    trees: list[Tree],
    phrase: str,
    name: str,
    depths: Mapping[str, int],
) -> None:
    """Put a phrase into the tree behind those of the concepts that it names."""
    named = _OTHER.findall(phrase)
    tree = trees[max((depths[other] + 1 for other in named), default=0)]
    for form in forms(phrase):
        branch = tree
        for step in steps(form):
            branch = _branch(branch, step)
        told = branch.get(TOLD, "").split()
        if name not in told:
            branch[TOLD] = " ".join([*told, name])


def _branch(tree: Tree, step: str) -> Tree:
    """Return the branch that a step leads to, which grows where there is none."""
    other = _OTHER.fullmatch(step)
    sign, key = "", _SIGNS.get(step, step.removeprefix("\\"))
    if key in _ONE_WAY:
        sign = SIGNS
    elif other:
        sign, key = OTHER, other[1]
    elif step.startswith(f"{FEW} "):
        sign, key = FEW, str(_FEW_WORDS * step.count(FEW))
    elif DIGIT in step and step != "\\#":
        sign = NUMBER
    elif step.endswith("*") and step != "*":
        sign, key = STEM, step[:-1]
    elif step.startswith("*") and step != "*":
        sign, key = ENDING, step[1:]
    for each in {"": (), SIGNS: (SIGNS,)}.get(sign, (SIGNS, sign)):
        tree = tree.setdefault(each, {})
    found: Tree = tree.setdefault(key, {})
    return found


def steps(form: str) -> list[str]:
    """Return the tokens and signs of a form, one behind the other."""
    found = _PLACE.findall(form)
    assert found, form
    assert found[0] not in (FEW, GAP), form
    groups = ((place, len(list(group))) for place, group in groupby(found))
    # Two of them, one behind the other, are a few words more.
    return [
        each
        for place, count in groups
        for each in ([f"{FEW} " * count] if place == FEW else [place] * count)
    ]


def forms(phrase: str) -> list[str]:
    """Return what the brackets and question marks of a phrase stand for."""
    found, rest = _choice(phrase)
    assert not rest, f"{phrase}: what closes {rest}?"
    assert len(found) <= _MOST_FORMS, f"{phrase} stands for {len(found)} phrases"
    return list(dict.fromkeys(" ".join(form.split()) for form in found if form.strip()))


def _choice(text: str) -> tuple[list[str], str]:
    found, rest = _row(text)
    while rest.startswith("|"):
        more, rest = _row(rest[1:])
        found += more
    return found, rest


def _row(text: str) -> tuple[list[str], str]:
    found = [""]
    while text and text[0] not in "|)":
        if text[0] == "(":
            inner, rest = _choice(text[1:])
            assert rest.startswith(")"), text
            rest = rest[1:]
        elif text[0] == "[":
            letters, _, rest = text[1:].partition("]")
            inner = list(letters)
        elif text[0] == "\\":
            inner, rest = [text[:2]], text[2:]
        else:
            inner, rest = [text[0]], text[1:]
        if rest.startswith("?"):
            inner, rest = [*inner, ""], rest[1:]
        found = [one + other for one, other in product(found, inner)]
        text = rest
    return found, text


def apart(tables: Mapping[str, Concept]) -> dict[str, Concept]:
    """Return the lexicon with a further concept for each phrase, by its name_of."""
    each = {
        name_of(name, phrase): Concept("one phrase", {phrase: told})
        for name, table in tables.items()
        for phrase, told in (table.phrases | table.hides).items()
    }
    return {**tables, **each}


def name_of(concept: str, phrase: str) -> str:
    """Return the name of the concept that a phrase is apart."""
    # In compiled.tsv a space stands between two names.
    return f"{concept}: {phrase}".replace(" ", "~")


def without(
    tables: Mapping[str, Concept], gone: Container[tuple[str, str]]
) -> dict[str, Concept]:
    """Return the lexicon without phrases, each named by its concept and itself."""
    return {
        name: table._replace(
            phrases={p: s for p, s in table.phrases.items() if (name, p) not in gone}
        )
        for name, table in tables.items()
    }


def main() -> None:
    """Write compiled.tsv anew."""
    COMPILED.write_text(compiled(lexicon()), "utf-8")


if __name__ == "__main__":
    main()
