"""The time at the beginning of a line that people or programs wrote, and the instant of it.

"14:05 text", "- 14:05 UTC - text", "[14:05:33] <ann> text", "2026-11-28T14:05:33Z text",
"14:25-14:32 text", "~2.10pm text". A line without a date is of the day that the last one
was of; where its clock is far behind the line before it, of the next.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from pmlog import clock
from pmlog.collect import instants
from pmlog.collect.instants import MONTHS, NeedsDate, NoInstant
from pmlog.collect.record import UNREADABLE_TIME, Setting
from pmlog.errors import TimeRefused

_MONTH = "|".join(MONTHS)
_DATE = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)\ )?(?P<iso>\d{4}[-/]\d\d?[-/]\d\d?)"
    r"|(?P<dotted>\d\d?\.\d\d?\.\d{4})"
    rf"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\ )?(?:"
    rf"(?P<day>\d\d?)(?:st|nd|rd|th)?\ (?P<month>{_MONTH})[a-z]*\.?,?\ (?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH})[a-z]*\.?\ (?P<day2>\d\d?)(?:st|nd|rd|th)?,?"
    r"\ (?P<year2>\d{4}))"
)
_CLOCK = r"\d\d?(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\ ?[ap]\.?m\b\.?)?|\.\d\d\ ?[ap]m\b)"
_ZONE = (
    r"Z\b|(?:UTC|GMT)[+-]\d\d?(?::?\d\d)?(?![\d:])|[+]\d\d(?::?\d\d)?(?![\d:])"
    # Behind minutes "14:25-15:00" is a span; behind seconds or a T it is an offset.
    r"|(?:(?<=:\d\d:\d\d)|(?<=\.\d{3})|(?<=\.\d{6})|(?<=T\d\d:\d\d)|(?<=\ ))"
    r"-\d\d:?\d\d(?![\d:])"
    r"|(?-i:[A-Z][A-Za-z]+/[A-Za-z_/-]+[A-Za-z]|[A-Z]{2,5}\b)"
)
# The numbers are those of a list, or of what `history` prints.
_BEGIN = (
    r"[ \t]*(?:(?:[-*+•>]|\d{1,3}[.)]|\d{1,6}\*?[ \t](?=[ \t]*\d{4}-))[ \t]+)?"
    r"(?:\*\*|__|`|\||[\[(<])?[ \t]*"
)
_STAMP = re.compile(
    rf"{_BEGIN}(?:(?:{_DATE})(?:,|T|\ at)?[ \t]*(?:-[ \t]+)?)?"
    rf"(?P<about>~|ca\.?\ |about\ )?(?P<clock>{_CLOCK})"
    rf"(?:[ \t]?\(?(?P<zone>{_ZONE})\)?)?"
    rf"(?:[ \t]*(?:[-\u2013\u2014]|to)[ \t]*(?P<until>{_CLOCK}(?!\d|:\d))"
    rf"(?:[ \t]?\(?(?P<zone2>{_ZONE})\)?)?)?"
    r"(?P<rest>(?![\w%]|:\d).*)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_ALONE = re.compile(rf"[#*_=\-\s\[(]*(?:{_DATE})[#*_=\-\s\]):]*", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"(?:\*\*|__|`|[\])>])*[ \t]*(?:[-\u2013\u2014:|,][ \t]*)?(?:\*\*|__)?[ \t]*"
)
_DAY = timedelta(days=1)


class Stamp(NamedTuple):
    """A time as it stands in a line, and what follows it."""

    day: date | None
    time_us: int  # since midnight on that wall
    until_us: int | None
    zone: str  # as written; "" where it is not
    approx: bool
    rest: str


def leading(line: str) -> Stamp | None:
    """Return the time at the beginning of a line. NoInstant where it is none after all."""
    match = _STAMP.match(line[:4000])
    if match is None:
        return None
    until, rest = match["until"], match["rest"] + line[4000:]
    named = "zone2" if match["zone2"] else "zone"
    zone = match[named] or ""
    if zone and not _is_zone(zone, rest):
        # A word after all, and part of the text.
        zone, rest = "", line[match.start(named) :]
        until = until if named == "zone2" else None
    return Stamp(
        _day(match),
        _time_us(match["clock"]),
        _time_us(until) if until else None,
        zone,
        bool(match["about"]),
        rest[_end_of_separator(rest) :].strip(),
    )


def _end_of_separator(rest: str) -> int:
    found = _SEPARATOR.match(rest)
    return found.end() if found else 0


# What stands behind a clock without more ado and can hardly be a word.
_PLAIN_ZONE = re.compile(r"[A-Z]{1,3}[SD]T|UTC?|GMT|Z|CES?T|EES?T|WES?T|MSK")


def _is_zone(text: str, rest: str) -> bool:
    """Tell whether letters behind a clock are a zone: "14:05 BOT - text" and not "BOT"."""
    if not text.isalpha():
        return True
    if not text.isupper():
        return False
    from pmlog.when.abbreviations import MEANINGS

    is_known = text in MEANINGS or text in ("UTC", "GMT", "UT", "Z")
    is_set_off = re.match(r"[ \t]*(?:$|[-\u2013\u2014:|,)\]*])", rest)
    return is_known and bool(is_set_off or _PLAIN_ZONE.fullmatch(text))


def may_lead(line: str) -> bool:
    """Tell whether a line begins with what looks like a time."""
    return _STAMP.match(line[:4000]) is not None


def date_in(line: str) -> date | None:
    """Return the first date that is written out in a line."""
    match = re.search(_DATE, line[:2000], re.IGNORECASE | re.VERBOSE)
    try:
        return _day(match) if match else None
    except NoInstant:
        return None


def date_alone(line: str) -> date | None:
    """Return the date that is all of a line, as in a heading."""
    match = _DATE_ALONE.fullmatch(line[:120])
    try:
        return _day(match) if match else None
    except NoInstant:
        return None


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date(*map(int, re.split("[-/]", match["iso"])))
        if match["dotted"]:
            day, month, year = map(int, match["dotted"].split("."))
            return date(year, month, day)
        name = match["month"] or match["month2"]
        if name:
            return date(
                int(match["year"] or match["year2"]),
                MONTHS[name[:3].lower()],
                int(match["day"] or match["day2"]),
            )
    except ValueError as error:
        raise NoInstant(UNREADABLE_TIME) from error
    return None


def _time_us(text: str) -> int:
    lowered = text.lower().replace(" ", "").replace(",", ".")
    half = "pm" if "p" in lowered else "am" if "a" in lowered else ""
    digits = re.sub(r"[apm]+\.?(?:m\.?)?$", "", lowered)
    parts = re.split("[:.]", digits)
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    second = int(parts[2]) if len(parts) > 2 else 0
    fraction = int((parts[3] + "0" * 6)[:6]) if len(parts) > 3 else 0
    if half and not 1 <= hour <= 12:
        raise NoInstant(UNREADABLE_TIME)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise NoInstant(UNREADABLE_TIME)
    return ((hour * 60 + minute) * 60 + second) * clock.SECOND_US + fraction


class Calendar:
    """Which day the lines of a file are of, as they are read one after another."""

    def __init__(self, setting: Setting, what: str) -> None:
        self._setting = setting
        self._what = what
        self._day = date.fromisoformat(setting.date) if setting.date else None
        self._last_us = 0  # the time of day of the line before

    def turn_to(self, day: date) -> None:
        """Go on with the lines of a day."""
        self._day, self._last_us = day, 0

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
