"""Markdown -> its sections, and its text as a reader sees it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Line = tuple[int, str]  # its number, from 1, and its text


class Section(NamedTuple):
    """A heading and the lines below it, up to the next heading of any level."""

    level: int  # 0 is what stands above the first heading
    title: str
    number: int
    lines: tuple[Line, ...]


_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


def sections(lines: Iterable[Line]) -> list[Section]:
    """Return the sections of a document; code and comments are no part of them."""
    found: list[Section] = []
    title: tuple[int, str, int] = (0, "", 1)
    held: list[Line] = []
    for number, line in _prose(lines):
        heading = _HEADING.match(line)
        under = _UNDERLINE.match(line) if held and held[-1][1].strip() else None
        if under and held[-1][0] == number - 1 and held[-1][1].lstrip()[:1] not in "-*+|":
            above = held.pop()
            found.append(Section(*title, tuple(held)))
            title, held = (1 if under[1][0] == "=" else 2, above[1].strip(), above[0]), []
        elif heading:
            found.append(Section(*title, tuple(held)))
            title, held = (len(heading[1]), heading[2], number), []
        else:
            held.append((number, line))
    return [*found, Section(*title, tuple(held))]


def _prose(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines that are no code and no comment."""
    fence, is_comment = "", False
    for number, line in lines:
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        elif is_comment or line.lstrip().startswith("<!--"):
            is_comment = "-->" not in line
        else:
            yield number, line


# An escaped character, kept from what its mark would do: moved out of the way, and back.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_AWAY = 0xE000
_LINK = re.compile(
    r"!?\[([^\[\]]*)\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?[^()]*\)"
)
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]*)>")
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])|(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\3(?!\w)"
)
_CODE = re.compile(r"(`+)(.+?)\1")


def plain(text: str) -> str:
    """Return a piece of Markdown as its reader sees it, on one line."""
    text = _ESCAPED.sub(lambda match: chr(_AWAY + ord(match[1])), text)
    text = _CODE.sub(lambda match: _hidden(match[2].strip()), text)
    text = _AUTOLINK.sub(lambda match: _hidden(match[1]), text)
    text = _LINK.sub(_link, text)
    for _ in range(3):
        text = _EMPHASIS.sub(lambda match: match[2] or match[4], text)
    text = html.unescape(text).replace("\u200b", "")
    return " ".join("".join(map(_shown, text)).split())


def _link(match: re.Match[str]) -> str:
    label, target = match[1], match[2]
    if not target.startswith(("http://", "https://")) or target == label:
        return label
    return f"{label} ({_hidden(target)})" if label else _hidden(target)


def _hidden(text: str) -> str:
    """Return a text whose marks mean nothing."""
    return "".join(chr(_AWAY + ord(c)) if c in "*_`[]<>&\\" else c for c in text)


def _shown(character: str) -> str:
    code = ord(character) - _AWAY
    return chr(code) if 0 < code < 128 else character


def paragraphs(lines: Iterable[Line]) -> str:
    """Return the text of lines, their paragraphs kept."""
    text = "\n".join(plain(line) for _, line in lines)
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    # A list of one item is a sentence.
    items = _ITEM.findall(text)
    is_one = len(re.findall(r"^\s*(?:[-*+]|\d{1,3}[.)])\s", text, re.MULTILINE)) == 1
    return re.sub(r"^(?:[-*+]|\d{1,3}[.)])\s+", "", text) if is_one and items else text


_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[(?P<box>[ xX])\]\s+)?(?P<text>.*)")


def items(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return the items of lists, each with what is in its box: "x", " " or ""."""
    found: list[tuple[str, str]] = []
    for _, line in lines:
        match = _ITEM.match(line)
        if match:
            found.append((match["box"] or "", match["text"]))
        elif found and line.strip() and line[0] in " \t":
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    return [(box.lower(), plain(text)) for box, text in found]
