"""What a document says of its times against itself.

Two times agree within a minute, or as far as "about" goes. The response may begin
before the outage is known and last longer than it, so only what cannot be so is found:
a detection before the start, a repair before the stated end that nothing follows.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock as clocks
from pmlog.check.facts import Entry, Facts, Length, Window, spans_s
from pmlog.check.moments import DAY_S, HALF_DAY_S, HOUR_S, MINUTE_S, Clock, clocks_in
from pmlog.check.topics import Topic
from pmlog.check.verdict import Case

if TYPE_CHECKING:
    from collections.abc import Iterator


class Hit(NamedTuple):
    """A place where a rule is broken, and the sentence for it."""

    line: int
    message: str


def shown(seconds: int) -> str:
    """Return a length of time for a message: "1 h 17 min 51 s"."""
    return clocks.duration_text(seconds * clocks.SECOND_US)


def lines(*numbers: int) -> str:
    """Return line numbers for a message: "(lines 6, 14)", each once."""
    each = list(dict.fromkeys(numbers))
    return f"(line{'s' * (len(each) > 1)} {', '.join(map(str, each))})"


# Durations


def wrong_duration(case: Case) -> Iterator[Hit]:
    """Compare the stated duration with the stated start and end."""
    window, length = case.facts.window, case.facts.length
    if not window or not length:
        return
    spans = spans_s(window.start, window.end)
    allowed = _tolerance_s(length, window)
    dated = window.start.day and window.end.day
    if spans and not any(_agree(span, length.seconds, allowed, dated) for span in spans):
        start, end = window
        yield Hit(
            length.line,
            f"says {length.text}; {start.text} to {end.text} is {shown(spans[0])} "
            + lines(length.line, start.line, end.line),
        )


def _agree(span_s: int, stated_s: int, allowed_s: int, dated: object) -> bool:
    apart = abs(span_s - stated_s)
    # Without dates, two days and two hours look like two hours.
    return min(apart, apart if dated else abs(apart % DAY_S)) <= allowed_s


_ROUNDING_S = {DAY_S: HALF_DAY_S, HOUR_S: 15 * MINUTE_S, HOUR_S // 2: 10 * MINUTE_S}


def _tolerance_s(length: Length, window: Window) -> int:
    allowed = _ROUNDING_S.get(length.step_s, MINUTE_S - 1)
    if length.is_approximate or window.start.is_approximate or window.end.is_approximate:
        return max(2 * allowed, length.seconds * 15 // 100, 10 * MINUTE_S)
    return allowed


def longer_than_timeline(case: Case) -> Iterator[Hit]:
    """Compare a duration that stands alone with the timeline from first to last."""
    facts = case.facts
    length, entries = facts.length, _first_sequence(facts)
    if facts.window or not length or len(entries) < 2:
        return
    first, last = entries[0], entries[-1]
    spans = spans_s(first.clock, last.clock)
    allowed = max(length.seconds * 15 // 100, 10 * MINUTE_S)
    is_whole = _BEGAN.search(first.text.lower()) and _MENDED.search(last.text.lower())
    if is_whole and spans and min(abs(length.seconds - span) for span in spans) > allowed:
        yield Hit(
            length.line,
            f"says {length.text}; {first.clock.text} to {last.clock.text} is "
            f"{shown(spans[0])} {lines(length.line, first.line, last.line)}",
        )


def _first_sequence(facts: Facts) -> list[Entry]:
    entries = [e for e in facts.entries if not e.clock.impossible]
    return [e for e in entries if e.sequence == entries[0].sequence]


# Summary against timeline

_BEGAN = re.compile(
    r"^(?:began|begins?|start|start of (?:the )?(?:outage|impact))\b|\b(?:goes down"
    r"|went down|go down|start(?:s|ed) (?:failing|returning|to fail)"
    r"|(?:incident|issue|outage|impact|disruption|downtime|breakdown) (?:start|beg[ai]n|occur)\w*"
    r"|stopp?ed (?:responding|working)|became (?:unavailable|unresponsive|inaccessible))"
)
_DETECTED = re.compile(
    r"\b(?:detect|alert(?:s|ed)?\b|report(?:s|ed)\b|complain|notic|flagg|paged)"
)
_RESTORED = re.compile(
    r"\b(?:(?:service|site|website|access|functionality|operations?|connectivity"
    r"|application"
    r"|system|server|everything)s?\b[^.]{0,40}\b(?:restored|back|recovered|resumed)"
    r"|back (?:up|online|to normal)|fully (?:restored|recovered|operational)"
    r"|outage (?:ends|ended|over))"
)
_MENDED = re.compile(
    rf"{_RESTORED.pattern}|\b(?:resolved|fixed|restored|fixes|mended|recovered"
    rf"|100% online)\b"
)
_AFTERWARDS = re.compile(
    r"\b(?:confirm|verif|declar|monitor|clos|post-?mortem|review|observ|communicat"
    r"|announc|not"
    r"|document|meeting|follow|partial|temporar|initial|some|cause|identified|persist)"
)


def _apart_s(one: Clock, other: Clock) -> int:
    """Return how much later other is, as the nearest of its readings, signed."""
    if one.day and other.day:
        spans = spans_s(one, other)
        return min(spans, key=abs) if spans else 0
    undated = spans_s(one._replace(day=None), other._replace(day=None))
    nearest = [(span + HALF_DAY_S) % DAY_S - HALF_DAY_S for span in undated]
    if one.is_half_open or other.is_half_open:
        nearest += [n + HALF_DAY_S for n in nearest] + [n - HALF_DAY_S for n in nearest]
    return min(nearest, key=abs, default=0)


def _differ(one: Clock, other: Clock) -> bool:
    is_rough = one.is_approximate or other.is_approximate
    return abs(_apart_s(one, other)) > (15 * MINUTE_S if is_rough else MINUTE_S)


def wrong_start(case: Case) -> Iterator[Hit]:
    """Compare the stated start with the entry that says it began."""
    window = case.facts.window
    for entry in _first_sequence(case.facts)[:3]:
        if (
            window
            and _BEGAN.search(entry.text.lower())
            and _differ(window.start, entry.clock)
        ):
            yield Hit(
                entry.line,
                f"says that it began at {entry.clock.text}; the stated start is "
                f"{window.start.text} {lines(window.start.line, entry.line)}",
            )
            return


def wrong_end(case: Case) -> Iterator[Hit]:
    """Compare the stated end with the entry that says it was over."""
    window, entries = case.facts.window, _first_sequence(case.facts)
    if not window or any(not _differ(window.end, e.clock) for e in entries):
        return
    over = [e for e in entries if _is_over(e, window)]
    if over:
        apart = abs(_apart_s(window.end, over[-1].clock))
        yield Hit(
            over[-1].line,
            f"says that it was over at {over[-1].clock.text}; the stated end is "
            f"{window.end.text}, {shown(apart)} apart "
            f"{lines(window.end.line, over[-1].line)}",
        )


def _is_over(entry: Entry, window: Window) -> bool:
    text = entry.text.lower()
    if _AFTERWARDS.search(text):
        return False
    is_late = _apart_s(window.end, entry.clock) > 0
    # The response may end later; a service is back when the outage ends.
    return bool((_RESTORED if is_late else _MENDED).search(text))


def wrong_detection(case: Case) -> Iterator[Hit]:
    """Compare a stated time of detection with the entry of the detection."""
    entries = {entry.line: entry for entry in _first_sequence(case.facts)[:4]}
    listed = next((e for e in entries.values() if "detect" in e.text.lower()), None)
    for sentence in case.lead if listed else ():
        match = _DETECTED_AT.search(sentence.text)
        found = clocks_in(match[0], sentence.line, case.facts.year) if match else []
        if listed and found and _differ(found[-1], listed.clock):
            yield Hit(
                listed.line,
                f"says that it was detected at {listed.clock.text}; line "
                f"{sentence.line} says "
                f"{found[-1].text} {lines(sentence.line, listed.line)}",
            )
            return


_DETECTED_AT = re.compile(
    r"\bdetect(?:ed|ion)\b[^.;]{0,20}?\b(?:at"
    r"|time:?)\s[^.;]{0,12}?\d{1,2}(?::\d\d)?\s?(?:[ap]m)?",
    re.IGNORECASE,
)


# Order


def detected_before_start(case: Case) -> Iterator[Hit]:
    """Find a detection before the stated start: nobody notices what has not begun."""
    window = case.facts.window
    for entry in _first_sequence(case.facts)[:4]:
        text = entry.text.lower()
        if not window or not _DETECTED.search(text) or _BEGAN.search(text):
            continue
        early_s = _apart_s(entry.clock, window.start)
        if _differ(entry.clock, window.start) and 0 < early_s < HALF_DAY_S:
            yield Hit(
                entry.line,
                f"is noticed at {entry.clock.text}, {shown(early_s)} before the stated "
                f"start "
                f"{window.start.text} {lines(window.start.line, entry.line)}",
            )
            return


_WORK = re.compile(
    r"\b(?:escalat\w+|investigat(?:ion|ed|ing) (?:began|start|of|the|into|possible)"
    r"|suspect\w+|root cause (?:was )?(?:identified|found)|users? (?:report|complain)\w*)"
)


def work_after_end(case: Case) -> Iterator[Hit]:
    """Find an investigation that goes on behind the stated end of the outage."""
    window = case.facts.window
    for entry in _first_sequence(case.facts) if window else ():
        if not window or not _WORK.search(entry.text.lower()):
            continue
        late_s = _apart_s(window.end, entry.clock)
        if _differ(window.end, entry.clock) and 0 < late_s < HALF_DAY_S // 2:
            yield Hit(
                entry.line,
                f"stands at {entry.clock.text}, {shown(late_s)} after the stated end "
                f"{window.end.text} {lines(window.end.line, entry.line)}",
            )


def step_back(case: Case) -> Iterator[Hit]:
    """Find an entry that is earlier than the one before it, where it is no midnight."""
    for one, other in pairwise(e for e in case.facts.entries if not e.clock.impossible):
        if one.sequence == other.sequence and _is_step_back(one.clock, other.clock):
            yield Hit(
                other.line,
                f"{other.clock.text} stands after {one.clock.text} "
                f"{lines(one.line, other.line)}",
            )


def _is_step_back(one: Clock, other: Clock) -> bool:
    spans = spans_s(one, other)
    if not spans or any(clock.is_approximate for clock in (one, other)):
        return False
    if one.day and other.day and one.day != other.day:
        return spans[0] < -MINUTE_S
    if other.is_half_open:
        # "12:50 PM" and then "1:05": who leaves out am means the next such hour.
        return (other.second_of_day - one.second_of_day) % HALF_DAY_S > HALF_DAY_S // 2
    if one.second_of_day >= _EVENING_S and other.second_of_day < HALF_DAY_S:
        return False
    # Counted through midnight: more than half a day forward is a step back.
    return spans[0] > HALF_DAY_S


_EVENING_S = 17 * HOUR_S


def resolved_before_detected(case: Case) -> Iterator[Hit]:
    """Compare the times under "Detection" and "Resolution"."""
    detected = _labelled_clock(case, Topic.DETECTED)
    resolved = _labelled_clock(case, Topic.FIX)
    if not detected or not resolved:
        return
    early_s = _apart_s(resolved, detected)
    if _differ(detected, resolved) and 0 < early_s < HALF_DAY_S // 2:
        yield Hit(
            resolved.line,
            f"is resolved at {resolved.text}, {shown(early_s)} before it is detected at "
            f"{detected.text} {lines(detected.line, resolved.line)}",
        )


def _labelled_clock(case: Case, part: Topic) -> Clock | None:
    told = (*case.timeline, *case.elsewhere)
    at = {s.line for s in told if s.item.part is part}
    return next((c for c in case.facts.clocks if c.line in at and not c.impossible), None)
