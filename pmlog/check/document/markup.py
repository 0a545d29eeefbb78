"""A line of Markdown or HTML -> what a reader sees of it, and how many words that is.

A word is what stands between spaces and has a letter or a digit in it. Not counted:
comments, the address of a link, images, tags, the lines of a fence, a diagram's source
and the pipes of a table; a list number counts no more than a bullet.
"""

from __future__ import annotations

import re

from pmlog.check.document.inline import Inline, outside_code
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WORD_RULE = "visible words: no markup, comments, images, link addresses or diagram sources"

_BREAK = pattern(
    r"</?(?:br|li|p|tr|div|h[1-6]|ul|ol|hr|d[tdl])\b[^<>]{0,300}>", re.IGNORECASE
)
CELL = pattern(r"</t[dh]>\s{0,20}<t[dh]\b[^<>]{0,200}>", re.IGNORECASE)
_HTML_HEADING = pattern(
    r"^\s*(?:<(?:div|center)[^<>]{0,100}>\s*)?<h([1-6])\b", re.IGNORECASE
)
_BULLETS = (
    "-*+o"
    "\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\u25cb\u25a0\u27a2\u2794\u2192\uf0b7"
    "\u2013\u2014\u00bb\u203a\u25b6\u25ba\u25b8\u25c6\u2756\u27a4\u279c\u2713\u2714"
    # What is left of Word's where its font of signs is not known.
    "\u00d8\u00fc\u00a7"
)
# What converters write for a bullet that they did not know for one.
_ESCAPED_BULLET = pattern(r"^(\d{0,2})\\(?=[-*+.)] |#{1,6} )")
_ESCAPED_BOLD = pattern(r"\\\*\\\*([^*\\]{1,160})\\\*\\\*(:?)")
# "#." is a number that whoever converts the document is to count.
_NUMBER = pattern(r"\(?(?:\d{1,2}|[a-z]|[ivx]{2,4}|#)[.)](?=\s)\s*")
# "-10:05 The disk is full": a bullet without its space.
_TIGHT_CLOCK = pattern(r"\d{1,2}[:h]\d{2}\b")
_CHECKBOX = pattern(r"\[[ xX]\](?!\()\s*")
_CHECKED = pattern(
    rf"(?:[{re.escape(_BULLETS)}](?:\s+|$))?(?:{_NUMBER.pattern})?{_CHECKBOX.pattern}"
)
_QUOTE = pattern(r"(?:>\s?){1,10}")
_ATX = pattern(r"(#{1,6})(?=[^#!.])\s*")
_WING_SIGNS = ("==", "--", "~~")
# "=== Timeline ===", "== Timeline": as wikis, plain text and AsciiDoc set headings.
_WINGS = pattern(
    r"(={2,5}|-{3,30}|~{3,30}) {1,4}([^=~ -].{0,80}?) {1,4}\1|(={2,5}) ([^= ].{0,80})"
)
_BOLD_LINE = pattern(r"(?:\d{1,2}[.)]\s*)?(\*\*|__)(?=\S)[^*]{1,160}(?:\*\*|__)\s*:?\s*")
_LEAD = pattern(r"(?P<mark>\*\*|__)(?P<lead>[^*_]{2,80}?)(?P=mark)(?=.*\w)")
_CAPITAL_LEAD = pattern(r"(?P<lead>[A-Z][A-Z ,&/'-]{3,60}[.:])\s+(?=\S)")
_SEPARATOR = pattern(
    r"\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?|:?-{2,}:?(?:\s*\|\s*:?-{2,}:?)+"
)
_TIME = pattern(r"\d:\d\d")
_CLOCK_CELL = pattern(
    r"\W{0,3}(?:at )?\d{1,2}[:h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\b\.?)?\s?(?:\(?[A-Z]{1,5}"
    r"(?:\s?[+-]\d+)?\)?)?|\d{1,2}\s?[ap]\.?m\b\.?\s?\(?[A-Z]{0,5}\)?",
    re.IGNORECASE,
)
_DAY_CELL = pattern(
    r"(?:[A-Z][a-z]{2,8},? )?(?:\d{4}[-/]\d\d?[-/]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}"
    r"|\d\d?(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?(?:,? \d{4})?"
    r"|[A-Z][a-z]{2,8}\.? \d\d?(?:st|nd|rd|th)?(?:,? \d{4})?)"
)
_A_PAIR = 2
# Of a row that nothing around it calls one.
_LEAST_PIPES = 2
_HAS_WORD = pattern(r"\w")


class Marked(NamedTuple):
    """A line without its markup; level is a heading's: 1-6, 7 for a line all in bold.

    lead is what stands out at its beginning, in bold or in capitals: "**In brief.** We".
    """

    text: str
    level: int = 0
    indent: int = 0
    is_bullet: bool = False
    cells: tuple[str, ...] = ()
    is_table_head: bool = False
    is_checkbox: bool = False
    lead: str = ""


def pieces(raw: str) -> list[str]:
    """Return the lines that a reader sees in one line: HTML may break it."""
    if "<" not in raw:
        return [raw]
    if "`" not in raw:
        return [piece for piece in _BREAK.split(CELL.sub(" | ", raw)) if piece.strip()]
    # A tag in a span of code is shown.
    found, start = [], 0
    for first, last in outside_code(raw):
        for match in _BREAK.finditer(raw, first, last):
            found.append(raw[start : match.start()])
            start = match.end()
    return [piece for piece in (*found, raw[start:]) if piece.strip()]


def html_level(raw: str) -> int:
    """Return the level of a line's HTML heading, 0 where it is none."""
    match = _HTML_HEADING.match(raw) if "<" in raw else None
    if match:
        return int(match[1])
    return _FOLDED_LEVEL if "<summary" in raw else 0


def opened_level(raw: str) -> int:
    """Return the level of an HTML heading whose words stand on the next line."""
    is_alone = raw.count("<") == 1 and raw.rstrip().endswith(">")
    return html_level(raw) if is_alone else 0


# What is folded below may be a detail as well as a section.
_FOLDED_LEVEL = 7


_NUMBERED_CAPITALS = pattern(r"\d{1,2}[.)]\s+[A-Z][A-Z &/,-]{3,50}:?")


def marked(raw: str, inline: Inline, *, is_row: bool = False) -> Marked:
    """Return a line's text and what its markup says of it.

    is_row says that a table's head or its divider stands above or below.
    """
    visible = inline.seen
    text = _unescaped(raw.strip())
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    if text.startswith(">"):
        text = _QUOTE.sub("", text, count=1)
    least = 1 if is_row else _LEAST_PIPES
    is_listed = not is_row and _without_bullet(text) != text
    if text.startswith("|") or (_pipes(text) >= least and not is_listed):
        cells = tuple(visible(cell) for cell in _cells_of(text))
        return Marked(_row(cells), 0, indent, is_bullet=True, cells=cells)
    level, words = _set_large(text)
    if level:
        return Marked(visible(words), level, indent)
    without = _without_bullet(text)
    is_bullet = without != text
    within = _ATX.match(without)
    if within:  # "- ### 20:23 UTC": an item of a list, set large
        without = without[within.end() :].strip("# ")
    level = 7 if _BOLD_LINE.fullmatch(text) else 0
    is_checkbox = "[" in text and bool(_CHECKED.match(text))
    # "1. **Summary**" and "3. CAUSE" are headings with their number.
    is_heading = level or _NUMBERED_CAPITALS.fullmatch(text)
    is_bullet = is_bullet and not (is_heading and text[0].isdigit())
    lead = _LEAD.match(without) or _CAPITAL_LEAD.match(without)
    return Marked(
        visible(without),
        level,
        indent,
        is_bullet,
        is_checkbox=is_checkbox,
        lead=visible(lead["lead"]) if lead and not level else "",
    )


def _unescaped(text: str) -> str:
    """Return a line without the signs that keep its bullet, or its bold, from being one."""
    text = _ESCAPED_BULLET.sub(r"\1", text)
    return _ESCAPED_BOLD.sub(r"**\1**\2", text) if text.startswith("\\*") else text


def _set_large(text: str) -> tuple[int, str]:
    """Return the level of a heading that signs before its words set, and the words."""
    heading = _ATX.match(text)
    if heading:
        return len(heading[1]), text[heading.end() :].strip("# ")
    if text[0:1] == "h" and text[2:4] == ". " and text[1] in "123456":  # of Jira
        return int(text[1]), text[4:]
    may_have_wings = text[:2] in _WING_SIGNS and " " in text
    wings = _WINGS.fullmatch(text) if may_have_wings else None
    return (2, wings[2] or wings[4]) if wings else (0, "")


def _pipes(text: str) -> int:
    """Return how many bars divide a line: none that is escaped, none in code."""
    if "|" not in text:
        return 0
    return sum(len(_PIPE.findall(text, *part)) for part in outside_code(text))


def _cells_of(row: str) -> Iterator[str]:
    cells = _PIPE.split(row)
    first, last = not cells[0], not cells[-1].strip() and len(cells) > 1
    for cell in cells[first : len(cells) - last]:
        yield cell.replace("\\|", "|")


_PIPE = pattern(r"(?<!\\)\|")


def _without_bullet(text: str) -> str:
    if text.startswith("&nbsp;"):
        import html  # two thousand names of characters

        text = html.unescape(text).replace("\u00a0", " ").strip()
    if text and text[0] in _BULLETS:
        behind = text[1:2]
        if not behind.strip() or (behind.isdigit() and _TIGHT_CLOCK.match(text, 1)):
            text = text[1:].lstrip()
    for marker in (_NUMBER, _CHECKBOX):
        match = marker.match(text)
        if match:
            text = text[match.end() :]
    return text


def _row(cells: tuple[str, ...]) -> str:
    """Return a row as a line: its time first, behind its date, its number left out."""
    filled = [cell for cell in cells if cell] or [""]
    clock = next(filter(_CLOCK_CELL.fullmatch, filled), "")
    # "Start | 10:00" is a label with its value, "10:00 | Start" an entry; so is what has
    # its time before all bars.
    is_timed = clock != filled[0] and _TIME.search(filled[0])
    if clock and not is_timed and (len(filled) > _A_PAIR or clock == filled[0]):
        day = next(filter(_DAY_CELL.fullmatch, filled), "")
        rest = [c for c in filled if c not in (clock, day) and not c.strip("#.").isdigit()]
        filled = [f"{day} {clock}".strip(), *rest]
    first, *rest = filled
    return f"{first}: {' | '.join(rest)}" if rest else first


def with_time_first(row: Marked) -> str:
    """Return a row of a timeline, whose second of two cells may be the time."""
    if len(row.cells) != _A_PAIR or not _CLOCK_CELL.fullmatch(row.cells[1]):
        return row.text
    return f"{row.cells[1]}: {row.cells[0]}"


def is_separator(raw: str) -> bool:
    """Tell whether a line divides a table's head from its rows."""
    text = raw.strip()
    return "-" in text and "|" in text and bool(_SEPARATOR.fullmatch(text))


def words_in(text: str) -> int:
    """Return the number of words in visible text."""
    return sum(1 for word in text.split() if _HAS_WORD.search(word))
