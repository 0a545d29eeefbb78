"""Text from people, for where it lands: what they typed is what the reader sees.

Readers of Markdown differ: what is an escape to one is a backslash to the next, and some
make links of what merely looks like an address. So this writes only what cmark-gfm,
marked, markdown-it, Python-Markdown and pandoc read alike, and tests ask all five.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import escape

from pmlog.render import addresses
from pmlog.text.terminal import one_line

# A backslash before these is understood by all; other marks are written as entities.
_BACKSLASHED = r"\*_[]{#"
_MARKUP = re.compile(
    # A plain address of mail; any other @ before a word is guarded below.
    r"(?P<mail>(?<![^\s(,;])(?!\S*[wW]{3}\.)[A-Za-z0-9](?:[._+-]?[A-Za-z0-9])*@"
    r"[A-Za-z0-9](?:[.-]?[A-Za-z0-9])*(?![^\s),;.:!?]))|"
    # ~ of "~5 min" strikes nothing through: it cannot close, and nothing else can.
    r"(?P<mark>[\\*\[\]{`<>|$^]|~(?!(?<!\S.)\d)"
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis, but snake_case is none
    r"|#(?=#*$)"  # pandoc and others take them off the end of a heading
    r"|&(?=#?\w+;)"  # entities
    # Links that would take what follows as it is.
    r"|(?<=[wW][wW][wW])\.|(?<=\w):(?=//)|(?<=mailto):|(?<=xmpp):"
    r"|!$"  # an image, where a link follows
    r"|-(?=-))"  # pandoc makes a dash of two
    # What GitHub turns into a mention, a reference or an emoji. A zero-width space, which
    # readers do not see, keeps it what it was: text.
    r"|(?P<alive>@(?=\w)|(?<!&)#(?=\d)|\bGH-(?=\d)"
    r"|(?<!\w):(?=[a-zA-Z0-9_+-]+:(?!\d)))"
)
# Markup at the start of a line: headings, quotes, lists, rules, fences, definitions,
# notes of MkDocs and what GitLab takes for a command.
_AT_START = re.compile(
    r"^(?:(?P<mark>[+-])|(?P<entity>[=:/%!?])|(?P<reference>#(?=\d))|#"
    r"|(?P<number>\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|#))(?P<end>[.)]))"
)
_MOST_MARKS = 4  # of combining marks on one character: more than any script needs
_STACK = re.compile(r"[^\x00-\u02ff]{5,}")


def markdown_line(text: str) -> str:
    """Return text as one line of Markdown that shows it literally, its addresses links."""
    return _inline(" ".join(text.split()))


def markdown_paragraphs(text: str) -> str:
    """Return text as Markdown that shows it literally, its lines and paragraphs kept."""
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return "\n".join(map(_inline, lines))


def _inline(line: str) -> str:
    parts = addresses.pieces(readable(line))
    return "".join(
        markdown_link(part.text)
        if part.is_address
        else _literal(part.text, is_start=not index)
        for index, part in enumerate(parts)
    )


def markdown_link(address: str) -> str:
    """Return an address as a link that shows it."""
    target = addresses.encoded(address)
    if target != address or target.lower().startswith("mailto:"):
        # In angle brackets it would be shown encoded, or, by one, without its scheme.
        return f"[{_literal(address, is_start=False)}](<{target}>)"
    return f"<{target}>"


def _literal(text: str, *, is_start: bool) -> str:
    start = _AT_START.match(text) if is_start else None
    if start is None:
        return _MARKUP.sub(_marked, text)
    return _started(start) + _MARKUP.sub(_marked, text[start.end() :])


def _started(start: re.Match[str]) -> str:
    if start["number"]:
        # Digits cannot be escaped, the point or bracket behind them can.
        return f"{start['number']}\\{start['end']}"
    if start["entity"]:
        return f"&#{ord(start['entity'])};"
    # Some take a heading from "#4" as well.
    return f"\\{start.group()}{'&#8203;' if start['reference'] else ''}"


def _marked(match: re.Match[str]) -> str:
    if match["mail"]:
        return match["mail"]
    if match["alive"]:
        return f"{match['alive']}&#8203;"
    mark = match["mark"]
    if mark in _NAMED:
        return _NAMED[mark]
    return f"\\{mark}" if mark in _BACKSLASHED or mark in "-!" else f"&#{ord(mark)};"


_NAMED = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def markup_in(text: str) -> str:
    """Return text for a line of HTML within Markdown, which shows it literally."""
    line = readable(" ".join(text.split()))
    return _NOT_PLAIN.sub(_as_entity, line)


# Some read Markdown in there, some do not: entities are the same to both.
_NOT_PLAIN = re.compile(r"[^\w .,()-]|_|-(?=-)")


def _as_entity(match: re.Match[str]) -> str:
    guard = "&#8203;" if match.group() in "@#:" else ""
    return f"&#{ord(match.group())};{guard}"


def html_line(text: str) -> str:
    """Return text as one line of HTML that shows it literally, its addresses links."""
    return "".join(
        html_link(part.text) if part.is_address else str(escape(part.text))
        for part in addresses.pieces(readable(" ".join(text.split())))
    )


def html_link(address: str) -> str:
    """Return an address as a link that shows it."""
    target, shown = escape(addresses.encoded(address)), escape(address)
    return f'<a href="{target}" rel="noopener noreferrer">{shown}</a>'


def markdown_code(lines: tuple[str, ...]) -> str:
    """Return printable lines as a block of what a machine printed.

    It is HTML, and nothing in it means anything to a reader of Markdown: inside of
    <details> some look for Markdown and some do not, so a fence would be safe in a half
    of them. A line of nothing but blanks would end the block.
    """
    text = "\n".join(_verbatim(line) if line.strip() else "&#32;" for line in lines)
    return f'<pre class="log">\n{text}\n</pre>'


def _verbatim(line: str) -> str:
    return str(escape(line)).replace("&#34;", '"').replace("&#39;", "'")


def readable(line: str) -> str:
    """Return a line that is printable, its stacks of combining marks cut to four."""
    line = one_line(line)
    return line if line.isascii() else _STACK.sub(_unstacked, line)


def _unstacked(match: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in match.group():
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
