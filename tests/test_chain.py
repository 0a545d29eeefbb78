"""verify finds each change, and says where; sealing costs nobody anything."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.store import chain, queries, schema, verify
from pmlog.store.log import COLUMNS, Log
from tests.conftest import Shell, needs_marks
from tests.timelines import event, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def put(log: Log, *events: Event) -> None:
    with log.transaction():
        log.insert(events)


def told(count: int = 8) -> list[Event]:
    return written(*(f"14:{n:02} note  event {n}" for n in range(2, count + 1)))


def found(log: Log) -> list[tuple[str, int, int]]:
    return [(each.kind, each.seq, each.last_seq) for each in verify.examine(log).findings]


UNGUARDED = "drop trigger events_never_change; drop trigger events_never_go;"


def tamper(log: Log, script: str) -> None:
    """Change the log as somebody with any SQLite tool can, and put the guards back."""
    with contextlib.closing(sqlite3.connect(log.path)) as con:
        guards = con.execute("select sql from sqlite_master where type = 'trigger'")
        again = ";".join(sql for (sql,) in guards.fetchall())
        con.executescript(f"{UNGUARDED} {script}; {again};")


@pytest.fixture
def sealed(log: Log) -> Log:
    put(log, *told())
    assert chain.seal(log) == 8
    assert found(log) == []
    return log


@pytest.mark.parametrize(
    ("script", "findings"),
    [
        ("update events set text = text || '.' where seq = 5", [("changed", 5, 5)]),
        ("update events set at = at + 1 where seq = 1", [("changed", 1, 1)]),
        ("update events set said = '' where seq = 8", [("changed", 8, 8)]),
        ("update events set id = 'x' where seq = 3", [("changed", 3, 3)]),
        ("update events set text = 'x' where seq in (3, 4, 7)",
         [("changed", 3, 4), ("changed", 7, 7)]),
        ("delete from events where seq = 4", [("removed", 4, 4)]),
        ("delete from events where seq = 1", [("removed", 1, 1)]),
        ("delete from events where seq >= 7", [("removed", 7, 8)]),
        ("delete from events", [("removed", 1, 8)]),
        ("delete from events where seq = 4; delete from links where seq = 4",
         [("removed", 4, 4)]),
        ("update links set digest = zeroblob(32) where seq = 4", [("link", 4, 4)]),
        ("delete from links where seq = 4", [("link", 4, 4)]),
        ("delete from links where seq in (4, 5)", [("link", 4, 5)]),
        ("delete from events where seq = 4; delete from links where seq in (4, 5)",
         [("absent", 4, 4), ("link", 5, 5)]),
        (("update events set seq = 100 where seq = 3; update events set seq = 3 where"
         " seq = 4; update events set seq = 4 where seq = 100"), [("changed", 3, 4)]),
        # One put in between: all behind it have moved.
        (("update events set seq = seq + 100 where seq >= 5; update events set seq ="
         " seq - 99 where seq > 100; insert into events (" + COLUMNS + ") select 'new',"
         " origin, 5, lamport,"
         " incident, kind, at, until, zone, approx, said, text, author, host, recorded_at,"
         " source, source_id, data from events where seq = 4"), [("changed", 5, 8)]),
    ],
)  # fmt: skip
def test_what_was_changed_is_found_where_it_was_changed(
    sealed: Log, script: str, findings: list[tuple[str, int, int]]
) -> None:
    tamper(sealed, script)

    assert found(sealed) == findings


def test_a_finding_says_which_event_it_is(say: Shell) -> None:
    say.ok("event", "one")
    say.ok("verify")
    with Log(str(say.path)) as log:
        tamper(log, "update events set text = 'two' where text = 'one' and seq = 2")
        (event_,) = (each for each in queries.all_events(log) if each.seq == 2)
    said = say("verify")

    assert said.code == 1
    assert said.out.splitlines() == [
        (
            f"event 2 of origin {event_.origin} ({event_.short_id}, "
            "2026-11-21T14:05:09.123456Z): changed since it was sealed"
        ),
        f"{say.path}: 1 finding; 2 events of 1 origin, all sealed",
    ]
    assert say("verify").out == said.out, "what was found is found again"
    (finding,) = json.loads(say("verify", "--json").out)["findings"]
    assert (finding["kind"], finding["seq"], finding["id"]) == ("changed", 2, event_.id)


HERE, BEFORE, ELSEWHERE = "here", "before it was copied", "elsewhere"


def told_by(log: Log, whose: str) -> list[Event]:
    """Return eight events of an origin of the log's own, a former one, or another's."""
    events = told()
    if whose == BEFORE:
        with log.transaction():
            log.write("insert into former_origins values (?, 8)", [(events[0].origin,)])
    own = log.position()[0]
    return [e._replace(origin=own) for e in events] if whose == HERE else events


GONE = "logged here, and gone: removed, or the log was put back in time"
MISSING = "missing: never imported, or removed without a trace"
TRACED = "removed, and its link with it"
LINKED = "removed; its link is there"
UNSEALED = "delete from links"
FOURTH = "delete from events where seq = 4"
LAST = "delete from events where seq = 8"


@pytest.mark.parametrize(
    ("whose", "script", "said"),
    [
        (HERE, f"{UNSEALED}; {FOURTH}", (4, GONE)),
        (BEFORE, f"{UNSEALED}; {FOURTH}", (4, GONE)),
        (ELSEWHERE, f"{UNSEALED}; {FOURTH}", (4, MISSING)),
        (HERE, f"{UNSEALED}; delete from events where seq = 1", (1, GONE)),
        (ELSEWHERE, f"{UNSEALED}; delete from events where seq = 1", (1, MISSING)),
        (HERE, f"{FOURTH}; {UNSEALED} where seq >= 4", (4, GONE)),
        (ELSEWHERE, f"{FOURTH}; {UNSEALED} where seq >= 4", (4, MISSING)),
        (HERE, f"{FOURTH}; {UNSEALED} where seq = 4", (4, TRACED)),
        (ELSEWHERE, f"{FOURTH}; {UNSEALED} where seq = 4", (4, TRACED)),
        (HERE, FOURTH, (4, LINKED)),
        (ELSEWHERE, FOURTH, (4, LINKED)),
        (HERE, LAST, (8, LINKED)),
        (BEFORE, f"{LAST}; {UNSEALED} where seq = 8", (8, GONE)),
    ],
)
def test_what_is_said_of_an_event_that_is_gone_does_not_depend_on_later_sealing(
    log: Log, whose: str, script: str, said: tuple[int, str]
) -> None:
    put(log, *told_by(log, whose))
    chain.seal(log)
    tamper(log, script)
    findings = verify.examine(log).findings
    chain.seal(log)

    assert [(each.seq, each.message) for each in findings] == [said]
    assert verify.examine(log).findings == findings


@cache
def empty_log() -> str:
    """Return the path of a log without events, made once and for copies alone."""
    path = os.path.join(tempfile.mkdtemp(prefix="pmlog-test-"), "log.db")
    atexit.register(shutil.rmtree, os.path.dirname(path))
    schema.prepare(path, 0)
    return path


@contextlib.contextmanager
def new_log() -> Iterator[Log]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Log(shutil.copy(empty_log(), folder)) as log,
    ):
        yield log


NUMBERS = st.sets(st.integers(1, 8))
HARM = st.sampled_from([
    "delete from events where seq = {}",
    "delete from links where seq = {}",
    "update events set text = 'x' where seq = {}",
    "update links set digest = zeroblob(32) where seq = {}",
])  # fmt: skip
STEPS = st.one_of(NUMBERS, st.none(), st.tuples(HARM, st.integers(1, 8)))


@given(st.sampled_from([HERE, BEFORE, ELSEWHERE]), st.lists(STEPS, max_size=8))
def test_a_log_examined_twice_gives_the_same_findings_though_it_was_sealed_between(
    whose: str, steps: list[set[int] | tuple[str, int] | None]
) -> None:
    with new_log() as log:
        events = told_by(log, whose)
        for step in steps:
            if step is None:
                chain.seal(log)
            elif isinstance(step, set):
                known = {each.seq for each in queries.all_events(log)}
                put(log, *(each for each in events if each.seq in step - known))
            else:
                tamper(log, step[0].format(step[1]))
        report = verify.examine(log)
        chain.seal(log, is_thorough=not report.findings)

        assert verify.examine(log).findings == report.findings


@given(st.lists(st.one_of(NUMBERS, st.none()), max_size=8))
def test_what_no_import_has_brought_is_never_said_to_be_removed(
    steps: list[set[int] | None],
) -> None:
    with new_log() as log:
        missing = set(range(1, 9))
        for step in steps:
            if step is None:
                chain.seal(log)
            else:
                put(log, *(each for each in told() if each.seq in step & missing))
                missing -= step
        report = verify.examine(log)
        said = {
            seq for each in report.findings for seq in range(each.seq, each.last_seq + 1)
        }

        assert {each.kind for each in report.findings} <= {verify.ABSENT}
        assert said == {seq for seq in missing if seq < max({*range(9)} - missing)}


def test_a_part_of_an_export_is_called_missing_each_time(say: Shell) -> None:
    for number in range(4):
        say.ok("--db", f"{say.path}.other", "event", f"event {number}")
    lines = say.ok("--db", f"{say.path}.other", "export").splitlines(keepends=True)
    say.ok("import", "-", stdin=lines[0] + lines[-1])
    first = say("verify")

    assert first.code == 1
    assert f"events 2 to 4 of origin {json.loads(lines[0])['origin']}: " in first.out
    assert MISSING in first.out
    assert first.out.endswith(": 1 finding; 2 events of 1 origin, 2 not sealed\n")
    say.ok("export")
    assert say("verify").out == first.out.replace("2 not sealed", "all sealed")


@needs_marks
def test_last_events_that_went_with_their_links_are_missed(say: Shell) -> None:
    for number in range(3):
        say.ok("event", f"event {number}")
    say.ok("verify")
    with Log(str(say.path)) as log:
        own = log.position()[0]
        tamper(log, "delete from events where seq >= 3; delete from links where seq >= 3")
    gone = f"events 3 to 4 of origin {own}: {GONE}\n"

    assert say("verify").out.startswith(gone)
    copied = say("backup", f"{say.path}.copy")
    assert "copied as it is, with 1 finding" in copied.err
    assert say("verify", "--db", f"{say.path}.copy").out.startswith(gone)
    say.ok("event", "goes on as another origin, which makes up for nothing")
    assert say("verify").out.startswith(gone)


def test_a_changed_guard_is_found(sealed: Log) -> None:
    with contextlib.closing(sqlite3.connect(sealed.path)) as con:
        con.executescript(
            "drop trigger events_never_go; drop index events_by_lamport;"
            "drop view incidents; create view incidents as select 1;"
            "create trigger mine after insert on events begin delete from links; end;"
        )
    messages = {each.message for each in verify.examine(sealed).findings}

    assert messages == {
        "the index events_by_lamport is gone",
        "the trigger events_never_go is gone",
        "the view incidents is not as pmlog made it",
        "the trigger mine is not of pmlog's making",
    }


def test_a_log_that_has_lost_its_origin_is_not_sound(sealed: Log) -> None:
    tamper(sealed, "delete from meta")
    messages = [each.message for each in verify.examine(sealed).findings]

    assert messages == ["the log's own origin is gone, so it takes no event"]


def test_flipped_bytes_are_found(sealed: Log) -> None:
    sealed.close()
    with open(sealed.path, "r+b") as file:
        content = file.read()
        file.seek(content.index(b"event 5"))
        file.write(b"\xff")
    with Log(sealed.path) as log:
        assert found(log) == [("changed", 5, 5)]
    with open(sealed.path, "r+b") as file:
        # The head of the page on which it is.
        file.seek(content.index(b"event 5") // 4096 * 4096)
        file.write(b"\xff" * 8)
    with Log(sealed.path) as log:
        assert "damaged" in {kind for kind, *_ in found(log)}


def test_what_is_not_sealed_yet_is_counted(log: Log) -> None:
    put(log, *told(4))
    chain.seal(log)
    put(log, event(5, kinds.NOTE, 5), event(6, kinds.NOTE, 6))
    report = verify.examine(log)

    assert (report.events, report.unsealed, report.findings) == (6, 2, ())


def test_a_log_that_came_in_parts_is_sealed_in_parts(log: Log) -> None:
    events = told()
    put(log, *events[4:6])
    chain.seal(log)
    assert found(log) == [("absent", 1, 4)]
    put(log, *events[:4])
    assert found(log) == []
    assert chain.seal(log) == 0, "not from the last link on"
    assert chain.seal(log, is_thorough=True) == 4
    put(log, *events[6:])
    assert chain.seal(log) == 2
    assert (found(log), verify.examine(log).unsealed) == ([], 0)


def test_many_events_are_sealed_in_turns(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "TURN", 3)
    put(log, *told())
    other = [each._replace(origin="other", id=f"{each.id}-") for each in told()]
    put(log, *other)

    chain.seal_in_passing(log)
    assert verify.examine(log).unsealed == 13
    assert chain.seal(log, is_thorough=True) == 13
    assert found(log) == []


def test_nobody_waits_for_sealing_and_sealing_for_nobody(log: Log) -> None:
    put(log, *told())
    with contextlib.closing(sqlite3.connect(log.path)) as con:
        con.execute("begin immediate")
        assert chain.seal(log) == 0
        con.rollback()
    assert chain.seal(log) == 8


def test_slower_commands_seal(say: Shell, tmp_path: Path) -> None:
    for argv in (
        ("render",),
        ("export",),
        ("backup", str(tmp_path / "copy.db")),
        ("close",),
    ):
        say.ok("event", "one more")
        say.ok(*argv)
        with Log(str(say.path)) as log:
            assert verify.examine(log).unsealed == 0, argv


def test_links_are_as_they_are_documented(log: Log) -> None:
    import hashlib

    first, second = told(2)
    put(log, first, second)
    chain.seal(log)
    links = [link for (link,) in log.rows("select digest from links order by seq")]

    def covered(each: Event) -> bytes:
        columns = [
            None if value is None else str(int(value) if value is False else value)
            for value in each
        ]
        return b"".join(
            b"-" if text is None else f"{len(text.encode())}:{text}".encode()
            for text in columns
        )

    one = hashlib.sha256(bytes(32) + covered(first)).digest()
    assert links == [one, hashlib.sha256(one + covered(second)).digest()]


def test_verify_says_sound_or_that_there_is_nothing_to_read(say: Shell) -> None:
    assert say("verify").code == 3
    say.ok("event", "one")
    assert say.ok("verify") == (
        f"{say.path}: sound; 2 events of 1 origin, 2 not sealed before and sealed now\n"
    )
    assert say.ok("verify") == f"{say.path}: sound; 2 events of 1 origin, all sealed\n"
    with open(say.path, "r+b") as file:
        file.write(b"\0" * 4096)
    assert say("verify").code == 4
