"""An incident -> what is drawn of it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import clock, diagram
from pmlog.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from pmlog.diagram import dial, lettering, thinning
from pmlog.diagram.picture import Item, Picture
from pmlog.incident import kinds, timeline
from pmlog.incident.event import Event
from pmlog.text.width import columns
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


def test_phases_last_from_one_milestone_to_the_next() -> None:
    lines = ("14:00 began", "14:05 detected", "14:09 acknowledged", "14:30 mitigated")

    assert phases(drawn(*lines, "15:00 resolved")) == [
        ("undetected", 5),
        ("unacknowledged", 4),
        ("response", 21),
        ("mitigated", 30),
    ]


def test_a_phase_is_named_for_what_is_known() -> None:
    assert phases(drawn("14:00 began", "14:30 resolved")) == [("outage", 30)]
    assert phases(drawn("14:00 began", "14:05 detected", "14:30 resolved")) == [
        ("undetected", 5),
        ("response", 25),
    ]


def test_each_window_has_its_own_phases() -> None:
    lines = ("14:00 began", "14:30 resolved", "15:00 began", "15:05 detected")

    assert phases(drawn(*lines, "15:10 resolved")) == [
        ("outage", 30),
        ("undetected", 5),
        ("response", 5),
    ]


def test_milestones_out_of_order_make_no_phase() -> None:
    lines = ("14:00 began", "14:05 acknowledged", "14:10 detected", "14:30 resolved")

    assert phases(drawn(*lines)) == [("outage", 5), ("response", 25)]


def test_without_a_start_phases_run_from_the_first_milestone() -> None:
    assert phases(drawn("14:05 detected", "14:30 resolved")) == [("response", 25)]
    assert phases(drawn("14:05 note")) == []


def test_an_outage_that_goes_on_is_drawn_until_now() -> None:
    picture = drawn("14:00 began", now="15:12")

    assert picture.is_ongoing
    assert picture.last_us == at("15:12")
    assert picture.phases[-1].length == "1 h 12 min so far"


def test_a_closed_or_contradictory_outage_is_drawn_until_its_last_event() -> None:
    closed = drawn("14:00 began", "14:20 note", "14:30 closed")
    backward = drawn("14:00 began", "13:00 resolved", "14:20 note")

    for picture in (closed, backward):
        assert not picture.is_ongoing
        assert picture.last_us == at("14:20")


def test_what_takes_time_is_a_span_and_no_point() -> None:
    picture = drawn("14:00-14:10 misleading  a", "14:20 misleading  b", "14:30 note  c")

    assert [span.text for span in picture.spans] == ["a"]
    assert [point.text for point in picture.points] == ["b", "c"]
    assert [span.text for span in drawn("14:00-14:10 investigated  x").spans] == ["x"]


def test_a_misleading_path_lasts_until_the_next_path_or_until_now() -> None:
    picture = drawn("14:00 began", "14:10 misleading", "14:20 investigated")
    assert [span.length for span in picture.spans] == ["10 min"]

    picture = drawn("14:00 began", "14:10 misleading", now="14:50")
    assert [span.length for span in picture.spans] == ["40 min so far"]


def test_an_about_time_makes_lengths_about_and_only_its_own_start() -> None:
    picture = drawn("14:00 began", "~14:05 detected", "14:30 resolved")
    shown = dial.dial(picture)

    assert [phase.length for phase in picture.phases] == ["~ 5 min", "~ 25 min"]
    assert [shown.start(phase) for phase in picture.phases] == ["14:00", "~14:05"]


def test_events_far_from_the_outage_are_left_out_and_counted() -> None:
    meeting = event(9, kinds.NOTE, at("14:00") + 7 * DAY_US, "the meeting")
    picture = drawn("14:00 began", "14:30 resolved", extra=(meeting,))

    assert picture.last_us == at("14:30")
    assert picture.left_out == 1
    assert thinning.left_out_text(picture) == "1 more event is in the timeline only"


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
    for item in (*picture.phases, *picture.items):
        assert picture.first_us <= item.first_us <= item.last_us <= picture.last_us


@given(STORIES)
def test_every_event_is_drawn_or_counted(story: Story) -> None:
    picture = pictured(story)
    events = sum(kind in kinds.TIMELINE_KINDS for kind, *_ in story)

    assert len(picture.items) + picture.left_out == events


@given(STORIES)
def test_phases_do_not_overlap(story: Story) -> None:
    for one, other in itertools.pairwise(pictured(story).phases):
        assert one.last_us <= other.first_us


# Thinning.


def test_thinning_keeps_the_telling_events_and_counts_the_rest() -> None:
    notes = tuple(event(i, kinds.NOTE, at("14:10") + i * SECOND_US) for i in range(10, 40))
    picture = drawn("14:00 began", "14:05 detected", "15:00 resolved", extra=notes)
    few = thinning.thinned(picture, points=5, spans=5, phases=5)

    assert [point.kind for point in few.points] == [
        "began",
        "detected",
        "note",
        "note",
        "resolved",
    ]
    assert few.left_out == 28
    assert thinning.thinned(picture, points=50, spans=5, phases=5) == picture


def test_thinning_keeps_the_longest_spans_in_their_order() -> None:
    lines = ("14:00-14:01 misleading", "14:10-14:30 misleading", "14:40-14:50 misleading")
    few = thinning.thinned(drawn(*lines), points=5, spans=2, phases=5)

    assert [span.length for span in few.spans] == ["20 min", "10 min"]
    assert few.left_out == 1


# The dial.


def test_seconds_and_days_are_written_only_where_they_matter() -> None:
    minutes = drawn("14:00 began", "14:30 resolved")
    seconds = drawn("14:00 began", "14:30:05 resolved")
    days = drawn("00:10 note", extra=(event(9, kinds.NOTE, at("00:00") - HOUR_US),))

    assert dial.dial(minutes).time(at("14:05")) == "14:05"
    assert dial.dial(seconds).time(at("14:05")) == "14:05:00"
    assert dial.dial(days).time(at("00:10")) == "11-21 00:10"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("14:01:00", ["14:00:00", "14:00:15", "14:00:30", "14:00:45", "14:01:00"]),
        ("14:40", ["14:00", "14:10", "14:20", "14:30", "14:40"]),
        ("17:59", ["14:00", "15:00", "16:00", "17:00"]),
    ],
)
def test_ticks_stand_at_round_times(end: str, expected: list[str]) -> None:
    picture = drawn("14:00 began", f"{end} resolved")

    assert [tick.text for tick in dial.ticks(picture, 5)] == expected


def test_ticks_follow_the_wall_clock_over_its_change() -> None:
    found = dial.ticks(over_a_clock_change(), 5)

    assert [tick.text for tick in found] == ["02:00", "02:30", "02:00", "02:30", "03:00"]
    assert dial.span_text(over_a_clock_change()) == (
        "2026-10-25, Europe/Berlin CEST (UTC+02:00), then CET (UTC+01:00)"
    )


def test_a_tick_at_midnight_is_a_date() -> None:
    picture = drawn("00:00 began", extra=(event(9, "note", at("00:00") - 3 * HOUR_US),))

    assert "11-21" in [tick.text for tick in dial.ticks(picture, 50) if tick.is_day]


@given(st.integers(1, 10**15), st.integers(2, 80))
def test_there_are_never_too_many_ticks(length_us: int, most: int) -> None:
    start = at("14:00")
    picture = drawn()._replace(first_us=start, last_us=start + length_us)

    assert len(dial.ticks(picture, most)) <= most


# The lettering.


@given(st.text(), st.integers(0, 50))
def test_cut_text_fits_and_is_one_printable_line(text: str, width: int) -> None:
    line = lettering.cut(text, width)

    assert columns(line) <= width
    assert all(each.isprintable() or each in "\u200c\u200d" for each in line)


@given(st.text(), st.integers(2000, 50_000), st.integers(1, 4))
def test_wrapped_text_fits_in_its_lines(text: str, width: int, lines: int) -> None:
    found = lettering.wrapped(text, width, lines)

    assert len(found) <= lines
    assert all(lettering.thousandths(line) <= width for line in found)


def test_a_long_text_is_cut_however_much_of_it_is_blank() -> None:
    assert lettering.cut("a" + " " * 10_000, 5) == "a…"


def test_wrapped_text_breaks_between_words() -> None:
    assert lettering.wrapped("one two three", 5000, 3) == ["one two", "three"]


def test_an_item_says_its_length() -> None:
    item = Item("note", "", 0, 90 * SECOND_US, is_rough=True, is_open=True)

    assert item.length == "~ 1 min 30 s so far"
    assert item._replace(last_us=0).length == ""
    assert clock.duration_text(item.duration_us) == "1 min 30 s"
