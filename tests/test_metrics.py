"""An incident -> its metrics."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import clock, metrics
from pmlog.clock import HOUR_US, MINUTE_US, SECOND_US
from pmlog.incident import kinds, timeline
from pmlog.incident.event import Event
from pmlog.metrics import report, wording
from pmlog.store import schema
from tests.conftest import NOW_US
from tests.timelines import DAY_US, INCIDENT, at, event, written

if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident
    from tests.conftest import Shell


def told(*lines: str, extra: tuple[Event, ...] = ()) -> Incident:
    return folded([*written(*lines), *extra])


def folded(events: list[Event]) -> Incident:
    incident = timeline.fold(events)
    assert incident is not None
    return incident


def plain(*lines: str, extra: tuple[Event, ...] = ()) -> dict[str, Any]:
    return report.plain(metrics.measure(told(*lines, extra=extra)))


def shown(incident: Incident, now: str = "20:00") -> list[str]:
    """Return the lines of the text, runs of spaces as one."""
    measured = metrics.measure(incident)
    lines = wording.report_lines(measured, zone=incident.zone, now_us=at(now))
    return [" ".join(line.split()) for line in lines]


def users(number: int, time: str, percent: object) -> Event:
    return event(number, kinds.USERS_AFFECTED, at(time), data={"percent": percent})


# The outage and its windows.


def test_the_outage_lasts_from_began_to_resolved() -> None:
    found = metrics.outage(told("14:00 began", "14:30 resolved"))

    assert found.duration_us == 30 * MINUTE_US
    assert not found.is_approximate


def test_an_outage_that_began_again_has_windows_that_add_up_to_its_duration() -> None:
    found = plain("14:00 began", "14:30 resolved", "15:00 began", "15:10 resolved")

    assert [window["duration_s"] for window in found["windows"]] == [1800, 600]
    assert found["duration_s"] == 2400
    assert found["time_to_resolve_s"] == 4200
    assert (found["start"], found["end"]) == (
        "2026-11-21T14:00:00Z",
        "2026-11-21T15:10:00Z",
    )


def test_a_window_ends_with_the_last_resolution_before_it_began_again() -> None:
    lines = ("14:00 began", "14:05 began", "14:30 resolved", "14:40 resolved")

    assert [w["duration_s"] for w in plain(*lines)["windows"]] == [2400]


def test_what_begins_again_at_the_moment_of_its_end_is_another_window() -> None:
    found = plain("14:00 began", "14:30 resolved", "14:30 began", "14:40 resolved")

    assert [window["duration_s"] for window in found["windows"]] == [1800, 600]


def test_an_impact_that_was_given_its_end_is_not_made_longer_by_a_resolution() -> None:
    found = plain("14:00-14:30 began", "15:00 resolved")

    assert [window["duration_s"] for window in found["windows"]] == [1800]
    assert (found["duration_s"], found["time_to_resolve_s"]) == (1800, 3600)


def test_an_outage_that_goes_on_has_no_end_and_no_duration() -> None:
    found = plain("14:00 began", "14:30 resolved", "15:00 began")

    assert [found[key] for key in ("end", "duration_s", "time_to_resolve_s")] == [None] * 3
    assert [window["end"] for window in found["windows"]] == ["2026-11-21T14:30:00Z", None]


def test_an_outage_that_ended_before_it_began_has_no_duration_but_a_problem() -> None:
    found = metrics.measure(told("14:00 began", "13:30 resolved"))

    assert found.outage.is_impossible
    assert found.outage.duration_us is None
    assert report.plain(found)["end"] is None
    assert ("outage", "began", "resolved") in [
        (problem.what, problem.first.kind, problem.last.kind) for problem in found.problems
    ]


def test_a_resolution_before_the_start_is_a_problem_even_if_another_came_later() -> None:
    found = plain("13:30 resolved", "14:00 began", "14:30 resolved")

    assert found["duration_s"] == 1800
    assert [problem["what"] for problem in found["problems"]] == ["outage"]


def test_the_ends_of_an_outage_unpack() -> None:
    began, resolved, _ = metrics.outage(told("14:00 began"))

    assert began is not None
    assert resolved is None


# The times.


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        ("began", "detected", "time_to_detect_s"),
        ("detected", "acknowledged", "time_to_acknowledge_s"),
        ("detected", "escalated", "time_to_escalate_s"),
        ("began", "mitigated", "time_to_mitigate_s"),
        ("began", "resolved", "time_to_resolve_s"),
    ],
)
def test_a_time_counts_from_one_kind_to_another(first: str, last: str, key: str) -> None:
    assert plain(f"14:00 {first}", f"14:20:05 {last}")[key] == 1205
    assert plain(f"14:00 {first}")[key] is None
    assert plain(f"14:00 {last}")[key] is None


def test_times_count_to_the_first_of_a_kind() -> None:
    found = plain("14:00 began", "14:05 detected", "14:09 detected", "14:10 escalated")

    assert (found["time_to_detect_s"], found["time_to_escalate_s"]) == (300, 300)


def test_an_impossible_order_is_reported_with_both_events() -> None:
    found = plain("14:00 detected", "13:55 acknowledged")

    assert found["time_to_acknowledge_s"] is None
    (problem,) = found["problems"]
    assert problem["what"] == "time to acknowledge"
    assert [(each["kind"], each["at"]) for each in problem["events"]] == [
        ("detected", "2026-11-21T14:00:00Z"),
        ("acknowledged", "2026-11-21T13:55:00Z"),
    ]


def test_an_about_time_makes_what_depends_on_it_about() -> None:
    incident = told("~14:00 began", "14:05 detected", "14:10 escalated", "16:30 resolved")

    assert report.approximate(metrics.measure(incident)) == [
        "duration_s",
        "time_to_detect_s",
        "time_to_resolve_s",
    ]
    assert any(line.startswith("outage ~ 2 h 30 min ~14:00:00") for line in shown(incident))


def test_lengths_are_between_whole_seconds_as_the_times_are_shown() -> None:
    events = written()
    events.append(event(2, kinds.BEGAN, at("14:00:00") + 900_000))
    events.append(event(3, kinds.RESOLVED, at("14:00:02") + 100_000))

    assert report.plain(metrics.measure(folded(events)))["duration_s"] == 2


# Misleading paths.


def test_a_misleading_path_lasts_until_the_end_that_was_given() -> None:
    found = plain("14:00-14:20 misleading", "14:10 investigated")

    assert found["misleading_s"] == 1200
    assert found["misleading"][0]["ended_by"] is None


@pytest.mark.parametrize(
    "kind", ["investigated", "misleading", "escalated", "mitigated", "resolved"]
)
def test_else_it_lasts_until_the_next_event_of_another_path(kind: str) -> None:
    incident = told("14:00 misleading", "14:05 note", f"14:10 {kind}", "14:30 resolved")
    path = metrics.measure(incident).misleading.paths[0]

    assert path.duration_us == 10 * MINUTE_US
    assert path.ended_by
    assert path.ended_by.kind == kind


def test_what_happened_at_the_moment_a_path_starts_does_not_end_it() -> None:
    found = plain("14:00 misleading", "14:00 escalated", "14:10 investigated")

    assert found["misleading_s"] == 600


def test_a_path_without_an_end_is_unknown_and_not_counted() -> None:
    assert plain("14:00 misleading")["misleading_s"] is None
    assert plain("14:00-14:05 misleading", "14:10 misleading")["misleading_s"] == 300
    assert plain("14:00 note")["misleading_s"] == 0


def test_time_that_two_paths_share_is_lost_once() -> None:
    found = plain("14:00-14:20 misleading", "14:10-14:30 misleading")

    assert found["misleading_s"] == 1800
    assert [path["duration_s"] for path in found["misleading"]] == [1200, 1200]


def test_a_path_within_another_takes_no_time_of_its_own() -> None:
    found = plain("14:00-14:30 misleading", "14:10-14:15 misleading")

    assert found["misleading_s"] == 1800


def test_the_share_counts_only_what_lies_inside_the_windows() -> None:
    found = plain(
        "14:00 began",
        "13:50-14:15 misleading",
        "14:30 resolved",
        "15:00 began",
        "14:50-15:15 misleading",
        "15:30 resolved",
    )

    assert found["misleading_s"] == 3000
    assert found["misleading_percent"] == 50


def test_a_path_over_two_windows_lies_in_both() -> None:
    windows = ("14:00 began", "14:30 resolved", "15:00 began", "15:10 resolved")

    assert plain("13:50-15:40 misleading", *windows)["misleading_percent"] == 100


def test_a_path_that_was_moved_behind_its_end_is_a_problem_and_not_counted() -> None:
    backward = event(9, kinds.MISLEADING, at("15:00"), until=at("14:00"))
    found = plain("15:10 resolved", extra=(backward,))

    assert found["misleading_s"] is None
    assert [problem["what"] for problem in found["problems"]] == ["misleading paths"]


# The impact over time.


def test_several_shares_are_levels_until_the_next_or_the_end() -> None:
    said = (users(8, "14:00", 30), users(9, "14:20", 90.5), users(10, "15:00", 0))
    found = plain("14:00 began", "15:00 resolved", extra=said)

    assert found["impact"] == [
        {"start": "2026-11-21T14:00:00Z", "end": "2026-11-21T14:20:00Z", "percent": 30},
        {"start": "2026-11-21T14:20:00Z", "end": "2026-11-21T15:00:00Z", "percent": 90.5},
        {"start": "2026-11-21T15:00:00Z", "end": "2026-11-21T15:00:00Z", "percent": 0},
    ]


def test_one_share_and_those_said_afterwards_or_without_a_number_are_no_levels() -> None:
    lines = ("14:00 began", "15:00 resolved")

    assert plain(*lines, extra=(users(8, "14:00", 30), users(9, "16:00", 40)))[
        "impact"
    ] == ([])
    odd = tuple(users(8 + i, f"14:0{i}", each) for i, each in enumerate((None, "9", True)))
    assert plain(*lines, extra=odd)["impact"] == []


def test_the_text_shows_the_levels() -> None:
    said = (users(8, "14:00", 30), users(9, "14:20", 90.5)._replace(approx=True))

    resolved = shown(told("14:00 began", "15:00 resolved", extra=said))
    assert any(
        line.startswith("impact 30 % of users 14:00:00 to 14:20:00") for line in resolved
    )
    ongoing = shown(told("14:00 began", extra=said))
    assert any(
        line.startswith("impact 90.5 % of users ~14:20:00 to now") for line in ongoing
    )


# The JSON and the text.

PROMISED = [
    "incident",
    "title",
    "start",
    "end",
    "zone",
    "duration_s",
    "windows",
    "time_to_detect_s",
    "time_to_acknowledge_s",
    "time_to_escalate_s",
    "time_to_mitigate_s",
    "time_to_resolve_s",
    "misleading_s",
    "definitions",
]


def test_the_json_begins_with_the_promised_keys() -> None:
    assert list(plain("14:00 began"))[: len(PROMISED)] == PROMISED


LENGTHS = [key for key in PROMISED if key.endswith("_s")]


def test_every_length_has_a_definition() -> None:
    assert set(LENGTHS) <= set(report.DEFINITIONS)


def test_an_empty_incident_has_metrics_and_knows_none() -> None:
    found = plain()

    assert found["incident"] == INCIDENT
    assert [found[key] for key in LENGTHS] == [None] * 6 + [0]
    assert "outage - the windows added up" in shown(told())[2]


def test_each_figure_stands_beside_its_times_and_its_definition() -> None:
    incident = told("14:00 began", "14:05 detected", "14:30 resolved")

    heading, day, outage, detect, *_ = shown(incident)
    assert (heading, day) == ("db-1 is down [000000, resolved]", "2026-11-21, UTC")
    assert outage == (
        "outage 30 min 14:00:00 to 14:30:00 the windows added up; "
        "unknown without a began, and until the last has ended"
    )
    assert detect == (
        "time to detect 5 min 14:00:00 to 14:05:00 "
        "from the first began to the first detected"
    )


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (["14:05 detected", "14:30 resolved"], ["began"]),
        (["14:30 resolved"], ["began"]),
        (["14:05 acknowledged"], ["detected"]),
        (["14:05 acknowledged", "14:30 resolved"], ["detected", "began"]),
        (["14:00 began", "14:05 detected"], []),
        (["14:00 note"], []),
    ],
)
def test_what_would_have_to_be_logged_for_a_figure_is_named(
    lines: list[str], missing: list[str]
) -> None:
    said = [line for line in shown(told(*lines)) if line.startswith("no ")]

    assert said == [
        f"no {kind} is logged, so what counts from it is not known: "
        f"pmlog {kind} -i 000000 --at TIME TEXT"
        for kind in missing
    ]


def test_an_ongoing_outage_says_how_long_so_far_and_never_a_negative_length() -> None:
    lines = ("14:00 began", "14:30 resolved", "15:00 began")

    assert "outage ongoing, 50 min so far" in shown(told(*lines), now="15:20")[2]
    assert "outage ongoing, 30 min so far" in shown(told(*lines), now="13:00")[2]
    closed = told("14:00 began", "15:00 closed")
    assert shown(closed)[2].startswith("outage - 14:00:00 to ?")


def test_the_text_names_both_events_of_an_impossible_order() -> None:
    assert shown(told("14:00 began", "13:55 detected"))[-1] == (
        "impossible: time to detect: detected at 13:55:00 (000000) lies before "
        "began at 14:00:00 (000000)"
    )


def test_the_text_says_what_ended_a_misleading_path() -> None:
    lines = shown(
        told("14:00-14:05 misleading  a", "14:10 misleading  b", "14:20 resolved")
    )

    assert "path 1 5 min 14:00:00 to 14:05:00 a (end given)" in lines
    assert (
        "path 2 10 min 14:10:00 to 14:20:00 b (until the next event, resolved 000000)"
        in lines
    )


def test_the_text_dates_another_day_and_names_another_offset() -> None:
    events = written("14:05 timezone  Europe/Berlin")
    night = 1_792_886_400 * SECOND_US  # 2026-10-25T00:00:00Z, in the hour before the change
    events.append(event(3, kinds.BEGAN, night))
    events.append(event(4, kinds.RESOLVED, night + 25 * HOUR_US))
    lines = shown(folded(events))

    assert lines[1] == "2026-10-25, CEST (UTC+02:00)"
    assert lines[2].startswith(
        "outage 1 d 1 h 02:00:00 to 2026-10-26 02:00:00 CET (UTC+01:00)"
    )


def test_hostile_text_stays_on_its_line() -> None:
    hostile = "\x1b[2J\n\u202eimpossible: " + "x" * 10_000
    incident = folded(
        [*written(title=hostile), event(2, kinds.MISLEADING, at("14:00"), hostile)]
    )
    measured = metrics.measure(incident)
    lines = list(wording.report_lines(measured, zone="UTC", now_us=at("15:00")))

    assert all("\x1b" not in line and "\u202e" not in line for line in lines)
    assert not any(line.startswith("impossible") for line in lines)


# Whatever the events.

STORIES = st.lists(
    st.tuples(
        st.sampled_from((*kinds.TIMELINE_KINDS, kinds.CLOSED)),
        st.integers(0, 400),
        st.none() | st.integers(-50, 400),
        st.booleans(),
    ),
    max_size=14,
)


def story(steps: list[tuple[str, int, int | None, bool]]) -> Incident:
    events = written()
    for number, (kind, minute, until, about) in enumerate(steps, 2):
        end = None if until is None else DAY_US + until * MINUTE_US
        start = DAY_US + minute * MINUTE_US
        events.append(event(number, kind, start, until=end, approx=about))
    return folded(events)


@given(STORIES)
def test_no_metric_is_ever_negative(steps: list[tuple[str, int, int | None, bool]]) -> None:
    incident = story(steps)
    measured = metrics.measure(incident)
    lengths = [length for length, _ in report.lengths(measured).values()]
    lengths += [path.duration_us for path in measured.misleading.paths]
    lengths += [window.duration_us for window in measured.outage.windows]

    assert all(length >= 0 for length in lengths if length is not None)
    assert " -" not in "".join(
        line for line in shown(incident) if line.startswith("outage ongoing")
    )


@given(STORIES)
def test_windows_add_up_and_the_share_is_a_share(
    steps: list[tuple[str, int, int | None, bool]],
) -> None:
    measured = metrics.measure(story(steps))
    duration = measured.outage.duration_us
    windows = [window.duration_us for window in measured.outage.windows]

    if duration is not None:
        assert duration == sum(each for each in windows if each is not None)
        assert measured.misleading.lost_in_outage_us <= duration
    if measured.misleading.lost_us is not None:
        assert measured.misleading.lost_in_outage_us <= measured.misleading.lost_us
    assert 0 <= (measured.misleading_percent or 0) <= 100


@given(STORIES)
def test_what_cannot_be_computed_for_its_order_is_reported(
    steps: list[tuple[str, int, int | None, bool]],
) -> None:
    measured = metrics.measure(story(steps))
    reported = {problem.what for problem in measured.problems}

    for time in measured.times:
        assert (time.measure.name in reported) == time.interval.is_impossible
    for problem in measured.problems:
        assert problem.last.at < problem.first.at


# The command.


def test_metrics_prints_text_and_json(say: Shell) -> None:
    say.ok("event", "began: x", "--at", "12:00")
    say.ok("event", "resolved: x", "--at", "12:30")

    assert "2026-11-21T12:00:00Z" in say.ok("metrics", "--json")
    assert json.loads(say.ok("metrics", "--json"))["duration_s"] == 1800
    assert "21:00:00 to 21:30:00" in say.ok("metrics", "--tz", "Asia/Tokyo")


def test_metrics_of_all_incidents_is_what_stats_prints(say: Shell) -> None:
    say.ok("event", "began: one", "--at", "12:00")
    say.ok("event", "resolved: one", "--at", "12:30")

    said = say("metrics", "--all", "--json")
    assert said.out == say.ok("stats", "--json")
    assert "pmlog stats" in said.err
    assert say("metrics", "one", "--all").code == 2


def test_metrics_of_no_incident_is_not_found(say: Shell) -> None:
    schema.prepare(str(say.path), NOW_US)

    assert say("metrics").code == 3
    assert say("metrics", "--all", "--json").code == 0


def test_ten_thousand_events_take_time_linear_in_them() -> None:
    names = kinds.TIMELINE_KINDS
    events = written()
    for number in range(10_000):
        kind = names[number % len(names)]
        events.append(event(number + 2, kind, DAY_US + number * SECOND_US))
    found = report.plain(metrics.measure(folded(events)))

    assert len(found["misleading"]) == 1000
    assert found["duration_s"] == sum(w["duration_s"] for w in found["windows"])
    assert clock.duration_text(found["duration_s"] * SECOND_US) == "2 h 13 min 20 s"
