"""Logs of two machines meet, and their counts tie: both must then tell the same.

Each wrote without having seen the other, so lamports are equal, and clocks may be. What
is left to tell events apart is the origin, and the number within it last of all.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pmlog.actions import current_incident
from pmlog.exchange import export
from pmlog.incident import event_data, history, kinds, timeline
from pmlog.incident.event import Event
from pmlog.store import current, derived, incident_queries, queries, schema, search
from pmlog.store.current import Marks
from pmlog.store.log import Log
from pmlog.store.search import Wanted
from pmlog.text import words
from tests.conftest import NOW_US
from tests.timelines import INCIDENT, at, event, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST, SECOND = "origin-a", "origin-b"  # as they sort


def of(origin: str, seq: int, lamport: int, wrote: Event) -> Event:
    return wrote._replace(origin=origin, seq=seq, lamport=lamport)


def amend(number: int, target: Event, **changes: object) -> Event:
    data = {event_data.TARGET: target.id, event_data.SET: changes}
    return event(number, kinds.AMEND, at("15:00"), data=data)


def title(number: int, text: str) -> Event:
    return event(number, kinds.TITLE, at("15:00"), text)


OPENED = of(FIRST, 1, 1, written()[0])
# One moment: the second machine's event was written first, though its name sorts last.
LATER = of(FIRST, 3, 7, event(3, kinds.NOTE, at("14:05"), "written later"))
EARLIER = of(SECOND, 4, 2, event(4, kinds.NOTE, at("14:05"), "written earlier"))
SUBJECT = of(FIRST, 2, 2, event(2, kinds.NOTE, at("14:01"), "as logged"))
# One lamport: the machine that sorts last has the last word, though its number is lower.
WORD_OF_FIRST = of(FIRST, 9, 9, amend(9, SUBJECT, text="the first machine's word"))
WORD_OF_SECOND = of(SECOND, 5, 9, amend(5, SUBJECT, text="the second machine's word"))
TITLE_OF_FIRST = of(FIRST, 10, 10, title(10, "the first machine's title"))
TITLE_OF_SECOND = of(SECOND, 6, 10, title(6, "the second machine's title"))
BOTH = (
    *(OPENED, SUBJECT, LATER, EARLIER),
    *(WORD_OF_FIRST, WORD_OF_SECOND, TITLE_OF_FIRST, TITLE_OF_SECOND),
)
TOLD = ["the second machine's word", "written earlier", "written later"]
TITLE = "the second machine's title"


def texts(events: object) -> list[str]:
    return [each.text for each in events]  # type: ignore[attr-defined]


@pytest.fixture(params=["first comes first", "second comes first"])
def merged(request: pytest.FixtureRequest, log: Log) -> Log:
    """Return a log into which both series came, one after the other."""
    origins = (FIRST, SECOND) if request.param.startswith("first") else (SECOND, FIRST)
    for origin in origins:
        export.import_events(log, [[each for each in BOTH if each.origin == origin]])
    return log


@pytest.mark.parametrize("arrived", [BOTH, BOTH[::-1]])
def test_the_fold_goes_by_lamport_then_by_origin(arrived: tuple[Event, ...]) -> None:
    incident = timeline.fold(arrived)

    assert incident is not None
    assert texts(incident.timeline) == TOLD
    assert incident.title == TITLE


@pytest.mark.parametrize("read", [current.whole, current.landmarks, current.outline])
def test_the_title_of_a_log_is_that_of_the_fold(
    merged: Log, read: Callable[[Log, str], Marks]
) -> None:
    assert read(merged, INCIDENT).folded().title == TITLE


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_last_of_a_timeline_are_those_of_the_whole(merged: Log, count: int) -> None:
    page = current.last_page(merged, INCIDENT, count).folded()

    assert texts(page.timeline)[-count:] == TOLD[-count:]


def test_the_views_for_people_show_the_same(merged: Log) -> None:
    shown = [text for (text,) in merged.rows("select text from timeline")]
    titles = [text for (text,) in merged.rows("select title from incidents")]

    assert (shown, titles) == (TOLD, [TITLE])


OTHER = "019f0000-0000-7000-9000-00000000000e"
SEEN = event(2, kinds.NOTE, at("14:01"), "as it was", source="slack", source_id="1")
SEEN_THERE = SEEN._replace(id=OTHER[:-1] + "f", seq=5, lamport=5, incident=OTHER)
SAID_THERE = amend(6, SEEN_THERE, text="taken back")._replace(incident=OTHER)
TAKEN_BACK = {event_data.TARGET: SAID_THERE.id, event_data.RETRACTED: True}
ELSEWHERE = (
    *(written()[0], SEEN),
    # What is said in another incident counts for none of this one's.
    amend(3, SEEN, text="of no account")._replace(incident=OTHER),
    event(4, kinds.OPENED, at("14:00"), "there", id=OTHER, incident=OTHER),
    # The same fact, collected there; an amendment of it, and that taken back.
    SEEN_THERE._replace(origin=SECOND),
    SAID_THERE,
    event(7, kinds.RETRACT, at("15:00"), data=TAKEN_BACK, incident=OTHER),
    event(8, kinds.JOIN, at("15:00"), data={event_data.OTHER: OTHER}),
)


def test_in_the_views_corrections_count_where_they_count_in_the_fold(log: Log) -> None:
    with log.transaction():
        derived.append(log, ELSEWHERE)

    assert texts(current.whole(log, INCIDENT).folded().timeline) == ["as it was"]
    assert list(log.rows("select text from timeline")) == [("as it was",)]


def test_what_was_superseded_is_found_no_more(merged: Log) -> None:
    def found(*typed: str) -> list[str]:
        return texts(search.found(merged, Wanted(words.query(typed))))

    assert found("second", "word") == ["the second machine's word"]
    assert found("first", "word") == []
    list(search.fill(merged))
    assert found("second", "word") == ["the second machine's word"]
    assert found("first", "word") == []


def test_the_history_tells_the_corrections_in_the_order_in_which_they_count(
    merged: Log,
) -> None:
    found = queries.subject(merged, SUBJECT)
    told = [*history.changes(queries.all_events(merged))]

    assert found == (SUBJECT, [WORD_OF_FIRST, WORD_OF_SECOND])
    assert [each.event for each in told if each.action == "amended"] == found[1]
    assert [each.after.text for each in told if each.action == "set"][-1] == TITLE


def test_logs_that_have_met_export_the_same_lines(tmp_path: Path) -> None:
    exported = []
    for name, origins in (("one", (FIRST, SECOND)), ("other", (SECOND, FIRST))):
        path = str(tmp_path / f"{name}.db")
        schema.prepare(path, NOW_US)
        with Log(path) as log:
            for origin in origins:
                series = [each for each in BOTH if each.origin == origin]
                export.import_events(log, [series])
            exported.append([json.loads(line) for line in export.export_lines(log)])

    assert exported[0] == exported[1]
    assert [each["lamport"] for each in exported[0]] == [1, 2, 2, 7, 9, 9, 10, 10]


def test_an_arrival_is_heard_by_a_log_in_which_nothing_was_open(log: Log) -> None:
    here = [
        of(FIRST, 1, 50, event(1, kinds.OPENED, NOW_US)),
        of(FIRST, 2, 51, event(2, kinds.CLOSED, NOW_US)),
    ]
    with log.transaction():
        derived.append(log, here)
    assert current_incident.open_now(log, NOW_US) is None
    # Opened elsewhere, before this log was ever heard of there.
    other = event(90, kinds.OPENED, NOW_US)
    export.import_events(log, [[of(SECOND, 1, 1, other)._replace(incident=other.id)]])

    assert current_incident.open_now(log, NOW_US) == other.id


@pytest.mark.parametrize("is_last_retracted", [True, False])
def test_who_has_the_last_word_on_a_retraction_is_the_same_in_sql(
    log: Log, is_last_retracted: bool
) -> None:
    closed = of(FIRST, 2, 2, event(2, kinds.CLOSED, at("15:00")))

    def word(number: int, *, retracted: bool) -> Event:
        data = {event_data.TARGET: closed.id, event_data.RETRACTED: retracted}
        return event(number, kinds.RETRACT, at("15:00"), data=data)

    series = [
        *(OPENED, closed),
        of(FIRST, 9, 9, word(9, retracted=not is_last_retracted)),
        of(SECOND, 5, 9, word(5, retracted=is_last_retracted)),
    ]
    export.import_events(log, [series])
    incident = timeline.fold(series)

    assert incident is not None
    assert incident.is_open is is_last_retracted
    assert (current_incident.open_now(log, NOW_US) == INCIDENT) is is_last_retracted
    ((shown,),) = log.rows("select state from incidents")
    assert (shown != "closed") is is_last_retracted


@pytest.mark.parametrize("is_last_retracted", [True, False])
def test_evidence_counts_as_the_last_word_on_it_says(
    log: Log, is_last_retracted: bool
) -> None:
    data = {event_data.SHA256: "ab"}
    evidence = of(FIRST, 2, 2, event(2, kinds.EVIDENCE, at("14:05"), data=data))

    def word(number: int, *, retracted: bool) -> Event:
        data = {event_data.TARGET: evidence.id, event_data.RETRACTED: retracted}
        return event(number, kinds.RETRACT, at("15:00"), data=data)

    first = of(FIRST, 9, 9, word(9, retracted=not is_last_retracted))
    second = of(SECOND, 5, 9, word(5, retracted=is_last_retracted))
    export.import_events(log, [[OPENED, evidence, first, second]])

    assert incident_queries.has_evidence(log, INCIDENT, "ab") is not is_last_retracted
