"""The forms that most times have, read without a pattern: 14:05, -15m, 2026-11-21 14:05.

What is read here the grammar reads as the same pieces (tests/test_when_forms.py holds both
to that), and whatever else was typed is the grammar's: its patterns, and what compiles
them, take longer to load than an event takes to be logged.
"""

from __future__ import annotations

from datetime import date

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.when import zones
from pmlog.when.civil import FIRST_YEAR
from pmlog.when.pieces import Clock, Day, Moment, Typed
from pmlog.when.zones import ZoneWords

# The units of a length of time, by their shortest names.
UNITS_US = {
    "w": 7 * clock.DAY_US,
    "d": clock.DAY_US,
    "h": clock.HOUR_US,
    "m": clock.MINUTE_US,
    "s": clock.SECOND_US,
    "ms": clock.SECOND_US // 1000,
}


def read(text: str) -> Typed | None:
    """Return the pieces of a time in one of these forms; None for any other text."""
    if not text.isascii():
        return None
    moment = Moment() if text == "now" else _away(text)
    if moment is not None:
        return Typed(text, moment=moment)
    words = text.removeprefix("~")
    is_about = words != text
    typed = _clock(words)
    if typed is not None:
        return Typed(text, is_about, clock=typed)
    day = _day(words[:10]) if words[10:11] in ("T", " ") else None
    if day is None:
        return None
    wall, zone = _zone(words[11:])
    typed = _clock(wall) if zone is not None else None
    if typed is None or zone is None:
        return None
    return Typed(text, is_about, clock=typed, day=day, zone=zone)


def length(text: str) -> int | None:
    """Return the microseconds of 20m, 2h or 90s; None for any other text, and none."""
    digits, unit = text[:-1], text[-1:]
    # Days may count those of the calendar.
    if unit not in ("h", "m", "s") or not digits.isdigit() or len(digits) > 4:
        return None
    return int(digits) * UNITS_US[unit] or None


def _away(text: str) -> Moment | None:
    """Return the moment of -15m, +15m or 15m ago."""
    if text[:1] in ("+", "-"):
        away_us = length(text[1:])
        is_past = text[0] == "-"
    else:
        away_us = length(text.removesuffix(" ago")) if text.endswith(" ago") else None
        is_past = True
    if away_us is None:
        return None
    return Moment(away_us=-away_us if is_past else away_us, counts_on=not is_past)


def _clock(text: str) -> Clock | None:
    hour, *rest = text.split(":")
    if len(rest) not in (1, 2) or len(hour) > 2 or {len(each) for each in rest} != {2}:
        return None
    if not all(map(str.isdigit, (hour, *rest))):
        return None
    second = int(rest[1]) if rest[1:] else 0
    return Clock(int(hour), int(rest[0]), second)


def _day(text: str) -> Day | None:
    year, *rest = text.split("-")
    if [len(year), *map(len, rest)] != [4, 2, 2] or not all(
        map(str.isdigit, (year, *rest))
    ):
        return None
    try:
        day = date(int(year), *map(int, rest))
    except ValueError:
        return None
    return Day(day.year, day.month, day.day) if day.year >= FIRST_YEAR else None


def _zone(text: str) -> tuple[str, ZoneWords | None]:
    """Return a clock without its offset, and that; None where it may be no offset."""
    if text.endswith("Z"):
        return text.removesuffix("Z"), zones.meaning_of("Z")
    wall, plus, digits = text.partition("+")
    if not plus:
        return wall, ZoneWords()
    if _clock(digits) is None or len(digits) != len("02:00"):
        return wall, None
    try:
        offset = zones.offset_of(f"+{digits}", text)
    except TimeRefused:
        return wall, None
    return wall.removesuffix(" "), ZoneWords(offset=offset, is_numeric=True)
