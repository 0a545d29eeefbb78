"""The date of the outage, told once more as another one: in the title, in the summary."""

from __future__ import annotations

from datetime import timedelta

from pmlog.check.clauses.case import Case
from pmlog.check.document.topics import Topic
from pmlog.check.rules.calendar import is_of_a_thing
from pmlog.check.rules.hit import Hit, lines
from pmlog.check.times.dates import Day, days_in
from pmlog.check.times.entries import A_LEAP_YEAR
from pmlog.check.times.facts import FAR, is_latest
from pmlog.check.times.zones import HOUR_S
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern
from pmlog.words.beside import before, sentence_at
from pmlog.words.concepts import Concept
from pmlog.words.course import OF_ANOTHER
from pmlog.words.impact import OUTAGE
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


class _Told(NamedTuple):
    """The date of the outage, or its first and last, as a line tells it."""

    first: date
    last: date
    text: str
    line: int


def another_date(case: Case) -> Iterator[Hit]:
    """Find a date of the outage that is none of those on which it is said to have been."""
    days = _days(case)
    if len({on for _, _, on in days}) <= 1:
        return
    known = _of_window(case, days) or _of_timeline(case) or _labelled(case, days)
    for told in _claims(case, days, known) if known else ():
        if known and _is_apart(case, known, told):
            yield Hit(
                told.line,
                f"says {told.text}; the outage is of {known.text} "
                f"{lines(known.line, told.line)}",
            )
            return


def _days(case: Case) -> list[tuple[int, Day, date]]:
    """Return the dates of a document with their lines, of one year where none is named."""
    dating = case.facts.dating
    dating = dating if dating.year else dating._replace(year=A_LEAP_YEAR)
    read = ((line, day, day.date_in(dating)) for line, day in case.facts.days)
    return [(line, day, on) for line, day, on in read if on]


def _of_window(case: Case, days: list[tuple[int, Day, date]]) -> _Told | None:
    """Return the dates of the stated start and end."""
    windows = case.facts.stated.windows
    if not windows:
        return None
    each = [clock for window in (*windows, *case.facts.stated.others) for clock in window]
    dated = [clock.day for clock in each if clock.day]
    line = windows[0].start.line
    if not dated:
        at = {clock.line for clock in each}
        same = [on for where, _, on in days if where in at]
        dated = same if len(set(same)) == 1 else []
    if not dated:
        return None
    first, last = min(dated), max(dated)
    return _Told(first, last, _range(case, first, last), line)


def _of_timeline(case: Case) -> _Told | None:
    """Return the first and the last date of a timeline, where all of it is dated."""
    facts = case.facts
    dated = [(e.clock.day, e.line) for e in facts.entries if e.clock.day]
    if len(dated) < len(facts.entries):
        return None
    dated += [(each.day, each.line) for each in facts.dated_lines]
    if not dated:
        return None
    first, last = min(on for on, _ in dated), max(on for on, _ in dated)
    return _Told(first, last, _range(case, first, last), min(line for _, line in dated))


def _range(case: Case, first: date, last: date) -> str:
    """Return some dates for a message, without a year where none is named."""
    form = "%Y-%m-%d" if case.facts.dating.year else "%b %d"
    one, other = first.strftime(form), last.strftime(form)
    return one if first == last else f"{one} to {other}"


def _labelled(case: Case, days: list[tuple[int, Day, date]]) -> _Told | None:
    """Return the first date of the summary that stands for itself.

    One above all sections, as "date:", may be the report's.
    """
    document = case.facts.document
    title = min(document.sections.values(), default=0)
    of_report = {
        line
        for line, text in document.stated
        if line <= title and text.lower().startswith("date")
    }
    of_window = {s.line for s in case.lead if s.part in (Topic.START, Topic.DURATION)}
    of_window -= of_report
    told = (_Told(on, on, day.text, line) for line, day, on in days if line in of_window)
    return next(told, None)


def _claims(case: Case, days: list[tuple[int, Day, date]], known: _Told) -> Iterator[_Told]:
    """Yield the dates that are told to be the outage's, but for those it is known by."""
    document = case.facts.document
    texts = case.shown
    title = min(document.sections.values(), default=0)
    summed_up = {s.line for s in case.lead}
    timeline = _of_timeline(case)
    heads = _heads(case, days, known)
    detected = {s.line for s in case.of_part(Topic.DETECTED)}
    for line, day, on in days:
        text = texts.get(line, "")
        if is_latest(text) or is_of_a_thing(text, day, timed=True):
            continue
        is_compiled = before(_COMPILED_ON, text, day.start, _A_HEADING)
        is_alone = len(days_in(text)) == 1 and not _RANGE_NEXT.match(text, day.end)
        is_title = line <= title and is_alone
        is_title = is_title and _is_of_title(text, day, is_early=on < known.first)
        is_told = line in summed_up and before(_HAPPENED, text, day.start, _NEXT_TO)
        is_told = is_told and not OF_ANOTHER.search(sentence_at(text, day.start)[0])
        # What goes on unseen is detected days later.
        is_head = (line in heads and not is_compiled) or (
            line in detected and on < known.first
        )
        if is_title or is_told or (is_alone and is_head):
            yield _Told(on, on, day.text, line)
    if timeline:
        yield timeline


def _heads(case: Case, days: list[tuple[int, Day, date]], known: _Told) -> frozenset[int]:
    """Return the lines whose dates are those of all of the timeline.

    A date over the entries of each day is that of these alone.
    """
    facts = case.facts
    rows = [entry.line for entry in facts.entries]
    rows += [each.line for each in facts.dated_lines]
    first, last = min(rows, default=0), max(rows, default=0)
    heading = facts.document.sections.get(Topic.TIMELINE, first)
    below = {line for line, _, _ in days if heading <= line <= last}
    fits = any(known.first <= on <= known.last for line, _, on in days if line in below)
    return frozenset(line for line in below if line < first and not fits)


# "Between February 2-6".
_RANGE_NEXT = pattern(r"\s?[-\u2013\u2014]\s?\d{1,2}\b(?!:|\s?[AaPp]\.?[Mm])")


def _is_of_title(text: str, day: Day, *, is_early: bool) -> bool:
    """Tell whether a date above all is the outage's: a report is written later.

    One before it may be of what led to it. Sentences may tell of anything.
    """
    if len(text) > _A_HEADING or text.endswith("."):
        return False
    low = one_spelling(text)
    is_outage, is_report = bool(OUTAGE.search(low)), bool(_REPORT.search(low))
    if is_early:
        return (is_outage or is_report) and not _WHAT_LED.search(low)
    is_on = before(_OUTAGE_ON, text, day.start, _NEXT_TO)
    return is_on or (is_outage and not is_report)


_A_HEADING = 120
_OUTAGE_ON = Concept("outage_on")
_REPORT = Concept("of_report")
_WHAT_LED = Concept("of_what_led")
_COMPILED_ON = Concept("compiled_on")
_HAPPENED = Concept("happened_on")
_NEXT_TO = len(" the ")


def _is_apart(case: Case, known: _Told, told: _Told) -> bool:
    """Tell whether a date is too far from the outage's for another zone, or for midnight.

    Dates of two years are another rule's.
    """
    apart = max(known.first - told.last, told.first - known.last)
    if apart <= timedelta(0) or (apart > FAR and told.first.year != known.first.year):
        return False
    return apart > _A_DAY or _is_at_noon(case)


_A_DAY = timedelta(days=1)


def _is_at_noon(case: Case) -> bool:
    """Tell whether the stated times are of one date in whatever zone they are told."""
    zones = {clock.zone.text for clock in case.facts.clocks if clock.zone}
    window = case.facts.window
    if not window or len(zones) > 1:
        return False
    return all(_MORNING_S <= c.second_of_day < _EVENING_S for c in window)


_MORNING_S, _EVENING_S = 6 * HOUR_S, 18 * HOUR_S
