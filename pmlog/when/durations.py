"""Lengths of time as people write them: "15m", "2 hours and 5 minutes", "PT2H30M".

A duration is in microseconds, exact: "1.5h" is ninety minutes, never a float. A day
is 24 hours; months and years have no fixed length and are refused.
"""

from __future__ import annotations

import re

from pmlog import clock
from pmlog.text.patterns import pattern
from pmlog.when.usual_times import UNITS_US
from pmlog.when.wording import plain, refuse_unreadable, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_SPELLINGS = {
    "w": "weeks|week|wks|wk|w",
    "d": "days|day|d",
    "h": "hours|hour|hrs|hr|h",
    "ms": "milliseconds|millisecond|msecs|msec|ms",
    "m": "minutes|minute|mins|min|m",
    "s": "seconds|second|secs|sec|s",
}
_UNIT_OF = {
    spelling: UNITS_US[unit]
    for unit, spellings in _SPELLINGS.items()
    for spelling in spellings.split("|")
}

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "a": 1,
    "an": 1,
}
_NUMBER_WORDS = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[:9])}))?"
    # The longest first: "seventeen" begins with "seven".
    rf"|{'|'.join(reversed(_ONES))}|a couple(?: of)?|an?)"
)
# A comma is a decimal one; with three digits behind it, it might separate thousands.
_DIGITS = r"\d{1,9}(?:\.\d{1,9}|,\d{1,2}(?!\d))?"
_PARTS_OF_ONE = "(?:an? )?half(?: an?)?|(?:an? )?quarter(?: of an?)?|three quarters of an?"
# All spellings, each letter once: as an alternation of words, it took three times as long
# to compile.
_UNIT = (
    "w(?:eeks?|ks?)?|d(?:ays?)?|h(?:ours?|rs?)?"
    "|m(?:illiseconds?|secs?|s|in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?"
)
# "Two and half hours" and "3 1/2 hours" are as common; read short, they would be wrong.
_AND_A_HALF = "(?: (?:and|&) (?:an? )?half| 1/2)"
_ITEM = (
    rf"(?:(?:{_PARTS_OF_ONE}) (?:{_UNIT})"
    rf"|{_NUMBER_WORDS}(?:{_AND_A_HALF} (?:{_UNIT})| (?:{_UNIT})(?:{_AND_A_HALF})?)"
    rf"|(?:\d{{1,9}}{_AND_A_HALF} |{_DIGITS} ?)(?:{_UNIT}))(?![A-Za-z])"
)
_JOIN = "(?: ?, ?and | and | ?, ?| ?)"
# "1h30" is an hour and thirty minutes; elsewhere a number needs its unit.
_HOURS_AND_MINUTES = r"\d{1,3}h[0-5]\d(?!\w)"
# Items run together ("1h30m"), so an item may end where a digit begins.
# They are joined to what stands before, so that the pattern of an item is there once.
PATTERN = rf"(?:{_HOURS_AND_MINUTES}|(?:(?:(?<=[A-Za-z\d]){_JOIN})?{_ITEM})+)"

_DURATION = pattern(PATTERN, re.IGNORECASE | re.ASCII)
_EACH_ITEM = pattern(
    rf"(?P<part>{_PARTS_OF_ONE}) (?P<of>{_UNIT})(?![A-Za-z])"
    rf"|(?P<number>{_NUMBER_WORDS}(?= )|{_DIGITS})(?P<inner>{_AND_A_HALF})? ?"
    rf"(?P<unit>{_UNIT})(?![A-Za-z])(?P<outer>{_AND_A_HALF})?",
    re.IGNORECASE | re.ASCII,
)
_BARE_MINUTES = pattern(r"(\d+)h(\d\d)$", re.IGNORECASE | re.ASCII)
_ISO = pattern(
    r"P(?:(?P<w>\d{1,9}(?:[.,]\d{1,9})?)W"
    r"|(?:(?P<d>\d{1,9}(?:[.,]\d{1,9})?)D)?"
    r"(?:T(?=\d)(?:(?P<h>\d{1,9}(?:[.,]\d{1,9})?)H)?"
    r"(?:(?P<m>\d{1,9}(?:[.,]\d{1,9})?)M)?"
    r"(?:(?P<s>\d{1,9}(?:[.,]\d{1,9})?)S)?)?)",
    re.IGNORECASE | re.ASCII,
)
_CALENDAR = pattern(
    r"\b(?:months?|years?|mo|yrs?|y)\b|\d(?:mo|yrs?|y)\b|^P\d+[YM]",
    re.IGNORECASE | re.ASCII,
)


# "1:30" is hours and minutes to some, minutes and seconds to others.
_CLOCK = pattern(r"(\d{1,3}):([0-5]\d)", re.ASCII)


def read(text: str) -> int:
    """Return the microseconds of a duration, more than none; refuse anything else."""
    # "~25m" says that it is not exact; there is nothing better to count with.
    words = plain(text).removeprefix("~").strip()
    duration_us = _iso(words)
    if _DURATION.fullmatch(words):
        duration_us = of_match(words)
    if duration_us is None:
        _refuse(words)
    if duration_us == 0:
        refuse_unreadable(words, f"{shown(words)} is no length of time", ("15m",))
    return duration_us


def of_match(words: str) -> int | None:
    """Return the microseconds of words that match PATTERN, None if out of order."""
    words = _BARE_MINUTES.sub(r"\1h\2m", words.lower())
    items = list(_EACH_ITEM.finditer(words))
    units = [_unit_us(item) for item in items]
    # "5m 2h" or "1h 1h" is more likely a slip than a sum.
    if units != sorted(set(units), reverse=True):
        return None
    return sum(map(_item_us, items))


def whole_days(words: str) -> int | None:
    """Return the days of words that match PATTERN and count only days or weeks."""
    items = [item for item in _EACH_ITEM.finditer(words) if item["number"]]
    days = bool(items) and all(_unit_us(item) >= clock.DAY_US for item in items)
    duration_us = of_match(words) if days else None
    if duration_us is None or duration_us % clock.DAY_US:
        return None
    return duration_us // clock.DAY_US


def _unit_us(item: re.Match[str]) -> int:
    return _UNIT_OF[(item["unit"] or item["of"]).lower()]


def _item_us(item: re.Match[str]) -> int:
    unit_us = _unit_us(item)
    if item["part"]:
        return unit_us * _quarters(item["part"]) // 4
    half_us = unit_us // 2 if item["inner"] or item["outer"] else 0
    return _times(item["number"], unit_us) + half_us


def _quarters(part: str) -> int:
    if "half" in part:
        return 2
    return 3 if "three" in part else 1


def _times(number: str, unit_us: int) -> int:
    if number.startswith("a couple"):
        return 2 * unit_us
    if number[0].isalpha():
        return unit_us * sum(_NUMBERS[word] for word in re.split("[ -]", number))
    whole, _, decimals = number.replace(",", ".").partition(".")
    scale: int = 10 ** len(decimals)
    return int(whole + decimals) * unit_us // scale


def _iso(words: str) -> int | None:
    match = _ISO.fullmatch(words)
    if match is None or not any(match.groups()):
        return None
    given = {unit: number for unit, number in match.groupdict().items() if number}
    # ISO 8601 allows a fraction in the smallest unit only.
    if any(re.search("[.,]", number) for number in list(given.values())[:-1]):
        return None
    return sum(_times(number, UNITS_US[unit]) for unit, number in given.items())


def _refuse(words: str) -> NoReturn:
    if _CALENDAR.search(words):
        refuse_unreadable(
            words, "months and years have no fixed length", ("30d", "2w", "PT2H30M")
        )
    choices = (f"{words}m", f"{words}h") if words.isdigit() else ("15m", "1h30m")
    if clock_like := _CLOCK.fullmatch(words):
        first, last = clock_like.groups()
        choices = (f"{first}h{last}m", f"{first}m{last}s")
    refuse_unreadable(words, f"cannot read {shown(words)} as a duration", choices)
