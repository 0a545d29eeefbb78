"""A refusal offers only what works: each choice is read before it is offered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.failures import TimeRefused
from pmlog.text.patterns import pattern
from pmlog.when.wording import EXAMPLES, UNKNOWN_ZONE, UNREADABLE, shown

if TYPE_CHECKING:
    from collections.abc import Callable


def checked(refused: TimeRefused, read: Callable[[str], object]) -> TimeRefused:
    """Return a refusal without the choices that would be refused in their turn."""
    offered = dict.fromkeys(refused.choices)
    choices = tuple(choice for choice in offered if _works(choice, read))
    if refused.choices and not choices:
        choices = tuple(choice for choice in EXAMPLES if _works(choice, read))
    return TimeRefused(refused.text, refused.code, refused.what, choices, refused.hint)


def _works(choice: str, read: Callable[[str], object]) -> bool:
    try:
        read(choice)
    except TimeRefused:
        return False
    return True


_LEVELS = "TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|PANIC"
# A date and a clock with its seconds, the zone if any, and then something else.
_LOG_LINE = pattern(
    r"\[?(?P<time>(?:\w{3} +)?[\w./-]*\d[\w./-]*(?:T| )\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
    r"(?P<zone> ?(?:Z|UTC|[+-]\d\d:?\d\d))?)\]?:?(?P<rest>[ :].+)",
    re.ASCII,
)
_NO_ZONE = pattern(rf" ?(?:[\[<({{]|\S+[ \d=:]|(?:{_LEVELS})\b)", re.ASCII)


def without_the_rest(refused: TimeRefused, words: str) -> TimeRefused:
    """Return a refusal that offers the time at the beginning of a line of a log.

    Not where the rest might be a zone: it would be dropped.
    """
    line = _LOG_LINE.match(words)
    if not line or refused.code not in (UNREADABLE, UNKNOWN_ZONE):
        return refused
    if not line["zone"] and not _NO_ZONE.match(line["rest"]):
        return refused
    what = f"{shown(words)} is more than a time"
    return TimeRefused(refused.text, UNREADABLE, what, (line["time"],))
