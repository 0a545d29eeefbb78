"""Corrections: amend, retract, restore, undo, history, and what tasks became."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import tempfile
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlog import clock
from pmlog.actions import correct, lifecycle, undoing
from pmlog.actions.responder import Responder
from pmlog.errors import NotFound
from pmlog.exchange import export, incoming
from pmlog.incident import kinds
from pmlog.incident.event import Entry
from pmlog.store import current, incident_queries, schema
from pmlog.store.log import Log
from tests.conftest import NOW_US, Shell

if TYPE_CHECKING:
    from pathlib import Path

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident


def exported(say: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in say.ok("export").splitlines()]


def logged(say: Shell, *argv: str) -> str:
    """Run a command that logs, and return the short id of its event."""
    return say.ok(*argv)[:6]


def told(say: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in say.ok("timeline", "--json").splitlines()]


def morning_after(say: Shell) -> None:
    say.now_us += 18 * clock.HOUR_US


# amend


def test_amend_changes_what_it_is_told_and_leaves_the_rest(say: Shell) -> None:
    name = logged(
        say, "event", "-k", "esc", "--at", "13:00", "--for", "20m", "--to", "DBA", "pagd"
    )
    before = told(say)[0]
    out = say.ok("amend", name, "paged the DBAs")

    assert out == (f'{name}  amended: text "pagd" -> "paged the DBAs"  [pagd]\n')
    assert told(say) == [before | {"text": "paged the DBAs"}]


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        (["--text", "x"], "text", "x"),
        (["-k", "mitig"], "kind", "mitigated"),
        (["resolved: x"], "kind", "resolved"),
        (["--at", "13:10"], "at", "2026-11-21T13:10:00Z"),
        (["--at", "13:30", "--tz", "Europe/Berlin"], "at", "2026-11-21T12:30:00Z"),
        (["--until", "13:30"], "until", "2026-11-21T13:30:00Z"),
        (["--for", "5m"], "until", "2026-11-21T13:05:00Z"),
        (["--no-until"], "until", None),
        (["--by", "platform"], "author", "platform"),
    ],
)
def test_amend_mends_every_option_of_event(
    say: Shell, options: list[str], field: str, value: str | None
) -> None:
    name = logged(say, "event", "--at", "13:00", "--for", "20m", "it is slow")
    say.ok("amend", name, *options)

    assert told(say)[0][field] == value


@pytest.mark.parametrize(
    ("logging", "options", "shown"),
    [
        (["event", "--how", "alert", "x"], ["--how", "customer"], "x (customer)"),
        (["event", "--to", "DBA", "x"], ["--to", "a", "--to", "b"], "x (to a, b)"),
        (["event", "--to", "DBA", "x"], ["-k", "note"], "note          x"),
        (["event", "--link", "http://a", "x"], ["--link", ""], "note          x"),
        (["event", "x"], ["--link", "http://b"], "x (http://b)"),
        (["event", "x"], ["--at", "~13:00"], "~13:00 "),
    ],
)
def test_amend_mends_particulars(
    say: Shell, logging: list[str], options: list[str], shown: str
) -> None:
    say.ok("amend", logged(say, *logging), *options)

    assert say.ok("timeline").splitlines()[-1].endswith(shown) or shown in say.ok(
        "timeline"
    )


def test_amend_mends_fields_improvements_and_tasks(say: Shell) -> None:
    say.ok("start", "Checkout is down")
    share = logged(say, "set", "users-affected", "3%")
    better = logged(say, "improve", "Tset more.")
    task = logged(say, "task", "add", "fix", "--owner", "bob", "--due", "2026-12-01")
    say.ok("amend", share, "30")
    say.ok("amend", better, "Test more.")
    say.ok("amend", task, "--owner", "eve", "--due", "", "--type", "detect")
    document = say.ok("render")

    assert "30 % of users" in document
    assert "Test more." in document
    assert "- [ ] fix (owner: eve, type: detect)" in document
    say.ok("amend", share, "300 customers")
    assert json.loads(say.ok("export").splitlines()[-1])["data"]["set"] == {
        "percent": None, "text": "300 customers",
    }  # fmt: skip
    assert "300 customers" in say.ok("render")
    assert say("amend", task, "--type", "x").code == 2


@pytest.mark.parametrize(
    ("logging", "options", "reason"),
    [
        (["event", "--at", "13:00", "--for", "5m", "x"], ["--at", "13:30"], "--no-until"),
        (
            ["event", "--at", "13:00", "x"],
            ["--until", "2026-11-21 12:00"],
            "before the start",
        ),
        (["event", "x"], ["--at", "25:99"], "25:99"),
        (["event", "x"], ["-k", "nonsense"], "no kind"),
        (["event", "x"], ["--how", "alert"], "--how belongs to a 'detected'"),
        (["event", "x"], ["--owner", "bob"], "--owner belongs to a 'task'"),
        (["event", "x"], ["--tz", "UTC"], "add --at TIME --tz UTC"),
        (["event", "x"], ["--text", " "], "pmlog retract"),
        (["event", "x"], ["y", "--text", "z"], "twice"),
        (["event", "x"], ["--by", ""], "--by is empty"),
        (["event", "x"], ["--no-until", "--for", "5m"], "--no-until"),
        (["event", "x"], [], "what of"),
        (["start", "x"], ["-k", "note"], "cannot become a 'note'"),
        (["start", "x"], ["--for", "5m"], "has no end"),
        (["start", "x"], ["--tz", "Asia/Tokyo"], "pmlog set timezone Asia/Tokyo -i"),
    ],
)
def test_amend_refuses_what_does_not_fit_and_writes_nothing(
    say: Shell, logging: list[str], options: list[str], reason: str
) -> None:
    name = logged(say, *logging)
    before = say.ok("export")
    said = say("amend", name, *options)

    assert said.code == 2
    assert reason in said.err
    assert say.ok("export") == before


def test_an_amendment_that_changes_nothing_says_so_and_writes_nothing(say: Shell) -> None:
    name = logged(say, "event", "--at", "13:00", "x")
    before = say.ok("export")
    said = say("amend", name, "x", "--at", "13:00:00")

    assert (said.code, said.out) == (0, "")
    assert said.err == f"pmlog: {name} is so already; nothing was changed\n"
    assert say.ok("export") == before


@pytest.mark.parametrize(
    ("at", "typed", "meant"),
    [
        ("now", "13:50", "2026-11-21T13:50:00Z"),
        ("2026-11-21 00:02", "23:58", "2026-11-20T23:58:00Z"),
        ("2026-11-20 23:55", "00:05", "2026-11-21T00:05:00Z"),
        ("2026-11-19 14:20", "14:05", "2026-11-19T14:05:00Z"),
        ("2026-11-21 02:05", "14:05", "2026-11-21T14:05:00Z"),
        ("2026-11-19 14:20", "yesterday 14:05", "2026-11-21T14:05:00Z"),
        ("2026-11-19 14:20", "2026-11-20 14:05", "2026-11-20T14:05:00Z"),
    ],
)
def test_a_bare_clock_time_is_the_one_nearest_to_the_time_the_event_had(
    say: Shell, at: str, typed: str, meant: str
) -> None:
    name = logged(say, "event", "--at", at, "x")
    morning_after(say)
    say.ok("amend", name, "--at", typed)

    assert told(say)[0]["at"] == meant


def test_amend_reads_standard_input_for_a_dash_alone(say: Shell) -> None:
    name = logged(say, "event", "x")
    say.ok("amend", name, "--at", "13:00", stdin="a pipe of a loop around us")
    assert told(say)[0]["text"] == "x"
    say.ok("amend", name, "-", stdin="what top said\n")

    assert told(say)[0]["text"] == "what top said"


def test_amend_of_the_title_of_an_incident_names_what_replaced_it(say: Shell) -> None:
    name = logged(say, "start", "Chekout")
    say.ok("amend", name, "Checkout")
    assert "Checkout" in say.ok("list")
    say.ok("set", "title", "Payments")

    assert "pmlog set title" in say("amend", name, "Check-out").err


def test_amend_leaves_a_retracted_event_retracted_and_says_so(say: Shell) -> None:
    name = logged(say, "event", "x")
    say.ok("retract", name)

    assert f"pmlog restore {name}" in say("amend", name, "y").err
    assert told(say) == []


# ids


def test_an_id_is_taken_by_its_first_characters_in_either_case(say: Shell) -> None:
    say.ok("event", "x")
    full = told(say)[0]["id"]
    group = full.rpartition("-")[2]

    for name in (full, full[:30], group, group[:6], group[:3], group[:4].upper()):
        assert say("retract", name).code == 0, name
        assert say("restore", name).code == 0, name


@pytest.mark.parametrize("length", [1, 2])
def test_one_or_two_characters_are_a_slip_and_name_nothing(say: Shell, length: int) -> None:
    name = logged(say, "event", "disk full")
    before = exported(say)
    incident = before[0]["id"].rpartition("-")[2]

    for command in ("amend", "retract", "restore", "history"):
        if command == "amend" and name[:length].isalpha():
            continue  # "a" and "be" begin a text of the last event
        said = say(command, name[:length], *(["x"] if command == "amend" else []))
        assert (said.code, "is no id of an event" in said.err) == (3, True), command
    assert say("event", "-i", incident[:length], "of what?").code == 3
    assert exported(say) == before


def test_an_id_that_fits_several_events_lists_them_by_names_that_do(
    say: Shell,
) -> None:
    say.ok("event", "began: one")
    opened, began = exported(say)
    twins = [
        began | {"id": began["id"][:24] + tail, "seq": 90 + number, "text": text}
        for number, (tail, text) in enumerate(
            (("abcdef012345", "a"), ("abcdef056789", "b"))
        )
    ]
    say.ok("import", "-", stdin="\n".join(map(json.dumps, [opened, *twins])))
    said = say("retract", "abcdef")

    assert said.code == 2
    assert said.err.splitlines() == [
        "pmlog: 'abcdef' fits several events; name one:",
        "  abcdef01  2026-11-21 14:05:09  began: a",
        "  abcdef05  2026-11-21 14:05:09  began: b",
    ]
    assert say("retract", "abcdef01").code == 0


def test_an_unknown_id_is_answered_with_a_near_one(say: Shell) -> None:
    name = logged(say, "event", "disk full")
    wrong = name[:5] + ("0" if name[5] != "0" else "1")

    for command in ("amend", "retract", "restore", "history"):
        said = say(command, wrong)
        assert (said.code, f"did you mean {name}" in said.err) == (3, True), said.err
    assert say("retract", "ab").code == 3
    assert "is no id" in say("retract", "checkout").err


# retract, restore


def test_retract_takes_an_event_away_and_restore_brings_it_back(say: Shell) -> None:
    name = logged(say, "event", "began: wrong incident")
    out = say.ok("retract", name, "--why", "not ours")
    assert out == (
        f"{name}  retracted: 2026-11-21 14:05:09 UTC  began: wrong incident (not ours)"
        "  [wrong incident]\n"
    )
    assert told(say) == []
    assert f"{name} is retracted already" in say("retract", name).err
    assert f"{name}  restored: " in say.ok("restore", name)

    assert [event["text"] for event in told(say)] == ["wrong incident"]
    assert f"{name} counts already" in say("restore", name).err


def test_an_incident_goes_with_its_opening_and_comes_back_with_it(say: Shell) -> None:
    name = logged(say, "start", "Checkout is down")
    say.ok("event", "began: it")
    say.ok("close")
    say.ok("reopen")
    said = say("retract", name)
    assert said.code == 0
    assert "'Checkout is down' is gone from every list with 3 events" in said.err
    assert say.ok("list") == ""
    assert "[new incident" in say.ok("event", "another one")
    say.ok("restore", name)

    assert "Checkout is down" in say.ok("list")


def test_an_amendment_can_be_retracted_and_a_retraction_answered_only(say: Shell) -> None:
    name = logged(say, "event", "x")
    say.ok("amend", name, "y")
    amendment = exported(say)[-1]["id"][24:30]
    assert f'{name}  retracted: text "y" -> "x"' in say.ok("retract", amendment)
    verdict = exported(say)[-1]["id"][24:30]

    assert f"pmlog restore {amendment}" in say("retract", verdict).err
    assert f"correction of {name}" in say("amend", amendment, "z").err


# undo


def test_undo_takes_back_one_command_after_the_other(say: Shell) -> None:
    say.ok("start", "Checkout is down", "--severity", "SEV-1")
    first, second = (logged(say, "event", text) for text in ("one", "two"))
    say.ok("amend", first, "ONE")
    out = say.ok("undo")
    assert f'{first}  undone: text "ONE" -> "one"' in out
    assert re.search(r"^to get it back: pmlog restore [0-9a-f]{6}$", out, re.MULTILINE)
    assert f"to get it back: pmlog restore {second}" in say.ok("undo")
    assert [event["text"] for event in told(say)] == ["one"]
    say.ok("undo")
    said = say("undo")
    assert "the incident 'Checkout is down' is gone" in said.err
    assert say.ok("list") == ""
    assert say("undo").code == 3
    say.ok(*said.out.splitlines()[-1].partition("pmlog ")[2].split())

    assert "Checkout is down" in say.ok("list")
    assert "SEV-1" in say.ok("render", "-t", "sre")


def test_undo_of_a_retraction_restores_and_of_a_restoration_retracts(say: Shell) -> None:
    name = logged(say, "event", "x")
    say.ok("retract", name)
    assert f"pmlog retract {name}" in say.ok("undo")
    assert len(told(say)) == 1
    say.ok("retract", name)
    say.ok("restore", name)
    assert f"pmlog restore {name}" in say.ok("undo")

    assert told(say) == []


def test_undo_takes_back_what_is_no_line_of_the_timeline(say: Shell) -> None:
    one = logged(say, "start", "one")
    say.ok("start", "two")
    before = say.ok("list")
    for command in (["use", one], ["close"], ["set", "title", "x"], ["task", "add", "y"]):
        say.ok(*command)
        say.ok("undo")
        assert say.ok("list") == before, command
    assert say.ok("task", "list") == ""


def test_undo_says_how_long_ago_it_was(say: Shell) -> None:
    name = logged(say, "event", "x")
    morning_after(say)

    assert say.ok("undo").splitlines()[-2].startswith(f"{name}  undone 18 h later: ")


def test_undo_leaves_what_others_did_on_this_log_and_on_others(say: Shell) -> None:
    mine = logged(say, "event", "mine")
    say.ok("event", "of platform, typed by me", "--by", "platform")
    say.environ["PMLOG_AUTHOR"] = "somebody else"
    say.ok("event", "theirs")
    say.environ["PMLOG_AUTHOR"] = "on-call"
    copy = say.ok("export")
    say.ok("undo")
    assert [event["text"] for event in told(say)] == ["mine", "theirs"]
    assert f"pmlog restore {mine}" not in say.environ
    say.environ["PMLOG_DB"] += ".other"
    say.ok("import", "-", stdin=copy)

    assert "nothing is left that 'on-call' logged here" in say("undo").err


# history


def test_history_tells_who_changed_what_from_what_to_what_and_why(say: Shell) -> None:
    say.ok("start", "Checkout is down")
    name = logged(say, "event", "pagd")
    say.now_us += clock.MINUTE_US
    say.environ["PMLOG_AUTHOR"] = "eve"
    say.ok("amend", name, "paged", "--at", "14:00", "--why", "typo")
    say.ok("set", "impact", "some")
    say.ok("set", "impact", "all")
    say.ok("undo")
    lines = say.ok("history").splitlines()
    amendment = re.escape(exported(say)[2]["id"][24:30])

    assert re.fullmatch(
        r"2026-11-21 14:06:09 UTC  eve         amended    "
        + name
        + r"  at 2026-11-21 14:05:09 UTC -> 2026-11-21 14:00:00 UTC; "
        rf'text "pagd" -> "paged" \(typo\)  \[amendment {amendment}\]',
        lines[2],
    )
    assert 'impact: "some" -> "all"' in lines[4]
    assert " undone " in lines[5]
    assert [line.split()[4] for line in say.ok("history", name).splitlines()] == [
        "logged",
        "amended",
    ]


def test_history_as_json_has_the_promised_keys(say: Shell) -> None:
    name = logged(say, "event", "--at", "13:00", "x")
    say.ok("amend", name, "--at", "13:30", "--link", "http://a", "--why", "late")
    say.ok("retract", name)
    first, second, third = map(json.loads, say.ok("history", name, "--json").splitlines())

    assert first["action"] == "logged"
    assert second | {"id": 0, "target": 0} == {
        "id": 0,
        "recorded_at": "2026-11-21T14:05:09.123456Z",
        "author": "on-call",
        "action": "amended",
        "target": 0,
        "kind": "note",
        "text": "x",
        "changes": {
            "at": ["2026-11-21T13:00:00Z", "2026-11-21T13:30:00Z"],
            "as_typed": ["13:00", "13:30"],
            "links": [[], ["http://a"]],
        },
        "why": "late",
    }
    assert (third["action"], third["changes"]) == ("retracted", {})


def test_history_of_all_shows_what_no_list_shows_any_more(say: Shell) -> None:
    name = logged(say, "start", "taken back")
    say.ok("undo")

    assert say("history").code == 3
    assert "opened: taken back" in say.ok("history", "--all")
    assert "opened: taken back" in say.ok("history", name)
    assert say("history", name, "--all").code == 2


# tasks


def test_a_task_that_is_done_is_ticked_until_it_is_reopened(say: Shell) -> None:
    say.ok("start", "Checkout is down")
    name = logged(say, "task", "add", "patch", "--owner", "bob", "--ticket", "OPS-1")
    note = logged(say, "event", "x")
    assert say.ok("task", "list") == f"[ ] {name}  patch (bob, OPS-1)\n"
    say.ok("task", "done", name)
    assert "so already" in say("task", "done", name).err
    assert say.ok("task", "list", "--all").startswith(f"[x] {name}  patch")
    for template in ("postmortem", "sre", "playful"):
        assert "- [x] patch (owner: bob" in say.ok("render", "-t", template)
    assert '<li class="done">patch' in say.ok("render", "-t", "html")
    assert "Next:" not in say.ok("render", "-t", "status")
    row = json.loads(say.ok("task", "list", "--json"))
    assert (row["done"], row["owner"], row["due"]) == (True, "bob", None)
    say.ok("task", "reopen", name)

    assert "- [ ] patch" in say.ok("render")
    assert f"{note} is no task" in say("task", "done", note).err
    assert say("task", "list", name, "--all").code == 2


# every reader


def corrected(say: Shell) -> None:
    """Tell an incident wrong, and mend all of it."""
    opening = logged(say, "start", "Chekout", "--at", "12:00")
    began = logged(say, "event", "began: 500s", "--at", "12:30")
    gone = logged(say, "event", "of another incident", "--at", "12:40")
    found = logged(say, "event", "detected: alrt", "--at", "12:45", "--how", "customer")
    early = logged(say, "event", "resolved: too early", "--at", "12:50")
    say.ok("event", "resolved: fixed", "--at", "13:00")
    say.ok("close")
    morning_after(say)
    say.ok("amend", opening, "Checkout is down")
    say.ok("amend", began, "--at", "12:00")
    say.ok("amend", found, "detected: an alert", "--at", "12:10", "--how", "alert")
    say.ok("retract", gone, early)
    say.ok("set", "timezone", "Europe/Berlin")


READERS = {
    ("timeline",): (["13:00 ", "an alert (alert)", "fixed"], ["another", "too early"]),
    ("timeline", "--json"): (["2026-11-21T12:10:00Z", '"elapsed_s": 600'], ["alrt"]),
    ("timeline", "--diagram"): (["Checkout"], ["another", "too early"]),
    ("status",): (["Checkout is down", "1 h"], ["Chekout", "too early"]),
    ("list",): (["closed", "2026-11-21 13:00 CET", "1 h ", "Checkout"], ["Chekout"]),
    ("list", "--json"): (['"duration_s": 3600', "Europe/Berlin"], []),
    ("metrics",): (["1 h", "10 min"], ["15 min"]),
    ("metrics", "--json"): (['"duration_s": 3600', '"time_to_detect_s": 600'], []),
    ("stats",): (["1 of 1 known", "1 h"], ["Chekout"]),
    ("stats", "--json"): (["Checkout", '"duration_s": 3600'], ["Chekout"]),
    ("check",): ([], ["when it was detected"]),
    ("render",): (["1 h, from 2026-11-21 13:00 to 14:00 CET", "(alert)"], ["another"]),
    ("render", "-t", "status"): (["Checkout is down"], ["too early"]),
    ("render", "-t", "html"): (["Checkout is down"], ["too early", "alrt"]),
    ("export",): (["Chekout", "alrt", "of another incident"], []),
    ("history",): (["Chekout", "alrt", "of another incident", "retracted"], []),
}


def test_every_reader_shows_the_corrected_state(say: Shell) -> None:
    corrected(say)
    wrong = [
        (reader, text)
        for reader, (shown, absent) in READERS.items()
        for out in [say(*reader).out]
        for text in (*shown, *absent)
        if (text in out) != (text in shown)
    ]

    assert wrong == []


def test_a_retracted_end_opens_the_incident_again(say: Shell) -> None:
    say.ok("event", "began: 500s", "--at", "12:00")
    end = logged(say, "event", "resolved: not really")
    assert "resolved]" in say.ok("timeline")
    say.ok("retract", end)

    assert "open]" in say.ok("timeline")
    assert "so far" in say.ok("list")
    say.now_us += 13 * clock.HOUR_US
    assert "new incident" not in say.ok("event", "goes on")


def test_a_rendered_file_is_renewed_with_what_was_corrected(
    say: Shell, tmp_path: Path
) -> None:
    name = logged(say, "event", "began: 500s", "--at", "12:00")
    file = tmp_path / "postmortem.md"
    say.ok("render", "-o", str(file))
    file.write_text(file.read_text() + "\nOur own words.\n")
    say.ok("amend", name, "502s")
    assert say("render", "-o", str(file), "--check").code == 1
    say.ok("render", "-o", str(file))

    assert "502s" in file.read_text()
    assert "Our own words." in file.read_text()


# properties


@cache
def empty_log(name: str) -> str:
    """Return the path of an empty log, made once and for copies alone."""
    folder = tempfile.mkdtemp(prefix="pmlog-test-")
    atexit.register(shutil.rmtree, folder)
    path = os.path.join(folder, name)
    schema.prepare(path, NOW_US)
    return path


class Responders:
    """Two people, each with a log of his own, at one incident."""

    def __init__(self, folder: Path) -> None:
        self.names = ("alice", "bob")
        for name in self.names:
            shutil.copy(empty_log(name), folder / name)
        self.logs = [Log(str(folder / name)) for name in self.names]
        for log in self.logs:
            # Here nothing is promised to survive a power cut.
            log.connection.execute("pragma synchronous = off")
        receipt = lifecycle.open_incident(self.logs[0], self._who(0), Entry("Checkout"), {})
        self.incident = receipt.incident.id
        self.send(0)

    def close(self) -> None:
        for log in self.logs:
            log.close()

    def _who(self, side: int) -> Responder:
        return Responder(self.names[side], "host", "UTC", NOW_US)

    def send(self, side: int) -> None:
        lines = export.export_lines(self.logs[side])
        export.import_events(self.logs[1 - side], incoming.read(lines))

    def facts(self, side: int) -> list[Event]:
        events = current.whole(self.logs[side], self.incident).events
        plain = [e for e in events if e.kind in (*kinds.TIMELINE_KINDS, kinds.TITLE)]
        return sorted(plain, key=lambda event: event.id)

    def amendments(self, side: int) -> list[Event]:
        events = current.whole(self.logs[side], self.incident).events
        return sorted(e for e in events if e.kind == kinds.AMEND)

    def do(self, side: int, action: str, which: int, minute: int) -> bool:
        """Do something, and tell whether anything was written."""
        try:
            return self._done(side, action, which, minute)
        except NotFound:  # nothing is left, or the incident itself was undone
            return False

    def _done(self, side: int, action: str, which: int, minute: int) -> bool:
        log, who = self.logs[side], self._who(side)
        at_us = NOW_US + minute * clock.MINUTE_US
        if action in (kinds.NOTE, kinds.TITLE, kinds.BEGAN, kinds.RESOLVED):
            entry = Entry(f"{action} {minute}", action, at_us=at_us)
            return bool(lifecycle.write_up(log, who, entry, self.incident))
        if action == "undo":
            return bool(undoing.undo(log, who).changes)
        among = self.amendments(side) if action.endswith("amendment") else self.facts(side)
        if not among:
            return False
        name = among[which % len(among)].id
        if action in ("amend time", "amend text", "amend kind", "amend end"):
            changes: dict[str, dict[str, Any]] = {
                "amend time": {"at": at_us},
                "amend text": {"text": f"text {minute}"},
                "amend kind": {"kind": kinds.TIMELINE_KINDS[minute % 10]},
                "amend end": {"until": at_us if minute % 2 else None},
            }
            return bool(correct.amend(log, who, name, lambda _: changes[action]).changes)
        done = correct.retract(log, who, [name], retracted=action.startswith("retract"))
        return bool(done.changes)

    def told(self, side: int) -> Incident | None:
        return incident_queries.whole(self.logs[side], self.incident)


COMMANDS = st.sampled_from(
    (
        *(kinds.NOTE, kinds.TITLE, kinds.BEGAN, kinds.RESOLVED),
        *("amend time", "amend text", "amend kind", "amend end"),
        *("retract", "restore", "retract amendment", "restore amendment"),
    )
)
STEPS = st.tuples(COMMANDS, st.integers(0, 2), st.integers(0, 30))
ACTS = st.tuples(
    st.integers(0, 1), st.one_of(COMMANDS, st.sampled_from(("undo", "send"))),
    st.integers(0, 2), st.integers(0, 30),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(ACTS, max_size=14), st.booleans())
def test_logs_that_exchange_what_was_corrected_tell_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    acts: list[tuple[int, str, int, int]],
    bob_first: bool,
) -> None:
    both = Responders(tmp_path_factory.mktemp("logs"))
    for side, action, which, minute in acts:
        if action == "send":
            both.send(side)
        else:
            both.do(side, action, which, minute)
    both.send(int(bob_first))
    both.send(1 - int(bob_first))
    told = both.told(0)
    shown = [
        (event.id, event.kind, event.at, event.until, event.text)
        for event in (told.timeline if told else ())
    ]

    assert told == both.told(1)
    assert viewed(both.logs[0]) == viewed(both.logs[1]) == shown
    both.close()


def viewed(log: Log) -> list[tuple[Any, ...]]:
    """Return the timeline as the view for people has it, times as instants."""
    rows = log.connection.execute(
        "select id, kind, strftime('%s', at_utc), strftime('%s', until_utc), text"
        " from timeline"
    )
    return [
        (name, kind, _instant(at), _instant(until), text)
        for name, kind, at, until, text in rows
    ]


def _instant(seconds: str | None) -> int | None:
    # All instants here have the same fraction of a second.
    fraction_us = NOW_US % clock.SECOND_US
    return None if seconds is None else int(seconds) * clock.SECOND_US + fraction_us


@settings(deadline=None, max_examples=60)
@given(st.lists(STEPS, max_size=5), st.lists(STEPS, max_size=8))
def test_as_many_undos_as_commands_give_the_state_before_them(
    tmp_path_factory: pytest.TempPathFactory,
    earlier: list[tuple[str, int, int]],
    later: list[tuple[str, int, int]],
) -> None:
    one = Responders(tmp_path_factory.mktemp("logs"))
    for step in earlier:
        one.do(0, *step)
    states = []
    for step in later:
        before = one.told(0)
        states += [before] if one.do(0, *step) else []
    for before in reversed(states):
        assert one.do(0, "undo", 0, 0)
        assert one.told(0) == before
    one.close()


@settings(deadline=None, max_examples=40)
@given(st.lists(STEPS, min_size=1, max_size=8), st.integers(1, 4))
def test_what_was_undone_and_brought_back_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]], times: int
) -> None:
    one = Responders(tmp_path_factory.mktemp("logs"))
    who = Responder("alice", "host", "UTC", NOW_US)
    for step in steps:
        one.do(0, *step)
    for _ in range(times):
        before = one.told(0)
        undone = undoing.undo(one.logs[0], who).undone
        for command in undoing.ways_back(undone):
            _, verb, *names = command.split()
            correct.retract(one.logs[0], who, names, retracted=verb == "retract")
        assert one.told(0) == before
    one.close()


def test_a_severity_that_changed_is_on_the_timeline_with_its_time(say: Shell) -> None:
    say.ok("start", "Checkout is down", "--severity", "SEV-2", "--commander", "ann")
    say.now_us += 10 * clock.MINUTE_US
    say.ok("set", "severity", "SEV-1")
    say.ok("event", "still down")
    shown = say.ok("timeline")

    assert shown.splitlines()[0].endswith(", open]  SEV-1  ann commands")
    assert re.search(r"14:15:09 .* severity +SEV-1 \(was SEV-2\)", shown)
    assert "*Severity:* SEV-1 (was SEV-2)" in say.ok("render")
    assert "- **Incident commander:** ann" in say.ok("render")
    assert "Incident commander: ann" in say.ok("status")
    assert "severity" not in say.ok("timeline", "--kind", "note")
    assert "SEV-1 (was SEV-2)" in say.ok("render", "-t", "html")
    assert [
        json.loads(line)["kind"] for line in say.ok("timeline", "--json").splitlines()
    ] == ["note"]
