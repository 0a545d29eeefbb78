"""What is told beside a place in a text."""

from __future__ import annotations

import pytest

from pmlog.words.beside import before, behind, between
from pmlog.words.concepts import Concept

STARTS = Concept("starts")
UNTIL = Concept("until")
MADE = Concept("made_next")


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("It began at 10:00", True),
        ("We can't say.  It began   at 10:00", True),
        ("It began. We saw it at 10:00", False),
        ("It began; at 10:00", False),
        ("It began when nobody was in the office at 10:00", False),
        ("At 10:00 it began", False),
    ],
)
def test_what_is_told_before_a_time(text: str, *, is_told: bool) -> None:
    assert before(STARTS, text, text.index("10:00"), 20) is is_told


def test_nothing_need_stop_a_text() -> None:
    text = "Start approx. at 10:00"

    assert not before(STARTS, text, text.index("10:00"), 20)
    assert before(STARTS, text, text.index("10:00"), 20, stops="")


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("10:00 until 11:00", True),
        ("It can't be: until then, 10:00, 11:00", False),
        ("Until 10:00, 11:00", False),
    ],
)
def test_what_is_told_between_two_times(text: str, *, is_told: bool) -> None:
    start, end = text.index("10:00") + len("10:00"), text.index("11:00")

    assert between(UNTIL, text, start, end) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("2024-05-01 release", True),
        ("the 2024-05-01-release", True),
        ("2024-05-01 beta two release", True),
        ("2024-05-01 beta two and three release", False),
        ("2024-05-01, release", False),
        ("2024-05-01. Release", False),
        ("release 2024-05-01", False),
    ],
)
def test_what_is_told_behind_a_date(text: str, *, is_told: bool) -> None:
    end = text.index("2024-05-01") + len("2024-05-01")

    assert behind(MADE, text, end, words=2) is is_told


def test_signs_may_stand_before_it() -> None:
    assert behind(MADE, "(2024-05-01), release", len("(2024-05-01"), signs=" ),")
