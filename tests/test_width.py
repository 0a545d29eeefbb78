"""How many columns text takes, and how it is wrapped."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmlog.text.width import columns, cut, wrapped


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("漢字", 4), ("🎉", 2), ("e\u0301", 1), ("❤️", 2), ("שלום", 4)],
)
def test_columns_are_those_of_a_terminal(text: str, width: int) -> None:
    assert columns(text) == width


def test_lines_break_between_words() -> None:
    assert wrapped("one two three four", 9) == ["one two", "three", "four"]
    assert wrapped("one two", 7) == ["one two"]
    assert wrapped("", 5) == [""]


def test_a_word_that_is_too_wide_is_broken() -> None:
    assert wrapped("a 1234567890 b", 4) == ["a", "1234", "5678", "90 b"]
    assert wrapped("漢字漢字", 5) == ["漢字", "漢字"]
    assert wrapped("漢字", 1) == ["漢", "字"]


def test_a_combining_mark_stays_with_its_letter() -> None:
    assert wrapped("abe\u0301d", 3) == ["abe\u0301", "d"]


@given(st.text(st.characters(exclude_categories=["C"])), st.integers(2, 40))
@example("0\xa00", 2)
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(), st.integers(0, 50))
def test_cut_text_fits_and_is_one_printable_line(text: str, width: int) -> None:
    line = cut(text, width)

    assert columns(line) <= width
    assert all(each.isprintable() or each in "\u200c\u200d" for each in line)


def test_a_long_text_is_cut_however_much_of_it_is_blank() -> None:
    assert cut("a" + " " * 10_000, 5) == "a…"
