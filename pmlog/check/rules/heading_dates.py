"""The dates in the heading of a timeline, or in the title, against those below it."""

from __future__ import annotations

from pmlog.check.clauses.case import Case
from pmlog.check.document.topics import Topic
from pmlog.check.rules.hit import Hit, lines
from pmlog.check.times.dates import TO, days_in
from pmlog.namedtuple import NamedTuple
from pmlog.words.concepts import Concept
from pmlog.words.course import BEGAN, DETECTED, FIRST_HARM
from pmlog.words.impact import FAULT
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


class _Stretch(NamedTuple):
    """From when to when, as a heading says it; one day is its own end."""

    first: date
    last: date
    text: str
    line: int


def outside_heading(case: Case) -> Iterator[Hit]:
    """Find what began before the dates that the heading of the timeline gives it."""
    head, dated = _stretch(case), _dated(case)
    if not head or not dated:
        return
    is_inside = any(head.first <= on <= head.last for on, _, _ in dated)
    is_range = head.first < head.last
    # On the only day that is named nothing happens; what led to a range may stand above.
    wrong = (each for each in dated if each[0] < head.first or not is_range)
    for on, text, line in wrong if is_range or not is_inside else ():
        if _tells_harm(text):
            said = f"is of {on}; the timeline is headed {head.text}"
            yield Hit(line, f"{said} {lines(head.line, line)}")
            return


def _dated(case: Case) -> list[tuple[date, str, int]]:
    """Return what happened on which date, and its line."""
    timed = ((e.clock.day, e.text, e.line) for e in case.facts.entries if e.clock.day)
    bare = ((d.day, d.text, d.line) for d in case.facts.dated_lines if not d.has_clock)
    return sorted((*timed, *bare), key=lambda each: each[2])


def _stretch(case: Case) -> _Stretch | None:
    """Return the dates over the timeline, of its heading or of the line below it."""
    document = case.facts.document
    heading = document.sections.get(Topic.TIMELINE)
    last = min((line for _, _, line in _dated(case)), default=0)
    for line, text in document.stated if heading else ():
        if heading and heading <= line < min(last, heading + _NEAR):
            found = _dates(text, line, case)
            if found:
                return found
    return None


_NEAR = 3


def _dates(text: str, line: int, case: Case) -> _Stretch | None:
    days = days_in(text)
    if len(days) == 1 and line == case.facts.document.sections.get(Topic.TIMELINE):
        pair = (days[0], days[0])
    elif len(days) == _A_PAIR and TO.fullmatch(text[days[0].end : days[1].start]):
        pair = (days[0], days[1])
    else:
        return None
    first, last = (day.date_in(case.facts.dating) for day in pair)
    said = text[pair[0].start : pair[1].end].strip(" .,:)")
    return _Stretch(first, last, said, line) if first and last and first <= last else None


_A_PAIR = 2


def _tells_harm(text: str) -> bool:
    low = one_spelling(text)
    if _BACKGROUND.search(low):
        return False
    harm = (BEGAN, FIRST_HARM, DETECTED, FAULT, _STOPS)
    return any(told.search(low) for told in harm)


_STOPS = Concept("things_stop")
# What led to it may lie years back.
_BACKGROUND = Concept("background")
