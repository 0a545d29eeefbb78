"""The stated start and end of the outage, and how long it is said to have lasted."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

from pmlog import clock as clocks
from pmlog.check.document.topics import Topic
from pmlog.check.times.clock_times import ABOUT, DAY_S, Clock, clocks_in
from pmlog.check.times.dates import Dating
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern
from pmlog.when import durations
from pmlog.words.beside import before, behind, between, sentence_at
from pmlog.words.concepts import Concept
from pmlog.words.impact import FAULT
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.check.document.items import Item

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


class Stated(NamedTuple):
    """The windows of an outage that came and went: one as a rule, none if none is told."""

    windows: tuple[Window, ...] = ()
    # Other starts and ends: the impact may be shorter than the incident.
    others: tuple[Window, ...] = ()
    # The start of an outage whose end is not told.
    start: Clock | None = None

    @property
    def whole(self) -> Window | None:
        """From the start of the first to the end of the last."""
        each = self.windows
        return Window(each[0].start, each[-1].end) if each else None


# The window

_STARTS = Concept("starts")
_ENDS = Concept("ends")
_UNTIL = Concept("until")
_TO = "-\u2013\u2014\u2192~"
_CUE_WIDTH = 60
_RANGE_WIDTH = 100


def stated_in(items: list[Item], dating: Dating) -> Stated:
    """Return the first starts and ends that are stated as pairs, or one by one."""
    starts: list[Clock] = []
    ends: list[Clock] = []
    for at, item in enumerate(items):
        found = [c for c in clocks_in(item.text, item.line, dating) if not c.impossible]
        if any(before(_AS_OF, item.text, c.start, _AS_OF_WIDTH) for c in found):
            return Stated()
        pairs = _pairs(item, found)
        if pairs:
            listed = list(_listed_behind(items[at:]))
            if any(_AS_OF_DATE.search(one_spelling(each.text)) for each in listed):
                return Stated()
            return Stated((*pairs, *_further(pairs, listed, dating)))
        last = 0
        for clock in found:
            ended = between(_ENDS, item.text, last, clock.start)
            if not starts:
                starts += [clock] if _says_start(item, clock.start) else []
            elif ended or (not ends and _says_end(item, clock.start)):
                ends.append(clock)
            elif between(_STARTS, item.text, last, clock.start):
                starts.append(clock)
            last = clock.end
    each = [Window(one, two) for one in starts[:_MOST_ENDS] for two in ends[:_MOST_ENDS]]
    return Stated(tuple(each[:1]), tuple(each[1:]), starts[0] if starts else None)


_MOST_ENDS = 3


# "So far: from 10:00, as of 14:05": it had not ended when that was written.
_AS_OF = Concept("as_of")
_AS_OF_DATE = Concept("as_of_date")
_AS_OF_WIDTH = 24


def _pairs(item: Item, found: list[Clock]) -> tuple[Window, ...]:
    """Return the first range of an item, and those that a semicolon adds to it."""
    pairs: list[Window] = []
    for one, other in pairwise(found):
        is_range = _is_range(item.text, one, other) and not is_habit(item.text, one.start)
        is_next = not pairs or _adds_window(item.text[pairs[-1].end.end : one.start])
        if is_range and is_next and (not pairs or one.start >= pairs[-1].end.end):
            pairs.append(Window(one, _behind(one, other)))
    return tuple(pairs)


def _is_range(text: str, one: Clock, other: Clock) -> bool:
    """Tell whether a text goes from one time to another."""
    words = text[one.end : other.start]
    if len(words) > _RANGE_WIDTH or "." in words or ";" in words or _is_restated(words):
        return False
    # A bracket that opens tells the same time in another zone; behind a colon stands
    # what happened at the first.
    if words.count("(") > words.count(")") or words[:1] == ":":
        return False
    return any(sign in words for sign in _TO) or between(_UNTIL, text, one.end, other.start)


# Hours of work and of jobs, told in one zone all year round.
_HABIT = Concept("habit")


def is_habit(text: str, at: int) -> bool:
    """Tell whether the words before a time make it one of every day."""
    return before(_HABIT, text, at, _CUE_WIDTH)


def _behind(start: Clock, end: Clock) -> Clock:
    """Return the end, on the next day where it shows less than the start."""
    if not end.day or end.day != start.day or end.second_of_day >= start.second_of_day:
        return end
    if start.is_half_open or end.is_half_open or start.zone != end.zone:
        return end
    return end._replace(day=end.day + timedelta(days=1))


def _listed_behind(items: list[Item]) -> Iterator[Item]:
    """Yield the lines of ranges behind the first, below "in 2 windows"."""
    for one, item in pairwise(items):
        is_next = item.line - one.line <= _A_LINE and item.part is items[0].part
        if not (is_next and _BEGINS_RANGE.match(item.text)):
            return
        yield item


_A_LINE = 2
_BEGINS_RANGE = pattern(r"\W{0,6}from\b", re.IGNORECASE)


def _further(
    first: tuple[Window, ...], behind: list[Item], dating: Dating
) -> Iterator[Window]:
    """Yield the ranges of lines, but for those that tell one again in another zone."""
    known = [window.start for window in first]
    for item in behind:
        found = [c for c in clocks_in(item.text, item.line, dating) if not c.impossible]
        if found and any(_is_same(start, found[0]) for start in known):
            continue
        for window in _pairs(item, found):
            known.append(window.start)
            yield window


def _is_same(one: Clock, other: Clock) -> bool:
    """Tell whether two clocks show one time, in one zone or in two."""
    if one.zone == other.zone or not one.zone or not other.zone:
        return (one.day, one.second_of_day) == (other.day, other.second_of_day)
    shift = (one.zone.offset_s or 0) - (other.zone.offset_s or 0)
    return (one.second_of_day - other.second_of_day - shift) % DAY_S == 0


def _adds_window(between: str) -> bool:
    """Tell whether a further range follows; in brackets it is the same in another zone."""
    return ";" in between and between.count("(") == between.count(")")


def _is_restated(between: str) -> bool:
    """Tell whether the second clock only says the first one in another zone."""
    return bool(re.fullmatch(r"[\s(/|=A-Z]{1,12}", between))


def _says_start(item: Item, at: int) -> bool:
    return item.part is _T.START or before(_STARTS, item.text, at, _CUE_WIDTH, stops="")


def _says_end(item: Item, at: int) -> bool:
    if item.part is _T.FIX and not item.text[:at].strip(" (~"):
        # As in: Resolved, 08:30.
        return True
    return item.part is _T.END or before(_ENDS, item.text, at, _CUE_WIDTH, stops="")


# The duration

LENGTH = pattern(rf"(?<![\w.:/-])(?:{durations.PATTERN})", re.IGNORECASE | re.ASCII)
_HYPHENED = pattern(
    r"(?:(?<=\d)|(?<=(?a:[a-z])))-(?=(?:hours?|minutes?|mins?|days?|hrs?)\b)", re.IGNORECASE
)
_COLON_LENGTH = pattern(r"\b(\d{1,2}):(\d{2})\s*(?:hours|hrs|h)\b", re.IGNORECASE)
_LENGTH_TOLD = Concept("length_told")
# "It was down from 10:00 for an hour" is of the outage, "retried for an hour" is not, nor
# is what had gone on before it.
_FOR = Concept("for_so_long")
_OUT_OF_ORDER = Concept("out_of_order")
_NOT_OF_IT = Concept("not_of_it")
# "Eleven days later", "30 seconds each": of something else, whatever stands before.
_OTHER_LENGTH = Concept("other_length")
_OTHER_NEXT = Concept("other_length_next")
_ALLOWED = Concept("downtime_allowed")
_NEAR, _NEXT_TO, _FAR = 30, 20, 120
# "... to 10:05 CET (95 minutes)": brackets tell the length of what they follow.
_BEHIND_CLOCK = pattern(
    r"(?:\d|[ap]\.?m\.?|noon|midnight)[^.;()]{0,40}(?:\([^()]*\)\s*)?\($", re.IGNORECASE
)
_OUTAGE_NEXT = Concept("outage_next")
_UNITS_S = ((r"s(?:ec\w*)?\b", 1), (r"m(?:in\w*)?\b", 60), (r"h(?:\w+)?\b|h\d", 3600))


def lengths_in(item: Item) -> Iterator[Length]:
    """Yield the lengths of time in an item that are said of the outage as a whole."""
    text = _HYPHENED.sub(" ", item.text)
    text = _COLON_LENGTH.sub(r"\1h\2", text)
    for match in LENGTH.finditer(text):
        duration_us = durations.of_match(match[0])
        if _is_of_day(text, *match.span()):
            continue
        if duration_us and _is_of_outage(item.part, text, *match.span()):
            yield Length(
                duration_us // clocks.SECOND_US,
                _step_s(match[0]),
                match[0].strip(),
                item.line,
                _is_rounded(text[: match.start()], match[0]),
            )


# "From 09h00 to 12h09", "9h30 AM".
_HOURS = pattern(r"0?\d{1,2}h\d\d", re.IGNORECASE)
_RANGE = pattern(r"\s?(?:[ap]\.?m\b|-|\u2013|\u2014|to\b|until\b)", re.IGNORECASE)


def _is_of_day(text: str, start: int, end: int) -> bool:
    """Tell whether what looks like a length is a time of the day."""
    words = text[start:end].strip()
    is_time = bool(_HOURS.fullmatch(words))
    return is_time and (words[0] == "0" or bool(_RANGE.match(text, end)))


def _is_of_outage(part: Topic | None, text: str, start: int, end: int) -> bool:
    if before(_OTHER_LENGTH, text, start, _NEXT_TO):
        return False
    if behind(_OTHER_NEXT, text, end) or behind(_ALLOWED, text, end):
        return False
    if part is _T.DURATION or before(_LENGTH_TOLD, text, start, _NEAR):
        return True
    if _is_for_so_long(text, start):
        sentence = _SENTENCE_END.split(text[:start])[-1]
        rest = text[end:].partition(".")[0]
        return bool(FAULT.search(one_spelling(f"{sentence} {rest}")))
    ahead = text[:start].rstrip()
    in_brackets = ahead.endswith("(") and text[end : end + 12].lstrip()[:1] == ")"
    is_of_window = in_brackets and bool(_BEHIND_CLOCK.search(ahead))
    return is_of_window or behind(_OUTAGE_NEXT, text, end, words=2)


def _is_for_so_long(text: str, at: int) -> bool:
    """Tell whether it did not work "for" the length at a position."""
    low, end = sentence_at(text, at)
    lasting = [place for place in _FOR.finditer(low) if place.last <= end]
    if not lasting or end - lasting[-1].last > _NEAR:
        return False
    first = lasting[-1].first
    if not any(map(str.isalnum, low[:first])):
        return True
    others = [place.last for place in _NOT_OF_IT.finditer(low) if place.last <= first]
    since = max(first - _FAR, *others, low.rfind(";", 0, first))
    return any(since <= place.first < first for place in _OUT_OF_ORDER.finditer(low))


_SENTENCE_END = pattern(r"(?<=[a-z)])[.!?]\s+(?=[A-Z])")


def _step_s(text: str) -> int:
    words = text.lower()
    if "half" in words or "quarter" in words or "." in words:
        return 30 * 60
    units = [
        step for pattern, step in _UNITS_S if re.search(rf"(?<![a-z]){pattern}", words)
    ]
    return min(units, default=DAY_S)


def _is_rounded(before: str, words: str) -> bool:
    return bool(ABOUT.search(before[-40:])) or words[0].isalpha()
