"""Markdown, read into a tree of blocks and spans.

HTML is not passed on: of a document's own <details> the title and the lines are kept, of
all other HTML its text.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEADING, PARAGRAPH, BULLETS, NUMBERS, ITEM = "heading", "paragraph", "ul", "ol", "item"
CODE, QUOTE, RULE, TABLE, ROW, CELL = "code", "quote", "rule", "table", "row", "cell"
EXPAND = "expand"
STRONG, EMPHASIS, STRIKE, VERBATIM = "strong", "em", "s", "code"
BREAK = "\n"

_PART = 2  # the level of the headings of its parts
_DETAILS = re.compile(
    r"<details[^>]*>\s*<summary[^>]*>(?P<title>.*?)</summary>(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_END = re.compile(r"</details\s*>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?(?:-->|$)|</?[a-zA-Z][^<>]{0,1000}>", re.DOTALL)
_CHECKBOX = re.compile(r"\[([ xX])\]\s+")
_HREF = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
# What XML has no way to say; Confluence and Word speak XML.
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Span(NamedTuple):
    """A piece of a line, as it is set; BREAK alone begins a new one."""

    text: str
    styles: frozenset[str] = frozenset()
    href: str = ""


class Block(NamedTuple):
    """A block: its spans, or the blocks in it, or its text as it is."""

    kind: str
    spans: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    text: str = ""  # of code; the title of what expands
    level: int = 0  # of a heading
    language: str = ""  # of code
    done: bool | None = None  # of an item that is a task


def read(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a document in Markdown."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    text = _UNSAYABLE.sub("\ufffd", markdown)
    return tuple(_blocks(SyntaxTreeNode(reader.parse(text)).children))


def with_picture(document: list[Block], picture: str) -> list[Block]:
    """Return a document with a picture in characters behind its first part."""
    parts = [at for at, b in enumerate(document) if b.kind == HEADING and b.level == _PART]
    if not picture or len(parts) < _PART:
        return document
    drawn = Block(CODE, text=picture)
    shown = Block(EXPAND, text="The outage at a glance", blocks=(drawn,))
    return [*document[: parts[1]], shown, *document[parts[1] :]]


def plain(spans: Iterable[Span]) -> str:
    """Return the text of spans."""
    return "".join(span.text for span in spans)


def _blocks(nodes: list[SyntaxTreeNode]) -> Iterator[Block]:
    at = 0
    while at < len(nodes):
        node = nodes[at]
        at += 1
        opened = _DETAILS.search(node.content) if node.type == "html_block" else None
        if opened is None:
            yield from _block(node)
            continue
        inside = list(_html(opened["rest"]))
        # What stands between two pieces of HTML is Markdown.
        while not _END.search(nodes[at - 1].content) and at < len(nodes):
            inside += _block(nodes[at])
            at += 1
        yield Block(EXPAND, text=_text(opened["title"]).strip(), blocks=tuple(inside))


def _html(text: str) -> Iterator[Block]:
    pre = re.search(r"<pre[^>]*>\n?(.*?)</pre>", text, re.DOTALL)
    if pre:
        yield Block(CODE, text=_text(pre[1]).rstrip("\n"), language="log")
        return
    shown = " ".join(_text(text).split())
    if shown:
        yield Block(PARAGRAPH, (Span(shown),))


def _text(text: str) -> str:
    return _UNSAYABLE.sub("\ufffd", html.unescape(_TAG.sub("", text)))


def _block(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type == "html_block":
        yield from _html(node.content)
    elif node.type in ("fence", "code_block"):
        language = node.info.split()[0] if node.info.split() else ""
        yield Block(CODE, text=node.content.rstrip("\n"), language=language)
    elif node.type == "hr":
        yield Block(RULE)
    elif node.type in ("heading", "paragraph"):
        level = int(node.tag[1:]) if node.type == "heading" else 0
        spans = _inline(node.children[0].children if node.children else [])
        yield Block(node.type, tuple(spans), level=level)
    elif node.type in ("bullet_list", "ordered_list"):
        kind = BULLETS if node.type == "bullet_list" else NUMBERS
        yield Block(kind, blocks=tuple(map(_item, node.children)))
    elif node.type == "blockquote":
        yield Block(QUOTE, blocks=tuple(_blocks(node.children)))
    elif node.type == "table":
        rows = [row for part in node.children for row in part.children]
        yield Block(TABLE, blocks=tuple(map(_row, rows)))


def _item(node: SyntaxTreeNode) -> Block:
    blocks = list(_blocks(node.children))
    first = blocks[0] if blocks else None
    box = _CHECKBOX.match(first.spans[0].text) if first and first.spans else None
    if first is None or box is None:
        return Block(ITEM, blocks=tuple(blocks))
    rest = first.spans[0]._replace(text=first.spans[0].text[box.end() :])
    blocks[0] = first._replace(spans=(rest, *first.spans[1:]))
    return Block(ITEM, blocks=tuple(blocks), done=box[1] != " ")


def _row(node: SyntaxTreeNode) -> Block:
    cells = (_inline(c.children[0].children if c.children else []) for c in node.children)
    return Block(ROW, blocks=tuple(Block(CELL, tuple(cell)) for cell in cells))


_STYLES = {"strong": STRONG, "em": EMPHASIS, "s": STRIKE}


def _inline(
    nodes: list[SyntaxTreeNode], styles: frozenset[str] = frozenset(), href: str = ""
) -> Iterator[Span]:
    for node in nodes:
        if node.type == "text":
            # What keeps GitHub from calling people is not for the others.
            yield Span(node.content.replace("\u200b", ""), styles, href)
        elif node.type == "code_inline":
            yield Span(node.content, styles | {VERBATIM}, href)
        elif node.type == "softbreak":
            yield Span(" ", styles, href)
        elif node.type == "hardbreak":
            yield Span(BREAK, styles, href)
        elif node.type in _STYLES:
            yield from _inline(node.children, styles | {_STYLES[node.type]}, href)
        elif node.type == "link":
            target = str(node.attrs.get("href", ""))
            safe = target if _HREF.match(target) else ""
            yield from _inline(node.children, styles, safe or href)
        elif node.type == "image":
            yield Span(node.content or "picture", styles, href)
