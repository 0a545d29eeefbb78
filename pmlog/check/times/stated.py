"""The stated start and end of the outage, and how long it is said to have lasted."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock as clocks
from pmlog.check.document.topics import Topic
from pmlog.check.times.clock_times import DAY_S, Clock, clocks_in
from pmlog.check.times.dates import Dating
from pmlog.text.patterns import pattern
from pmlog.when import durations
from pmlog.words.impact import FAULT
from pmlog.words.phrasing import one_spelling

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

_RANGE = pattern(
    r"[^.;]{0,40}?(?:\bto\b|\bto about\b|-|\u2013|\u2014|\buntil\b|\btill\b|\bthrough\b"
    r"|\band\b|\u2192"
    r"|\bend\w*\b|\bresolved\b|\brestored\b|\blasted\b)[^.;]{0,60}?",
    re.IGNORECASE,
)
_BEGINS = pattern(
    r"\b(?:start\w*|began|begin\w*|from|since|commenc\w*|onset|went down|occurred at)\b",
    re.IGNORECASE,
)
_ENDS = pattern(
    r"\b(?:end(?:ed|s|ing|[ -]?time)?|until|till|resolved|restored|recovered|concluded"
    r"|fixed)\b",
    re.IGNORECASE,
)


def stated_in(items: list[Item], dating: Dating) -> Stated:
    """Return the first starts and ends that are stated as pairs, or one by one."""
    starts: list[Clock] = []
    ends: list[Clock] = []
    for at, item in enumerate(items):
        found = [c for c in clocks_in(item.text, item.line, dating) if not c.impossible]
        if any(_AS_OF.search(item.text[max(0, c.start - 40) : c.start]) for c in found):
            return Stated()
        pairs = _pairs(item, found)
        if pairs:
            behind = list(_listed_behind(items[at:]))
            if any(_AS_OF.search(each.text) for each in behind):
                return Stated()
            return Stated((*pairs, *_further(pairs, behind, dating)))
        last = 0
        for clock in found:
            before, since = item.text[: clock.start], item.text[last : clock.start]
            last = clock.end
            if not starts:
                starts += [clock] if _says_start(item, before) else []
            elif _ENDS.search(since) or (not ends and _says_end(item, before)):
                ends.append(clock)
            elif _BEGINS.search(since):
                starts.append(clock)
    each = [Window(one, two) for one in starts[:_MOST_ENDS] for two in ends[:_MOST_ENDS]]
    return Stated(tuple(each[:1]), tuple(each[1:]), starts[0] if starts else None)


_MOST_ENDS = 3


# "So far: from 10:00, as of 14:05": it had not ended when that was written.
_AS_OF = pattern(r"\bas of\b[^.;]{0,24}$|\bas of 20\d\d", re.IGNORECASE)


def _pairs(item: Item, found: list[Clock]) -> tuple[Window, ...]:
    """Return the first range of an item, and those that a semicolon adds to it."""
    pairs: list[Window] = []
    for one, other in pairwise(found):
        between = item.text[one.end : other.start]
        is_range = _RANGE.fullmatch(between) and not _is_restated(between)
        # A bracket that opens tells the same time in another zone; behind a colon
        # stands what happened at the first.
        is_range = is_range and between.count("(") <= between.count(")")
        is_range = is_range and between[:1] != ":" and not is_habit(item.text[: one.start])
        is_next = not pairs or _adds_window(item.text[pairs[-1].end.end : one.start])
        if is_range and is_next and (not pairs or one.start >= pairs[-1].end.end):
            pairs.append(Window(one, _behind(one, other)))
    return tuple(pairs)


# Hours of work and of jobs, told in one zone all year round.
_HABIT = pattern(
    r"\b(?:open|(?:office|business|working|support) hours|daily|nightly"
    r"|every|each|weekly|usually|always|normally|runs?"
    r"|scheduled)\b[^.;]*$",
    re.IGNORECASE,
)


def is_habit(before: str) -> bool:
    """Tell whether the words before a time make it one of every day."""
    return bool(_HABIT.search(before[-60:]))


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


def _says_start(item: Item, before: str) -> bool:
    return item.part is _T.START or bool(_BEGINS.search(before[-60:]))


def _says_end(item: Item, before: str) -> bool:
    if item.part is _T.FIX and not before.strip(" (~"):
        # As in: Resolved, 08:30.
        return True
    return item.part is _T.END or bool(_ENDS.search(before[-60:]))


# The duration

_LENGTH = pattern(rf"(?<![\w.:-])(?:{durations.PATTERN})", re.IGNORECASE | re.ASCII)
_HYPHENED = pattern(
    r"(?<=[\da-z])-(?=(?:hours?|minutes?|mins?|days?|hrs?)\b)", re.IGNORECASE
)
_COLON_LENGTH = pattern(r"\b(\d{1,2}):(\d{2})\s*(?:hours|hrs|h)\b", re.IGNORECASE)
_LENGTH_CUE = pattern(
    r"\b(?:lasted|lasting|duration|down ?time|in total|totall?ing|total|outage of"
    r"|down for"
    r"|disruption of|span\w*|unavailable for|period of)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
# "It was down from 10:00 for an hour" is of the outage, "retried for an hour" is not, nor
# is what had gone on before it.
_FOR = pattern(
    r"\b(?:down|unavailable|offline|unreachable|inaccessible|unresponsive|outage|incident"
    r"|out of (?:service|order)|disrupted|interrupted|degraded|stopped|dark|dead|not"
    r"|could|unable|fail\w*|errors?|slow|nothing|nobody)\b"
    r"(?:(?!\b(?:because|had)\b)[^;]){0,120}\bfor\b[^.;]{0,30}$"
    r"|^\W*for\b[^.;]{0,30}$",
    re.IGNORECASE,
)
# "Eleven days later", "30 seconds each": of something else, whatever stands before.
_OTHER_NEXT = pattern(
    r"[\s-]{0,2}(?:so far|later|earlier|before|after|ago|old|apart|each|per|every|at a time"
    r"|last (?:time|year|month|week)|in 20\d\d"
    r"|in advance|ahead|longer|more|too|timeouts?|intervals?|retr\w+|delays?|pauses?"
    r"|window|of downtime (?:that|which|a|per|allowed)"
    r"|of (?!downtime|outage|unavailab\w+|disruption|interruption))\b",
    re.IGNORECASE,
)
# "... to 10:05 CET (95 minutes)": brackets tell the length of what they follow.
_BEHIND_CLOCK = pattern(
    r"(?:\d|[ap]\.?m\.?|noon|midnight)[^.;()]{0,40}(?:\([^()]*\)\s*)?\($", re.IGNORECASE
)
_OUTAGE_NEXT = pattern(
    r"[\s-]{0,2}(?:\w+\s){0,2}?(?:outage|downtime|incident|disruption)\b", re.IGNORECASE
)
_NOT_THE_OUTAGE = pattern(
    r"\b(?:wait\w*|stood|queued?|up to|at most|within|after|every"
    r"|in less than|allow\w*|sla|slo|budget|objective|target"
    r"|past|next|last|previous|intervals?|timeout|about every)\b[^.;]{0,20}$",
    re.IGNORECASE,
)
_UNITS_S = ((r"s(?:ec\w*)?\b", 1), (r"m(?:in\w*)?\b", 60), (r"h(?:\w+)?\b|h\d", 3600))


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
    if _NOT_THE_OUTAGE.search(before[-40:]) or _OTHER_NEXT.match(after):
        return False
    if item.part is _T.DURATION or _LENGTH_CUE.search(before[-60:]):
        return True
    sentence = _SENTENCE_END.split(before)[-1]
    if _FOR.search(sentence[-200:]):
        return bool(FAULT.search(one_spelling(f"{sentence} {after.partition('.')[0]}")))
    in_brackets = before.rstrip().endswith("(") and after[:12].lstrip()[:1] == ")"
    is_of_window = in_brackets and bool(_BEHIND_CLOCK.search(before.rstrip()))
    return is_of_window or bool(_OUTAGE_NEXT.match(after))


_SENTENCE_END = pattern(r"(?<=[a-z)])[.!?]\s+(?=[A-Z])")


def _step_s(text: str) -> int:
    words = text.lower()
    if "half" in words or "quarter" in words or "." in words:
        return 30 * 60
    units = [
        step for pattern, step in _UNITS_S if re.search(rf"(?<![a-z]){pattern}", words)
    ]
    return min(units, default=DAY_S)


_ROUNDED = pattern(
    r"(?:about|around|approx\w*\.?|roughly|circa|nearly|almost|some|over|estimated"
    r"|just over"
    r"|just under|more than|less than|close to|~)\s*(?:an?\s)?(?:total of\s)?$",
    re.IGNORECASE,
)


def _is_rounded(before: str, words: str) -> bool:
    return bool(_ROUNDED.search(before[-40:])) or words[0].isalpha()
