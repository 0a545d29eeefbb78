"""A piece of a line of Markdown -> what a reader sees of it.

Most lines have no markup, or only such as can be read in one way; they are read here.
All others are read by markdown-it-py, which is imported when the first of them is met.
"""

from __future__ import annotations

import re
from functools import cache

from pmlog.text.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Every repetition is bounded, so a line of a million brackets takes no million squared.
_IMAGE = pattern(r"!\[[^][]{0,300}\](?:\([^()]{0,500}\)|\[[^][]{0,100}\])?")
_LINK = pattern(r"\[([^][]{0,500})\]\([^()\s]{0,2000}(?: \"[^\"]{0,200}\")?\)")
_ADDRESS = pattern(r"<?\bhttps?://\S{1,2000}|\bwww\.\S{1,500}")
_TAG = pattern(
    r"</?(?:a|abbr|b|blockquote|center|code|dd|details|del|dl|dt|em|font|i|img|ins|kbd"
    r"|mark|"
    r"picture|pre|q|s|small|source|span|strong|sub|summary|sup|t(?:able|body|d|h|head)|u|"
    r"video|body|html|head|section|article|figure|figcaption|iframe|hr|input|label)"
    r"\b[^<>]{0,1000}/?>",
    re.IGNORECASE,
)
# GitHub's way to write an emoji.
_SHORTCODE = pattern(r"(?<!\S):[a-z][a-z0-9_+-]{2,30}:(?!\S)|^\s*:[a-z][a-z0-9_+-]{2,30}:")
# A star between spaces is a star, as in "5 * 3" and in the hours of a cron job.
_STARS = pattern(r"\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}|\*{2,}|~~|`+")
_UNDERSCORES = pattern(r"(?<![\w/])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\w/])")
# What whoever wrote it took for bold, though a reader's program does not.
_HALF_BOLD = pattern(r"\*{2,3}|~~|(?<!\w)__(?!_)|(?<!_)__(?!\w)")

# What stands for markup that can be read in one way only; what is left behind it tells
# whether the parser must decide.
_SIMPLE = tuple(
    (pattern(source), stands_for)
    for source, stands_for in (
        (r"(?<!`)`(?!`)[^`*_\[\]<&\\~]{1,200}`(?!`)", "x"),
        (
            r"!?\[[^][`*_\\<]{0,300}\]\([^()\s<\\]{0,2000}(?: \"[^\"\\]{0,200}\")?\)",
            "x",
        ),
        (r"(?<![*\w])\*(?![\s*])([^*]{1,1000}?)(?<![\s*])\*(?![*\w])", r"\1"),
        (r"(?<!\w)_(?![\s_])([^_]{1,1000}?)(?<![\s_])_(?!\w)", r"\1"),
        (r"(?<!\w)__(?![\s_])([^_]{1,1000}?)(?<![\s_])__(?!\w)", r"\1"),
    )
)
_MAY_BE_HARD = pattern(r"[\\`*_<]|\]\(|\]\[")
_HARD = pattern(
    r"`|\\[!-/:-@\[-`{-~]|\]\(|\]\[|<[a-zA-Z][a-zA-Z0-9+.-]{1,31}:(?!//)|<[^\s<>@]{1,64}@"
    r"|(?<!\*)\*(?![\s*])|(?<=[^\s*])\*(?!\*)"
    r"|(?<![\w_])_(?![\s_])|(?<=[^\s_])_(?![\w_])"
)
_SPACE = pattern(r"&(?:nbsp|e[mn]sp|thinsp|#160);")
# The end of a line that is broken where it is.
_BROKEN_OFF = pattern(r"(?<!\\)\\$")
# The parser takes some 25 us for a character that was chosen to cost it most; whoever
# has more than this much to parse gets the rest read here.
_LONGEST_PIECE = 10_000
_MOST_PARSED = 500_000


class Inline:
    """The reader of a document's lines, which knows the links that it defines."""

    def __init__(
        self, labels: frozenset[str] = frozenset(), most: int = _MOST_PARSED
    ) -> None:
        self._references = {label: {"href": "", "title": ""} for label in labels}
        self._left = most

    def seen(self, text: str) -> str:
        """Return what a reader sees of a piece of a line."""
        if "&" in text:
            text = _SPACE.sub(" ", text)
        if text[-1:] == "\\":
            text = _BROKEN_OFF.sub("", text)
        if not self._is_hard(text) or len(text) > min(self._left, _LONGEST_PIECE):
            return _read_here(text)
        self._left -= len(text)
        tokens = _parser().parseInline(text, {"references": self._references})
        shown = "".join(_shown(tokens[0].children or ()))
        # "*10:00": a bullet without its space.
        shown = shown.lstrip("*") if text[0] == "*" else shown
        return _ADDRESS.sub("", shown).strip()

    def _is_hard(self, text: str) -> bool:
        """Tell whether a text has markup that is not read here as Markdown reads it."""
        if self._references and "[" in text:
            return True
        if not _MAY_BE_HARD.search(text):
            return False
        for simple, stands_for in _SIMPLE:
            text = simple.sub(stands_for, text)
        return bool(_HARD.search(text))


# Where no line is worth the parser: that of a heading is told by its words.
UNPARSED = Inline(most=0)


def _read_here(text: str) -> str:
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "<" in text:
        text = _TAG.sub("", text)
    if "//" in text or "www." in text:
        text = _ADDRESS.sub("", text)
    if ":" in text:
        text = _SHORTCODE.sub("", text)
    if "_" in text:
        text = _UNDERSCORES.sub("", text)
    text = _STARS.sub("", text)
    # An entity is a character, whatever markup that would be.
    if "&" in text:
        import html  # two thousand names of characters

        text = html.unescape(text)
    return text.strip()


@cache
def _parser() -> Any:
    # Only a document that needs it pays for its import.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")
    # It would make one text of what is escaped and what is not.
    parser.core.ruler.disable("text_join")
    return parser


def _shown(tokens: Any) -> Iterator[str]:
    """Yield the pieces of text that a reader sees of a line's tokens."""
    is_address = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            is_address = token.type == "link_open" and token.markup == "autolink"
            is_address = is_address and ":" in token.attrs["href"]
        elif is_address:
            yield token.content if "@" in token.content else ""
        elif token.type == "text":
            yield _SHORTCODE.sub("", _HALF_BOLD.sub("", token.content))
        elif token.type == "html_inline":
            yield _TAG.sub("", token.content)
        elif token.type in ("code_inline", "text_special"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "


# Definitions of links

_DEFINITION = re.compile(
    r"^ {0,3}\[([^][\n]{1,200})\]:[ \t]{0,20}(?:<[^<>\n]{0,1000}>|[^\s<]\S{0,1000})"
    r"(?:[ \t]{1,20}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|\([^()\n]{0,300}\)))?[ \t]{0,20}$"
)
_ADDRESS_LIKE = re.compile(r"[/.#<@]|^\w+:")
_MOST_LABELS = 10_000


def defined_in(raw: str) -> str:
    """Return the label of the link that a line defines, "" where it defines none.

    "[10:05]: restarted" is an entry of whoever has never heard of such definitions.
    """
    match = _DEFINITION.match(raw) if "]:" in raw and "[" in raw[:4] else None
    if match is None or match[1][0] == "^":
        return ""
    target = raw[match.end(1) + 2 :].strip()
    return _normalized(match[1]) if _ADDRESS_LIKE.search(target) else ""


def labels_in(raws: list[str]) -> frozenset[str]:
    """Return the labels of the links that lines define."""
    found = {label for raw in raws if "]:" in raw for label in (defined_in(raw),) if label}
    return frozenset(found if len(found) <= _MOST_LABELS else ())


def _normalized(label: str) -> str:
    """Return a label as the parser compares it."""
    return " ".join(label.split()).lower().upper()


# Code

_TICKS = re.compile(r"`+")


def outside_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a line lie that are in no span of code."""
    runs = [] if "`" not in text else [m.span() for m in _TICKS.finditer(text)]
    # Where the next run of the same length lies; the last of its length has none.
    closing: dict[int, tuple[int, int]] = {}
    after: list[tuple[int, int] | None] = []
    for first, last in reversed(runs):
        after.append(closing.get(last - first))
        closing[last - first] = (first, last)
    start = 0
    for (first, _), close in zip(runs, reversed(after), strict=True):
        if first >= start and close:
            yield start, first
            start = close[1]
    yield start, len(text)
