"""The answer to a clause that a document's own times and figures give."""

from __future__ import annotations

import re

from pmlog import clock as clocks
from pmlog.check.times.apart import later, spans_s
from pmlog.check.times.clock_times import Clock
from pmlog.check.times.stated import LENGTH
from pmlog.text.patterns import pattern
from pmlog.when import durations
from pmlog.words.beside import before, behind
from pmlog.words.concepts import Concept
from pmlog.words.course import AFTERWARDS, BEGAN, RESOLVED
from pmlog.words.impact import USERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.check.clauses.case import Case
    from pmlog.check.times.entries import Entry


def answer(clause: str, case: Case) -> str:
    """Return what a clause's answer is by the document's own figures, "" if unknown."""
    compute = _COMPUTED.get(clause)
    return compute(case) if compute else ""


def _duration(case: Case) -> str:
    ends = case.facts.window or _ends_by_length(case) or _ends_of_timeline(case)
    spans = spans_s(*ends) if ends else []
    if not ends or len(spans) != 1 or spans[0] <= 0:
        return ""
    start, end = ends
    length = clocks.duration_text(spans[0] * clocks.SECOND_US)
    zone = end.zone or start.zone
    days = [f"{clock.day} " if clock.day else "" for clock in ends]
    second_day = days[1] if days[1] != days[0] else ""
    times = f"{days[0]}{start.text} to {second_day}{end.text}"
    return f"Duration: {length}, from {times}{f' {zone.text}' if zone else ''}"


def _ends_by_length(case: Case) -> tuple[Clock, Clock] | None:
    """Return the stated start, and the end that the stated duration gives it."""
    start, length = case.facts.stated.start, case.facts.length
    end = later(start, length.seconds) if start and length else None
    return (start, end) if start and end else None


def _ends_of_timeline(case: Case) -> tuple[Clock, Clock] | None:
    """Return the first entry's clock and that of the last one that says it was over."""
    entries = [e for e in case.facts.entries if not e.clock.impossible]
    began = [e for e in entries if BEGAN.search(e.tells)] or entries
    over = [e for e in entries if _is_over(e)]
    if not over or began[0].line >= over[-1].line:
        return None
    return began[0].clock, over[-1].clock


def _is_over(entry: Entry) -> bool:
    is_after = AFTERWARDS.search(entry.text.lower())
    return bool(RESOLVED.search(entry.tells)) and not is_after


# Who was hit

_PART_OF_ALL = pattern(
    r"(?<![\d,.])(\d[\d,]{0,12})\s(?:out\s)?of\s"
    r"(?:(?:our|the|about|all|some|a total of)\s){0,2}(\d[\d,]{0,12})(?=\s)",
    re.IGNORECASE,
)


def _share(case: Case) -> str:
    for sentence in case.what_happened:
        match = _PART_OF_ALL.search(sentence.text)
        some, every = (int(n.replace(",", "")) for n in match.groups()) if match else (0, 0)
        of_users = match and behind(USERS, sentence.text, match.end(), words=2)
        if match and of_users and 0 < some <= every:
            share = f"{100 * some / every:.1f}".removesuffix(".0")
            return f"{share}% of users were affected, {match[1]} of {match[2]}"
    return ""


# When it was noticed

_NOTICED = Concept("noticed_for")
_COUNTED = Concept("time_to_detect")
_LATER = Concept("later_next")
_NEAR = 40
# Behind another figure stands another length.
_STOPS = ".;0123456789"


def _detected(case: Case) -> str:
    start = case.facts.window.start if case.facts.window else case.facts.stated.start
    for sentence in case.what_happened if start else ():
        for match in LENGTH.finditer(sentence.text):
            length_us = durations.of_match(match[0])
            if start and length_us and _is_noticed(sentence.text, *match.span()):
                known = later(start, length_us // clocks.SECOND_US)
                zone = f" {start.zone.text}" if start.zone else ""
                return f"- {known.text}{zone} - Detected: ..." if known else ""
    return ""


def _is_noticed(text: str, first: int, last: int) -> bool:
    if before(_COUNTED, text, first, _NEAR, stops=_STOPS):
        return True
    return before(_NOTICED, text, first, _NEAR, stops=_STOPS) and behind(_LATER, text, last)


_COMPUTED = {
    "summary.duration_start_end_timezone": _duration,
    "summary.impact_percent_users": _share,
    "timeline.when_detected": _detected,
}
