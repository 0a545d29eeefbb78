"""The dates that stand in a line of prose."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pmlog.text.patterns import pattern
from pmlog.when import dateutil_dates


class Day(NamedTuple):
    """A date as written; year is None where it is not said, weekday "" likewise."""

    year: int | None
    month: int
    day: int
    weekday: str
    text: str
    start: int
    end: int

    def date_or(self, year: int | None) -> date | None:
        """Return the date, in this year where none is said; None for no such day."""
        known = self.year or year
        try:
            return date(known, self.month, self.day) if known else None
        except ValueError:
            return None


_WEEKDAY = (
    r"(?:(?P<weekday>(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?)\b"
    r"[.,]?\s+)?"
)


# Where no date can begin, the rest is not tried.
_MAY_BEGIN = (
    r"\b(?=\d|the |mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|ju[nl]|aug|[sond][eoc])"
)


_DAY = pattern(
    rf"{_MAY_BEGIN}{_WEEKDAY}(?:(?P<written>{dateutil_dates.PATTERN})"
    r"|(?<![\d/.-])(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})(?![\d/-])"
    r"|(?<![\d/.:-])(?P<numeric>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?![\d/-]))",
    re.IGNORECASE,
)


# Most lines name no date, and these tell so at once.
_DIGIT = pattern(r"\d")


_MAY_BE_DAY = pattern(
    r"\d{4}[-/]\d|\d[/.-]\d{4}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)


# "5 March 2023: the alert" ends a label; the pattern takes a colon for a clock's.
_YEAR_COLON = pattern(r"(\d{4}):(?=\s|$)")


@lru_cache(maxsize=4096)
def days_in(text: str) -> tuple[Day, ...]:
    """Return the dates in a line, in their order."""
    return tuple(day for match in _dates(text) for day in (_day(match),) if day)


def impossible_days_in(text: str) -> list[str]:
    """Return the dates in a line that no calendar has, such as February 30, 2023."""
    return [match[0].strip(" ,.") for match in _dates(text) if _is_impossible(match)]


# Several rules look at the same line.
@lru_cache(maxsize=16_384)
def _dates(text: str) -> tuple[re.Match[str], ...]:
    if not (_DIGIT.search(text) and _MAY_BE_DAY.search(text)):
        return ()
    return tuple(_DAY.finditer(_YEAR_COLON.sub(r"\1 ", text)))


def _is_impossible(match: re.Match[str]) -> bool:
    if match["written"]:
        return _parts(match) is None and bool(re.search(r"\d{4}", match["written"]))
    day = _day(match)
    return bool(match["iso"]) and (day is None or day.date_or(None) is None)


def _day(match: re.Match[str]) -> Day | None:
    weekday = (match["weekday"] or "").lower()
    parts = _parts(match)
    if parts is None:
        return None
    return Day(*parts, weekday, match[0].strip(" ,."), match.start(), match.end())


# A document names the same few dates again and again.
_written = lru_cache(maxsize=1024)(dateutil_dates.read)


def _parts(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    if match["written"]:
        # "2023, 02" of "August 5, 2023, 02:00" is no part of the date.
        return _written(re.sub(r"\s+", " ", match["words"]))
    if match["iso"]:
        year, month, day = map(int, re.split("[-/]", match["iso"]))
        return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    first, second, year = map(int, re.split("[/.-]", match["numeric"]))
    # Either may be the month; only one that cannot be settles it.
    if first > 12 >= second:
        return year, second, first
    return (year, first, second) if second > 12 >= first else None
