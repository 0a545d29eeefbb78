"""What a document states about time: its window, its duration, its timeline.

Every fact carries the line that it stands on. A span between two clocks is counted
through midnight where no dates say otherwise.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pmlog.check.dates import Day, days_in
from pmlog.check.document import Document
from pmlog.check.headings import STARTS_WITH_CLOCK
from pmlog.check.items import Item
from pmlog.check.moments import DAY_S, HALF_DAY_S, Clock, clocks_in
from pmlog.check.stated import Length, Window, lengths_in, window_in
from pmlog.check.timeline_zone import ZoneAbove, zone_above
from pmlog.check.topics import Topic
from pmlog.check.zone_clash import same_hours
from pmlog.check.zone_words import HOUR_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_T = Topic


class Entry(NamedTuple):
    """A line of the timeline: when, what, and the sequence that it belongs to."""

    clock: Clock
    text: str
    line: int
    sequence: int


class Facts(NamedTuple):
    """A document with what it states about time."""

    document: Document
    window: Window | None
    lengths: tuple[Length, ...]
    entries: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    days: tuple[tuple[int, Day], ...]
    year: int | None
    zone_above: ZoneAbove | None = None

    @property
    def length(self) -> Length | None:
        """The first length of time that is said of the outage as a whole."""
        return self.lengths[0] if self.lengths else None


def facts_of(document: Document) -> Facts:
    """Return what a document states about time."""
    days = tuple((line, day) for line, text in document.stated for day in days_in(text))
    year = next((day.year for _, day in days if day.year), None)
    stated = lead(document)[:_MOST]
    read = tuple(islice(_clocks(document, year), _MOST))
    lengths = tuple(length for item in stated for length in lengths_in(item))
    facts = Facts(document, window_in(stated, year), lengths, (), read, days, year)
    facts = facts._replace(entries=tuple(islice(_entries(document, year), _MOST)))
    facts = _of_one_year(_of_one_zone(_of_zone_above(facts)))
    if any(map(_is_past_noon, read)):
        return _of_24_hours(facts)
    return _of_12_hours(facts) if any(map(_has_half, read)) else facts


# Dates further apart are of two years by a slip, not by a turn of the year.
FAR = timedelta(days=60)


def _of_one_year(facts: Facts) -> Facts:
    """Return the facts with the timeline in the outage's year, where that is a slip."""
    stated = next((c.day for c in facts.window or () if c.day), None)
    if stated is None:
        return facts
    entries = (e._replace(clock=_in_year_of(e.clock, stated)) for e in facts.entries)
    return facts._replace(entries=tuple(entries))


def _in_year_of(clock: Clock, start: date) -> Clock:
    day = clock.day
    # No year but a leap year has the 29th of February.
    if day is None or abs(day - start) <= FAR or (day.month, day.day) == (2, 29):
        return clock
    return clock._replace(day=day.replace(year=start.year))


def _of_zone_above(facts: Facts) -> Facts:
    """Return the facts with the zone over the timeline given to its clocks."""
    above = facts.entries and zone_above(facts.document, facts.entries[0].line)
    if not above:
        return facts
    given = (
        e if e.clock.zone else e._replace(clock=e.clock._replace(zone=above.zone))
        for e in facts.entries
    )
    return facts._replace(entries=tuple(given), zone_above=above)


def _of_one_zone(facts: Facts) -> Facts:
    """Return the facts with the timeline's clocks as they look, where zones clash."""
    told = [entry.clock for entry in facts.entries]
    if facts.window is None or not same_hours(facts.window, told):
        return facts
    seen = (e._replace(clock=e.clock._replace(zone=None)) for e in facts.entries)
    return facts._replace(entries=tuple(seen))


# A timeline of more entries is a log, and what is wrong with it shows in these.
_MOST = 5000


def _clocks(document: Document, year: int | None) -> Iterator[Clock]:
    for item in document.items:
        if not item.is_code:
            yield from clocks_in(item.text, item.line, year)


def _is_past_noon(clock: Clock) -> bool:
    """Tell whether a clock is one of 24 hours: "15:10", with no word of am or pm."""
    return clock.second_of_day >= HALF_DAY_S + HOUR_S and clock.text[-1].isdigit()


def _of_24_hours(facts: Facts) -> Facts:
    """Return the facts with no clock left open to mean the afternoon."""
    window = facts.window and Window(
        *(c._replace(is_half_open=False) for c in facts.window)
    )
    entries = (
        e._replace(clock=e.clock._replace(is_half_open=False)) for e in facts.entries
    )
    read = (clock._replace(is_half_open=False) for clock in facts.clocks)
    return facts._replace(window=window, entries=tuple(entries), clocks=tuple(read))


def _has_half(clock: Clock) -> bool:
    return clock.text.lower().rstrip(".").endswith("m")


def _of_12_hours(facts: Facts) -> Facts:
    """Return the facts with "01:10" left open, where other clocks have am or pm."""
    entries = (e._replace(clock=_opened(e.clock)) for e in facts.entries)
    return facts._replace(entries=tuple(entries))


def _opened(clock: Clock) -> Clock:
    is_open = not _has_half(clock) and clock.second_of_day >= HOUR_S
    return clock._replace(is_half_open=clock.is_half_open or is_open)


def lead(document: Document) -> list[Item]:
    """Return the items that sum the incident up: the summary, else all that comes first."""
    summary = [i for i in document.items if i.section is _T.SUMMARY]
    later = min((document.sections[t] for t in _LATER if t in document.sections), default=0)
    # "At 19:30 I noticed" before a timeline of its own opens the story.
    has_timeline = _T.TIMELINE in document.sections
    early = [i for i in document.items if _is_early(i, later, has_timeline=has_timeline)]
    if summary and sum(len(i.text) for i in summary) > _FEW_CHARACTERS:
        first = [i for i in early if i.section in (None, _T.SUMMARY)]
        known = {i.line for i in first}
        return [*first, *(i for i in summary if i.line not in known)]
    return early


_FEW_CHARACTERS = 60
_LATER = (_T.TIMELINE, _T.CAUSE_AND_FIX, _T.MEASURES)


def _is_early(item: Item, later: int, *, has_timeline: bool) -> bool:
    is_before = not later or item.line < later
    is_timed = not has_timeline and is_entry(item)
    return is_before and item.section not in _LATER and not is_timed


def is_entry(item: Item) -> bool:
    """Tell whether an item begins with a time, as the lines of a timeline do."""
    match = STARTS_WITH_CLOCK.match(item.text)
    return match is not None and bool(_TEXT.search(item.text, match.end()))


# Something behind the clock that is neither "AM (UTC)" nor another clock.
_TEXT = re.compile(r"[A-Za-z][a-z]{2}")


# The timeline


def _entries(document: Document, year: int | None) -> Iterator[Entry]:
    day: date | None = None
    sequence = 0
    previous: tuple[Topic | None, Topic | None] = (None, None)
    for item in document.items:
        day = _day_above(item, year) or day
        if not _may_be_entry(item, document):
            continue
        found = clocks_in(item.text[:_LABEL_WIDTH], item.line, year)
        if not found:
            continue
        place = (item.section, item.part)
        sequence += place != previous
        previous = place
        clock = found[0] if found[0].day else found[0]._replace(day=day)
        day = clock.day or day
        # "10:00 - 10:20: checked the logs" is one entry, not a text that begins so.
        yield Entry(clock, item.text[clock.end :].strip(" -:|)"), item.line, sequence)


_LABEL_WIDTH = 120
_BEFORE_CLOCK = 60


def _may_be_entry(item: Item, document: Document) -> bool:
    if item.section is _T.MEASURES or item.is_code:
        return False
    if is_entry(item) and item.part not in (_T.DURATION, _T.START, _T.END):
        return item.section is _T.TIMELINE or _T.TIMELINE not in document.sections
    return item.section is _T.TIMELINE and _has_early_clock(item)


def _has_early_clock(item: Item) -> bool:
    """Tell whether little stands before an item's clock: a date, an emoji, a label."""
    found = clocks_in(item.text[:_LABEL_WIDTH], item.line)
    if not found or not _TEXT.search(item.text, found[0].end):
        return False
    before = item.text[: found[0].start]
    label, separator, _ = item.text.partition("): ")
    if separator and found[0].start < len(label) < _BEFORE_CLOCK:
        return True
    days = days_in(before)
    is_dated = bool(days) and days[0].start <= _EMOJI and found[0].start < _BEFORE_CLOCK
    others = len(_WORD.findall(before)) if item.is_bullet else 2 * len(before)
    return is_dated or (others <= _FEW_WORDS and not _SENTENCE_END.search(before))


_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?;]\s")
_EMOJI = 4
_FEW_WORDS = 4


def _day_above(item: Item, year: int | None) -> date | None:
    """Return the date of a line that only names a day, as those above a night's events."""
    if len(item.text) > _BEFORE_CLOCK or item.section is not _T.TIMELINE:
        return None
    days = days_in(item.text)
    return days[0].date_or(year) if len(days) == 1 and not is_entry(item) else None


# Arithmetic


def span_s(one: Clock, other: Clock) -> int | None:
    """Return the seconds from one clock to another; None where zones leave it open.

    Without dates the second is the next one after the first, within a day.
    """
    shift = 0
    if one.zone and other.zone and one.zone != other.zone:
        if one.zone.offset_s is None or other.zone.offset_s is None:
            return None
        shift = one.zone.offset_s - other.zone.offset_s
    seconds = other.second_of_day - one.second_of_day + shift
    if one.day and other.day and one.day != other.day:
        return seconds + (other.day - one.day).days * DAY_S
    return seconds % DAY_S


def spans_s(one: Clock, other: Clock) -> list[int]:
    """Return the spans that two clocks may mean: half a day more where am is not told."""
    span = span_s(one, other)
    if span is None:
        return []
    if one.is_half_open != other.is_half_open or not one.is_half_open:
        return [span]
    return [span] if other.second_of_day >= one.second_of_day else [span, span - HALF_DAY_S]
