"""Events -> the incident they tell of."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pmlog.clock import MINUTE_US
from pmlog.incident import event_data, kinds, timeline
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from tests.timelines import INCIDENT, at, event, written


def fold(events: list[Event]) -> Incident:
    incident = timeline.fold(events)
    assert incident is not None
    return incident


def texts(incident: Incident) -> list[str]:
    return [each.text for each in incident.timeline]


def amend(number: int, target: Event, **changes: object) -> Event:
    data = {event_data.TARGET: target.id, event_data.SET: changes}
    return event(number, kinds.AMEND, at("20:00"), data=data)


def retract(number: int, target: Event, *, retracted: bool = True) -> Event:
    data = {event_data.TARGET: target.id, event_data.RETRACTED: retracted}
    return event(number, kinds.RETRACT, at("20:00"), data=data)


def test_a_late_report_stands_where_it_happened() -> None:
    events = written("14:05 detected  db-1 is down", "14:01 note  first 500s, noticed late")

    assert texts(fold(events)) == ["first 500s, noticed late", "db-1 is down"]


def test_events_of_one_moment_stand_in_the_order_of_their_writing() -> None:
    events = written("14:05 note  b", "14:05 note  a")

    assert texts(fold(events)) == ["b", "a"]


def test_the_last_title_wins_and_the_opening_is_the_first() -> None:
    events = written("14:05 title  checkout is down", "14:09 title  payments are down")

    assert fold(events).title == "payments are down"
    assert fold(written(title="db-1 is down")).title == "db-1 is down"


def test_the_timezone_field_moves_the_incident_to_its_zone() -> None:
    assert fold(written("14:05 timezone  Asia/Tokyo")).zone == "Asia/Tokyo"


def test_the_start_is_the_impact_even_where_something_happened_before_it() -> None:
    incident = fold(written("14:01 note  deployed", "14:05 began  500s", "14:09 note  hm"))

    assert incident.start_us == at("14:05")
    assert [incident.elapsed_us(each) // MINUTE_US for each in incident.timeline] == [
        -4,
        0,
        4,
    ]


def test_without_an_impact_the_start_is_the_first_thing_known() -> None:
    assert fold(written("14:09 note  b", "14:05 note  a")).start_us == at("14:05")


def test_what_was_collected_moves_no_start() -> None:
    collected = event(8, kinds.NOTE, at("13:00"), source="slack", source_id="1")

    assert fold([*written("14:05 note  a"), collected]).start_us == at("14:05")
    assert fold([*written(), collected]).start_us == fold(written()).start_us


def test_a_key_that_was_unset_is_none() -> None:
    key = event(8, kinds.KEY, at("20:00"), "INC-42")
    unset = event(9, kinds.KEY, at("20:01"), data={event_data.UNSET: True})

    assert fold([*written(), key]).keys == ("INC-42",)
    assert fold([*written(), key, unset]).keys == ()


def test_that_there_was_none_counts_while_there_is_none() -> None:
    none = event(8, kinds.NONE, at("20:00"), "none", data={"of": kinds.MISLEADING})

    assert set(fold([*written("14:05 note  a"), none]).nones) == {kinds.MISLEADING}
    assert fold([*written("14:05 misleading  a"), none]).nones == {}


def test_an_incident_is_open_until_it_is_closed_and_again_when_reopened() -> None:
    events = written("14:05 resolved  fixed", "15:00 closed", "16:00 opened")

    assert fold(events[:1]).state == "open"
    assert fold(events[:2]).state == "resolved"
    assert fold(events[:3]).state == "closed"
    assert fold(events).is_open


def test_what_began_again_is_not_resolved() -> None:
    events = written("14:00 began", "14:05 resolved", "14:30 began")

    assert fold(events).resolved is None


def test_a_retracted_event_leaves_the_timeline_and_a_restored_one_comes_back() -> None:
    events = written("14:05 note  wrong", "14:06 note  right")
    gone = [*events, retract(9, events[1])]

    assert texts(fold(gone)) == ["right"]
    assert texts(fold([*gone, retract(10, events[1], retracted=False)])) == [
        "wrong",
        "right",
    ]


def test_an_amended_time_moves_the_event_and_the_last_amendment_wins() -> None:
    events = written("14:05 note  a", "14:06 note  b")
    changed = [*events, amend(9, events[1], at=at("14:30")), amend(10, events[1], text="A")]

    assert texts(fold(changed)) == ["b", "A"]
    assert fold(changed).timeline[1].at == at("14:30")


def test_a_retracted_amendment_gives_the_word_back_to_the_one_before() -> None:
    events = written("14:05 escalated  a", title="x")
    first = amend(8, events[1], text="b", to=["DBAs"])
    last = amend(9, events[1], text="c")

    def told(*words: Event) -> Event:
        return fold([*events, first, last, *words]).timeline[0]

    assert told().text == "c"
    assert told(retract(10, last)).text == "b"
    assert told(retract(10, last), retract(11, first)) == events[1]
    assert told(retract(10, last), retract(11, last, retracted=False)).text == "c"
    assert told().details.to == ("DBAs",)


def test_an_amendment_that_was_logged_to_another_incident_changes_nothing() -> None:
    events = written("14:05 note  a")
    other = amend(9, events[1], text="b")._replace(incident=event(7, "note", 0).id)

    assert timeline.fold([*events, other], INCIDENT) == fold(events)


def test_an_amended_time_that_is_its_end_keeps_the_end() -> None:
    events = written("14:05-14:20 investigated  a")

    changed = fold([*events, amend(9, events[1], at=at("14:20"))]).timeline[0]
    assert changed.until == at("14:20")
    changed = fold([*events, amend(9, events[1], at=at("14:21"))]).timeline[0]
    assert changed.until is None


def test_an_amendment_changes_no_kind_outside_the_timeline() -> None:
    events = written("14:05 note  a")

    assert fold([*events, amend(9, events[1], kind="title")]).timeline[0].kind == "note"
    assert fold([*events, amend(9, events[0], kind="note")]).title == "db-1 is down"


def test_an_incident_whose_opening_is_retracted_is_none() -> None:
    events = written("14:05 note  a", "15:00 closed", "16:00 opened")

    assert timeline.fold([*events, retract(9, events[0])]) is None


KINDS = st.sampled_from(
    (*kinds.TIMELINE_KINDS, kinds.TITLE, kinds.CLOSED, kinds.OPENED, kinds.TASK)
)
STORIES = st.lists(st.tuples(KINDS, st.integers(0, 1000)), max_size=12)


@given(STORIES, st.randoms(use_true_random=False))
def test_arrival_order_decides_nothing(
    story: list[tuple[str, int]], chance: random.Random
) -> None:
    events = written()
    for number, (kind, minute) in enumerate(story, 2):
        events.append(event(number, kind, at("00:00") + minute * MINUTE_US, str(number)))
    if len(events) > 2:
        events += [
            retract(90, events[1]),
            amend(91, events[2], at=at("12:00"), kind="note"),
        ]
    arrived = chance.sample(events, len(events))

    assert timeline.fold(arrived) == timeline.fold(events)
