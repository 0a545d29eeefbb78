"""The storage format of Confluence: XHTML with its macros, well-formed on anything."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from pmlog.convert import blocks
from pmlog.convert.blocks import Block, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TAGS = {
    blocks.PARAGRAPH: "p",
    blocks.CELL: "td",
    blocks.BULLETS: "ul",
    blocks.NUMBERS: "ol",
    blocks.ITEM: "li",
    blocks.QUOTE: "blockquote",
    blocks.ROW: "tr",
}
_LANGUAGE = re.compile(r"[\w+#-]{1,20}")


def written(document: Iterable[Block]) -> str:
    """Return a document to paste as source, or to send through Confluence's interface."""
    return _all(document) + "\n"


def _all(document: Iterable[Block]) -> str:
    return "\n".join(map(_block, document))


def _block(block: Block) -> str:
    if block.kind in _SPECIAL:
        return _SPECIAL[block.kind](block)
    if block.kind in (blocks.BULLETS, blocks.NUMBERS) and _is_tasks(block):
        tasks = (_task(item, number) for number, item in enumerate(block.blocks, 1))
        return f"<ac:task-list>{''.join(tasks)}</ac:task-list>"
    tag = _TAGS.get(block.kind) or f"h{block.level}"
    inside = _spans(block.spans) if block.spans else _all(block.blocks)
    return f"<{tag}>{inside}</{tag}>"


def _is_tasks(block: Block) -> bool:
    return bool(block.blocks) and all(item.done is not None for item in block.blocks)


def _task(item: Block, number: int) -> str:
    status = "complete" if item.done else "incomplete"
    return (
        f"<ac:task><ac:task-id>{number}</ac:task-id>"
        f"<ac:task-status>{status}</ac:task-status>"
        f"<ac:task-body>{_all(item.blocks)}</ac:task-body></ac:task>"
    )


def _code(block: Block) -> str:
    language = _LANGUAGE.match(block.language)
    named = ""
    if language and block.language != "log":
        named = f'<ac:parameter ac:name="language">{language.group()}</ac:parameter>'
    # The end of a CDATA section cannot stand in one: it is taken apart into two.
    text = block.text.replace("]]>", "]]]]><![CDATA[>")
    body = f"<ac:plain-text-body><![CDATA[{text}]]></ac:plain-text-body>"
    return _macro("code", named + body)


def _expand(block: Block) -> str:
    title = f'<ac:parameter ac:name="title">{escape(block.text)}</ac:parameter>'
    body = f"<ac:rich-text-body>{_all(block.blocks)}</ac:rich-text-body>"
    return _macro("expand", title + body)


def _table(block: Block) -> str:
    return f"<table><tbody>{_all(block.blocks)}</tbody></table>"


_SPECIAL: dict[str, Callable[[Block], str]] = {
    blocks.CODE: _code,
    blocks.EXPAND: _expand,
    blocks.TABLE: _table,
    blocks.RULE: lambda _: "<hr/>",
}


def _macro(name: str, inside: str) -> str:
    return f'<ac:structured-macro ac:name="{name}">{inside}</ac:structured-macro>'


def _spans(spans: Iterable[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.text == blocks.BREAK:
        return "<br/>"
    text = escape(span.text)
    for style in sorted(span.styles):
        text = f"<{style}>{text}</{style}>"
    return f'<a href="{escape(span.href)}">{text}</a>' if span.href else text
