"""timeline and status, as their user and as scripts meet them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pmlog.render.plain import COLUMNS
from tests.conftest import ROOT, process_environ

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Shell


@pytest.fixture
def told(say: Shell) -> Shell:
    """Return a shell in whose log an outage is over, five days before now."""
    say.ok("start", "Checkout is down", "--tz", "Europe/Berlin", "--at", "2026-11-15 23:00")
    for at, *words in (
        ("2026-11-15 23:00", "-k", "began", "one"),
        ("2026-11-15 23:30:30", "-k", "misleading", "--for", "20m", "two"),
        ("2026-11-16 00:10", "-k", "escalated", "--to", "DBAs", "three"),
        ("2026-11-16 00:40", "-k", "resolved", "four"),
    ):
        say.ok("event", "--at", at, *words)
    return say


def texts(say: Shell, *argv: str) -> list[str]:
    lines = say.ok("timeline", "--json", *argv).splitlines()
    return [json.loads(line)["text"] for line in lines]


def test_kinds_can_be_chosen_by_their_start(told: Shell) -> None:
    assert texts(told, "-k", "mis", "--kind", "escalated") == ["two", "three"]
    assert "did you mean" in told("timeline", "-k", "esclated").err


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["--since", "-30m"], ["three", "four"]),
        (["--since", "23:30"], ["two", "three", "four"]),
        (["--since", "23:30:30", "--until", "00:10"], ["two", "three"]),
        (["--until", "23:30:30"], ["one", "two"]),
        (["--since", "+1h"], ["three", "four"]),
        (["--since", "+1h10m", "--until", "+1h10m"], ["three"]),
        (["--until", "22:20 UTC"], ["one"]),
        (["--since", "22:20", "--tz", "UTC"], ["two", "three", "four"]),
        (["--since", "now"], ["four"]),
    ],
)
def test_times_are_read_as_of_the_end_of_an_incident_that_is_over(
    told: Shell, argv: list[str], expected: list[str]
) -> None:
    assert texts(told, *argv) == expected


def test_times_are_read_as_of_now_while_it_is_open(say: Shell) -> None:
    say.ok("event", "-k", "began", "--at", "-2h", "old")
    say.ok("event", "-k", "note", "--at", "-5m", "young")

    assert texts(say, "--since", "-30m") == ["young"]


def test_a_time_that_cannot_be_read_and_an_end_before_its_start_are_refused(
    told: Shell,
) -> None:
    said = told("timeline", "--since", "25:99")
    assert (said.code, said.out) == (2, "")
    said = told("timeline", "--since", "00:10", "--until", "23:30")
    assert said.code == 2
    assert said.err == "pmlog: --until 23:30 is before --since 00:10\n"


def test_the_last_ones_and_the_newest_first(told: Shell) -> None:
    assert texts(told, "-n", "2") == ["three", "four"]
    assert texts(told, "-n", "2", "--reverse") == ["four", "three"]
    assert texts(told, "-n", "9") == ["one", "two", "three", "four"]
    assert told("timeline", "-n", "0").code == 2


def test_what_is_left_out_is_said(told: Shell) -> None:
    assert told.ok("timeline", "-n", "3").splitlines()[0].endswith("  the last 3")
    assert told.ok("timeline", "-n", "4") == told.ok("timeline")
    assert told.ok("timeline", "-k", "note").splitlines()[0].endswith("  0 of 4 events")
    assert told.ok("timeline").splitlines()[0].endswith(", resolved]")


def test_a_tab_in_a_text_or_a_name_makes_no_column(say: Shell) -> None:
    say.ok("event", "--by", "an\tn", "pool\tfull\nstill")
    (row,) = say.ok("timeline", "--plain").splitlines()

    assert row.count("\t") == len(COLUMNS) - 1


def test_the_plain_form_has_the_columns_that_the_docs_promise(told: Shell) -> None:
    rows = [line.split("\t") for line in told.ok("timeline", "--plain").splitlines()]
    docs = (ROOT / "docs" / "json.md").read_text()

    assert [len(row) for row in rows] == [len(COLUMNS)] * 4
    assert dict(zip(COLUMNS, rows[1], strict=True)) | {"id": ""} == {
        "at": "2026-11-15T23:30:30+01:00",
        "until": "2026-11-15T23:50:30+01:00",
        "elapsed_s": "1830",
        "kind": "misleading",
        "id": "",
        "author": "on-call",
        "text": "two",
    }
    promised = docs[docs.index("`pmlog timeline --plain`") :].split("`")
    assert (
        [word for word in promised if word in COLUMNS][: len(COLUMNS) + 1]
        == [
            "at",
            "until",
            "until",  # and when it is empty
            *COLUMNS[2:],
        ]
    )
    assert told("timeline", "--plain", "--json").code == 2


def test_a_reader_who_had_enough_is_no_error(
    process: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    for number in range(3):
        process("event", f"event {number}")
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m pmlog timeline | head -1"],
        env=process_environ(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 1, "")


# status


def test_status_says_what_since_when_whom_and_what_is_next(say: Shell) -> None:
    say.ok("start", "Checkout is down", "--severity", "SEV-1", "--service", "checkout")
    say.ok("event", "-k", "began", "--at", "-47m", "every payment fails")
    say.ok("event", "investigated: the connection pool", "--at", "-10m")
    say.ok("event", "escalated: paged", "--to", "DBAs", "--at", "-5m")
    say.ok("set", "users-affected", "30%")
    say.ok("set", "impact", "Payments time out.")
    say.ok("task", "add", "fail over to the replica", "--owner", "Ana")

    assert say.ok("status", "--tz", "UTC", "--tz", "Europe/Berlin").splitlines() == [
        "[OPEN] Checkout is down (SEV-1)",
        "Outage: 47 min so far, since 2026-11-21 13:18:09 UTC (14:18:09 CET)",
        "Affected: checkout; 30% of users. Payments time out.",
        "Users told: not yet",
        "Latest, 14:00:09 (15:00:09 CET): Escalated to DBAs: paged",
        "Looking into: the connection pool",
        "With: DBAs",
        "Next: fail over to the replica (owner: Ana)",
        "As of 2026-11-21 14:05:09 UTC",
    ]


def test_status_says_what_is_not_known_instead_of_inventing_it(say: Shell) -> None:
    say.ok("event", "--at", "-5m", "something is slow")

    noted = "first noted 2026-11-21 14:00:09 UTC, 5 min ago"
    assert say.ok("status").splitlines() == [
        "[OPEN] something is slow",
        f"Outage: when it began is not known; {noted}",
        "Affected: not known yet",
        "Users told: not yet",
        "Latest, 14:00:09: something is slow",
        "As of 2026-11-21 14:05:09 UTC",
    ]
    say.ok("event", "-k", "resolved", "gone")
    assert "; resolved 2026-11-21 14:05:09 UTC\n" in say.ok("status")
    say.ok("close")
    say.ok("start", "another")
    say.ok("close")
    assert "; when it ended is not known\n" in say.ok("status")


def test_status_tells_the_date_of_what_was_not_today(told: Shell) -> None:
    out = told.ok("status")

    assert (
        "Outage: 1 h 40 min, from 2026-11-15 23:00 to 2026-11-16 00:40 CET (UTC+01:00)"
        in out
    )
    assert "Latest, 2026-11-16 00:40:00: Resolved: four" in out


def test_status_calls_nobody(say: Shell) -> None:
    say.ok("start", "<!channel> @here <@U024BE7LH>", "--service", "@everyone")
    say.ok("event", "ask ops@example.com, not @channel")
    out = say.ok("status")

    assert not any(call in out for call in ("<!", "<@", "@here", "@U02", "@ever", "@chan"))
    assert "ops@example.com" in out


def test_a_template_of_ones_own_is_the_status(say: Shell) -> None:
    folder = say.path.parent / ".config" / "pmlog" / "templates"
    folder.mkdir(parents=True)
    (folder / "status.txt.j2").write_text(":fire: {{ title }}: {{ so_far }}\n")
    say.ok("start", "Checkout is down")

    assert say.ok("status").startswith(":fire: Checkout is down: when it began")


def test_status_as_json_has_the_text_and_its_facts(told: Shell) -> None:
    answer = json.loads(told.ok("status", "--json"))

    assert list(answer) == [
        "incident",
        "title",
        "state",
        "severity",
        "services",
        "impact",
        "users_affected",
        "start",
        "end",
        "duration_s",
        "latest",
        "escalated_to",
        "zone",
        "as_of",
        "text",
    ]
    assert (answer["duration_s"], answer["escalated_to"]) == (6000, ["DBAs"])
    assert answer["latest"]["text"] == "four"
    assert answer["text"] + "\n" == told.ok("status")


def test_status_names_the_other_open_incidents_beside_it(told: Shell) -> None:
    told.ok("start", "Mail is late")
    told.ok("start", "DNS is slow")
    said = told("status")

    assert said.out.startswith("[OPEN] DNS is slow\n")
    assert said.err.startswith("pmlog: also open: ")
    assert "Mail is late" in said.err
    assert "Checkout" not in said.err  # it is resolved
    assert told("status", "mail").err == ""


def test_of_many_open_incidents_status_names_the_last(told: Shell) -> None:
    for number in range(9):
        told.ok("start", f"Outage {number}", "--at", f"-{30 - number}m")
    said = told("status")

    assert said.out.startswith("[OPEN] Outage 8\n")
    named = [n for n in range(9) if f"Outage {n}" in said.err]
    assert named == [3, 4, 5, 6, 7]
    assert said.err.endswith("; 3 more: pmlog list --open\n")


def test_without_an_incident_status_says_so(say: Shell) -> None:
    assert say("status").code == 3
    say.ok("start", "x")
    say.ok("export")
    assert say("status", "no such").code == 3


@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
)
def test_colour_in_a_pipe_is_for_who_asks_for_it(
    told: Shell, variables: dict[str, str], is_coloured: bool
) -> None:
    told.environ |= variables

    assert ("\x1b[" in told.ok("timeline")) is is_coloured
