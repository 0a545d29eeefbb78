"""Whole documents of a hostile log, as five readers show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import readers
from tests.conftest import Shell
from tests.readers import Page
from tests.test_escape import HOSTILE, STARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What the templates make, and what readers make of that.
ELEMENTS = (
    {"h1", "h2", "h3", "p", "ul", "li", "strong", "em", "a", "!--", "code", "br"}
    | {"details", "summary", "pre", "input", "label", "span"}  # boxes, highlighted code
)
ATTRIBUTES = {
    "href",
    "id",
    "class",
    "type",
    "checked",
    "disabled",
    "style",
    "aria-hidden",
    "lang",
}
FIELDS = ("impact", "root-cause", "cause-detail", "fix-detail", "trigger", "went-well")


@pytest.fixture(scope="module", autouse=True)
def _marked() -> Iterator[None]:
    yield from readers.marked_running()


@pytest.fixture
def hostile(say: Shell) -> Shell:
    say.ok("start", "--at", "12:00", "--service", HOSTILE[0], "--", " ".join(HOSTILE))
    every = (*HOSTILE, *STARTS)
    (say.path.parent / "a.log").write_text("\n\n".join(every))
    attached = ("--attach", str(say.path.parent / "a.log"))
    say.ok("event", "-k", "began", "--at", "12:00", *attached, "--", " ".join(every))
    for text in HOSTILE:
        say.ok("event", "-k", "misleading", "--at", "12:10", "--for", "11m", "--", text)
    say.ok("event", "-k", "detected", "--at", "12:01", "--how", HOSTILE[1], "--", "x")
    say.ok("event", "-k", "escalated", "--at", "12:02", "--to", HOSTILE[2], "--", "x")
    say.ok("event", "-k", "resolved", "--at", "12:30", "--", HOSTILE[7])
    for field in FIELDS:
        say.ok("set", field, "--", "\n\n".join(every))
    for text in every:
        say.ok("improve", "--", text)
    say.ok("task", "add", "--owner", HOSTILE[5], "--ticket", HOSTILE[0], "--", HOSTILE[8])
    return say


@pytest.mark.parametrize("template", ["postmortem", "sre", "playful", "public"])
def test_no_reader_sees_an_element_that_the_template_did_not_make(
    hostile: Shell, template: str
) -> None:
    path = hostile.path.parent / "a.md"
    hostile.ok("render", "-t", template, "-o", str(path))
    document = path.read_text()
    for reader in readers.ALL:
        assert_harmless(reader, document)


def assert_harmless(reader: Callable[[str], str], document: str) -> None:
    page = Page(reader(document))

    assert page.names <= ELEMENTS, reader
    assert {key for _, attrs in page.elements for key in attrs} <= ATTRIBUTES | {"text"}
    comments = [str(attrs["text"]) for name, attrs in page.elements if name == "!--"]
    assert [each for each in comments if not each.strip().startswith("pmlog")] == []
    assert [
        to for to, _ in page.links if to.lower().startswith(("javascript", "data"))
    ] == []
    for text in ("<script>alert(1)</script>", "onerror=alert(1)", "{#id}", "*[a]: b"):
        assert text in page.text
