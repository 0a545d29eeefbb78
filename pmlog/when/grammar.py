"""Text -> what was typed: which words are a clock, a date, a zone.

The rules are tried in their order at each word, and the first that fits takes it. No
rule skips a word, so one that nobody understood is always named in the refusal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn, TypeVar

from pmlog.errors import TimeRefused
from pmlog.when import clocks, days, moments, zones
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

if TYPE_CHECKING:
    from collections.abc import Iterator

_Kind = TypeVar("_Kind", bound=Piece)

_APPROXIMATE = re.compile(
    r"~ ?|(?:about|around|approximately|approx\.?|circa|ca\.?|roughly)(?: at)? ",
    re.IGNORECASE,
)
_GAP = re.compile(r"(?: ?,)? ?(?=.)")


def read(text: str) -> Typed:
    """Return the pieces of a plain text; refuse an unknown word or a second clock."""
    approximate = _APPROXIMATE.match(text)
    found = list(_pieces(text, approximate.end() if approximate else 0))
    clock, moment = _only(found, Clock, text), _only(found, Moment, text)
    shift = _only(found, DayShift, text)
    if clock and moment and _counts_days(moment):
        # "2 days ago 14:05" counts days of the calendar, "2 days ago" hours.
        shift, moment = shift or DayShift(moment.days or 0, moment.counts_on), None
    return Typed(
        text,
        bool(approximate) or (clock is not None and clock.is_approximate),
        clock,
        _day(found, text),
        shift,
        _only(found, Weekday, text),
        moment,
        _zone(found, text),
    )


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
    said = ZoneWords()
    for piece in found:
        if isinstance(piece, ZoneWords):
            said = _joined(said, piece, text)
    return said


def _joined(said: ZoneWords, more: ZoneWords, text: str) -> ZoneWords:
    """Add a spelling of the zone to those before it; two of a kind must be equal."""
    pairs = zip(said, more, strict=True)
    for one, other in pairs:
        if one and other and one != other:
            message = f"{shown(text)} names two zones, {one} and {other}; keep one"
            raise TimeRefused(text, CONTRADICTION, message)
    if said.is_numeric and more.is_numeric:
        # "08-05-05" is a clock with dashes rather than an offset said twice.
        refuse_unreadable(text, f"{shown(text)} names its offset twice")
    return ZoneWords(
        said.name or more.name,
        said.abbreviation or more.abbreviation,
        said.offset or more.offset,
        said.is_z or more.is_z,
        said.is_suffix or more.is_suffix,
        said.is_numeric or more.is_numeric,
    )


def _pieces(text: str, start: int) -> Iterator[Piece]:
    previous: Piece | None = None
    while start < len(text):
        previous, end = _next(text, start, previous)
        yield previous
        gap = _GAP.match(text, end)
        start = gap.end() if gap else end


def _next(text: str, start: int, previous: Piece | None) -> tuple[Piece, int]:
    for pattern, piece, after in _RULES:
        if not after or isinstance(previous, after):
            match = pattern.match(text, start)
            if match:
                return piece(match), match.end()
    name = zones.NAME.match(text, start)
    if name:
        return _longest_name(name)
    word = zones.WORD.match(text, start)
    is_behind = isinstance(previous, (Clock, Moment, ZoneWords))
    if word is None or (word[0] in "Zz" and not is_behind):
        _refuse_rest(text, start)
    return _zone_word(word, is_behind=is_behind), word.end()


def _longest_name(match: re.Match[str]) -> tuple[Piece, int]:
    """Read "America/New York CET" as the longest name that it begins with."""
    words = match[0]
    while " " in words and not zones.name_of(words):
        words = words.rpartition(" ")[0]
    return zones.read(words, match.string), match.start() + len(words)


def _zone_word(word: re.Match[str], *, is_behind: bool) -> ZoneWords:
    meaning = zones.meaning_of(word[0])
    if meaning is None:
        if not (is_behind and _CAPITALS.fullmatch(word[0])):
            _refuse_word(word)
        # Perhaps one that the zone in force once used, such as LMT.
        meaning = ZoneWords(abbreviation=word[0])
    return meaning


def _refuse_word(word: re.Match[str]) -> NoReturn:
    if zones.similar_names(word[0]):
        zones.refuse_unknown(word[0], word.string)
    _refuse_rest(word.string, word.start())


_CAPITALS = re.compile("[A-Z]{2,5}")


def _offset(match: re.Match[str]) -> ZoneWords:
    digits = match["offset"].replace(" ", "")
    return ZoneWords(offset=zones.offset_of(digits, match.string), is_numeric=True)


def _bracketed(match: re.Match[str]) -> ZoneWords:
    inner = match["round"] or match["square"]
    known = zones.meaning_of(inner)
    if known is None and _CAPITALS.fullmatch(inner):
        known = ZoneWords(abbreviation=inner)
    known = known or zones.read(inner, match.string)
    return known._replace(is_suffix=bool(match["square"] and known.name))


def _year(match: re.Match[str]) -> Year:
    return Year(int(match[0]))


_RULES = (
    *days.RULES,
    *clocks.RULES,
    *moments.RULES,
    rule(r"\d{4}(?!\S)", _year, (Clock, ZoneWords)),
    rule(zones.OFFSET, _offset, (Clock, Moment, ZoneWords)),
    rule(zones.UTC_OFFSET, _offset),
    rule(r"\( ?(?P<round>[^][()]+?) ?\)|\[!?(?P<square>[^][()]+?)\]", _bracketed),
)


def _refuse_rest(text: str, start: int) -> NoReturn:
    rest = text[start:]
    if text.isdigit():
        what = f"the number {shown(text)} alone may be many things"
        refuse_unreadable(text, what, _guesses(text))
    place = f" in {shown(text)}" if start else " as a time"
    refuse_unreadable(text, f"cannot read {shown(rest)}{place}")


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
