"""Shapes as SVG, and their colours."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.diagram import markup
from pmlog.diagram.colours import DARK, LIGHT, SCHEMES, style_sheet
from pmlog.incident import kinds

LEAST_BETWEEN_SHAPES, LEAST_OF_TEXT = 3, 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_stands_side_by_side_can_be_told_apart(scheme: str) -> None:
    colours = SCHEMES[scheme]
    neighbours = [
        *itertools.pairwise(("undetected", "unacknowledged", "response", "acknowledged")),
        ("outage", "easing"),
        ("undetected", "response"),
        *((kind, "paper") for kind in (*kinds.TIMELINE_KINDS, "outage", "undetected")),
    ]

    low = {pair: contrast(*(colours[each] for each in pair)) for pair in neighbours}
    assert {pair: c for pair, c in low.items() if c < LEAST_BETWEEN_SHAPES} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_on_its_bar_and_on_the_paper(scheme: str) -> None:
    colours = SCHEMES[scheme]
    on_bars = {name: name.removeprefix("on-") for name in colours if name[:3] == "on-"}
    texts = {**on_bars, "ink": "paper", "soft": "paper", "misleading": "paper"}

    low = {text: contrast(colours[text], colours[on]) for text, on in texts.items()}
    assert {text: c for text, c in low.items() if c < LEAST_OF_TEXT} == {}


def test_each_kind_has_a_colour_in_each_scheme() -> None:
    assert set(LIGHT) == set(DARK)
    assert set(kinds.TIMELINE_KINDS) <= set(LIGHT)


def test_a_file_of_one_scheme_asks_nobody_for_it() -> None:
    assert "prefers-color-scheme" in style_sheet()
    assert "prefers-color-scheme" not in style_sheet("dark")
    assert DARK["ink"] in style_sheet("dark")


def test_places_are_pixels_or_shares_that_stretch() -> None:
    assert markup.rect(markup.share(0.25), 4, markup.share(1 / 3), 10, "note") == (
        '<rect class="note" x="25%" y="4" width="33.33%" height="10" rx="1.5"/>'
    )
    assert markup.text(3, 12.5, "a", "soft", anchor="end") == (
        '<text class="soft" x="3" y="12.5" text-anchor="end">a</text>'
    )


@given(st.text(), st.text())
def test_no_text_makes_an_element(said: str, title: str) -> None:
    shapes = [
        markup.linked("#e-1", title, markup.circle(1, 2, 3, "note")),
        markup.text(0, 0, said, dx=4),
        markup.clipped("1%", "9%", markup.figure(0, 0, markup.TRIANGLE, "escalated")),
    ]
    drawing = ET.fromstring(markup.document("d1", title, said, shapes, height=20))
    tags = [each.tag.rpartition("}")[2] for each in drawing.iter()]

    assert tags == [
        *("svg", "title", "desc", "style", "a", "title", "circle", "text"),
        *("svg", "svg", "path"),
    ]
