"""Times, dates and seasons that cannot be as they are written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import pairwise

from pmlog import clock as clocks
from pmlog.check.clauses.case import Case
from pmlog.check.document.topics import Topic
from pmlog.check.rules.hit import Hit, lines
from pmlog.check.times.clock_times import DAY_S, Clock
from pmlog.check.times.dates import Dating, Day, days_in, impossible_days_in
from pmlog.check.times.facts import FAR, is_latest
from pmlog.check.times.stated import is_habit
from pmlog.check.times.zones import HOUR_S, Zone, zone_of
from pmlog.text.patterns import pattern
from pmlog.when import abbreviations
from pmlog.words.beside import before, behind
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def impossible_time(case: Case) -> Iterator[Hit]:
    """Find a time that no clock shows."""
    for clock in case.facts.clocks:
        if clock.impossible:
            yield Hit(clock.line, f"no clock shows {clock.text}: {clock.impossible}")


def impossible_date(case: Case) -> Iterator[Hit]:
    """Find a date that no calendar has."""
    for line, text in case.facts.document.stated:
        for day in impossible_days_in(text):
            # "29 February 2023, which does not exist" tells what broke.
            if not _NO_SUCH_DATE.search(one_spelling(text)):
                yield Hit(line, f"no calendar has {day}")


_NO_SUCH_DATE = Concept("no_such_date")


def wrong_weekday(case: Case) -> Iterator[Hit]:
    """Find a date whose weekday is another."""
    for line, day in case.facts.days:
        on = day.date_in(case.facts.dating)
        if day.weekday and on and _WEEKDAYS[on.weekday()][:3].lower() != day.weekday[:3]:
            yield Hit(line, f"says {day.text}; {on} was a {_WEEKDAYS[on.weekday()]}")


def another_year(case: Case) -> Iterator[Hit]:
    """Find dates of the incident in another year than its first one, each date once."""
    told_by_people = _stamped_lines(case)
    texts = case.shown
    told = told_by_people | _headed_lines(case)
    told = {line for line in told if not is_latest(texts.get(line, ""))}
    dating = case.facts.dating
    stamps: dict[int, Clock] = {}
    for clock in case.facts.clocks:
        stamps.setdefault(clock.line, clock)
    dated = [
        (line, day, day.date_in(dating._replace(year=None)))
        for line, day in case.facts.days
        if line in told
        and not is_of_a_thing(texts.get(line, ""), day)
        and not _is_behind_a_stamp(stamps.get(line), day, texts.get(line, ""), dating)
    ]
    known = [(line, day, on) for line, day, on in dated if day.year and on]
    if not known:
        return
    heads = _headed_lines(case) - told_by_people
    first_line, first, first_on = _date_of_incident(case, known, heads)
    is_long = _goes_on_for_years(case)
    for on in dict.fromkeys(on for _, _, on in known):
        same = [(line, day) for line, day, other in known if other == on]
        # A report is dated when it is written, which is later.
        if on > first_on and all(line in heads for line, _ in same):
            continue
        if is_long and abs(_day_of_year(on) - _day_of_year(first_on)) > _SLIP_DAYS:
            continue
        if on.year != first_on.year and abs(on - first_on) > FAR:
            yield Hit(
                same[0][0],
                f"says {same[0][1].text}; the incident is of {first.text} "
                f"{lines(first_line, *(line for line, _ in same))}",
            )


def _goes_on_for_years(case: Case) -> bool:
    """Tell whether the timeline itself goes from one year to the next, in order."""
    days = [entry.clock.day for entry in case.facts.entries if entry.clock.day]
    days = days or [each.day for each in case.facts.dated_lines]
    return len({day.year for day in days}) > 1 and days == sorted(days)


# A slip of the year leaves the month and about the day.
_SLIP_DAYS = 14


def _day_of_year(on: date) -> int:
    return on.timetuple().tm_yday


def _date_of_incident(
    case: Case, known: list[tuple[int, Day, date]], heads: set[int]
) -> tuple[int, Day, date]:
    """Return the date of the stated start, else the first one, which heads no report."""
    start = case.facts.window and case.facts.window.start
    of_start = (each for each in known if start and each[2] == start.day)
    told = (each for each in known if each[0] not in heads)
    return next(of_start, None) or next(told, known[0])


def _stamped_lines(case: Case) -> set[int]:
    """Return the lines that date the incident; the cause may lie years before it."""
    said = (*case.lead, *case.timeline)
    return {s.line for s in said if s.part not in (Topic.CAUSE, Topic.FIX)}


# The day on which a certificate was issued or a report was written.
_OF_A_THING = Concept("of_a_thing")
_MADE_NEXT = Concept("made_next")


def _is_behind_a_stamp(stamp: Clock | None, day: Day, text: str, dating: Dating) -> bool:
    """Tell whether a line begins with a time, which is not of this date behind it."""
    if stamp is None or stamp.end > day.start:
        return False
    first = next((each.start for each in days_in(text)), day.start)
    is_first = min(first, stamp.start) <= _AT_THE_EDGE and first < day.start
    if not (is_first or stamp.start <= _AT_THE_EDGE or text[stamp.end :][:1] == ":"):
        return False
    return stamp.day is None or stamp.day != day.date_in(dating)


def is_of_a_thing(text: str, day: Day, *, timed: bool = False) -> bool:
    """Tell whether a date is of a deploy, a backup, a certificate, and no incident's.

    The incident's stands at the beginning, or beside a time of the day, unless that is
    known otherwise.
    """
    if behind(_MADE_NEXT, text, day.end, words=3, signs=_BRACKETS):
        return True
    is_first = day.start <= _STAMP_WIDTH
    beside = text[max(0, day.start - _BESIDE) : day.end + _BESIDE]
    is_timed = timed or is_first or bool(_TIME.search(beside))
    return not is_timed or before(_OF_A_THING, text, day.start, _NEAR)


_AT_THE_EDGE = 4
_STAMP_WIDTH = 36
_BESIDE = 12
_NEAR = 30
_BRACKETS = " -,:()[]\u2013\u2014"
_TIME = pattern(r"\d:\d\d|\d ?[ap]\.?m\b", re.IGNORECASE)


def _headed_lines(case: Case) -> set[int]:
    """Return the lines of the title and of what stands over the timeline."""
    document, entries = case.facts.document, case.facts.entries
    title = min(document.sections.values(), default=0)
    timeline = document.sections.get(Topic.TIMELINE, 0)
    last = entries[-1].line if entries else timeline
    return {at for at, _ in document.stated if at <= title or timeline <= at <= last}


# Abbreviations that some place keeps all year (MST in Arizona, CET in Algiers, EET in
# Tripoli, AEST in Brisbane) say nothing about the season.
_SEASONAL_LIST = """
    PST PDT EST EDT CST CDT MDT AKST AKDT HDT CEST EEST WEST AEDT ACDT NZST NZDT IDT
"""
_SEASONAL = frozenset(_SEASONAL_LIST.split())


def wrong_season(case: Case) -> Iterator[Hit]:
    """Find an abbreviation that its place did not use on the date, once for each."""
    known = _dates_of_incident(case)
    every_year = [] if known else _in_every_year(case)
    texts = case.texts
    # "12:03 CEST (18:03 CST)" is China's.
    pairs = ((one, two) for one, two in pairwise(case.facts.clocks) if one.line == two.line)
    abroad = (two for one, two in pairs if _is_abroad(one, two, texts.get(two.line, "")))
    seen = {clock.zone.text for clock in abroad if clock.zone}
    for clock in case.facts.clocks:
        if is_habit(texts.get(clock.line, ""), clock.start):
            continue
        dates = [clock.day] if clock.day else known
        if not dates and _STANDARD.search(one_spelling(texts.get(clock.line, ""))):
            # In full it is one place's; abbreviations are of several.
            dates = every_year
        if clock.zone and dates and clock.zone.text not in seen:
            on, used = dates[0], _used_instead(clock, dates[0])
            if used and all(_used_instead(clock, each) for each in dates):
                seen.add(clock.zone.text)
                told = f"{on}" if case.facts.dating.year else f"{on:%B} {on.day}"
                yield Hit(
                    clock.line, f"says {clock.zone.text}; on {told} {used} was in force"
                )


def _is_abroad(one: Clock, other: Clock, text: str) -> bool:
    """Tell whether brackets restate a clock in the zone of another place."""
    between = text[one.end : other.start]
    if between.count("(") <= between.count(")") or not (one.zone and other.zone):
        return False
    if one.zone.offset_s is None or other.zone.offset_s is None:
        return False
    shown_s = other.second_of_day - one.second_of_day + one.zone.offset_s
    # As much as an hour is the season.
    return HOUR_S < (shown_s - other.zone.offset_s) % DAY_S < DAY_S - HOUR_S


def _dates_of_incident(case: Case) -> list[date]:
    """Return the dates of the stated window and the timeline, else all there are."""
    window = case.facts.window or ()
    # Without a year nobody knows when the clocks changed.
    entries = case.facts.entries if case.facts.dating.year else ()
    told = (*window, *(entry.clock for entry in entries))
    dated = list(dict.fromkeys(clock.day for clock in told if clock.day))
    texts = case.shown
    dating = case.facts.dating._replace(year=None)
    every = (
        on
        for line, day in case.facts.days
        if (on := day.date_in(dating)) and not is_of_a_thing(texts.get(line, ""), day)
    )
    return dated or list(dict.fromkeys(every))


_STANDARD = Concept("standard_time")
# By law, the clocks of a place have changed within the same two weeks in all of these.
_YEARS = (2010, 2014, 2018, 2022, 2026)


def _in_every_year(case: Case) -> list[date]:
    """Return the dates without a year, where none has one, in several years each."""
    texts = case.shown
    told = (
        day
        for line, day in case.facts.days
        if case.facts.dating.year is None and not is_of_a_thing(texts.get(line, ""), day)
    )
    read = (day.date_in(Dating(year)) for day in told for year in _YEARS)
    return list(dict.fromkeys(filter(None, read)))


def _is_of_its_place(zone: Zone | None, said: str) -> bool:
    """Tell whether a zone is the place's of its season: CST (UTC+08:00) is China's."""
    offset = zone_of(abbreviations.MEANINGS[said][0].offset)
    return bool(zone and offset and zone.offset_s in (None, offset.offset_s))


def _used_instead(clock: Clock, on: date) -> str:
    """Return the abbreviation in force instead, "" where the written one was."""
    said = clock.zone.text.upper() if clock.zone else ""
    if said not in _SEASONAL or not _is_of_its_place(clock.zone, said):
        return ""
    noon_us = int(datetime(on.year, on.month, on.day, 12, tzinfo=UTC).timestamp())
    noon_us *= clocks.SECOND_US
    zone = clocks.zone(abbreviations.MEANINGS[said][0].place)
    # On the day of a clock change, and on its eve elsewhere, both are in force.
    near = (noon_us + days * clocks.DAY_US for days in (-2, -1, 0, 1))
    if any(zone.at(at_us).abbreviation == said for at_us in near):
        return ""
    return zone.at(noon_us).abbreviation
