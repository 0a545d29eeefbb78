"""Each format: what its records are, and the oddities that its tool is known for."""

from __future__ import annotations

import io
import json
import sqlite3
from functools import partial
from typing import TYPE_CHECKING

import pytest

from pmlog import clock
from pmlog.collect.files import decode, json_list, json_stream
from pmlog.collect.files.inputs import Unreadable
from pmlog.collect.instants import NeedsDate, NeedsZone
from tests.collected import found, left_out, lines, of_path, records

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-21"


# --- lines


def test_lines_begin_with_a_time_in_any_of_the_usual_ways() -> None:
    notes = """\
14:05 checkout answers 500
- 14:06 UTC - paged the DBAs
[14:07:33] <ann> looking
**14:08** rolled back
2.10pm bob joins
~14:20 - provider says all green
14:25-14:32 pool exhausted
14:40 to 14:45: watched the graphs
2026-11-21T14:50:01Z all green
"""

    assert lines(notes, zone="UTC", date=DAY) == [
        "14:05:00 note: checkout answers 500",
        "14:06:00 note: paged the DBAs",
        "14:07:33 note: looking [ann]",
        "14:08:00 note: rolled back",
        "14:10:00 note: bob joins",
        "~14:20:00 note: provider says all green",
        "14:25:00-14:32:00 note: pool exhausted",
        "14:40:00-14:45:00 note: watched the graphs",
        "14:50:01 note: all green",
    ]


def test_lines_keep_the_zone_that_they_name() -> None:
    notes = """\
14:05-0500 down
14:05 ET down
[Sat Nov 21 14:05:09 2026] oom
Sat Nov 21 14:05:09 CET 2026 oom
"""

    assert lines(notes, zone="UTC", date=DAY) == [
        "19:05:00 note: down",
        "19:05:00 note: down",
        "14:05:09 note: oom",
        "13:05:09 note: oom",
    ]


def test_a_date_alone_may_lack_its_year() -> None:
    notes = "Saturday 21 November\n14:05 a\nDec 31\n14:05 b\nJan. 1st\n0:05 c\n"
    found = [clock.rfc3339(each.at_us) for each in records(notes, zone="UTC", date=DAY)]

    assert found == ["2026-11-21T14:05:00Z", "2026-12-31T14:05:00Z", "2027-01-01T00:05:00Z"]


def test_half_a_letter_of_utf_16_is_no_error() -> None:
    content = "14:05 down\n14:06 up".encode("utf-16")

    assert lines(content[:-1], zone="UTC", date=DAY) == [
        "14:05:00 note: down",
        "14:06:00 note: u\ufffd",
    ]


def test_a_line_without_a_time_is_counted_or_goes_on_with_the_one_before() -> None:
    notes = "the bridge\n14:05 pool exhausted\n  then restarted both\n+5 falls\n"

    assert lines(notes, zone="UTC", date=DAY) == [
        "14:05:00 note: pool exhausted\nthen restarted both"
    ]
    assert left_out(notes, zone="UTC", date=DAY) == ["no time", "no time"]


def test_a_date_alone_is_of_the_lines_below_it_and_midnight_is_the_next_day() -> None:
    notes = "# 2026-11-20\n23:58 slow\n00:03 down\n\nSat 28 Nov 2026\n09:00 reviewed\n"

    days = [clock.date_text(each.at_us, "UTC") for each in records(notes, zone="UTC")]

    assert days == ["2026-11-20", "2026-11-21", "2026-11-28"]


@pytest.mark.parametrize(
    ("line", "text", "zone"),
    [
        ("14:05 CET checkout is down", "checkout is down", "+01:00"),
        ("14:05 AEDT - restarted", "restarted", "+11:00"),
        ("14:05 BOT restarted", "BOT restarted", "UTC"),
        ("14:05 DB failed over", "DB failed over", "UTC"),
        ("14:05 +02:00 late", "late", "+02:00"),
        ("14:05 Europe/Berlin late", "late", "Europe/Berlin"),
        ("14:05 (UTC) late", "late", "UTC"),
    ],
)
def test_letters_behind_a_clock_are_a_zone_or_a_word(
    line: str, text: str, zone: str
) -> None:
    (record,) = records(line, zone="UTC", date=DAY)

    assert (record.text, record.zone) == (text, zone)


def test_times_without_a_zone_or_a_date_are_refused_until_they_are_given() -> None:
    with pytest.raises(NeedsZone):
        found("2026-11-21 14:05 down")
    with pytest.raises(NeedsDate):
        found("14:05 UTC down")


def test_a_kind_before_a_colon_is_a_kind_and_one_that_moves_the_duration_a_proposal() -> (
    None
):
    notes = "14:05 ack: on it\n14:06 resolved: pool raised\n14:07 mit: licence missing\n"

    assert lines(notes, zone="UTC", date=DAY) == [
        "14:05:00 acknowledged: on it",
        "14:06:00 resolved?: pool raised",
        "14:07:00 note: mit: licence missing",
    ]


# --- JSON lines


def test_json_lines_need_a_time_and_a_text() -> None:
    told = [
        {"at": "2026-11-21T14:05:09Z", "text": "down", "kind": "detected", "author": "ann"},
        {"at": 1795269909, "text": "slow", "until": "2026-11-21T14:10:00Z", "id": "7"},
        {"at": None, "text": "never"},
        {"at": "2026-11-21T14:05:09Z", "text": ""},
    ]
    content = "\n".join(map(json.dumps, told))

    assert lines(content) == [
        "14:05:09 detected: down [ann]",
        "14:05:09-14:10:00 note: slow",
    ]
    assert left_out(content) == ["no time", "no text"]


def test_a_line_that_is_no_json_is_counted_and_the_rest_is_read() -> None:
    content = (
        '{"at": 1795269909, "text": "a"}\n{"at": 17952\n{"at": 1795269910, "text": "b"}'
    )

    assert [each.text for each in records(content)] == ["a", "b"]
    assert left_out(content) == ["not JSON"]


# --- JSON


def an_event(number: int) -> dict[str, object]:
    return {
        "metadata": {"uid": f"u{number}"},
        "reason": "BackOff",
        "type": "Warning",
        "message": f"it fails for the {number}. time",
        "involvedObject": {"kind": "Pod", "name": "web"},
        "lastTimestamp": "2026-11-21T14:05:09Z",
    }


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "LONG_VALUE", 2000)
    monkeypatch.setattr(json_list, "LONG", 1000)
    monkeypatch.setattr(json_list, "AT_ONCE", 7)


EVENTS = [an_event(number) for number in range(30)]
SERIES = [
    {
        "metric": {"__name__": "ALERTS", "alertstate": "firing", "alertname": f"a{number}"},
        "values": [[1795269909, "1"]],
    }
    for number in range(30)
]


@pytest.mark.parametrize(
    "answer",
    [
        {"apiVersion": "v1", "items": EVENTS, "kind": "List", "metadata": {"x": [1]}},
        {"status": "success", "data": {"resultType": "matrix", "result": SERIES}},
        {"items": EVENTS, "more": [{"x": "y" * 40}] * 90, "kind": "List"},  # two long ones
    ],
)
def test_a_long_list_in_an_object_is_read_in_parts_and_as_in_one(
    answer: dict[str, object], request: pytest.FixtureRequest
) -> None:
    text = json.dumps(answer, indent=1)
    whole = records(text)
    request.getfixturevalue("small_parts")

    assert len(whole) == 30
    assert [each._replace(where="") for each in records(text)] == [
        each._replace(where="") for each in whole
    ]


@pytest.mark.usefixtures("small_parts")
def test_no_more_of_a_long_list_is_held_than_a_part() -> None:
    text = json.dumps({"items": EVENTS, "kind": "List"})
    opened = partial(io.BytesIO, text.encode())
    held = [len(value["items"]) for _, value in decode.json_values(opened, "utf-8", text)]

    assert held == [7, 7, 7, 7, 2]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"kind": "List", "items": EVENTS})[:-9],
        json.dumps({"kind": "List", "items": EVENTS}).replace('"u9"', "u9"),
        json.dumps({"kind": "List", "items": EVENTS}).replace('"items":', '"items"'),
    ],
)
def test_a_long_object_that_is_broken_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="not JSON"):
        records(text)


@pytest.mark.usefixtures("small_parts")
def test_several_long_objects_in_a_row_are_read_all() -> None:
    text = json.dumps({"kind": "List", "items": EVENTS})

    assert len(records(text + "\n\n" + text.replace('"u', '"v'))) == 60


# --- Slack

MESSAGE = {"type": "message", "user": "U1", "text": "down", "ts": "1795269909.000200"}


def test_slack_messages_keep_their_microseconds() -> None:
    (record,) = records([MESSAGE])

    assert record.at_us % clock.SECOND_US == 200
    assert record.source_id == "1795269909.000200/U1"


def test_slack_markup_is_read_as_people_read_it() -> None:
    text = "<@U1> see <https://e.x/a?b=1&amp;c|the graph> in <#C1|ops> <!here> &lt;now&gt;"
    (record,) = records([MESSAGE | {"text": text}])

    assert record.text == "@U1 see the graph (https://e.x/a?b=1&c) in #ops @here <now>"


def test_slack_joins_and_bots_are_left_out_and_bots_speak_in_attachments() -> None:
    bot = MESSAGE | {
        "subtype": "bot_message",
        "text": "",
        "username": "alerts",
        "attachments": [
            {"title": "Firing", "text": "CheckoutDown", "title_link": "https://e.x"}
        ],
    }
    content = [MESSAGE | {"subtype": "channel_join"}, bot, MESSAGE | {"text": ""}]

    assert left_out(content) == ["a join or a leave", "a bot's message", "no text"]
    assert lines([bot]) == ["14:05:09 note: Firing: CheckoutDown [alerts]"]


def test_a_slack_export_names_people_and_a_day_of_it_is_the_same(tmp_path: Path) -> None:
    day = tmp_path / "ops" / "2026-11-21.json"
    day.parent.mkdir()
    day.write_text(json.dumps([MESSAGE]))
    (tmp_path / "users.json").write_text(
        json.dumps([{"id": "U1", "team_id": "T", "profile": {"display_name": "ann"}}])
    )
    (tmp_path / "channels.json").write_text(
        json.dumps([{"id": "C7", "name": "ops", "members": [], "creator": "U1"}])
    )

    (record,) = of_path(tmp_path)

    assert record.author == "ann"
    assert [each.source_id for each in of_path(day)] == [record.source_id]


# --- PagerDuty


def entry(kind: str, number: int = 1) -> dict[str, object]:
    return {
        "id": f"R{number}",
        "type": f"{kind}_log_entry",
        "summary": kind.capitalize(),
        "created_at": "2026-11-21T14:05:09Z",
        "agent": {"summary": "ann"},
        "incident": {"summary": "[#3] Checkout", "html_url": "https://pd.example/3"},
    }


def test_pagerduty_entries_say_what_a_machine_knows_and_no_more() -> None:
    content = {
        "log_entries": [
            entry("trigger"),
            entry("acknowledge"),
            entry("escalate"),
            entry("resolve"),
            entry("annotate"),
        ]
    }

    assert lines(content) == [
        "14:05:09 detected: [#3] Checkout: Trigger [ann]",
        "14:05:09 acknowledged: [#3] Checkout: Acknowledge [ann]",
        "14:05:09 escalated: [#3] Checkout: Escalate [ann]",
        "14:05:09 resolved?: [#3] Checkout: Resolve [ann]",
        "14:05:09 note: [#3] Checkout: Annotate [ann]",
    ]
    assert left_out([entry("notify"), entry("assign")]) == [
        "a notification",
        "an assignment",
    ]


def test_a_pagerduty_webhook_is_read() -> None:
    event = {
        "id": "e1",
        "event_type": "incident.acknowledged",
        "occurred_at": "2026-11-21T14:05:09.169Z",
        "agent": None,
        "data": {"type": "incident", "number": 2, "title": "A bump"},
    }

    assert lines({"event": event}) == [
        "14:05:09 acknowledged: [#2] A bump: acknowledged [PagerDuty]"
    ]


# --- Alertmanager, Prometheus


def alert(status: str, end: str, **labels: str) -> dict[str, object]:
    return {
        "status": status,
        "labels": {"alertname": "Down", **labels},
        "annotations": {"summary": "it is down"},
        "startsAt": "2026-11-21T13:00:00.123456789Z",
        "endsAt": end,
    }


@pytest.mark.parametrize("end", ["0001-01-01T00:00:00Z", "2026-11-21T15:00:00Z"])
def test_an_alert_that_fires_has_no_end_yet(end: str) -> None:
    (record,) = records({"version": "4", "alerts": [alert("firing", end)]})

    assert (record.until_us, record.how) == (None, "monitoring alert: Down")


def test_an_alert_is_one_whether_it_fires_or_is_over() -> None:
    firing = records({"alerts": [alert("firing", "0001-01-01T00:00:00Z")]})
    over = records({"alerts": [alert("resolved", "2026-11-21T13:07:00Z")]})

    assert firing[0].source_id == over[0].source_id
    assert lines({"alerts": [alert("resolved", "2026-11-21T13:07:00Z")]}) == [
        "13:00:00-13:07:00 detected: Down: it is down [Alertmanager]"
    ]


def test_a_gap_longer_than_the_step_is_two_firings() -> None:
    metric = {"__name__": "ALERTS", "alertname": "Down", "alertstate": "firing"}
    series = {
        "metric": metric,
        "values": [[1795269900, "1"], [1795269915, "1"], [1795269990, "1"]],
    }
    pending = {
        "metric": metric | {"alertstate": "pending"},
        "values": [[1795269885, "1"]],
    }
    content = {"status": "success", "data": {"result": [series, pending]}}

    assert lines(content) == [
        "14:05:00-14:05:15 detected: Down [Prometheus]",
        "14:06:30 detected: Down [Prometheus]",
    ]
    assert left_out(content) == ["an alert that is pending"]


# --- Kubernetes, journald, syslog


def test_kubernetes_events_of_both_apis() -> None:
    about = {"kind": "Pod", "namespace": "shop", "name": "web-1"}
    old = {
        "metadata": {"uid": "1"},
        "involvedObject": about,
        "reason": "BackOff",
        "message": "restarting",
        "firstTimestamp": "2026-11-21T14:00:00Z",
        "lastTimestamp": "2026-11-21T14:05:00Z",
        "count": 17,
        "type": "Warning",
        "eventTime": None,
        "source": {"component": "kubelet"},
    }
    new = {
        "metadata": {"uid": "2"},
        "regarding": about,
        "reason": "FailedScheduling",
        "note": "no node",
        "eventTime": "2026-11-21T14:06:00.123456Z",
        "deprecatedFirstTimestamp": None,
        "type": "Warning",
        "reportingController": "default-scheduler",
    }
    normal = old | {"metadata": {"uid": "3"}, "type": "Normal"}

    assert lines({"kind": "List", "items": [old, new]}) == [
        "14:00:00-14:05:00 note: BackOff: pod/web-1 (shop): restarting (x17) [kubelet]",
        "14:06:00 note: FailedScheduling: pod/web-1 (shop): no node [default-scheduler]",
    ]
    assert left_out({"kind": "List", "items": [normal]}) == [
        "a Kubernetes event of type Normal"
    ]


def test_journald_messages_may_be_bytes_or_missing() -> None:
    entry = {"__REALTIME_TIMESTAMP": "1795269909000001", "SYSLOG_IDENTIFIER": "app"}
    content = "\n".join(
        json.dumps(entry | {"MESSAGE": message, "__CURSOR": str(number)})
        for number, message in enumerate([[104, 105, 255], "ok", None])
    )

    assert [each.text for each in records(content)] == ["hi\ufffd", "ok"]
    assert left_out(content) == ["no text"]


def test_syslog_of_the_traditional_form_is_of_the_past_year_nearest_to_the_incident() -> (
    None
):
    content = """\
Nov 21 14:05:09 db-1 postgres[12]: out of memory
Nov 21 14:05:10 db-1 app: first line
\tsecond line
Dec 31 23:59:59 db-1 app: old
"""
    texts = [(clock.rfc3339(e.at_us), e.text) for e in records(content, zone="UTC")]

    assert texts == [
        ("2026-11-21T14:05:09Z", "out of memory"),
        ("2026-11-21T14:05:10Z", "first line\n\tsecond line"),
        ("2025-12-31T23:59:59Z", "old"),
    ]


def test_syslog_of_the_machine_itself_has_no_host_and_journalctl_adds_lines() -> None:
    content = """-- Logs begin at Sat 2026-11-21 10:00:00 UTC. --
Nov 21 14:05:09 kernel: out of memory
-- Boot 4f2a --
Nov 21 14:06:09 restarted
"""

    assert lines(content, zone="UTC") == [
        "14:05:09 note: out of memory [kernel]",
        "14:06:09 note: restarted [syslog]",
    ]
    assert left_out(content, zone="UTC") == ["a line that journalctl adds"] * 2


def test_syslog_of_rfc_5424_has_its_own_zone() -> None:
    content = (
        '<165>1 2026-11-21T14:05:09.003Z host app 77 ID47 [x@1 a="b \\"]"] text here\n'
        "<14>1 2026-11-21T15:05:10+01:00 host app - - - more\n"
    )

    assert lines(content) == [
        "14:05:09 note: text here [app@host]",
        "14:05:10 note: more [app@host]",
    ]


# --- histories of shells


def test_a_bash_history_has_commands_of_several_lines_and_some_without_a_time() -> None:
    content = "make\n#1795269909\nrestart 'a\nb'\n#1795269910\nls -l\n#1795269911\nls > x\n"

    assert lines(content, everything=False) == [
        "14:05:09 note: ran: restart 'a\nb'",
        "14:05:11 note: ran: ls > x",
    ]
    assert left_out(content) == ["no time", "a command that only looks"]


def test_a_zsh_history_has_lengths_continuations_and_marked_bytes() -> None:
    marked = "café".encode().replace(b"\xa9", b"\x83\x89")
    content = b": 1795269909:5;deploy \\\\\n--now\n: 1795269920:0;touch " + marked

    assert lines(content) == [
        "14:05:09-14:05:14 note: ran: deploy \\\n--now",
        "14:05:20 note: ran: touch café",
    ]


def test_a_fish_history_escapes_its_newlines() -> None:
    content = (
        "- cmd: a\\nb\n  when: 1795269909\n  paths:\n    - x\n- cmd: ls\n  when: 1795269910"
    )

    assert lines(content, everything=False) == ["14:05:09 note: ran: a\nb"]


def test_an_atuin_database_is_read_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with sqlite3.connect(path) as made:
        made.execute(
            "create table history (id text, timestamp integer, duration integer, "
            "exit integer, command text, hostname text, deleted_at integer)"
        )
        rows = [
            ("a", 1795269909 * 10**9, 5 * 10**9, 1, "deploy", "db-1:ann", None),
            ("b", 1795269910 * 10**9, -1, 0, "rm -rf /x", "db-1:ann", 1),
        ]
        made.executemany("insert into history values (?, ?, ?, ?, ?, ?, ?)", rows)
    made.close()
    before = path.read_bytes()

    assert lines(before, file="history.db") == [
        "14:05:09-14:05:14 note: ran: deploy (exit code 1) [ann]"
    ]
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_what_atuin_lists_is_read_wherever_its_fields_stand() -> None:
    for listed in (
        "2026-11-21 14:05:09\tdeploy -x\t5s\n2026-11-21 14:06:00\ta\nb\t1m\n",
        "2026-11-21 14:05:09\t5s\tdeploy -x\0" + "2026-11-21 14:06:00\t1m\ta\nb\0",
        "2026-11-21 14:05:09\tdeploy -x\t0\t5s\0" + "2026-11-21 14:06:00\ta\nb\t0\t1m\0",
    ):
        assert lines(listed, zone="UTC") == [
            "14:05:09-14:05:14 note: ran: deploy -x",
            "14:06:00 note: ran: a\nb",  # "1m" may be almost two
        ]


def test_apt_tells_what_was_asked_for_and_how_long_it_took() -> None:
    content = """\

Start-Date: 2026-11-21  14:05:09
Commandline: apt install x
Requested-By: ann (1000)
Install: x:amd64 (5), dkms:amd64 (2.3-2, automatic)
Error: it broke
End-Date: 2026-11-21  14:06:07

Start-Date: 2026-11-21  15:00:00
Upgrade: libssl1.1:amd64 (1.1.0j, 1.1.0k)
"""

    assert lines(content, zone="UTC") == [
        "14:05:09-14:06:07 note: apt install x: install x (5) and 1 more: it broke [ann]",
        "15:00:00 note: apt: upgrade libssl1.1 (1.1.0j -> 1.1.0k) [apt]",
    ]


# --- git, GitHub, Statuspage


def test_a_commit_is_of_when_it_was_committed() -> None:
    content = """\
commit 3fa9c1d2e4b5a6978877665544332211aabbccdd
Author:     Ann <ann@example.com>
AuthorDate: Mon Nov 2 09:00:00 2026 +0100
Commit:     Bob <bob@example.com>
CommitDate: Sat Nov 21 15:05:09 2026 +0100

    Raise the pool

    commit deadbeef is not the first line of one
"""

    assert lines(content) == ["14:05:09 note: commit 3fa9c1d2e4: Raise the pool [Bob]"]


def test_commits_may_end_with_a_nul_and_come_raw() -> None:
    one = "commit " + "3" * 40
    raw = "tree 1\nauthor Ann <a@b> 1 +0000\ncommitter Bob <b@b> 1795269909 +0100\n"
    raw = one + "\n" + raw.replace("tree 1", "tree " + "1" * 40) + "\n    Raise\n"
    plain = one + "\nAuthor: Bob <b>\nDate:   1795269909 +0100\n\n    Raise\n"

    for content in (raw, plain, "\0".join((plain, plain.replace("3", "4")))):
        assert lines(content)[0] == "14:05:09 note: commit 3333333333: Raise [Bob]"
    assert len(lines("\0".join((plain, plain.replace("33333", "44444"))))) == 2


def test_a_commit_whose_age_alone_is_told_is_left_out() -> None:
    content = "commit " + "3" * 40 + "\nAuthor: Bob <b>\nDate:   2 hours ago\n\n    x\n"

    assert left_out(content, zone="UTC") == ["a time that counts from when it was written"]


def test_github_pushes_commits_merges_and_the_feed() -> None:
    push: dict[str, object] = {
        "ref": "refs/heads/main",
        "before": "1" * 40,
        "after": "2" * 40,
        "pusher": {"name": "ann"},
        "commits": [{"id": "2" * 40}, {"id": "3" * 40}],
        "head_commit": {"message": "Raise the pool\n\nmore"},
        "repository": {"pushed_at": 1795269909},
    }
    commit = {
        "sha": "2" * 40,
        "url": "https://api.github.com/repos/a/b/commits/2",
        "commit": {
            "author": {"name": "Ann", "date": "2020-01-01T00:00:00Z"},
            "committer": {"date": "2026-11-21T14:05:09Z"},
            "message": "Raise the pool",
        },
    }
    merged = {"number": 7, "title": "Raise", "mergedAt": "2026-11-21T14:05:09Z"}
    entry: dict[str, object] = {
        "type": "PushEvent",
        "actor": {"login": "ann"},
        "repo": {},
        "payload": {"ref": "refs/heads/main"},
        "created_at": "2026-11-21T14:05:09Z",
    }
    star = entry | {"type": "WatchEvent", "payload": {"action": "started"}}

    assert lines(push) == ["14:05:09 note: pushed 2 commits to main: Raise the pool [ann]"]
    assert lines(push | {"commits": [], "deleted": True, "head_commit": None}) == [
        "14:05:09 note: deleted branch main [ann]"
    ]
    assert lines([commit]) == ["14:05:09 note: commit 2222222222: Raise the pool [Ann]"]
    assert lines([merged]) == ["14:05:09 note: pull request #7 Raise: merged"]
    assert lines([entry]) == ["14:05:09 note: pushed to main [ann]"]
    assert left_out([entry, star]) == ["an entry of a feed that changes nothing"]


def test_github_webhooks_tell_of_issues_comments_and_checks() -> None:
    at, repository = "2026-11-21T14:05:09Z", {"url": "https://github.com/a/b"}
    issue: dict[str, object] = {
        "number": 3,
        "title": "Down",
        "state": "open",
        "created_at": at,
    }
    issue |= {"url": "https://api.github.com/repos/a/b/issues/3"}
    comment: dict[str, object] = {
        "body": "I look",
        "user": {"login": "ann"},
        "created_at": at,
    }
    comment |= {"issue_url": issue["url"], "url": issue["url"]}
    check = {"name": "test", "conclusion": "failure", "started_at": at}
    check |= {"url": "https://api.github.com/repos/a/b/check-runs/1"}

    assert lines({"repository": repository, "issue": issue}) == [
        "14:05:09 note: issue #3 Down: opened [GitHub]"
    ]
    assert lines({"repository": repository, "issue": issue, "comment": comment}) == [
        "14:05:09 note: I look [ann]"
    ]
    assert lines({"repository": repository, "check_run": check}) == [
        "14:05:09 note: test: failure [GitHub]"
    ]


def test_github_runs_releases_and_deployments() -> None:
    run = {
        "id": 1,
        "name": "deploy",
        "head_branch": "main",
        "run_number": 7,
        "status": "completed",
        "conclusion": "failure",
        "created_at": "2026-11-21T14:00:00Z",
        "updated_at": "2026-11-21T14:05:00Z",
        "actor": {"login": "ann"},
    }
    release = {"id": 2, "tag_name": "v2", "published_at": "2026-11-21T14:06:00Z"}
    status = {
        "id": 3,
        "state": "success",
        "environment": "production",
        "created_at": "2026-11-21T14:07:00Z",
        "deployment_url": "https://api.github.com/repos/a/b/deployments/1",
    }

    assert lines({"total_count": 1, "workflow_runs": [run]}) == [
        "14:00:00-14:05:00 note: deploy on main: failure [ann]"
    ]
    assert lines([release]) == ["14:06:00 note: released v2 [GitHub]"]
    assert lines([status]) == ["14:07:00 note: deployment to production: success [GitHub]"]


def test_statuspage_updates_are_of_when_they_were_shown() -> None:
    update = {
        "id": "u1",
        "status": "resolved",
        "body": "<p>All is <b>well</b></p><ul><li>now &amp; then</li></ul>",
        "created_at": "2028-01-01T00:00:00Z",
        "display_at": "2026-11-21T14:05:09Z",
    }
    content = {"incidents": [{"name": "x", "incident_updates": [update]}]}

    assert lines(content) == [
        "14:05:09 communicated: resolved: All is well\nnow & then [status page]"
    ]


# --- tables


def test_a_table_of_excel_in_german() -> None:
    content = "Zeitpunkt;Wer;Ereignis\r\n21.11.2026 14:05;Jürgen;prüfe Pool\r\n"

    assert lines(content.encode("cp1252"), zone="UTC") == [
        "14:05:00 note: prüfe Pool [Jürgen]"
    ]


def test_a_table_whose_dates_can_be_read_two_ways_is_not_guessed() -> None:
    content = "Time,Event\n11/12/2026 14:05,a\n11/21/2026 2:05 PM,b\n"

    assert left_out(content, zone="UTC") == ["a date that can be read two ways"]
    assert lines(content, zone="UTC") == ["14:05:00 note: b"]


def test_a_table_of_times_of_day_needs_a_date_and_goes_on_past_midnight() -> None:
    content = "Time;End;Event\n23:50;00:05;down\n00:10;;up\n"
    found = records(content, zone="UTC", date=DAY)

    assert [(clock.rfc3339(e.at_us), e.until_us) for e in found] == [
        ("2026-11-21T23:50:00Z", found[0].at_us + 15 * clock.MINUTE_US),
        ("2026-11-22T00:10:00Z", None),
    ]
    with pytest.raises(NeedsDate):
        lines(content, zone="UTC")


def test_a_table_of_markdown_has_a_rule_below_its_header() -> None:
    content = "| Time | Event |\n|---|:--:|\n| 14:05 | down |\n"

    assert lines(content, zone="UTC", date=DAY) == ["14:05:00 note: down"]
    assert left_out(content, zone="UTC", date=DAY) == []


def test_a_quotation_mark_that_is_never_closed_takes_no_other_row() -> None:
    head = 'time,event\n2026-11-21T14:05Z,"down,\nfor all"\n2026-11-21T14:06Z,"oops\n'
    last = [f"2026-11-21T15:{minute:02}Z,up {'x' * 9000}\n" for minute in range(40)]

    for behind in (last[:1], last):  # to the end, and longer than any cell
        found = records(head + "".join(behind))
        assert [each.text.split()[0] for each in found] == [
            *("down,", '"oops'),
            *["up"] * len(behind),
        ]


def test_a_table_may_say_its_date_once() -> None:
    content = "date,time,event\n21.11.2026,23:50,down\n,00:10,up\n"
    found = records(content, zone="UTC")

    assert [clock.rfc3339(each.at_us) for each in found] == [
        "2026-11-21T23:50:00Z",
        "2026-11-22T00:10:00Z",
    ]


def test_a_time_of_day_in_json_is_of_the_date_that_is_given() -> None:
    content = {"at": "14:05", "text": "down"}

    assert lines(content, zone="UTC", date=DAY) == ["14:05:00 note: down"]
    with pytest.raises(NeedsDate):
        lines(content, zone="UTC")
    assert left_out(content | {"at": "an hour ago"}, zone="UTC") == [
        "a time that counts from when it was written"
    ]


def test_the_columns_of_a_table_can_be_named_and_its_zone_is_in_the_header() -> None:
    content = "Time (in UTC)\tWhat\tElse\n2026-11-21 14:05:09\tdown\tx\n"
    columns = (("text", "Else"),)

    assert lines(content, columns=columns, of="csv") == ["14:05:09 note: x"]


# --- IRC


def test_a_weechat_log() -> None:
    content = (
        "2026-11-21 14:05:00\t-->\tann (~a@h) has joined #x\n"
        "2026-11-21 14:05:01\t@ann\tlooking\n"
        "2026-11-21 14:05:02\t *\tann rolls back\n"
        "2026-11-21 14:05:03\t--\tNotice(bot): deploy finished\n"
        "2026-11-21 14:05:04\tann\tresolved: it is back\n"
    )

    assert lines(content, zone="UTC", everything=False) == [
        "14:05:01 note: looking [ann]",
        "14:05:02 note: rolls back [ann]",
        "14:05:04 resolved?: it is back [ann]",
    ]
    assert left_out(content, zone="UTC") == ["a join or a leave", "a bot's message"]


def test_an_irssi_log_has_its_date_in_a_line_of_its_own() -> None:
    content = (
        "--- Log opened Fri Nov 20 23:58:00 2026\n"
        "23:58 <@ann> slow\n"
        "--- Day changed Sat Nov 21 2026\n"
        "00:01  * bob restarts it\n"
        "00:02 -!- carl [c@h] has quit [bye]\n"
    )
    times = [clock.rfc3339(e.at_us) for e in records(content, zone="UTC", everything=False)]

    assert times == ["2026-11-20T23:58:00Z", "2026-11-21T00:01:00Z"]


# --- what tools write as well


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("  501  2026-11-21 14:05:09 systemctl restart x", "systemctl restart x"),
        ("Sat 2026-11-21 14:05:09 UTC db-1 app[3]: down", "db-1 app[3]: down"),
        ("2026-11-21 14:05:09,123 ERROR pool exhausted", "ERROR pool exhausted"),
        ("[2026-11-21 14:05:09] pool exhausted", "pool exhausted"),
        ("2026-11-21T14:05:09.123456789Z pool exhausted", "pool exhausted"),
        ("21.11.2026 14:05:09: pool exhausted", "pool exhausted"),
        ("Nov 21, 2026 2:05:09 PM - pool exhausted", "pool exhausted"),
    ],
)
def test_lines_of_other_programs_are_read(line: str, told: str) -> None:
    assert lines(line, zone="UTC") == [f"14:05:09 note: {told}"]


def test_journalctl_in_its_other_forms() -> None:
    short = "Nov 21 14:05:09.123456 db-1 app[1]: down\n"
    iso = "2026-11-21T14:05:09+0000 db-1 app[1]: down\n"
    entry = {"__REALTIME_TIMESTAMP": "1795269909000000", "MESSAGE": "down"}
    sequence = f"\x1e{json.dumps(entry)}\n\x1e{json.dumps(entry | {'MESSAGE': 'up'})}\n"

    assert lines(short, zone="UTC") == ["14:05:09 note: down [app@db-1]"]
    assert lines(iso) == ["14:05:09 note: down [app@db-1]"]
    assert [each.text for each in records(sequence)] == ["down", "up"]


def test_webhooks_of_pagerduty_of_version_2() -> None:
    old = entry("acknowledge")
    del old["incident"]
    content = {
        "messages": [
            {
                "event": "incident.acknowledge",
                "log_entries": [old],
                "incident": {"incident_number": 3, "title": "Checkout"},
            }
        ]
    }

    assert lines(content) == ["14:05:09 acknowledged: [#3] Checkout: Acknowledge [ann]"]


def test_prometheus_tells_its_alerts_itself() -> None:
    alerts = [
        {
            "labels": {"alertname": "Down"},
            "annotations": {"summary": "it is down"},
            "state": state,
            "activeAt": "2026-11-21T14:05:09.5Z",
        }
        for state in ("firing", "pending")
    ]
    content = {"status": "success", "data": {"alerts": alerts}}

    assert lines(content) == ["14:05:09 detected: Down: it is down [Alertmanager]"]
    assert left_out(content) == ["an alert that is pending"]


def test_comments_on_github_are_what_people_said() -> None:
    comment = {
        "id": 1,
        "issue_url": "https://api.github.com/repos/a/b/issues/1",
        "url": "https://api.github.com/repos/a/b/issues/comments/1",
        "body": "It is the pool.",
        "user": {"login": "ann", "type": "User"},
        "created_at": "2026-11-21T14:05:09Z",
    }

    assert lines([comment]) == ["14:05:09 note: It is the pool. [ann]"]


def test_a_log_in_json_is_read_by_the_usual_names() -> None:
    content = "\n".join(
        json.dumps(each)
        for each in (
            {"ts": 1795269909.25, "level": "error", "msg": "pool exhausted", "app": "web"},
            {"@timestamp": "2026-11-21T14:05:10Z", "message": "retry", "level": "debug"},
        )
    )

    assert lines(content, everything=False) == [
        "14:05:09 note: error: pool exhausted [web]"
    ]
    assert left_out(content) == ["a line of level debug"]


def test_a_watch_of_a_cluster_prints_one_object_behind_another() -> None:
    event = {
        "kind": "Event",
        "metadata": {"uid": "1"},
        "involvedObject": {"kind": "Pod", "name": "web-1"},
        "reason": "Killing",
        "message": "Stopping",
        "type": "Warning",
        "lastTimestamp": "2026-11-21T14:05:09Z",
    }
    content = json.dumps(event, indent=1) + "\n" + json.dumps(event, indent=1)

    assert len(records(content)) == 2
