"""Written-out dates ("5th of August 2023", "Aug 5, 2023"): the part dateutil reads.

The pattern here decides what is a date; dateutil sees nothing but those words, and
its answer counts only if it used every number in them. Left alone it would read
"15m" as minute 15, "14:05 PST" without the zone, and "2pm" as half past.
"""

from __future__ import annotations

import re
import warnings
from datetime import datetime

from pmlog.text.patterns import pattern

MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"\d{4}"
# "Oct 15 1430 UTC" ends in a clock; an odd year needs a clock behind it.
_LAST_YEAR = r"(?:(?:19|20)\d\d|\d{4}(?=[ ,]+(?:at )?\d))"
# Between the words, and behind "Nov." or "5."
_GAP = r"(?: ?[-/,.] ?| )"
_DOT_GAP = rf"(?:\.{_GAP}|{_GAP})"
# What follows must not turn the last number into the hour of a clock ("Aug 5 2:00").
_END = r"(?![A-Za-z0-9_:]|\.\d| ?[ap]\.?m\b)"
# A web server's log puts a colon between date and clock: 21/Nov/2026:14:05:09.
_LOG_COLON = r"(?::(?=\d\d:\d\d:\d\d))"
PATTERN = (
    rf"(?:the )?(?P<words>"
    rf"(?P<lead>{_YEAR}{_GAP})?(?:"
    rf"{_DAY}(?: of)?{_DOT_GAP}{MONTH}|{MONTH}{_DOT_GAP}(?:the )?{_DAY})"
    rf"(?(lead)|(?:{_DOT_GAP}{_LAST_YEAR})?))(?:{_LOG_COLON}|{_END})"
)

# A leap year, so that 29 February is a date as long as its year is not known.
_NO_YEAR = 2000
_MIDNIGHT = datetime(_NO_YEAR, 1, 1)  # noqa: DTZ001 - a date on no clock


_ENDING = pattern(r"(\d+)(st|nd|rd|th)", re.IGNORECASE)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def _suits(digits: str, ending: str) -> bool:
    """Tell 1st, 2nd, 11th from 1th, 2st, 11st."""
    number = int(digits)
    is_teen = 10 < number < 20
    return ending.lower() == ("th" if is_teen else _ENDINGS.get(number % 10, "th"))


def read(words: str) -> tuple[int | None, int, int] | None:
    """Return year, month and day of the words of a PATTERN; None for no such day."""
    if not all(_suits(*ending) for ending in _ENDING.findall(words)):
        return None
    # Not at the top: dateutil costs 40 ms, and most times name no month.
    from dateutil import parser

    numbers = sorted(map(int, re.findall(r"\d+", words)))
    has_year = len(numbers) > 1
    plain = re.sub(r"\bthe ", "", words if has_year else f"{words} {_NO_YEAR}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = parser.parse(plain, default=_MIDNIGHT)
    except (ValueError, OverflowError, Warning):
        return None
    used = [found.day, found.year] if has_year else [found.day]
    if used != numbers or found.time() != _MIDNIGHT.time():
        return None
    return found.year if has_year else None, found.month, found.day
