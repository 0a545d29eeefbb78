"""What was typed, made plain for the grammar and safe for a message."""

from __future__ import annotations

from pmlog.failures import TimeRefused
from pmlog.text.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import NoReturn

UNREADABLE = "unreadable"
INVALID_TIME = "invalid_time"
NONEXISTENT = "nonexistent"
AMBIGUOUS = "ambiguous"
AMBIGUOUS_ZONE = "ambiguous_zone"
AMBIGUOUS_DATE = "ambiguous_date"
CONTRADICTION = "contradiction"
UNKNOWN_ZONE = "unknown_zone"

EXAMPLES = ("14:05", "15m ago", "2026-11-21 14:05")

# No time that a person types is longer; a whole file pasted by accident is refused
# before any pattern looks at it.
_LONGEST = 120
_LONGEST_SHOWN = 40

_SPACES = pattern("[ \t\u00a0\u2007\u2009\u202f]+")
# Typesetters put a minus sign or an en dash into "UTC-5". Between two clocks a dash
# makes a span of them, and never an offset.
# What people paste along with a time.
_PASTED = str.maketrans(
    {"\u2248": "~", "\ufeff": None, "\u200b": None}
    | dict.fromkeys("\u201c\u201d\u201e", '"')
    | dict.fromkeys("\u2018\u2019", "'")
)
_SEPARATOR = pattern("(?<= )[\u2013\u2014\u00b7\u2022](?= )")
_DASH = pattern(" ?[\u2013\u2014] ?")
_PAIRS = (*("[]", "()", "<>", '""', "''", "``"),)
_BULLET = pattern(r"^(?:\* |- (?=[\[(]|\d{4}-\d\d|\d\d:\d\d))")
_STOP = pattern(r"(?:(?<=:\d\d)|(?<=[A-Za-z)\]])|(?<=\d{4}))[.,:?]$")
_CHAT = pattern(r"^<t:(\d+)(?::[tTdDfFR])?>$")
_MINUS = pattern("\u2212|(?<=[A-Za-z])\u2013(?=\\d)|(?<=[A-Za-z] )\u2013(?=\\d)")


def shown(text: str) -> str:
    """Return text quoted for a message: one line, no control characters, not long."""
    clipped = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."
    return repr(clipped)


def plain(text: str) -> str:
    """Return text in printable ASCII with single spaces, or refuse it."""
    if len(text) > _LONGEST:
        refuse_unreadable(text, f"{shown(text)} is too long for a time")
    words = _SPACES.sub(" ", _MINUS.sub("-", text.translate(_PASTED))).strip()
    words = _DASH.sub(" - ", _SEPARATOR.sub("-", words))
    if not words:
        refuse_unreadable(text, "an empty text names no time")
    for character in words:
        if not " " <= character <= "~":
            what = f"cannot read {shown(character)} in {shown(text)}"
            refuse_unreadable(text, what, _in_ascii(words))
    return words


def _in_ascii(words: str) -> tuple[str, ...]:
    """Return words with the digits of ASCII, if nothing else in them was foreign."""
    # Not at the top: only a refusal needs it.
    import unicodedata

    words = unicodedata.normalize("NFKC", words)
    digits = {character: unicodedata.digit(character, None) for character in words}
    plain_words = "".join(c if (d := digits[c]) is None else str(d) for c in words)
    return (
        (plain_words,) if plain_words.isascii() and plain_words.isprintable() else EXAMPLES
    )


def unwrapped(words: str) -> str:
    """Return plain text without the list, sentence or brackets it was pasted from."""
    words = _CHAT.sub(r"@\1", _BULLET.sub("", words))
    while (inner := _inside(words)) != words:
        words = inner
    return words


def _inside(words: str) -> str:
    inner = words[1:-1].strip()
    is_pair = words[:1] + words[-1:] in _PAIRS and len(words) > 2
    if is_pair and not set(words[0] + words[-1]) & set(inner):
        return inner
    return _STOP.sub("", words)


def replaced(match: re.Match[str], words: str) -> str:
    """Return the whole text of a match with other words in the place of the match."""
    return match.string[: match.start()] + words + match.string[match.end() :]


def refuse_unreadable(
    text: str, what: str, choices: tuple[str, ...] = EXAMPLES
) -> NoReturn:
    """Refuse text that names no time: what is wrong with it, then what would work."""
    raise TimeRefused(text, UNREADABLE, what, choices)
