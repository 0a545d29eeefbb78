"""A picture -> an SVG element of a page, and a file."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings

from pmlog import clock, diagram
from pmlog.diagram.lanes import Form
from pmlog.diagram.layout import NARROW, WIDE, layout
from pmlog.diagram.picture import Picture
from pmlog.incident import kinds
from tests.test_diagram import (
    HOSTILE,
    STORIES,
    Story,
    crowded,
    drawn,
    hostile,
    over_a_clock_change,
    pictured,
)
from tests.timelines import at, event

FORMATS = (WIDE, NARROW)
SVG = "{http://www.w3.org/2000/svg}"
MOST_HEIGHT = 240


def element(picture: Picture, name: str = "t1") -> ET.Element:
    return ET.fromstring(diagram.svg(picture, name=name))


def wide(picture: Picture) -> ET.Element:
    found = element(picture).find(f"{SVG}svg[@class='wide']")
    assert found is not None
    return found


def texts(root: ET.Element) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


def of_class(root: ET.Element, tag: str, name: str) -> list[ET.Element]:
    each = root.iter(f"{SVG}{tag}")
    return [e for e in each if name in (e.get("class") or "").split()]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("picture", [hostile(), crowded(), over_a_clock_change(), drawn()])
def test_no_picture_is_higher_than_it_may_be(picture: Picture, form: Form) -> None:
    assert layout(picture, form, "#e-").height <= MOST_HEIGHT


@settings(max_examples=50)
@given(STORIES)
def test_every_story_is_drawn_within_its_chart(story: Story) -> None:
    picture = pictured(story)
    for form in FORMATS:
        found = layout(picture, form, "#e-")
        places = re.findall(r'(?:x|x1|x2)="([\d.-]+)%"', "".join(found.shapes))

        assert found.height <= MOST_HEIGHT
        assert all(-0.01 <= float(place) <= 100.01 for place in places)


def test_lanes_have_names_and_windows_and_phases_say_what_they_are() -> None:
    lines = ("14:00 began", "14:20 detected", "14:45 acknowledged", "14:50 investigated")
    found = texts(wide(drawn(*lines, "15:30 resolved")))

    assert found[:4] == ["Users hit", "Response", "Found out", "All events"]
    assert "14:00 to 15:30, 1 h 30 min" in found
    assert "nobody knew, 20 min" in found
    assert "nobody had it, 25 min" in found
    assert "being worked on, 45 min" in found


def test_what_has_no_room_in_its_bar_is_said_below() -> None:
    found = texts(wide(drawn("14:00 began", "14:01 detected", "18:00 resolved")))

    assert "Response: nobody knew 1 min" in found
    assert "being worked on, 3 h 59 min" in found


def test_each_window_is_drawn_and_labelled_and_what_was_mitigated_is_hatched() -> None:
    lines = ("14:00 began", "14:30 resolved", "15:00 began", "15:30 mitigated")
    root = wide(drawn(*lines, "16:00 resolved"))

    assert [e.get("width") for e in of_class(root, "rect", "outlined")[:3]] == [
        "25%",
        "50%",
        "25%",
    ]
    assert len(of_class(root, "rect", "hatched")) == 1
    # The shorter one has no room for its times.
    assert {"30 min", "15:00 to 16:00, 1 h"} <= set(texts(root))


def test_a_wrong_path_is_a_dashed_outline_with_its_first_words() -> None:
    root = wide(drawn("14:00 began", "14:10-14:40 misleading  the net", "15:00 resolved"))

    assert [e.get("x") for e in of_class(root, "rect", "dashed")] == ["16.67%"]
    assert "the net" in texts(root)


def test_events_that_stand_close_are_a_number() -> None:
    lines = (f"14:{minute:02} investigated" for minute in range(3))
    root = wide(drawn("14:00 began", *lines, "20:00 resolved"))

    assert [e.text for e in of_class(root, "text", "number")] == ["3"]
    assert len(of_class(root, "line", "pill")) == 1


def test_a_date_begins_on_the_axis() -> None:
    far = event(9, kinds.RESOLVED, at("23:00") + 3 * 3_600_000_000)
    found = texts(wide(drawn("14:00 began", extra=(far,))))

    assert {"21 Nov", "22 Nov"} <= set(found)


def test_days_stand_out_among_hours_and_not_among_days() -> None:
    night = event(9, kinds.RESOLVED, at("23:00") + 3 * clock.HOUR_US)
    weeks = event(9, kinds.RESOLVED, at("14:00") + 20 * clock.DAY_US)
    among = [
        len(of_class(wide(drawn("14:00 began", extra=(end,))), "line", "day"))
        for end in (night, weeks)
    ]

    assert among == [1, 0]


def test_each_mark_leads_to_its_entry_in_a_page_and_nowhere_in_a_file() -> None:
    picture = drawn("14:00 began", "14:10 escalated  the DBAs", "15:00 resolved")
    links = [each.get("href") for each in wide(picture).iter(f"{SVG}a")]

    began, escalated, resolved = picture.events
    assert links == [
        *(f"#e-{each.id}" for each in (began, resolved, escalated)),
        # The density has a bar for each.
        *(f"#e-{each.id}" for each in (began, escalated, resolved)),
    ]
    assert "<a " not in diagram.svg_file(picture)
    assert "the DBAs" in diagram.svg_file(picture)


def test_a_file_is_light_or_dark_or_as_the_reader_has_it() -> None:
    picture = drawn("14:00 began", "15:00 resolved")

    assert "prefers-color-scheme" in diagram.svg_file(picture)
    dark = diagram.svg_file(picture, "dark")
    assert "prefers-color-scheme" not in dark
    assert ET.fromstring(dark).get("viewBox") == "0 0 880 114"


def test_the_element_is_named_for_screen_readers() -> None:
    root = element(drawn("14:00 began", "15:00 resolved"))

    assert root.get("aria-labelledby") == "t1-title t1-desc"
    assert root.findtext(f"{SVG}title") == "Overview of db-1 is down"
    assert root.findtext(f"{SVG}desc") == (
        "2026-11-21, UTC. Users hit 14:00 to 15:00, 1 h. All events: 2."
    )


def test_hostile_text_is_text_and_nothing_else() -> None:
    svg = diagram.svg(hostile())
    root = ET.fromstring(svg)
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    said = [each.text or "" for each in root.iter(f"{SVG}title")]

    assert tags <= {
        *("svg", "title", "desc", "style", "rect", "path", "line", "text", "tspan"),
        *("a", "g", "defs", "pattern"),
    }
    assert any(HOSTILE[2][:20] in text for text in said)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ufffe\uffff]", svg)


def test_nothing_is_run_or_fetched() -> None:
    svg = diagram.svg(hostile())

    assert not re.search(r"<script|<foreignObject|<image|<use|\son\w+=", svg)
    assert set(re.findall(r"(?:href=\"|url\()(.)", svg)) == {"#"}
    assert not re.search(r"@import|src=", svg)


def test_every_shape_has_a_colour() -> None:
    lines = ("14:00 began", "14:05 detected", "14:10-14:20 misleading", "14:30 mitigated")
    root = element(drawn(*lines, "14:40 escalated", "15:00 resolved"))
    style = root.findtext(f"{SVG}style") or ""

    for each in (*root.iter(f"{SVG}rect"), *root.iter(f"{SVG}path")):
        assert re.search(rf"\.{(each.get('class') or '').split()[0]}\{{", style)


def test_ten_thousand_events_make_no_large_drawing() -> None:
    assert len(diagram.svg(crowded())) < 220_000


def test_an_empty_incident_says_so() -> None:
    assert "nothing is logged yet" in texts(wide(drawn()))
