"""Profiles: what the assignment asks for, what any postmortem owes; computed answers."""

from __future__ import annotations

import pytest

from pmlog.check.report import examine, log_gaps
from pmlog.check.report.examine import Report, Settings, reports
from pmlog.check.rules.table import chosen
from pmlog.incident import timeline
from pmlog.postmortem import gaps
from pmlog.postmortem.clauses import CLAUSES, GENERAL
from tests.timelines import written

OTHER = """# 2024-03-05 Search is slow

## Summary

A full disk made search slow for everybody.

## Timeline

- 09:02 UTC - The outage starts: search answers after a minute.
- 09:10 UTC - An alert fires.
- 11:16 UTC - Old indexes are deleted. Service restored.

## Lessons

- We should watch the disk.
"""
ASKED = OTHER.replace("## Summary", "## Issue Summary")


def report_on(text: str, profile: str | None = None) -> Report:
    (report,) = reports("it.md", text, Settings(chosen((), ()), profile=profile))
    return report


def errors(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings if finding.level == "error"}


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        (OTHER, "general"),
        (ASKED, "assignment"),
        (f"<!-- pmlog:summary -->\n{OTHER}", "assignment"),
        (f"<!-- pmlog: ignore tasks -->\n{OTHER}", "general"),
        (OTHER.replace("## Lessons", "## Preventative measures"), "assignment"),
        (OTHER.replace("## Lessons", "## Prevention"), "general"),
        ("", "general"),
    ],
)
def test_the_headings_tell_for_whom_it_was_written(text: str, profile: str) -> None:
    assert report_on(text).profile == profile


def test_of_another_postmortem_nobody_asked_for_an_escalation_or_a_wrong_path() -> None:
    found = {"timeline.escalated_to", "timeline.misleading_paths"}

    assert found <= errors(report_on(OTHER, "assignment"))
    assert not found & errors(report_on(OTHER))
    assert {f.level for f in report_on(OTHER).findings if f.rule in found} == {"note"}


def test_measures_that_are_no_list_of_tasks_are_vague_in_any_other_postmortem() -> None:
    outage = "# Outage\n\nThe shop was down.\n"
    lessons = "\n## Lessons\n\nCertificates expire unseen; monitoring can do that.\n"

    told = report_on(outage + lessons, "general").clauses["measures.todo_tasks"]
    assert told.status == "partly"
    absent = report_on(outage, "general").clauses["measures.todo_tasks"]
    assert absent.status == "missing"


def test_what_the_assignment_does_not_ask_for_is_missing_in_no_log_and_no_document_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = "timeline.escalated_to"
    rows = [c._replace(owed_by=(GENERAL,), noted_by=()) for c in CLAUSES if c.id == found]
    monkeypatch.setattr(gaps, "CLAUSES", tuple(rows))
    monkeypatch.setattr(examine, "CLAUSES", tuple(rows))
    log = timeline.fold(written("14:05 began  db-1 is down"))
    assert log

    assert errors(report_on(OTHER)) & {found}
    assert found not in {f.rule for f in report_on(OTHER, "assignment").findings}
    assert gaps.gaps(log) == ()
    assert log_gaps.as_object(log, evidence=False)["findings"] == []
    assert [clause.id for clause in gaps.unmet(log)] == [found]


def test_the_length_is_asked_of_the_assignment_only() -> None:
    assert "length.400_600_words" in {f.rule for f in report_on(ASKED).findings}
    assert "length.400_600_words" not in {f.rule for f in report_on(OTHER).findings}


def test_a_duration_that_the_timeline_tells_is_computed() -> None:
    (finding,) = [f for f in report_on(OTHER).findings if f.rule.startswith("summary.dur")]

    assert finding.level == "warning"
    assert "Duration: 2 h 14 min, from 09:02 to 11:16 UTC" in finding.message


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("timeline.escalated_to", "## Timeline\n\n### Escalation\n\nNone.\n"),
        ("timeline.escalated_to", "## Timeline\n\n- Escalation: none\n"),
        ("timeline.escalated_to", "## Timeline\n\n- 10:05 - Nobody was called in.\n"),
        ("timeline.escalated_to", "## Timeline\n\n- 10:05 - It was not escalated.\n"),
        ("timeline.misleading_paths", "## Timeline\n\n### Misleading paths\n\nNone.\n"),
        ("timeline.misleading_paths", "## Timeline\n\n- Misleading paths: none\n"),
        (
            "timeline.misleading_paths",
            "## Timeline\n\n- 10:05 - There were no misleading paths.\n",
        ),
    ],
)
def test_none_is_an_answer_in_every_form(clause: str, text: str) -> None:
    report = report_on(f"## Issue Summary\n\nA bad day.\n\n{text}")

    assert report.clauses[clause].status == "present"


def test_none_is_no_answer_to_what_an_outage_always_has() -> None:
    report = report_on("## Issue Summary\n\nRoot cause: none\n\n## Timeline\n\nNone.\n")

    assert report.clauses["summary.root_cause"].status == "missing"
