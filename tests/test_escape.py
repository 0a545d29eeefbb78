"""What people typed is what the reader of the Markdown sees."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmlog.render.escape import markdown_line, markdown_paragraphs
from pmlog.text.terminal import one_line

# GitHub's reading, as near as a library comes.
READER = MarkdownIt("gfm-like", {"linkify": False})
# Markup characters more often than chance would have them.
TEXT = st.text(
    st.one_of(
        st.sampled_from("\\`*_{}[]()<>#+-.!|~&;:$\"'= \n\t1aä"),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


def seen(markdown: str) -> str:
    """Return the text that a reader sees, and fail on anything that is not text."""
    page = READER.render(markdown)
    tags = set(re.findall(r"</?(\w+)", page))
    assert tags <= {"p", "ul", "li"}, page
    text = html.unescape(re.sub(r"<[^>]*>", "", page)).strip("\n")
    # Nobody sees it: it keeps @team and #123 from becoming links.
    return text.replace("\u200b", "")


def shown(text: str) -> str:
    return one_line(" ".join(text.split()))


@settings(max_examples=500)
@given(TEXT)
def test_a_line_in_a_bullet_is_read_as_it_was_typed(text: str) -> None:
    assert (
        seen(f"- at 14:05 - {markdown_line(text)}") == f"at 14:05 - {shown(text)}".rstrip()
    )


@settings(max_examples=500)
@given(TEXT)
def test_a_paragraph_is_read_as_it_was_typed(text: str) -> None:
    lines = [shown(line) for line in text.strip().splitlines()]
    expected = [line for line in lines if line]

    assert seen(markdown_paragraphs(text)).split("\n") == (expected or [""])


@settings(max_examples=200)
@given(TEXT)
def test_a_cell_of_a_table_stays_one_cell(text: str) -> None:
    table = f"| a | b |\n|---|---|\n| {markdown_line(text)} | end |\n"
    page = READER.render(table)

    assert page.count("<td>") == 2


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("snake_case stays", "snake_case stays"),
        (
            "ask @team about #12, a@b.example",
            "ask @&#8203;team about #&#8203;12, a@b.example",
        ),
        ("12:30:45 :tada:", "12:30:45 :&#8203;tada:"),
        ("50 % of $5 & more", "50 % of \\$5 & more"),
        ("# no heading", "\\# no heading"),
        ("2. no list", "2\\. no list"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("[a](javascript:x)", "\\[a\\](javascript:x)"),
    ],
)
def test_only_what_would_be_markup_is_escaped(typed: str, written: str) -> None:
    assert markdown_line(typed) == written
