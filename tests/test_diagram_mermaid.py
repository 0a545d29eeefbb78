"""A picture -> Mermaid's text, read by the real Mermaid where it is installed."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import diagram
from pmlog.diagram.mermaid import escaped
from pmlog.diagram.picture import Picture
from pmlog.incident import kinds
from tests.conftest import ROOT
from tests.test_diagram import (
    HOSTILE,
    STORIES,
    Story,
    crowded,
    drawn,
    hostile,
    over_a_clock_change,
    pictured,
)
from tests.timelines import at, event

READER = ROOT / "tests" / "mermaid"
needs_mermaid = pytest.mark.skipif(
    shutil.which("node") is None or not (READER / "node_modules" / "mermaid").is_dir(),
    reason="needs Node.js and Mermaid: npm install --prefix tests/mermaid",
)
TASK = re.compile(
    r"    ~?(\d+ [A-Z][a-z][a-z] )?\d\d\.\d\d(\.\d\d)? ([^:;#\n]|#\d+;)+ "
    r":((crit|active|done|milestone), )?[urwke]\d+, "
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d, \d+s"
)


def tasks_of(chart: str) -> list[str]:
    """Return the lines of the tasks: behind the five of the head, without the sections."""
    lines = chart.splitlines()[5:]
    return [line for line in lines if not line.startswith("    section ")]


def test_a_chart_has_sections_of_naive_times_and_names_its_zone() -> None:
    picture = drawn(
        "14:00 began  db-1 is down",
        "14:05 detected",
        "14:10-14:40 misleading  the network",
        "15:00 resolved  restarted",
    )

    assert diagram.mermaid(picture).splitlines() == [
        "gantt",
        "    title db-1 is down (times in UTC)",
        "    dateFormat YYYY-MM-DDTHH:mm:ss",
        "    axisFormat %H:%M",
        "    todayMarker off",
        "    section Users hit",
        "    14.00 to 15.00, 1 h :crit, u1, 2026-11-21T14:00:00, 3600s",
        "    section Response",
        "    14.00 nobody knew, 5 min :crit, r1, 2026-11-21T14:00:00, 300s",
        "    14.05 being worked on, 55 min :done, r2, 2026-11-21T14:05:00, 3300s",
        "    section Wrong paths",
        "    14.10 the network :w1, 2026-11-21T14:10:00, 1800s",
        "    section Key points",
        "    14.05 detected :milestone, k1, 2026-11-21T14:05:00, 0s",
        "    15.00 resolved#58; restarted :milestone, k2, 2026-11-21T15:00:00, 0s",
    ]


def test_a_chart_has_few_rows_however_long_the_log_is() -> None:
    assert len(tasks_of(diagram.mermaid(crowded()))) <= 27


def test_times_ascend_over_a_clock_change_in_the_offset_of_the_start() -> None:
    chart = diagram.mermaid(over_a_clock_change())

    assert (
        "times in UTC+02#58;00 throughout#59; the clocks of Europe/Berlin change" in chart
    )
    assert ":crit, u1, 2026-10-25T02:00:00, 7200s" in chart
    assert ":milestone, k1, 2026-10-25T04:00:00, 0s" in chart


def test_every_task_is_of_the_form_that_mermaid_reads() -> None:
    for picture in (hostile(), crowded(), over_a_clock_change(), drawn()):
        tasks = tasks_of(diagram.mermaid(picture))

        assert tasks
        assert [task for task in tasks if not TASK.fullmatch(task)] == []


@given(st.text())
def test_no_text_makes_markup(text: str) -> None:
    shown = drawn(extra=(event(9, kinds.RESOLVED, at("14:00"), text),), title=text)
    chart = diagram.mermaid(shown)

    assert len(chart.splitlines()) == 7
    assert TASK.fullmatch(tasks_of(chart)[0])
    assert "%%" not in chart


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_what_is_escaped_is_read_as_it_was(text: str) -> None:
    assert html.unescape(re.sub(r"#(\d+);", r"&#\1;", escaped(text))) == text


# With the real Mermaid.


def read(*charts: str) -> list[dict[str, Any]]:
    """Return what Mermaid understood of each chart."""
    done = subprocess.run(
        ["node", "tasks.mjs"],
        cwd=READER,
        input=json.dumps(charts),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    assert [answer["error"] for answer in answers if "error" in answer] == []
    return answers


def decoded(text: str) -> str:
    """Return a text of Mermaid's database as its renderer shows it."""
    return html.unescape(text.replace("ﬂ°°", "&#").replace("¶ß", ";")).strip()


def read_tasks(picture: Picture) -> list[dict[str, Any]]:
    (answer,) = read(diagram.mermaid(picture))
    found: list[dict[str, Any]] = answer["tasks"]
    return found


@needs_mermaid
def test_mermaid_reads_every_task_at_its_time() -> None:
    lines = ("14:00 began", "14:05 detected", "14:10-14:40 misleading  x", "15:00 resolved")
    found = read_tasks(drawn(*lines))

    assert [(task["id"], task["start"][11:], task["end"][11:]) for task in found] == [
        ("u1", "14:00:00", "15:00:00"),
        ("r1", "14:00:00", "14:05:00"),
        ("r2", "14:05:00", "15:00:00"),
        ("w1", "14:10:00", "14:40:00"),
        ("k1", "14:05:00", "14:05:00"),
        ("k2", "15:00:00", "15:00:00"),
    ]
    assert [task["milestone"] for task in found] == [False] * 4 + [True] * 2


@needs_mermaid
def test_mermaid_shows_hostile_text_as_it_is() -> None:
    chart = diagram.mermaid(hostile())
    (answer,) = read(chart)
    shown = [decoded(task["task"]) for task in answer["tasks"]]

    assert len(shown) == len(tasks_of(chart))
    for text in HOSTILE[3:6]:
        assert any(text[:20] in each for each in shown), text
    assert decoded(answer["title"]).startswith("]]></svg></title><script>alert")


@needs_mermaid
def test_mermaid_takes_each_hostile_text_as_a_title_and_crowds_and_nothing() -> None:
    charts = [diagram.mermaid(drawn("14:00 note", title=text)) for text in HOSTILE if text]
    charts += [
        diagram.mermaid(each) for each in (crowded(), over_a_clock_change(), drawn())
    ]

    for chart, answer in zip(charts, read(*charts), strict=True):
        assert len(answer["tasks"]) == len(tasks_of(chart))


@needs_mermaid
def test_mermaid_reads_whatever_story_there_is() -> None:
    charts: list[str] = []

    @given(STORIES)
    def collect(story: Story) -> None:
        charts.append(diagram.mermaid(pictured(story)))

    collect()
    for chart, answer in zip(charts, read(*charts), strict=True):
        assert len(answer["tasks"]) == len(tasks_of(chart))
