"""The lexicon: each phrase is needed by the sentence beside it, and is read as meant."""

from __future__ import annotations

import gc
import re
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import pytest

from pmlog import check, words
from pmlog.check.clauses.rows import ROWS
from pmlog.check.document.topics import Topic, topic_of
from pmlog.words.concepts import Concept, Reader
from pmlog.words.phrasing import one_spelling
from tests import lexicon
from tests.lexicon import name_of

if TYPE_CHECKING:
    from pathlib import Path

TABLES = lexicon.lexicon()
APART = Reader(lexicon.compiled(lexicon.apart(TABLES)))
# Beside each concept: the same without what it hides, and without phrases of its own.
BARE = Reader(
    lexicon.compiled(
        TABLES
        | {f"{name}_without_hides": t._replace(hides={}) for name, t in TABLES.items()}
        | {f"{name}_without_phrases": t._replace(phrases={}) for name, t in TABLES.items()}
    )
)
_FEWEST_LEFT = 2


@pytest.mark.parametrize("name", TABLES)
def test_each_phrase_is_needed_by_the_sentence_beside_it(name: str) -> None:
    # Where another phrase finds it too, or none does: the sentence, and what finds it.
    told = {
        (phrase, sentence): found
        for phrase, sentence in TABLES[name].phrases.items()
        if (found := _found(name, sentence)) != [phrase]
    }

    assert told == {}


def _found(name: str, sentence: str) -> list[str]:
    return [p for p in TABLES[name].phrases if APART.spans(sentence, name_of(name, p))]


@pytest.mark.parametrize("name", [name for name in TABLES if TABLES[name].includes])
def test_no_phrase_is_told_by_what_its_concept_includes(name: str) -> None:
    phrases, bare = TABLES[name].phrases, f"{name}_without_phrases"

    assert [phrase for phrase, text in phrases.items() if BARE.spans(text, bare)] == []


def test_each_concept_is_asked_for_by_code_or_by_another() -> None:
    named = _asked_for().union(*map(lexicon.names_in, TABLES.values()))

    assert [name for name in TABLES if name not in named] == []


def test_each_concept_that_code_asks_for_is_there() -> None:
    held = {each.name for each in _held()}

    assert held <= TABLES.keys()


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic is not Topic.UNNAMED])
def test_a_label_is_told_without_filling_words_and_before_any_later_one(
    topic: Topic,
) -> None:
    labels = TABLES[f"label_{topic.name.lower()}"].phrases.values()

    assert {label: topic_of(label) for label in labels} == dict.fromkeys(labels, topic)


def _asked_for() -> set[str]:
    """Return the concepts that modules of pmlog hold, and those of the rows of clauses."""
    held = {each.name for each in _held()}
    rows = (row for rows in ROWS.values() for row in rows)
    return held.union(
        *(f"{row.needs} {row.without}".replace("|", " ").split() for row in rows)
    )


def _held() -> list[Concept]:
    """Return the concepts that modules of pmlog hold."""
    for package in (check, words):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    return [each for each in gc.get_objects() if type(each) is Concept]


@pytest.mark.parametrize("name", TABLES)
def test_a_concept_is_told_by_the_sentence_beside_each_phrase(name: str) -> None:
    told = TABLES[name].phrases.values()

    assert [text for text in told if not Concept(name).search(text)] == []


@pytest.mark.parametrize("name", TABLES)
def test_what_a_concept_leaves_is_not_found(name: str) -> None:
    assert [text for text in TABLES[name].leaves if Concept(name).search(text)] == []
    assert len(TABLES[name].leaves) >= _FEWEST_LEFT


@pytest.mark.parametrize("name", [name for name in TABLES if TABLES[name].hides])
def test_what_hides_a_phrase_is_needed_by_the_sentence_beside_it(name: str) -> None:
    hides, bare = TABLES[name].hides, f"{name}_without_hides"

    assert [text for text in hides.values() if Concept(name).search(text)] == []
    assert [text for text in hides.values() if not BARE.spans(text, bare)] == []
    assert [p for p, text in hides.items() if not APART.spans(text, name_of(name, p))] == []


@pytest.mark.parametrize("path", sorted(lexicon.FOLDER.glob("*.toml")), ids=str)
def test_what_stands_above_the_concepts_of_a_file_names_those_that_there_are(
    path: Path,
) -> None:
    head = path.read_text("utf-8").partition("\n\n")[0]
    titles = re.findall(r"^#   ([a-z_]+(?:, [a-z_]+)*): ", head, re.MULTILINE)
    named = {name for title in titles for name in title.split(", ")}
    named |= {word for word in re.findall(r"\b[a-z_]+\b", head) if "_" in word}

    assert named <= TABLES.keys()


def test_compiled_tsv_is_made_of_the_lexicon() -> None:
    is_current = lexicon.COMPILED.read_text("utf-8") == lexicon.compiled(TABLES)

    assert is_current, "a TOML file was changed: run `python -m tests.lexicon`"


def test_a_new_concept_changes_the_first_line_and_those_that_its_phrases_begin_with() -> (
    None
):
    new = {"wobbly": lexicon.Concept("it wobbles", {"wobbl*": "", "the team wobbled": ""})}
    before = lexicon.compiled(TABLES).splitlines()
    after = lexicon.compiled(new | TABLES).splitlines()

    added = [line.partition("\t")[0] for line in after[1:] if line not in set(before)]
    assert added == ["the", "wobbl*"]
    assert len(after) == len(before) + 1


def test_all_lines_but_the_first_are_in_order_and_ascii() -> None:
    lines = lexicon.COMPILED.read_text("utf-8").splitlines()[1:]

    assert all(map(str.isascii, lines))
    steps = [line.partition("\t")[0] for line in lines]
    assert steps == sorted(steps)


def test_a_sentence_stands_in_one_spelling() -> None:
    every = (
        text
        for table in TABLES.values()
        for text in (*table.phrases.values(), *table.hides.values(), *table.leaves)
    )

    assert [text for text in every if one_spelling(text) != text] == []


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("escalat*", "it escalates quickly", "escalates"),
        ("dead-end*", "one more dead-ends", "dead-ends"),
        ("run*", "a run-down host", "run-down"),
        ("(did|does) not help", "it does not help", "does not help"),
        ("rolled (it )?back", "we rolled it back", "rolled it back"),
        ("rolled (it )?back", "we rolled back", "rolled back"),
        ("rolled _ back", "we rolled it back", "rolled it back"),
        ("rolled _ back", "we rolled back", None),
        ("rolled .. back", "we rolled all of it back", "rolled all of it back"),
        ("rolled .. back", "we rolled back", "rolled back"),
        ("rolled .. back", "we rolled one and then two back", None),
        ("spent ... without", "spent an hour without luck", "spent an hour without"),
        ("spent ... without", "spent an hour. without luck", None),
        ("spent ... without", f"spent {'a very ' * 10}long hour without", None),
        ("[45]##", "they got 503 at once", "503"),
        ("[45]##", "they got 5031 at once", None),
        ("# minutes", "after 12 minutes", "12 minutes"),
        ("# minutes", "after two minutes", None),
        ("back to <goals>", "back to normal", "back to normal"),
        ("<goals> again", "we work again", "work again"),
        ("<goals> ... <goals>", "back to normal, we work", "normal, we work"),
        ("^ still", "- still down", "still"),
        ("^ still", "it is still down", None),
        ("in vain $", "it was in vain.", "in vain"),
        ("in vain $", "it was in vain then", None),
        ("why \\?", "and why?", "why?"),
        ('" _', 'it said "sorry"', '"sorry'),
        ('" _', 'the "a" was', '"a'),
        ('" _', 'a" was', None),
        ("optimi[sz]ed", "not optimized", "optimized"),
        ("cat", "the cats", None),
        ("cat", "a concat", None),
        ("it * was", "it was", None),
    ],
)
def test_the_small_language_of_phrases(phrase: str, text: str, found: str | None) -> None:
    tables = {
        "it": lexicon.Concept("it", {phrase: ""}),
        "goals": lexicon.Concept("goals", {"normal": "", "work": ""}),
    }
    compiled = lexicon.compiled(tables)

    assert _read(compiled, "it", text) == found


def test_of_two_places_that_overlap_the_first_and_longest_counts() -> None:
    tables = {"it": lexicon.Concept("it", {"a b": "", "a b c": "", "b c d": "", "d": ""})}

    assert Reader(lexicon.compiled(tables)).spans("a b c d", "it") == [(0, 5), (6, 7)]


def test_what_hides_a_concept_hides_what_lies_within_it_and_no_more() -> None:
    tables = {
        "called": lexicon.Concept("", {"called": ""}, hides={"called by": ""}),
        "all": lexicon.Concept("", {"paged": ""}, includes=("called",)),
    }
    reader = Reader(lexicon.compiled(tables))

    assert reader.spans("called by it, called", "called") == [(14, 20)]
    assert reader.spans("called by it, paged", "all") == [(14, 19)]


@pytest.mark.parametrize("phrase", ["... back", ".. back", "a) b"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(AssertionError):
        lexicon.compiled({"it": lexicon.Concept("it", {phrase: ""})})


def _read(compiled: str, name: str, text: str) -> str | None:
    spans = Reader(compiled).spans(text, name)
    return text[slice(*spans[0])] if spans else None
