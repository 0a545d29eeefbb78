"""The spellings of a zone: names, offsets, abbreviations.

"UTC+2" and "GMT+2" are two hours ahead of UTC, as people mean them; only "Etc/GMT-2",
a name of the database, counts the other way.
"""

from __future__ import annotations

import os
from functools import lru_cache

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import ASCII, IGNORECASE, pattern
from pmlog.when import abbreviations, database
from pmlog.when.wording import AMBIGUOUS_ZONE, UNKNOWN_ZONE, plain, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_HOURS_AND_MINUTES = r"(?:\d{1,2}:\d{2}|\d{4}|\d{1,2})"
_END = r"(?![\w:]|\.\d)"
# Behind a clock: "+02:00", "+0200", "+02". One digit ("14:05 +1") may count days.
OFFSET = rf"(?P<offset>[+-](?:\d{{2}}:\d{{2}}|\d{{4}}|\d{{2}})){_END}"
UTC_OFFSET = rf"(?:UTC|GMT|UT) ?(?P<offset>[+-] ?{_HOURS_AND_MINUTES}){_END}"
_BRACKETS = pattern(r"^\(([^()]+)\)$|^\[([^][]+)\]$")
_ANY_OFFSET = pattern(
    rf"(?:(?:UTC|GMT|UT) ?)?(?P<offset>[+-] ?{_HOURS_AND_MINUTES})",
    ASCII | IGNORECASE,
)
NAME = pattern(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+(?: [A-Za-z]+){0,2}", ASCII)
WORD = pattern(r"[A-Za-z][A-Za-z0-9_]*(?:[+-][A-Za-z0-9]+)*(?!\w|\.\d)", ASCII)

# From Baker Island to Kiribati, in hours. Between whole hours only a few places are;
# tests/test_when_zones.py compares them with what the zones have used since 1990.
_FURTHEST_WEST = 12
_FURTHEST_EAST = 14
_OFFSETS_BETWEEN_HOURS = (
    *("-09:30", "-08:30", "-04:30", "-03:30", "-02:30"),
    *("+03:30", "+04:30", "+05:30", "+05:45", "+06:30", "+08:30", "+08:45"),
    *("+09:30", "+09:45", "+10:30", "+11:30", "+12:45", "+13:45"),
)


class ZoneWords(NamedTuple):
    """What was typed about the zone: a name, an abbreviation, an offset, or several.

    is_z is set for the "Z" of RFC 3339, is_suffix for a name in square brackets:
    "01:59Z[Europe/Paris]" is an instant in UTC, which by RFC 9557 does not contradict
    the place it is shown for. is_numeric is set for "+02" and "UTC+2" outside brackets,
    is_local for "local time", which is that of the zone in force. hours_or_days holds
    "(+1)", which may be an offset or the day after.
    """

    name: str = ""
    abbreviation: str = ""
    offset: str = ""
    is_z: bool = False
    is_suffix: bool = False
    is_numeric: bool = False
    is_local: bool = False
    hours_or_days: str = ""


def _names() -> dict[str, str]:
    return database.names(database.folder())


def _cities() -> dict[str, list[str]]:
    return database.cities(database.folder())


def cities_called(words: str) -> list[str]:
    """Return the names of the database for a city."""
    return _cities().get(words.replace(" ", "_").lower(), [])


def name_of(words: str) -> str:
    """Return the database's spelling of a name in any case, "" if it has none."""
    return _names().get(words.replace(" ", "_").lower(), "")


def offset_of(digits: str, text: str) -> str:
    """Return the zone of an offset like "+2", "-0530"."""
    hours, minutes = _hours_and_minutes(digits.lstrip("+-"))
    seconds = (hours * 60 + minutes) * 60 * (-1 if digits[0] == "-" else 1)
    offset = clock.zone_of_offset(seconds)
    if minutes > 59 or not is_offset_somewhere(offset):
        _refuse_offset(digits, text)
    return offset


def is_offset_somewhere(offset: str) -> bool:
    """Tell whether some place has had an offset ("-9:30", "+05:45") since 1990."""
    hours, minutes = _hours_and_minutes(offset.lstrip("+-")) if offset != "UTC" else (0, 0)
    if minutes:
        return f"{offset[0]}{hours:02}:{minutes:02}" in _OFFSETS_BETWEEN_HOURS
    return hours <= (_FURTHEST_WEST if offset[0] == "-" else _FURTHEST_EAST)


def _hours_and_minutes(digits: str) -> tuple[int, int]:
    if ":" in digits:
        hours, _, minutes = digits.partition(":")
        return int(hours), int(minutes)
    return int(digits[:2]), int(digits[2:] or 0)


def _refuse_offset(digits: str, text: str) -> NoReturn:
    hours, _ = _hours_and_minutes(digits.lstrip("+-"))
    is_far = hours >= (_FURTHEST_WEST if digits[0] == "-" else _FURTHEST_EAST)
    hint = "offsets go from -12:00 to +14:00" if is_far else "check the offset's minutes"
    raise TimeRefused(text, UNKNOWN_ZONE, f"no place is {digits} from UTC", hint=hint)


def meaning_of(word: str) -> ZoneWords | None:
    """Return what a single word says as a zone behind a time, None if nothing."""
    upper = word.upper()
    if upper in abbreviations.NAMES_OF_UTC:
        return ZoneWords(offset="UTC", is_z=upper == "Z")
    if upper in abbreviations.GENERIC:
        return ZoneWords(name=abbreviations.GENERIC[upper])
    if abbreviations.is_abbreviation(word):
        return ZoneWords(abbreviation=upper)
    name = name_of(word)
    if name and word.islower() and len(word) < 4 and word != "met":
        return None
    return _named(name) if name else None


def _named(name: str) -> ZoneWords:
    if _is_utc(name):
        return ZoneWords(offset="UTC")
    return ZoneWords(name=name)


@lru_cache(maxsize=1024)
def _is_utc(name: str) -> bool:
    return clock.zone(name).at(0) == clock.zone("UTC").at(0)


def read(words: str, text: str) -> ZoneWords:
    """Return what words that are all one zone say; text is what they stand in."""
    offset = _ANY_OFFSET.fullmatch(words)
    if offset:
        return ZoneWords(offset=offset_of(offset["offset"].replace(" ", ""), text))
    known = meaning_of(words)
    if known is None and (name := name_of(words)):
        known = _named(name)
    return known or refuse_unknown(words, text)


def canonical(text: str) -> str:
    """Return the zone that text names; an abbreviation gives its one offset.

    A name of the database comes first, so that "CET" alone is the zone with its
    summer time, not the fixed offset that it is behind a time.
    """
    # POSIX writes a colon before a name: TZ=":Europe/Berlin".
    words = _BRACKETS.sub(r"\1\2", plain(text).removeprefix(":"))
    if (name := name_of(words)) and not _is_utc(name) and words.upper() != "GMT":
        return name
    zone = read(words, text)
    if not zone.abbreviation:
        return zone.name or zone.offset
    meanings = abbreviations.MEANINGS[zone.abbreviation]
    if len(meanings) > 1:
        places = tuple(meaning.place for meaning in meanings)
        refuse_ambiguous(zone.abbreviation, text, places)
    return meanings[0].offset


def refuse_ambiguous(abbreviation: str, text: str, choices: tuple[str, ...]) -> NoReturn:
    """Refuse an abbreviation with several meanings, naming them."""
    meanings = ", ".join(
        f"UTC{meaning.offset} ({meaning.place})"
        for meaning in abbreviations.MEANINGS[abbreviation]
    )
    what = f"{abbreviation} has several meanings: {meanings}"
    hint = "write the offset or the place"
    raise TimeRefused(text, AMBIGUOUS_ZONE, what, choices, hint)


def refuse_unknown(words: str, text: str) -> NoReturn:
    """Refuse a zone that nothing knows, with the names that look like it."""
    if not _names():
        raise TimeRefused(text, UNKNOWN_ZONE, database.NO_FILES, hint=_HINT_WITHOUT)
    similar = similar_names(words)
    choices = tuple(text.replace(words, name, 1) for name in similar)
    what = f"no zone is called {shown(words)}"
    raise TimeRefused(text, UNKNOWN_ZONE, what, choices, "" if choices else _HINT)


_HINT_WITHOUT = "install tzdata, or give an offset like +02:00"
_HINT = "try a name like Europe/Berlin, or an offset like +02:00"


@lru_cache(maxsize=256)
def similar_names(words: str) -> tuple[str, ...]:
    """Return up to three names that words may stand for: the city's, or misspelt."""
    key = words.replace(" ", "_").lower()
    cities = _cities().get(key.rpartition("/")[2], [])
    if cities or len(key) < 4:
        return tuple(cities[:3])
    # Not at the top: only a misspelt zone needs it.
    from difflib import get_close_matches

    close = get_close_matches(key, _names(), cutoff=0.75)
    close = close or get_close_matches(key, _cities(), cutoff=0.8)
    return tuple(_names().get(name) or _cities()[name][0] for name in close)


def warnings_of(text: str, at_us: int) -> tuple[str, ...]:
    """Say so where a zone given by an abbreviation has another offset at an instant."""
    word = plain(text).upper()
    meanings = abbreviations.MEANINGS.get(word, ())
    if len(meanings) != 1:
        return ()
    zone, place = canonical(text), meanings[0].place
    if not clock.is_zone(place):
        return ()
    if clock.zone(zone).at(at_us).seconds == clock.zone(place).at(at_us).seconds:
        return ()
    label, understood = clock.zone_label(at_us, place), _utc_label(zone, at_us)
    return (f"{word} was read as {understood}; {place} had {label} on that date",)


def _utc_label(zone: str, at_us: int) -> str:
    offset = clock.zone_of_offset(clock.zone(zone).at(at_us).seconds)
    return offset if offset == "UTC" else f"UTC{offset}"


# As in POSIX: CET-1CEST,M3.5.0,M10.5.0/3, <+0545>-5:45, EST5EDT.
_POSIX = pattern(r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)[+-]?\d.*", ASCII)


def is_tz_setting(setting: str) -> bool:
    """Tell whether the variable TZ names a zone, or describes one as POSIX does."""
    name = setting.removeprefix(":")
    if name.startswith("/"):
        return os.path.isfile(name)
    return not name or clock.is_zone(name) or bool(_POSIX.fullmatch(name))
