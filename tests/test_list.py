"""Lists that are asked for a part: of incidents, of tasks; and timelines as tables."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.cli import incident_rows
from pmlog.exchange.tables import COLUMNS, csv_lines, guarded
from pmlog.store import current
from pmlog.store.log import Log
from tests.conftest import NOW_US
from tests.test_metrics import told
from tests.test_stats_command import incident
from tests.timelines import written

if TYPE_CHECKING:
    from pmlog.store.current import Marks
    from tests.conftest import Shell


@pytest.fixture
def three(say: Shell) -> Shell:
    incident(say, "Checkout is down", "2026-08-03", 40, "--service", "checkout")
    incident(say, "Mail is slow", "2026-09-10", 90, "--severity", "SEV-2")
    say.ok("start", "Again", "--at", "2026-09-20 10:00", "--service", "checkout, mail")
    return say


def titles(say: Shell, *options: str) -> list[str]:
    found = map(json.loads, say.ok("list", "--json", *options).splitlines())
    return [each["title"] for each in found]


# Incidents.


def test_the_last_incident_comes_first(three: Shell) -> None:
    assert titles(three) == ["Again", "Mail is slow", "Checkout is down"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--since", "2026-09"), ["Again", "Mail is slow"]),
        (("--until", "2026-08"), ["Checkout is down"]),
        (("--open",), ["Again"]),
        (("--service", "checkout"), ["Again", "Checkout is down"]),
        (("--severity", "sev2"), ["Mail is slow"]),
        (("-n", "1"), ["Again"]),
        (("--sort", "duration"), ["Mail is slow", "Checkout is down", "Again"]),
        (("--sort", "title"), ["Again", "Checkout is down", "Mail is slow"]),
        (("--sort", "severity"), ["Mail is slow", "Again", "Checkout is down"]),
        (("--sort", "start", "-n", "2"), ["Again", "Mail is slow"]),
    ],
)
def test_a_part_is_listed_in_an_order(
    three: Shell, options: tuple[str, ...], expected: list[str]
) -> None:
    assert titles(three, *options) == expected


@pytest.mark.parametrize(
    ("options", "read"),
    [
        ((), 3),
        (("-n", "1"), 1),
        (("-n", "2"), 2),
        (("--open",), 1),
        (("--since", "2026-09"), 2),
        (("--until", "2026-08"), 1),
        (("--service", "mail"), 3),
        (("--sort", "title", "-n", "1"), 3),
    ],
)
def test_no_more_is_read_than_is_shown(
    three: Shell, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], read: int
) -> None:
    whole, names = current.listed, []

    def listed(log: Log, incident: str) -> Marks:
        names.append(incident)
        return whole(log, incident)

    three.ok("resolved", "x", "--at", "2026-09-10 11:31", "-i", "Mail")
    for title in ("Mail", "Checkout"):
        three.ok("close", title)
    monkeypatch.setattr(current, "listed", listed)
    three.ok("list", *options)

    assert len(names) == read


def test_a_day_is_that_of_the_incidents_own_zone(say: Shell) -> None:
    say.ok("start", "East", "--at", "2026-09-30 23:30 UTC", "--tz", "Pacific/Kiritimati")
    say.ok("start", "West", "--at", "2026-10-01 00:30 UTC", "--tz", "Pacific/Pago_Pago")

    assert titles(say, "--since", "2026-10") == ["East"]
    assert titles(say, "--until", "2026-09") == ["West"]


def test_the_one_closed_last_is_reopened_and_it_alone_is_read(
    three: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Mail", "Again", "Checkout"):
        three.ok("close", title)
    three.ok("reopen", "Checkout")

    def outlined(_: Log, incident: str) -> Marks:
        raise AssertionError(incident)

    monkeypatch.setattr(current, "outline", outlined)

    assert "Again" in three.ok("reopen")
    assert "Mail" in three.ok("reopen")
    assert three("reopen").code == 3


def test_a_service_that_there_is_not_is_not_found(three: Shell) -> None:
    assert three("list", "--service", "chekout").code == 3
    assert three("list", "--sort", "luck").code == 2


def test_open_tasks_are_counted_as_they_stand(three: Shell) -> None:
    three.ok("task", "add", "one", "-i", "Mail")
    three.ok("task", "add", "two", "-i", "Mail")
    third = three.ok("task", "add", "three", "-i", "Mail").split()[0]
    three.ok("task", "done", third)
    three.ok("retract", three.ok("task", "add", "four", "-i", "Mail").split()[0])

    (shown,) = [line for line in three.ok("list").splitlines() if "Mail" in line]
    assert shown.endswith("Mail is slow  (2 open tasks)")
    assert titles(three, "--sort", "tasks")[0] == "Mail is slow"


def test_a_field_that_was_amended_is_listed_as_it_is_now(three: Shell) -> None:
    three.ok("set", "services", "serach", "-i", "Mail")
    three.ok("set", "services", "search", "-i", "Mail")

    assert titles(three, "--service", "search") == ["Mail is slow"]


# Tasks.


def test_what_is_overdue_ends_with_1_and_nothing_with_0(three: Shell) -> None:
    three.ok("task", "add", "late", "--due", "2026-11-20", "-i", "Mail")
    three.ok("task", "add", "today", "--due", "2026-11-21", "-i", "Mail")
    late = three("task", "list", "--all", "--overdue")
    three.ok("task", "done", late.out.split()[2])

    assert late.code == 1
    assert "late (due 2026-11-20)  [Mail is slow]" in late.out
    assert "today" not in late.out
    assert three("task", "list", "--all", "--overdue") == (0, "", "")


def test_a_failure_prints_nothing_for_cron_to_mistake(three: Shell) -> None:
    three.path.write_bytes(b"not a log at all" * 100)
    said = three("task", "list", "--all", "--overdue")

    assert (said.code, said.out) == (4, "")
    assert said.err


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_a_line_of_the_list_fits_its_terminal(say: Shell, columns: int) -> None:
    say.ok(
        "start", "--at", "2026-10-02 12:00", "a title that is longer than the room for it"
    )
    say.ok("event", "--at", "~2026-10-02 12:00", "began: x")
    say.ok("event", "--at", "~2026-10-13 00:17:05", "resolved: x")
    with Log(str(say.path)) as log:
        marked = [(row, True) for row in incident_rows.rows(log)]
    (line,) = incident_rows.lines(marked, NOW_US, columns)

    assert len(line) <= columns
    assert "  ~ 10 d 12 h 17 min 5 s  a title" in line


# Tables.


def test_a_timeline_is_a_table_that_a_spreadsheet_reads(say: Shell) -> None:
    say.ok("start", "Checkout", "--at", "12:00")
    say.ok("event", "began: slow", "--at", "12:00")
    say.ok("event", "escalated: two\nlines, and a comma", "--to", "DBAs", "--at", "~12:30")
    wrong = say.ok("event", "wrong").split()[0]
    say.ok("retract", wrong)
    rows = list(csv.DictReader(io.StringIO(say.ok("export", "--format", "csv"))))

    assert list(rows[0]) == list(COLUMNS)
    assert [row["text"] for row in rows] == ["slow", "two\nlines, and a comma"]
    assert rows[1]["at"] == "2026-11-21T12:30:00Z"
    assert (rows[1]["approx"], rows[1]["elapsed_s"], rows[1]["to"]) == (
        "about",
        "1800",
        "DBAs",
    )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\uff1d1",
        "\u200b=HYPERLINK(1)",
    ],
)
def test_no_text_is_a_formula(text: str) -> None:
    line = list(csv_lines([told("14:00 began", f"14:01 note  {text}")]))[-1]
    (row,) = csv.reader(io.StringIO(line, newline=""))

    assert row[COLUMNS.index("text")] == f"'{text}"


@pytest.mark.parametrize("text", ["a\rb", "a\nb", 'a"b', "a,b", "a\r\nb"])
def test_a_text_of_several_lines_is_one_cell(text: str) -> None:
    event = written("14:01 note")[-1]._replace(text=text)
    line = list(csv_lines([told(extra=(event,))]))[-1]
    (row,) = csv.reader(io.StringIO(line, newline=""))

    assert row[COLUMNS.index("text")] == text


def test_a_cell_drives_no_terminal() -> None:
    event = written("14:01 note")[-1]._replace(text="a\x1b[2J\x9b1mb\tc\nd")
    line = list(csv_lines([told(extra=(event,))]))[-1]

    assert "a\\x1b[2J\\x9b1mb\tc\nd" in line


@pytest.mark.parametrize("text", ["", "-5", "db-1 = down", "a@b", "5 % + more"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_whatever_is_written_comes_back_guarded_or_as_it_was(text: str) -> None:
    assert guarded(text).removeprefix("'") == text.removeprefix("'")
    assert guarded(text)[:1] not in ("=", "+", "@")


def test_timesketch_gets_what_it_asks_for(say: Shell) -> None:
    say.ok("event", "began: slow", "--at", "12:00")
    (found,) = map(json.loads, say.ok("export", "--format", "timesketch").splitlines())

    assert found["message"] == "began: slow"
    assert found["timestamp"] == 1_795_262_400_000_000
    assert found["datetime"] == "2026-11-21T12:00:00+00:00"
    assert found["timestamp_desc"] == "pmlog began"


def test_a_table_cannot_be_salvaged(say: Shell) -> None:
    assert say("export", "--format", "csv", "--salvage").code == 2
    assert say("export", "--format", "xml").code == 2
