"""What check says of a log and of its document is the same, clause by clause."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

# Each supplies what one clause or more asks for.
STEPS = (
    ("began", "--at", "14:00", "Every payment fails with a timeout."),
    ("detected", "--at", "14:02", "--how", "monitoring alert", "The error budget burns."),
    ("investigated", "--at", "14:10", "Looked at the logs of db-1, as writes were slow."),
    ("set", "misleading", "none"),
    ("set", "escalation", "none"),
    ("misleading", "--at", "14:12", "--for", "10m", "Suspected the payment provider."),
    ("escalated", "--at", "14:25", "--to", "the database team", "They know the pool best."),
    ("resolved", "--at", "15:00", "The connection pool was enlarged."),
    ("set", "services", "checkout"),
    ("set", "impact", "Users could not pay and saw timeouts."),
    ("set", "users-affected", "30%"),
    ("set", "root-cause", "The connection pool ran out of connections."),
    (
        "set",
        "cause-detail",
        (
            "The release of that morning doubled the connections that each worker keeps. "
            "At noon the workers asked for more than the pool holds, so payments waited "
            "for a connection until they timed out."
        ),
    ),
    (
        "set",
        "fix-detail",
        (
            "The pool was enlarged from 100 to 400 connections, and the workers were "
            "restarted one by one. The release was rolled back on the next day."
        ),
    ),
    ("improve", "Load-test each release before it is rolled out."),
    ("task", "add", "Alert at 80 % of the pool", "--owner", "platform"),
)


@pytest.mark.parametrize("count", range(len(STEPS) + 1))
def test_the_log_and_its_document_meet_the_same_clauses(
    say: Shell, tmp_path: Path, count: int
) -> None:
    say.ok("start", "Checkout is down", "--tz", "Europe/Berlin", "--at", "14:00")
    for words in STEPS[:count]:
        say.ok(*words)
    document = tmp_path / "postmortem.md"
    say.ok("render", "-o", str(document))
    of_log = json.loads(say("check", "--json").out)["clauses"]
    of_document = json.loads(say("check", str(document), "--json").out)["clauses"]

    missing = {name for name, verdict in of_document.items() if verdict != "present"}
    # Some only a document can meet, such as its length.
    assert {name for name, verdict in of_log.items() if verdict != "present"} == (
        missing & of_log.keys()
    )


def test_check_asks_for_evidence_where_it_is_told_to(say: Shell, tmp_path: Path) -> None:
    say.ok("start", "Checkout is down", "--tz", "Europe/Berlin", "--at", "14:00")
    for words in STEPS:
        say.ok(*words)
    kinds = ["began", "detected", "misleading", "resolved"]

    assert say("check").code == 0
    asked = say("check", "--evidence")
    assert asked.code == 1
    lines = [line for line in asked.out.splitlines() if line.startswith("evidence")]
    assert [line.split()[2].rstrip(":") for line in lines] == kinds
    findings = json.loads(say("check", "--evidence", "--json").out)["findings"]
    assert {each["rule"] for each in findings} == {"evidence.none"}

    shown = tmp_path / "graph.txt"
    shown.write_text("errors per minute: 0 0 412\n")
    for line in lines:
        event = line.split(" amend ")[1].split()[0]
        is_link = " detected:" in line
        given = (
            ("--link", "https://example.org/d/1") if is_link else ("--attach", str(shown))
        )
        say.ok("amend", event, *given)
    assert say("check", "--evidence").code == 0
    assert say("check", "--evidence", str(shown)).code == 2
