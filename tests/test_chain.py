"""verify finds each change, and says where; sealing costs nobody anything."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from pmlog import chain, model, queries, verify
from pmlog.store import COLUMNS, Log
from tests.conftest import Shell
from tests.timelines import event, written

if TYPE_CHECKING:
    from pathlib import Path


def put(log: Log, *events: model.Event) -> None:
    with log.transaction():
        log.insert(events)


def told(count: int = 8) -> list[model.Event]:
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
    put(log, event(5, model.NOTE, 5), event(6, model.NOTE, 6))
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

    def covered(each: model.Event) -> bytes:
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
