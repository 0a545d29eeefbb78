"""Words people type -> instants, zones, durations; whatever is in doubt is refused.

Nothing is guessed: a time that the clocks skipped or repeated, an abbreviation with
several meanings, a date that can be read two ways and a word that nobody understands
are each refused with what to type instead. An instant is in microseconds since
1970-01-01 UTC; a zone in and out is canonical: "Europe/Berlin", "+02:00" or "UTC".

Its files; each imports only those named before it:

    wording         text made plain; refusals and their advice
    civil           dates and wall clocks <-> instants
    durations       lengths of time -> microseconds
    abbreviations   what CET and IST mean
    zones           the spellings of a zone
    dateutil_dates  written-out dates, by dateutil
    pieces          what a time is made of
    days            the rules for dates
    clocks          the rules for times of day
    moments         the rules for now, ago and @1700000000
    places          the rules for zones behind a time
    grammar         text -> pieces
    days_meant      a typed day, such as "mon" -> a date
    resolve         pieces and a zone -> an instant
    answer          everything typed about the zone -> the answer
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytz

from pmlog import clock
from pmlog.errors import TimeRefused
from pmlog.when import days_meant, durations, grammar, wording, zones
from pmlog.when.answer import answer
from pmlog.when.pieces import DayShift, Typed
from pmlog.when.resolve import Question

__all__ = [
    "Reading",
    "canonical_zone",
    "describe",
    "read",
    "read_date",
    "read_duration",
    "zone_database_version",
]


class Reading(NamedTuple):
    """How a typed time was understood.

    approx is set by "~14:05"; as_typed is the text; warnings are sentences for the
    person who typed it.
    """

    at_us: int
    zone: str
    approx: bool
    as_typed: str
    warnings: tuple[str, ...]


def read(
    text: str,
    *,
    now_us: int,
    zone: str,
    after_us: int | None = None,
    near_us: int | None = None,
) -> Reading:
    """Return the instant that text names, read in zone where it names no other.

    A bare "14:05" is the latest one until now_us; given after_us, the first one from
    after_us on; given near_us, the one nearest to it, after now_us only if near_us is.
    Raises TimeRefused for every text that is not one instant.
    """
    words = wording.unwrapped(wording.plain(text))
    asked = Question(Typed(words), now_us, zone, after_us, near_us)
    twice = _SECOND_READING.fullmatch(words)
    reading = _agreeing(twice, asked) if twice else _read(grammar.read(words), asked)
    return reading._replace(as_typed=text.strip())


# As in "10:00 CEST (08:00 UTC)".
_SECOND_READING = re.compile(r"(?P<first>.+?) ?\((?P<second>\d[^()]*)\)", re.ASCII)


def _read(typed: Typed, asked: Question) -> Reading:
    _check_is_one_time(typed)
    found = answer(asked._replace(typed=typed))
    return Reading(found.at_us, found.zone, typed.is_approximate, "", found.warnings)


def _agreeing(twice: re.Match[str], asked: Question) -> Reading:
    """Return the first of two readings of one instant; refuse two that differ."""
    first = _read(grammar.read(twice["first"]), asked)
    typed = grammar.read(twice["second"])
    if not any(typed.zone):
        what = f"{wording.shown(twice[0])} names two times"
        wording.refuse_unreadable(twice[0], what, (twice["first"],))
    second = _read(typed, asked._replace(now_us=first.at_us, after_us=None, near_us=None))
    away_us = first.at_us - second.at_us
    if not 0 <= away_us < (1 if second.at_us % clock.MINUTE_US else clock.MINUTE_US):
        choices = (twice["first"], twice["second"])
        what = f"{wording.shown(twice[0])} names two times"
        raise TimeRefused(twice[0], wording.CONTRADICTION, what, choices)
    return first


def _check_is_one_time(typed: Typed) -> None:
    text = typed.text
    if typed.moment and (typed.clock or typed.day or typed.shift or typed.weekday):
        wording.refuse_unreadable(text, f"{wording.shown(text)} names two times")
    if not (typed.moment or typed.clock):
        is_date = typed.day or typed.shift or typed.weekday
        words = _without_wrong_weekday(typed)
        choices = (f"{words} 00:00", f"{words} 12:00") if is_date else (f"{text} now",)
        if typed.shift and typed.shift.part:
            choices = (f"{words} {days_meant.part_hour(typed.shift.part)}:00",)
        what = f"{wording.shown(text)} has no time of day"
        wording.refuse_unreadable(text, what, choices)


def _without_wrong_weekday(typed: Typed) -> str:
    day = typed.certain_day()
    is_wrong = day and typed.weekday and typed.weekday.number != day.weekday()
    return typed.retyped(str(day)) if is_wrong else typed.text


def read_date(text: str, *, now_us: int, zone: str) -> str:
    """Return the date that text names, as in 2026-11-30.

    A weekday, or a date without its year, is the next one. Raises TimeRefused.
    """
    typed = grammar.read(wording.unwrapped(wording.plain(text)))
    today = days_meant.day_at(typed, now_us, zone)
    moment = typed.moment
    if moment and moment.days is not None:
        typed = typed._replace(moment=None, shift=DayShift(moment.days))
    weekday = typed.weekday
    if weekday and weekday.which == "this" and weekday.number != today.weekday():
        typed = typed._replace(weekday=weekday._replace(which=""))
    is_part = typed.shift and typed.shift.part
    if typed.clock or typed.moment or any(typed.zone) or typed.is_approximate or is_part:
        choices = (str(typed.certain_day() or today), "tomorrow", "in 3 days")
        what = f"{wording.shown(typed.text)} is not a date alone"
        wording.refuse_unreadable(typed.text, what, choices)
    return str(days_meant.certain_day(typed, today) or days_meant.next_day(typed, today))


def read_duration(text: str) -> int:
    """Return the microseconds of a length of time: "1h30m", "PT2H30M", "half an hour".

    Raises TimeRefused for anything else, and for nothing or less.
    """
    return durations.read(text)


def canonical_zone(text: str) -> str:
    """Return the canonical zone of any spelling of it, or raise TimeRefused."""
    return zones.canonical(text)


def zone_database_version() -> str:
    """Return the version of the zone database in use, such as "2026f"."""
    version: str = pytz.OLSON_VERSION  # type: ignore[attr-defined]
    return version


def describe(text: str, *, now_us: int, zone: str) -> dict[str, object]:
    """Return the answer to one line of a batch: the reading, or why there is none."""
    try:
        reading = read(text, now_us=now_us, zone=zone)
    except TimeRefused as refused:
        return {"input": text, "error": refused.fields}
    described: dict[str, object] = {
        "input": text,
        "at": clock.rfc3339(reading.at_us),
        "zone": reading.zone,
        "offset_s": clock.zone(reading.zone).at(reading.at_us).seconds,
        "approx": reading.approx,
    }
    if reading.warnings:
        described["warnings"] = list(reading.warnings)
    return described
