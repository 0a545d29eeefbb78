"""Which date a typed day means, counted from today in the zone it is read in."""

from __future__ import annotations

from datetime import date, timedelta

from pmlog.failures import TimeRefused
from pmlog.when import civil
from pmlog.when.pieces import Clock, Day, Typed, Weekday
from pmlog.when.wording import (
    AMBIGUOUS_DATE,
    CONTRADICTION,
    INVALID_TIME,
    refuse_unreadable,
    shown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_LAST_ORDINAL = date.max.toordinal()
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def certain_day(typed: Typed, today: date) -> date | None:
    """Return the one date that was meant, None if it is a day that comes back."""
    if typed.shift and typed.day:
        refuse_unreadable(typed.text, f"there are two days in {shown(typed.text)}")
    if typed.shift:
        day = _shifted(typed, today, typed.shift.days)
    elif typed.day and typed.day.year:
        day = date(typed.day.year, typed.day.month, typed.day.day)
        if typed.day.is_short:
            _check_short_year(typed, day)
    elif typed.weekday and typed.weekday.which and not typed.day:
        return _certain_weekday(typed, typed.weekday, today)
    else:
        return None
    check_weekday(typed, day)
    return day


# The hours of the parts of a day; evenings begin early for some.
_PARTS = {
    "morning": (0, 12),
    "afternoon": (12, 18),
    "evening": (17, 24),
    "tonight": (17, 24),
    "last night": (17, 24),
}


def in_its_part(typed: Typed) -> Typed:
    """Return "this afternoon 2:30" with its clock in the afternoon; refuse 8am there."""
    clock, part = typed.clock, typed.part
    if not (clock and part) or clock.is_midnight_word:
        return typed
    first, end = _PARTS[part]
    if first <= clock.hour < end:
        return typed
    if clock.hour >= 12 or clock.has_half or not first <= clock.hour + 12 < end:
        _refuse_outside(typed, clock, part)
    return typed._replace(clock=clock._replace(hour=clock.hour + 12))


def part_hour(part: str) -> int:
    """Return an hour in a part of the day."""
    return _PARTS[part][1] - 2


# The days that small hours of a night may belong to.
_NIGHTS = {"tonight": ("today", "tomorrow"), "last night": ("today", "yesterday")}


def _refuse_outside(typed: Typed, clock: Clock, part: str) -> NoReturn:
    is_small = clock.hour < 12 or (clock.hour == 12 and not clock.has_half)
    text = clock._replace(hour=clock.hour % 12).text
    walls = [f"{day} {text}" for day in _NIGHTS.get(part, ()) if is_small]
    choices = tuple(map(typed.retyped, walls))
    message = f"{clock.text} is not in the part of the day that {shown(typed.text)} names"
    code = AMBIGUOUS_DATE if choices else CONTRADICTION
    raise TimeRefused(typed.text, code, message, choices)


def _check_short_year(typed: Typed, day: date) -> None:
    """Refuse "15-Oct-23" unless its day of the week tells which number is the year."""
    weekday = typed.weekday
    if weekday and not weekday.which and _weekday_swapped(day) != weekday.number:
        return
    choice = typed.retyped(f"{day} {typed.clock.text}" if typed.clock else str(day))
    what = f"the year of {shown(typed.text)} needs four digits"
    refuse_unreadable(typed.text, what, (choice,))


def _weekday_swapped(day: date) -> int | None:
    """Return the day of the week if the first number were the year."""
    try:
        return date(2000 + day.day, day.month, day.year % 100).weekday()
    except ValueError:
        return None


def day_at(typed: Typed, at_us: int, zone: str) -> date:
    """Return the date in a zone, refusing typed where the calendar has no more."""
    civil_us = civil.civil_at(at_us, zone)
    if not civil.FIRST_US <= civil_us < civil.LAST_US:
        refuse_out_of_range(typed)
    return civil.day_of(civil_us)


def check_weekday(typed: Typed, day: date) -> None:
    """Refuse a day of the week that contradicts the date."""
    if typed.weekday and typed.weekday.number != day.weekday():
        choice = typed.retyped(f"{day} {typed.clock.text}") if typed.clock else str(day)
        message = f"{day} is a {_NAMES[day.weekday()]}"
        raise TimeRefused(typed.text, CONTRADICTION, message, (choice,))


def recurring_days(typed: Typed, today: date, *, forwards: bool) -> list[date]:
    """Return the days that may be meant around today, the likeliest first."""
    if typed.day:
        return _in_years_around(typed.day, today.year, forwards=forwards)
    step = 1 if forwards else -1
    # One day too early: where midnight was repeated, tomorrow's date came first.
    ordinals = [today.toordinal() + step * count for count in range(-1, 9)]
    days = [date.fromordinal(number) for number in ordinals if number <= _LAST_ORDINAL]
    if typed.weekday:
        return [day for day in days if day.weekday() == typed.weekday.number]
    return days


def next_day(typed: Typed, today: date) -> date:
    """Return the first day after today that a weekday or a date without year means."""
    days = recurring_days(typed, today, forwards=True)
    later = [day for day in days if day > today or (typed.day and day == today)]
    if not later:
        refuse_no_such_day_near(typed)
    check_weekday(typed, later[0])
    return later[0]


def refuse_no_such_day_near(typed: Typed) -> NoReturn:
    """Refuse 29 February where no year beside today has one."""
    if not typed.day:
        refuse_out_of_range(typed)
    what = f"{shown(typed.text)} is in no year close to now"
    raise TimeRefused(typed.text, INVALID_TIME, what, hint="add the year")


def refuse_out_of_range(typed: Typed) -> NoReturn:
    """Refuse a time that four-digit years cannot show."""
    message = f"{shown(typed.text)} lies outside the years {civil.FIRST_YEAR} to 9999"
    raise TimeRefused(typed.text, INVALID_TIME, message)


def _shifted(typed: Typed, today: date, days: int) -> date:
    try:
        day = today + timedelta(days=days)
    except OverflowError:
        refuse_out_of_range(typed)
    if day.year < civil.FIRST_YEAR:
        refuse_out_of_range(typed)
    return day


def _certain_weekday(typed: Typed, weekday: Weekday, today: date) -> date:
    back = (today.weekday() - weekday.number - 1) % 7 + 1
    if weekday.which == "last":
        return _shifted(typed, today, -back)
    ahead = (weekday.number - today.weekday() - 1) % 7 + 1
    # To some, "next friday" is the coming one, to others the one after it; "this friday"
    # is the coming one too, or that of this week.
    nearest = {"next": (ahead, ahead + 7), "this": (ahead, ahead - 7)}[weekday.which]
    choices = tuple(str(_shifted(typed, today, days)) for days in nearest)
    if typed.clock:
        choices = tuple(typed.retyped(f"{day} {typed.clock.text}") for day in choices)
    message = f"{shown(typed.text)} can be either of two dates"
    raise TimeRefused(typed.text, AMBIGUOUS_DATE, message, choices)


def _in_years_around(day: Day, year: int, *, forwards: bool) -> list[date]:
    found = []
    for candidate in (year - 1, year, year + 1):
        try:
            found.append(date(candidate, day.month, day.day))
        except ValueError:
            continue
    return found if forwards else found[::-1]
