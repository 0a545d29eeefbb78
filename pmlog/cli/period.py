"""The options that choose among incidents: a time, a service, a severity, a key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.cli.session import Session, time_typed
from pmlog.cli.values import given
from pmlog.errors import NotFound, UsageError
from pmlog.failures import TimeRefused
from pmlog.stats.case import folded
from pmlog.stats.choice import Bound, Choice

if TYPE_CHECKING:
    from collections.abc import Collection

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_LENGTH = re.compile(r"\d+\s*[a-z]+", re.IGNORECASE)


def choice_typed(
    session: Session,
    since: str | None,
    until: str | None,
    services: list[str] | None,
    severities: list[str] | None,
    keys: list[str] | None = None,
) -> Choice:
    """Return what was asked for. UsageError where it ends before it starts."""
    first, last = _bound(since, session), _bound(until, session)
    shortest = min(len(each.day) for each in (first, last) if each) if since else 0
    if first and last and last.day[:shortest] < first.day[:shortest]:
        raise UsageError(f"--until {until} is before --since {since}")
    return Choice(
        first,
        last,
        tuple(given(services)),
        tuple(given(severities)),
        tuple(given(keys)),
    )


def _bound(typed: str | None, session: Session) -> Bound | None:
    if typed is None:
        return None
    words = typed.strip()
    if match := _DAY.fullmatch(words):
        return _day(typed, *match.groups())
    zone = session.responder().zone
    # A length alone is how long ago: nobody means the 90th of the month.
    before = f"-{words}" if _LENGTH.fullmatch(words) else words
    reading = time_typed(before, session, zone)
    at_us = reading.at_us if reading else session.now_us
    return Bound(clock.date_text(at_us, zone), at_us)


def _day(typed: str, year: str, month: str | None, day: str | None) -> Bound:
    from datetime import date

    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        choices = (f"{year}-01", f"{year}-01-01")
        raise TimeRefused(
            typed, "invalid_time", f"{typed!r} is not in the calendar", choices
        ) from error
    return Bound("-".join(part for part in (year, month, day) if part))


def check_there(what: str, wanted: Collection[str], known: Collection[str]) -> None:
    """Raise NotFound where no incident has the name that was asked for."""
    names = {folded(name): name for name in known if name}
    for each in wanted:
        if folded(each) not in names:
            there = ", ".join(sorted(names.values())[:12]) or "none"
            raise NotFound(f"no incident of {what} {each!r}; there are: {there}")
