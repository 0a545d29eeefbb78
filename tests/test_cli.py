"""Each command as its user meets it: words in; text, errors and exit code out."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pmlog import clock
from pmlog.incident import event_data
from pmlog.incident.event import FIRST_US, LAST_US
from tests.conftest import NOW_US, Shell, process_environ
from tests.terminals import Terminal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


def last_event(say: Shell) -> dict[str, Any]:
    """Return the event that was exported last."""
    event: dict[str, Any] = json.loads(say.ok("export").splitlines()[-1])
    return event


# event


def test_event_confirms_in_one_line_what_was_stored(say: Shell) -> None:
    say.ok("start", "Checkout is down")
    say.now_us += 12 * clock.MINUTE_US
    out = say.ok("event", "escalated:", "paged", "the", "DBAs", "--to", "DBAs")

    assert re.fullmatch(
        r"[0-9a-f]{6}  14:17:09 UTC  escalated: paged the DBAs  "
        r"\[Checkout is down \+0 s\]\n",
        out,
    )


def test_event_counts_from_the_start_of_the_impact(say: Shell) -> None:
    say.ok("event", "began: 500s")
    say.now_us += 90 * clock.MINUTE_US

    assert say.ok("event", "still", "down").endswith("[500s +1 h 30 min]\n")


def test_event_opens_an_incident_where_none_is_open(say: Shell) -> None:
    out = say.ok("event", "detected: checkout answers 500")

    assert re.search(
        r"detected: checkout answers 500  \[new incident [0-9a-f]{6}\]$", out.strip()
    )


def test_event_opens_another_incident_twelve_hours_after_the_last_word_on_a_resolved_one(
    say: Shell,
) -> None:
    say.ok("event", "began: one")
    say.ok("event", "resolved: one")
    say.now_us += 12 * clock.HOUR_US
    assert "new incident" not in say.ok("event", "an afterthought")
    say.now_us += 12 * clock.HOUR_US + 1
    assert "new incident" in say.ok("event", "two")
    said = say("event", "--at", "-12h", "the morning after, about last night")
    assert (said.code, "[one " in said.out or "[two" in said.out) == (0, True)


@pytest.mark.parametrize(
    "piped", ["first line\nsecond line\n", b"bytes \xff that are not UTF-8"]
)
def test_event_reads_a_pipe_or_a_dash(say: Shell, piped: str | bytes) -> None:
    say.ok("event", stdin=piped)
    by_pipe = last_event(say)["text"]
    say.ok("event", "-", stdin=piped)

    assert last_event(say)["text"] == by_pipe
    expected = piped if isinstance(piped, str) else piped.decode("utf-8", "replace")
    assert by_pipe == expected.rstrip("\n")


def test_event_keeps_words_and_leaves_a_pipe_alone_where_there_are_words(
    say: Shell,
) -> None:
    say.ok("event", "words", stdin="a pipe of a loop around us")

    assert last_event(say)["text"] == "words"


def test_event_without_words_says_what_to_do(say: Shell) -> None:
    said = say("event")

    assert said.code == 2
    assert said.err == (
        'pmlog: nothing to log; say what happened: pmlog event "disk full on db-1"\n'
    )
    assert not say.path.exists()


def test_event_takes_a_kind_alone_as_its_text(say: Shell) -> None:
    say.ok("event", "-k", "resolved")

    assert last_event(say)["text"] == "resolved"


def test_event_takes_the_start_of_a_kind_and_refuses_two_meanings(say: Shell) -> None:
    say.ok("event", "-k", "esc", "paged")
    assert last_event(say)["kind"] == "escalated"
    assert "did you mean misleading or mitigated?" in say("event", "-k", "mi", "x").err
    assert "did you mean resolved?" in say("event", "-k", "resloved", "x").err


def test_event_stores_all_that_it_is_told(say: Shell) -> None:
    say.ok(
        *("event", "-k", "escalated", "--at", "~2026-11-21 13:00 CET", "--for", "20m"),
        *(
            "--by",
            "platform",
            "--to",
            "DBAs",
            "--to",
            "network",
            "--link",
            "https://x.example/1",
        ),
        *("it", "spreads"),
    )
    event = last_event(say)

    assert {
        key: event[key] for key in ("at", "until", "approx", "as_typed", "zone", "author")
    } == {
        "at": "2026-11-21T12:00:00Z",
        "until": "2026-11-21T12:20:00Z",
        "approx": True,
        "as_typed": "~2026-11-21 13:00 CET",
        "zone": "+01:00",
        "author": "platform",
    }
    assert event["data"] == {
        "to": ["DBAs", "network"],
        "links": ["https://x.example/1"],
        "logged_by": "on-call",
    }


def test_event_implies_the_kind_that_how_and_to_belong_to(say: Shell) -> None:
    say.ok("event", "--how", "customer", "a call")
    assert last_event(say)["kind"] == "detected"
    say.ok("event", "--to", "DBAs", "paged")
    assert last_event(say)["kind"] == "escalated"
    assert say("event", "-k", "note", "--to", "DBAs", "x").code == 2


def test_event_reads_times_in_the_zone_in_force(say: Shell) -> None:
    say.ok("start", "x", "--tz", "Asia/Tokyo")
    say.environ["PMLOG_TZ"] = "Europe/Berlin"

    assert "2026-11-21 22:00:00 JST (UTC+09:00)" in say.ok("event", "--at", "22:00", "tea")
    assert "13:00:00 CET" in say.ok("event", "--tz", "Europe/Berlin", "--at", "13:00", "x")
    say.ok("close")
    assert "2026-11-21 15:00:00 CET (UTC+01:00)" in say.ok("event", "--at", "15:00", "new")


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--at", "25:99", "x"], "25:99"),
        (["--at", "2026-03-29 02:30", "--tz", "Europe/Berlin", "x"], "2026-03-29"),
        (["--until", "13:00", "--at", "14:00 UTC", "--for", "5m", "x"], "one of them"),
        (["--until", "2026-11-21 13:00", "--at", "14:00", "x"], "before the start"),
        (["--tz", "Mars/Olympus", "x"], "Mars/Olympus"),
        (["--for", "soon", "x"], "soon"),
    ],
)
def test_event_refuses_what_it_does_not_understand_and_stores_nothing(
    say: Shell, argv: list[str], sentence: str
) -> None:
    said = say("event", *argv)

    assert said.code == 2
    assert sentence in said.err
    assert said.err.endswith("\nnothing was logged; as a note: pmlog event -- x\n")
    assert not say.path.exists() or say.ok("export") == ""


def test_event_warns_of_the_future_and_of_long_before(say: Shell) -> None:
    said = say("event", "--at", "in 5 minutes", "x")
    assert (said.code, said.err) == (
        0,
        "pmlog: warning: 2026-11-21 14:10:09 UTC is in the future\n",
    )
    said = say("event", "-i", "x", "--at", "2026-11-19 14:00", "x")
    assert said.code == 0
    assert "is 2 d 10 min 9 s before anything known of the incident" in said.err
    said = say("event", "-i", "x", "--at", "14:00", "--until", "14:10", "x")
    assert said.err.endswith(" ends in the future\n")


def test_an_incident_is_titled_from_its_first_event_in_72_characters(say: Shell) -> None:
    say.ok("event", "x" * 72)
    say.ok("close")
    say.ok("event", "y" * 73, "\nmore")
    titles = [json.loads(line)["title"] for line in say.ok("list", "--json").splitlines()]

    assert titles == ["y" * 71 + "…", "x" * 72]


def test_event_prints_json(say: Shell) -> None:
    assert json.loads(say.ok("event", "--json", "x")) == last_event(say)


def test_event_refuses_an_incident_that_is_not_there(say: Shell) -> None:
    say.ok("start", "Checkout")

    assert say("event", "-i", "nope", "x").code == 3
    assert "[Checkout +" in say.ok("event", "-i", "check", "x")


def test_event_that_cannot_be_stored_repeats_the_words_with_their_time(
    say: Shell, tmp_path: Path
) -> None:
    (tmp_path / "other.db").write_text("no log")
    say.environ["PMLOG_DB"] = str(tmp_path / "other.db")
    said = say("event", "--to", "the DBAs", "it's down", "--at", "13:00")

    assert said.code == 4
    assert said.err.endswith(
        "not stored; to log it later: pmlog event --at 2026-11-21T13:00:00Z "
        "--kind escalated --to 'the DBAs' -- 'it'\"'\"'s down'\n"
    )
    said = say("event", "--at", "~13:00", "--by", "ann", "x")
    assert "--at '~2026-11-21T13:00:00Z' --kind note --by ann -- x\n" in said.err


def test_event_takes_numbers_with_a_sign_and_anything_behind_a_separator(
    say: Shell,
) -> None:
    say.ok("event", "load", "is", "-5", "%")
    assert last_event(say)["text"] == "load is -5 %"
    say.ok("event", "-k", "note", "--", "ran", "df", "-h", "--all")
    assert last_event(say)["text"] == "ran df -h --all"


@pytest.mark.parametrize(
    "options",
    [["--at", "25:99"], ["-k", "note", "--to", "x"], ["-i", "gone"], ["--tz", "Mars"]],
)
def test_event_repeats_what_came_by_a_pipe_when_it_is_refused(
    say: Shell, options: list[str]
) -> None:
    said = say("event", *options, stdin="three\nlines\n")

    assert said.code in (2, 3)
    assert "not stored; to log it later: printf 'three\\012lines' | pmlog ev" in said.err


def test_event_leaves_a_pipe_unread_where_the_kind_is_no_kind(say: Shell) -> None:
    said = say("event", "-k", "nonsense", stdin="three\nlines\n")

    assert said.code == 2
    assert sys.stdin.read() == "three\nlines\n"


def test_a_stale_incident_in_the_environment_stops_all_but_events(say: Shell) -> None:
    say.ok("start", "one")
    say.environ["PMLOG_INCIDENT"] = "gone"

    assert [
        say(*words).code for words in (["close"], ["set", "impact", "x"], ["render"])
    ] == [
        3,
        3,
        3,
    ]
    assert "[one" in say.ok("event", "never refused")


# start, list, use, close, reopen


def test_start_opens_an_incident_with_its_fields(say: Shell) -> None:
    out = say.ok(
        *("start", "Checkout", "down", "--severity", "SEV-1", "--tz", "Europe/Berlin"),
        *("--service", "checkout", "--service", "payments", "--at", "-20m"),
    )

    assert re.fullmatch(
        r"[0-9a-f]{6}  2026-11-21 14:45:09 CET \(UTC\+01:00\)  opened: Checkout down  "
        r"\[new incident\]\n",
        out,
    )
    exported = [json.loads(line) for line in say.ok("export").splitlines()]
    assert [(event["kind"], event["text"]) for event in exported] == [
        ("opened", "Checkout down"),
        ("severity", "SEV-1"),
        ("services", "checkout, payments"),
    ]


def test_start_needs_a_title(say: Shell) -> None:
    assert say("start").code == 2


def test_list_ends_with_the_last_incident_and_marks_the_current_one(say: Shell) -> None:
    say.ok("event", "began: one", "--at", "2026-11-20 08:00")
    say.ok("event", "-k", "resolved", "--at", "2026-11-20 09:30", "-i", "one")
    say.ok("start", "two", "--tz", "GMT +2")
    lines = say.ok("list").splitlines()

    assert [re.sub(" +", " ", line[8:]) for line in lines] == [
        " resolved 2026-11-20 08:00 UTC 1 h 30 min one",
        " open 2026-11-21 16:05 UTC+02:00 0 s so far two",
    ]
    assert [line[0] for line in lines] == [" ", "*"]
    rows = [json.loads(line) for line in say.ok("list", "--json").splitlines()]
    assert [(row["title"], row["current"], row["duration_s"]) for row in rows] == [
        ("two", True, None),
        ("one", False, 5400),
    ]


def test_use_turns_to_another_incident(say: Shell) -> None:
    say.ok("start", "one")
    say.ok("start", "two")
    say.ok("use", "one")

    assert "[one" in say.ok("event", "x")
    say.ok("close", "two")
    assert say("use", "two").code == 2


def test_close_and_reopen(say: Shell) -> None:
    say.ok("start", "one")
    assert "one" in say.ok("close")
    assert say("close").code == 3
    assert "new incident" in say.ok("event", "two")
    assert "one" in say.ok("reopen")
    assert "[one" in say.ok("event", "x")


def test_a_name_that_fits_several_incidents_is_refused_with_them(say: Shell) -> None:
    say.ok("start", "checkout in Berlin")
    say.ok("start", "checkout in Tokyo")
    said = say("close", "checkout")

    assert said.code == 2
    listed = r"fits several incidents; name one:\n(  [0-9a-f]{6}  open .*\n){2}"
    assert re.search(listed, said.err)


# set, improve, task


def test_set_keeps_the_last_value(say: Shell) -> None:
    say.ok("start", "one")
    say.ok("set", "root-cause", "the network")
    say.ok("set", "root", "the", "pool")

    assert "**Root cause:** the pool\n" in say.ok("render")


def test_set_reads_a_long_text_from_a_pipe(say: Shell) -> None:
    say.ok("start", "one")
    say.ok("set", "cause-detail", stdin="First.\n\nSecond.\n")

    assert "First.\n\nSecond.\n" in say.ok("render")


@pytest.mark.parametrize(
    ("typed", "percent"), [("30", 30), ("12.5%", 12.5), ("about 90 %", 90), ("100%", 100)]
)
def test_set_users_affected_takes_a_share(say: Shell, typed: str, percent: float) -> None:
    say.ok("start", "one")
    say.ok("set", "users-affected", typed)

    assert last_event(say)["data"] == {"percent": percent}


@pytest.mark.parametrize("typed", ["many", "101%", "-5", "1,200 customers"])
def test_set_users_affected_takes_any_words(say: Shell, typed: str) -> None:
    say.ok("start", "one")
    say.ok("set", "users-affected", "--", typed)

    assert (last_event(say)["text"], last_event(say)["data"]) == (typed, {})


def test_set_timezone_moves_the_document(say: Shell) -> None:
    say.ok("event", "began: x", "--at", "2026-07-01 12:00 UTC")
    say.ok("set", "timezone", "europe/berlin")

    assert "**14:00**" in say.ok("render")


def test_set_names_its_fields(say: Shell) -> None:
    said = say("set", "colour", "red")

    assert said.code == 2
    assert "users-affected" in said.err


def test_the_write_up_needs_an_incident(say: Shell) -> None:
    say.ok("import", "-", stdin="")

    assert say("improve", "x").code == 3


def test_a_due_date_is_confirmed_as_it_was_understood(say: Shell) -> None:
    say.ok("start", "one")

    assert "task, due 2026-11-27: x  [one]" in say.ok("task", "add", "x", "--due", "fri")
    assert say("task", "add", "x", "--due", "10/11/2026").code == 2


def test_improve_and_task_reach_the_document(say: Shell) -> None:
    say.ok("start", "one")
    say.ok("improve", "Watch the pool.")
    say.ok(
        "task",
        "add",
        "Alert at 80 %",
        "--owner",
        "platform",
        "--due",
        "2026-12-01",
        "--type",
        "detect",
    )
    document = say.ok("render")

    assert "- Watch the pool.\n" in document
    assert (
        "- [ ] Alert at 80 % (owner: platform, due: 2026-12-01, type: detect)\n" in document
    )
    assert say("task", "add", "x", "--type", "hope").code == 2


# timeline, render


def test_timeline_shows_dates_times_and_elapsed(say: Shell) -> None:
    say.ok("start", "db-1 is down", "--tz", "Europe/Berlin")
    say.ok("event", "began: slow", "--at", "2026-11-20 23:50")
    say.ok(
        "event", "-k", "misleading", "--at", "~2026-11-21 00:05", "--for", "10m", "network?"
    )
    lines = re.sub(r"[0-9a-f]{6}", "ID", say.ok("timeline")).splitlines()

    assert lines == [
        "db-1 is down  [ID, open]",
        "2026-11-20, CET (UTC+01:00)",
        "  ID   23:50   +0s  began         slow",
        "2026-11-21, CET (UTC+01:00)",
        "x ID  ~00:05  +15m  misleading    network? (for 10 min)",
    ]
    assert "2026-11-20, UTC" in say.ok("timeline", "--tz", "UTC")


def test_timeline_marks_the_clock_change_and_shows_further_zones(say: Shell) -> None:
    say.ok("start", "x", "--tz", "Europe/Berlin")
    say.ok("event", "began: a", "--at", "2026-10-25 01:30")
    say.ok("event", "b", "--at", "2026-10-25 02:30 CEST")
    say.ok("event", "c", "--at", "2026-10-25 02:30 CET")
    lines = re.sub(r"[0-9a-f]{6}", "ID", say.ok("timeline")).splitlines()

    assert lines[1:] == [
        "2026-10-25, CEST (UTC+02:00)",
        "  ID   01:30  +0s  began         a",
        "  ID   02:30  +1h  note          b",
        "  -- 03:00 CEST (UTC+02:00) became 02:00 CET (UTC+01:00) --",
        "  ID   02:30  +2h  note          c",
    ]
    beside = say.ok("timeline", "--tz", "UTC", "--tz", "America/New_York")
    assert "23:30 (19:30 EDT)" in beside
    assert "00:30 (2026-10-24 20:30 EDT)" in beside


def test_render_shows_further_zones_and_marks_the_clock_change(say: Shell) -> None:
    say.ok("start", "x", "--tz", "Europe/Berlin")
    say.ok("event", "began: a", "--at", "2026-10-25 01:30")
    say.ok("event", "resolved: b", "--at", "2026-10-25 03:30")

    assert (
        "- **03:00** - *Clock change:* the clocks show 02:00; "
        "CEST (UTC+02:00) becomes CET (UTC+01:00)\n"
    ) in say.ok("render")
    document = say.ok("render", "--tz", "UTC", "--tz", "Asia/Kathmandu")
    assert "to 2026-10-25 02:30 UTC (from 2026-10-25 05:15 to 08:15 UTC+05:45)" in document
    assert "- **23:30 (2026-10-25 05:15 UTC+05:45)** - *Began:* a" in document


def test_timeline_json_has_the_promised_keys(say: Shell) -> None:
    say.ok("event", "began: slow", "--at", "14:00")
    say.ok("event", "still slow", "--until", "14:05", "--at", "14:01:30")
    rows = [json.loads(line) for line in say.ok("timeline", "--json").splitlines()]

    assert [list(row) for row in rows] == [
        ["id", "at", "until", "kind", "text", "author", "zone", "elapsed_s"]
    ] * 2
    assert (rows[1]["at"], rows[1]["until"], rows[1]["elapsed_s"]) == (
        "2026-11-21T14:01:30Z",
        "2026-11-21T14:05:00Z",
        90,
    )


def test_timeline_colours_only_where_it_is_wanted(say: Shell) -> None:
    say.ok("event", "misleading: network?")
    say.environ["FORCE_COLOR"] = "1"
    assert "\x1b[33mmisleading" in say.ok("timeline")
    say.environ["NO_COLOR"] = "1"
    assert "\x1b" not in say.ok("timeline")


def test_hostile_text_cannot_move_the_cursor_or_forge_a_line(say: Shell) -> None:
    hostile = "a\x1b[2J\rb\n2026 forged \u202eoverride\x07\x9b"
    out = say.ok("event", hostile) + say.ok("timeline") + say.ok("list")
    out += say.ok("render")

    assert last_event(say)["text"] == hostile
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)
    assert not re.search(r"^2026 forged", out, re.MULTILINE)


def test_render_names_each_gap_with_its_command(say: Shell) -> None:
    say.ok("start", "one")
    said = say("render")

    assert said.code == 0
    assert 'TODO(the root cause in a sentence: `pmlog set root-cause "..."`)' in said.out
    assert said.out.count("TODO(") == 16
    heading, *lines, last = said.err.splitlines()
    assert heading == (
        "pmlog: 16 things are missing, where the document says TODO; the first 3:"
    )
    assert [line for line in lines if not line.startswith("      pmlog ")] == [
        "  when the impact began and ended",
        "  which service was down or slow",
        "  what users experienced",
    ]
    assert last == "'pmlog write' asks for all of them, 'pmlog check' lists them"
    assert max(map(len, said.err.splitlines())) < 80


def test_what_is_said_of_a_document_stands_behind_it_and_not_among_the_lines_of_a_pipe(
    tmp_path: Path, process: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    process("start", "one")
    render = f"{sys.executable} -m pmlog render"
    environ = process_environ(tmp_path)
    screens = {}
    for name in ("", "|cat", ">x.md"):
        shell = ["/bin/sh", "-c", f"{render}{name}"]
        with Terminal(shell, environ, rows=90, folder=str(tmp_path)) as terminal:
            assert terminal.ended() == 0
            screens[name] = terminal.text

    assert "\n\npmlog: 16 things are missing" in screens[""]
    assert "# Postmortem: one" in screens["|cat"]
    assert "things are missing" not in screens["|cat"]
    assert screens[">x.md"].startswith("pmlog: 16 things are missing")


def test_render_of_an_ongoing_outage_says_how_long_so_far(say: Shell) -> None:
    say.ok("event", "began: x", "--at", "12:00")

    assert (
        "**Duration:** ongoing, 2 h 5 min 9 s so far: from 2026-11-21 12:00 UTC, "
        "as of 2026-11-21 14:05:09 UTC\n"
    ) in say.ok("render")


def test_render_of_a_closed_outage_without_an_end_asks_for_it(say: Shell) -> None:
    say.ok("event", "began: x", "--at", "12:00")
    say.ok("close")

    assert "**Duration:** TODO(when the impact began and ended" in say.ok("render")


def test_render_writes_into_what_is_no_plain_file(say: Shell, tmp_path: Path) -> None:
    say.ok("start", "one")
    link, document = tmp_path / "link.md", tmp_path / "document.md"
    link.symlink_to(document)
    say.ok("render", "-o", str(link))
    assert link.is_symlink()
    assert "# Postmortem: one\n" in document.read_text()
    say.ok("render", "-o", "/dev/stderr", "--force")
    assert sorted(path.name for path in tmp_path.glob("*.md")) == ["document.md", "link.md"]
    assert list(tmp_path.glob("tmp*")) == []
    assert say("render", "-o", "").code == 2


def test_render_never_shows_a_negative_duration(say: Shell) -> None:
    say.ok("event", "began: x", "--at", "12:00")
    say.ok("event", "resolved: x", "--at", "11:00")

    assert (
        "; the log has it resolved at 2026-11-21 11:00 UTC, before 2026-11-21 12:00 UTC"
    ) in say.ok("render")


def test_render_counts_over_a_clock_change_and_says_so(say: Shell) -> None:
    say.ok("start", "x", "--tz", "Europe/Berlin")
    say.ok("event", "began: x", "--at", "2026-10-25 01:30")
    say.ok("event", "resolved: x", "--at", "2026-10-25 03:30")

    assert (
        "3 h, from 2026-10-25 01:30 CEST (UTC+02:00) to 03:30 CET (UTC+01:00), "
        "over a clock change\n"
    ) in say.ok("render")


def test_render_takes_the_users_template_first_and_explains_a_broken_one(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("start", "one")
    mine = tmp_path / ".config" / "pmlog" / "templates"
    mine.mkdir(parents=True)
    (mine / "postmortem.md.j2").write_text("# Mine: {{ title }}\n")
    assert say.ok("render") == "# Mine: one\n"
    (mine / "bad.md.j2").write_text("fine\n{{ titel }}\n")
    said = say("render", "-t", "bad")
    assert (said.code, said.out) == (1, "")
    assert f"{mine / 'bad.md.j2'}:2 is broken: 'titel' is undefined" in said.err
    assert (
        "there are: bad, html, plain, playful, postmortem"
        in say("render", "-t", "nope").err
    )
    assert say("render", "-t", "./nope.md.j2").code == 3


def test_templates_are_listed_shown_and_copied(say: Shell, tmp_path: Path) -> None:
    names = [line.split()[0] for line in say.ok("templates", "list").splitlines()]
    assert names == ["html", "plain", "playful", "postmortem", "public", "sre", "status"]
    mine = tmp_path / ".config" / "pmlog" / "templates" / "postmortem.md.j2"
    assert say.ok("templates", "copy", "postmortem") == f"{mine}\n"
    assert say.ok("templates", "show", "postmortem") == mine.read_text()
    rows = [json.loads(line) for line in say.ok("templates", "list", "--json").splitlines()]
    assert {"name": "postmortem", "path": str(mine)} in rows
    assert str(mine) in say.ok("templates", "list")
    assert say("templates", "copy", "postmortem").code == 2
    assert say.ok("templates", "copy", "sre", "--as", "ours").endswith("/ours.md.j2\n")
    assert say("templates", "show", "nope").code == 3


def test_render_keeps_templates_in_their_sandbox(say: Shell, tmp_path: Path) -> None:
    say.ok("start", "{{ 7 * 7 }}")
    assert "{{ 7" in say.ok("render").replace("\\", "")
    evil = tmp_path / "evil.md.j2"
    evil.write_text("{{ title.__class__.__mro__ }}")
    assert say("render", "-t", str(evil)).code == 1


# export, import


def test_export_has_the_promised_keys(say: Shell) -> None:
    say.ok("start", "one")

    assert list(last_event(say)) == [
        "id",
        "origin",
        "seq",
        "lamport",
        "incident",
        "kind",
        "at",
        "until",
        "zone",
        "approx",
        "as_typed",
        "text",
        "author",
        "host",
        "recorded_at",
        "source",
        "source_id",
        "data",
    ]


def test_import_restores_the_log_and_twice_is_once(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "began: it's \u202e\x1b down", "--at", "13:00")
    say.ok("event", "--how", "alert", "--at", "13:05", "--until", "13:05", "detected: x")
    exported = say.ok("export")
    (tmp_path / "log.jsonl").write_text(exported)
    say.environ["PMLOG_DB"] = str(tmp_path / "other.db")

    assert say.ok("import", str(tmp_path / "log.jsonl")).startswith("3 events imported")
    assert say.ok("export") == exported
    assert say.ok("import", "-", stdin=exported).startswith("0 events imported, 3 were")
    assert "[it's" in say.ok("event", "goes on")


def test_no_event_is_logged_that_could_not_be_imported_again(say: Shell) -> None:
    said = say("event", "--at", "9999-12-30T20:00", "--for", "30 days", "x")

    assert (said.code, said.out) == (2, "")
    assert "years 1 to 9999" in said.err
    stored = json.loads(
        say.ok("event", "--at", "9999-12-30T20:00", "--for", "2 h", "--json", "x")
    )
    assert say("amend", stored["id"], "--for", "30 days").code == 2
    data: dict[str, Any] = {"target": stored["id"], "set": {"at": LAST_US}}
    assert event_data.faults(data, "amend") == []
    data["set"]["at"] += 1
    assert event_data.faults(data, "amend") == ["set"]
    assert event_data.faults(data | {"set": {"at": FIRST_US - 1}}, "amend")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "ex-ploded!"}, "kind is no word"),
        ({"at": "yesterday"}, "RFC 3339"),
        ({"at": "2026-11-21T14:05:00"}, "RFC 3339"),
        ({"zone": "Mars/Olympus"}, "unknown zone"),
        ({"seq": 0}, "out of range"),
        ({"seq": True}, "not of type int"),
        ({"until": "2020-01-01T00:00:00Z"}, "until is before at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "beyond the years"),
        ({"until": "9999-12-31T23:59:59-14:00"}, "beyond the years"),
        ({"data": []}, "not of type dict"),
        ({"data": {"to": 5}}, "data that cannot be used: to"),
        ({"data": {"links": [{}]}}, "data that cannot be used: links"),
        ({"data": {"percent": 999}}, "data that cannot be used: percent"),
        ({"kind": "amend", "data": {}}, "data that cannot be used: target"),
        (
            {"kind": "amend", "data": {"target": "x", "set": {"at": "x"}}},
            "cannot be used: set",
        ),
        ({"kind": "timezone", "text": "Foo/Bar"}, "unknown zone 'Foo/Bar'"),
        ({"zone": "+99:99"}, "unknown zone"),
        ({"lamport": event_data.LARGEST}, "out of range"),
        ({"id": ""}, "id is no id"),
        ({"extra": 1}, "unknown key"),
        (
            {"kind": "evidence", "data": {"sha256": "0" * 64, "content": "x", "size": 1}},
            "does not have its hash",
        ),
    ],
)
def test_import_refuses_a_line_that_is_no_event_and_takes_none(
    say: Shell, change: dict[str, Any], reason: str
) -> None:
    say.ok("start", "one")
    good = say.ok("export")
    another = "00000000-0000-7000-8000-000000000000"
    bad = json.dumps(json.loads(good) | {"id": another} | change)
    before = say.ok("export")
    said = say("import", "-", stdin=good + bad)

    assert said.code == 1
    assert "line 2: " in said.err
    assert reason in said.err
    assert say.ok("export") == before


def test_import_refuses_a_log_that_went_on_elsewhere_from_the_same_copy(say: Shell) -> None:
    say.ok("start", "one")
    same = json.loads(say.ok("export"))

    another = "00000000-0000-7000-8000-000000000000"
    for other in ({"id": another}, {"text": "changed"}):
        said = say("import", "-", stdin=json.dumps(same | other))
        assert (said.code, "same copy" in said.err) == (1, True)
    new = json.dumps(same | {"id": another, "origin": another})
    said = say("import", "-", stdin=f"{new}\n{json.dumps(same | {'text': 'changed'})}")
    assert (said.code, "same copy" in said.err) == (1, True)
    assert len(say.ok("export").splitlines()) == 1


# around the commands


def test_reading_without_a_log_says_how_to_begin(say: Shell) -> None:
    said = say("timeline")

    assert said.code == 3
    assert "'pmlog event \"...\"' starts one" in said.err
    assert not say.path.exists()


def test_version(say: Shell) -> None:
    assert re.fullmatch(r"pmlog \d+\.\d+\.\d+\n", say.ok("--version"))
    versions = json.loads(say.ok("--version", "--json"))
    assert sorted(versions) == ["pmlog", "python", "sqlite", "zone_database"]


def test_without_a_command_the_help_is_shown(say: Shell) -> None:
    assert say.ok() == say.ok("-h") == say.ok("--help")


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (["evnt", "x"], "did you mean event?"),
        (["ack", "x"], "did you mean acknowledged?"),
        (["timeline", "--knd", "x"], "--kind"),
    ],
)
def test_a_slip_of_the_finger_is_answered_with_what_was_meant(
    say: Shell, argv: list[str], hint: str
) -> None:
    said = say(*argv)

    assert said.code == 2
    assert hint in said.err


def test_the_log_can_be_named_before_and_behind_the_command(
    say: Shell, tmp_path: Path
) -> None:
    one = str(tmp_path / "one.db")
    say.ok("--db", one, "event", "x")
    say.ok("event", "--db", one, "y")

    assert not say.path.exists()
    assert len(say.ok("export", "--db", one).splitlines()) == 3
    assert say("export", "--db", "").code == 2


def test_a_home_that_is_not_there_is_not_made(say: Shell, tmp_path: Path) -> None:
    del say.environ["PMLOG_DB"]
    say.environ["HOME"] = str(tmp_path / "nonexistent" / "ann")
    said = say("event", "db-1 is down")

    assert said.code == 4
    assert "there is no home folder to keep a log in; name a file with --db" in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_variable_counts_as_unset(say: Shell, tmp_path: Path) -> None:
    say.environ |= {
        "PMLOG_DB": "",
        "PMLOG_INCIDENT": "",
        "PMLOG_TZ": "",
        "XDG_DATA_HOME": "rel",
    }
    say.environ["HOME"] = str(tmp_path)

    say.ok("event", "x")
    assert (tmp_path / ".local" / "share" / "pmlog" / "log.db").exists()


def test_now_is_the_moment_of_the_command(say: Shell) -> None:
    say.ok("event", "x")

    assert last_event(say)["at"] == clock.rfc3339(NOW_US)
