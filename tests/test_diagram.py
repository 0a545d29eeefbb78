"""An incident -> what is drawn of it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import clock, diagram
from pmlog.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from pmlog.diagram import axis, sampling
from pmlog.diagram.item import Item
from pmlog.diagram.layout import WIDE, layout
from pmlog.diagram.picture import Picture, left_out_text
from pmlog.incident import kinds, timeline
from pmlog.incident.event import Event
from tests import timelines
from tests.timelines import at, event, written

BERLIN_CHANGE = 1_792_890_000 * SECOND_US  # 2026-10-25T01:00:00Z, 03:00 CEST becomes 02:00


def folded(events: list[Event]) -> timeline.Incident:
    incident = timeline.fold(events)
    assert incident is not None
    return incident


def drawn(
    *lines: str, extra: tuple[Event, ...] = (), now: str = "20:00", **options: Any
) -> Picture:
    events = [*written(*lines, **options), *extra]
    return diagram.picture(folded(events), now_us=at(now))


def over_a_clock_change() -> Picture:
    events = written("14:05 timezone  Europe/Berlin")
    for number, hours in enumerate((-1, 1), 3):
        kind = kinds.BEGAN if hours < 0 else kinds.RESOLVED
        events.append(event(number, kind, BERLIN_CHANGE + hours * HOUR_US))
    return diagram.picture(folded(events), now_us=at("20:00"))


def crowded(count: int = 10_000) -> Picture:
    names = kinds.TIMELINE_KINDS
    events = written()
    for number in range(count):
        kind = names[number % len(names)]
        start = at("00:00") + number * SECOND_US
        events.append(event(number + 2, kind, start, f"number {number}"))
    return diagram.picture(folded(events), now_us=at("20:00"))


HOSTILE = (
    "x" * 10_000,
    "a\nb\r\n\tc",
    "]]></svg></title><script>alert(1)</script>",
    "14:05 # note; %%{init: {'theme': 'dark'}}%%",
    "section a",
    "click e1 href https://x.example",
    "\u202eright to left\u2066",
    "שלום עולם",
    "漢字かな交じり文" * 20,
    "👩‍👩‍👧‍👦🏳️‍🌈❤️" * 20,
    "e" + "\u0301" * 500,
    "\x1b[2J\x07\x9b",
    "",
    "&amp;&#58;",
    "-->",
    "```",
    "\ufffe\uffff",
)


def hostile() -> Picture:
    events = written("14:00 began", title=HOSTILE[2] + HOSTILE[0])
    for number, text in enumerate(HOSTILE, 3):
        events.append(event(number, kinds.NOTE, at("14:00") + number * SECOND_US, text))
        span = event(number + 50, kinds.MISLEADING, at("14:20") + number, text)
        events.append(span._replace(until=at("14:50")))
    return diagram.picture(folded(events), now_us=at("15:00"))


# The picture.


def phases(picture: Picture) -> list[tuple[str, int]]:
    return [(each.kind, each.duration_us // MINUTE_US) for each in picture.phases]


def spans(picture: Picture) -> list[str]:
    shown = axis.face(picture)
    return [shown.span(window) for window in picture.windows]


def test_phases_last_from_one_milestone_to_the_next() -> None:
    lines = ("14:00 began", "14:05 detected", "14:09 acknowledged", "14:30 mitigated")
    picture = drawn(*lines, "15:00 resolved")

    assert phases(picture) == [
        ("undetected", 5),
        ("unacknowledged", 4),
        ("response", 51),
    ]
    assert [each.length for each in picture.mitigated] == ["30 min"]


def test_what_is_not_known_is_no_phase() -> None:
    assert phases(drawn("14:00 began", "14:30 resolved")) == []
    assert phases(drawn("14:00 began", "14:10 acknowledged", "14:30 resolved")) == [
        ("response", 20)
    ]
    assert phases(drawn("14:00 began", "14:05 detected", "14:30 resolved")) == [
        ("undetected", 5),
        ("response", 25),
    ]


def test_each_window_has_its_own_phases_and_says_its_times() -> None:
    lines = ("14:00 began", "14:30 resolved", "15:00 began", "15:05 detected")
    picture = drawn(*lines, "15:10 resolved")

    assert phases(picture) == [("undetected", 5), ("response", 5)]
    assert spans(picture) == ["14:00 to 14:30, 30 min", "15:00 to 15:10, 10 min"]


def test_milestones_out_of_order_make_no_phase() -> None:
    lines = ("14:00 began", "14:05 acknowledged", "14:10 detected", "14:30 resolved")

    assert phases(drawn(*lines)) == [("response", 25)]


def test_without_a_start_there_is_no_window_and_the_lane_says_so() -> None:
    picture = drawn("14:05 detected", "14:30 resolved")

    assert phases(picture) == [("response", 25)]
    assert picture.windows == ()
    assert picture.users_hit == "when it began is not in the log"
    assert drawn("14:05 note").users_hit == ""


def test_an_outage_that_goes_on_is_drawn_until_now() -> None:
    picture = drawn("14:00 began", now="15:12")

    assert picture.is_ongoing
    assert picture.last_us == at("15:12")
    assert spans(picture) == ["from 14:00, 1 h 12 min so far"]
    assert spans(drawn("14:00 began", now="14:00")) == ["from 14:00, just now"]


def test_a_closed_or_contradictory_outage_is_drawn_until_its_last_event() -> None:
    closed = drawn("14:00 began", "14:20 note", "14:30 closed")
    backward = drawn("14:00 began", "13:00 resolved", "14:20 note")

    for picture in (closed, backward):
        assert not picture.is_ongoing
        assert picture.last_us == at("14:20")
        assert spans(picture) == ["from 14:00, its end is not in the log"]


def test_a_wrong_path_whose_end_is_not_known_is_a_point() -> None:
    picture = drawn("14:00-14:10 misleading  a", "14:20 misleading  b", "14:30 note  c")

    assert [(path.text, path.length) for path in picture.paths] == [
        ("a", "10 min"),
        ("b", ""),
    ]
    assert [event.text for event in picture.events] == ["a", "b", "c"]


def test_a_misleading_path_lasts_until_the_next_path_or_until_now() -> None:
    picture = drawn("14:00 began", "14:10 misleading", "14:20 investigated")
    assert [path.length for path in picture.paths] == ["10 min"]

    picture = drawn("14:00 began", "14:10 misleading", now="14:50")
    assert [path.length for path in picture.paths] == ["40 min so far"]


def test_an_about_time_makes_lengths_about_and_only_its_own_start() -> None:
    picture = drawn("14:00 began", "~14:05 detected", "14:30 resolved")
    shown = axis.face(picture)

    assert [phase.length for phase in picture.phases] == ["~ 5 min", "~ 25 min"]
    assert [shown.start(phase) for phase in picture.phases] == ["14:00", "~14:05"]


def test_single_events_stand_in_lanes_with_names() -> None:
    lines = ("14:00 began", "14:01 investigated", "14:02 communicated", "14:03 note")
    picture = drawn(*lines, "14:04 escalated", "14:05 communicated")

    assert [(name, len(items)) for name, items in picture.lanes] == [
        ("Escalated", 1),
        ("Told users", 2),
        ("Found out", 1),
    ]


def test_events_far_from_the_outage_are_left_out_and_counted() -> None:
    meeting = event(9, kinds.NOTE, at("14:00") + 7 * DAY_US, "the meeting")
    picture = drawn("14:00 began", "14:30 resolved", extra=(meeting,))

    assert picture.last_us == at("14:30")
    assert picture.left_out == 1
    assert left_out_text(picture) == "1 more event is in the timeline only"


def test_an_empty_incident_and_one_of_no_length_take_up_some_time() -> None:
    for picture in (drawn(), drawn("14:00 note"), drawn("14:00 began", "14:00 resolved")):
        assert picture.last_us - picture.first_us == MINUTE_US


def test_clock_changes_are_in_the_picture() -> None:
    assert over_a_clock_change().clock_changes == (BERLIN_CHANGE,)


STORIES = st.lists(
    st.tuples(
        st.sampled_from((*kinds.TIMELINE_KINDS, kinds.CLOSED)),
        st.integers(0, 400),
        st.none() | st.integers(-50, 5000),
        st.booleans(),
    ),
    max_size=14,
)
Story = list[tuple[str, int, int | None, bool]]


def pictured(story: Story) -> Picture:
    events = written()
    for number, (kind, minute, until, about) in enumerate(story, 2):
        start = timelines.DAY_US + minute * MINUTE_US
        end = None if until is None else timelines.DAY_US + until * MINUTE_US
        events.append(event(number, kind, start, "x", until=end, approx=about))
    return diagram.picture(folded(events), now_us=at("03:00"))


@given(STORIES)
def test_all_that_is_drawn_lies_inside_the_picture(story: Story) -> None:
    picture = pictured(story)

    assert picture.first_us < picture.last_us
    for item in (*picture.windows, *picture.phases, *picture.paths, *picture.events):
        assert picture.first_us <= item.first_us <= item.last_us <= picture.last_us


@given(STORIES)
def test_every_event_is_drawn_or_counted(story: Story) -> None:
    picture = pictured(story)
    events = sum(kind in kinds.TIMELINE_KINDS for kind, *_ in story)

    assert len(picture.events) + picture.left_out == events


@given(STORIES)
def test_phases_do_not_overlap(story: Story) -> None:
    for one, other in itertools.pairwise(pictured(story).phases):
        assert one.last_us <= other.first_us


# Sampling.


def notes(*minutes: float) -> list[Item]:
    return [Item("note", "", int(m * MINUTE_US), int(m * MINUTE_US)) for m in minutes]


HOUR = sampling.Scale(0, HOUR_US, 600)
MARKS = sampling.Marks(8, 3)


def test_marks_that_would_touch_become_a_number() -> None:
    found = sampling.clusters(notes(0, 1, 30, 40), HOUR, MARKS)

    assert [len(each.items) for each in found] == [2, 1, 1]
    assert [each.middle for each in found] == [5, 300, 400]


def test_a_number_of_many_digits_needs_more_room_than_a_mark() -> None:
    crowd = notes(*[10] * 1000)

    assert len(sampling.clusters([*crowd, *notes(12)], HOUR, MARKS)) == 1
    assert len(sampling.clusters([*notes(10), *notes(12)], HOUR, MARKS)) == 2


def test_a_row_of_marks_without_an_end_is_cut_into_pieces() -> None:
    found = sampling.clusters(notes(*range(60)), HOUR, MARKS)

    assert [len(each.items) for each in found] == [9, 8, 9, 8, 9, 8, 9]


@given(st.lists(st.floats(0, 60), max_size=200))
def test_clusters_hold_every_item_once_and_do_not_touch(minutes: list[float]) -> None:
    items = notes(*sorted(minutes))
    found = sampling.clusters(items, HOUR, MARKS)

    assert [item for each in found for item in each.items] == items
    for one, other in itertools.pairwise(found):
        assert one.high + 8 <= other.low - 8 + 1e-6


@given(st.lists(st.floats(0, 60), max_size=200))
def test_the_density_counts_every_item_once(minutes: list[float]) -> None:
    found = sampling.density(notes(*minutes), HOUR, 40)

    assert sum(map(len, found.values())) == len(minutes)
    assert all(0 <= number < 40 for number in found)


def test_paths_at_the_same_time_lie_in_rows_of_their_own() -> None:
    lines = ("14:00-14:30 misleading", "14:10-14:40 misleading", "14:30-14:50 misleading")
    picture = drawn(*lines, "14:35-14:39 misleading")
    scale = sampling.Scale(picture.first_us, picture.last_us, 100)
    rows = sampling.packed(picture.paths, scale, rows=2, least=2)

    assert [[round(room) for _, room in row] for row in rows] == [[60, 100], [100]]
    assert sum(map(len, rows)) < len(picture.paths)


# The axis.


def test_seconds_and_days_are_written_only_where_they_matter() -> None:
    minutes = drawn("14:00 began", "14:30 resolved")
    seconds = drawn("14:00 began", "14:30:05 resolved")
    days = drawn("00:10 note", extra=(event(9, kinds.NOTE, at("00:00") - DAY_US),))

    assert axis.face(minutes).time(at("14:05")) == "14:05"
    assert axis.face(seconds).time(at("14:05")) == "14:05:00"
    assert axis.face(days).time(at("00:10")) == "21 Nov 00:10"


def ticks(picture: Picture, most: int) -> list[str]:
    step_us = axis.step(picture, most)
    return [axis.tick_text(us, picture, step_us) for us in axis.ticks(picture, step_us)]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("14:01:00", ["14:00:00", "14:00:15", "14:00:30", "14:00:45", "14:01:00"]),
        ("14:40", ["14:00", "14:10", "14:20", "14:30", "14:40"]),
        ("17:59", ["14:00", "15:00", "16:00", "17:00"]),
    ],
)
def test_ticks_stand_at_round_times(end: str, expected: list[str]) -> None:
    assert ticks(drawn("14:00 began", f"{end} resolved"), 5) == expected


def test_ticks_follow_the_wall_clock_over_its_change() -> None:
    found = ticks(over_a_clock_change(), 5)

    assert found == ["02:00", "02:30", "02:00", "02:30", "03:00"]
    assert axis.span_text(over_a_clock_change()) == (
        "2026-10-25, Europe/Berlin CEST (UTC+02:00), then CET (UTC+01:00)"
    )


def test_a_date_begins_at_midnight_of_the_zone_that_is_shown() -> None:
    lines = ("14:00 began", "20:00 resolved")
    picture = diagram.picture(
        folded(written(*lines)), now_us=at("21:00"), zone="Asia/Kolkata"
    )

    assert axis.days(picture, 9) == [at("18:30")]
    assert axis.day_text(at("18:30"), "Asia/Kolkata") == "22 Nov"
    assert axis.days(drawn(*lines), 9) == []


def test_an_outage_of_years_has_no_line_for_each_of_its_days() -> None:
    old = event(9, kinds.BEGAN, at("00:00") - 4000 * DAY_US)
    picture = drawn(extra=(old,))

    assert 20 <= len(axis.days(picture, 50)) <= 50
    assert layout(picture, WIDE, "").height <= 240


@given(st.integers(1, 10**15), st.integers(2, 80))
def test_there_are_never_too_many_ticks(length_us: int, most: int) -> None:
    start = at("14:00")
    picture = drawn()._replace(first_us=start, last_us=start + length_us)

    assert len(axis.ticks(picture, axis.step(picture, most))) <= most


def test_an_item_says_its_length() -> None:
    item = Item("note", "", 0, 90 * SECOND_US, is_rough=True, is_open=True)

    assert item.length == "~ 1 min 30 s so far"
    assert item._replace(last_us=0).length == ""
    assert clock.duration_text(item.duration_us) == "1 min 30 s"
