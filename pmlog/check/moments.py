"""The clock times, dates and zones that stand in a line of prose.

A clock is in seconds from midnight. One that cannot be is kept with the reason: the
rules report it. Abbreviations and offsets are read as pmlog.when reads them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pmlog.errors import TimeRefused
from pmlog.when import abbreviations, written, zones

if TYPE_CHECKING:
    from collections.abc import Iterator

MINUTE_S = 60
HOUR_S = 60 * MINUTE_S
HALF_DAY_S = 12 * HOUR_S
DAY_S = 24 * HOUR_S


class Zone(NamedTuple):
    """A zone as written; offset_s is None where the words do not settle it."""

    text: str
    offset_s: int | None


class Clock(NamedTuple):
    """A time of day as written, with the date that stands before it if one does.

    is_half_open is set where neither am nor pm is said and the hour fits either.
    """

    second_of_day: int
    text: str
    line: int
    start: int
    end: int
    has_seconds: bool = False
    is_half_open: bool = False
    zone: Zone | None = None
    day: date | None = None
    is_approximate: bool = False
    impossible: str = ""


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


_HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"
_CLOCK = re.compile(
    rf"(?<![\w:.,/$#-])(?P<approx>~\s?)?(?:T(?=\d))?"
    rf"(?:(?P<h>\d{{1,2}})(?::|(?P<dot>\.)|h(?=\d\d\b))(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?"
    rf"(?:[.,]\d{{1,6}}(?!\d))?(?!\d|:\d|%|\.\d)(?:\s?{_HALF})?"
    rf"|(?P<h2>\d{{1,2}})\s?{_HALF.replace('half', 'half2')}"
    rf"|(?P<mil>[0-2]\d[0-5]\d)\s?(?:hrs|hours|h)\b"
    rf"|(?P<word>noon|midday|midnight)\b)",
    re.IGNORECASE,
)
_RANGE_DASH = re.compile(r"(?:(?<=:\d\d)|(?<=[mM]))\s{0,3}[-\u2013\u2014]\s{0,3}(?=\d)")
_APPROXIMATE = re.compile(
    r"\b(?:about|around|approx\w*\.?|roughly|circa|nearly|almost|some|over|estimated|just"
    r"(?: over| under)?|more than|less than|close to|an? total of (?:about|approx\w+))\s*$",
    re.IGNORECASE,
)
_ZONE_WORDS = "|".join(
    sorted([*abbreviations.MEANINGS, "UTC", "UCT"], key=len, reverse=True)
)
_ZONE = re.compile(
    rf"[\s,]{{0,3}}[(\[]?\s?(?P<zone>(?:UTC|GMT)\s?[+-]\s?\d{{1,2}}(?::?\d{{2}})?"
    rf"|(?:{_ZONE_WORDS})\b|Z\b|(?-i:ET|PT|CT|MT)\b|[+-]\d{{2}}:\d{{2}}"
    r"|(?:[A-Z][a-z]+/[A-Z][A-Za-z_]+)"
    r"|(?:[A-Z][a-z]+\s){1,3}(?:[Ss]tandard|[Dd]aylight|[Ss]ummer)?\s?[Tt]ime)",
)
ZONE_ANYWHERE = re.compile(
    rf"(?<![\w/-])(?P<zone>(?:UTC|GMT)\s?[+-]\s?\d{{1,2}}(?::?\d{{2}})?|(?:{_ZONE_WORDS}"
    rf"|UTC|GMT)"
    r"(?![\w/])|(?:[A-Z][a-z]+\s){1,3}(?:Standard|Daylight|Summer)\sTime"
    r"|(?:Africa|America|Asia|Europe|Australia|Pacific)/[A-Z][A-Za-z_]+"
    r"|(?:[A-Z][a-z]+ ){1,2}[Tt]ime\b(?! ?line)|local time|[Tt]ime ?zone:?\s\w+)"
)
_ZONE_NAMES = {
    "coordinated universal time": "UTC",
    "universal time": "UTC",
    "greenwich mean time": "GMT",
    "pacific standard time": "PST",
    "pacific daylight time": "PDT",
    "eastern standard time": "EST",
    "eastern daylight time": "EDT",
    "central standard time": "CST",
    "central daylight time": "CDT",
    "west africa time": "WAT",
    "west african time": "WAT",
    "east africa time": "EAT",
    "east african time": "EAT",
    "central africa time": "CAT",
    "central african time": "CAT",
    "south african standard time": "SAST",
    "south africa standard time": "SAST",
    "central european time": "CET",
}
# Words that begin like the name of a zone: "Start Time", "Response Time".
_NO_ZONE = re.compile(
    r"(?:start|end|begin|response|down|up|real|load|first|same|this|that|of|by|recovery"
    r"|total|"
    r"date|detection|resolution|over|in|each|some|any|the|at|from|incident|outage)\b.*time",
    re.IGNORECASE,
)

_WEEKDAY = (
    r"(?:(?P<weekday>(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?)\b"
    r"[.,]?\s+)?"
)
_DAY = re.compile(
    rf"{_WEEKDAY}(?:(?P<written>{written.PATTERN})"
    r"|(?<![\d/.-])(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})(?![\d/-])"
    r"|(?<![\d/.:-])(?P<numeric>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?![\d/-]))",
    re.IGNORECASE,
)
# Most lines name no date, and these tell so at once.
_DIGIT = re.compile(r"\d")
_MAY_BE_DAY = re.compile(
    r"\d{4}[-/]\d|\d[/.-]\d{4}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)
# Most lines name no time, and this tells so at once.
_MAY_BE_CLOCK = re.compile(r"\d|noon|midday|midnight", re.IGNORECASE)

# Between a clock and its date: "10:00 PM (UTC) on", never a dash or "to".
_BEFORE_DAY = re.compile(
    r"[\s,]{0,3}(?:\(?[A-Z]{2,4}\)?)?[\s,]{0,3}(?:(?:on|of)\s(?:the\s)?)?"
)


def days_in(text: str) -> list[Day]:
    """Return the dates in a line, in their order."""
    if not (_DIGIT.search(text) and _MAY_BE_DAY.search(text)):
        return []
    return [day for match in _DAY.finditer(text) for day in (_day(match),) if day]


def impossible_days_in(text: str) -> list[str]:
    """Return the dates in a line that no calendar has, such as February 30, 2023."""
    if not (_DIGIT.search(text) and _MAY_BE_DAY.search(text)):
        return []
    return [m[0].strip(" ,.") for m in _DAY.finditer(text) if _is_impossible(m)]


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


def _parts(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    if match["written"]:
        # "2023, 02" of "August 5, 2023, 02:00" is no part of the date.
        return written.read(re.sub(r"\s+", " ", match["words"]))
    if match["iso"]:
        year, month, day = map(int, re.split("[-/]", match["iso"]))
        return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    first, second, year = map(int, re.split("[/.-]", match["numeric"]))
    # Either may be the month; only one that cannot be settles it.
    if first > 12 >= second:
        return year, second, first
    return (year, first, second) if second > 12 >= first else None


def clocks_in(text: str, line: int, year: int | None = None) -> list[Clock]:
    """Return the times of day in a line, each with its zone and the date before it."""
    if not _MAY_BE_CLOCK.search(text):
        return []
    # The dash of "10:00-11:30" is no sign.
    plain = _RANGE_DASH.sub(" - ", text) if "-" in text or "\u2013" in text else text
    matches = [m for m in _CLOCK.finditer(plain) if _is_clock(m)]
    if not matches:
        return []
    days = days_in(plain)
    found = [_clock(match, line) for match in matches]
    return _shared_zone([_with_day(c, days, plain, year) for c in found], plain)


def _is_clock(match: re.Match[str]) -> bool:
    # "10.30" is as likely a number; "10.30 am" is a time.
    if match["dot"] and not match["half"]:
        return False
    # Beyond any slip of the hand it is a score, a port or a ratio.
    return int(match["h"] or 0) < _NO_HOUR


_NO_HOUR = 30


def _clock(match: re.Match[str], line: int) -> Clock:
    hour, minute, second, half = _numbers(match)
    impossible = _why_impossible(hour, minute, second, half)
    hour_of_24 = hour % 12 + (12 if half == "p" else 0) if half else hour
    before = match.string[max(0, match.start() - 40) : match.start()]
    zone = _ZONE.match(match.string, match.end())
    return Clock(
        ((hour_of_24 * 60) + minute) * 60 + second,
        match[0].strip(" ~"),
        line,
        match.start(),
        match.end(),
        has_seconds=bool(match["s"]),
        is_half_open=not half and 1 <= hour <= 12 and (match["h"] or "0")[0] != "0",
        zone=zone_of(zone["zone"]) if zone else None,
        is_approximate=bool(match["approx"] or _APPROXIMATE.search(before)),
        impossible=impossible,
    )


def _numbers(match: re.Match[str]) -> tuple[int, int, int, str]:
    if match["word"]:
        return (0 if match["word"].lower() == "midnight" else 12), 0, 0, ""
    if match["mil"]:
        return int(match["mil"][:2]), int(match["mil"][2:]), 0, ""
    half = (match["half"] or match["half2"] or "")[:1].lower()
    hour = int(match["h"] or match["h2"])
    return hour, int(match["m"] or 0), int(match["s"] or 0), half


def _why_impossible(hour: int, minute: int, second: int, half: str) -> str:
    if minute > 59 or second > 59:
        return "minutes and seconds go to 59"
    if half and hour > 12:
        return "before am or pm the hours end at 12"
    # 24:00 is the end of a day in ISO 8601.
    if hour > 24 or (hour == 24 and (minute or second)):
        return "the hours end at 23:59"
    return ""


def _with_day(clock: Clock, days: list[Day], text: str, year: int | None) -> Clock:
    before = [day for day in days if day.end <= clock.start + 1][-1:]
    after = [
        day
        for day in days
        if day.start >= clock.end and _BEFORE_DAY.fullmatch(text[clock.end : day.start])
    ][:1]
    if before and after and clock.start - before[0].end <= after[0].start - clock.end:
        after = []
    nearest = after or before
    return clock._replace(day=nearest[0].date_or(year)) if nearest else clock


def _shared_zone(clocks: list[Clock], text: str) -> list[Clock]:
    """Give the zone at the end of a range, or in its brackets, to the clocks before it."""
    zone: Zone | None = None
    shared = []
    for clock in reversed(clocks):
        zone = clock.zone or zone
        shared.append(clock._replace(zone=zone) if zone else clock)
    if zone is None and clocks:
        match = ZONE_ANYWHERE.search(text, clocks[-1].end)
        found = (
            zone_of(match["zone"])
            if match and match.start() < clocks[-1].end + 40
            else None
        )
        shared = [clock._replace(zone=found) for clock in shared] if found else shared
    return shared[::-1]


def zone_of(words: str) -> Zone | None:
    """Return the zone that words name, None where they only look like one."""
    text = words.strip()
    name = _ZONE_NAMES.get(text.lower(), text)
    if name == text and _NO_ZONE.match(text):
        return None
    return Zone(name, _offset_s(name))


def _offset_s(name: str) -> int | None:
    meanings = abbreviations.MEANINGS.get(name.upper())
    if meanings:
        offsets = {meaning.offset for meaning in meanings}
        return _seconds(offsets.pop()) if len(offsets) == 1 else None
    try:
        said = zones.read(name, name)
    except TimeRefused:
        return None
    return _seconds(said.offset) if said.offset else None


def _seconds(offset: str) -> int:
    if offset == "UTC":
        return 0
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    return (-1 if offset[0] == "-" else 1) * (hours * HOUR_S + minutes * MINUTE_S)


def zones_in(text: str) -> Iterator[Zone]:
    """Yield the zones that a line names, with or without a clock before them."""
    for match in ZONE_ANYWHERE.finditer(text):
        zone = zone_of(match["zone"])
        if zone:
            yield zone
