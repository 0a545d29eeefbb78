"""Text -> what was typed: which words are a clock, a date, a zone.

The rules are tried in their order at each word, and the first that fits takes it. No
rule skips a word, so one that nobody understood is always named in the refusal.
"""

from __future__ import annotations

import re
from typing import NoReturn, TypeVar

from pmlog.failures import TimeRefused
from pmlog.text.patterns import pattern
from pmlog.when import clocks, days, now_and_ago, places
from pmlog.when.pieces import (
    Clock,
    Day,
    DayShift,
    Moment,
    Piece,
    Typed,
    Weekday,
    Year,
    rule,
)
from pmlog.when.wording import CONTRADICTION, EXAMPLES, refuse_unreadable, shown
from pmlog.when.zones import ZoneWords

_Kind = TypeVar("_Kind", bound=Piece)

_OR_SO = pattern(
    "^~?(.+?),? (?:approx\\.?|approximately|or so|or thereabouts)$", re.IGNORECASE
)
_APPROXIMATE = pattern(
    r"~ ?|(?:about|around|approximately|approx\.?|circa|ca\.?|roughly)(?: at)? ",
    re.IGNORECASE,
)
_GAP = pattern(r"(?: ?,)? ?(?=.)")
# Between a date and its clock also a dash, a bar, or the underscore of a file's name.
_GAP_BEHIND_DAY = pattern(r"(?:_(?=\d)|(?: ?,)?(?: [-|] | ?))(?=.)")


def read(text: str) -> Typed:
    """Return the pieces of a plain text; refuse an unknown word or a second clock."""
    text = _OR_SO.sub(r"~\1", text)
    approximate = _APPROXIMATE.match(text)
    found = _pieces(text, approximate.end() if approximate else 0)
    clock, moment = _only(found, Clock, text), _only(found, Moment, text)
    shift = _only(found, DayShift, text)
    if clock and moment and _counts_days(moment):
        # "2 days ago 14:05" counts days of the calendar, "2 days ago" hours.
        shift, moment = shift or DayShift(moment.days or 0, moment.counts_on), None
    day = _day(found, text)
    if clock and clock.bare and not (day and day.year):
        _refuse_bare(text, clock)
    return Typed(
        text,
        bool(approximate) or (clock is not None and clock.is_approximate),
        clock,
        day,
        shift,
        _only(found, Weekday, text),
        moment,
        _zone(found, text),
    )


def _refuse_bare(text: str, clock: Clock) -> NoReturn:
    what = f"{shown(clock.bare)} may be a clock or a number"
    refuse_unreadable(text, what, (text.replace(clock.bare, clock.text, 1),))


def _counts_days(moment: Moment) -> bool:
    is_settled = not (moment.unsigned or moment.needs_start)
    return is_settled and moment.days is not None


def _only(found: list[Piece], kind: type[_Kind], text: str) -> _Kind | None:
    of_kind = [piece for piece in found if isinstance(piece, kind)]
    if len(of_kind) > 1:
        name = {"DayShift": "day", "Moment": "time"}.get(kind.__name__)
        name = name or kind.__name__.lower()
        refuse_unreadable(text, f"there is more than one {name} in {shown(text)}")
    return of_kind[0] if of_kind else None


def _day(found: list[Piece], text: str) -> Day | None:
    day, year = _only(found, Day, text), _only(found, Year, text)
    if year is None:
        return day
    if day is None or day.year is not None:
        refuse_unreadable(text, f"cannot place {year.year} in {shown(text)}")
    return days.with_year(text, day, year.year)


def _zone(found: list[Piece], text: str) -> ZoneWords:
    words = ZoneWords()
    for piece in found:
        if isinstance(piece, ZoneWords):
            words = _joined(words, piece, text)
    return words


def _joined(words: ZoneWords, more: ZoneWords, text: str) -> ZoneWords:
    """Add a spelling of the zone to those before it; two of a kind must be equal."""
    pairs = zip(words, more, strict=True)
    for one, other in pairs:
        if one and other and one != other:
            what = f"{shown(text)} names two zones, {one} and {other}"
            raise TimeRefused(text, CONTRADICTION, what, hint="keep one")
    if (words.is_local or more.is_local) and (any(words) and any(more)):
        what = f"{shown(text)} names local time and another zone"
        raise TimeRefused(text, CONTRADICTION, what, hint="keep one")
    if words.is_numeric and more.is_numeric:
        # "08-05-05" is a clock with dashes rather than an offset typed twice.
        refuse_unreadable(text, f"{shown(text)} names its offset twice")
    return ZoneWords(
        words.name or more.name,
        words.abbreviation or more.abbreviation,
        words.offset or more.offset,
        words.is_z or more.is_z,
        words.is_suffix or more.is_suffix,
        words.is_numeric or more.is_numeric,
        words.is_local or more.is_local,
        words.hours_or_days or more.hours_or_days,
    )


def _pieces(text: str, start: int) -> list[Piece]:
    found: list[Piece] = []
    while start < len(text):
        piece, end = _next(text, start, found)
        found.append(piece)
        gap = _gap_behind(piece).match(text, end)
        start = gap.end() if gap else end
    return found


def _gap_behind(piece: Piece) -> re.Pattern[str]:
    return _GAP_BEHIND_DAY if isinstance(piece, (Day, DayShift, Weekday)) else _GAP


def _next(text: str, start: int, before: list[Piece]) -> tuple[Piece, int]:
    previous = before[-1] if before else None
    has_clock = any(isinstance(piece, (Clock, Moment)) for piece in before)
    if bracketed := _bracketed_date(text, start):
        return bracketed
    is_letter = text[start].isalpha()
    for form, piece, after, behind_clock, is_word in _RULES:
        if (after and not isinstance(previous, after)) or (behind_clock and not has_clock):
            continue
        if is_word and not is_letter:
            continue
        match = form.match(text, start)
        if match:
            return piece(match), match.end()
    is_behind = has_clock or isinstance(previous, ZoneWords)
    return places.read(text, start, is_behind=is_behind) or _refuse_rest(text, start)


def _bracketed_date(text: str, start: int) -> tuple[Piece, int] | None:
    """Return the date that stands in round brackets: "19:40 Thursday (May 16, 2019)"."""
    end = text.find(")", start) if text[start] == "(" else -1
    for form, piece, *_ in days.RULES if end > 0 else ():
        match = form.match(text, start + 1, end)
        if match and match.end() == end:
            return piece(match), end + 1
    return None


def _year(match: re.Match[str]) -> Year:
    return Year(int(match[0]))


_RULES = (
    rule(r"\d{4}(?!\S)", _year, (Clock, ZoneWords)),
    *clocks.RULES_BEHIND_DAY,
    *days.RULES,
    *clocks.RULES,
    *now_and_ago.RULES,
    *places.RULES,
)


def _refuse_rest(text: str, start: int) -> NoReturn:
    if text.isdigit():
        what = f"the number {shown(text)} alone may be many things"
        refuse_unreadable(text, what, _guesses(text))
    if _EPOCH_WITH_FRACTION.fullmatch(text):
        what = f"the number {shown(text)} alone may be many things"
        refuse_unreadable(text, what, (f"@{text}",))
    places.refuse_rest(text, start)


_EPOCH_WITH_FRACTION = pattern(r"\d{9,11}\.\d{1,9}", re.ASCII)


def _guesses(digits: str) -> tuple[str, ...]:
    """Return what a bare number may have been meant to be."""
    hour = (f"{digits}:00",) if int(digits) < 24 else ()
    forms = {
        1: (*hour, f"{digits}m ago"),
        2: (*hour, f"{digits}m ago"),
        4: (f"{digits[:2]}:{digits[2:]}",),
        10: (f"@{digits}",),
        13: (f"@{digits}",),
        14: (f"{digits[:8]}T{digits[8:]}",),
        16: (f"@{digits}",),
    }
    return forms.get(len(digits), EXAMPLES)
