"""A picture -> characters for the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import diagram
from pmlog.render.display import RED, YELLOW, Display
from pmlog.render.overview import overview_lines
from pmlog.text.width import columns
from tests.test_diagram import (
    STORIES,
    Story,
    crowded,
    drawn,
    folded,
    hostile,
    over_a_clock_change,
    pictured,
)
from tests.timelines import at, written

WIDTHS = st.integers(1, 200)


def test_lanes_with_names_stand_over_an_axis() -> None:
    picture = drawn(
        "14:00 began  db-1 is down",
        "14:05 detected  an alert",
        "14:10-14:40 misleading  the network",
        "14:42 investigated  the disk is full",
        "14:43 investigated  of logs",
        "14:50 mitigated  logs deleted",
        "15:00 resolved  restarted",
    )

    assert diagram.text(picture, width=74).splitlines() == [
        "2026-11-21, UTC",
        "             14:00   14:10     14:20     14:30    14:40     14:50   15:00",
        "             ┬─────────┬─────────┬─────────┬────────┬─────────┬─────────┬",
        "Users hit    ████████████████████ 14:00 to 15:00, 1 h ████████▒▒▒▒▒▒▒▒▒▒▒",
        "Response     ▓▓▓▓▓░░░░░░░░░░░░░░░ being worked on, 55 min ░░░░░░░░░░░░░░░",
        "             nobody knew 5 min",
        "Wrong paths            [ the network ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌]",
        "Found out                                              2",
        "All events   █    █    █                               ██      █        █",
    ]


def test_the_ascii_fallback_is_ascii() -> None:
    for picture in (hostile(), crowded(), over_a_clock_change()):
        assert diagram.text(picture, width=80, ascii=True).isascii()


def test_a_narrow_terminal_gets_words_alone() -> None:
    picture = drawn("14:00 began", "14:05 detected", "14:10-14:20 misleading  DNS")

    assert diagram.text(picture, width=30).splitlines() == [
        "2026-11-21, UTC",
        "Users hit: from 14:00, 6 h so…",
        "14:00 nobody knew, 5 min",
        "14:05 being worked on, 5 h 55…",
        "14:10 wrong path: DNS",
    ]


def test_a_clock_change_stands_on_the_axis() -> None:
    lines = diagram.text(over_a_clock_change(), width=100).splitlines()

    assert "┊" in lines[2]
    assert lines[0].endswith("CEST (UTC+02:00), then CET (UTC+01:00)")


def test_an_empty_incident_says_so() -> None:
    assert diagram.text(drawn(), width=80) == "2026-11-21, UTC\nnothing is logged yet"


def test_ten_thousand_events_take_no_more_lines_than_ten() -> None:
    lines = diagram.text(crowded(), width=80).splitlines()

    assert len(lines) < 20
    assert lines[-1].startswith("All events")


@pytest.mark.parametrize("width", [1, 5, 20, 39, 40, 80, 200])
def test_hostile_text_stays_on_its_line_and_within_the_width(width: int) -> None:
    for is_ascii in (False, True):
        lines = diagram.text(hostile(), width=width, ascii=is_ascii).split("\n")

        assert all(columns(line) <= width for line in lines)
        assert all("\x1b" not in line and "\u202e" not in line for line in lines)


@given(STORIES, WIDTHS, st.booleans())
def test_no_line_is_ever_wider_than_the_terminal(
    story: Story, width: int, is_ascii: bool
) -> None:
    lines = diagram.text(pictured(story), width=width, ascii=is_ascii).split("\n")

    assert all(columns(line) <= width for line in lines)


def test_the_lanes_have_the_colours_of_the_timeline() -> None:
    incident = folded(
        written(
            "14:00 began",
            "14:05 detected",
            "14:10-14:40 misleading  DNS",
            "15:00 resolved",
        )
    )
    display = Display(80, colour=True, unicode=True)
    lines = list(overview_lines(incident, "UTC", at("16:00"), display))
    colours = {line.split("\x1b[")[1][:2]: line for line in lines if "\x1b[" in line}

    assert lines[-1] == ""
    assert "Users hit" in colours[RED]
    assert "Wrong paths" in colours[YELLOW]
    assert len(colours) == 2
