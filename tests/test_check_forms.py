"""The forms in which people write headings and the entries of a timeline."""

from __future__ import annotations

import tomllib

import pytest

from pmlog.check.clauses.case import Case
from pmlog.check.clauses.judge import judge
from pmlog.check.clauses.rows import ROWS
from pmlog.check.document.parse import parse
from pmlog.check.document.topics import Topic
from pmlog.check.times.facts import facts_of
from tests.conftest import ROOT

FORMS = tomllib.loads((ROOT / "tests/wordings/forms.toml").read_text())
NAMES = [(topic, name) for topic, names in FORMS["headings"].items() for name in names]
STYLES = ("## {}\n", "**{}**\n", "{}\n-----\n", "<h2>{}</h2>\n", "{}:\n", "{}\n")


@pytest.mark.parametrize("entry", FORMS["entries"])
def test_a_list_of_times_is_known_in_any_form(entry: str) -> None:
    head = "| A | B |\n|---|---|\n" if entry.startswith("|") else ""
    listed = "\n".join(entry.replace("05", minute) for minute in ("05", "15", "25"))
    text = f"## Issue Summary\n\nA bad day.\n\n## Timeline\n\n{head}{listed}\n"

    verdict = judge(ROWS["timeline.timestamped_bullets"], Case(facts_of(parse(text))))
    assert verdict.status == "present"


@pytest.mark.parametrize(
    "time", ["10:{} AM", "2018-10-30 ~10:{}", "3 May 2024, 10:{} (UTC)", "May 3 at 10:{}"]
)
def test_a_time_on_a_line_of_its_own_heads_what_follows(time: str) -> None:
    heads = [time.format(minute) for minute in (10, 20, 30)]
    times = "".join(f"### {head}\n\nAn alert fires.\n\n" for head in heads)
    facts = facts_of(parse(f"## Timeline\n\n{times}"))

    assert [entry.text.split(" - ")[-1] for entry in facts.entries] == [
        "An alert fires."
    ] * 3


@pytest.mark.parametrize("time", ["10:{} - ", "T+0:{}  "])
def test_what_stands_above_a_list_of_times_without_headings_sums_up(time: str) -> None:
    listed = "".join(f"{time.format(minute)}It goes on.\n" for minute in (10, 20, 30))
    text = f"Impact: the login page was down.\nCause: a full disk.\n\n{listed}"
    items = {item.text: item for item in parse(text).items}

    assert items["a full disk."].section is not Topic.TIMELINE
    assert {i.section for i in items.values() if "goes on" in i.text} == {Topic.TIMELINE}


def test_a_title_that_begins_with_its_time_is_a_title() -> None:
    text = "# 2018-10-30 10:05: the shop is down\n\n## Timeline\n\nTo follow.\n"

    assert facts_of(parse(text)).entries == ()


def section_below(heading: str) -> str:
    """Return the section of the text below a heading of a document with a title."""
    text = f"# A bad day\n\nHello.\n\n{heading}\nThe quick brown fox jumps over the dog.\n"
    items = parse(f"{text}\n## Conclusion\n\nBye.\n").items
    section = next(item.section for item in items if "fox" in item.text)
    return section.name if section else ""


@pytest.mark.parametrize(("topic", "name"), NAMES)
def test_a_heading_announces_its_section_in_any_style(topic: str, name: str) -> None:
    found = {style: section_below(style.format(name.rstrip(":"))) for style in STYLES}

    assert found == dict.fromkeys(STYLES, topic)


LIST = "".join(f"- 10:{at} - Something happens to the shop.\n" for at in (10, 20, 30))


@pytest.mark.parametrize(
    ("body", "section"),
    [
        (LIST, Topic.TIMELINE),
        ("- [ ] Pin the version\n- [ ] Test the backup\n", Topic.MEASURES),
        ("We should test more.\n\nWe must ask twice.\n", Topic.MEASURES),
        (
            (
                "The table was locked because the job for prices had met a huge file, "
                "and each query of the catalogue had to wait until it was done.\n"
            ),
            Topic.CAUSE_AND_FIX,
        ),
    ],
)
def test_a_heading_that_says_nothing_is_told_by_what_it_holds(
    body: str, section: Topic
) -> None:
    first = "# A bad day\n\n## Act one\n\nThe shop was away for an hour.\n"
    items = parse(f"{first}\n## Act two\n\n{body}\n## Act three\n\nBye.\n").items

    below = [item for item in items if "shop was away" not in item.text]
    assert {item.section for item in below if item.text != "Bye."} == {section}


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Response", Topic.ACTIONS),
        ("Actions", Topic.TASKS),
        ("What we did", Topic.FIX),
        ("Who noticed", Topic.HOW_DETECTED),
        ("What we are doing", Topic.MEASURES),
    ],
)
def test_behind_the_cause_a_heading_looks_back_or_ahead(heading: str, topic: Topic) -> None:
    text = f"## Root cause\n\nA full disk.\n\n## {heading}\n\nThe dog jumps.\n"

    last = parse(text).items[-1]
    assert topic in (last.section, last.part)


def test_a_table_that_says_who_does_what_until_when_is_a_list_of_tasks() -> None:
    rows = "| Measure | Owner | Due |\n|---|---|---|\n| Rotate the keys | Ben | May |\n"
    items = parse(f"## Root cause\n\nA full disk.\n\n## Remediation\n\n{rows}").items

    assert items[-1].part is Topic.TASKS
