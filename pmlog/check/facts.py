"""What a document states about time: its window, its duration, its timeline.

Every fact carries the line that it stands on. A span between two clocks is counted
through midnight where no dates say otherwise.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock as clocks
from pmlog.check.document import Document, Item
from pmlog.check.headings import STARTS_WITH_CLOCK
from pmlog.check.lexicon import Cue, cues_of
from pmlog.check.moments import DAY_S, HALF_DAY_S, HOUR_S, Clock, Day, clocks_in, days_in
from pmlog.check.topics import Topic
from pmlog.when import durations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_T = Topic


class Length(NamedTuple):
    """A stated length of time; step_s is the smallest unit that it was given in."""

    seconds: int
    step_s: int
    text: str
    line: int
    is_approximate: bool


class Window(NamedTuple):
    """The stated start and end of the outage."""

    start: Clock
    end: Clock


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
    length: Length | None
    entries: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    days: tuple[tuple[int, Day], ...]
    year: int | None


def facts_of(document: Document) -> Facts:
    """Return what a document states about time."""
    days = tuple((line, day) for line, text in document.stated for day in days_in(text))
    year = next((day.year for _, day in days if day.year), None)
    stated = lead(document)[:_MOST]
    read = tuple(islice(_clocks(document, year), _MOST))
    facts = Facts(document, _window(stated, year), _length(stated), (), read, days, year)
    facts = facts._replace(entries=tuple(islice(_entries(document, year), _MOST)))
    return _of_24_hours(facts) if any(map(_is_past_noon, read)) else facts


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


def lead(document: Document) -> list[Item]:
    """Return the items that sum the incident up: the summary, else all that comes first."""
    summary = [i for i in document.items if i.section is _T.SUMMARY]
    later = min((document.sections[t] for t in _LATER if t in document.sections), default=0)
    early = [i for i in document.items if _is_early(i, later)]
    if summary and sum(len(i.text) for i in summary) > _FEW_CHARACTERS:
        first = [i for i in early if i.section in (None, _T.SUMMARY)]
        known = {i.line for i in first}
        return [*first, *(i for i in summary if i.line not in known)]
    return early


_FEW_CHARACTERS = 60
_LATER = (_T.TIMELINE, _T.CAUSE_AND_FIX, _T.MEASURES)


def _is_early(item: Item, later: int) -> bool:
    is_before = not later or item.line < later
    return is_before and item.section not in _LATER and not is_entry(item)


def is_entry(item: Item) -> bool:
    """Tell whether an item begins with a time, as the lines of a timeline do."""
    match = STARTS_WITH_CLOCK.match(item.text)
    return match is not None and bool(_TEXT.search(item.text, match.end()))


# Something behind the clock that is neither "AM (UTC)" nor another clock.
_TEXT = re.compile(r"[A-Za-z][a-z]{2}")


# The window

_RANGE = re.compile(
    r"[^.;]{0,40}?(?:\bto\b|\bto about\b|-|\u2013|\u2014|\buntil\b|\btill\b|\bthrough\b"
    r"|\band\b|\u2192"
    r"|\bend\w*\b|\bresolved\b|\brestored\b|\blasted\b)[^.;]{0,60}?",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\b(?:start\w*|began|begin\w*|from|since|commenc\w*|onset|went down|occurred at)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:end(?:ed|s|ing|[ -]?time)?|until|till|resolved|restored|recovered|concluded"
    r"|fixed)\b",
    re.IGNORECASE,
)


def _window(items: list[Item], year: int | None) -> Window | None:
    """Return the first start and end that are stated as a pair, or one by one."""
    start = end = None
    for item in items:
        found = [c for c in clocks_in(item.text, item.line, year) if not c.impossible]
        pair = _pair(item, found)
        if pair:
            return pair
        for clock in found:
            before = item.text[: clock.start]
            if start is None and _says_start(item, before):
                start = clock
            elif end is None and start and _says_end(item, before):
                end = clock
    return Window(start, end) if start and end else None


def _pair(item: Item, found: list[Clock]) -> Window | None:
    for one, other in pairwise(found):
        between = item.text[one.end : other.start]
        if _RANGE.fullmatch(between) and not _is_restated(between):
            return Window(one, other)
    return None


def _is_restated(between: str) -> bool:
    """Tell whether the second clock only says the first one in another zone."""
    return bool(re.fullmatch(r"[\s(/|=A-Z]{1,12}", between))


def _says_start(item: Item, before: str) -> bool:
    return item.part is _T.START or bool(_BEGINS.search(before[-60:]))


def _says_end(item: Item, before: str) -> bool:
    return item.part is _T.END or bool(_ENDS.search(before[-60:]))


# The duration

_LENGTH = re.compile(rf"(?<![\w.:-])(?:{durations.PATTERN})", re.IGNORECASE | re.ASCII)
_HYPHENED = re.compile(
    r"(?<=[\da-z])-(?=(?:hours?|minutes?|mins?|days?|hrs?)\b)", re.IGNORECASE
)
_COLON_LENGTH = re.compile(r"\b(\d{1,2}):(\d{2})\s*(?:hours|hrs|h)\b", re.IGNORECASE)
_LENGTH_CUE = re.compile(
    r"\b(?:lasted|lasting|duration|down ?time|in total|totall?ing|total|outage of"
    r"|down for|for"
    r"|disruption of|span\w*|unavailable for|period of)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_OUTAGE_NEXT = re.compile(
    r"[\s-]{0,2}(?:\w+\s){0,2}?(?:outage|downtime|incident|disruption)\b", re.IGNORECASE
)
_NOT_THE_OUTAGE = re.compile(
    r"\b(?:within|after|every|in less than|past|next|last|previous|intervals?|timeout"
    r"|about "
    r"every)\b[^.;]{0,20}$",
    re.IGNORECASE,
)
_UNITS_S = ((r"s(?:ec\w*)?\b", 1), (r"m(?:in\w*)?\b", 60), (r"h(?:\w+)?\b|h\d", 3600))


def _length(items: list[Item]) -> Length | None:
    for item in items:
        for length in lengths_in(item):
            return length
    return None


def lengths_in(item: Item) -> Iterator[Length]:
    """Yield the lengths of time in an item that are said of the outage as a whole."""
    text = _HYPHENED.sub(" ", item.text)
    text = _COLON_LENGTH.sub(r"\1h\2", text)
    for match in _LENGTH.finditer(text):
        duration_us = durations.of_match(match[0])
        before, after = text[: match.start()], text[match.end() :]
        if duration_us and _is_of_outage(item, before, after):
            yield Length(
                duration_us // clocks.SECOND_US,
                _step_s(match[0]),
                match[0].strip(),
                item.line,
                _is_rounded(before, match[0]),
            )


def _is_of_outage(item: Item, before: str, after: str) -> bool:
    if _NOT_THE_OUTAGE.search(before[-40:]):
        return False
    if item.part is _T.DURATION or _LENGTH_CUE.search(before[-60:]):
        return True
    in_brackets = before.rstrip().endswith("(") and after[:12].lstrip()[:1] == ")"
    return in_brackets or bool(_OUTAGE_NEXT.match(after))


def _step_s(text: str) -> int:
    words = text.lower()
    if "half" in words or "quarter" in words or "." in words:
        return 30 * 60
    units = [
        step for pattern, step in _UNITS_S if re.search(rf"(?<![a-z]){pattern}", words)
    ]
    return min(units, default=DAY_S)


_ROUNDED = re.compile(
    r"(?:about|around|approx\w*\.?|roughly|circa|nearly|almost|some|over|estimated"
    r"|just over"
    r"|just under|more than|less than|close to|~)\s*(?:an?\s)?(?:total of\s)?$",
    re.IGNORECASE,
)


def _is_rounded(before: str, words: str) -> bool:
    return bool(_ROUNDED.search(before[-40:])) or words[0].isalpha()


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
_CLOCK_LABEL = re.compile(r"[^.!?]{0,60}?\d{1,2}(?::\d\d| ?[ap]m\b)", re.IGNORECASE)


def _may_be_entry(item: Item, document: Document) -> bool:
    if item.section is _T.MEASURES or item.is_code:
        return False
    if is_entry(item) and item.part not in (_T.DURATION, _T.START, _T.END):
        return item.section is _T.TIMELINE or _T.TIMELINE not in document.sections
    return item.section is _T.TIMELINE and bool(_dated_clock(item))


def _dated_clock(item: Item) -> bool:
    """Tell whether an item begins with a date and a clock, or a label that holds them."""
    label, separator, _ = item.text.partition("): ")
    if separator and len(label) < _BEFORE_CLOCK and _CLOCK_LABEL.search(label):
        return True
    days = days_in(item.text[:_BEFORE_CLOCK])
    return bool(days) and days[0].start == 0 and bool(_CLOCK_LABEL.match(item.text))


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


def speaks_of(entry: Entry, cue: Cue) -> bool:
    """Tell whether an entry's text holds a cue."""
    return cue in cues_of(entry.text)
