"""Lines that belong together: a time above its words, the pieces of a wrapped sentence."""

from __future__ import annotations

import re

from pmlog.check.document.headings import (
    DATED_TIME,
    STARTS_WITH_CLOCK,
    STARTS_WITH_DATE,
    STARTS_WITH_LAPSE,
)
from pmlog.text.patterns import pattern

# "10.05 - the alert", "1005 - the alert", "10 : 05": numbers anywhere else.
_ODD_CLOCK = pattern(
    r"(?:([01]?\d|2[0-3])\.([0-5]\d)(?=\s*(?:[-\u2013\u2014]|:(?!\d)|[ap]m))"
    r"|([01]\d|2[1-3])([0-5]\d)(?=(?:\s+[-\u2013\u2014]|\s?:)\s)"
    r"|([01]?\d|2[0-3])\s:\s([0-5]\d)\b)"
)
_BEHIND_CLOCK = r"\s?(?:[ap]\.?m\.?)?\s?\(?[A-Z]{0,4}\)?\s?[-:\u2013]?"
_BARE_CLOCK = pattern(
    rf"\W{{0,3}}(?:time: )?\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?{_BEHIND_CLOCK}", re.IGNORECASE
)
# Apart, as few lines begin with a date, and it costs five times as much to compile.
_BARE_DATED_CLOCK = pattern(rf"\W{{0,3}}{DATED_TIME}{_BEHIND_CLOCK}", re.IGNORECASE)
_LONGEST_CLOCK = 45
WRAP_WIDTH = 60
# In small letters a line goes on.
_NARROW = 35
# "At", "between": what the next line begins with is its time.
_LONGEST_JOINT = 10
_BROKEN_OFF = pattern(
    r"\b(?:at|by|from|to|until|till|of|and|about|between|with|the|an?)$", re.IGNORECASE
)


def with_plain_clock(text: str) -> str:
    """Return a line of a timeline with its time as most people write it."""
    is_odd = text[0].isdigit() and ":" not in text[1:3]
    match = _ODD_CLOCK.match(text) if is_odd else None
    if match is None:
        return text
    hour, minute = filter(None, match.groups())
    return f"{hour}:{minute}{text[match.end() :]}"


def is_bare_time(text: str) -> bool:
    """Tell whether a text is a time and nothing else, with its date or without."""
    if len(text) > _LONGEST_CLOCK:
        return False
    if STARTS_WITH_DATE.match(text):
        return bool(_BARE_DATED_CLOCK.fullmatch(text))
    return bool(_BARE_CLOCK.fullmatch(text))


def goes_on(last: str, width: int, text: str) -> bool:
    """Tell whether a text goes on with what the line above, this wide, broke off."""
    if last[-1] in ".!?:":
        return False
    if _BROKEN_OFF.search(last[-_LONGEST_JOINT:]):
        return True
    # Whoever wraps lines would have set the first word on the line above.
    full = width + len(text.partition(" ")[0])
    begins = (STARTS_WITH_CLOCK, STARTS_WITH_DATE, STARTS_WITH_LAPSE)
    is_timed = any(each.match(text) for each in begins)
    return full >= (_NARROW if text[0].islower() else WRAP_WIDTH) and not is_timed
