"""Which zone a time was typed in, and the instant it makes there.

What was typed about the zone decides, in this order: an offset; an abbreviation, as
the zone in force used it at that very instant; as that zone uses it at another time of
the year; by its one meaning; a name; nothing, which is the zone in force. All that was
typed has to agree.
"""

from __future__ import annotations

from functools import lru_cache

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.namedtuple import NamedTuple
from pmlog.when import civil, resolve, zones
from pmlog.when.abbreviations import MEANINGS, Meaning
from pmlog.when.resolve import Question
from pmlog.when.wording import AMBIGUOUS, CONTRADICTION, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Answer(NamedTuple):
    """An instant, the zone it was typed in, and what the person should be told."""

    at_us: int
    zone: str
    warnings: tuple[str, ...] = ()


def answer(asked: Question) -> Answer:
    """Return the instant and the zone of a typed time, or refuse it."""
    words = asked.typed.zone
    if words.name:
        # A name in the text is the zone in force for everything beside it.
        asked = asked._replace(zone=words.name)
    if words.offset:
        return _with_offset(asked)
    if words.abbreviation:
        return _with_abbreviation(asked)
    return Answer(resolve.instant(asked, asked.zone), asked.zone)


def _with_offset(asked: Question) -> Answer:
    words = asked.typed.zone
    at_us = resolve.instant(asked, words.offset)
    if words.abbreviation:
        _check_abbreviation(asked, at_us)
    if words.name and not (words.is_z and words.is_suffix):
        _check_name(asked, at_us, words.offset)
    is_in_force = bool(words.abbreviation) and _shows(
        asked.zone, words.abbreviation, words.offset, at_us
    )
    zone = asked.zone if words.name or is_in_force else words.offset
    return Answer(at_us, zone)


def _with_abbreviation(asked: Question) -> Answer:
    words = asked.typed.zone
    in_force = _as_used_in(asked, asked.zone)
    if in_force:
        return Answer(in_force.at_us, asked.zone)
    meaning = _own_meaning(asked) or _only_meaning(asked)
    found = _as_used_in(asked, meaning.place)
    if found is None:
        found = Answer(resolve.instant(asked, meaning.offset), meaning.offset)
    if words.name:
        _check_name(asked, found.at_us, found.zone)
        return Answer(found.at_us, words.name)
    return found._replace(warnings=_warnings(asked, meaning.place, found))


def _as_used_in(asked: Question, zone: str) -> Answer | None:
    """Return the reading at which a zone shows the abbreviation that was typed."""
    abbreviation = asked.typed.zone.abbreviation
    found = []
    for offset in _offsets_called(abbreviation, zone):
        at_us = resolve.instant(asked, offset)
        if _shows(zone, abbreviation, offset, at_us):
            found.append(Answer(at_us, offset))
    if len(found) > 1:
        # MSK went from four hours to three in 2014: 01:30 MSK came twice.
        _refuse_repeated(asked, [reading.zone for reading in found], found[0])
    return found[0] if found else None


@lru_cache(maxsize=1024)
def _offsets_called(
    abbreviation: str, zone: str, since_us: int = civil.FIRST_US
) -> tuple[str, ...]:
    """Return the offsets that a zone has given an abbreviation to since an instant."""
    data = clock.zone(zone)
    changes = data.changes_between(since_us, clock.LAST_KNOWN_CHANGE_US)
    samples = [data.at(at_us - beside) for at_us in changes for beside in (0, 1)]
    samples.append(data.at(clock.LAST_KNOWN_CHANGE_US))
    seconds = {o.seconds for o in samples if o.abbreviation.upper() == abbreviation}
    return tuple(map(clock.zone_of_offset, sorted(seconds)))


def _shows(zone: str, abbreviation: str, offset: str, at_us: int) -> bool:
    shown_then = clock.zone(zone).at(at_us)
    return (
        shown_then.abbreviation.upper() == abbreviation
        and clock.zone_of_offset(shown_then.seconds) == offset
        and not civil.beyond_the_data(at_us, zone)
    )


_1990_US = 20 * 365 * clock.DAY_US + 5 * clock.DAY_US


def _own_meaning(asked: Question) -> Meaning | None:
    """Return what an abbreviation means in the zone in force, though not on that date."""
    abbreviation = asked.typed.zone.abbreviation
    offsets = _offsets_called(abbreviation, asked.zone, _1990_US)
    if len(offsets) != 1:
        return None
    return Meaning(offsets[0], asked.zone)


def _only_meaning(asked: Question) -> Meaning:
    abbreviation, text = asked.typed.zone.abbreviation, asked.typed.text
    meanings = MEANINGS.get(abbreviation, ())
    if not meanings:
        zones.refuse_unknown(abbreviation, text)
    if len(meanings) > 1:
        import re

        pattern = re.compile(rf"\b{abbreviation}\b", re.IGNORECASE)
        choices = (pattern.sub(f"UTC{meaning.offset}", text) for meaning in meanings)
        zones.refuse_ambiguous(abbreviation, text, tuple(choices))
    return meanings[0]


def _warnings(asked: Question, place: str, found: Answer) -> tuple[str, ...]:
    """Say so when a place had other clocks on that date than its abbreviation says."""
    abbreviation = asked.typed.zone.abbreviation
    offset = clock.zone(place).at(found.at_us)
    unknown = civil.beyond_the_data(found.at_us, place) or not clock.is_zone(place)
    if unknown or clock.zone_of_offset(offset.seconds) == found.zone:
        return ()
    label = clock.zone_label(found.at_us, place)
    understood = clock.zone_label(found.at_us, found.zone)
    return (f"{abbreviation} was read as {understood}; {place} had {label} on that date",)


def _check_abbreviation(asked: Question, at_us: int) -> None:
    """Refuse an abbreviation that never means the offset beside it."""
    abbreviation, offset = asked.typed.zone.abbreviation, asked.typed.zone.offset
    meanings = MEANINGS.get(abbreviation, ())
    places = [asked.zone, *(meaning.place for meaning in meanings)]
    if any(_shows(place, abbreviation, offset, at_us) for place in places):
        return
    if not meanings:
        zones.refuse_unknown(abbreviation, asked.typed.text)
    if offset not in [meaning.offset for meaning in meanings]:
        what = f"{abbreviation} is not {_utc(offset)}"
        _refuse_contradiction(asked, at_us, offset, what)


def _check_name(asked: Question, at_us: int, offset: str) -> None:
    """Refuse an offset that the named zone did not have at an instant."""
    name = asked.typed.zone.name
    if civil.beyond_the_data(at_us, name):
        resolve.refuse_beyond_the_data(asked, name)
    seconds = clock.zone(name).at(at_us).seconds
    if clock.zone_of_offset(seconds) != offset:
        label = clock.zone_label(at_us, name)
        what = f"{name} had {label} then, not {_utc(offset)}"
        _refuse_contradiction(asked, at_us, offset, what)


def _utc(offset: str) -> str:
    return offset if offset == "UTC" else f"UTC{offset}"


def _refuse_contradiction(asked: Question, at_us: int, offset: str, what: str) -> NoReturn:
    wall_us = civil.civil_at(at_us, offset)
    wall = civil.civil_text(wall_us)
    choices = [f"{wall} {offset}"]
    if asked.typed.zone.name and len(civil.instants_at(wall_us, asked.zone)) == 1:
        choices.append(f"{wall} {asked.zone}")
    raise TimeRefused(asked.typed.text, CONTRADICTION, what, tuple(choices))


def _refuse_repeated(asked: Question, offsets: list[str], found: Answer) -> NoReturn:
    wall = civil.civil_text(civil.civil_at(found.at_us, found.zone))
    choices = tuple(f"{wall} {offset}" for offset in offsets)
    what = f"{shown(asked.typed.text)} came twice"
    raise TimeRefused(asked.typed.text, AMBIGUOUS, what, choices)
