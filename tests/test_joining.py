"""Several logs' halves are one incident, whatever is merged in which order."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlog.clock import MINUTE_US
from pmlog.exchange import export
from pmlog.incident import joining, kinds
from pmlog.incident.event import Event
from pmlog.store import current, derived, incident_queries, queries, schema
from pmlog.store.log import Log
from tests.conftest import NOW_US
from tests.timelines import at, event

ORIGINS = tuple(f"019f0000-0000-7000-8000-0000000000{n}" for n in ("a1", "b2", "c3"))
INCIDENTS = tuple(
    f"019f0000-0000-7000-8000-0000000000{n}" for n in ("d1", "d2", "d3", "d4")
)
KEYS = ("INC-42", " inc-42", "OPS-7", "")
SOURCES = ("slack", "pager")

# Of a step: which log, what it does, to which incident or event, and how.
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(
            (
                *("note", "began", "resolved", "closed", "opened", "collected", "title"),
                *("join", "key", "move", "amend", "retract", "pin", "none", "unknown"),
            )
        ),
        st.integers(0, 40),
        st.integers(0, 40),
    ),
    max_size=24,
)


def events_of(steps: list[tuple[int, str, int, int]]) -> list[Event]:
    """Return what three logs wrote, with an opening of each of four incidents."""
    made = [
        event(90 + n, kinds.OPENED, at("10:00") + n, f"incident {n}", lamport=1)._replace(
            id=each, incident=each, origin=ORIGINS[n % 3], seq=1 + n // 3
        )
        for n, each in enumerate(INCIDENTS)
    ]
    seqs = [2, 1, 1]
    for number, (which, action, one, other) in enumerate(steps, 200):
        seqs[which] += 1
        # Two logs that have not met give out the same lamports.
        found = _made(number, action, one, other, made)
        made.append(
            found._replace(origin=ORIGINS[which], seq=seqs[which], lamport=2 + number // 3)
        )
    return made


def _made(number: int, action: str, one: int, other: int, made: list[Event]) -> Event:
    incident, target = INCIDENTS[one % 4], made[one % len(made)]
    at_us, place = at("10:00") + other * MINUTE_US, INCIDENTS[other % 4]
    changes: dict[str, dict[str, object]] = {
        "move": {"incident": place},
        "amend": {"at": at_us, "text": "amended"},
        "pin": {"pinned": other % 2 == 0},
    }
    said: dict[str, tuple[str, str, dict[str, object]]] = {
        "join": (kinds.JOIN, "", {"other": place}),
        "key": (kinds.KEY, KEYS[other % 4], {} if KEYS[other % 4] else {"unset": True}),
        "none": (kinds.NONE, "none", {"of": kinds.MISLEADING}),
        "unknown": ("of_another_edition", "x", {"shape": [1, {"a": None}]}),
        "collected": (kinds.NOTE, f"message {other % 3}", {}),
    }
    if action in changes:
        data: dict[str, object] = {"target": target.id, "set": changes[action]}
        return event(number, kinds.AMEND, at_us, incident=target.incident, data=data)
    if action == "retract":
        data = {"target": target.id, "retracted": other % 3 > 0}
        return event(number, kinds.RETRACT, at_us, incident=target.incident, data=data)
    kind, text, data = said.get(action, (action, f"{action} {number}", {}))
    found = event(number, kind, at_us, text, incident=incident, data=data)
    if action != "collected":
        return found
    return found._replace(source=SOURCES[one % 2], source_id=f"message {other % 5}")


FACTS = ("id", "title", "zone", "is_open", "opened_at", "start_us", "state")
TABLES = ("halves", "twins", "moved", "heads")


def derived_of(log: Log) -> dict[str, set[tuple[Any, ...]]]:
    return {table: set(log.rows(f"select * from {table}")) for table in TABLES}


def new_log(factory: pytest.TempPathFactory) -> Log:
    path = str(factory.mktemp("log") / "log.db")
    schema.prepare(path, NOW_US)
    return Log(path)


def taken_in(log: Log, events: list[Event]) -> None:
    """Import events in parts, some of them twice."""
    half = len(events) // 2
    for part in (events[:half], events[half:], events[: half + 1]):
        export.import_events(log, [part] if part else [])


def one_fact_a_log(events: list[Event]) -> list[Event]:
    """Leave out what one log would have collected twice."""
    seen, kept = set(), []
    for each in events:
        key = (each.origin, each.source, each.source_id)
        if each.source is None or key not in seen:
            kept.append(each)
            seen.add(key)
    return kept


@settings(deadline=None, max_examples=40)
@given(STEPS, st.randoms(use_true_random=False))
def test_the_order_in_which_logs_meet_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[int, str, int, int]],
    chance: random.Random,
) -> None:
    events = one_fact_a_log(events_of(steps))
    with new_log(tmp_path_factory) as here, new_log(tmp_path_factory) as there:
        taken_in(here, events)
        taken_in(there, chance.sample(events, len(events)))
        assert list(export.export_lines(here)) == list(export.export_lines(there))
        assert derived_of(here) == derived_of(there)
        assert incident_queries.incidents(here) == incident_queries.incidents(there)
        for name in incident_queries.incidents(here):
            assert incident_queries.whole(here, name) == incident_queries.whole(there, name)
        before = derived_of(here)
        with here.transaction():
            derived.rebuild(here)
        assert derived_of(here) == before


@settings(deadline=None, max_examples=40)
@given(STEPS, st.integers(1, 4))
def test_few_events_and_views_tell_what_the_whole_tells(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[int, str, int, int]],
    count: int,
) -> None:
    with new_log(tmp_path_factory) as log:
        taken_in(log, one_fact_a_log(events_of(steps)))
        viewed: dict[str, list[tuple[str, str, str]]] = {}
        for incident, *row in log.rows("select incident, id, kind, text from timeline"):
            viewed.setdefault(incident, []).append((row[0], row[1], row[2]))
        listed = dict(log.rows("select incident, title from incidents"))
        whole = {
            name: incident_queries.whole(log, name)
            for name in incident_queries.incidents(log)
        }
        there = {name: each for name, each in whole.items() if each is not None}

        assert listed == {name: each.title for name, each in there.items()}
        assert {name: rows for name, rows in viewed.items() if name in there} == {
            name: [(e.id, e.kind, e.text) for e in each.timeline]
            for name, each in there.items()
            if each.timeline
        }
        for name, each in there.items():
            few = current.landmarks(log, name).folded()
            page = current.last_page(log, name, count).folded()
            for fact in (
                "id",
                "title",
                "zone",
                "is_open",
                "opened_at",
                "start_us",
                "state",
            ):
                right = getattr(each, fact)
                assert (getattr(few, fact), getattr(page, fact)) == (right, right), fact
            assert page.timeline[-count:] == each.timeline[-count:]


def test_joins_in_a_circle_do_no_harm() -> None:
    joins = [("b", "a"), ("c", "b"), ("a", "c"), ("d", "d")]

    assert joining.names(joins, {}) == {"a": "a", "b": "a", "c": "a"}


def test_equal_keys_join_and_a_key_that_nobody_shares_does_not() -> None:
    keys = {"b": "inc-42", "a": "inc-42", "c": "ops-7", "d": ""}

    assert joining.names([], keys) == {"a": "a", "b": "a"}
    assert joining.plain_key(" INC-42\n") == "inc-42"


def collected(number: int, origin: int, incident: str) -> Event:
    found = event(number, kinds.NOTE, at("10:05"), "the pool is empty", incident=incident)
    return found._replace(
        origin=ORIGINS[origin], seq=9, lamport=9, source="slack", source_id="C1/1.5"
    )


def correction(number: int, target: Event, **data: object) -> Event:
    kind = kinds.RETRACT if "retracted" in data else kinds.AMEND
    found = event(number, kind, NOW_US, incident=target.incident)
    data = {"target": target.id, **data}
    return found._replace(origin=ORIGINS[2], data=json.dumps(data))


JOINED = (0, "join", 0, 1)  # the second incident with the first


@pytest.mark.parametrize("which", [0, 1])
def test_a_fact_that_two_logs_collected_is_one_and_is_corrected_once(
    tmp_path_factory: pytest.TempPathFactory, which: int
) -> None:
    twins = [collected(300, 0, INCIDENTS[0]), collected(301, 1, INCIDENTS[1])]
    amended = correction(400, twins[which], set={"text": "the pool was empty"})
    with new_log(tmp_path_factory) as log:
        taken_in(log, [*events_of([JOINED]), *twins, amended])
        found = current.whole(log, INCIDENTS[1]).folded()

        assert [(e.id, e.text) for e in found.timeline] == [
            (twins[0].id, "the pool was empty")
        ]
        for twin in twins:
            fact, words = queries.subject(log, twin) or (None, [])
            assert (fact, [word.id for word in words]) == (twins[0], [amended.id])
        taken_in(log, [correction(401, twins[1 - which], retracted=True)])
        assert current.whole(log, INCIDENTS[0]).folded().timeline == ()


def test_the_same_message_in_two_incidents_is_two_facts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    twins = [collected(300, 0, INCIDENTS[0]), collected(301, 1, INCIDENTS[1])]
    with new_log(tmp_path_factory) as log:
        taken_in(log, [*events_of([]), *twins])
        found = [current.whole(log, each).folded().timeline for each in INCIDENTS[:2]]

        assert [[e.id for e in rows] for rows in found] == [[t.id] for t in twins]


def test_a_move_brings_a_fact_with_its_twins_and_to_its_twin(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    twins = [collected(300, 0, INCIDENTS[0]), collected(301, 1, INCIDENTS[1])]
    third = collected(302, 2, INCIDENTS[2])
    away = correction(400, twins[1], set={"incident": INCIDENTS[2]})
    with new_log(tmp_path_factory) as log:
        taken_in(log, [*events_of([JOINED]), *twins, third, away])

        assert current.whole(log, INCIDENTS[0]).folded().timeline == ()
        assert [e.id for e in current.whole(log, INCIDENTS[2]).folded().timeline] == [
            twins[0].id
        ]
        rows = log.rows("select id from timeline where incident = ?", INCIDENTS[2])
        assert list(rows) == [(twins[0].id,)]
