"""The rows of evidence: what they name is there, and the first that finds enough counts."""

from __future__ import annotations

import pytest

from pmlog.check.clauses.case import PARTLY, PRESENT, Case
from pmlog.check.clauses.judge import Row, alternatives, judge, topics
from pmlog.check.clauses.places import PLACES
from pmlog.check.clauses.rows import ROWS
from pmlog.check.clauses.sentence_facts import FACTS
from pmlog.check.document.parse import parse
from pmlog.check.report.behind import concepts_behind
from pmlog.check.times.facts import facts_of
from pmlog.postmortem.clauses import CLAUSES, LENGTH
from tests import lexicon

CONCEPTS = lexicon.lexicon()
DOCUMENT = """# A bad day

## Timeline

- 10:00 - An alert fires.
- 10:20 - We suspected the network, but it was fine.
- 10:40 - Escalated to the database team.
"""


def case() -> Case:
    return Case(facts_of(parse(DOCUMENT)))


@pytest.mark.parametrize("clause", ROWS)
def test_each_name_of_a_row_is_known(clause: str) -> None:
    for row in ROWS[clause]:
        for place in row.where.split():
            name, _, label = place.partition("[")
            assert not name or name in PLACES
            assert not label or topics(label)
        for name in (n for names in (row.needs, row.without) for n in names.split()):
            assert all(map(is_known, alternatives(name))), name


def test_each_clause_has_its_rows_in_the_order_of_the_table() -> None:
    assert [clause.id for clause in CLAUSES if clause.id != LENGTH] == list(ROWS)


def is_known(name: str) -> bool:
    return bool(topics(name)) if name.startswith("[") else name in {*FACTS, *CONCEPTS}


def test_no_fact_has_the_name_of_a_concept() -> None:
    assert set(FACTS) & set(CONCEPTS) == set()


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("told_by_others", "told_by_users told_by_somebody"),
        ("team_behind", "escalated team"),
        ("symptom_before_cause", "symptom because named_cause"),
        ("technical_only", "technical outage symptom users resolved"),
        (
            "calls_for_help",
            (
                "team called passed_on help_called joins handed_to asks_for_help "
                "no_person to_look"
            ),
        ),
        ("bullet", ""),
    ],
)
def test_the_concepts_behind_a_fact_are_those_that_its_code_names(
    name: str, concepts: str
) -> None:
    assert set(concepts_behind(FACTS[name])) == set(concepts.split())


def test_whatever_stands_behind_a_fact_or_a_place_is_a_concept() -> None:
    functions = (*FACTS.values(), *PLACES.values())

    assert {c for each in functions for c in concepts_behind(each)} <= CONCEPTS.keys()


@pytest.mark.parametrize("clause", ROWS)
def test_only_what_is_vague_says_why(clause: str) -> None:
    assert [row for row in ROWS[clause] if bool(row.why) != (row.verdict == PARTLY)] == []


@pytest.mark.parametrize("clause", ROWS)
def test_no_row_stands_twice(clause: str) -> None:
    assert len(set(ROWS[clause])) == len(ROWS[clause])


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        (Row(PRESENT, "timeline", "watch"), (5,)),
        (Row(PRESENT, "timeline", "watch team"), None),
        (Row(PRESENT, "timeline", "team|watch"), (5,)),
        (Row(PRESENT, "timeline", "entry", "watch"), (6,)),
        (Row(PRESENT, "timeline", "entry", lines=3), (5, 6, 7)),
        (Row(PRESENT, "timeline", "entry", lines=4), None),
        (Row(PRESENT, "timeline", words=90), None),
        (Row(PRESENT, "timeline", each=7), (6,)),
        (Row(PRESENT, "measures timeline", "escalated"), (7,)),
    ],
)
def test_a_row_finds_what_it_needs(row: Row, lines: tuple[int, ...] | None) -> None:
    found = judge((row,), case()).found

    assert (found and found.lines) == lines


def test_the_first_row_that_finds_enough_counts() -> None:
    rows = (
        Row(PRESENT, "timeline", "hope"),
        Row(PARTLY, "timeline", "team", why="it is vague"),
        Row(PRESENT, "timeline", "watch"),
    )

    assert judge(rows, case())[:3] == (PARTLY, 7, "it is vague")
