"""Which day the lines of a file are of, as they are read one after another.

A line without a date is of the day that the last one was of; where its clock is far behind
the line before it, of the next. A date alone is of the lines below it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.collect import instants
from pmlog.collect.instants import MONTHS, NeedsDate, NoInstant
from pmlog.collect.record import UNREADABLE_TIME, Setting
from pmlog.collect.stamps import DATE, Stamp, day_of
from pmlog.failures import TimeRefused
from pmlog.when import civil

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE_ALONE = re.compile(rf"[#*_=\-\s\[(]*(?:{DATE})[#*_=\-\s\]):]*", re.IGNORECASE)
_NAMED = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY_ALONE = re.compile(
    r"[#*_=\-\s\[(]*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\ )?(?:"
    rf"(?P<day>\d\d?)(?:st|nd|rd|th|\.)?\ (?:of\ )?(?P<month>{_NAMED})\.?"
    rf"|(?P<month2>{_NAMED})\.?\ (?P<day2>\d\d?)(?:st|nd|rd|th)?)[#*_=\-\s\]):]*",
    re.IGNORECASE,
)
_DAY = timedelta(days=1)


class Calendar:
    """Which day the lines of a file are of, as they are read one after another."""

    def __init__(self, setting: Setting, what: str) -> None:
        self._setting = setting
        self._what = what
        self._day = date.fromisoformat(setting.date) if setting.date else None
        self._last_us = 0  # the time of day of the line before

    def turns_at(self, line: str) -> bool:
        """Tell whether a line is a date alone, and go on with the lines of that day."""
        near_us = self._setting.near_us
        at_us = self._setting.now_us if near_us is None else near_us
        day = date_alone(line, self._day or civil.day_of(at_us))
        if day:
            self.turn_to(day)
        return day is not None

    def turn_to(self, day: date) -> None:
        """Go on with the lines of a day."""
        self._day, self._last_us = day, 0

    def follow(self, at_us: int) -> None:
        """Go on from an instant that said its own date."""
        if self._setting.zone:
            civil_us = civil.civil_at(at_us, self._setting.zone)
            self._day, self._last_us = civil.day_of(civil_us), civil_us % clock.DAY_US

    def reading(self, text: str, read: Callable[[str, Setting, str], int]) -> int:
        """Return the instant that is read in a text, of this day where it says none."""
        day = None if self._day is None else str(self._day)
        return read(text, self._setting._replace(date=day), self._what)

    def use_zone(self, written: str) -> None:
        """Go on with the lines in another zone, as a document says it."""
        noon = f"{self._day or '2026-01-01'} 12:00"
        zone = zone_written(written, noon, self._setting.zone or "UTC")
        self._setting = self._setting._replace(zone=zone)

    def times(self, stamp: Stamp) -> tuple[int, int | None, str | None]:
        """Return start and end as instants, and the zone that the line names."""
        if stamp.day:
            self.turn_to(stamp.day)
        elif self._day and self._last_us - stamp.time_us > 12 * clock.HOUR_US:
            self._day += _DAY
        self._last_us = stamp.time_us
        if self._day is None:
            raise NeedsDate(self._what)
        zone = self._zone(stamp)
        at_us = instants.wall(self._day, stamp.time_us, zone)
        if stamp.until_us is None:
            return at_us, None, zone
        last = self._day + _DAY if stamp.until_us < stamp.time_us else self._day
        return at_us, instants.wall(last, stamp.until_us, zone), zone

    def _zone(self, stamp: Stamp) -> str:
        if not stamp.zone:
            return instants.zone_of(self._setting, self._what)
        return zone_written(stamp.zone, f"{self._day} 12:00", self._setting.zone or "UTC")


@lru_cache(maxsize=256)
def zone_written(text: str, noon: str, zone: str) -> str:
    """Return the zone that letters behind a clock mean on a day."""
    from pmlog import when

    try:
        return when.read(f"{noon} {text}", now_us=0, zone=zone).zone
    except TimeRefused as error:
        is_many = error.code == "ambiguous_zone"
        reason = "a zone with several meanings" if is_many else UNREADABLE_TIME
        raise NoInstant(reason) from error


def date_alone(line: str, near: date) -> date | None:
    """Return the date that is all of a line; one without its year is the one nearest."""
    match = _DATE_ALONE.fullmatch(line[:120])
    yearless = None if match else _DAY_ALONE.fullmatch(line[:120])
    try:
        if match:
            return day_of(match)
        return _nearest(yearless, near) if yearless else None
    except NoInstant:
        return None


def _nearest(match: re.Match[str], near: date) -> date | None:
    month = MONTHS[(match["month"] or match["month2"])[:3].lower()]
    day = int(match["day"] or match["day2"])
    found = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:  # 29 February
            continue
    return min(found, key=lambda each: abs(each - near), default=None)
