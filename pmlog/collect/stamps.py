"""The time at the beginning of a line that people or programs wrote, and the instant of it.

"14:05 text", "- 14:05 UTC - text", "[14:05:33] <ann> text", "2026-11-28T14:05:33Z text",
"14:25-14:32 text", "~2.10pm text". A line without a date is of the day that the last one
was of; where its clock is far behind the line before it, of the next.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from pmlog import clock
from pmlog.collect.instants import MONTHS, NoInstant
from pmlog.collect.record import UNREADABLE_TIME

_MONTH = "|".join(MONTHS)
DATE = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)\ )?(?P<iso>\d{4}[-/]\d\d?[-/]\d\d?)"
    r"|(?P<dotted>\d\d?\.\d\d?\.\d{4})"
    rf"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\ )?(?:"
    rf"(?P<day>\d\d?)(?:st|nd|rd|th)?\ (?P<month>{_MONTH})[a-z]*\.?,?\ (?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH})[a-z]*\.?\ (?P<day2>\d\d?)(?:st|nd|rd|th)?,?"
    r"\ (?P<year2>\d{4}))"
)
_CLOCK = r"\d\d?(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\ ?[ap]\.?m\b\.?)?|\.\d\d\ ?[ap]m\b)"
# As far west as a place is.
_WEST = r"-(?:0\d|1[012])"
_ZONE = (
    r"Z\b|(?:UTC|GMT)[+-]\d\d?(?::?\d\d)?(?![\d:])|[+]\d\d(?::?\d\d)?(?![\d:])"
    # Behind minutes "14:25-15:00" is a span; behind seconds or a T it is an offset.
    r"|(?:(?<=:\d\d:\d\d)|(?<=\.\d{3})|(?<=\.\d{6})|(?<=T\d\d:\d\d)|(?<=\ ))"
    rf"{_WEST}:?\d\d(?![\d:])"
    # No span is written "14:25-0500".
    rf"|{_WEST}(?:00|30|45)(?![\d:])"
    r"|(?-i:[A-Z][A-Za-z]+/[A-Za-z_/-]+[A-Za-z]|[A-Z]{2,5}\b)"
)
# The numbers are those of a list, or of what `history` prints.
_BEGIN = (
    r"[ \t]*(?:(?:[-*+•>]|\d{1,3}[.)]|\d{1,6}\*?[ \t](?=[ \t]*\d{4}-))[ \t]+)?"
    r"(?:\*\*|__|`|\||[\[(<])?[ \t]*"
)
_STAMP = re.compile(
    rf"{_BEGIN}(?:(?:{DATE})(?:,|T|\ at)?[ \t]*(?:-[ \t]+)?)?"
    rf"(?P<about>~|ca\.?\ |about\ )?(?P<clock>{_CLOCK})"
    rf"(?:[ \t]?\(?(?P<zone>{_ZONE})\)?)?"
    rf"(?:[ \t]*(?:[-\u2013\u2014]|to)[ \t]*(?P<until>{_CLOCK}(?!\d|:\d))"
    rf"(?:[ \t]?\(?(?P<zone2>{_ZONE})\)?)?)?"
    r"(?P<rest>(?![\w%]|:\d).*)",
    re.IGNORECASE | re.DOTALL,
)
# As date(1), dmesg -T and Apache write it: "[Sat Nov 28 14:05:09 2026] text".
_C_STAMP = re.compile(
    rf"{_BEGIN}(?:mon|tue|wed|thu|fri|sat|sun)\ (?P<month>{_MONTH})\ {{1,2}}(?P<day>\d\d?)"
    r"\ (?P<clock>\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:\ (?P<zone>[A-Z]{1,5}|[+-]\d{4}))?"
    r"\ (?P<year>\d{4})(?P<rest>(?!\w).*)",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATOR = re.compile(
    r"(?:\*\*|__|`|[\])>])*[ \t]*(?:[-\u2013\u2014:|,][ \t]*)?(?:\*\*|__)?[ \t]*"
)


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
    if found := _C_STAMP.match(line[:4000]):
        return _as_c_writes(found, line)
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
        day_of(match),
        _time_us(match["clock"]),
        _time_us(until) if until else None,
        zone,
        bool(match["about"]),
        rest[_end_of_separator(rest) :].strip(),
    )


def _as_c_writes(match: re.Match[str], line: str) -> Stamp:
    try:
        month = MONTHS[match["month"].lower()]
        day = date(int(match["year"]), month, int(match["day"]))
    except ValueError as error:
        raise NoInstant(UNREADABLE_TIME) from error
    rest = match["rest"] + line[4000:]
    zone = match["zone"] or ""
    text = rest[_end_of_separator(rest) :].strip()
    return Stamp(day, _time_us(match["clock"]), None, zone, approx=False, rest=text)


def _end_of_separator(rest: str) -> int:
    found = _SEPARATOR.match(rest)
    return found.end() if found else 0


# What stands behind a clock without more ado and can hardly be a word.
_PLAIN_ZONE = re.compile(r"[A-Z]{1,3}[SD]T|UTC?|GMT|Z|CES?T|EES?T|WES?T|MSK|[ECMP]T")


def _is_zone(text: str, rest: str) -> bool:
    """Tell whether letters behind a clock are a zone: "14:05 BOT - text" and not "BOT"."""
    if not text.isalpha():
        return True
    if not text.isupper():
        return False
    from pmlog.when.abbreviations import GENERIC, MEANINGS

    is_known = text in MEANINGS or text in ("UTC", "GMT", "UT", "Z", *GENERIC)
    is_set_off = re.match(r"[ \t]*(?:$|[-\u2013\u2014:|,)\]*])", rest)
    return is_known and bool(is_set_off or _PLAIN_ZONE.fullmatch(text))


def may_lead(line: str) -> bool:
    """Tell whether a line begins with what looks like a time."""
    return bool(_STAMP.match(line[:4000]) or _C_STAMP.match(line[:4000]))


def date_in(line: str) -> date | None:
    """Return the first date that is written out in a line."""
    match = re.search(DATE, line[:2000], re.IGNORECASE | re.VERBOSE)
    try:
        return day_of(match) if match else None
    except NoInstant:
        return None


def day_of(match: re.Match[str]) -> date | None:
    """Return the date that a match of DATE found. NoInstant where there is no such day."""
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
