"""Many incidents -> figures: what is counted, what is not, and when it is said so."""

from __future__ import annotations

import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from pmlog.metrics.report import DURATION
from pmlog.render.display import Display
from pmlog.stats import wordlists
from pmlog.stats.axis import axis
from pmlog.stats.case import KEYS, Case, Length, Task, case, folded
from pmlog.stats.choice import Bound, Choice
from pmlog.stats.figures import Figures, figures
from pmlog.stats.lines import figures_lines
from pmlog.stats.objects import figures_object
from pmlog.stats.spread import spread
from tests.conftest import NOW_US
from tests.test_metrics import told
from tests.timelines import at, event

NOON = 1_795_262_400_000_000  # 2026-11-21T12:00:00Z


def made(number: int, minutes: float | None = None, **fields: Any) -> Case:
    """Return the number-th incident, an outage of so many minutes."""
    us = None if minutes is None else int(minutes * MINUTE_US)
    outage = Length(us) if us is not None else Length(None, why="without resolved")
    plain = Case(
        id=f"019f0000-0000-7000-8000-{number:012x}",
        title=f"incident {number}",
        zone="UTC",
        state="closed",
        start_us=NOON - (1000 - number) * DAY_US,
        end_us=None,
        day="2026-03-29",
        names=(f"019f0000-0000-7000-8000-{number:012x}",),
        keys=(),
        hit_users=True,
        says_users=False,
        lengths=(outage, *(Length(None, why="without detected") for _ in KEYS[1:])),
        services=(),
        severity="",
        how="",
        detected_by="",
        cause={},
        path_count=0,
        lost_us=0,
        lost_in_outage_us=0,
        called=(),
        tasks=(),
    )
    return plain._replace(**fields)


def of(*cases: Case, **choice: Any) -> Figures:
    return figures(cases, Choice(**choice), now_us=NOW_US, zone="UTC")


def lines(*cases: Case, columns: int | None = 80, unicode: bool = False) -> list[str]:
    shown = figures_lines(of(*cases), Display(columns, unicode=unicode))
    return [" ".join(line.split()) for line in shown]


# What is kept of an incident.


def test_a_case_is_what_its_incident_says() -> None:
    found = case(
        told(
            "~14:00 began",
            "14:05 detected",
            "14:30 resolved",
            extra=(
                event(90, "services", at("14:00"), "Checkout, payments ,checkout"),
                event(94, "key", at("14:00"), "PAY-7 "),
                event(91, "severity", at("14:00"), " SEV-1 "),
                event(92, "escalated", at("14:10"), data={"to": ["DBAs", "dbas", "ann"]}),
                event(
                    93, "root_cause", at("14:40"), "The pools of checkout were exhausted"
                ),
            ),
        ),
        (),
    )

    assert found.length(DURATION) == Length(30 * MINUTE_US, is_about=True)
    assert found.length("time_to_acknowledge_s").why == "without acknowledged"
    assert found.services == ("checkout", "payments")
    assert (found.severity, found.keys) == ("SEV-1", ("PAY-7",))
    assert [folded(name) for name in found.called] == ["dbas", "ann"]
    assert found.cause == {"pool": "pools", "exhaust": "exhausted"}
    assert (found.day, found.month) == ("2026-11-21", "2026-11")


def test_an_incident_that_goes_on_is_not_over_yet_rather_than_unknown() -> None:
    going_on, closed = told("14:00 began"), told("14:00 began")._replace(is_open=False)

    assert case(going_on, ()).length(DURATION).why == "not over yet"
    assert case(closed, ()).length(DURATION).why == "without resolved"


def test_what_contradicts_itself_has_no_length_and_says_so() -> None:
    found = case(told("14:00 detected", "13:55 acknowledged", "14:00 began"), ())

    why = found.length("time_to_acknowledge_s").why
    assert why == "its times contradict each other"


def test_an_incident_is_of_the_month_that_its_own_zone_had() -> None:
    # 23:30 UTC on 31 October is 08:30 on 1 November in Tokyo.
    incident = told("14:00 began", extra=())._replace(start_us=at("23:30") - 21 * DAY_US)

    assert case(incident, ()).month == "2026-10"
    assert case(incident._replace(zone="Asia/Tokyo"), ()).month == "2026-11"


def done(number: int, task: str, at_us: int, *, no: bool = False) -> Any:
    data = {"target": task, "set": {"done": not no}}
    return event(number, "amend", at_us, data=data)


def test_a_task_is_done_since_the_yes_that_no_no_followed() -> None:
    task = event(50, "task", at("14:00"), "patch", data={"done": True})
    said = [
        done(51, task.id, at("15:00")),
        done(52, task.id, at("16:00"), no=True),
        done(53, task.id, at("17:00")),
        done(54, task.id, at("18:00")),
    ]
    found = case(told("14:00 began", extra=(task,)), said)

    assert [each.done_us for each in found.tasks] == [at("17:00")]


def test_a_yes_that_was_undone_does_not_count() -> None:
    task = event(50, "task", at("14:00"), "patch", data={"done": True})
    yes = done(51, task.id, at("15:00"))
    undone = event(52, "retract", at("15:01"), data={"target": yes.id})
    again = done(53, task.id, at("17:00"))
    found = case(told("14:00 began", extra=(task,)), [yes, undone, again])

    assert [each.done_us for each in found.tasks] == [at("17:00")]


@pytest.mark.parametrize(
    ("sort", "how"),
    [
        (each["name"], how)
        for each in wordlists.table()["detected"]
        for how in each["takes"]
    ],
)
def test_how_it_was_detected_is_of_a_sort(sort: str, how: str) -> None:
    assert wordlists.sort_of(how) == sort


@pytest.mark.parametrize("how", ["", "by chance", "the weather"])
def test_what_is_of_no_sort_stays_so(how: str) -> None:
    assert wordlists.sort_of(how) == ""


# Which incidents.


def test_a_day_counts_by_the_zone_of_each_incident() -> None:
    cases = [
        made(1, day="2026-03-31"),
        made(2, day="2026-04-01"),
        made(3, day="2026-04-30"),
    ]
    april = Bound("2026-04")

    assert len(of(*cases, since=april).cases) == 2
    assert len(of(*cases, until=april).cases) == 3
    assert len(of(*cases, until=Bound("2026-03")).cases) == 1
    assert len(of(*cases, since=Bound("2026"), until=Bound("2026")).cases) == 3
    assert len(of(*cases, since=Bound("2026-04-30")).cases) == 1


def test_an_instant_counts_to_the_second() -> None:
    cases = [made(1, start_us=NOON), made(2, start_us=NOON + SECOND_US)]

    assert len(of(*cases, since=Bound("2026-11-21", NOON + SECOND_US)).cases) == 1
    assert len(of(*cases, until=Bound("2026-11-21", NOON)).cases) == 1


def test_names_choose_whatever_their_case_and_hyphens() -> None:
    cases = [
        made(1, services=("Check-out", "mail"), severity="SEV-1", keys=("PAY-1",)),
        made(2, services=("mail",), severity="sev 2", keys=("INC-42",)),
    ]

    assert [c.id for c in of(*cases, services=("checkout",)).cases] == [cases[0].id]
    assert [c.id for c in of(*cases, severities=("SEV2",)).cases] == [cases[1].id]
    assert [c.id for c in of(*cases, keys=("pay-*",)).cases] == [cases[0].id]
    assert len(of(*cases, services=("mail", "x")).cases) == 2


# A length over many.


def test_of_few_lengths_each_is_listed_and_no_quantile_stated() -> None:
    found = spread([made(n, n) for n in range(1, 5)], DURATION, 90)

    assert found.is_listed
    assert found.quantiles == {}


@pytest.mark.parametrize(
    ("n", "stated"), [(4, []), (5, [50]), (8, [50, 75]), (19, [50, 75]), (20, [50, 75, 90])]
)
def test_a_quantile_is_stated_from_so_many_on(n: int, stated: list[int]) -> None:
    found = spread([made(i, i) for i in range(n)], DURATION, 90)

    assert list(found.quantiles) == stated
    assert found.is_listed == (n < 8)


def test_the_median_of_eight_lies_between_the_second_and_the_seventh() -> None:
    minutes = (50, 10, 20, 30, 40, 60, 70, 80)
    median = spread([made(n, n) for n in minutes], DURATION, 90).quantiles[50]

    assert median.us == 45 * MINUTE_US
    assert median.low
    assert median.high
    assert (median.low.us, median.high.us) == (20 * MINUTE_US, 70 * MINUTE_US)
    assert median.confidence == pytest.approx(92.96875)


@given(st.lists(st.integers(0, 10**6), min_size=20, max_size=60))
def test_quantiles_are_those_of_the_statistics_module(seconds: list[int]) -> None:
    cases = [made(n, each / 60) for n, each in enumerate(seconds)]
    cases = [
        each._replace(lengths=(Length(s * SECOND_US), *each.lengths[1:]))
        for each, s in zip(cases, seconds, strict=True)
    ]
    found = spread(cases, DURATION, 90).quantiles
    expected = statistics.quantiles(sorted(seconds), n=20, method="inclusive")

    assert found[50].us // SECOND_US == int(statistics.median(seconds))
    assert found[90].us // SECOND_US == int(expected[17] + 1e-6)


def test_a_quantile_is_not_cut_below_what_it_lies_between() -> None:
    tenth = made(0, 0.1 / 60)._replace
    found = spread([tenth(id=f"{n}") for n in range(5)], DURATION, 90.0).quantiles[50]
    assert found.low
    assert found.us == found.low.us == 100_000
    found = spread([tenth(id=f"{n}") for n in range(6)], DURATION, 90.0).quantiles[50]
    assert found.us == 100_000


def test_what_is_not_known_is_counted_by_its_reason() -> None:
    going_on = made(3)._replace(lengths=(Length(None, why="not over yet"),) * len(KEYS))
    found = spread([made(1, 5), made(2), going_on, made(4)], DURATION, 90)

    assert (found.known, found.of) == (1, 4)
    assert found.unknown == {"without resolved": 2, "not over yet": 1}


def test_what_is_about_is_marked_where_it_is_used() -> None:
    cases = [made(n, n) for n in range(1, 6)]
    about = Length(3 * MINUTE_US, is_about=True)
    cases[2] = cases[2]._replace(lengths=(about, *cases[2].lengths[1:]))
    found = spread(cases, DURATION, 90)

    assert found.about == 1
    assert found.quantiles[50].is_about
    assert found.quantiles[50].low
    assert not found.quantiles[50].low.is_about


# Counts.


def test_months_without_an_incident_are_there() -> None:
    found = of(
        made(1, day="2026-08-01"), made(2, day="2026-08-09"), made(3, day="2026-10-01")
    )

    assert [(m.name, m.incidents, m.is_whole) for m in found.months.months] == [
        ("2026-08", 2, False),  # the log may have begun within it
        ("2026-09", 0, True),
        ("2026-10", 1, True),
        ("2026-11", 0, False),  # not over
    ]


def test_months_are_those_that_were_asked_for() -> None:
    cases = [made(1, day="2026-08-01"), made(2, day="2026-09-09")]
    found = of(*cases, since=Bound("2026-07"), until=Bound("2026-09-15"))

    assert [(m.name, m.is_whole) for m in found.months.months] == [
        ("2026-07", True),
        ("2026-08", True),
        ("2026-09", False),
    ]


def test_a_wrong_year_makes_no_thousand_months() -> None:
    found = of(made(1, day="0001-01-01"), made(2, day="2026-11-01"))

    assert len(found.months.months) == 120
    assert found.months.earlier == 1


def test_an_incident_of_two_services_counts_for_both() -> None:
    found = of(
        made(1, services=("mail", "search")), made(2, services=("Mail",)), made(3)
    ).services

    counted = [(each.name, each.incidents) for each in found]
    assert counted == [("mail", 2), ("search", 1), ("not said", 1)]


def test_each_sort_of_detection_is_there_even_if_none_is_of_it() -> None:
    found = of(made(1, how="pager", detected_by="alert"), made(2, how="luck"), made(3))

    assert [(each.name, each.incidents) for each in found.detections] == [
        ("customer", 0),
        ("alert", 1),
        ("engineer", 0),
        ("in other words", 1),
        ("not said", 1),
    ]


def test_near_misses_are_apart() -> None:
    found = of(made(1, 10), made(2, hit_users=False), made(3, hit_users=False))

    assert (len(found.cases), len(found.near_misses)) == (1, 2)
    assert all(each.of == 1 for each in found.spreads)
    assert sum(month.incidents for month in found.months.months) == 1


# Recurrence.


def pool(number: int, day: int, **fields: Any) -> Case:
    fields.setdefault("cause", {"pool": "pool", "exhaust": "exhausted"})
    fields.setdefault("services", ("checkout",))
    return made(number, 5, start_us=NOON + day * DAY_US, **fields)


def test_the_same_service_and_cause_within_90_days_is_a_recurrence() -> None:
    cases = [pool(1, 0), pool(2, 90), pool(3, 181)]
    (found,) = of(*cases).recurrences

    assert (found.first.id, found.again.id, found.days) == (cases[0].id, cases[1].id, 90)
    assert (found.services, found.words) == (("checkout",), ("pool", "exhausted"))


@pytest.mark.parametrize(
    ("cause", "is_one"),
    [
        ({"pool": "pool", "exhaust": "exhausts", "disk": "disk"}, True),
        ({"pool": "pool"}, True),  # the only word that it has
        ({"pool": "pool", "disk": "disk"}, False),
        ({"disk": "disk"}, False),
        ({}, False),
    ],
)
def test_two_words_in_common_or_the_only_one_make_a_recurrence(
    cause: dict[str, str], is_one: bool
) -> None:
    for first, again in (
        (pool(1, 0), pool(2, 1, cause=cause)),
        (pool(1, 0, cause=cause), pool(2, 1)),
    ):
        assert bool(of(first, again).recurrences) is is_one


def test_another_service_is_no_recurrence() -> None:
    assert of(pool(1, 0), pool(2, 1, services=("mail",))).recurrences == ()


def test_an_incident_recurs_from_the_last_one_like_it() -> None:
    found = of(pool(1, 0), pool(2, 5), pool(3, 9)).recurrences

    assert [(each.again.id[-1], each.first.id[-1]) for each in found] == [
        ("3", "2"),
        ("2", "1"),
    ]


# Tasks.


def task(due: str = "", *, is_done: bool = False, done_us: int | None = None) -> Task:
    return Task(
        "019f0000-0000-7000-9000-0000000abcde", "patch", "ann", due, is_done, done_us
    )


def test_a_task_is_overdue_from_the_day_after_by_its_incidents_zone() -> None:
    # It is 2026-11-21 14:05 UTC, and 22 November already in Kiritimati.
    here = of(made(1, tasks=(task("2026-11-21"), task("2026-11-20")))).tasks
    there = of(made(1, tasks=(task("2026-11-21"),), zone="Pacific/Kiritimati")).tasks

    assert [each.days for each in here.overdue] == [1]
    assert [each.days for each in there.overdue] == [1]


def test_overdue_tasks_are_told_by_their_age_the_oldest_first() -> None:
    days = (
        "2026-11-14",
        "2026-11-13",
        "2026-10-22",
        "2026-10-21",
        "2026-08-22",
        "2025-01-01",
    )
    found = of(made(1, tasks=tuple(map(task, days)))).tasks

    assert [each.days for each in found.overdue] == [689, 91, 31, 30, 8, 7]
    assert list(found.by_age.values()) == [1, 2, 1, 2]
    assert found.open == 6


def test_what_is_done_is_never_overdue_and_no_date_is_counted() -> None:
    found = of(
        made(1, tasks=(task("2020-01-01", is_done=True), task(), task("soon")))
    ).tasks

    assert (found.done, found.open, found.open_undated, found.overdue) == (1, 2, 1, ())


def test_tasks_done_before_it_happened_again_are_counted_once() -> None:
    before, after = (
        task(is_done=True, done_us=NOON),
        task(is_done=True, done_us=NOON + HOUR_US),
    )
    first = pool(1, -10, tasks=(before, after, task()))
    found = of(first, pool(2, 0), pool(3, 1)).tasks

    assert (found.of_recurred, found.done_before_again) == (3, 1)


# Wrong paths, who was called.


def test_the_share_of_wrong_paths_is_of_what_is_known_of_both() -> None:
    found = of(
        made(1, 60, path_count=1, lost_us=30 * MINUTE_US, lost_in_outage_us=15 * MINUTE_US),
        made(2, 90),
        made(3, path_count=1, lost_us=10 * MINUTE_US),
        made(4, 500, path_count=1, lost_us=None),
    ).wrong_paths

    assert (found.incidents, found.of, found.open_ended) == (3, 4, 1)
    assert found.lost_us == 40 * MINUTE_US
    assert found.percent == 10.0  # 15 of 150 minutes


def test_who_was_called_is_told_by_name_and_not_by_count() -> None:
    found = of(made(1, called=("Zoe", "DBAs")), made(2, called=("zoe",)), made(3)).called

    assert found == (2, 3, (("DBAs", 1), ("Zoe", 2)))


# What is shown.


def test_nothing_has_its_lines_and_its_object() -> None:
    assert lines() == [
        "0 incidents that hit users",
        "nothing to count yet; pmlog began TEXT logs that users are hit, and since when",
    ]
    assert figures_object(of())["summary"][DURATION]["n"] == 0


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_median_without_room_beside_its_group_stands_below_it(columns: int) -> None:
    cases = [made(n, 97 + n, services=("payments",)) for n in range(6)]
    found = of(*cases, made(7, services=("payments",)))
    shown = list(figures_lines(found, Display(columns)))

    assert "  payments  7  3.3 to 13.1" in shown
    median = " ".join(" ".join(shown).split())
    assert "median outage 1 h 39 min 30 s (1 h 37 min to 1 h 42 min; 96.8 %" in median
    assert "confidence); of 6 known" in median
    assert max(map(len, shown)) <= columns


def test_no_mean_no_trend_and_no_rank_is_anywhere() -> None:
    shown = " ".join(lines(*(made(n, n + 1) for n in range(30)))).lower()

    for word in ("average", "mttr", "improved", "worse", "trend", " mean "):
        assert word not in shown


def test_each_length_says_of_how_many_it_is_and_why_not_of_all() -> None:
    shown = lines(made(1, 5), made(2), made(3))

    assert "1 of 3 known; 2 without resolved" in shown


@pytest.mark.parametrize("columns", [20, 40, 80, 300, None])
@pytest.mark.parametrize("count", [1, 7, 60, 3000])
def test_every_incident_is_a_dot_that_fits(columns: int | None, count: int) -> None:
    cases = [made(n, 1.1 ** (n % 97)) for n in range(count)]
    for unicode in (True, False):
        shown = list(figures_lines(of(*cases), Display(columns, unicode=unicode)))
        dots = "".join(shown[4:12])
        if unicode and count <= 60:
            drawn = sum(
                (ord(c) - 0x2800).bit_count() if c > "\u2800" else c == "●" for c in dots
            )
            assert drawn == count
        assert unicode or "".join(shown).isascii()


def test_the_axis_holds_all_lengths_and_begins_and_ends_with_a_name() -> None:
    found = axis([0, 90 * SECOND_US, 10 * 365 * DAY_US])

    assert (found.place(0), found.place(10 * 365 * DAY_US)) == (0, 1)
    assert found.ticks[0] == (0, "1 s")
    assert [name for _, name in axis([])[2]] == ["1 min", "10 min", "1 h"]


def test_titles_from_others_cannot_move_the_cursor() -> None:
    evil = "x\x1b[2J\nforged"
    cases = [
        pool(1, 0, title=evil, tasks=(task("2026-01-01"),)),
        pool(2, 1, title=evil, called=(evil,), severity=evil, hit_users=False),
    ]
    shown = list(figures_lines(of(*cases), Display(80)))

    assert not any("\x1b" in line or "\n" in line for line in shown)
