"""A document as people edited it, for Confluence, Slack and Word."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlog.convert import blocks, confluence, docx, slack
from tests.conftest import ROOT, Shell

if TYPE_CHECKING:
    from pathlib import Path

EDITED = """\
# Postmortem: pool

<!-- pmlog:begin timeline 000000000000 postmortem 3fa9c1 -->
- **14:05** - *Began:* @here all &lt;b&gt; fail, see <https://e.x/a_b?c=1&d=2>
  <details><summary>top.txt, 3 lines</summary><pre class="log">
  a ]]&gt; b
  &#32;
  @channel c
  </pre></details>
- **14:06** - next, [the page](https://e.x/) not [this](javascript:x)
<!-- pmlog:end timeline -->

- [x] enlarge the pool
- [ ] watch it, `SELECT 1`

```mermaid
gantt
```

<details><summary>by hand</summary>

```log
from the first edition
```
</details>

| a | b |
|---|---|
| 1 | **2** |

> quoted <i>text</i>
"""
MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(EDITED.splitlines(keepends=True)),
        st.text(st.sampled_from("<>&]\\`*_[]()|#-~!@: \n\x00\x0ca\ufffe"), max_size=12),
        st.sampled_from(["<!channel>", "@here", "<details>", "</details>", "]]>", "<pre>"]),
    ),
    max_size=12,
).map("".join)


def parsed(source: str) -> ET.Element:
    """Return the storage format as a tree; it fails where it is not well-formed."""
    names = 'xmlns:ac="http://atlassian.com/content"'
    return ET.fromstring(f"<page {names}>{source}</page>")


def test_confluence_gets_macros_for_evidence_and_a_list_of_tasks() -> None:
    source = confluence.written(blocks.read(EDITED))
    page = parsed(source)
    name = "{http://atlassian.com/content}"

    macros = [each.attrib[f"{name}name"] for each in page.iter(f"{name}structured-macro")]
    assert macros == ["expand", "code", "code", "expand", "code"]
    states = [each.text for each in page.iter(f"{name}task-status")]
    assert states == ["complete", "incomplete"]
    bodies = [each.text for each in page.iter(f"{name}plain-text-body")]
    assert bodies[0] == "a ]]> b\n \n@channel c"
    assert [a.attrib["href"] for a in page.iter("a")] == [
        "https://e.x/a_b?c=1&d=2",
        "https://e.x/",
    ]
    assert "pmlog:begin" not in source
    assert 'href="javascript' not in source


@settings(max_examples=150)
@given(MARKDOWN)
def test_confluence_gets_what_is_well_formed_whatever_people_write(text: str) -> None:
    parsed(confluence.written(blocks.read(text)))


def test_slack_gets_its_own_marks() -> None:
    message = slack.written(blocks.read(EDITED))

    assert message.startswith("*Postmortem: pool*\n")
    assert "\u2022 *14:05* - _Began:_ @\u200bhere all &lt;b&gt; fail" in message
    assert "<https://e.x/a_b?c=1&amp;d=2|" in message
    assert "<https://e.x/|the page>" in message
    assert "\u2611 enlarge the pool\n\u2610 watch it, `SELECT 1`" in message
    assert "1 | *2*" in message
    assert "\n\n\n" not in message


@settings(max_examples=150)
@given(MARKDOWN)
def test_slack_calls_nobody(text: str) -> None:
    message = slack.written(blocks.read(text))

    assert not re.search(r"<[!@#]|@\w", message.replace("@e.x", ""))
    assert re.findall(r"<(?!https?:|mailto:)", message) == []


def test_word_gets_headings_links_boxes_and_evidence_with_its_caption() -> None:
    paper = Document(io.BytesIO(docx.written(blocks.read(EDITED))))
    styled = [(p.style.name if p.style else "", p.text) for p in paper.paragraphs]

    assert styled[0] == ("Heading 1", "Postmortem: pool")
    assert ("List", "\u2612 enlarge the pool") in styled
    assert ("List", "\u2610 watch it, SELECT 1") in styled
    assert ("Caption", "top.txt, 3 lines") in styled
    links = [rel.target_ref for rel in paper.part.rels.values() if rel.is_external]
    assert links == ["https://e.x/a_b?c=1&d=2", "https://e.x/"]
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == ["1", "2"]


def test_a_date_in_word_stays_with_its_day() -> None:
    paper = Document(io.BytesIO(docx.written(blocks.read("**2026-03-08**\n\n- a\n\nb\n"))))

    assert [p.paragraph_format.keep_with_next for p in paper.paragraphs] == [
        True,
        None,
        None,
    ]


@settings(max_examples=15)
@given(MARKDOWN)
def test_word_gets_what_opens_whatever_people_write(text: str) -> None:
    Document(io.BytesIO(docx.written(blocks.read(text))))


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(EDITED)
    return path


def test_the_command_converts_a_file_and_says_what_it_left_out(
    say: Shell, edited: Path
) -> None:
    said = say("convert", str(edited), "--to", "confluence")

    assert said.code == 0
    assert said.out.startswith("<h1>Postmortem: pool</h1>")
    assert "left out: a diagram in Mermaid" in said.err
    assert "gantt" not in said.out
    say.ok("convert", str(edited), "--to", "docx")
    assert edited.with_suffix(".docx").read_bytes()[:2] == b"PK"


def test_the_command_overwrites_nothing_unasked(say: Shell, edited: Path) -> None:
    taken = edited.with_name("taken.txt")
    taken.write_text("mine")
    convert = ("convert", str(edited), "--to", "slack", "-o", str(taken))

    assert say(*convert).code == 2
    assert taken.read_text() == "mine"
    say.ok(*convert, "--force")
    assert "Postmortem: pool" in taken.read_text()
    assert say("convert", str(edited), "--to", "wiki").code == 2
    assert say("convert", "/no/such", "--to", "slack").code == 1


def test_a_message_that_slack_would_cut_is_said(say: Shell, edited: Path) -> None:
    edited.write_text("word " * 8_100)
    said = say("convert", str(edited), "--to", "slack")

    assert said.code == 0
    assert "40,500 characters: Slack cuts a message behind 40,000" in said.err


@pytest.mark.parametrize("to", ["confluence", "slack"])
def test_each_example_is_converted(say: Shell, to: str) -> None:
    for path in sorted((ROOT / "examples").glob("*/*.md")):
        said = say.ok("convert", str(path), "--to", to)
        assert len(said) > 100
