"""What a document states about time: its window, its duration, its timeline.

Every fact carries the line that it stands on. A span between two clocks is counted
through midnight where no dates say otherwise.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pmlog.check.document.headings import STARTS_WITH_CLOCK
from pmlog.check.document.items import Item
from pmlog.check.document.parse import Document
from pmlog.check.document.topics import Topic
from pmlog.check.times.clock_times import DAY_S, HALF_DAY_S, Clock, clocks_in
from pmlog.check.times.dates import Day, days_in
from pmlog.check.times.stated import Length, Stated, Window, lengths_in, stated_in
from pmlog.check.times.timeline_zone import ZoneAbove, zone_above
from pmlog.check.times.zone_clash import same_hours
from pmlog.check.times.zones import HOUR_S, zones_in
from pmlog.text.patterns import pattern

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
    stated: Stated
    lengths: tuple[Length, ...]
    entries: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    days: tuple[tuple[int, Day], ...]
    year: int | None
    zone_above: ZoneAbove | None = None

    @property
    def window(self) -> Window | None:
        """The stated start and end of the outage as a whole."""
        return self.stated.whole

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
    facts = Facts(document, stated_in(stated, year), lengths, (), read, days, year)
    facts = facts._replace(entries=tuple(islice(_entries(document, year), _MOST)))
    facts = _of_one_year(_of_one_zone(_of_zone_above(facts)))
    is_of_12 = any(map(_has_half, read))
    if any(map(_is_past_noon, read)) or (any(map(_is_padded, read)) and not is_of_12):
        return _dated(_of_24_hours(facts))
    return _of_12_hours(facts) if is_of_12 else facts


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
    if any(CLOCK_CHANGE.search(entry.text) for entry in facts.entries):
        return facts._replace(entries=tuple(_of_changed_clocks(facts.entries)))
    if not above:
        return facts
    given = (
        e if e.clock.zone else e._replace(clock=e.clock._replace(zone=above.zone))
        for e in facts.entries
    )
    return facts._replace(entries=tuple(given), zone_above=above)


# "The clocks show 02:00; CEST (UTC+02:00) becomes CET (UTC+01:00)".
CLOCK_CHANGE = pattern(
    r"\b[Cc]locks? (?:change|show|go|went|turn|are set|were set|jump)\w*\b"
)


def _of_changed_clocks(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Yield the entries with the zones that the changes between them name."""
    changes = (zones_in(e.text) for e in entries if CLOCK_CHANGE.search(e.text))
    zone = next((z for zones in changes for z in zones if z.offset_s is not None), None)
    for entry in entries:
        yield entry._replace(clock=entry.clock._replace(zone=entry.clock.zone or zone))
        if CLOCK_CHANGE.search(entry.text):
            known = [z for z in zones_in(entry.text) if z.offset_s is not None]
            zone = known[-1] if known else None


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


def _is_padded(clock: Clock) -> bool:
    """Tell whether a clock is written as a machine does: "04:18"."""
    return clock.text[0] == "0" and clock.text[-1].isdigit()


def _of_24_hours(facts: Facts) -> Facts:
    """Return the facts with no clock left open to mean the afternoon."""
    windows = (
        Window(*(c._replace(is_half_open=False) for c in window))
        for window in facts.stated.windows
    )
    entries = (
        e._replace(clock=e.clock._replace(is_half_open=False)) for e in facts.entries
    )
    read = (clock._replace(is_half_open=False) for clock in facts.clocks)
    stated = Stated(tuple(windows))
    return facts._replace(stated=stated, entries=tuple(entries), clocks=tuple(read))


def _dated(facts: Facts) -> Facts:
    """Return the facts with the stated start's date on a timeline that names no date.

    Such a timeline is of one day as a rule. Where its clocks turn back it may go on
    behind midnight, and is left as it is.
    """
    start = facts.window and facts.window.start
    clocks = [entry.clock for entry in facts.entries]
    if not start or not start.day or any(clock.day for clock in clocks):
        return facts
    if any(two.second_of_day < one.second_of_day for one, two in pairwise(clocks)):
        return facts
    entries = (e._replace(clock=e.clock._replace(day=start.day)) for e in facts.entries)
    return facts._replace(entries=tuple(entries))


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
_TEXT = pattern(r"[A-Za-z][a-z]{2}")


# The timeline


def _entries(document: Document, year: int | None) -> Iterator[Entry]:
    day: date | None = None
    last: Clock | None = None
    sequence = 0
    previous: tuple[Topic | None, Topic | None] = (None, None)
    headed = _HeadedDays(document, year)
    for item in document.items:
        day = _day_above(item, year) or headed.above(item.line) or day
        if not _may_be_entry(item, document):
            continue
        found = clocks_in(item.text[:_LABEL_WIDTH], item.line, year)
        if not found:
            continue
        place = (item.section, item.part)
        sequence += place != previous
        previous = place
        clock = found[0] if found[0].day else _behind(found[0], last, day)
        day, last = clock.day or day, clock
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
    # "04-12-2022": which of the two is the month does not matter here.
    is_dated = is_dated or bool(STARTS_WITH_NUMERIC_DATE.match(before))
    others = len(_WORD.findall(before)) if item.is_bullet else 2 * len(before)
    return is_dated or (others <= _FEW_WORDS and not _SENTENCE_END.search(before))


STARTS_WITH_NUMERIC_DATE = pattern(r"\W{0,3}\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\W{0,3}$")
_WORD = pattern(r"\w+")
_SENTENCE_END = pattern(r"[.!?;]\s")
_EMOJI = 4
_FEW_WORDS = 4


def _day_above(item: Item, year: int | None) -> date | None:
    """Return the date of a line that only names a day, as those above a night's events."""
    if len(item.text) > _BEFORE_CLOCK or item.section is not _T.TIMELINE:
        return None
    days = days_in(item.text)
    return days[0].date_or(year) if len(days) == 1 and not is_entry(item) else None


def _behind(clock: Clock, last: Clock | None, day: date | None) -> Clock:
    """Return a clock with the date above it, or the next one behind midnight."""
    if not day or not last or last.day != day:
        return clock._replace(day=day)
    is_past_midnight = last.second_of_day - clock.second_of_day >= _NIGHT_S
    return clock._replace(day=day + timedelta(days=1) if is_past_midnight else day)


# Whoever turns back by more has gone on behind midnight; by less, it is a slip.
_NIGHT_S = 8 * HOUR_S


class _HeadedDays:
    """The dates that stand alone over the entries of a day, as headings or in bold."""

    def __init__(self, document: Document, year: int | None) -> None:
        timeline = document.sections.get(_T.TIMELINE, 0)
        self._days = [
            (line, days[0].date_or(year))
            for line, text in document.stated
            if line > timeline and len(text) <= _BEFORE_CLOCK
            for days in (days_in(text),)
            if len(days) == 1 and _is_day_alone(text, days[0])
        ]
        self._at = 0

    def above(self, line: int) -> date | None:
        """Return the last date above a line that no line before had above it."""
        day: date | None = None
        while self._at < len(self._days) and self._days[self._at][0] < line:
            day = self._days[self._at][1]
            self._at += 1
        return day


def _is_day_alone(text: str, day: Day) -> bool:
    rest = f"{text[: day.start]} {text[day.end :]}"
    return not _TEXT.search(_DAY_NUMBER.sub("", rest)) and not re.search(r"\d", rest)


_DAY_NUMBER = pattern(r"\bday (?:\d+|one|two|three)\b", re.IGNORECASE)


# Arithmetic


def clock_s(clock: Clock) -> int:
    """Return the seconds of a clock, in UTC where its zone says how."""
    return clock.second_of_day - (clock.zone.offset_s or 0 if clock.zone else 0)


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
