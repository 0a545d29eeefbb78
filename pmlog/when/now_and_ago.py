"""The rules for instants that need no calendar: now, 15m ago, in 2 h, @1700000000."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from pmlog.when import durations
from pmlog.when.pieces import Moment, rule
from pmlog.when.wording import refuse_unreadable, shown

if TYPE_CHECKING:
    import re


def _now(_match: re.Match[str]) -> Moment:
    return Moment()


def _relative(match: re.Match[str]) -> Moment:
    length = match["length"]
    marks = [match[name].lower() for name in ("before", "behind") if match[name]]
    if len(marks) > 1:
        what = f"{shown(match[0])} says twice where it counts to"
        refuse_unreadable(match.string, what, ("15m ago", "in 15m"))
    duration_us = durations.of_match(length)
    if duration_us is None:
        what = f"the units of {shown(length)} are out of order"
        refuse_unreadable(match.string, what, ("1h30m ago",))
    mark = marks[0] if marks else ""
    sign = -1 if mark in _BACKWARDS else 1
    days = durations.whole_days(length)
    return Moment(
        None,
        sign * duration_us,
        None if days is None else sign * days,
        # "now+15m" and "15m from now" name the instant they count from.
        counts_on=mark in ("+", "in", "later") and not match["now"],
        needs_start=mark == "later",
        unsigned="" if mark else length,
    )


_BACKWARDS = ("-", "ago", "earlier")


def _from_start(match: re.Match[str]) -> Moment:
    duration_us = durations.of_match(match["length"])
    if duration_us is None:
        what = f"the units of {shown(match['length'])} are out of order"
        refuse_unreadable(match.string, what, ("T+1h30m",))
    away_us = -duration_us if match["sign"] == "-" else duration_us
    return Moment(None, away_us, from_start=True)


def _refuse_no_unit(match: re.Match[str]) -> NoReturn:
    what = f"{shown(match[0])} has no unit"
    start = f"T{match['sign']}"
    lengths = (f"{match['first']}m", f"{match['first']}h")
    if last := match["last"]:
        lengths = (f"{match['first']}h{last}m", f"{match['first']}m{last}s")
    refuse_unreadable(match.string, what, tuple(start + each for each in lengths))


def _refuse_months(match: re.Match[str]) -> NoReturn:
    what = f"{shown(match[0])} has no fixed length"
    refuse_unreadable(match.string, what, ("30d ago", "2026-11-21 14:05"))


# How many digits a count since 1970 has at most, and its units in a second.
_UNITS = ((11, 1), (14, 1000), (17, 1_000_000), (19, 1_000_000_000))


def _epoch(match: re.Match[str]) -> Moment:
    digits, decimals = match["whole"], match["decimals"] or ""
    per_second = next((units for most, units in _UNITS if len(digits) <= most), 0)
    if not per_second or (decimals and per_second > 1):
        what = f"{shown(match[0])} counts no seconds, milli- or microseconds since 1970"
        refuse_unreadable(match.string, what, ("@1700000000", "@1700000000123"))
    fraction_us = int(decimals.ljust(6, "0")[:6])
    us = int(digits) * 1_000_000 // per_second + fraction_us
    return Moment(-us if match["sign"] else us)


RULES = (
    rule(rf"T ?(?P<sign>[+-]) ?(?P<length>{durations.PATTERN})(?!\w)", _from_start),
    rule(
        r"T ?(?P<sign>[+-]) ?(?P<first>\d{1,3})(?::(?P<last>[0-5]\d))?(?!\S)",
        _refuse_no_unit,
    ),
    rule(
        r"(?:(?P<now>now ?)?(?P<before>in(?= )|[+-]) ?)?"
        rf"(?P<length>{durations.PATTERN})"
        r"(?: (?P<behind>ago|earlier|later|from now))?(?!\w)",
        _relative,
    ),
    rule(r"(?:just |right )?now(?!\w)", _now),
    rule(r"@(?P<sign>-)?(?P<whole>\d+)(?:\.(?P<decimals>\d{1,9}))?(?![\w.:])", _epoch),
    rule(r"[+-]?(?:\d+|an?) ?(?:months?|years?|y|mo)(?: ago)?(?!\w)", _refuse_months),
)
