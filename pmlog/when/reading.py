"""Plain words -> the one time that they name, told once or in several zones.

The grammar is loaded where words need it: plain forms do without.
"""

from __future__ import annotations

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import ASCII, IGNORECASE, pattern
from pmlog.when import civil, days_meant, wording
from pmlog.when.answer import answer
from pmlog.when.wording import refuse_unreadable, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import NoReturn

    from pmlog.when.pieces import Typed
    from pmlog.when.resolve import Question


class Reading(NamedTuple):
    """How a typed time was understood.

    approx is set by "~14:05"; as_typed is the text; warnings are sentences for the person
    who typed it. until_us is the end of a span, None for one time; day tells how its date
    was typed.
    """

    at_us: int
    zone: str
    approx: bool
    as_typed: str
    warnings: tuple[str, ...]
    until_us: int | None = None
    day: str = ""


# How a date was typed. Whoever reads what machines wrote asks: without one, and in what
# counts from now, now is that of the writing.
IN_FULL = "in full"
WITHOUT_YEAR = "without its year"
FROM_NOW = "from now"
NOT_AT_ALL = "not at all"


def one(words: str, asked: Question) -> Reading:
    """Return the reading of words that name one time, or refuse them."""
    from pmlog.when import grammar

    told = _tellings(words)
    if len(told) == 1:
        return of_pieces(grammar.read(words), asked)
    first = of_pieces(grammar.read(told[0]), asked)
    for again in told[1:]:
        _check_same(words, first, again, asked)
    return first


# Behind a zone, or between spaces: "14:05 UTC / 10:05 ET", "14:05 CET/13:05 UTC".
_SLASH = pattern(r"(?:(?<=[A-Za-z)\]]) ?[/=|]| [/=]) ?(?=\d\d?(?:[:.h]\d\d| ?[ap]m|Z))")
_IN_BRACKETS = pattern(r"(?P<first>.+?) ?[(\[](?P<second>\d[^()\[\]]*)[)\]]", ASCII)


_CLOCK = pattern(r"\d\d?(?:[:.h]\d\d)*(?: ?[ap]\.?m\.?)?", IGNORECASE | ASCII)


def _tellings(words: str) -> list[str]:
    """Return the times told in words, as in "10:00 CEST (08:00 UTC)"; mostly one."""
    match = _IN_BRACKETS.fullmatch(words)
    if match and _has_clock(match["second"]):
        return [match["first"], match["second"]]
    told = _SLASH.split(words)
    return told if len(told) > 1 and any(map(str.isdigit, told[0])) else [words]


def _has_clock(words: str) -> bool:
    """Tell a second time in brackets from the date of the one before them."""
    from pmlog.when import grammar

    try:
        return grammar.read(words).clock is not None
    except TimeRefused:
        return True


def _check_same(words: str, first: Reading, again: str, asked: Question) -> None:
    """Return if a second telling names the minute of the first; refuse it otherwise."""
    from pmlog.when import grammar

    typed = grammar.read(again)
    if not any(typed.zone):
        what = f"{shown(words)} names two times"
        refuse_unreadable(words, what, (_without(words, again),))
    asked = asked._replace(now_us=first.at_us, after_us=None, near=(first.at_us,) * 2)
    second = of_pieces(typed, asked)
    away_us = first.at_us - second.at_us
    if 0 <= away_us < (1 if second.at_us % clock.MINUTE_US else clock.MINUTE_US):
        return
    wall = civil.civil_text(civil.civil_at(first.at_us, second.zone)).rpartition(" ")[2]
    right = _CLOCK.sub(wall, again, count=1)
    what = f"{shown(words)} names two times: the first is {right}, not {again}"
    choices = (_without(words, again), again)
    raise TimeRefused(words, wording.CONTRADICTION, what, choices)


def _without(words: str, again: str) -> str:
    return words[: words.index(again)].rstrip(" (/=|[")


def of_pieces(typed: Typed, asked: Question) -> Reading:
    """Return the reading of what was typed, or refuse what is not one time."""
    _check_is_one_time(typed)
    if typed.zone.hours_or_days:
        _refuse_hours_or_days(typed, asked)
    found = answer(asked._replace(typed=typed))
    return Reading(
        found.at_us,
        found.zone,
        typed.is_approximate,
        "",
        found.warnings,
        day=_day_typed(typed),
    )


def _day_typed(typed: Typed) -> str:
    if typed.moment:
        return FROM_NOW if typed.moment.at_us is None else IN_FULL
    if typed.day:
        return WITHOUT_YEAR if typed.day.year is None else IN_FULL
    return FROM_NOW if typed.shift or typed.weekday else NOT_AT_ALL


def _check_is_one_time(typed: Typed) -> None:
    text = typed.text
    if typed.moment and (typed.clock or typed.day or typed.shift or typed.weekday):
        refuse_unreadable(text, f"{shown(text)} names two times")
    if not (typed.moment or typed.clock):
        is_date = typed.day or typed.shift or typed.weekday
        words = _without_wrong_weekday(typed)
        choices = (f"{words} 00:00", f"{words} 12:00") if is_date else (f"{text} now",)
        if typed.part:
            choices = (f"{words} {days_meant.part_hour(typed.part)}:00",)
        refuse_unreadable(text, f"{shown(text)} has no time of day", choices)


def _without_wrong_weekday(typed: Typed) -> str:
    day = typed.certain_day()
    is_wrong = day and typed.weekday and typed.weekday.number != day.weekday()
    return typed.retyped(str(day)) if is_wrong else typed.text


def _refuse_hours_or_days(typed: Typed, asked: Question) -> NoReturn:
    """Refuse "05:00 (+1)": an hour ahead of UTC, or tomorrow."""
    counted = typed.zone.hours_or_days.strip("( )")
    sign, digit = counted[0], counted[1]
    text = typed.text.replace(typed.zone.hours_or_days, f"{sign}0{digit}:00", 1)
    bare = typed._replace(zone=typed.zone._replace(hours_or_days=""))
    choices = [text]
    day = _day_counted(bare, asked, int(sign + digit))
    if day and typed.clock:
        choices.append(bare.retyped(f"{day} {typed.clock.text}"))
    what = f"{sign}{digit} in {shown(typed.text)} may count hours from UTC, or days"
    refuse_unreadable(typed.text, what, tuple(choices))


def _day_counted(typed: Typed, asked: Question, days: int) -> date | None:
    today = days_meant.day_at(typed, asked.now_us, asked.zone)
    day = days_meant.certain_day(typed, today) or today
    ordinal = day.toordinal() + days
    return day.fromordinal(ordinal) if 1 <= ordinal <= day.max.toordinal() else None
