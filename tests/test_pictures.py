"""`render -o x.md --pictures`: the overview as files beside the document."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from pmlog.diagram.colours import DARK, LIGHT
from tests.conftest import Shell


@pytest.fixture
def document(say: Shell, tmp_path: Path) -> Path:
    """Return the path of a document that stands beside its pictures."""
    say.ok("start", "<b>Checkout</b> is down", "--at", "12:00")
    say.ok("event", "began: a", "--at", "13:00")
    say.ok("event", "resolved: b", "--at", "13:30")
    path = tmp_path / "the outage.md"
    say.ok("render", "-o", str(path), "--pictures")
    return path


def beside(document: Path, ending: str) -> Path:
    return document.with_name(document.stem + ending)


def test_a_light_and_a_dark_picture_stand_beside_the_document(document: Path) -> None:
    light, dark = (beside(document, end).read_text() for end in (".svg", "-dark.svg"))

    assert ET.fromstring(light).get("height") == ET.fromstring(dark).get("height")
    assert LIGHT["outage"] in light
    assert DARK["outage"] in dark
    assert "<b>" not in light


def test_the_document_shows_the_one_that_fits_and_says_what_it_is(document: Path) -> None:
    text = document.read_text()

    assert 'srcset="the%20outage-dark.svg"' in text
    shown = re.search(r'<img src="the%20outage.svg" alt="([^"<>]*)">', text)
    assert shown
    assert "Users hit 13:00 to 13:30, 30 min." in shown[1]


@pytest.mark.parametrize("template", ["sre", "playful"])
def test_other_templates_show_it_instead_of_their_chart(
    say: Shell, document: Path, template: str
) -> None:
    path = document.with_name(f"{template}.md")
    say.ok("render", "-t", template, "-o", str(path), "--pictures")

    assert "<picture>" in path.read_text()
    assert "mermaid" not in path.read_text()


def test_a_picture_that_is_no_longer_true_is_stale(say: Shell, document: Path) -> None:
    words = ("render", "-o", str(document), "--pictures")
    assert say(*words, "--check").code == 0
    say.ok("event", "escalated: help", "--at", "13:10")

    assert "is stale: picture, timeline" in say(*words, "--check").err
    say.ok(*words)
    assert say(*words, "--check").code == 0
    beside(document, ".svg").unlink()
    said = say(*words, "--check")
    assert said.code == 1
    assert "the outage.svg; " in said.err


def test_no_file_of_somebody_else_is_drawn_over(say: Shell, document: Path) -> None:
    words = ("render", "-o", str(document), "--pictures")
    theirs = beside(document, ".svg")
    theirs.write_text("<svg>mine</svg>")

    assert "is no picture that pmlog drew" in say(*words).err
    assert theirs.read_text() == "<svg>mine</svg>"
    say.ok(*words, "--force")
    assert "pmlog-diagram" in theirs.read_text()


@pytest.mark.parametrize("words", [(), ("-o", "-"), ("-o", "x.html")])
def test_pictures_stand_beside_a_markdown_file_and_nothing_else(
    say: Shell, words: tuple[str, ...]
) -> None:
    say.ok("event", "began: a")
    said = say("render", "--pictures", *words)

    assert said.code == 2
    assert "add -o FILE.md" in said.err
