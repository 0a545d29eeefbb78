"""A picture -> an SVG element."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings

from pmlog import diagram
from pmlog.diagram.labels import NARROW, WIDE, Format
from pmlog.diagram.layout import sheet
from pmlog.diagram.picture import Picture
from pmlog.diagram.shapes import Bar, Dot, Text
from pmlog.diagram.thinning import thinned
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

FORMATS = (WIDE, NARROW)
SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: Picture, form: Format) -> list[Text]:
    few = thinned(picture, points=40, spans=12, phases=60)
    return [shape for shape in sheet(few, form).shapes if isinstance(shape, Text)]


def overlapping(found: list[Text]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for one, other in itertools.combinations(found, 2)
        if one.box.overlaps(other.box)
    ]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("picture", [hostile(), crowded(), over_a_clock_change(), drawn()])
def test_labels_neither_overlap_nor_leave_the_sheet(picture: Picture, form: Format) -> None:
    found = texts(picture, form)

    assert overlapping(found) == []
    for text in found:
        assert text.box.x >= 0
        assert text.box.x + text.box.width <= form.width, text.text


@settings(max_examples=50)
@given(STORIES)
def test_labels_never_overlap_and_bars_lie_on_the_sheet(story: Story) -> None:
    picture = pictured(story)
    for form in FORMATS:
        found = sheet(picture, form)
        bars = [shape.box for shape in found.shapes if isinstance(shape, Bar)]

        assert overlapping(texts(picture, form)) == []
        assert all(box.x >= 0 and box.x + box.width <= form.width for box in bars)
        assert all(0 <= box.y <= box.y + box.height <= found.height for box in bars)


def test_spans_that_overlap_lie_in_lanes_of_their_own() -> None:
    lines = ("14:00-14:30 misleading", "14:10-14:40 misleading", "14:30-14:50 misleading")
    shapes = sheet(drawn(*lines), WIDE).shapes
    first, second, third = (s.box for s in shapes if isinstance(s, Bar))

    assert first.x == third.x < second.x
    assert not first.overlaps(second)


def test_marks_stand_at_their_time_and_labels_in_its_order() -> None:
    shapes = sheet(drawn("14:00 began", "14:45 note", "15:00 resolved"), WIDE).shapes
    began, note, resolved = (shape.y for shape in shapes if isinstance(shape, Dot))
    heads = [s.text for s in shapes if isinstance(s, Text) and s.style == "head"]

    assert (note - began) == pytest.approx(0.75 * (resolved - began))
    assert heads == ["14:00 began", "14:45 note", "15:00 resolved"]


def test_the_legend_adds_up_the_phases_of_several_windows() -> None:
    lines = ("14:00 began", "14:30 resolved", "15:00 began", "15:10 resolved")

    assert "outage 40 min" in [text.text for text in texts(drawn(*lines), WIDE)]


def test_a_legend_too_long_for_a_line_goes_on_in_the_next() -> None:
    lines = ("14:00 began", "14:05 detected", "14:09 acknowledged", "14:30 mitigated")
    picture = drawn(*lines, "15:00 resolved")
    names = ("undetected", "unacknowledged", "response", "mitigated")
    found = [text for text in texts(picture, NARROW) if text.text.startswith(names)]

    assert len(found) == 4
    assert len({text.y for text in found}) > 1


def test_the_element_is_well_formed_and_named_for_screen_readers() -> None:
    element = ET.fromstring(diagram.svg(drawn("14:00 began", "15:00 resolved"), name="t1"))

    assert element.get("role") == "img"
    assert element.get("aria-labelledby") == "t1-title t1-desc"
    assert element.findtext(f"{SVG}title") == "Timeline of db-1 is down"
    assert element.findtext(f"{SVG}desc") == (
        "2026-11-21, UTC. 14:00 outage, 1 h. 14:00 began. 15:00 resolved."
    )


def test_hostile_text_is_text_and_nothing_else() -> None:
    svg = diagram.svg(hostile())
    element = ET.fromstring(svg)
    tags = {each.tag.removeprefix(SVG) for each in element.iter()}
    shown = [each.text or "" for each in element.iter(f"{SVG}text")]

    assert tags == {"svg", "title", "desc", "style", "rect", "path", "circle", "text"}
    assert any(HOSTILE[2][:20] in text for text in shown)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ufffe\uffff]", svg)


def test_nothing_is_run_or_fetched() -> None:
    svg = diagram.svg(hostile())

    assert not re.search(r"<script|<foreignObject|<image|<use|\son\w+=", svg)
    assert not re.search(r"href|url\(|@import|src=", re.sub(r">[^<]*</text>", "", svg))


def test_every_rule_is_scoped_and_every_style_has_a_colour() -> None:
    element = ET.fromstring(diagram.svg(drawn("14:00 began", "15:00 resolved"), name="t1"))
    style = element.findtext(f"{SVG}style") or ""
    rules = re.findall(r"([^{}\n]+)\{[^{}]*\}", style)

    assert all(
        rule.strip().startswith((".pmlog", ":where(.pmlog", "#t1")) for rule in rules
    )
    assert "prefers-color-scheme:dark" in style
    for each in (*element.iter(f"{SVG}rect"), *element.iter(f"{SVG}circle")):
        assert f".{each.get('class')}{{fill" in style


def test_ten_thousand_events_stay_readable_and_the_rest_is_counted() -> None:
    svg = diagram.svg(crowded())

    assert len(svg) < 60_000
    assert "more events are in the timeline only" in svg


def test_an_empty_incident_says_so() -> None:
    assert "nothing is logged yet" in diagram.svg(drawn())
