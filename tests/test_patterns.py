"""Patterns that wait: like compiled ones, but for when they are compiled."""

from __future__ import annotations

import re

import pytest

from pmlog.text.patterns import pattern


def test_a_pattern_finds_what_a_compiled_one_finds() -> None:
    waiting = pattern(r"(\w+) is (?P<state>down|up)", re.IGNORECASE)
    compiled = re.compile(r"(\w+) is (?P<state>down|up)", re.IGNORECASE)
    text = "DB-1 is DOWN, web is up"

    assert waiting.pattern == compiled.pattern
    assert waiting.findall(text) == compiled.findall(text)
    assert waiting.sub("x", text) == compiled.sub("x", text)
    found = waiting.search(text)
    assert found is not None
    assert found["state"] == "DOWN"


def test_a_pattern_is_compiled_when_it_is_used_and_not_before() -> None:
    mistaken = pattern("(")

    assert mistaken.pattern == "("
    with pytest.raises(re.error):
        mistaken.search("(")
