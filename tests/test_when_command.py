"""pmlog when, as its user and as scripts meet it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Shell


def test_a_time_is_shown_with_date_zone_and_distance(say: Shell) -> None:
    out = say.ok(
        "when", "2pm", "--tz", "Europe/Berlin", "--to", "UTC", "--to", "Asia/Kathmandu"
    )

    assert out.splitlines() == [
        "2026-11-21 14:00:00 CET (UTC+01:00)  Europe/Berlin  1 h 5 min 9 s ago",
        "2026-11-21 13:00:00 UTC",
        "2026-11-21 18:45:00 UTC+05:45  Asia/Kathmandu",
    ]
    assert not say.path.exists()


def test_the_zone_in_force_is_that_of_the_incident(say: Shell) -> None:
    say.ok("start", "x", "--tz", "Asia/Tokyo")
    assert "Asia/Tokyo" in say.ok("when", "14:05")
    say.environ["PMLOG_TZ"] = "Europe/Berlin"
    assert "Asia/Tokyo" in say.ok("when", "14:05")
    say.ok("close")
    assert "Europe/Berlin" in say.ok("when", "14:05")


def test_a_time_can_be_asked_as_of_another_now(say: Shell) -> None:
    out = say.ok("when", "23:50", "--now", "2026-01-01T00:10Z", "--json")

    assert json.loads(out) == {
        "input": "23:50",
        "at": "2025-12-31T23:50:00Z",
        "zone": "UTC",
        "offset_s": 0,
        "approx": False,
    }


def test_a_refusal_is_one_sentence_or_fields(say: Shell) -> None:
    asked = ("when", "2026-10-25 02:30", "--tz", "Europe/Berlin")
    said = say(*asked)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    said = say(*asked, "--json")
    error = json.loads(said.out)["error"]
    assert (said.code, error["code"]) == (2, "ambiguous")
    assert error["choices"] == ["2026-10-25 02:30 CEST", "2026-10-25 02:30 CET"]


def test_a_batch_answers_line_by_line(say: Shell) -> None:
    said = say("when", "-", "--tz", "UTC", stdin="14:05\n\n25:99\n2026-03-29T01:59Z\r\n")
    answers: list[dict[str, Any]] = [json.loads(line) for line in said.out.splitlines()]

    assert said.code == 2
    assert [answer["input"] for answer in answers] == [
        "14:05",
        "",
        "25:99",
        "2026-03-29T01:59Z",
    ]
    assert ["error" in answer for answer in answers] == [False, True, True, False]
    assert say("when", "-", stdin="14:05\n").code == 0


@pytest.mark.parametrize(
    ("first", "until", "seconds", "text"),
    [
        ("2026-10-25 01:30 CEST", "03:30", 3 * 3600, "3 h"),
        ("2026-03-29 01:30", "2026-03-29 03:30", 3600, "1 h"),
        ("2026-12-31 23:59:30", "00:00:15", 45, "45 s"),
        ("2023-10-15 08:00 GMT +2", "2023-10-15 16:30 CEST", 30600, "8 h 30 min"),
        ("2026-11-21 09:00 America/New_York", "2026-11-21 15:00 CET", 0, "0 s"),
        ("~14:00", "14:05", 300, "~ 5 min"),
    ],
)
def test_the_duration_between_two_times(
    say: Shell, first: str, until: str, seconds: int, text: str
) -> None:
    asked = ("when", first, "--until", until, "--tz", "Europe/Berlin")
    answer = json.loads(say.ok(*asked, "--json"))

    assert (answer["duration_s"], answer["text"]) == (seconds, text)
    assert say.ok(*asked).startswith(f"{text}  PT")


def test_a_time_may_begin_with_a_sign(say: Shell) -> None:
    assert say.ok("when", "-15m").startswith("2026-11-21 13:50:09 UTC")
    assert say("when", "--zone", "x").code == 2


def test_no_time_at_all_is_asked_back(say: Shell) -> None:
    assert say("when").code == 2


def test_a_span_is_answered_with_both_its_ends(say: Shell) -> None:
    asked = ("when", "14:05", "to", "14:10", "--tz", "Europe/Berlin")

    assert json.loads(say.ok(*asked, "--json")) == {
        "input": "14:05 to 14:10",
        "at": "2026-11-21T13:05:00Z",
        "until": "2026-11-21T13:10:00Z",
        "duration_s": 300,
        "zone": "Europe/Berlin",
        "offset_s": 3600,
        "approx": False,
    }
    assert say.ok(*asked).splitlines() == [
        "5 min  PT5M",
        "from 2026-11-21 14:05:00 CET (UTC+01:00)  Europe/Berlin",
        "to   2026-11-21 14:10:00 CET (UTC+01:00)  Europe/Berlin",
    ]


def test_the_end_of_two_times_is_in_the_zone_of_the_first(say: Shell) -> None:
    asked = ("when", "09:00 UTC", "--until", "09:30", "--tz", "Europe/Berlin", "--json")

    assert json.loads(say.ok(*asked))["duration_s"] == 1800


def test_t_counts_from_the_start_of_the_incident_that_is_meant(say: Shell) -> None:
    assert "none to count from" in say("when", "T+15m").err
    say.ok("start", "x", "--at", "13:00")

    assert say.ok("when", "T+15m").startswith("2026-11-21 13:15:00 UTC")


@pytest.mark.parametrize("how", ["--tz", "PMLOG_TZ"])
def test_an_abbreviation_out_of_season_is_warned_of_wherever_it_is_given(
    say: Shell, how: str
) -> None:
    words = ["when", "2026-07-01 14:05"]
    if how == "--tz":
        words += ["--tz", "PST"]
    else:
        say.environ["PMLOG_TZ"] = "PST"
    found = say(*words)

    assert found.out.startswith("2026-07-01 14:05:00 UTC-08:00")
    assert "America/Los_Angeles had PDT (UTC-07:00) on that date" in found.err
    assert say("when", "2026-01-05 14:05", *words[2:]).err == ""
