"""The rules for zones: CEST, UTC+2, (Europe/Berlin), Pacific time."""

from __future__ import annotations

import re
from typing import NoReturn

from pmlog.text.patterns import pattern
from pmlog.when import zones
from pmlog.when.pieces import Clock, Day, DayShift, Moment, Piece, Weekday, Year, rule
from pmlog.when.wording import refuse_unreadable, shown
from pmlog.when.zones import ZoneWords

_CAPITALS = pattern("[A-Z]{2,5}")

# The names that clocks and browsers spell out: "(Central European Summer Time)".
_SPELT_OUT = {
    "eastern": "ET",
    "eastern standard": "EST",
    "eastern daylight": "EDT",
    "central": "CT",
    "central standard": "CST",
    "central daylight": "CDT",
    "mountain": "MT",
    "mountain standard": "MST",
    "mountain daylight": "MDT",
    "pacific": "PT",
    "pacific standard": "PST",
    "pacific daylight": "PDT",
    "central european": "CET",
    "central european standard": "CET",
    "central european summer": "CEST",
    "greenwich mean": "GMT",
    "coordinated universal": "UTC",
}


def read(text: str, start: int, *, is_behind: bool) -> tuple[ZoneWords, int] | None:
    """Return the zone that a word or a name is, and its end; None if it is no word.

    is_behind tells that a clock came before it, where "Z" and letters that no table
    has may be a zone.
    """
    name = zones.NAME.match(text, start)
    if name:
        return _longest_name(name)
    word = zones.WORD.match(text, start)
    if word is None or (word[0] in "Zz" and not is_behind):
        return None
    return _zone_word(word, is_behind=is_behind), word.end()


def _longest_name(match: re.Match[str]) -> tuple[ZoneWords, int]:
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
    refuse_rest(word.string, word.start())


def refuse_rest(text: str, start: int) -> NoReturn:
    """Refuse words that nobody understood, naming them."""
    place = f" in {shown(text)}" if start else " as a time"
    refuse_unreadable(text, f"cannot read {shown(text[start:])}{place}")


def _offset(match: re.Match[str]) -> ZoneWords:
    digits = match["offset"].replace(" ", "")
    return ZoneWords(offset=zones.offset_of(digits, match.string), is_numeric=True)


def _hours_or_days(match: re.Match[str]) -> ZoneWords:
    return ZoneWords(hours_or_days=match[0])


def _spelt_out(match: re.Match[str]) -> ZoneWords:
    words = match[0].lower()
    known = zones.meaning_of(_SPELT_OUT[words])
    return known or zones.refuse_unknown(words, match.string)


def _bracketed(match: re.Match[str]) -> ZoneWords:
    inner = match["round"] or match["square"]
    known = _timely(inner) or zones.meaning_of(inner)
    if known is None and _CAPITALS.fullmatch(inner):
        known = ZoneWords(abbreviation=inner)
    known = known or zones.read(inner, match.string)
    return known._replace(is_suffix=bool(match["square"] and known.name))


_TIME = pattern(" time$", re.IGNORECASE)


def _timely(words: str) -> ZoneWords | None:
    """Return the zone of "Pacific Time", "UTC time", "Berlin time"; None without "time"."""
    bare, count = _TIME.subn("", words)
    if not count:
        return None
    if bare.lower() == "local":
        return ZoneWords(is_local=True)
    spelt_out = _SPELT_OUT.get(bare.lower())
    known = zones.meaning_of(spelt_out or bare)
    if known is None:
        cities = zones.cities_called(bare)
        known = zones.read(cities[0] if len(cities) == 1 else bare, words)
    return known


def _time_of(match: re.Match[str]) -> ZoneWords:
    known = _timely(match[0])
    return known or zones.refuse_unknown(match[0], match.string)


def _in_name(match: re.Match[str]) -> ZoneWords:
    return zones.read(match["name"], match.string)


_BEHIND_CLOCK: tuple[type[Piece], ...] = (Clock, Moment, ZoneWords)
_DAYS: tuple[type[Piece], ...] = (Day, DayShift, Weekday, Year)

RULES = (
    rule(zones.OFFSET, _offset, _BEHIND_CLOCK),
    # "14:05 yesterday +0200": an offset may follow the date if the clock came first.
    rule(zones.OFFSET, _offset, _DAYS, behind_clock=True),
    rule(r"(?P<open>\()? ?[+-]\d ?(?(open)\))(?!\S)", _hours_or_days, _BEHIND_CLOCK),
    rule(zones.UTC_OFFSET, _offset),
    rule(r"\( ?(?P<round>[^][()]+?) ?\)|\[!?(?P<square>[^][()]+?)\]", _bracketed),
    rule(
        r"(?:eastern|central|mountain|pacific)(?: (?:standard|daylight))?"
        r"(?! (?:time|standard|daylight|european)|[\w/])",
        _spelt_out,
        _BEHIND_CLOCK,
    ),
    rule(r"in (?P<name>[a-z_]+(?:/[a-z_]+)+)(?![\w+-])", _in_name),
    rule(r"[a-z]+(?: [a-z]+){0,2}? time(?!\w)", _time_of),
)
