"""The entries of a timeline: when, what, and the sequence that each belongs to.

The date of an entry is the one that it begins with, else the last one above it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pmlog.check.document.headings import STARTS_WITH_CLOCK
from pmlog.check.document.items import Item
from pmlog.check.document.parse import Document
from pmlog.check.document.topics import Topic
from pmlog.check.times.clock_times import HALF_DAY_S, Clock, clocks_in, has_half
from pmlog.check.times.dates import Dating, Day, days_in
from pmlog.check.times.weekdays import Week, days_later, weekday_of
from pmlog.check.times.zones import HOUR_S
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern
from pmlog.words.beside import before
from pmlog.words.concepts import Concept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_T = Topic


class Entry(NamedTuple):
    """A line of the timeline: when, what, and the sequence that it belongs to."""

    clock: Clock
    text: str
    line: int
    sequence: int
    heading: int = 0
    part: Topic | None = None

    @property
    def tells(self) -> str:
        """What an entry is about, in small letters: its label, else its words.

        Behind "Detected:" somebody may be quoted with anything.
        """
        if self.part is _T.DETECTED:
            return "detected"
        label = _LABEL.match(self.text)
        return (label[1] if label else self.text).lower()


# As render writes them, and many people do.
_LABEL = pattern(
    r"\W{0,8}(?:[A-Z]{2,5}\b\W{0,3})?(?:\([^()]{0,60}\)\W{0,8})?"
    r"((?:began|detected|acknowledged|investigated|misleading path|escalated"
    r"|communicated|mitigated|resolved|clock change)(?: to [^:]{1,80}| \([^()]{1,80}\))?)"
    r"\s?:",
    re.IGNORECASE,
)


def entries_of(document: Document, dating: Dating) -> Iterator[Entry]:
    """Yield the entries of a document's timeline, in its order.

    Where no date of the document names a year, they are all of one that nobody names.
    """
    has_year = dating.year is not None
    dating = dating if has_year else dating._replace(year=A_LEAP_YEAR)
    day: date | None = None
    last: Clock | None = None
    sequence = 0
    previous: tuple[Topic | None, Topic | None] = (None, None)
    headed = _HeadedDays(document, dating)
    week = Week(document, dating)
    weekday: int | None = None
    for item in document.items:
        day = _day_above(item, dating) or headed.above(item.line) or day
        if not _may_be_entry(item, document):
            continue
        found = clocks_in(item.text[:_LABEL_WIDTH], item.line, dating)
        if not found:
            continue
        place = (item.section, item.part)
        sequence += place != previous
        previous = place
        named = None if found[0].day else weekday_of(item.text)
        if named is not None:
            day = week.date_of(named, day)
            # Without any date, times of two weekdays are not to be compared.
            sequence += day is None and weekday not in (None, named)
            clock, weekday = found[0]._replace(day=day), named
        else:
            clock = found[0] if found[0].day else _behind(found[0], last, day)
        clock = clock if has_year else _of_next_year(clock, last)
        day, last = clock.day or day, clock
        # "10:00 - 10:20: checked the logs" is one entry, not a text that begins so.
        text = item.text[clock.end :].strip(" -:|)*")
        yield Entry(clock, text, item.line, sequence, item.heading, item.part)


class DatedLine(NamedTuple):
    """A line of the timeline that begins with its date, whatever follows."""

    day: date
    text: str
    line: int
    heading: int
    has_clock: bool


def dated_lines(document: Document, dating: Dating) -> Iterator[DatedLine]:
    """Yield the lines of a document's timeline that begin with a date."""
    for item in document.items:
        if item.section is not _T.TIMELINE or item.is_code:
            continue
        days = days_in(item.text[:_LABEL_WIDTH])
        on = days[0].date_in(dating) if days and days[0].start <= _EMOJI else None
        if on and _TEXT.search(item.text, days[0].end):
            text = item.text[days[0].end :].strip(" -:|)*")
            has_clock = bool(clocks_in(item.text[:_LABEL_WIDTH], item.line))
            yield DatedLine(on, text, item.line, item.heading, has_clock)


_LABEL_WIDTH = 120
# "10:00 - 11:00 UTC" behind these labels is what the outage was, no entry.
OF_WINDOW = (_T.DURATION, _T.START, _T.END)
_BEFORE_CLOCK = 60


def _may_be_entry(item: Item, document: Document) -> bool:
    if item.section is _T.MEASURES or item.is_code:
        return False
    if is_entry(item) and item.part not in OF_WINDOW:
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


_WORD = pattern(r"\w+")
_SENTENCE_END = pattern(r"[.!?;]\s")
_EMOJI = 4
_FEW_WORDS = 4


def _day_above(item: Item, dating: Dating) -> date | None:
    """Return the date of a line that only names a day, as those above a night's events."""
    if len(item.text) > _BEFORE_CLOCK or item.section is not _T.TIMELINE:
        return None
    days = days_in(item.text)
    is_alone = len(days) == 1 and not clocks_in(item.text, item.line)
    if not is_alone or before(_COMPILED_ON, item.text, days[0].start, _BEFORE_CLOCK):
        return None
    return days[0].date_in(dating)


_COMPILED_ON = Concept("compiled_on")


def _behind(clock: Clock, last: Clock | None, day: date | None) -> Clock:
    """Return a clock with the date above it, or the next one behind midnight."""
    if not day or not last or last.day != day:
        return clock._replace(day=day)
    back_s = last.second_of_day - clock.second_of_day
    # "2:30 AM" soon behind 2:10 PM is a slip of the hand.
    is_slip = abs(back_s - HALF_DAY_S) <= HOUR_S and has_half(last) and has_half(clock)
    is_slip = is_slip and last.second_of_day < _EVENING_S
    is_past_midnight = back_s >= _NIGHT_S and not is_slip
    return clock._replace(day=days_later(day, 1) if is_past_midnight else day)


A_LEAP_YEAR = 2000


def _of_next_year(clock: Clock, last: Clock | None) -> Clock:
    """Return a clock of January behind one of December in the next year."""
    day, before = clock.day, last.day if last else None
    if not day or not before or before - day < _MOST_OF_A_YEAR:
        return clock
    return clock._replace(day=day + timedelta(days=366))


_MOST_OF_A_YEAR = timedelta(days=240)


# Whoever turns back by more has gone on behind midnight; by less, it is a slip.
_NIGHT_S = 8 * HOUR_S
_EVENING_S = 17 * HOUR_S


class _HeadedDays:
    """The dates that stand alone over the entries of a day, as headings or in bold."""

    def __init__(self, document: Document, dating: Dating) -> None:
        timeline = document.sections.get(_T.TIMELINE, 0)
        self._days = [
            (line, days[0].date_in(dating))
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


def is_entry(item: Item) -> bool:
    """Tell whether an item begins with a time, as the lines of a timeline do."""
    match = STARTS_WITH_CLOCK.match(item.text)
    return match is not None and bool(_TEXT.search(item.text, match.end()))


# Something behind the clock that is neither "AM (UTC)" nor another clock.
_TEXT = pattern(r"[A-Za-z][a-z]{2}")
