"""Advice: whose fault it was, tasks that nobody owns or that say nothing."""

from __future__ import annotations

import pytest

from pmlog.check.clauses.tasks import is_owned
from pmlog.check.report.examine import Settings, reports
from pmlog.check.rules.table import chosen
from pmlog.words.blame import blamed
from pmlog.words.phrasing import one_spelling

TASKS = """# 2024-03-05 Search is slow

## Summary

A full disk made search slow for everybody.

## Action items

- {task}
- Move the indexes to their own disk (Anna, June)
"""


def advised(task: str) -> set[str]:
    (report,) = reports("it.md", TASKS.format(task=task), Settings(chosen((), ())))
    return {f.rule for f in report.findings if f.rule in ("tasks.vague", "tasks.no_owner")}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("John forgot to renew the certificate.", ["John"]),
        ("This happened because Mary Smith accidentally deleted it.", ["Mary Smith"]),
        ("Then Ben ignored the alert.", ["Ben"]),
        ("An intern had accidentally dropped the table.", ["An intern"]),
        ("Our Senior Developer failed to test it.", ["Our Senior Developer"]),
        ("It was John's mistake and the operator's fault.", ["John", "the operator"]),
        (
            "A mistake by Ben, and the negligence of the contractor.",
            ["Ben", "the contractor"],
        ),
    ],
)
def test_who_is_blamed(text: str, who: list[str]) -> None:
    assert blamed(text, one_spelling(text)) == who


@pytest.mark.parametrize(
    "text",
    [
        "The database failed to start.",
        "Database Server failed to answer.",
        "Nginx ignored the header, and Monitoring wrongly showed green.",
        "Nobody is to blame.",
        "The mistake of the script was found by the operator.",
        "John found the error.",
        "Human error.",
        "An engineer found that the deploy broke it.",
    ],
)
def test_nobody_is_blamed(text: str) -> None:
    assert blamed(text, one_spelling(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Owner: platform",
        "Rotate the keys (Anna, June)",
        "Rotate the keys | Anna | June",
        "Rotate the keys until 2024-03-05",
        "Rotate the keys by Friday",
        "Rotate the keys by 5 June",
        "Rotate the keys by June 5th",
        "Rotate the keys by the end of June",
        "Responsible: Anna",
        "Assigned to @anna, due in June",
    ],
)
def test_what_is_owned(text: str) -> None:
    assert is_owned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rotate the keys",
        "Assign a second address to the gate",
        "Make the gate responsible for its retries",
        "Cut the load by 20 %",
        "Mend what fails due to the lock",
        "Print the ballots (just in case, ok?)",
    ],
)
def test_what_nobody_owns(text: str) -> None:
    assert not is_owned(text)


@pytest.mark.parametrize(
    ("task", "advice"),
    [
        ("Improve monitoring", {"tasks.vague", "tasks.no_owner"}),
        ("Alerts", {"tasks.vague", "tasks.no_owner"}),
        ("Alert at 80 % of the disk", {"tasks.no_owner"}),
        ("Alert at 80 % of the disk by Friday", set()),
    ],
)
def test_what_is_advised_for_a_task(task: str, advice: set[str]) -> None:
    assert advised(task) == advice
