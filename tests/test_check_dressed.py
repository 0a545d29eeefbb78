"""Complete postmortems in other dress: what a document tells does not hang on its form."""

from __future__ import annotations

import re
import textwrap
from functools import cache

import pytest

from pmlog.check.report.examine import Settings, reports
from pmlog.check.rules.table import chosen
from tests.conftest import ROOT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = Settings(chosen((), ()))
BASES = ("atx_complete.md", "passersby/prayer_times.md", "share_of_calls.md")
TEXTS = {name: (ROOT / "tests/postmortems" / name).read_text() for name in BASES}


@cache
def errors_in(text: str) -> frozenset[str]:
    """Return the rules and clauses of which a document is accused."""
    report = reports("a.md", text, SETTINGS)[0]
    return frozenset(each.rule for each in report.findings if each.level == "error")


# Something above the first section

HEADING = re.compile(r"^(#{2,6}) (.+)$", re.MULTILINE)


def names_in(text: str) -> list[str]:
    """Return the headings of a document below its title."""
    return [found[2] for found in HEADING.finditer(text)]


def anchor(name: str) -> str:
    """Return where a link to a heading leads."""
    return "#" + re.sub(r"[^a-z0-9]+", "-", name.lower())


def listed(title: str, item: str, end: str = "") -> Callable[[str], str]:
    """Return what sets a table of contents above the first section."""

    def dressed(text: str) -> str:
        items = (
            item.format(at=at, name=name, anchor=anchor(name))
            for at, name in enumerate(names_in(text), 1)
        )
        return HEADING.sub(lambda m: f"{title}{''.join(items)}{end}\n{m[0]}", text, count=1)

    return dressed


CONTENTS = {
    "links": listed("", "- [{name}]({anchor})\n"),
    "numbered links": listed("**Contents**\n\n", "{at}. [{name}]({anchor})\n"),
    "links in one line": listed("", "[{name}]({anchor}) | ", "\n"),
    "links of HTML": listed(
        "<ul>\n", '<li><a href="{anchor}">{name}</a></li>\n', "</ul>\n"
    ),
    "folded": listed(
        "<details>\n<summary>Table of Contents</summary>\n\n",
        "- [{name}]({anchor})\n",
        "</details>\n",
    ),
    "pages": listed("Table of Contents\n\n", "{name} ........ {at}\n"),
    "words": listed("## Table of contents\n\n", "{at}. {name}\n"),
    "a bare list": listed("", "- {name}\n"),
}


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("form", CONTENTS)
def test_a_table_of_contents_is_no_part_of_what_follows(base: str, form: str) -> None:
    text = TEXTS[base]

    assert errors_in(CONTENTS[form](text)) <= errors_in(text)


# Headings and labels


def headed(section: str, part: str = "### {name}") -> Callable[[str], str]:
    """Return what writes the headings of sections, and of parts, in another way."""

    def dressed(text: str) -> str:
        numbers = iter(range(1, 100))
        least = min(len(found[1]) for found in HEADING.finditer(text))

        def other(found: re.Match[str]) -> str:
            is_section = len(found[1]) == least
            form = section if is_section else part
            number = next(numbers) if is_section else 0
            return form.format(name=found[2], number=number, line="=" * 40, under="*" * 20)

        return HEADING.sub(other, text)

    return dressed


HEADINGS = {
    "of a wiki": headed("== {name} ==", "=== {name} ==="),
    "between dashes": headed("----- {name} -----"),
    "in a box": headed("| **{name}** |\n|---|"),
    "between lines": headed("{line}\n{name}\n{line}"),
    "of Jira": headed("h2. {name}", "h3. {name}"),
    "of AsciiDoc": headed("== {name}", "=== {name}"),
    "underlined": headed("{name}\n{under}"),
    "escaped": headed("\\## {name}"),
    "escaped bold": headed("\\*\\*{name}\\*\\*"),
    "in brackets": headed("[{name}]"),
    "HTML on three lines": headed("<h2>\n{name}\n</h2>"),
    "folded on three lines": headed("<details>\n<summary>\n{name}\n</summary>\n"),
    "with a word": headed("## Section {number}: {name}"),
    "with a step": headed("## STEP {number} - {name}"),
    "with a number": headed("## {number} - {name}"),
    "folded": headed("<details open><summary>{name}</summary>\n"),
}


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("form", HEADINGS)
def test_a_heading_is_one_however_it_is_set(base: str, form: str) -> None:
    text = TEXTS[base]

    assert errors_in(HEADINGS[form](text)) <= errors_in(text)


@pytest.mark.parametrize("form", ["[{}] {}", "**[{}]** {}", "[{}]: {}", "**{}?** {}"])
def test_a_label_may_stand_in_brackets_and_ask(form: str) -> None:
    text = TEXTS["atx_complete.md"]
    label = re.compile(r"^- \*\*(\w[\w ]+):\*\* (.+)$", re.MULTILINE)
    dressed = label.sub(lambda found: form.format(found[1], found[2]) + "\n", text)

    assert dressed != text
    assert errors_in(dressed) <= errors_in(text)


SIGNS = (
    "\\-",
    "\u25cf",
    "\uf0a7",
    "\u00d8",
    "\u00fc",
    "+",
    "\u00bb",
    "\u2713",
    "#.",
    "ii)",
)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("space", [" ", "\t", "\u00a0"])
def test_a_list_is_one_whatever_its_bullets_are(sign: str, space: str) -> None:
    text = TEXTS["atx_complete.md"]
    bullet = sign + space
    dressed = text.replace("\n- [ ] ", f"\n{bullet}").replace("\n- ", f"\n{bullet}")

    assert errors_in(dressed) <= errors_in(text)


# Timelines

ENTRY = re.compile(r"^[-*] \**(\d\d:\d\d)\** (?:-|\u2014) (.+)\n", re.MULTILINE)


def entries(form: str, head: str = "") -> Callable[[str], str]:
    """Return what writes the entries of a timeline in another way."""

    def dressed(text: str) -> str:
        text = ENTRY.sub(lambda m: f"{head}{m[0]}", text, count=1)
        return ENTRY.sub(lambda m: form.format(m[1], m[2].rstrip(".")), text)

    return dressed


ENTRIES = {
    "labels": entries("- **Time:** {}\n  **Event:** {}.\n"),
    "a bullet without its space": entries("-{} {}.\n"),
    "a list of terms": entries("<dt>{}</dt><dd>{}.</dd>\n"),
    "a story": entries("At {}, {}. "),
    "a story line by line": entries("At {}, {}.\n"),
    "rows with their time behind": entries(
        "| {1} | {0} |\n", "| Event | Time |\n|---|---|\n"
    ),
    "in brackets": entries("- [{}] {}.\n"),
    "fenced": entries("{} {}\n"),
}


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("form", ENTRIES)
def test_an_entry_is_one_however_its_time_is_set(base: str, form: str) -> None:
    text = TEXTS[base]

    assert ENTRIES[form](text) != text
    assert errors_in(ENTRIES[form](text)) <= errors_in(text)


# The whole


def wrapped(text: str, width: int) -> str:
    """Return a text as an editor fills it, entries and paragraphs without an indent."""
    return "\n".join(
        line if line.startswith(("#", "|")) else textwrap.fill(line, width)
        for line in text.split("\n")
    )


QUESTIONS = {
    "Root Cause and Resolution": (
        "- explain in detail what was causing the issue\n"
        "- explain in detail how the issue was fixed\n"
    ),
    "Timeline": (
        "- when was the issue detected\n- how was the issue detected\n"
        "- which team/individuals was the incident escalated to\n"
        "- how the incident was resolved\n"
    ),
}


def with_questions(text: str) -> str:
    """Return a text with the assignment's own words below its headings."""
    for name, asked in QUESTIONS.items():
        text = text.replace(f"# {name}\n", f"# {name}\n\n{asked}")
    return text


@pytest.mark.parametrize("base", [*BASES, "setext_prose.md", "labels_with_dates.md"])
@pytest.mark.parametrize("width", [60, 72, 80])
def test_lines_that_are_broken_anywhere_are_read_as_one(base: str, width: int) -> None:
    text = (ROOT / "tests/postmortems" / base).read_text()

    assert errors_in(wrapped(text, width)) <= errors_in(text)


@pytest.mark.parametrize("base", ["atx_complete.md", "share_of_calls.md"])
def test_questions_one_below_the_other_label_nothing(base: str) -> None:
    text = TEXTS[base]

    assert with_questions(text) != text
    assert errors_in(with_questions(text)) <= errors_in(text)
