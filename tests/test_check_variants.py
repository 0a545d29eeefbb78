"""What strangers write for each clause, and what only looks like it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from pmlog.check.document.headings import STARTS_WITH_CLOCK, STARTS_WITH_LAPSE
from pmlog.check.report.examine import reports
from tests.conftest import ROOT
from tests.precision import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

TABLES = tomllib.loads((ROOT / "tests/wordings/clauses.toml").read_text())


def in_summary(text: str) -> str:
    """Return a postmortem with this summary."""
    return f"## Issue Summary\n\n{text}\n\n## Timeline\n\n- 10:00 - It ends.\n"


def in_timeline(text: str) -> str:
    """Return a postmortem whose timeline ends in this entry."""
    is_timed = any(p.match(text) for p in (STARTS_WITH_CLOCK, STARTS_WITH_LAPSE))
    entry = text if is_timed or text.startswith("-") else f"- 10:05 - {text}"
    first = "" if text.startswith("-") else "- 10:00 - It begins.\n"
    return f"## Issue Summary\n\nA bad day.\n\n## Timeline\n\n{first}{entry}\n"


def in_cause_and_fix(text: str) -> str:
    """Return a postmortem whose section of cause and resolution is this."""
    return f"{in_summary('A bad day.')}\n## Root cause and resolution\n\n{text}\n"


def in_measures(text: str) -> str:
    """Return a postmortem with these measures."""
    heading = "## Corrective and preventative measures"
    return f"{in_summary('A bad day.')}\n{heading}\n\n{text}\n"


PLACES: dict[str, Callable[[str], str]] = {
    "summary": in_summary,
    "timeline": in_timeline,
    "root_cause_and_resolution": in_cause_and_fix,
    "measures": in_measures,
}


def cases(column: str) -> list[tuple[str, str]]:
    """Return clause and words for a column of the tables."""
    return [(clause, words) for clause in TABLES for words in TABLES[clause][column]]


def status(clause: str, words: str) -> str:
    """Return what becomes of a clause in a postmortem that says this in its place."""
    place = PLACES[clause.split(".", maxsplit=1)[0]]
    (report,) = reports("postmortem.md", place(words), SETTINGS)
    return report.clauses[clause].status


@pytest.mark.parametrize(("clause", "words"), cases("meets"))
def test_what_tells_a_clause_is_not_called_missing(clause: str, words: str) -> None:
    assert status(clause, words) != "missing"


@pytest.mark.parametrize(("clause", "words"), cases("not"))
def test_what_only_looks_like_a_clause_does_not_meet_it(clause: str, words: str) -> None:
    assert status(clause, words) != "present"


@pytest.mark.parametrize(
    "words",
    ["There were too many log lines.", "A lot of errors were seen.", "CPU was at 95%."],
)
def test_many_of_something_else_are_no_share_of_users(words: str) -> None:
    assert status("summary.impact_percent_users", words) == "missing"


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "timeline.how_detected",
            in_cause_and_fix("At 10:01 the monitoring alerted the engineer on call."),
        ),
        (
            "summary.duration_start_end_timezone",
            "# Mail outage that lasted three days\n\n## Issue Summary\n\nA bad day.\n",
        ),
    ],
)
def test_what_stands_in_another_place_is_vague(clause: str, text: str) -> None:
    (report,) = reports("postmortem.md", text, SETTINGS)

    assert report.clauses[clause].status == "partly"


def test_what_a_template_says_to_its_writer_is_no_content() -> None:
    text = "# A bad day\n\n## Root cause\n\n_To be done before the review. Say why._\n"
    (report,) = reports("postmortem.md", text, SETTINGS)

    assert {verdict.status for verdict in report.clauses.values()} == {"missing"}
