"""The clock times in a line of prose, each with its zone and its date.

A clock is in seconds from midnight. One that cannot be is kept with the reason: the
rules report it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from pmlog.check.times.dates import NO_DATES, Dating, Day, days_in
from pmlog.check.times.zones import (
    HOUR_S,
    ZONE_ANYWHERE,
    ZONE_NEXT,
    Zone,
    of_brackets,
    zone_of,
)
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

HALF_DAY_S = 12 * HOUR_S


DAY_S = 24 * HOUR_S


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


_HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"


# Behind the T of ISO 8601, or glued to its number in a list: "3.10:00 AM",
# or to its year: "12 December 2023,9:00am".
_MAY_STAND = (
    r"(?:(?<=[\d\s][Tt])|(?<=^[Tt])|(?<=^\d\.)|(?<=^\d\d\.)|(?<=\b20\d\d,)"
    r"|(?<![\w:.,/$#+-]))"
)
# A blank beside the colon is a slip of the hand where am or pm follow; "Day 2: 10 am" is
# none.
_COLON = (
    r"(?::|;(?=\d\d\s?[ap]\.?m\b)|\s?:\s(?=(?:0\d|1[3-9]|[2-5]\d)\s?[ap]\.?m\b)"
    r"|(?:(?<=^\d)|(?<=^\d\d)):\s(?=1[0-2]\s?[ap]\.?m\b))"
)


# "From 0233 to 0239 on 15 May": figures that a date makes times.
_OF_A_DATE = (
    r"(?<=\bfrom \d{4})(?= to [0-2]\d[0-5]\d on \d)"
    r"|(?<=\bfrom [0-2]\d[0-5]\d to \d{4})(?= on \d)"
)


_CLOCK = pattern(
    rf"{_MAY_STAND}(?P<approx>~\s?)?"
    rf"(?:(?P<h>\d{{1,2}})(?:{_COLON}|(?P<dot>\.)|h(?=\d\d\b))(?P<m>\d{{2}})"
    rf"(?(dot)|(?::(?P<s>\d{{2}}))?)"
    rf"(?:[.,]\d{{1,6}}(?!\d))?(?!\d|:\d|%|\.\d)(?:\s?{_HALF})?"
    rf"|(?P<h2>\d{{1,2}}):?\s?{_HALF.replace('half', 'half2')}"
    rf"|(?P<mil>[0-2]\d[0-5]\d)(?:\s?(?:hrs|hours|h)\b|(?=\s?(?:UTC|GMT|Z)\b)|{_OF_A_DATE})"
    rf"|(?P<word>noon|midday|midnight)\b)",
    re.IGNORECASE,
)


# Behind seconds, or a T, "-05:00" is an offset.
_RANGE_DASH = pattern(
    r"(?!(?:(?<=T\d\d:\d\d)|(?<=:\d\d:\d\d))-\d\d:?\d\d(?![\d:]))"
    r"(?:(?<=:\d\d)|(?<=[mM]))\s{0,3}(?:[-\u2013\u2014]|~(?=\s{0,3}\d{1,2}(?::\d| ?[ap]m)))"
    r"\s{0,3}(?=\d)"
)


# Before a time or a length that was rounded; part of it as it is written, like "~".
ABOUT = pattern(
    r"(?:~|\b(?:about|around|approx\w*\.?|roughly|circa|nearly|almost|some|over|estimated"
    r"|just(?: over| under)?|more than|less than|close to))\s*(?:an?\s)?(?:total of\s)?$",
    re.IGNORECASE,
)


# Most lines name no time, and this tells so at once.
_MAY_BE_CLOCK = pattern(r"\d|noon|midday|midnight", re.IGNORECASE)


# Between a clock and its date: "10:00 PM (UTC) on", never a dash or "to".
_BEFORE_DAY = pattern(
    r"[\s,]{0,3}(?:\(?[A-Z]{2,4}\)?)?[\s,]{0,3}(?:(?:on|of)\s(?:the\s)?)?"
)


_ON_DAY = pattern(r"\b(?:on|of)\b")


def clocks_in(text: str, line: int, dating: Dating = NO_DATES) -> list[Clock]:
    """Return the times of day in a line, each with its zone and the date before it."""
    return list(_clocks_in(text, line, dating)) if _MAY_BE_CLOCK.search(text) else []


# Several clauses and rules look at the same sentence.
@lru_cache(maxsize=4096)
def _clocks_in(text: str, line: int, dating: Dating) -> list[Clock]:
    # The dash of "10:00-11:30" is no sign, and that of "10:00 ~ 11:30" no "about".
    has_dash = "-" in text or "\u2013" in text or "~" in text
    plain = _RANGE_DASH.sub(" - ", text) if has_dash else text
    matches = [m for m in _CLOCK.finditer(plain) if _is_clock(m)]
    if not matches:
        return []
    days = days_in(plain)
    # "4 May 2024 UTC" is no 20:24.
    matches = [m for m in matches if not (m["mil"] and _is_within(m, days))]
    if not matches:
        return []
    found = [_clock(match, line) for match in matches]
    return _shared_zone([_with_day(c, days, plain, dating) for c in found], plain)


def _is_within(match: re.Match[str], days: tuple[Day, ...]) -> bool:
    return any(day.start <= match.start() < day.end for day in days)


def _is_clock(match: re.Match[str]) -> bool:
    # "10.30" is as likely a number; "10.30 am" is a time.
    if match["dot"] and not match["half"]:
        return False
    # Beyond any slip of the hand it is a score, a port or a ratio.
    is_slip = bool(match["half"]) or match.start() < _AT_THE_BEGINNING
    return int(match["h"] or match["h2"] or 0) < _NO_HOUR and (
        is_slip or int(match["m"] or 0) < _NO_MINUTE
    )


_NO_HOUR = 30
_NO_MINUTE = 60
_AT_THE_BEGINNING = 12


def _clock(match: re.Match[str], line: int) -> Clock:
    hour, minute, second, half = _numbers(match)
    impossible = _why_impossible(hour, minute, second, half)
    hour_of_24 = hour % 12 + (12 if half == "p" else 0) if half else hour
    before = match.string[max(0, match.start() - 40) : match.start()]
    zone = ZONE_NEXT.match(match.string, match.end())
    return Clock(
        ((hour_of_24 * 60) + minute) * 60 + second,
        match[0].strip(" ~"),
        line,
        match.start(),
        match.end(),
        has_seconds=bool(match["s"]),
        is_half_open=not half and 1 <= hour <= 12 and (match["h"] or "0")[0] != "0",
        zone=_zone_behind(match.string, zone) if zone else None,
        is_approximate=bool(match["approx"] or ABOUT.search(before)),
        impossible=impossible,
    )


def _zone_behind(text: str, match: re.Match[str]) -> Zone | None:
    zone = zone_of(match["zone"])
    return of_brackets(zone, text, match.end()) if zone else None


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
    # In "20:50 pm" the hour says itself that it is one of the evening.
    if half and hour > (23 if half == "p" else 12):
        return "before am or pm the hours end at 12"
    if half == "p" and hour == 0:
        return "the hours of the afternoon begin at 12"
    # 24:00 is the end of a day in ISO 8601.
    if hour > 24 or (hour == 24 and (minute or second)):
        return "the hours end at 23:59"
    return ""


def _with_day(clock: Clock, days: tuple[Day, ...], text: str, dating: Dating) -> Clock:
    at = bisect_right(days, clock.start + 1, key=lambda day: day.end)
    before, after = days[max(0, at - 1) : at], days[at : at + 1]
    if after and not _is_followed_by(clock, after[0], text):
        after = ()
    if before and after and not _ON_DAY.search(text[clock.end : after[0].start]):
        after = () if clock.start - before[0].end <= after[0].start - clock.end else after
    nearest = after or before
    return clock._replace(day=nearest[0].date_in(dating)) if nearest else clock


def _is_followed_by(clock: Clock, day: Day, text: str) -> bool:
    between = text[clock.end : day.start] if day.start >= clock.end else "."
    return len(between) < _BESIDE and bool(_BEFORE_DAY.fullmatch(between))


_BESIDE = 40


def _shared_zone(clocks: list[Clock], text: str) -> list[Clock]:
    """Give the zone at the end of a range, or in its brackets, to the clocks before it."""
    zone: Zone | None = None
    shared: list[Clock] = []
    for clock in reversed(clocks):
        between = text[clock.end : shared[-1].start] if shared else ""
        is_stamp = clock.start <= _AT_THE_EDGE and _is_text(between)
        if is_stamp or _is_restated(between) or _is_of_another(between):
            zone = None
        zone = clock.zone or zone
        later = _zone_then(text, clock)
        shared.append(clock._replace(zone=later or zone) if zone else clock)
    if not any(clock.zone for clock in shared):
        match = ZONE_ANYWHERE.search(text, clocks[-1].end)
        found = (
            zone_of(match["zone"])
            if match and match.start() < clocks[-1].end + 40
            else None
        )
        shared = [clock._replace(zone=found) for clock in shared] if found else shared
    return shared[::-1]


# At the beginning of a line, a time is of what it tells; only a range shares its zone.
_AT_THE_EDGE = 4
_OTHER_WORDS = pattern(
    r"\b(?!(?:to|until|till|through|and|about|around|on|of|the|am|pm|next|day)\b"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"(?a:[a-z]{2,})",
    re.IGNORECASE,
)


def _is_text(between: str) -> bool:
    """Tell whether more than a range stands between two clocks: words, numbers, a date."""
    days = days_in(between)
    rest = between
    for day in reversed(days):
        rest = f"{rest[: day.start]} {rest[day.end :]}"
    is_date_alone = bool(days) and not _TO.search(rest)
    return is_date_alone or bool(_DIGIT.search(rest) or _OTHER_WORDS.search(between))


_DIGIT = pattern(r"\d")
_TO = pattern(r"\b(?:to|until|till|through|and)\b|\s[-\u2013\u2014\u2192]", re.IGNORECASE)


def _zone_then(text: str, clock: Clock) -> Zone | None:
    """Return the second zone of "... to 19:03 EDT (UTC-04:00), then EST (UTC-05:00)"."""
    then = text.find(", then ", clock.end, clock.end + _WIDEST_RANGE) if clock.zone else -1
    match = ZONE_ANYWHERE.match(text, then + len(", then ")) if then > 0 else None
    return zone_of(match["zone"]) if match else None


def _is_of_another(between: str) -> bool:
    """Tell whether a clock behind these words is of a backup, of a line in a log."""
    return len(between) > _WIDEST_RANGE or ": " in between


_WIDEST_RANGE = 40


def _is_restated(between: str) -> bool:
    """Tell whether a bracket opens between two clocks: "05:06 (07:06 CEST)"."""
    return between.count("(") > between.count(")")


def has_half(clock: Clock) -> bool:
    """Tell whether a clock says am or pm, and needs to."""
    is_said = clock.text.lower().rstrip(".").endswith("m")
    return is_said and not _AFTERNOON.match(clock.text)


_AFTERNOON = pattern(r"1[3-9]|2\d")
