"""The weekday that an entry begins with -> its date: "Sat 03:00 - the page is back"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pmlog.check.document.parse import Document
from pmlog.check.times.dates import Dating, days_in
from pmlog.text.patterns import pattern

_BEGINS = pattern(
    r"\W{0,6}(?:on )?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"(?=[.,:]?\s{1,3}(?:\(|at |~ ?)?\d|[:.]?\s*$)",
    re.IGNORECASE,
)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WIDTH = 12
_WEEK = 7
_HALF_A_WEEK = 3


def weekday_of(text: str) -> int | None:
    """Return the weekday before a line's time, or alone on its line; Monday is 0."""
    begins = text[:_WIDTH].lower()
    match = _BEGINS.match(text) if any(name in begins for name in _NAMES) else None
    return _NAMES.index(match[1][:3].lower()) if match else None


def dated(
    weekday: int, document: Document, dating: Dating, last: date | None
) -> date | None:
    """Return the date of a weekday: the next behind the last entry's date.

    Before the first entry with a date it is the nearest to the document's first date;
    None where the document has none.
    """
    if last is not None:
        return last + timedelta(days=(weekday - last.weekday()) % _WEEK)
    dates = (d.date_in(dating) for _, text in document.stated for d in days_in(text))
    first = next(filter(None, dates), None)
    if first is None:
        return None
    apart = (weekday - first.weekday() + _HALF_A_WEEK) % _WEEK - _HALF_A_WEEK
    return first + timedelta(days=apart)
