"""What machines write for a time -> an instant in microseconds, or NoInstant.

A number is seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by
its size: from 1973 to 5138 no two of them overlap. A time without a zone needs one, and
is refused where the clocks there skipped or repeated it.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.collect.record import BEYOND_YEARS, NO_TIME, UNREADABLE_TIME, Setting
from pmlog.errors import UsageError
from pmlog.failures import TimeRefused
from pmlog.incident.event import FIRST_US, LAST_US
from pmlog.when import civil

if TYPE_CHECKING:
    from pmlog.when.reading import Reading


class NoInstant(Exception):
    """A record's time cannot be used; str() is the reason, for counting."""


class NeedsZone(UsageError):
    """A file's times have no zone, and none was given."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} has times without a zone; say which clock they are of: --tz UTC, "
            "--tz Europe/Berlin"
        )


class NeedsDate(UsageError):
    """A file's times have no date, and none was given."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} has times of day without a date; say of which day: --date 2026-11-28"
        )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock has no zone
_MICROSECOND = timedelta(microseconds=1)


def instant(value: object, setting: Setting, what: str = "the file") -> int:
    """Return the instant that a value of JSON or of a cell tells, whatever its form."""
    if value is None or value == "":
        raise NoInstant(NO_TIME)
    if isinstance(value, bool):
        raise NoInstant(UNREADABLE_TIME)
    if isinstance(value, (int, float)):
        return epoch(value)
    if not isinstance(value, str):
        raise NoInstant(UNREADABLE_TIME)
    text = value.strip()
    if _NUMBER.fullmatch(text):
        return epoch(text)
    return rfc3339(text, setting, what)


_NUMBER = re.compile(r"-?\d{9,}(?:\.\d+)?", re.ASCII)
# Counted in digits, so that no float loses the microseconds.
_SCALES = ((10**11, 1_000_000), (10**14, 1000), (10**17, 1))


def epoch(value: float | str) -> int:
    """Return the instant of a number since 1970, in s, ms, us or ns by its size."""
    if isinstance(value, float) and not math.isfinite(value):
        raise NoInstant(UNREADABLE_TIME)
    digits = value if isinstance(value, str) else repr(value)
    if "e" in digits:
        digits = f"{float(digits):.6f}"
    whole, _, fraction = digits.partition(".")
    if len(whole) > 25:
        raise NoInstant(BEYOND_YEARS)
    try:
        number, part = int(whole or "0"), int((fraction + "0" * 6)[:6])
    except ValueError as error:
        raise NoInstant(UNREADABLE_TIME) from error
    for limit, factor in _SCALES:
        if abs(number) < limit:
            return within(number * factor + part * factor // 1_000_000)
    return within(number // 1000)


def seconds(value: object) -> int:
    """Return the instant of seconds since 1970, as text keeps them: "1516454398.000069"."""
    text = value if isinstance(value, str) else repr(value)
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,12}(\.\d{1,9})?", text, re.ASCII):
        raise NoInstant(NO_TIME if value in (None, "") else UNREADABLE_TIME)
    whole, _, fraction = text.partition(".")
    return within(int(whole) * clock.SECOND_US + int((fraction + "0" * 6)[:6]))


def within(at_us: int) -> int:
    """Return an instant that an export can tell, or refuse it."""
    if not FIRST_US <= at_us <= LAST_US:
        raise NoInstant(BEYOND_YEARS)
    return at_us


def rfc3339(text: str, setting: Setting, what: str = "the file") -> int:
    """Return the instant of an ISO 8601 time; one without an offset is of the setting."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _written(text, setting, what)
    if len(text) < 12 and "T" not in text:
        raise NoInstant("a date without a time of day")
    if moment.tzinfo is None:
        return at_wall((moment - _NAIVE_EPOCH) // _MICROSECOND, zone_of(setting, what))
    return within((moment - _EPOCH) // _MICROSECOND)


def _written(text: str, setting: Setting, what: str) -> int:
    """Return the instant of a time in any other form that `pmlog when` reads."""
    if len(text) > 80:
        raise NoInstant(UNREADABLE_TIME)
    if re.match(r"[+-]\d{5,}-", text):  # a year of ISO 8601 that no calendar here has
        raise NoInstant(BEYOND_YEARS)
    try:
        return _told(text, setting, zone_of(setting, what), what)
    except NeedsZone:
        # Where the text names its zone, the one in force makes no difference.
        found = {_told(text, setting, zone, what) for zone in ("UTC", "+09:00")}
        if len(found) > 1:
            raise
        return found.pop()


def _told(text: str, setting: Setting, zone: str, what: str) -> int:
    from pmlog.when import reading

    found = _understood(text, setting, zone)
    # Now is when it was written, and nobody says when that was.
    if found.day == reading.FROM_NOW:
        raise NoInstant("a time that counts from when it was written")
    if found.day == reading.NOT_AT_ALL:
        if setting.date is None:
            raise NeedsDate(what)
        found = _understood(f"{setting.date} {text}", setting, zone)
    return within(found.at_us)


def _understood(text: str, setting: Setting, zone: str) -> Reading:
    from pmlog import when

    near = setting.near_us
    around = None if near is None else (near, near)
    try:
        return when.read(text, now_us=setting.now_us, zone=zone, near=around)
    except TimeRefused as error:
        raise NoInstant(_reason(error)) from error


def _reason(error: TimeRefused) -> str:
    return {
        "nonexistent": "a time that the clocks skipped",
        "ambiguous": "a time that came twice, as the clocks went back",
        "ambiguous_zone": "a zone with several meanings",
    }.get(error.code, UNREADABLE_TIME)


def zone_of(setting: Setting, what: str) -> str:
    """Return the zone for times that name none. NeedsZone where none was given."""
    if setting.zone is None:
        raise NeedsZone(what)
    return setting.zone


def at_wall(civil_us: int, zone: str) -> int:
    """Return the instant at which a zone's clocks showed a civil time, if there is one."""
    within(civil_us)
    found = civil.instants_at(civil_us, zone)
    if not found:
        raise NoInstant("a time that the clocks skipped")
    if len(found) > 1:
        raise NoInstant("a time that came twice, as the clocks went back")
    return within(found[0])


def wall(day: date, time_us: int, zone: str) -> int:
    """Return the instant of a date and a time of day in a zone."""
    return at_wall(civil.civil(day, time_us), zone)


MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ],
        start=1,
    )
}


def nearest_year(month: int, day: int, time_us: int, setting: Setting, zone: str) -> int:
    """Return the instant of a date without its year: of all years the one nearest.

    To the incident, else to now: a log that is collected is about one of the two.
    """
    near_us = setting.now_us if setting.near_us is None else setting.near_us
    year = civil.day_of(civil.civil_at(near_us, zone)).year
    found = []
    for candidate in (year - 1, year, year + 1):
        try:
            found.append(wall(date(candidate, month, day), time_us, zone))
        except (ValueError, NoInstant):  # 29 February, or an hour that was skipped
            continue
    if not found:
        raise NoInstant(UNREADABLE_TIME)
    # Nothing was recorded that is still to come, but for a clock that goes ahead.
    past = [at_us for at_us in found if at_us <= setting.now_us + clock.DAY_US]
    return min(past or found, key=lambda at_us: abs(at_us - near_us))
