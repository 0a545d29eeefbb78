"""The Markdown of docs/ -> blocks. It is ours, and plain: what is not read here is a slip.

Headings, paragraphs, lists of one level, tables, fenced samples; in a line
code, bold and links. A link to another file of docs/ becomes the command that shows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.manual.blocks import Block, Heading, Item, Prose, Sample, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"^ *```")
_ITEM = re.compile(r"^(-|\d+\.) +(.*)")
_RULE = re.compile(r"^\|[-:| ]+\|$")
_PICTURE = re.compile(r"^!\[.*\]\(.*\)$")


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text, without its title."""
    for lines in _pieces(text):
        first = lines[0]
        if first.startswith(("## ", "### ")):
            yield Heading(inline(first.lstrip("# ")))
        elif first.startswith("|"):
            yield _table(lines)
        elif _FENCE.match(first):
            yield Sample(tuple(lines[1:-1]))
        elif _ITEM.match(first):
            yield from _items(lines)
        elif not (first.startswith("# ") or _PICTURE.match(first)):
            yield Prose(inline(" ".join(line.strip() for line in lines)))


def _pieces(text: str) -> Iterator[list[str]]:
    """Yield what stands between empty lines; a fenced sample in one piece."""
    piece: list[str] = []
    is_fenced = False
    for line in [*text.splitlines(), ""]:
        is_fence = bool(_FENCE.match(line))
        if is_fence and not is_fenced and piece:
            yield piece
            piece = []
        if line.strip() or is_fenced:
            piece.append(line)
        # A heading needs no empty line behind it; "#" in a sample is a comment.
        is_whole = not line.strip() or line.startswith("#")
        if piece and ((is_whole and not is_fenced) or (is_fence and is_fenced)):
            yield piece
            piece = []
        is_fenced ^= is_fence


def _items(lines: list[str]) -> Iterator[Item]:
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        match = _ITEM.match(line)
        if match:
            found.append((match[1], [match[2]]))
        else:
            found[-1][1].append(line.strip())
    for mark, texts in found:
        yield Item(mark, inline(" ".join(texts)))


def _table(lines: list[str]) -> Table:
    head, *rows = (_cells(line) for line in lines if not _RULE.match(line))
    return Table(head, tuple(rows))


def _cells(line: str) -> tuple[str, ...]:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    first, *others = (inline(cell.strip().replace("\\|", "|")) for cell in cells)
    # What a name is needs no marks: in the first column all are in bold.
    return (first.replace("`", ""), *others)


def inline(text: str) -> str:
    """Return a line's text: code keeps its backticks, links say where they lead."""
    text = re.sub(r"\[([^\]]+)\]\(([\w-]+)\.md(?:#[\w-]*)?\)", _other_topic, text)
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"\1 (\2)", text)
    return text.replace("**", "")


def _other_topic(link: re.Match[str]) -> str:
    page = f"`pmlog help {link[2]}`"
    # "(secrets (...))" would tell its name twice.
    return page if link[1] == link[2] else f"{link[1]} ({page})"
