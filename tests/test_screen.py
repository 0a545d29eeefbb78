"""The timeline as it is drawn on terminals of any size, and in pipes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmlog.clock import MINUTE_US
from pmlog.incident import event_data, kinds, timeline
from pmlog.incident.timeline import Incident
from pmlog.render.bars import path_ends
from pmlog.render.display import Display
from pmlog.render.plain import plain_line
from pmlog.render.screen import View, elapsed_text, timeline_lines
from pmlog.render.watch import picture
from pmlog.text.terminal import one_line
from pmlog.text.width import columns
from tests.timelines import at, event, written

WIDE = Display(120, unicode=True)
BERLIN_CHANGE = 1_792_890_000_000_000  # 2026-10-25T01:00:00Z, 03:00 CEST becomes 02:00


def told(*lines: str) -> Incident:
    incident = timeline.fold(written(*lines))
    assert incident is not None
    return incident


def drawn(incident: Incident, display: Display, **fields: object) -> list[str]:
    view = View(("UTC",), display, path_ends(incident))._replace(**fields)  # type: ignore[arg-type]
    return without_ids(timeline_lines(incident, incident.timeline, view))


def without_ids(lines: object) -> list[str]:
    return [re.sub(r"\b0000[0-9a-f]{2}\b", "ID", line) for line in lines]  # type: ignore[attr-defined]


OUTAGE = told(
    "14:00 began  slow",
    "14:00-14:30 misleading  not DNS",
    "14:30 misleading  the cache",
    "15:00 resolved  more connections",
)


def test_bars_show_where_in_the_whole_a_span_lies() -> None:
    assert drawn(OUTAGE, WIDE) == [
        "2026-11-21, UTC",
        "  ID   14:00   +0s  began         ·                         slow",
        "✗ ID   14:00   +0s  misleading    ╌╌╌╌╌╌╌╌╌╌╌╌              not DNS (for 30 min)",
        "✗ ID   14:30  +30m  misleading               ╌╌╌╌╌╌╌╌╌╌╌╌╌  the cache",
        "  ID   15:00   +1h  resolved                             ·  more connections",
    ]


def test_bars_are_ascii_where_the_terminal_is() -> None:
    lines = drawn(OUTAGE, Display(120))

    assert all(map(str.isascii, lines))
    assert lines[2].startswith("x ID   14:00   +0s  misleading    ------------   ")


@pytest.mark.parametrize("width", [None, 80])
def test_there_are_no_bars_in_a_pipe_or_where_they_would_press_the_text(
    width: int | None,
) -> None:
    assert drawn(OUTAGE, Display(width, unicode=True))[3] == (
        "✗ ID   14:30  +30m  misleading    the cache"
    )


def test_there_are_no_bars_without_a_span() -> None:
    assert "·" not in "".join(drawn(told("14:00 began  a", "14:05 note  b"), WIDE))


def test_a_long_text_hangs_below_its_beginning() -> None:
    incident = told("14:00 began  every payment fails with a timeout, say customers")

    assert drawn(incident, Display(60))[1:] == [
        "  ID   14:00  +0s  began         every payment fails",
        " " * 37 + "with a timeout, say",
        " " * 37 + "customers",
    ]


def test_on_a_narrow_terminal_the_text_stands_below_its_time() -> None:
    incident = told("14:00 began  slow", "14:05-14:30 misleading  the network it was not")

    assert drawn(incident, Display(20, unicode=True)) == [
        "2026-11-21, UTC",
        "ID  14:00  +0s",
        "began",
        "  slow",
        "✗ ID  14:05  +5m",
        "misleading",
        "  the network it was",
        "  not (for 25 min)",
    ]


def test_in_a_pipe_no_line_is_ever_broken() -> None:
    incident = told(f"14:00 note  {'long ' * 500}end")

    assert drawn(incident, Display())[1].endswith("long long end")


STORIES = st.lists(
    st.tuples(
        st.sampled_from(kinds.TIMELINE_KINDS),
        st.integers(0, 5000),
        st.text(max_size=60),
        st.none() | st.integers(0, 90),
    ),
    min_size=1,
    max_size=8,
)


@given(
    story=STORIES, width=st.integers(20, 140), unicode=st.booleans(), is_many=st.booleans()
)
@example(story=[("began", 0, "\u200c", None)], width=20, unicode=False, is_many=False)
def test_no_line_is_wider_than_the_terminal(
    story: list[tuple[str, int, str, int | None]], width: int, unicode: bool, is_many: bool
) -> None:
    events = written()
    for number, (kind, minute, text, length) in enumerate(story, 2):
        at_us = at("00:00") + minute * MINUTE_US
        until = None if length is None else at_us + length * MINUTE_US
        events.append(event(number, kind, at_us, text, until=until))
    incident = timeline.fold(events)
    assert incident is not None
    zones = ("Europe/Berlin", "Asia/Kathmandu") if is_many else ("Europe/Berlin",)
    # The further zones stand in brackets with the clock, in one piece.
    room = max(width, 60) if is_many else width
    lines = drawn(incident, Display(room, unicode=unicode), zones=zones)

    assert [line for line in lines if columns(line) > room] == []
    assert [line for line in lines if one_line(line) != line] == []


def test_colour_is_never_the_only_carrier() -> None:
    coloured = drawn(OUTAGE, WIDE._replace(colour=True))

    assert "\x1b[33mmisleading" in coloured[2]
    assert [re.sub(r"\x1b\[[\d;]*m", "", line) for line in coloured] == drawn(OUTAGE, WIDE)


def test_what_is_new_is_marked_and_bold() -> None:
    new = [OUTAGE.timeline[0].id]

    assert drawn(OUTAGE, WIDE, new=new)[1].startswith("▸ ID ")
    assert "\x1b[1mslow" in drawn(OUTAGE, WIDE._replace(colour=True), new=new)[1]


def test_either_way_the_clock_change_stands_between_its_neighbours() -> None:
    story = (BERLIN_CHANGE - 30 * MINUTE_US, BERLIN_CHANGE + 30 * MINUTE_US)
    events = [
        *written(),
        *(event(n, kinds.NOTE, at_us, "ab"[n - 2]) for n, at_us in enumerate(story, 2)),
    ]
    incident = timeline.fold(events)
    assert incident is not None
    view = View(("Europe/Berlin",))
    change = "  -- 03:00 CEST (UTC+02:00) became 02:00 CET (UTC+01:00) --"
    forth = without_ids(timeline_lines(incident, incident.timeline, view))
    back = without_ids(timeline_lines(incident, incident.timeline[::-1], view))

    assert forth == [
        "2026-10-25, CEST (UTC+02:00)",
        "  ID   02:30  +0s  note          a",
        change,
        "  ID   02:30  +1h  note          b",
    ]
    assert back == [
        "2026-10-25, CET (UTC+01:00)",
        "  ID   02:30  +1h  note          b",
        change,
        "  ID   02:30  +0s  note          a",
    ]


def test_elapsed_times_are_written_close_together() -> None:
    assert elapsed_text(4_671_000_000) == "+1h17m51s"
    assert elapsed_text(-4 * MINUTE_US) == "-4m"


def test_a_plain_line_has_seven_columns_whatever_was_said() -> None:
    incident = told("14:00 began  x", "14:05:09-14:30 misleading  y")
    hostile = incident.timeline[1]._replace(text="a\tb\nc\x1b[2J")
    line = plain_line(incident, hostile, "Europe/Berlin")

    assert line.split("\t") == [
        "2026-11-21T15:05:09+01:00",
        "2026-11-21T15:30:00+01:00",
        "309",
        "misleading",
        "000000",
        "on-call",
        r"a b c\x1b[2J",
    ]
    assert plain_line(incident, incident.timeline[0], "UTC").startswith(
        "2026-11-21T14:00:00Z\t\t0\tbegan\t"
    )


# The picture that watch draws.


def seen(incident: Incident, height: int, foot: str = "q quits") -> list[str]:
    view = View(("UTC",), Display(60, unicode=True))
    return without_ids(picture(incident, view, at("14:45"), height, foot))


def test_the_newest_stands_at_the_bottom_below_how_long_it_has_been() -> None:
    incident = told("14:00 began  a", *(f"14:{n} note  {n}" for n in range(10, 40)))

    assert seen(incident, 9) == [
        "db-1 is down  [ID, open]",
        "Outage: 45 min so far, since 2026-11-21 14:00 UTC",
        "Users told: not yet",
        "2026-11-21, UTC",
        "  ID   14:37  +37m  note          37",
        "  ID   14:38  +38m  note          38",
        "  ID   14:39  +39m  note          39",
        "",
        "q quits",
    ]
    assert seen(incident, 3)[1:] == [
        "2026-11-21, UTC",
        "  ID   14:39  +39m  note          39",
    ]


def test_a_text_that_fills_the_screen_is_cut_there() -> None:
    incident = told(f"14:00 note  {'long ' * 500}")

    assert len(seen(incident, 10)) == 10
    assert seen(incident, 10)[-3:] == ["………", "", "q quits"]


@given(st.integers(1, 30), st.integers(20, 100), st.lists(st.text(max_size=99), max_size=9))
def test_the_picture_is_never_higher_than_the_screen(
    height: int, width: int, texts: list[str]
) -> None:
    events = [event(n, kinds.NOTE, at("14:00"), text) for n, text in enumerate(texts, 2)]
    incident = timeline.fold(written() + events)
    assert incident is not None
    view = View(("UTC",), Display(width))
    lines = picture(incident, view, at("14:45"), height, "q quits")

    assert len(lines) <= height


def test_what_an_escalation_says_besides_is_behind_its_text() -> None:
    data = {event_data.TO: ["DBAs", "network"], event_data.LINKS: ["https://wiki/1"]}
    events = [*written(), event(2, kinds.ESCALATED, at("14:00"), "paged", data=data)]
    incident = timeline.fold(events)
    assert incident is not None

    assert drawn(incident, Display())[1].endswith(
        "paged (to DBAs, network; https://wiki/1)"
    )
