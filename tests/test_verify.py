"""verify finds what is damaged or gone, and says where."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.store import derived, schema, verify
from pmlog.store.log import Log
from tests.conftest import NOW_US, Shell, needs_marks
from tests.timelines import written

if TYPE_CHECKING:
    from pathlib import Path

    from pmlog.incident.event import Event


def put(log: Log, *events: Event) -> None:
    with log.transaction():
        derived.append(log, events)


def eight() -> list[Event]:
    return written(*(f"14:{n:02} note  event {n}" for n in range(2, 9)))


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
def full(log: Log) -> Log:
    put(log, *eight())
    assert found(log) == []
    return log


HERE, BEFORE, ELSEWHERE = "here", "before it was copied", "elsewhere"


def written_by(log: Log, whose: str) -> list[Event]:
    """Return eight events of an origin of the log's own, a former one, or another's."""
    events = eight()
    if whose == BEFORE:
        with log.transaction():
            log.write("insert into former_origins values (?, 8)", [(events[0].origin,)])
    own = log.position()[0]
    return [e._replace(origin=own) for e in events] if whose == HERE else events


GONE = "logged here, and gone: removed, or the log was put back in time"
MISSING = "missing: never imported, or removed without a trace"


@pytest.mark.parametrize(
    ("whose", "script", "said"),
    [
        (HERE, "delete from events where seq = 4", (4, 4, GONE)),
        (BEFORE, "delete from events where seq = 4", (4, 4, GONE)),
        (ELSEWHERE, "delete from events where seq = 4", (4, 4, MISSING)),
        (HERE, "delete from events where seq <= 2", (1, 2, GONE)),
        (ELSEWHERE, "delete from events where seq <= 2", (1, 2, MISSING)),
        (BEFORE, "delete from events where seq = 8", (8, 8, GONE)),
        (BEFORE, "delete from events", (1, 8, GONE)),
    ],
)
def test_what_is_said_of_an_event_that_is_gone_depends_on_who_numbered_it(
    log: Log, whose: str, script: str, said: tuple[int, int, str]
) -> None:
    put(log, *written_by(log, whose))
    tamper(log, script)
    messages = [(e.seq, e.last_seq, e.message) for e in verify.examine(log).findings]

    assert messages == [said]


@given(st.lists(st.sets(st.integers(1, 8)), max_size=8))
def test_what_no_import_has_brought_is_never_said_to_be_removed(
    tmp_path_factory: pytest.TempPathFactory, steps: list[set[int]]
) -> None:
    path = str(tmp_path_factory.mktemp("log") / "log.db")
    schema.prepare(path, NOW_US)
    with Log(path) as log:
        missing = set(range(1, 9))
        for step in steps:
            put(log, *(each for each in eight() if each.seq in step & missing))
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
    assert first.out.endswith(": 1 finding; 2 events of 1 origin\n")
    assert say("verify").out == first.out


@needs_marks
def test_last_events_that_are_gone_are_missed(say: Shell) -> None:
    for number in range(3):
        say.ok("event", f"event {number}")
    with Log(str(say.path)) as log:
        own = log.position()[0]
        tamper(log, "delete from events where seq >= 3")
    gone = f"events 3 to 4 of origin {own}: {GONE}\n"

    assert say("verify").out.startswith(gone)
    copied = say("backup", f"{say.path}.copy")
    assert "copied as it is, with 1 finding" in copied.err
    assert say("verify", "--db", f"{say.path}.copy").out.startswith(gone)
    say.ok("event", "goes on as another origin, which makes up for nothing")
    assert say("verify").out.startswith(gone)


def test_a_changed_guard_is_found(full: Log) -> None:
    with contextlib.closing(sqlite3.connect(full.path)) as con:
        con.executescript(
            "drop trigger events_never_go; drop index events_by_lamport;"
            "drop view incidents; create view incidents as select 1;"
            "create trigger mine after insert on events begin delete from meta; end;"
        )
    messages = {each.message for each in verify.examine(full).findings}

    assert messages == {
        "the index events_by_lamport is gone",
        "the trigger events_never_go is gone",
        "the view incidents is not as pmlog made it",
        "the trigger mine is not of pmlog's making",
    }


def test_a_log_that_has_lost_its_origin_is_not_sound(full: Log) -> None:
    tamper(full, "delete from meta")
    messages = [each.message for each in verify.examine(full).findings]

    assert messages == ["the log's own origin is gone, so it takes no event"]


def test_a_page_that_was_written_over_is_found(full: Log) -> None:
    full.close()
    with open(full.path, "r+b") as file:
        content = file.read()
        # The head of the page on which it is.
        file.seek(content.index(b"event 5") // 4096 * 4096)
        file.write(b"\xff" * 8)
    with Log(full.path) as log:
        assert "damaged" in {kind for kind, *_ in found(log)}


def test_verify_says_sound_or_that_there_is_nothing_to_read(
    say: Shell, tmp_path: Path
) -> None:
    assert say("verify").code == 3
    say.ok("event", "one")
    assert say.ok("verify") == f"{say.path}: sound; 2 events of 1 origin\n"
    (tmp_path / "log.db").write_bytes(b"no log at all")
    assert say("verify").code == 4
