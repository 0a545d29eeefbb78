"""Text from people, for where it lands: what they typed is what the reader sees."""

from __future__ import annotations

import re

from markupsafe import escape

from pmlog.text.terminal import one_line

# Markup anywhere in a line, in CommonMark, GitHub's tables, strike-through and formulas.
_ANYWHERE = re.compile(
    r"[\\`*\[\]<|~$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis, but snake_case is none
    r"|&(?=#|\w+;)"  # entities
)
# Markup at the start of a line: headings, quotes, lists, rules, fences.
# What GitHub turns into a mention, a reference or an emoji. A zero-width space, which
# readers do not see, keeps it what it was: text.
_ALIVE = re.compile(
    r"(?<!\w)@(?=\w)|(?<!&)#(?=\d)|\bGH-(?=\d)|(?<![\w:]):(?=[a-z0-9_+-]+:(?!\d))",
    re.ASCII,
)
_AT_START = re.compile(r"^(?:[#>+=-]|\d{1,9}(?=[.)]))")


def markdown_line(text: str) -> str:
    """Return text as one line of Markdown that shows it literally."""
    return _inline(" ".join(text.split()))


def markdown_paragraphs(text: str) -> str:
    """Return text as Markdown that shows it literally, its lines and paragraphs kept."""
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return "\n".join(map(_inline, lines))


def _inline(line: str) -> str:
    escaped = _ANYWHERE.sub(r"\\\g<0>", one_line(line))
    return _AT_START.sub(_guarded, _ALIVE.sub(r"\g<0>&#8203;", escaped))


def _guarded(start: re.Match[str]) -> str:
    # Digits cannot be escaped, the point or bracket behind them can.
    mark = start.group()
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def markup_in(text: str) -> str:
    """Return text for a line of HTML within Markdown, which shows it literally."""
    return _ALIVE.sub(r"\g<0>&#8203;", str(escape(one_line(" ".join(text.split())))))


def markdown_code(lines: tuple[str, ...]) -> str:
    """Return printable lines as a block of what a machine printed."""
    # Whoever looks for our own comments in the document must find none in here.
    text = "\n".join(lines).replace("<!--", "<\u200b!--")
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}log\n{text}\n{fence}"
