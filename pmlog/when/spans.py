"""Two times typed as one span: "10:00 to 10:30", "12:26-12:31 UTC", "14:05 for 20m"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.text.patterns import pattern
from pmlog.when import durations, grammar, reading, zones
from pmlog.when.wording import (
    AMBIGUOUS,
    CONTRADICTION,
    EXAMPLES,
    refuse_unreadable,
    shown,
)

if TYPE_CHECKING:
    from pmlog.when.pieces import Typed
    from pmlog.when.reading import Reading
    from pmlog.when.resolve import Question

_WORDS = (
    re.compile("(?:from )?(?P<first>.+?) (?:to|until|till) (?P<last>.+)", re.IGNORECASE),
    re.compile("between (?P<first>.+?) and (?P<last>.+)", re.IGNORECASE),
    # ISO 8601 has a slash between two dates with their clocks.
    re.compile(r"(?P<first>\d{4}-?\d\d-?\d\dT[^/ ]+)/(?P<last>\d{4}-?\d\d-?\d\dT[^/ ]+)"),
    # A hyphen behind a half of the day or a Z begins no offset: "2pm-3pm", "14:05Z-14:10Z".
    re.compile(r"(?P<first>.*\d(?: ?[ap]\.?m\.?|Z)) ?- ?(?P<last>\d.*)", re.IGNORECASE),
)
_LENGTH = pattern(rf"(?P<first>.+?) for (?P<length>{durations.PATTERN})", re.IGNORECASE)
# Also what stands between a date and its clock: "2023-10-15 - 08:00".
_HYPHEN = pattern(r"(?<=\S) ?- (?=\S)|(?<=\d)-(?=\d\d?(?::\d\d)? ?[ap]\.?m\b)")
_GLUED = pattern(
    r"(?P<first>(?:.*[ T])?\d?\d:\d\d(?P<seconds>:\d\d(?:\.\d+)?)?)-"
    r"(?P<end>\d?\d:(?P<minutes>\d\d))(?P<end_seconds>:\d\d(?:\.\d+)?)?"
    r"(?P<zone> ?[A-Za-z(].*)?",
    re.ASCII,
)
# A stamp of RFC 3339 may have its offset here: 2026-11-01T09:00-05:00.
_STAMP = pattern(r"\d{4}-?\d\d-?\d\dT", re.ASCII)
_MINUTES_OF_OFFSETS = ("00", "30", "45")


# Military clocks, glued: 0800-0900.
_BARE = pattern(r"(?P<first>.*?\b(?P<h>\d\d)(?P<m>\d\d))-(?P<last>\d{4}(?: [A-Z(].*)?)")
_HALF_OF_DAY = pattern(r"\d ?([ap])\.?m\b", re.IGNORECASE)
_CLOCK_OF_12 = pattern(r"(?<![\d:.-])(?:0?[1-9]|1[0-2])(?::\d\d)?(?![\d:/.-])")
# A choice with its beginning moved behind its end would last until the day after.
_LONGEST_OFFERED_US = 12 * clock.HOUR_US


class _Halves(NamedTuple):
    first: str
    last: str


def read(words: str, asked: Question) -> Reading | None:
    """Return the reading of a span, with its end; None for words that are none."""
    # Looked for first: to compile the pattern takes as long as to log an event.
    if " for " in words.lower() and (match := _LENGTH.fullmatch(words)):
        return _with_length(match, asked)
    for each in _WORDS:
        if match := each.fullmatch(words):
            return _of_halves(words, _Halves(match["first"], match["last"]), asked)
    if match := _GLUED.fullmatch(words):
        return _glued(match, asked)
    if match := _BARE.fullmatch(words):
        _refuse_bare(match)
    hyphens = [] if _is_understood(words) else list(_HYPHEN.finditer(words))
    for hyphen in hyphens:
        halves = _Halves(words[: hyphen.start()], words[hyphen.end() :])
        if _has_clock(*halves):
            return _of_halves(words, halves, asked)
    return None


def refuse(words: str, span: Reading) -> NoReturn:
    """Refuse a span where one time is wanted."""
    ends = [clock.rfc3339(span.at_us), clock.rfc3339(span.until_us or span.at_us)]
    what = f"{shown(words)} is a span, and one time is asked for"
    refuse_unreadable(words, what, tuple(ends))


def _is_understood(words: str) -> bool:
    try:
        grammar.read(words)
    except TimeRefused:
        return False
    return True


def _has_clock(first: str, last: str) -> bool:
    if _CLOCK_OF_12.fullmatch(first) and _HALF_OF_DAY.search(last):
        return True
    try:
        typed = grammar.read(first)
    except TimeRefused:
        return False
    return bool(typed.clock or typed.moment)


def _with_length(match: re.Match[str], asked: Question) -> Reading:
    first = reading.one(match["first"], asked)
    return first._replace(until_us=first.at_us + durations.read(match["length"]))


def _refuse_bare(match: re.Match[str]) -> NoReturn:
    what = f"{shown(match[0])} may be a span of two clocks, or numbers"
    first = match["first"].removesuffix(f"{match['h']}{match['m']}")
    choice = f"{first}{match['h']}:{match['m']} to {match['last'][:2]}:{match['last'][2:]}"
    refuse_unreadable(match[0], what, (choice,))


def _of_halves(words: str, halves: _Halves, asked: Question) -> Reading:
    """Return the span between two halves; a refused half is mended within the span."""
    _check_halves_of_day(words, halves)
    try:
        return _between(words, halves, asked)
    except TimeRefused as refused:
        if refused.text not in halves:
            raise
        is_first = refused.text == halves.first
        mended = [
            halves._replace(first=choice) if is_first else halves._replace(last=choice)
            for choice in refused.choices
        ]
        kept = tuple(" to ".join(each) for each in mended if _is_short(each, asked))
        choices = kept or (() if refused.hint else EXAMPLES)
        raise TimeRefused(
            words, refused.code, refused.what, choices, refused.hint
        ) from None


def _is_short(halves: _Halves, asked: Question) -> bool:
    try:
        span = _between(" to ".join(halves), halves, asked)
    except TimeRefused:
        return False
    return (span.until_us or 0) - span.at_us < _LONGEST_OFFERED_US


def _check_halves_of_day(words: str, halves: _Halves) -> None:
    """Refuse "2:05-3pm", where the pm may be that of both or of the end alone."""
    half = _HALF_OF_DAY.search(halves.last)
    clocks = list(_CLOCK_OF_12.finditer(halves.first))
    if not half or not clocks or _HALF_OF_DAY.search(halves.first):
        return
    before, after = halves.first[: clocks[-1].start()], halves.first[clocks[-1].end() :]
    choices = tuple(
        f"{before}{clocks[-1][0]}{each}m{after} to {halves.last}"
        for each in dict.fromkeys((half[1].lower(), "a", "p"))
    )
    what = f"{shown(halves.first)} in {shown(words)} may be before noon or after it"
    raise TimeRefused(words, AMBIGUOUS, what, choices)


def _between(words: str, halves: _Halves, asked: Question) -> Reading:
    """Return the span between two halves.

    A zone behind both is that of both. A date behind both is that of the end, which the
    beginning is the last time before; else the end is the first time behind it.
    """
    first, last = grammar.read(halves.first), grammar.read(halves.last)
    if any(last.zone) and not any(first.zone):
        first = first._replace(zone=last.zone)
    if _has_day(last) and not _has_day(first) and first.clock:
        end = reading.of_pieces(last, asked)
        begun = asked._replace(now_us=end.at_us, after_us=None, near=None)
        start = reading.of_pieces(first, begun)
    else:
        start = reading.of_pieces(first, asked)
        ended = asked._replace(zone=start.zone, after_us=start.at_us, near=None)
        end = reading.of_pieces(last, ended)
    if end.at_us < start.at_us:
        what = f"the end in {shown(words)} is before the beginning"
        raise TimeRefused(words, CONTRADICTION, what, hint="check both, and their dates")
    is_approximate = start.approx or end.approx
    return start._replace(
        until_us=end.at_us,
        approx=is_approximate,
        warnings=tuple(dict.fromkeys(start.warnings + end.warnings)),
    )


def _has_day(typed: Typed) -> bool:
    return bool(typed.day or typed.shift or typed.weekday)


def _glued(match: re.Match[str], asked: Question) -> Reading | None:
    """Return the span in "12:26-12:31"; refuse one that may be a clock and an offset."""
    first, end, zone = match["first"], match["end"], match["zone"] or ""
    has_more = match["end_seconds"] or _HALF_OF_DAY.search(end + zone)
    is_like_offset = not has_more and (
        zones.is_offset_somewhere(f"-{end}") or match["minutes"] in _MINUTES_OF_OFFSETS
    )
    is_stamp = _STAMP.match(first) and zones.is_offset_somewhere(f"-{end}")
    if is_like_offset and (match["seconds"] or is_stamp):
        return None
    last = f"{end}{match['end_seconds'] or ''}{zone}"
    if is_like_offset:
        choices = (f"{first} to {last}", f"{first} -{end:0>5}{zone}")
        what = f"{shown(match[0])} may be a span, or one time and its offset from UTC"
        raise TimeRefused(match[0], AMBIGUOUS, what, choices)
    return _of_halves(match[0], _Halves(first, last), asked)
