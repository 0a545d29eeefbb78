"""The rules for times of day: 14:05, 2:05 PM, 14h32, noon, T015959."""

from __future__ import annotations

from datetime import timedelta

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.when.abbreviations import ANY_WORD
from pmlog.when.pieces import Clock, Day, DayShift, Typed, Weekday, rule
from pmlog.when.wording import (
    AMBIGUOUS,
    INVALID_TIME,
    refuse_unreadable,
    replaced,
    shown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import NoReturn


def time_us(typed: Typed) -> int:
    """Return the microseconds from midnight to a typed clock; refuse 25:99."""
    hour, minute, second, microsecond, *_ = typed.clock or Clock(0)
    if (
        typed.clock
        and typed.clock.is_midnight_word
        and (typed.day or typed.shift or typed.weekday)
    ):
        _refuse_midnight_of_a_day(typed)
    if hour > 23 or minute > 59 or second > 59:
        _refuse_impossible(typed, hour, minute, second)
    seconds = (hour * 60 + minute) * 60 + second
    return seconds * clock.SECOND_US + microsecond


def is_hour_24(clock_typed: Clock) -> bool:
    """Tell whether a clock goes on counting after midnight: 24:05."""
    return clock_typed.hour == 24 and max(clock_typed.minute, clock_typed.second) < 60


def _refuse_midnight_of_a_day(typed: Typed) -> NoReturn:
    import re

    times = ("23:59",) if typed.shift and typed.shift.part else ("00:00", "23:59")
    choices = tuple(
        re.sub("(12(:00)? )?midnight", time, typed.text, flags=re.IGNORECASE)
        for time in times
    )
    what = f"the midnight in {shown(typed.text)} may begin or end the day"
    raise TimeRefused(typed.text, AMBIGUOUS, what, choices)


def _refuse_impossible(typed: Typed, hour: int, minute: int, second: int) -> NoReturn:
    what = f"no clock shows the time in {shown(typed.text)}"
    if hour <= 23 and minute <= 59:
        # A leap second has no instant of its own; the one after it has.
        choices = (_minute_after(typed, hour, minute),) if second == 60 else ()
        what = f"{what}; seconds go to 59"
        raise TimeRefused(typed.text, INVALID_TIME, what, choices)
    part = "hours go to 23" if hour > 23 else "minutes go to 59"
    raise TimeRefused(typed.text, INVALID_TIME, what, hint=part)


def _minute_after(typed: Typed, hour: int, minute: int) -> str:
    days, minutes = divmod(hour * 60 + minute + 1, 24 * 60)
    text = Clock(minutes // 60, minutes % 60).text
    day = typed.certain_day()
    if day:
        separator = "T" if typed.zone.is_z else " "
        text = f"{day + timedelta(days=days)}{separator}{text}:00"
    return typed.retyped(text)


def _clock(match: re.Match[str]) -> Clock:
    given = match.groupdict()
    hour = int(given["h"])
    if half := given.get("half") or given.get("letter"):
        hour = _hour_of_24(match, hour, half.lower())
    fraction = given.get("f") or given.get("cf") or ""
    return Clock(
        hour,
        int(given.get("m") or 0),
        int(given.get("s") or 0),
        int(fraction.ljust(6, "0")[:6]),
        is_approximate=bool(given.get("ish")),
        has_half=bool(half),
    )


def _hour_of_24(match: re.Match[str], hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        import re

        without = re.sub(r" ?[ap][^\d]*$", "", match[0], flags=re.IGNORECASE)
        choices = (replaced(match, without),) if ":" in without and hour < 24 else ()
        what = f"no clock shows {shown(match[0])}: before am or pm the hours end at 12"
        raise TimeRefused(match.string, INVALID_TIME, what, choices)
    return hour % 12 + (12 if half[0] == "p" else 0)


def _bare(match: re.Match[str]) -> Clock:
    return _clock(match)._replace(bare=match[0].rpartition(" ")[2])


def _word(match: re.Match[str]) -> Clock:
    is_midnight, about = match["word"].lower() == "midnight", bool(match["ish"])
    return Clock(
        0 if is_midnight else 12,
        is_midnight_word=is_midnight,
        is_approximate=about,
        has_half=True,
    )


def _refuse_dots(match: re.Match[str]) -> NoReturn:
    choice = replaced(match, match[0].replace(".", ":"))
    what = f"{shown(match[0])} may be a time, a date or a number"
    refuse_unreadable(match.string, what, (choice,))


def _refuse_hour_alone(match: re.Match[str]) -> NoReturn:
    choice = replaced(match, f"{match['h']}:00")
    what = f"{shown(match[0])} may be an hour, a day or a number"
    refuse_unreadable(match.string, what, (choice,))


def _refuse_dashes(match: re.Match[str]) -> NoReturn:
    seconds = f":{match['s']}" if match["s"] else ""
    before = match.string[: match.start()].rstrip()
    choice = f"{before} {match['h']}:{match['m']}{seconds}{match.string[match.end() :]}"
    what = f"the dashes of {shown(match.string)} may belong to a date, a clock or an offset"
    refuse_unreadable(match.string, what, (choice,))


def _refuse_one_digit(match: re.Match[str]) -> NoReturn:
    hour, minute = match["h"], match["m"]
    choices = (f"{hour}:0{minute}", f"{hour}:{minute}0")
    what = f"the minutes of {shown(match[0])} need two digits"
    refuse_unreadable(match.string, what, tuple(replaced(match, c) for c in choices))


_AT = "(?:at |@ ?)?"
# ISO 8601 has no halves of the day: T08:00 am is none of its times.
_T = r"(?:T(?!\S+ ?[ap]\.?m\b))?"
_HALF = rf"(?P<half>[ap]\.?m(?:\.|(?=(?:{ANY_WORD})?(?![a-z]))))"
_HOURS = r"(?:h|hrs?|hours|uhr)(?!\w)"
# Loggers put a comma before milliseconds; other lengths are more likely a list.
_FRACTION = r"(?:\.(?P<f>\d{1,9})|,(?P<cf>\d{1,3}|\d{6}|\d{9}))?"
_ISH = "(?P<ish>-?ish)?"
# A clock may run into its zone: 01:59Z, 01:59UTC+2.
_END = rf"(?=(?:{ANY_WORD})?(?![A-Za-z0-9_:]|\.\d))"
# What makes a clock of "0800": a zone behind it.
_ZONE_AHEAD = rf"(?= ?\(?{ANY_WORD}(?![a-z0-9_/])| \(?[a-z]+/[a-z])"
_NO_LENGTH = r"(?! ?(?:ago|from now|earlier|later)\b)"
_DIGITS = r"(?P<h>\d\d)(?P<m>\d\d)"

# Before any date is looked for: "2024-03-05 14-05-22" has one already.
RULES_BEHIND_DAY = (
    rule(rf"(?<=_)(?P<h>\d\d)-(?P<m>\d\d)-(?P<s>\d\d)(?![+-]){_END}", _clock, (Day,)),
    rule(r"(?<= )(?P<h>\d\d)-(?P<m>\d\d)-(?P<s>\d\d)(?!\S)", _refuse_dashes, (Day,)),
    rule(
        r"(?<=\d)-(?P<h>\d\d)[:-]?(?P<m>\d\d)(?:[:-]?(?P<s>\d\d))?(?!\S)",
        _refuse_dashes,
        (Day,),
    ),
)

RULES = (
    rule(rf"{_AT}(?:12(?::00)? )?(?P<word>noon|midday|midnight){_ISH}(?!\w)", _word),
    rule(
        rf"{_AT}{_T}(?P<h>\d\d?):(?P<m>\d\d)(?::(?P<s>\d\d){_FRACTION})?"
        rf"(?: ?(?:{_HALF}|{_HOURS})|(?P<letter>[ap])(?!\w))?{_ISH}{_END}",
        _clock,
    ),
    rule(rf"{_AT}(?P<h>\d\d?)(?:\.(?P<m>\d\d))? ?{_HALF}{_ISH}{_END}", _clock),
    rule(rf"{_AT}(?P<h>\d\d?)h(?P<m>\d\d)(?! ago| from now){_ISH}{_END}", _clock),
    # The names of files: 2023-10-15T08-05-05.
    rule(rf"T(?P<h>\d\d)-(?P<m>\d\d)-(?P<s>\d\d)(?![+-]){_END}", _clock, (Day,)),
    rule(
        rf"T(?P<h>\d\d)(?:(?P<m>\d\d)(?:(?P<s>\d\d){_FRACTION})?)?{_END}",
        _clock,
    ),
    # "1405 hours ago" is a length of time.
    rule(rf"(?:at )?{_DIGITS} ?{_HOURS}{_NO_LENGTH}", _clock),
    rule(rf"(?:at )?{_DIGITS}{_ZONE_AHEAD}", _clock),
    rule(
        rf"(?:at )?{_DIGITS}(?:(?P<s>\d\d))?(?![\w:/+-]|\.\d)",
        _bare,
        (Day, DayShift, Weekday),
    ),
    rule(rf"{_AT}(?P<h>\d\d?)\.(?P<m>\d\d){_ZONE_AHEAD}", _clock),
    rule(rf"{_AT}(?P<h>\d\d?)\.(?P<m>[0-5]\d) ?uhr(?!\w)", _clock),
    # "14.05 hrs ago" is a length of time.
    rule(rf"{_AT}(?P<h>\d\d)\.(?P<m>[0-5]\d) ?{_HOURS}{_NO_LENGTH}", _clock),
    rule(r"(?:at )?(?P<h>\d\d)(?=Z(?![\w/]))", _clock),
    rule(rf"(?:at )?(?P<h>\d\d?){_ZONE_AHEAD}", _refuse_hour_alone),
    rule(r"(?:at )?(?P<h>\d\d?)(?!\S)", _refuse_hour_alone, (DayShift, Weekday)),
    rule(rf"{_AT}\d\d?\.\d\d(?![\w.:])", _refuse_dots),
    rule(rf"{_AT}(?P<h>\d\d?):(?P<m>\d)(?!\w)", _refuse_one_digit),
)
