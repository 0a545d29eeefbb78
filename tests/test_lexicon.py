"""The lexicon: each phrase is needed by the sentence beside it, and is read as meant."""

from __future__ import annotations

import json
import re

import pytest

from pmlog.check.words.concepts import Concept, Reader
from pmlog.check.words.phrasing import one_spelling
from tests import lexicon
from tests.lexicon import every_phrase, source

TABLES = lexicon.lexicon()
PHRASES = [
    (name, *each) for name, table in TABLES.items() for each in table.phrases.items()
]


@pytest.mark.parametrize("name", TABLES)
def test_each_phrase_is_found_in_the_sentence_beside_it(name: str) -> None:
    lost = [p for p, told in TABLES[name].phrases.items() if not _tells(name, told)]

    assert lost == []


@pytest.mark.parametrize("name", TABLES)
def test_each_phrase_is_needed_by_the_sentence_beside_it(name: str) -> None:
    phrases = every_phrase(name, TABLES)
    idle = [
        phrase
        for phrase, told in TABLES[name].phrases.items()
        if any(_finds(other, told) for other in phrases if other != phrase)
    ]

    assert idle == []


@pytest.mark.parametrize("name", TABLES)
def test_what_a_concept_leaves_is_not_found(name: str) -> None:
    assert [text for text in TABLES[name].leaves if _tells(name, text)] == []


def test_compiled_json_is_made_of_the_lexicon() -> None:
    # Changed a TOML file? Run `python -m tests.lexicon`.
    assert json.loads(lexicon.COMPILED.read_text()) == json.loads(lexicon.as_json(TABLES))


def test_a_sentence_stands_in_one_spelling() -> None:
    assert [told for _, _, told in PHRASES if one_spelling(told) != told] == []


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("escalat*", "it escalates quickly", "escalates"),
        ("dead-end*", "one more dead-ends", "dead-ends"),
        ("(did|does) not help", "it does not help", "does not help"),
        ("rolled (it )?back", "we rolled it back", "rolled it back"),
        ("rolled (it )?back", "we rolled back", "rolled back"),
        ("spent ... without", "spent an hour without luck", "spent an hour without"),
        ("spent ... without", "spent an hour. without luck", None),
        ("[45]\\d\\d", "they got 503 at once", "503"),
        ("back to <goals>", "back to normal", "back to normal"),
        ("cat", "the cats", None),
        ("cat", "a concat", None),
    ],
)
def test_the_small_language_of_phrases(phrase: str, text: str, found: str | None) -> None:
    tables = {
        "it": lexicon.Concept("it", {phrase: ""}),
        "goals": lexicon.Concept("goals", {"normal": "", "work": ""}),
    }
    compiled = lexicon.compiled(tables)
    told = _read(compiled, "it", text)

    assert told == found


def _read(compiled: dict[str, object], name: str, text: str) -> str | None:
    spans = Reader(compiled).spans(text, name)
    return text[slice(*spans[0])] if spans else None


def _tells(name: str, text: str) -> bool:
    return Concept(name).search(text) is not None


def _finds(phrase: str, text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{source(phrase, TABLES)})(?!\w)", text) is not None
