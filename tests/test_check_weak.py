"""What is told in another place, or in a word, is partly there; what is absent misses."""

from __future__ import annotations

import pytest

from pmlog.check.report.examine import Settings, reports
from pmlog.check.rules.table import chosen

SETTINGS = Settings(chosen((), ()), profile="assignment")
TIMELINE = "## Timeline\n\n- 10:00 - A reader calls.\n- 10:30 - {}\n- 11:00 - It is back.\n"
ABSENT = "The sky is grey."


def status(text: str, clause: str) -> str:
    """Return what becomes of a clause in a document."""
    return reports("a.md", text, SETTINGS)[0].clauses[clause].status


@pytest.mark.parametrize(
    ("clause", "entry"),
    [
        ("timeline.actions_taken", "The change of the morning was reverted."),
        ("timeline.misleading_paths", "We suspected the network."),
        ("timeline.escalated_to", "We asked the network team about the line."),
    ],
)
def test_an_entry_that_tells_it_by_the_way_tells_it_partly(clause: str, entry: str) -> None:
    assert status(TIMELINE.format(entry), clause) == "partly"
    assert status(TIMELINE.format(ABSENT), clause) == "missing"


def test_a_fix_that_the_timeline_does_not_tell_is_told_in_another_place() -> None:
    section = "## Root cause and resolution\n\n{}\n"
    told = section.format("We restored the old file on all hosts and started them again.")

    assert status(TIMELINE.format(ABSENT) + told, "timeline.how_resolved") == "partly"
    assert status(TIMELINE.format(ABSENT), "timeline.how_resolved") == "missing"


def test_a_check_that_found_all_well_outside_the_timeline_is_told_in_another_place() -> (
    None
):
    story = "## Root cause and resolution\n\n{}\n"
    told = story.format("At first we suspected the network.")
    fixed = story.format("We tested it with curl and the answer was HTTP/1.1 200 OK.")

    assert status(TIMELINE.format(ABSENT) + told, "timeline.misleading_paths") == "partly"
    assert status(TIMELINE.format(ABSENT) + fixed, "timeline.misleading_paths") == "missing"


def test_a_timeline_with_one_time_in_a_sentence_is_partly_one() -> None:
    told = "It was noticed at 10:00 by a reader, and some hours later all was well."
    clause = "timeline.timestamped_bullets"

    assert status(f"## Timeline\n\n{told}\n", clause) == "partly"
    assert status(f"## Timeline\n\n{ABSENT}\n", clause) == "missing"


STORY = """Postmortem: the catalogue's bad afternoon

On 15 July 2023 nobody could log in to the catalogue from 15:30 to 17:45 UTC. The root
cause was a wrong route in the load balancer, which sent the requests to an old host.

A reader called at 15:30 UTC. We looked at the database first, which proved to be the
wrong track, and escalated it to the network team at 16:00 UTC. They mended the route at
17:45 UTC, and the logins worked again.

We plan to watch the routes with an alarm of their own. Every change of a route will be
tested on a copy of the balancer before it is made.
"""


def test_a_story_without_headings_tells_all_in_one() -> None:
    for clause in (
        "summary.duration_start_end_timezone",
        "summary.root_cause",
        "timeline.when_detected",
        "timeline.escalated_to",
        "timeline.misleading_paths",
    ):
        assert status(STORY, clause) == "present", clause
    assert status(STORY, "measures.improvements") != "missing"


def test_the_head_of_a_column_of_times_is_no_heading_of_the_summary() -> None:
    text = (
        "Incident Time: 10:00 AM - 12:30 PM (EAT)\n\n"
        "Incident Summary\n"
        "The outage was caused by a fault of the first database, which stopped logins.\n\n"
        "Timeline\n"
        "Time (EAT)\n"
        "10:00 AM   An alert of the monitoring.\n"
        "10:25 AM   The database is restarted.\n"
        "12:30 PM   All logins work again.\n"
    )

    assert status(text, "summary.root_cause") == "present"
    assert status(text, "timeline.timestamped_bullets") == "present"


def test_a_label_below_a_heading_that_is_a_time_is_the_entry_of_that_time() -> None:
    text = (
        "## Timeline:\n\n- ### 20:23 UTC:\n\n  - **Detection**: The bell tower rang.\n\n"
        "- ### 20:30 UTC:\n\n  - **Resolution**: The rope was cut.\n"
    )

    assert status(text, "timeline.when_detected") == "present"


def test_a_time_with_a_colon_and_no_minutes_is_a_time() -> None:
    text = "## Issue Summary\n\nFrom 2 May 2022, 3:AM UTC to 2 May 2022, 5:AM UTC.\n"

    assert status(text, "summary.duration_start_end_timezone") == "present"


@pytest.mark.parametrize(
    "written",
    ["December 12,2023", "12 December,2023", "December 22rd, 2023"],
)
def test_a_date_with_a_slip_of_the_hand_is_a_date(written: str) -> None:
    text = f"## Issue Summary\n\nFrom {written} 10:30 AM UTC to {written} 12;45PM UTC.\n"
    (report,) = reports("a.md", text, SETTINGS)

    assert [f for f in report.findings if "impossible" in f.rule] == []
    assert report.clauses["summary.duration_start_end_timezone"].status == "present"


@pytest.mark.parametrize("day", ["April 31, 2023", "30 February 2023", "29 Feb 2023"])
def test_a_day_that_its_month_has_not_is_still_no_date(day: str) -> None:
    (report,) = reports("a.md", f"## Issue Summary\n\nIt began on {day}.\n", SETTINGS)

    assert "date.impossible" in {f.rule for f in report.findings}


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "summary.duration_start_end_timezone",
            "## Issue Summary\n\n- Duration: 3 May to 4 May 2024\n",
        ),
        (
            "timeline.timestamped_bullets",
            "## Timeline\n\n- 3 May: It is slow.\n- 4 May (evening): It is mended.\n",
        ),
        (
            "timeline.when_detected",
            "## Issue Summary\n\nOn 3 May 2024 customers complained of slow pages.\n",
        ),
        (
            "measures.todo_tasks",
            "## Corrective measures\n\nThe tasks are a probe, a second disk and a test.\n",
        ),
    ],
)
def test_dates_without_times_and_tasks_in_a_sentence_are_vague(
    clause: str, text: str
) -> None:
    assert status(text, clause) == "partly"


def test_an_answer_that_begins_as_its_label_does_is_an_answer() -> None:
    text = "## Timeline\n\n- **Escalation:**\n  - Escalated to Storage and Network Teams\n"

    assert status(text, "timeline.escalated_to") == "present"


def test_a_heading_in_capitals_may_end_in_a_semicolon() -> None:
    text = (
        "**Root cause**: A wrong key.\n\n**TIMELINE**;\n"
        "* 10:05 - An alert fires.\n* 10:15 - We look.\n* 10:25 - It is back.\n"
    )

    assert status(text, "summary.root_cause") == "present"
    assert status(text, "timeline.timestamped_bullets") == "present"


def test_to_speak_of_this_postmortem_is_no_essay_about_postmortems() -> None:
    text = (
        "**Postmortem: the shop**\n\n**Summary:**\nThe purpose of this postmortem is to"
        " find the root cause. The shop was down.\n\n**Root cause:**\nA bug in the new"
        " release made each worker wait for a lock that nobody gave back.\n\n"
        "**Conclusion:**\nThe postmortem analysis was a lesson.\n"
    )

    assert status(text, "root_cause_and_resolution.cause_in_detail") == "present"
    assert status(text, "summary.root_cause") == "missing"


@pytest.mark.parametrize(
    "written",
    [
        "[2023\u201312\u201318 15:00 EAT\u2014 2023\u201312\u201318 16:30 EAT]",
        "15:00~16:30 EAT",
    ],
)
def test_dashes_brackets_and_tildes_leave_a_duration_readable(written: str) -> None:
    text = f"## Issue Summary\n\n* Duration: {written}\n"

    assert status(text, "summary.duration_start_end_timezone") == "present"
