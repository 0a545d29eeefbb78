"""search: events by their words, with the index and without it."""

from __future__ import annotations

import json
import sqlite3
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlog.clock import MINUTE_US
from pmlog.errors import UsageError
from pmlog.incident import corrections, kinds
from pmlog.incident.event import Event
from pmlog.store import derived, schema, search
from pmlog.store.log import Log
from pmlog.store.search import Wanted
from pmlog.text import words
from tests.conftest import NOW_US, Shell, process_environ
from tests.terminals import Terminal
from tests.timelines import INCIDENT, at, event, written

if TYPE_CHECKING:
    from pathlib import Path


def found(text: str, *typed: str) -> bool:
    return words.query(typed).matches([text])


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Connection pool exhausted", ("connection", "pool")),
        ("connections dropped", ("connect",)),
        ("pool is dry, connections dropped", ("connection", "pool")),
        ("OOM on db-1", ("DB-1",)),
        ("OOM on db-1", ("oom",)),
        ("disk_full in /var/log", ("disk",)),
        ("disk_full in /var/log", ("/var/log",)),
        ("10.0.0.17 answers", ("10.0.0.17",)),
        ("café fermé", ("CAFE",)),
        ("re\u0301sume\u0301", ("résumé",)),
        ("结账服务不可用", ("服务",)),
        ("ระบบล่ม", ("ล่ม",)),
        ("no space left on device", ("space left",)),
        ("no space left on device", ('"left on" dev',)),
    ],
)
def test_a_word_is_found_whatever_its_case_its_accents_and_its_end(
    text: str, typed: tuple[str, ...]
) -> None:
    assert found(text, *typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Connection dropped", ("connection", "pool")),
        ("reconnected", ("connect",)),
        ("OOM on db-10", ("db-1",)),
        ("left on space", ("space left",)),
        ("connections", ('"connection"',)),
        ("服不务", ("服务",)),
    ],
)
def test_what_is_another_word_is_not_found(text: str, typed: tuple[str, ...]) -> None:
    assert not found(text, *typed)


@pytest.mark.parametrize("typed", [(), ("",), ('"',), ("***",), ("- :",)])
def test_a_search_needs_a_word(typed: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="give a word"):
        words.query(typed)


WORDS = ["pool", "pools", "db-1", "数据库", "Über", "down"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
TOLD = st.one_of(
    st.tuples(st.sampled_from([kinds.NOTE, kinds.TITLE]), TEXTS, st.integers(0, 5)),
    st.tuples(st.just(kinds.RETRACT), st.booleans(), st.integers(0, 5)),
    st.tuples(
        st.just(kinds.AMEND),
        st.fixed_dictionaries(
            {},
            optional={
                "text": TEXTS,
                "author": st.sampled_from(WORDS),
                "at": st.integers(0, 5).map(
                    lambda minute: at("01:00") + minute * MINUTE_US
                ),
            },
        ),
        st.integers(0, 5),
    ),
)


def events_told(told: list[tuple[str, Any, int]]) -> list[Event]:
    events = written(title="pool is down")
    for number, (kind, what, which) in enumerate(told, 2):
        if kind in (kinds.NOTE, kinds.TITLE):
            at_us = at("01:00") + which * MINUTE_US + number
            events.append(event(number, kind, at_us, what))
            continue
        # Of what is to come, as well: logs are merged in any order.
        target = f"019f0000-0000-7000-9000-{which + 2:012x}"
        key = "retracted" if kind == kinds.RETRACT else "set"
        events.append(event(number, kind, NOW_US, data={"target": target, key: what}))
    return events


@cache
def empty_log(folder: str) -> bytes:
    path = f"{folder}/empty.db"
    schema.prepare(path, NOW_US)
    with open(path, "rb") as file:
        return file.read()


@settings(deadline=None, max_examples=100)
@given(st.lists(TOLD, max_size=8), st.integers(0, 8), TEXTS, st.randoms())
def test_the_index_finds_what_looking_at_each_standing_event_finds(
    tmp_path_factory: pytest.TempPathFactory,
    told: list[tuple[str, Any, int]],
    indexed: int,
    typed: str,
    chance: Any,
) -> None:
    events = chance.sample(events_told(told), len(told) + 1)
    path = tmp_path_factory.mktemp("log") / "log.db"
    path.write_bytes(empty_log(str(tmp_path_factory.getbasetemp())))
    wanted = Wanted(words.query(typed.split()))
    order = sorted(events, key=lambda each: each.correction_order)
    standing = [each for each in corrections.corrected(order) if wanted.is_met_by(each)]
    standing.sort(key=lambda each: each.timeline_order, reverse=True)
    with Log(str(path)) as log:
        for part in (events[:indexed], events[indexed:]):
            looked_at = list(search.found(log, wanted))
            list(search.fill(log))
            assert list(search.found(log, wanted)) == looked_at
            with log.transaction():
                derived.append(log, part)

        assert list(search.found(log, wanted)) == standing
        list(search.fill(log))
        assert search.missing(log) == 0
        assert list(search.found(log, wanted)) == standing


def test_a_million_words_are_one_look_up(log: Log) -> None:
    asked: list[str] = []
    with log.transaction():
        derived.append(log, written("14:05 note  pool is down"))
    list(search.fill(log))
    log.connection.set_trace_callback(asked.append)
    list(search.found(log, Wanted(words.query(["pool"]), INCIDENT, kinds.NOTE)))
    log.connection.set_trace_callback(None)
    plans = [
        row[3]
        for question in asked
        if "from events" in question or "join events" in question
        for row in log.connection.execute("explain query plan " + question)
    ]

    assert any("VIRTUAL TABLE" in plan for plan in plans)
    assert [
        plan for plan in plans if plan.startswith("SCAN") and "VIRTUAL" not in plan
    ] == []


def test_search_ends_with_the_latest_and_shows_its_incident(say: Shell) -> None:
    say.ok("start", "Checkout is down")
    say.ok("event", "detected: the connection pool is empty", "--at", "13:00")
    say.ok("event", "the pool is full again")
    say.ok("start", "Reports are slow")
    say.ok("event", "--by", "Pool team", "looked at the queries")
    shown = say.ok("search", "POOL").splitlines()

    assert [line[8:].split("  [")[0] for line in shown] == [
        "2026-11-21 13:00:00 UTC  detected        the connection pool is empty",
        "2026-11-21 14:05:09 UTC  note            the pool is full again",
        "2026-11-21 14:05:09 UTC  note            looked at the queries (by Pool team)",
    ]
    assert shown[2].endswith(" Reports are slow]")
    assert say.ok("search", "pool", "-n", "1").splitlines() == shown[2:]
    assert say.ok("search", "pool", "-i", "checkout").splitlines() == shown[:2]
    assert say.ok("search", "pool", "--kind", "detected").splitlines() == shown[:1]


def test_an_event_that_was_moved_in_time_is_found_once_and_there(say: Shell) -> None:
    say.ok("start", "Checkout")
    say.ok("event", "--at", "12:00", "the pool is full")
    say.ok("search", "pool")  # which puts it into the index
    say.ok("amend", "--at", "13:00")
    say.ok("search", "pool")
    (line,) = say.ok("search", "--json", "pool").splitlines()

    assert json.loads(line)["at"] == "2026-11-21T13:00:00Z"


def test_search_as_json_tells_the_incident_too(say: Shell) -> None:
    say.ok("start", "Checkout is down")
    say.ok("event", "pool is empty")
    (line,) = say.ok("search", "pool", "--json").splitlines()

    shown = json.loads(line)
    assert (shown["text"], shown["title"], shown["kind"]) == (
        "pool is empty",
        "Checkout is down",
        "note",
    )


@pytest.mark.parametrize(
    "typed",
    ['"', "NEAR(a b)", "pool*", "-pool", "text:pool", "a AND", "'", "^x", "{", "\0"],
)
def test_no_word_is_a_command_to_the_index(say: Shell, typed: str) -> None:
    say.ok("event", "pool is empty")
    code, _, err = say("search", "--", typed)

    assert code in {0, 2, 3}
    assert "unforeseen" not in err


def test_nothing_found_is_said_with_its_own_code(say: Shell) -> None:
    say.ok("event", "pool is empty")
    said = say("search", "nothing like it")

    assert (said.code, said.out) == (3, "")
    assert said.err == "pmlog: nothing found for 'nothing like it'\n"


def test_a_locked_log_is_searched_without_its_index(say: Shell) -> None:
    say.ok("event", "pool is empty")
    con = sqlite3.connect(say.path, isolation_level=None)
    con.execute("begin immediate")

    assert "pool is empty" in say.ok("search", "pool")
    con.close()


def test_the_index_survives_a_vacuum(say: Shell) -> None:
    say.ok("event", "pool is empty")
    say.ok("search", "pool")
    con = sqlite3.connect(say.path, isolation_level=None)
    con.execute("vacuum")
    con.close()

    assert "pool is empty" in say.ok("search", "pool")


def test_matches_are_marked_on_a_terminal(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "the \x1b[31m pool is empty")
    environ = process_environ(tmp_path) | {"PMLOG_DB": str(say.path)}
    environ.pop("NO_COLOR")
    argv = [sys.executable, "-m", "pmlog", "search", "pool"]
    with Terminal(argv, environ | {"TERM": "xterm"}, columns=120) as terminal:
        terminal.wait_for("is empty")
        assert terminal.ended() == 0

    assert b"the \\x1b[31m \x1b[1;31mpool\x1b[0m is empty" in terminal.raw
