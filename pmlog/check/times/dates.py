"""The dates that stand in a line of prose."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern
from pmlog.when import dateutil_dates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Dating(NamedTuple):
    """What a document's dates leave to one another: the year, and which is the day.

    is_day_first tells whether 05/03 is in March; it is None where nothing does.
    """

    year: int | None = None
    is_day_first: bool | None = None


NO_DATES = Dating()


class Day(NamedTuple):
    """A date as written; year is None where it is not said, weekday "" likewise.

    is_open is set where month and day may be the other way round.
    """

    year: int | None
    month: int
    day: int
    weekday: str
    text: str
    start: int
    end: int
    is_open: bool = False

    def date_in(self, dating: Dating) -> date | None:
        """Return the date in a document; None for no such day, and where it is open."""
        known = self.year or dating.year
        if known is None or (self.is_open and dating.is_day_first is None):
            return None
        is_turned = self.is_open and dating.is_day_first
        month, day = (self.day, self.month) if is_turned else (self.month, self.day)
        try:
            return date(known, month, day)
        except ValueError:
            return None


_WEEKDAY = (
    r"(?:(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day(?=,?\s)"
    r"|(?:mon|tues?|wed|thurs?|fri|sat|sun)\b)[.,]?\s+)?"
)


# Where no date can begin, the rest is not tried.
_MAY_BEGIN = (
    r"\b(?=\d|the |mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|ju[nl]|aug"
    r"|(?a:[sond][eoc]))"
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


# Word processors make dashes of hyphens: 2023\u201312\u201318.
_DASHED = pattern(r"(?<=\b\d{4})[\u2011\u2013](\d\d?)[\u2011\u2013](?=\d\d?\b)")


# Between the first and the last of some dates.
TO = pattern(
    r"\s{0,3}(?:-|\u2013|\u2014|to|until|till|through|and|\u2192)\s{0,3}", re.IGNORECASE
)


_MONTH_NAMES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# "5 March 2023: the alert" ends a label; the pattern takes a colon for a clock's.
_LABEL_COLON = pattern(
    rf"(\d{{4}}|\b(?:{_MONTH_NAMES})(?a:[a-z]{{0,6}})(?: \d{{1,2}}(?:st|nd|rd|th)?)?)"
    r":(?=\s|$)",
    re.IGNORECASE,
)


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
    if "\u2013" in text or "\u2011" in text:
        text = _DASHED.sub(r"-\1-", text)
    if not (_DIGIT.search(text) and _MAY_BE_DAY.search(text)):
        return ()
    return tuple(_DAY.finditer(_LABEL_COLON.sub(r"\1 ", text)))


def _is_impossible(match: re.Match[str]) -> bool:
    if match["written"]:
        return _parts(match) is None and _is_too_late(match["written"])
    day = _day(match)
    return bool(match["iso"]) and (day is None or day.date_in(NO_DATES) is None)


def _is_too_late(written: str) -> bool:
    """Tell whether a month, of a year that is named, has no such day.

    Whatever else keeps a date from being read is no fault of its writer's.
    """
    import calendar  # and with it the names of days in all languages

    month = _MONTH.search(written.lower())
    day, year = _DAY_OF_MONTH.search(written), _YEAR.search(written)
    if not (month and day and year):
        return False
    number = _MONTH_NAMES.split("|").index(month[0]) + 1
    return int(day[0]) > calendar.monthrange(int(year[0]), number)[1]


_MONTH = pattern(_MONTH_NAMES)
_DAY_OF_MONTH = pattern(r"(?<!\d)\d{1,2}(?!\d)")
_YEAR = pattern(r"(?<!\d)[12]\d{3}(?!\d)")


def _day(match: re.Match[str]) -> Day | None:
    weekday = (match["weekday"] or "").lower()
    parts = _parts(match)
    if parts is None:
        return None
    year, month, day = parts
    text, end = match[0], match.end()
    if year and year < _FIRST_YEAR and text.endswith(f" {year}"):
        # "Feb 9 1924 UTC" is at 19:24.
        year, text = None, text.removesuffix(str(year))
        end = match.start() + len(text)
    is_open = bool(match["numeric"]) and month != day and max(month, day) <= _MONTHS
    is_open = is_open and "." not in match["numeric"]
    place = (match.start(), end)
    return Day(year, month, day, weekday, text.strip(" ,."), *place, is_open)


_MONTHS = 12
# No computer kept its time before.
_FIRST_YEAR = 1970
# Whoever writes "the 22rd" means the 22nd.
_GLUED = pattern(r",(?=\d{4})")  # "December 12,2023"
_ENDING = pattern(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


# A document names the same few dates again and again.
_written = lru_cache(maxsize=1024)(dateutil_dates.read)


def _parts(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    if match["written"]:
        # "2023, 02" of "August 5, 2023, 02:00" is no part of the date.
        words = _GLUED.sub(", ", _ENDING.sub("", match["words"]))
        return _written(re.sub(r"\s+", " ", words))
    if match["iso"]:
        year, month, day = map(int, re.split("[-/]", match["iso"]))
        return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    first, second, year = map(int, re.split("[/.-]", match["numeric"]))
    # With points the day stands first, as one that no month has does; else either may.
    if (first > _MONTHS or "." in match["numeric"]) and second <= _MONTHS:
        return year, second, first
    return (year, first, second) if first <= _MONTHS else None


def dating_of(days: Iterable[Day]) -> Dating:
    """Return what the dates of a document settle for one another.

    Which of two is the day is told by a date that can be read in one way; else by
    which reading has them all closer together.
    """
    known = list(days)
    year = next((day.year for day in known if day.year), None)
    orders = {_is_day_first(day) for day in known if not day.is_open} - {None}
    if len(orders) == 1 or not any(day.is_open for day in known):
        return Dating(year, orders.pop() if len(orders) == 1 else None)
    widths = [_width(known, Dating(year, is_day_first=one)) for one in (True, False)]
    return Dating(year, None if widths[0] == widths[1] else widths[0] < widths[1])


_NUMERIC = pattern(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}")


def _is_day_first(day: Day) -> bool | None:
    match = _NUMERIC.search(day.text)
    if match is None or match[1] == match[2]:
        return None
    return int(match[1]) > _MONTHS


def _width(days: list[Day], dating: Dating) -> timedelta:
    dates = [on for day in days if (on := day.date_in(dating))]
    return max(dates) - min(dates) if dates else timedelta()
