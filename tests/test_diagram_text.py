"""A picture -> characters for the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import diagram
from pmlog.text.width import columns
from tests.test_diagram import (
    STORIES,
    Story,
    crowded,
    drawn,
    hostile,
    over_a_clock_change,
    pictured,
)

WIDTHS = st.integers(1, 200)


def test_bars_and_marks_stand_over_an_axis() -> None:
    picture = drawn(
        "14:00 began  db-1 is down",
        "14:10-14:40 misleading  the network",
        "15:00 resolved  restarted",
    )

    assert diagram.text(picture, width=60).splitlines() == [
        "2026-11-21, UTC",
        "       14:00     14:30     15:00",
        "       ┬───────────┬───────────┬",
        "14:00  █████████████████████████  outage (1 h)",
        "14:00  ●                          began: db-1 is down",
        "14:10      ▒▒▒▒▒▒▒▒▒▒▒▒▒          misleading (30 min): the…",
        "15:00                          ●  resolved: restarted",
    ]


def test_the_ascii_fallback_is_ascii() -> None:
    for picture in (hostile(), crowded(), over_a_clock_change()):
        assert diagram.text(picture, width=80, ascii=True).isascii()


def test_a_narrow_terminal_gets_the_list_alone() -> None:
    picture = drawn("14:00 began  db-1 is down", "15:00 resolved")

    assert diagram.text(picture, width=30).splitlines() == [
        "2026-11-21, UTC",
        "14:00  outage (1 h)",
        "14:00  began: db-1 is down",
        "15:00  resolved",
    ]


def test_a_clock_change_has_a_row() -> None:
    lines = diagram.text(over_a_clock_change(), width=100).splitlines()

    assert any("┊" in line and "CEST (UTC+02:00) to CET" in line for line in lines)


def test_an_empty_incident_says_so() -> None:
    assert diagram.text(drawn(), width=80) == "2026-11-21, UTC\nnothing is logged yet"


def test_ten_thousand_events_stay_readable_and_the_rest_is_counted() -> None:
    lines = diagram.text(crowded(), width=80).splitlines()

    assert len(lines) < 100
    assert "more events are in the timeline only" in lines[-1]


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
