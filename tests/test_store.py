"""The SQLite file: appended, read, shared, refused."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlog import metrics
from pmlog.actions import current_incident
from pmlog.clock import MINUTE_US
from pmlog.errors import LogNotReady, LogUnusable
from pmlog.failures import ForeignLog, NewerLog
from pmlog.incident import kinds, timeline
from pmlog.incident.event import Event
from pmlog.store import current, derived, incident_queries, logfile, queries, schema
from pmlog.store.halves import halves_of
from pmlog.store.log import Log
from tests.conftest import NOW_US, Shell, process_environ
from tests.timelines import INCIDENT, at, event, written

if TYPE_CHECKING:
    from collections.abc import Callable


def put(log: Log, *events: Event) -> None:
    with log.transaction():
        derived.append(log, events)


def test_what_is_appended_is_read_back(log: Log) -> None:
    odd = "a\0b \x1b[31m \u202e \N{PILE OF POO}\n'; drop table events; --"
    events = written("14:05 note  " + "x" * 1_000_000)
    events.append(
        event(9, kinds.NOTE, -1, odd, approx=True, until=5, source="s", source_id="i")
    )
    put(log, *events)

    assert list(queries.all_events(log)) == events


def test_an_error_inside_a_transaction_leaves_nothing_behind(log: Log) -> None:
    with pytest.raises(ZeroDivisionError), log.transaction():
        derived.append(log, written())
        raise ZeroDivisionError

    assert list(queries.all_events(log)) == []


def test_a_transaction_has_the_lock_before_it_writes(log: Log) -> None:
    with Log(log.path) as other, log.transaction():
        with pytest.raises(LogUnusable, match="locked"), other.transaction(0):
            pass
        # What was read to decide what is written is still so when it is written.
        assert list(queries.all_events(other)) == list(queries.all_events(log)) == []
        derived.append(log, written())

    assert len(list(queries.all_events(log))) == len(written())


@pytest.mark.parametrize("statement", ["update events set text = ''", "delete from events"])
def test_events_neither_change_nor_go(log: Log, statement: str) -> None:
    put(log, *written())
    other = sqlite3.connect(log.path)

    with pytest.raises(sqlite3.IntegrityError, match="events"):
        other.execute(statement)
    other.close()


def test_the_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "made" / "for" / "it" / "log.db"
        schema.prepare(str(path), NOW_US)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with Log(str(path)) as log:
        put(log, *written())
        sides = [path.with_name(path.name + end) for end in ("-wal", "-shm")]
        assert [stat.S_IMODE(side.stat().st_mode) for side in sides] == [0o600, 0o600]


def test_the_file_says_what_it_is(log: Log) -> None:
    con = sqlite3.connect(log.path)
    pragmas = {
        name: con.execute(f"pragma {name}").fetchone()[0]
        for name in ("application_id", "user_version", "journal_mode", "integrity_check")
    }
    con.close()

    assert pragmas == {
        "application_id": 0x706D6C67,
        "user_version": logfile.FORMAT,
        "journal_mode": "wal",
        "integrity_check": "ok",
    }
    assert log.connection.execute("pragma synchronous").fetchone() == (2,)  # FULL


def test_what_is_written_stays_in_the_write_ahead_log_until_the_last_one_closes(
    log: Log,
) -> None:
    # Two who write and checkpoint at once can meet a bug of SQLite (3.7.0 to 3.51.2).
    before = Path(log.path).read_bytes()
    with Log(log.path) as other:
        put(other, *written("14:05 note  " + "x" * 6_000_000))
    put(log, event(9, kinds.NOTE, NOW_US))

    assert Path(log.path).read_bytes() == before
    log.close()
    assert len(Path(log.path).read_bytes()) > 6_000_000


def test_there_are_as_many_migrations_as_the_format_says(log: Log) -> None:
    applied = log.connection.execute("select name from _sqlite_migrations").fetchall()

    assert len(applied) == logfile.FORMAT


def test_a_file_that_is_not_there_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(LogNotReady):
        Log(str(tmp_path / "log.db"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "a%20b.db", "ä b.db"])
def test_odd_file_names_are_taken_as_they_are(tmp_path: Path, name: str) -> None:
    schema.prepare(str(tmp_path / name), NOW_US)
    with Log(str(tmp_path / name)) as log:
        put(log, *written())

    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_file_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    con = sqlite3.connect(path)
    con.execute("create table cookies (name)")
    con.close()
    before = path.read_bytes()

    with pytest.raises(ForeignLog):
        schema.prepare(str(path), NOW_US)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"x", b"not a database" * 100, b"SQLite format 3\0" + b"\1" * 4000]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    with pytest.raises(LogUnusable):
        schema.prepare(str(path), NOW_US)
    assert path.read_bytes() == content


def test_a_mistake_of_ours_is_not_called_damage(log: Log) -> None:
    log.close()
    with pytest.raises(LogUnusable, match="Cannot operate on a closed database") as told:
        log.position()

    assert "damaged" not in str(told.value)


def test_the_file_of_a_newer_version_is_refused(log: Log) -> None:
    con = sqlite3.connect(log.path)
    con.execute(f"pragma user_version = {logfile.FORMAT + 1}")
    con.close()

    with pytest.raises(NewerLog, match="upgrade pmlog"):
        Log(log.path)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogUnusable):
        schema.prepare(str(tmp_path), NOW_US)


def test_a_log_on_a_disk_that_can_only_be_read_is_read(tmp_path: Path) -> None:
    path = tmp_path / "disk" / "log.db"
    schema.prepare(str(path), NOW_US)
    with Log(str(path)) as log:
        put(log, *written("14:05 note  still here"))
    pmlog, disk = f"{sys.executable} -m pmlog", path.parent
    script = (
        f"mount --bind {disk} {disk} && mount -o remount,ro,bind {disk}"
        f" || exit 77; {pmlog} timeline && ! {pmlog} event lost"
    )
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script],
        env=process_environ(tmp_path) | {"PMLOG_DB": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("nothing can be mounted here")

    assert done.returncode == 0, done.stderr
    assert "still here" in done.stdout
    assert "is read-only" in done.stderr
    assert "not stored; to log it later: pmlog event" in done.stderr


TURNS = (kinds.BEGAN, kinds.NOTE, kinds.RESOLVED)
KINDS = st.sampled_from((*kinds.TIMELINE_KINDS, kinds.TITLE, kinds.CLOSED, kinds.OPENED))
MINUTES = st.integers(0, 99)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "at": MINUTES.map(lambda minute: at("01:00") + minute * MINUTE_US),
        "kind": st.sampled_from(kinds.TIMELINE_KINDS),
        "text": st.just("amended"),
        "until": MINUTES.map(lambda minute: at("01:00") + minute * MINUTE_US),
        "exit_code": MINUTES,
    },
)
# Of the event of this number: retracted, restored, or amended.
WORDS = st.tuples(st.integers(0, 12), st.one_of(st.booleans(), CHANGES))
STORIES = st.tuples(
    st.lists(st.tuples(KINDS, MINUTES), max_size=10), st.lists(WORDS, max_size=5)
)


def told(
    story: list[tuple[str, int]], words: list[tuple[int, bool | dict[str, Any]]]
) -> list[Event]:
    events = written()
    for number, (kind, minute) in enumerate(story, 2):
        events.append(event(number, kind, at("01:00") + minute * MINUTE_US, str(number)))
    for number, (which, word) in enumerate(words, 50):
        target = {"target": events[which % len(events)].id}
        if isinstance(word, bool):
            data: dict[str, Any] = target | {"retracted": word}
            events.append(event(number, kinds.RETRACT, NOW_US, data=data))
        else:
            data = target | {"set": word}
            events.append(event(number, kinds.AMEND, NOW_US, data=data))
    return events


@settings(deadline=None, max_examples=100)
@given(STORIES, st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_few_events_tell_what_all_of_them_tell(
    tmp_path_factory: pytest.TempPathFactory,
    story: tuple[Any, Any],
    count: int,
    chance: random.Random,
) -> None:
    events = told(*story)
    whole = timeline.fold(events)
    path = str(tmp_path_factory.mktemp("log") / "log.db")
    schema.prepare(path, NOW_US)
    with Log(path) as log:
        put(log, *chance.sample(events, len(events)))
        few = current.landmarks(log, INCIDENT).fold()
        outlined = current.outline(log, INCIDENT).fold()
        heads = list(log.rows("select incident, start, is_open from heads"))
        page = current.last_page(log, INCIDENT, count).fold()

    assert heads == ([(INCIDENT, whole.start_us, whole.is_open)] if whole else [])
    if whole is None or few is None or outlined is None or page is None:
        assert few == outlined == page == whole
        return
    for fact in ("title", "zone", "is_open", "opened_at", "start_us", "state"):
        right = getattr(whole, fact)
        assert [getattr(each, fact) for each in (few, outlined, page)] == [right] * 3, fact
    assert metrics.outage(outlined) == metrics.outage(whole)
    assert page.timeline[-count:] == whole.timeline[-count:]
    assert (len(page.timeline) > count) == (len(whole.timeline) > count)


def test_an_incident_that_was_opened_again_can_be_turned_to(say: Shell) -> None:
    for words in ("start X", "close", "undo", "start Y", "use X"):
        say.ok(*words.split())

    assert "[X " in say.ok("event", "goes to X")


def test_landmarks_stay_few_however_long_and_often_corrected_an_incident_is(
    log: Log,
) -> None:
    turns = [event(2 + n, kind, NOW_US + n) for n, kind in enumerate(TURNS * 1000)]
    words = [
        event(5000 + n, kinds.AMEND, NOW_US, data={"target": e.id, "set": {"text": "x"}})
        for n, e in enumerate(turns[10:-10])
    ]
    put(log, *written(), *turns, *words)

    assert len(current.landmarks(log, INCIDENT).events) < 10
    assert len(current.last_page(log, INCIDENT, 5).events) < 20


def test_the_news_are_the_incidents_events_of_later_rows(log: Log) -> None:
    first, second, third = written("14:05 note  a", "14:06 note  b")
    put(log, first, third, event(9, kinds.NOTE, NOW_US, incident="another"))
    row = queries.last_row(log)
    put(log, second, event(10, kinds.NOTE, NOW_US, incident="another"))

    assert queries.news(log, halves_of(log, INCIDENT), row) == [second]
    assert queries.news(log, halves_of(log, INCIDENT), 0) == [first, third, second]
    assert queries.news(log, halves_of(log, INCIDENT), queries.last_row(log)) == []


FEW_ROWS = "SCAN former_origins"  # a row for each time that the file was copied
NO_TABLE = "SCAN CONSTANT ROW"


def steps_of(log: Log, *questions: Callable[[], object]) -> list[str]:
    """Return the steps in which SQLite answers what is asked."""
    asked: list[str] = []
    log.connection.set_trace_callback(asked.append)
    for question in questions:
        question()
    log.connection.set_trace_callback(None)
    assert len(asked) >= len(questions)
    return [
        row[3]
        for sql in asked
        for row in log.connection.execute("explain query plan " + sql)
    ]


def test_to_name_all_incidents_reads_no_other_events(log: Log) -> None:
    steps = steps_of(log, lambda: incident_queries.incidents(log))

    assert [step for step in steps if step.startswith("SCAN")] == [
        "SCAN events USING INDEX events_turned_to"
    ]


def test_the_questions_of_an_append_are_answered_by_indexes(log: Log) -> None:
    steps = steps_of(
        log,
        log.position,
        lambda: current_incident.for_event(log, NOW_US, NOW_US),
        lambda: current.landmarks(log, INCIDENT),
        lambda: current.last_page(log, INCIDENT, 5),
        lambda: queries.last_row(log),
        lambda: queries.news(log, halves_of(log, INCIDENT), 5),
        lambda: incident_queries.has_evidence(log, INCIDENT, "0" * 64),
        lambda: incident_queries.has_incident(log, INCIDENT),
    )

    # Whether a row was corrected is asked of each row.
    assert [step for step in steps if step.startswith("SCAN correction")] == []
    # "SCAN ... USING INDEX" stops at the first row that answers.
    assert {s for s in steps if s.startswith("SCAN") and "INDEX" not in s} <= {
        NO_TABLE,
        FEW_ROWS,
    }


def test_the_questions_of_a_correction_are_answered_by_indexes(log: Log) -> None:
    steps = steps_of(
        log,
        lambda: queries.events_called(log, "abc", 10),
        lambda: queries.corrections_on(log, INCIDENT),
        lambda: next(queries.own_events(log), None),
    )

    assert any("events_by_short_id" in step for step in steps)
    # A log has few former origins: one for each time that it was copied.
    few = {NO_TABLE, "SCAN former_origins"}
    assert {step for step in steps if step.startswith("SCAN")} <= few


def test_events_are_found_by_the_start_of_an_id_or_of_its_last_group(log: Log) -> None:
    tails = ("0abc00000000", "0abcf0000000", "0abd00000000")
    put(
        log,
        *(
            event(number, kinds.NOTE, NOW_US, id=f"019f0000-0000-7000-9000-{tail}")
            for number, tail in enumerate(tails, 1)
        ),
    )

    def found(start: str, limit: int = 9) -> list[str]:
        return sorted(each.id[24:] for each in queries.events_called(log, start, limit))

    assert found("0abc") == list(tails[:2])
    assert found("0abcf") == [tails[1]]
    assert found("019f0000-0000-7000-9000-0abd") == [tails[2]]
    assert found("019f") == list(tails)
    assert len(found("019f", 2)) == 2
    assert found("abc") == []


def test_the_views_for_people_show_what_stands(log: Log) -> None:
    events = written("14:05 detected  500s", "14:06 note  wrong", "14:09 title  Checkout")
    words = [
        event(
            8, kinds.AMEND, NOW_US, data={"target": events[1].id, "set": {"text": "502s"}}
        ),
        event(9, kinds.RETRACT, NOW_US, data={"target": events[2].id}),
    ]
    put(log, *events, *words)

    shown = log.connection.execute("select at_utc, kind, text from timeline").fetchall()
    assert shown == [("2026-11-21 14:05:00", "detected", "502s")]
    incidents = log.connection.execute(
        "select title, state, opened_utc from incidents"
    ).fetchall()
    assert incidents == [("Checkout", "open", "2026-11-21 00:00:00")]


def test_the_views_for_people_take_corrections_as_the_timeline_does(log: Log) -> None:
    events = written(
        "14:05 note  a", "14:06-14:10 note  b", "14:07-14:10 note  c", "14:08 note  d"
    )
    _, first, second, third, fourth = events

    def amended(number: int, target: Event, **values: object) -> Event:
        data = {"target": target.id, "set": values}
        return event(number, kinds.AMEND, NOW_US, data=data)

    words = [
        amended(10, first, text="A", kind="began"),
        amended(11, first, text="no"),
        amended(12, second, until=None),
        amended(13, third, at=at("14:20")),
        amended(14, fourth, kind="title", author="platform"),
    ]
    words.append(event(15, kinds.RETRACT, NOW_US, data={"target": words[1].id}))
    put(log, *events, *words)
    told = timeline.fold([*events, *words])
    assert told is not None
    shown = log.connection.execute("select id, kind, text, until_utc, author from timeline")

    assert shown.fetchall() == [
        (each.id, each.kind, each.text, each.until, each.author) for each in told.timeline
    ]
    assert [(each.kind, each.text) for each in told.timeline] == [
        ("began", "A"), ("note", "b"), ("note", "d"), ("note", "c")
    ]  # fmt: skip
    put(log, event(16, kinds.RETRACT, NOW_US, data={"target": INCIDENT}))
    assert log.connection.execute("select * from timeline").fetchall() == []
    assert log.connection.execute("select * from incidents").fetchall() == []
