"""The rule at the end of a zone's file -> the changes that it makes up to 2037.

Slim files list the changes of the past, and for all that follow have one line, such as
"CET-1CEST,M3.5.0,M10.5.0/3" (POSIX, with the extensions of RFC 8536). The usual files
list every change up to 2037, so only slim ones come here.
"""

from __future__ import annotations

import re
import time
from calendar import timegm

from pmlog.namedtuple import NamedTuple


class Change(NamedTuple):
    """A change of the clocks: when, in seconds since 1970, and to what."""

    at_s: int
    offset_s: int
    label: str
    is_dst: bool


_NAME = r"(<[A-Za-z0-9+-]+>|[A-Za-z]+)"
_TIME = r"([+-]?\d+(?::\d+){0,2})"
_RULE = re.compile(
    rf"{_NAME}{_TIME}(?:{_NAME}{_TIME}?,([^,/]+)(?:/{_TIME})?,([^,/]+)(?:/{_TIME})?)?"
)


def changes(rule: str, after_s: int, until_s: int) -> list[Change]:
    """Return the changes that a rule makes after an instant and before another.

    ValueError for a line that is no rule.
    """
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(rule)
    name, offset, dst_name, dst_offset, start, start_time, end, end_time = match.groups()
    if dst_name is None:
        return []
    # POSIX counts offsets to the west.
    standard_s = -_seconds(offset)
    summer_s = -_seconds(dst_offset) if dst_offset else standard_s + 3600
    summer = (summer_s, dst_name.strip("<>"), True)
    standard = (standard_s, name.strip("<>"), False)
    found = []
    for year in range(
        time.gmtime(max(after_s, 0)).tm_year, time.gmtime(until_s).tm_year + 1
    ):
        begins_s = _day_s(year, start) + _seconds(start_time or "2") - standard_s
        ends_s = _day_s(year, end) + _seconds(end_time or "2") - summer_s
        found += [Change(begins_s, *summer), Change(ends_s, *standard)]
    return sorted(each for each in found if after_s < each.at_s < until_s)


def _seconds(text: str) -> int:
    """Return the seconds of "5", "-5:45", "+26:00:00"."""
    sign = -1 if text[0] == "-" else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    return sign * sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))


def _day_s(year: int, day: str) -> int:
    """Return the midnight, as if in UTC, of "M3.5.0", "J60" or "59" in a year."""
    if day[0] == "M":
        return _weekday_s(year, *map(int, day[1:].split(".")))
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    # J counts from 1 and knows no 29 February; without it days count from 0.
    count = (
        int(day[1:]) - 1 + (is_leap and int(day[1:]) > 59) if day[0] == "J" else int(day)
    )
    return timegm((year, 1, 1, 0, 0, 0)) + count * 86400


def _weekday_s(year: int, month: int, week: int, weekday: int) -> int:
    """Return the midnight of a month's weekday, Sunday being 0; week 5 is the last."""
    first_s = timegm((year, month, 1, 0, 0, 0))
    # 1970 began on a Thursday.
    first_weekday = (first_s // 86400 + 4) % 7
    day = (weekday - first_weekday) % 7 + 7 * (week - 1)
    following_s = timegm((year + month // 12, month % 12 + 1, 1, 0, 0, 0))
    if first_s + day * 86400 >= following_s:
        day -= 7
    return first_s + day * 86400
