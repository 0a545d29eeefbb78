"""The lexicon's TOML files -> compiled.json, which `pmlog check` reads.

Run as `python -m tests.lexicon` after changing a file of pmlog/check/words/lexicon. In a
phrase a star stands for any ending ("escalat*"), three dots for a few words of the same
sentence, brackets for a choice ("(did|does) not help"), a question mark for what may be
left out, a name in angle brackets for any phrase of another concept. What is none of
these is a regular expression.
"""

from __future__ import annotations

import json
import re
import tomllib
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from pmlog.check.words.concepts import EXPRESSION, OPEN, WHOLE
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ROOT / "pmlog" / "check" / "words" / "lexicon"
COMPILED = FOLDER / "compiled.json"
_GAP = r"\b[^.!?;]{0,60}?\b"
_PART = re.compile(r"<(\w+)>")
_PLAIN = re.compile(r"[\w' -]+\*?")
_FIRST = re.compile(r"\w+")
# More forms than that are rather an expression.
_MOST_FORMS = 120


class Concept(NamedTuple):
    """A table of the lexicon: each phrase with the sentence that needs it."""

    means: str
    phrases: dict[str, str]
    includes: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


def lexicon() -> dict[str, Concept]:
    """Return the concepts by name, in the order of the files."""
    tables: dict[str, Concept] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text()).items():
            assert name not in tables, f"two concepts are called {name}"
            tables[name] = Concept(
                table["means"],
                table.get("phrases", {}),
                tuple(table.get("includes", ())),
                tuple(table.get("leaves", ())),
            )
    return tables


def every_phrase(name: str, tables: dict[str, Concept]) -> list[str]:
    """Return the phrases of a concept and of those that it includes."""
    included = (every_phrase(other, tables) for other in tables[name].includes)
    return [*(p for phrases in included for p in phrases), *tables[name].phrases]


def source(phrase: str, tables: dict[str, Concept]) -> str:
    """Return a phrase as a regular expression."""

    def part(match: re.Match[str]) -> str:
        return f"(?:{'|'.join(source(p, tables) for p in every_phrase(match[1], tables))})"

    # The brackets of a phrase are for the reader; groups that capture cost time.
    plain = re.sub(r"(?<!\\)\((?!\?)", "(?:", phrase.replace("*", r"[\w'-]*"))
    return _PART.sub(part, plain.replace(" ... ", _GAP))


def compiled(tables: dict[str, Concept]) -> dict[str, object]:
    """Return what concepts.py reads."""
    told_by: dict[tuple[int, str], list[str]] = {}
    tried: dict[tuple[int, str], list[str]] = {}
    for name in tables:
        for phrase in every_phrase(name, tables):
            for form, firsts in _forms(phrase, tables):
                told_by.setdefault(form, []).append(name)
                tried.setdefault(form, firsts)
    words: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    anywhere: list[int] = []
    for number, form in enumerate(told_by):
        for first in tried[form]:
            table = stems if first.endswith("*") else words
            table.setdefault(first.rstrip("*"), []).append(number)
        if not tried[form]:
            anywhere.append(number)
    phrases = [[*form, list(dict.fromkeys(names))] for form, names in told_by.items()]
    return {
        "phrases": phrases,
        "words": words,
        "stems": stems,
        "anywhere": anywhere,
    }


def _forms(
    phrase: str, tables: dict[str, Concept]
) -> Iterator[tuple[tuple[int, str], list[str]]]:
    """Yield the forms of a phrase, each with the first words that it is tried at."""
    forms = _expanded(phrase)
    if forms and all(_PLAIN.fullmatch(form) for form in forms):
        for form in forms:
            kind = OPEN if form.endswith("*") else WHOLE
            yield (kind, form.rstrip("*")), [_first_of(form)]
        return
    expression = f"(?:{source(phrase, tables)})(?!\\w)"
    firsts = _firsts(phrase, tables)
    yield (EXPRESSION, expression if firsts else rf"(?<!\w){expression}"), firsts


def _firsts(phrase: str, tables: dict[str, Concept]) -> list[str]:
    """Return the words that a phrase may begin with, none where it may with anything."""
    head = re.sub(r"^\(\?<[!=][^)]*\)", "", phrase)
    part = _PART.match(head)
    if part:
        each = [_firsts(p, tables) for p in every_phrase(part[1], tables)]
        return [] if not all(each) else list(dict.fromkeys(f for e in each for f in e))
    whole = _head(head)
    forms = _expanded(whole) if whole else []
    if not forms or not all(re.match(r"[\w]", form) for form in forms):
        return []
    return list(dict.fromkeys(_first_of(form) for form in forms))


def _head(phrase: str) -> str:
    """Return a phrase up to its first space, whatever optional words stand before."""
    depth = 0
    for at, character in enumerate(phrase):
        depth += (character == "(") - (character == ")")
        if character == " " and depth == 0:
            return phrase[:at]
        if phrase[at : at + 2] == ")?" and depth == 0 and phrase[at - 1] == " ":
            rest = _head(phrase[at + 2 :])
            return phrase[: at + 2] + rest
    return phrase


def _first_of(form: str) -> str:
    """Return the first word of a plain form, with a star where it goes on."""
    match = _FIRST.match(form)
    assert match, form
    return f"{match[0]}*" if form[match.end() : match.end() + 1] == "*" else match[0]


def _expanded(phrase: str) -> list[str]:
    """Return what brackets and question marks stand for; [] where it is an expression."""
    if re.search(r"[\\^$+{}<>]|\(\?|\.|\[[^\]]*[^\]\w -]", phrase):
        return []
    try:
        forms, rest = _choice(phrase)
    except _TooMany:
        return []
    return [] if rest else list(dict.fromkeys(form for form in forms if form))


class _TooMany(Exception):
    """A phrase stands for too many forms to write them all out."""


def _choice(text: str) -> tuple[list[str], str]:
    forms, rest = _row(text)
    while rest.startswith("|"):
        more, rest = _row(rest[1:])
        forms += more
    return forms, rest


def _row(text: str) -> tuple[list[str], str]:
    forms = [""]
    while text and text[0] not in "|)":
        if text[0] == "(":
            inner, rest = _choice(text[1:])
            assert rest.startswith(")"), text
            rest = rest[1:]
        elif text[0] == "[":
            letters, _, rest = text[1:].partition("]")
            inner = list(letters)
        else:
            inner, rest = [text[0]], text[1:]
        if rest.startswith("?"):
            inner, rest = [*inner, ""], rest[1:]
        forms = [a + b for a, b in product(forms, inner)]
        if len(forms) > _MOST_FORMS:
            raise _TooMany
        text = rest
    return forms, text


def as_json(tables: dict[str, Concept]) -> str:
    """Return the text of compiled.json."""
    return json.dumps(compiled(tables), separators=(",", ":")) + "\n"


def main() -> None:
    """Write compiled.json anew."""
    COMPILED.write_text(as_json(lexicon()))


if __name__ == "__main__":
    main()
