"""The zones that a line of prose names, read as pmlog.when reads them."""

from __future__ import annotations

import re
from functools import lru_cache

from pmlog import clock as clocks
from pmlog.failures import TimeRefused
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern
from pmlog.when import abbreviations, zones

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


MINUTE_S = 60


HOUR_S = 60 * MINUTE_S


class Zone(NamedTuple):
    """A zone as written; offset_s is None where the words do not settle it."""

    text: str
    offset_s: int | None


_ZONE_WORDS = "|".join(
    sorted([*abbreviations.MEANINGS, "UTC", "UCT"], key=len, reverse=True)
)


ZONE_NEXT = pattern(
    rf"[\s,]{{0,3}}[(\[]?\s?(?P<zone>(?:UTC|GMT)\s?[+-]\s?\d{{1,2}}(?::?\d{{2}})?"
    rf"|(?:{_ZONE_WORDS})\b|Z\b|(?-i:ET|PT|CT|MT)\b|[+-]\d{{2}}:\d{{2}}"
    r"|(?<=:\d\d)[+-]\d{4}\b"
    r"|(?:[A-Z][a-z]+/[A-Z][A-Za-z_]+)"
    r"|(?:[A-Z][a-z]+\s){1,3}(?:[Ss]tandard|[Dd]aylight|[Ss]ummer)?\s?[Tt]ime)",
)


ZONE_ANYWHERE = pattern(
    rf"(?<![\w/-])(?P<zone>(?:UTC|GMT)\s?[+-]\s?\d{{1,2}}(?::?\d{{2}})?|(?:{_ZONE_WORDS}"
    rf"|UTC|GMT)"
    r"(?![\w/])|(?:[A-Z][a-z]+\s){1,3}(?:Standard|Daylight|Summer)\sTime"
    r"|(?:Africa|America|Asia|Europe|Australia|Pacific)/[A-Z][A-Za-z_]+"
    r"|(?:[A-Z][a-z]+ ){1,2}[Tt]ime\b(?! ?line)|local time|[Tt]ime ?zone:?\s\w+)"
)


_ZONE_NAMES = {
    "coordinated universal time": "UTC",
    "universal time": "UTC",
    "greenwich mean time": "GMT",
    "pacific standard time": "PST",
    "pacific daylight time": "PDT",
    "eastern standard time": "EST",
    "eastern daylight time": "EDT",
    "central standard time": "CST",
    "central daylight time": "CDT",
    "pacific time": "PT",
    "mountain time": "MT",
    "central time": "CT",
    "eastern time": "ET",
    "west africa time": "WAT",
    "west african time": "WAT",
    "east africa time": "EAT",
    "east african time": "EAT",
    "central africa time": "CAT",
    "central african time": "CAT",
    "south african standard time": "SAST",
    "south africa standard time": "SAST",
    "central european time": "CET",
    "nigerian time": "WAT",
    "nigeria time": "WAT",
    "kenyan time": "EAT",
    "kenya time": "EAT",
    "rwandan time": "CAT",
    "rwanda time": "CAT",
    "ghana time": "GMT",
}


# Words that begin like the name of a zone: "Start Time", "Response Time".
# Only looks like one, as "Response time" does: the pattern of zones takes any words in
# capitals before "time", and these take some of them back.
_NO_ZONE = pattern(
    r"(?:start|end|begin|response|down|up|real|load|first|same|this|that|of|by|recovery"
    r"|total|"
    r"date|detection|resolution|over|in|each|some|any|the|at|from|incident|outage)\b.*time",
    re.IGNORECASE,
)


# A document names the same few zones again and again.
@lru_cache(maxsize=1024)
def zone_of(words: str) -> Zone | None:
    """Return the zone that words name, None where they only look like one."""
    text = words.strip()
    name = _ZONE_NAMES.get(text.lower(), text)
    if name == text and _NO_ZONE.match(text):
        return None
    return Zone(name, _offset_s(name))


def readings(zone: Zone) -> list[Zone]:
    """Return the zones that one may mean: IST is one of three, PT winter's or summer's."""
    if zone.offset_s is not None:
        return [zone]
    name = zone.text.upper()
    place = abbreviations.GENERIC.get(name)
    meanings = abbreviations.MEANINGS.get(name, ())
    if place:
        every = (m for each in abbreviations.MEANINGS.values() for m in each)
        meanings = tuple(m for m in every if m.place == place)
    offsets = sorted({_seconds(meaning.offset) for meaning in meanings})
    return [zone._replace(offset_s=offset) for offset in offsets] or [zone]


def _offset_s(name: str) -> int | None:
    meanings = abbreviations.MEANINGS.get(name.upper())
    if meanings:
        offsets = {meaning.offset for meaning in meanings}
        return _seconds(offsets.pop()) if len(offsets) == 1 else None
    city = _CITY_TIME.fullmatch(name)
    places = zones.cities_called(city[1]) if city else []
    if len(places) == 1:
        return _all_year_s(places[0])
    try:
        said = zones.read(name, name)
    except TimeRefused:
        return None
    return _seconds(said.offset) if said.offset else None


_CITY_TIME = pattern(r"([A-Z][a-z]+(?: [A-Z][a-z]+)?) [Tt]ime")
# The years in which a place's clocks must not change for its name to mean an offset.
_OF_LATE_US = tuple(years * 366 * clocks.DAY_US for years in (40, 60))


def _all_year_s(place: str) -> int | None:
    """Return the offset that a place has had of late, None where its clocks change."""
    zone = clocks.zone(place)
    is_one = not zone.changes_between(*_OF_LATE_US)
    return zone.at(_OF_LATE_US[-1]).seconds if is_one else None


def _seconds(offset: str) -> int:
    if offset == "UTC":
        return 0
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    return (-1 if offset[0] == "-" else 1) * (hours * HOUR_S + minutes * MINUTE_S)


def zones_in(text: str) -> Iterator[Zone]:
    """Yield the zones that a line names, with or without a clock before them."""
    last = 0
    for match in ZONE_ANYWHERE.finditer(text):
        zone = zone_of(match["zone"]) if match.start() >= last else None
        if zone:
            last = match.end() + _WIDTH if _OFFSET_NEXT.match(text, match.end()) else last
            yield of_brackets(zone, text, match.end())


_OFFSET_NEXT = pattern(r"\s?\((UTC[+-]\d\d:\d\d)\)")
_WIDTH = len(" (UTC+05:30)")


def of_brackets(zone: Zone, text: str, end: int) -> Zone:
    """Return a zone with the offset in the brackets behind its name, if there is one.

    They settle which of those of a name it is: CST (UTC+08:00) is China's.
    """
    told = _OFFSET_NEXT.match(text, end)
    offset = zone_of(told[1]) if told else None
    return zone._replace(offset_s=offset.offset_s) if offset else zone


_DEFINED = pattern(r"\b([A-Z]{2,5})\s?\(UTC[+-]\d\d:\d\d\)")


def defined_zones(texts: Iterable[str]) -> dict[str, int | None]:
    """Return the offsets that brackets give to names, those that get one only."""
    found: dict[str, set[int | None]] = {}
    for text in texts:
        for match in _DEFINED.finditer(text) if "(UTC" in text else ():
            zone = of_brackets(Zone(match[1], None), text, match.end(1))
            found.setdefault(zone.text, set()).add(zone.offset_s)
    return {name: offsets.pop() for name, offsets in found.items() if len(offsets) == 1}
