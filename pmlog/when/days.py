"""The rules for dates: 2026-11-21, 21/11/2026, Nov 21, yesterday, last friday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NoReturn

from pmlog.failures import TimeRefused
from pmlog.when import dateutil_dates
from pmlog.when.civil import FIRST_YEAR
from pmlog.when.pieces import Day, DayShift, Weekday, rule
from pmlog.when.wording import (
    AMBIGUOUS_DATE,
    INVALID_TIME,
    replaced,
    shown,
)

if TYPE_CHECKING:
    import re


def refuse_no_such_day(text: str, words: str) -> NoReturn:
    """Refuse a date that the calendar does not have."""
    what = f"there is no {shown(words)} in the calendar"
    raise TimeRefused(text, INVALID_TIME, what, hint="check day, month and year")


def _calendar_day(match: re.Match[str], year: int, month: int, day: int) -> Day:
    try:
        date(year, month, day)
    except ValueError:
        refuse_no_such_day(match.string, match[0])
    if year < FIRST_YEAR:
        refuse_no_such_day(match.string, match[0])
    return Day(year, month, day)


def _year_first(match: re.Match[str]) -> Day:
    return _calendar_day(match, int(match["y"]), int(match["m"]), int(match["d"]))


def _week_date(match: re.Match[str]) -> Day:
    try:
        day = date.fromisocalendar(int(match["y"]), int(match["w"]), int(match["d"]))
    except ValueError:
        refuse_no_such_day(match.string, match[0])
    return _calendar_day(match, day.year, day.month, day.day)


def _ordinal(match: re.Match[str]) -> Day:
    """Read 2024-065, the 65th day of a year."""
    year = int(match["y"])
    try:
        day = date(year, 1, 1) + timedelta(days=int(match["n"]) - 1)
    except (ValueError, OverflowError):
        refuse_no_such_day(match.string, match[0])
    if day.year != year:
        refuse_no_such_day(match.string, match[0])
    return _calendar_day(match, year, day.month, day.day)


def _month_first(match: re.Match[str]) -> Day:
    # A leap year, so that 29/2 is a day as long as its year is not known.
    day = _calendar_day(match, 2000, int(match["m"]), int(match["d"]))
    return day._replace(year=None)


def _year_last(match: re.Match[str]) -> Day:
    """Read 15/10/2023 and 10/15/2023; 10/11/2026 is either, so it is refused."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first != second and 1 <= first <= 12 and 1 <= second <= 12:
        possible = _possible((year, second, first), (year, first, second))
        _refuse_ambiguous(match, list(map(str, possible)))
    if second <= 12:
        return _calendar_day(match, year, second, first)
    return _calendar_day(match, year, first, second)


def _two_digit_year(match: re.Match[str]) -> Day:
    """Read 3/15/24, which no other order makes a date of; refuse what two orders do."""
    first, second, third = int(match["a"]), int(match["b"]), int(match["c"])
    readings = (
        (2000 + third, second, first),
        (2000 + third, first, second),
        (2000 + first, second, third),
    )
    possible = _possible(*readings)
    if len(possible) != 1:
        _refuse_ambiguous(match, list(map(str, possible)))
    return Day(possible[0].year, possible[0].month, possible[0].day)


def _possible(*readings: tuple[int, int, int]) -> list[date]:
    """Return the dates among numbers of a year, a month and a day."""
    days = []
    for reading in dict.fromkeys(readings):
        try:
            days.append(date(*reading))
        except ValueError:
            continue
    return days


def _refuse_ambiguous(match: re.Match[str], days: list[str]) -> NoReturn:
    choices = tuple(replaced(match, day) for day in days)
    what = f"the date {shown(match[0])} can be read in several ways"
    hint = "" if choices else "write it like 2026-11-21"
    raise TimeRefused(match.string, AMBIGUOUS_DATE, what, choices, hint)


_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def _month_name(month: int) -> str:
    return _MONTHS[3 * month - 3 : 3 * month]


def _no_year(match: re.Match[str]) -> Day:
    first, second = int(match["a"]), int(match["b"])
    if first != second and 1 <= first <= 12 and 1 <= second <= 12:
        pairs = ((first, second), (second, first))
        written_out = [f"{day} {_month_name(month)}" for day, month in pairs]
        _refuse_ambiguous(match, written_out)
    day, month = (first, second) if second <= 12 else (second, first)
    return _calendar_day(match, 2000, month, day)._replace(year=None)


def _written(match: re.Match[str]) -> Day:
    found = dateutil_dates.read(match["words"])
    if found is None:
        refuse_no_such_day(match.string, match["words"])
    if found[0] is not None:
        return _calendar_day(match, found[0], found[1], found[2])
    return Day(*found)


def _short_year(match: re.Match[str]) -> Day:
    year = 2000 + int(match["yy"])
    found = dateutil_dates.read(f"{match['d']} {match['month']} {year}")
    if found is None:
        refuse_no_such_day(match.string, match[0])
    return Day(*found, is_short=True)


def with_year(text: str, day: Day, year: int) -> Day:
    """Return a day that was typed without its year in that year."""
    try:
        date(year, day.month, day.day)
    except ValueError:
        refuse_no_such_day(text, f"{year}-{day.month:02}-{day.day:02}")
    return Day(year, day.month, day.day)


_SHIFTS = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}


_NIGHTS = {"tonight": 0, "last night": -1}


def _shift(match: re.Match[str]) -> DayShift:
    words = match["word"].lower()
    if words in _NIGHTS:
        return DayShift(_NIGHTS[words], part=words)
    part = (match["this"] or match["part"] or "").lower()
    return DayShift(_SHIFTS.get(words, 0), part=part)


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _weekday(match: re.Match[str]) -> Weekday:
    which = (match["which"] or "").lower().replace("past", "last")
    number = _WEEKDAYS.index(match["word"].lower())
    return Weekday(number, which, (match["part"] or "").lower())


_PART = "morning|afternoon|evening"
_ON = "(?:on )?"
# A date may run into its clock: 2026-03-29T01:59.
_END = r"(?=[T_]\d|(?![A-Za-z0-9_:/-]|\.\d))"
# Refused once the clock behind it is looked at: 2024-03-05-14:05:22.
_DASH = r"(?=-\d\d[:-]?\d\d)"

RULES = (
    # RFC 850 and 822: "Sunday, 15-Oct-23 08:00:00 GMT".
    rule(
        rf"(?P<d>\d\d?)([- ])(?P<month>{dateutil_dates.MONTH})\2(?P<yy>\d\d)(?= \d\d?:)",
        _short_year,
    ),
    rule(rf"{_ON}{dateutil_dates.PATTERN}", _written),
    rule(
        rf"{_ON}(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}})(?:{_END}|{_DASH})",
        _year_first,
    ),
    rule(rf"{_ON}(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d)(?=T\d|_\d| |,|$)", _year_first),
    rule(rf"{_ON}(?P<y>\d{{4}})-?(?P<n>\d{{3}})(?=T\d)", _ordinal),
    # What klog begins a line with, and its level: I0305 14:05:22.123456.
    rule(r"[IWEF](?P<m>\d\d)(?P<d>\d\d)(?= \d\d:\d\d:\d\d)", _month_first),
    rule(rf"{_ON}(?P<y>\d{{4}})(-?)W(?P<w>\d\d)\2(?P<d>\d){_END}", _week_date),
    rule(rf"{_ON}(?P<a>\d\d?)([-/.])(?P<b>\d\d?)\2(?P<y>\d{{4}}){_END}", _year_last),
    rule(rf"{_ON}(?P<a>\d\d?)([-/.])(?P<b>\d\d?)\2(?P<c>\d\d){_END}", _two_digit_year),
    rule(rf"{_ON}(?P<a>\d\d?)/(?P<b>\d\d?){_END}", _no_year),
    # "15.03. 14:05"; "03-15 14:05:22.123", as Android's log has it.
    rule(rf"{_ON}(?P<a>\d\d?)\.(?P<b>\d\d?)\.(?=,? ?\d\d?[:.]\d|$)", _no_year),
    rule(r"(?P<a>\d\d)-(?P<b>\d\d)(?= \d\d?:\d\d)", _no_year),
    rule(
        rf"(?:the )?(?P<word>{'|'.join(_SHIFTS)})(?: (?P<part>{_PART}))?"
        rf"(?P<this>(?!))?(?!\w)",
        _shift,
    ),
    rule(
        rf"(?P<word>tonight|last night|this (?P<this>{_PART})|(?:earlier|later) today)"
        r"(?P<part>(?!))?(?!\w)",
        _shift,
        is_word=True,
    ),
    rule(
        rf"{_ON}(?:(?P<which>last|past|next|this) )?"
        r"(?P<word>mon|tue|wed|thu|fri|sat|sun)"
        r"(?:(?<=mon)day|(?<=tue)s(?:day)?|(?<=wed)(?:s|nesday)|(?<=thu)r(?:s(?:day)?)?"
        r"|(?<=fri)day|(?<=sat)urday|(?<=sun)day)?"
        rf"(?: (?P<part>{_PART}))?(?!\w)\.?",
        _weekday,
        is_word=True,
    ),
)
