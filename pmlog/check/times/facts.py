"""What a document states about time: its window, its duration, its timeline.

Every fact carries the line that it stands on.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import islice, pairwise

from pmlog.check.document.items import Item
from pmlog.check.document.parse import Document
from pmlog.check.document.topics import Topic
from pmlog.check.times.apart import clock_s
from pmlog.check.times.clock_times import HALF_DAY_S, Clock, clocks_in, has_half
from pmlog.check.times.dates import NO_DATES, Dating, Day, dating_of, days_in
from pmlog.check.times.entries import (
    OF_WINDOW,
    DatedLine,
    Entry,
    dated_lines,
    entries_of,
    is_entry,
)
from pmlog.check.times.stated import Length, Stated, Window, lengths_in, stated_in
from pmlog.check.times.timeline_zone import ZoneAbove, zone_above
from pmlog.check.times.zone_clash import same_hours
from pmlog.check.times.zones import HOUR_S, defined_zones, zones_in
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_T = Topic


class Facts(NamedTuple):
    """A document with what it states about time."""

    document: Document
    stated: Stated
    lengths: tuple[Length, ...]
    entries: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    days: tuple[tuple[int, Day], ...]
    dating: Dating = NO_DATES
    dated_lines: tuple[DatedLine, ...] = ()
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
    dating = dating_of(day for _, day in days)
    stated = lead(document)[:_MOST]
    read = tuple(islice(_clocks(document, dating), _MOST))
    lengths = tuple(length for item in stated for length in lengths_in(item))
    dated = tuple(islice(dated_lines(document, dating), _MOST))
    told = stated_in(stated, dating)
    entries = tuple(islice(entries_of(document, dating), _MOST))
    facts = Facts(document, told, lengths, entries, read, days, dating, dated)
    for settled in _STEPS:
        facts = settled(facts)
    return facts


_NEWEST_FIRST = 3


def _oldest_first(facts: Facts) -> Facts:
    """Return the facts with the timeline turned round, where each entry is older.

    A status page has its last update on top.
    """
    entries = facts.entries
    moments = [(e.clock.day or date.min, clock_s(e.clock)) for e in entries]
    is_turned = all(two <= one for one, two in pairwise(moments))
    if len(entries) < _NEWEST_FIRST or not is_turned or moments[0] == moments[-1]:
        return facts
    return facts._replace(entries=entries[::-1])


def _of_defined_zones(facts: Facts) -> Facts:
    """Return the facts with a zone as the document defines it, wherever it is named."""
    offsets = defined_zones(text for _, text in facts.document.stated)
    if not offsets:
        return facts

    def of_document(clock: Clock) -> Clock:
        zone = clock.zone
        if zone is None or zone.text not in offsets:
            return clock
        return clock._replace(zone=zone._replace(offset_s=offsets[zone.text]))

    return _each_clock(facts, of_document)


def _each_clock(facts: Facts, changed: Callable[[Clock], Clock]) -> Facts:
    """Return the facts with each of their clocks changed."""
    windows, others = (
        tuple(Window(*map(changed, each)) for each in pairs) for pairs in facts.stated[:2]
    )
    entries = tuple(e._replace(clock=changed(e.clock)) for e in facts.entries)
    read = tuple(map(changed, facts.clocks))
    start = facts.stated.start
    stated = Stated(windows, others, changed(start) if start else None)
    return facts._replace(stated=stated, entries=entries, clocks=read)


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
# A pattern: as render writes it. The lexicon would read each entry once more for it.
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


def _clocks(document: Document, dating: Dating) -> Iterator[Clock]:
    for item in document.items:
        if not item.is_code:
            yield from clocks_in(item.text, item.line, dating)


def _of_their_hours(facts: Facts) -> Facts:
    """Return the facts with clocks of 12 hours or of 24, as the document writes them."""
    read = facts.clocks
    is_of_12 = any(map(has_half, read))
    if any(map(_is_past_noon, read)) or (any(map(_is_padded, read)) and not is_of_12):
        return _dated(_of_24_hours(facts))
    return _of_12_hours(facts) if is_of_12 else facts


def _is_past_noon(clock: Clock) -> bool:
    """Tell whether a clock is one of 24 hours: "15:10", even where a pm follows."""
    return clock.second_of_day >= HALF_DAY_S + HOUR_S and not has_half(clock)


def _is_padded(clock: Clock) -> bool:
    """Tell whether a clock is written as a machine does: "04:18"."""
    return clock.text[0] == "0" and clock.text[-1].isdigit()


def _of_24_hours(facts: Facts) -> Facts:
    """Return the facts with no clock left open to mean the afternoon."""
    return _each_clock(facts, lambda clock: clock._replace(is_half_open=False))


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


def _of_12_hours(facts: Facts) -> Facts:
    """Return the facts with "01:10" left open, where other clocks have am or pm."""
    entries = (e._replace(clock=_opened(e.clock)) for e in facts.entries)
    return facts._replace(entries=tuple(entries))


def _opened(clock: Clock) -> Clock:
    is_open = not has_half(clock) and clock.second_of_day >= HOUR_S
    return clock._replace(is_half_open=clock.is_half_open or is_open)


# What a document says about its times as a whole, each step by what those before settled.
_STEPS: tuple[Callable[[Facts], Facts], ...] = (
    # The first entry is taken for the earliest from here on.
    _oldest_first,
    # What a document defines, it means: an offset that is another zone's elsewhere.
    _of_defined_zones,
    # A zone over the timeline is that of its clocks which name none.
    _of_zone_above,
    # Now each clock has the zone that it is given, and it shows whether that can be.
    _of_one_zone,
    # A year is a slip by the days that clocks have, whatever their zones.
    _of_one_year,
    # The last, as it leaves clocks open, and dates those for which nothing else did.
    _of_their_hours,
)


def lead(document: Document) -> list[Item]:
    """Return the items that sum the incident up: the summary, else all that comes first."""
    summary = [
        i for i in document.items if i.section is _T.SUMMARY and not is_latest(i.text)
    ]
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


# What a page or an update quotes of the last event; it may be anything.
_LATEST = pattern(r"being looked into:|latest, [^:]{0,60}\d:\d\d", re.IGNORECASE)


def is_latest(text: str) -> bool:
    """Tell whether a line of a page or an update quotes the last event."""
    return bool(_LATEST.match(text))


def _is_early(item: Item, later: int, *, has_timeline: bool) -> bool:
    if is_latest(item.text):
        return False
    is_before = not later or item.line < later
    is_timed = not has_timeline and is_entry(item) and item.part not in OF_WINDOW
    return is_before and item.section not in _LATER and not is_timed
