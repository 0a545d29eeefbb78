"""Where a document's own figures give the answer to a clause, the finding prints it."""

from __future__ import annotations

import pytest

from pmlog.check.report.examine import reports
from tests.precision import SETTINGS

DURATION = "summary.duration_start_end_timezone"
SHARE = "summary.impact_percent_users"
DETECTED = "timeline.when_detected"
TIMELINE = "Down.\n\n## Timeline\n\n{}\n\n{}"
ANSWERS = (
    (
        DURATION,
        "Start: 2024-05-03 10:00 UTC. The outage lasted 2 h 10 min.",
        "Duration: 2 h 10 min, from 2024-05-03 10:00 to 12:10 UTC",
    ),
    (
        DURATION,
        TIMELINE.format(
            "- 10:00 PM CET - It goes down", "- 1:05 AM CET - Service restored"
        ),
        "Duration: 3 h 5 min, from 10:00 PM to 1:05 AM CET",
    ),
    (
        SHARE,
        "From 10:00 to 11:00 UTC 1,200 of our 4,000 users could not log in.",
        "30% of users were affected, 1,200 of 4,000",
    ),
    (
        DETECTED,
        "Start: 9:58 PM UTC. Time to detect: 5 minutes.",
        "- 10:03 PM UTC - Detected: ...",
    ),
    (
        DETECTED,
        f"From 15:00 to 17:00 UTC. It was noticed 20 minutes later. {TIMELINE}".format(
            "- 15:00 - It goes down\n- 16:00 - Restarted", "- 17:00 - It is up"
        ),
        "- 15:20 UTC - Detected: ...",
    ),
)
# 11:00 and two hours are 13:00 to some and 1:00 to others; 5 of 4 are nobody.
UNKNOWN = (
    (DURATION, "Start: 11:00 UTC. The outage lasted 2 hours."),
    (SHARE, "5,000 of our 4,000 users could not log in."),
)


def said(clause: str, stated: str) -> str:
    """Return what is found of a clause in a summary."""
    (report,) = reports("it.md", f"## Issue Summary\n\n{stated}\n", SETTINGS)
    return next(f.message for f in report.findings if f.rule == clause)


@pytest.mark.parametrize(("clause", "stated", "answer"), ANSWERS)
def test_an_answer_is_computed(clause: str, stated: str, answer: str) -> None:
    assert said(clause, stated).endswith(f"by its own figures: {answer}")


@pytest.mark.parametrize(("clause", "stated"), UNKNOWN)
def test_what_is_not_sure_is_not_computed(clause: str, stated: str) -> None:
    assert "by its own figures" not in said(clause, stated)
