"""What a log may hold is stated once: for an import, and for verify of what is stored."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.conftest import Shell


def exported(say: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in say.ok("export").splitlines()]


def some_incident(say: Shell) -> None:
    say.ok("start", "Checkout is down", "--tz", "UTC", "--at", "13:00")
    say.ok("began", "--at", "13:01", "every payment fails")
    say.ok("escalated", "--at", "13:10", "--to", "DBAs", "paged")
    say.ok("task", "add", "raise the limit", "--owner", "Ana", "--due", "2026-12-01")
    say.ok("resolved", "--at", "13:30", "the pool is larger")
    say.ok("undo")
    say.ok("resolved", "--at", "13:40", "the pool is larger")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("zone", "Mars/Olympus", "unknown zone 'Mars/Olympus'"),
        ("kind", "No Kind", "kind is no word: 'No Kind'"),
        ("data", '{"percent": "many"}', "data that cannot be used: percent"),
        ("data", f'{{"percent": 1{"0" * 400}}}', "data that cannot be used: percent"),
        ("at", 10**18, "at is not an RFC 3339 time: '33658-09-27T01:46:40Z'"),
    ],
)
def test_verify_names_what_no_import_would_take(
    say: Shell, column: str, value: object, reason: str
) -> None:
    some_incident(say)
    assert json.loads(say.ok("verify", "--json"))["findings"] == []
    with closing(sqlite3.connect(say.path)) as log, log:
        guards = log.execute(
            "select name, sql from sqlite_master where type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            log.execute(f'drop trigger "{name}"')
        log.execute(f"update events set {column} = ? where seq = 2", [value])
        for _, sql in guards:
            log.execute(sql)

    said = say("verify", "--json")
    assert said.code == 1
    (found,) = json.loads(said.out)["findings"]
    assert (found["kind"], found["seq"]) == ("unusable", 2)
    assert found["message"] == f"no import would take it: {reason}"


HUGE = 10**400
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, -1, 2**31, 2**53, 2**63, HUGE, 1.5, 1e308]),
    st.sampled_from(
        [
            "",
            "x",
            "UTC",
            "Mars/Olympus",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            "2026-11-21T13:20:00Z",
            "\x1b[2J\u202e",
            "\ud800",
            *("opened", "closed", "joined", "moved", "correction", "began", "evidence"),
        ]
    ),
    st.lists(st.sampled_from(["a", "", "DBAs"]), max_size=2),
)
KEYS = ("id", "seq", "lamport", "incident", "kind", "at", "until", "zone", "text")
DATA = ("target", "set", "of", "other", "ids", "percent", "to", "size", "attached", "done")
MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.sampled_from(("origin", *KEYS, *(f"data.{key}" for key in DATA))),
        VALUES,
    ),
    min_size=1,
    max_size=4,
)
READERS = (
    ("timeline",),
    ("timeline", "--json"),
    ("status",),
    ("list", "--json"),
    ("metrics", "--json"),
    ("render",),
    ("check",),
    ("search", "pool"),
    ("history", "--json"),
    ("stats", "--json"),
    ("event", "still works"),
    ("undo",),
)


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mutations=MUTATIONS, is_new_origin=st.booleans(), is_new_log=st.booleans())
def test_what_an_import_takes_every_command_takes(
    say: Shell,
    tmp_path_factory: pytest.TempPathFactory,
    mutations: list[tuple[int, str, Any]],
    is_new_origin: bool,
    is_new_log: bool,
) -> None:
    folder = tmp_path_factory.mktemp("log")
    say.environ["PMLOG_DB"] = str(folder / "first.db")
    some_incident(say)
    lines = exported(say)
    ids = [line["id"] for line in lines]
    for number, key, drawn in mutations:
        line = lines[number % len(lines)]
        # -1 and 1 stand for the id of another line: twice given, or joined in a circle.
        is_another = drawn in (-1, 1) and not isinstance(drawn, bool)
        value = ids[number * 7 % len(ids)] if is_another else drawn
        place, _, name = key.partition(".")
        if name:
            line["data"][name] = value
        else:
            line[place] = value
    if is_new_origin:
        for line in lines:
            line["origin"] = "another"
    file = folder / "log.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    if is_new_log:
        say.environ["PMLOG_DB"] = str(folder / "second.db")
    if say("import", str(file)).code:
        return

    report = json.loads(say("verify", "--json").out)
    assert [each for each in report["findings"] if each["kind"] == "unusable"] == []
    for argv in READERS:
        said = say(*argv)
        assert said.code in (0, 1, 2), (argv, said)
        assert "unforeseen" not in said.err, (argv, said)
    assert say("event", "still works").code == 0
