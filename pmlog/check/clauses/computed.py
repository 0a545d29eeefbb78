"""The answer to a clause that a document's own times give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog import clock as clocks
from pmlog.check.times.clock_times import Clock
from pmlog.check.times.spans import spans_s
from pmlog.words.course import AFTERWARDS, BEGAN, RESOLVED

if TYPE_CHECKING:
    from pmlog.check.clauses.verdict import Case
    from pmlog.check.times.entries import Entry

_DURATION = "summary.duration_start_end_timezone"


def answer(clause: str, case: Case) -> str:
    """Return what a clause's answer is by the document's own times, "" if unknown."""
    return _duration(case) if clause == _DURATION else ""


def _duration(case: Case) -> str:
    ends = case.facts.window or _ends_of_timeline(case)
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
