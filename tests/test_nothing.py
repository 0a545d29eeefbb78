"""None, and what is to be written: told alike in a document, in the log and by write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pmlog.words.nothing import is_instruction, is_none, is_placeholder, is_unwritten

if TYPE_CHECKING:
    from tests.conftest import Shell


@pytest.mark.parametrize(
    "text", ["None.", "nobody", "n/a", "No one was called in.", "Not needed", "no"]
)
def test_this_says_that_there_was_none(text: str) -> None:
    assert is_none(text)


@pytest.mark.parametrize("text", ["nobody could log in", "no alert", "", "the DBAs"])
def test_this_says_something(text: str) -> None:
    assert not is_none(text)


@pytest.mark.parametrize("text", ["tbd", "???", "TODO", "to be written", "TODO(cause)", ""])
def test_this_is_still_to_be_written(text: str) -> None:
    assert is_unwritten(text)
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "unknown",
        "none",
        "30",
        "The pool ran out.",
        "An alert is to be added to the pool of db-1, where writes wait for a connection.",
    ],
)
def test_this_is_written(text: str) -> None:
    assert not is_unwritten(text)


@pytest.mark.parametrize("text", ["[Team]", "What was the impact?", "unknown", "<name>"])
def test_this_holds_a_place_in_a_document(text: str) -> None:
    assert is_placeholder(text)


def test_an_instruction_is_told_by_its_first_sentence() -> None:
    assert is_instruction("Describe what happened. Keep it short.")
    assert not is_instruction("It happened. Describe what happened.")


def test_a_field_that_is_to_be_written_is_missing_in_the_log(say: Shell) -> None:
    say.ok("start", "Checkout is down", "--tz", "UTC", "--at", "14:00")
    say.ok("set", "root-cause", "tbd")
    clauses = json.loads(say("check", "--json").out)["clauses"]

    assert clauses["summary.root_cause"] == "missing"


def test_none_may_be_said_in_any_of_its_words(say: Shell) -> None:
    say.ok("start", "Checkout is down", "--tz", "UTC", "--at", "14:00")
    say.ok("set", "escalation", "nobody was called in")
    clauses = json.loads(say("check", "--json").out)["clauses"]

    assert clauses["timeline.escalated_to"] == "present"
