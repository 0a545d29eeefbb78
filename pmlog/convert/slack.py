"""mrkdwn, to paste into Slack: it calls nobody, whatever the document says."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pmlog.convert import blocks
from pmlog.convert.blocks import Block, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS = {blocks.STRONG: "*", blocks.EMPHASIS: "_", blocks.STRIKE: "~"}
# Slack has no escapes: what would format, or call somebody, is kept apart from what
# follows by a space of no width.
_LIVE = re.compile(r"[@#*~`]|(?<!\w)_|_(?!\w)|:(?=[\w+-]+:)")
_APART = "\u200b"
# Slack cuts a message behind so many characters, and says nothing.
LONGEST = 40_000


def written(document: Iterable[Block]) -> str:
    """Return a document as one message."""
    lines = list(_lines(document))
    # One blank line between two parts, whichever of them asks for it.
    kept = [line for before, line in pairwise(["", *lines]) if before or line]
    return "\n".join(kept).strip("\n") + "\n"


def _lines(document: Iterable[Block], indent: str = "") -> Iterator[str]:
    for block in document:
        if block.kind == blocks.HEADING:
            yield ""
            yield f"*{_text(blocks.plain(block.spans)).strip()}*"
        elif block.kind in (blocks.BULLETS, blocks.NUMBERS):
            yield from _items(block, indent)
        elif block.kind == blocks.CODE:
            yield from _code(block)
        elif block.kind == blocks.EXPAND:
            yield f"{indent}_{_text(block.text)}_"
            yield from _lines(block.blocks, indent)
        elif block.kind == blocks.QUOTE:
            yield from (f"> {line}" for line in _lines(block.blocks))
        elif block.kind == blocks.TABLE:
            for row in block.blocks:
                yield indent + " | ".join(_spans(cell.spans) for cell in row.blocks)
        elif block.kind == blocks.RULE:
            yield "----"
        else:
            yield indent + _spans(block.spans).replace("\n", f"\n{indent}")
            yield ""


def _items(block: Block, indent: str) -> Iterator[str]:
    for number, item in enumerate(block.blocks, 1):
        mark = f"{number}." if block.kind == blocks.NUMBERS else "\u2022"
        if item.done is not None:
            mark = "\u2611" if item.done else "\u2610"
        first, *others = item.blocks or (Block(blocks.PARAGRAPH),)
        if not first.spans:
            others = [first, *others] if first.blocks or first.text else others
        yield f"{indent}{mark} {_spans(first.spans)}"
        yield from (line for line in _lines(others, f"{indent}    ") if line)
    if not indent:
        yield ""


def _code(block: Block) -> Iterator[str]:
    # In a fence nothing formats and nobody is called; only its end must not be in it.
    yield "```"
    yield _escaped(block.text).replace("```", f"``{_APART}`").replace("@", f"@{_APART}")
    yield "```"


def _spans(spans: Iterable[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.text == blocks.BREAK:
        return "\n"
    text = _text(span.text)
    if span.href:
        target = _escaped(span.href).replace("|", "%7C")
        return f"<{target}|{text.replace('|', '/')}>"
    if not text.strip():
        return text
    # A mark counts only right beside a word.
    head = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    inner = text.strip()
    if blocks.VERBATIM in span.styles:
        inner = f"`{_escaped(span.text.strip()).replace('`', _APART)}`"
        inner = inner.replace("@", f"@{_APART}")
    for style, mark in _MARKS.items():
        if style in span.styles:
            inner = f"{mark}{inner}{mark}"
    return f"{head}{inner}{tail}"


def _text(text: str) -> str:
    return _LIVE.sub(rf"\g<0>{_APART}", _escaped(text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
