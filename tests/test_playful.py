"""The playful document: its numbers are true, and nobody is the joke."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pmlog import clock
from pmlog.incident import kinds, timeline
from pmlog.incident.timeline import Incident
from pmlog.render.editions.conceits import CONCEITS, chosen, subtitle
from pmlog.render.editions.playful import playful
from pmlog.render.format import MARKDOWN
from tests.conftest import NOW_US, Shell
from tests.timelines import at, event, written


def incident_of(*lines: str) -> Incident:
    found = timeline.fold(written(*lines))
    assert found
    return found


def told(*lines: str) -> dict[str, Any]:
    return playful(incident_of(*lines), "UTC", MARKDOWN)


def awards(*lines: str) -> dict[str, str]:
    return {award["name"]: award["text"] for award in told(*lines)["awards"]}


OUTAGE = (
    "11:20 began  launches fail",
    "11:21 detected  a chart goes up",
    "11:22 misleading  Pod deleted after a network error. It seemed to help.",
    "14:01 investigated  network proven fine",
    "15:11 resolved  all normal",
)


def test_the_minutes_of_the_pie_add_up() -> None:
    pie = told(*OUTAGE)["pie"]

    assert pie["title"] == "Where 231 minutes went"
    assert sum(part["minutes"] for part in pie["parts"]) == 231
    assert pie["parts"][0] == {"name": "not knowing", "minutes": 1}


@pytest.mark.parametrize(
    "lines",
    [
        OUTAGE[:-1],
        OUTAGE[1:],
        (OUTAGE[0], OUTAGE[-1]),
        (*OUTAGE, "16:00 began  again", "16:10 resolved  again"),
        ("11:00 detected  a", "12:00 began  b", "13:00 resolved  c"),
    ],
    ids=["open", "no start", "not detected", "two windows", "detected before it began"],
)
def test_a_gap_drops_the_pie(lines: tuple[str, ...]) -> None:
    assert told(*lines)["pie"] == ""


def test_awards_are_given_where_they_are_true() -> None:
    given = awards(*OUTAGE)

    assert set(given) == {"Longest-running theory", "The quiet scene"}
    assert given["The quiet scene"].startswith("11:22 to 14:01, 2 h 39 min")
    assert given["Longest-running theory"].startswith('"Pod deleted after a network error"')


def test_a_theory_is_quoted_up_to_where_it_breaks_off() -> None:
    lines = (OUTAGE[0], "11:22-12:00 misleading  Blamed the list; rolling back did nothing")

    assert awards(*lines, OUTAGE[-1])["Longest-running theory"] == (
        '"Blamed the list", 38 min'
    )


def test_a_quiet_scene_of_days_has_its_dates() -> None:
    days_us = 3 * clock.DAY_US
    late = event(9, kinds.RESOLVED, at("12:00") + days_us, "all normal")
    incident = timeline.fold([*written("11:20 began  launches fail"), late])
    assert incident

    (quiet,) = playful(incident, "UTC", MARKDOWN)["awards"]
    assert quiet["text"].startswith("2026-11-21 11:20 to 2026-11-24 12:00, 3 d 40 min")


def test_no_award_without_its_condition() -> None:
    lines = [f"11:{minute:02} note  look" for minute in range(1, 20)]

    assert awards("11:00 began  a", *lines, "11:20 resolved  b") == {}


@pytest.mark.parametrize(
    "lines",
    [
        OUTAGE[:-1],
        (*OUTAGE, "15:20 note  Some orders were lost for good"),
        (*OUTAGE, "15:20 note  this is data loss"),
    ],
)
def test_nobody_jokes_while_it_goes_on_or_where_data_was_lost(
    lines: tuple[str, ...],
) -> None:
    found = told(*lines)

    assert found["awards"] == []
    assert (found["icon"], found["icons"], found["timeline"]) == ("", {}, "")
    assert found["subtitle"] == "Every number in it is from the log."


@pytest.mark.parametrize(
    ("severity", "is_dry"),
    [("SEV-1", True), ("p1", True), ("critical", True), ("P2", False)],
)
def test_nobody_jokes_at_the_highest_severity(severity: str, is_dry: bool) -> None:
    events = [*written(*OUTAGE), event(99, kinds.SEVERITY, NOW_US, severity)]
    incident = timeline.fold(events)
    assert incident

    assert (playful(incident, "UTC", MARKDOWN)["icons"] == {}) == is_dry


def test_a_theory_that_names_somebody_is_not_quoted() -> None:
    about = "11:22 misleading  Asked Grace about the pods"
    events = written(OUTAGE[0], about, *OUTAGE[3:])
    data = {"to": ["Grace Example"]}
    events.append(event(98, kinds.ESCALATED, events[-1].at - 60_000_000, "x", data=data))
    incident = timeline.fold(events)
    assert incident
    text = json.dumps(playful(incident, "UTC", MARKDOWN)["awards"])

    assert "Longest-running theory" in text
    assert "Grace" not in text


def test_the_conceit_of_an_incident_is_stable_and_each_is_used() -> None:
    ids = [f"0199{number:04x}" for number in range(100)]

    assert {chosen(each) for each in ids} == set(CONCEITS)
    assert [chosen(each) for each in ids] == [chosen(each) for each in ids]
    assert subtitle(CONCEITS[0], 1).startswith("A nature film in one wrong turn. ")
    assert subtitle(CONCEITS[0], 0).startswith("A nature film. ")


def test_the_document_has_each_joke_once(say: Shell) -> None:
    for line in OUTAGE:
        head, _, text = line.partition("  ")
        at, _, kind = head.partition(" ")
        say.ok("event", "-k", kind, "--at", f"2026-11-20 {at}Z", text)
    document = say.ok("render", "-t", "playful")

    assert document.count("## Awards") == 1
    assert document.count("being confidently wrong") == 1
    assert "pie showData title Where 231 minutes went" in document
