"""The weekday that an entry begins with -> its date: "Sat 03:00 - the page is back"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cached_property

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


class Week:
    """The dates of a document's weekdays, as far as its other dates tell them."""

    def __init__(self, document: Document, dating: Dating) -> None:
        self._document = document
        self._dating = dating

    def date_of(self, weekday: int, last: date | None) -> date | None:
        """Return the date of a weekday: the next behind the last entry's.

        Before the first entry with a date it is the nearest to the days of the incident;
        None where the document does not tell them.
        """
        if last is not None:
            return days_later(last, (weekday - last.weekday()) % _WEEK)
        if self._first is None:
            return None
        apart = (weekday - self._first.weekday() + _HALF_A_WEEK) % _WEEK - _HALF_A_WEEK
        return days_later(self._first, apart)

    @cached_property
    def _first(self) -> date | None:
        """The first of the document's dates, where all are within three days.

        Else the first of those with their weekday, as an incident's are written, where
        these are: any other date may be a report's.
        """
        days = [day for _, text in self._document.stated for day in days_in(text)]
        for some in (days, [day for day in days if day.weekday]):
            dates = [on for day in some if (on := day.date_in(self._dating))]
            if dates and max(dates) - min(dates) <= timedelta(days=_HALF_A_WEEK):
                return dates[0]
        return None


def days_later(day: date, days: int) -> date:
    """Return the date so many days later, the same where the calendar ends before."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day
