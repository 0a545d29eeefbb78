"""What was typed, with the time now and a zone -> one instant on that zone's wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn

from pmlog import clock
from pmlog.errors import TimeRefused
from pmlog.when import civil, clocks, whichday
from pmlog.when.pieces import Typed
from pmlog.when.wording import (
    AMBIGUOUS,
    INVALID_TIME,
    NONEXISTENT,
    advice,
    shown,
)

if TYPE_CHECKING:
    from datetime import date


class Question(NamedTuple):
    """A typed time, and what it is read against: the time now, the zone in force.

    With after_us a time that comes back, such as "14:05", is the first one from then
    on; without it, it is the last one until now.
    """

    typed: Typed
    now_us: int
    zone: str
    after_us: int | None = None


def instant(asked: Question, zone: str) -> int:
    """Return the instant that was meant, its date and clock being those of zone."""
    moment = asked.typed.moment
    if moment is None:
        at_us = _by_calendar(asked, zone)
    elif moment.at_us is None:
        at_us = asked.now_us + moment.from_now_us
    else:
        at_us = moment.at_us
    if not civil.FIRST_US <= at_us < civil.LAST_US:
        whichday.refuse_out_of_range(asked.typed)
    return at_us


def _by_calendar(asked: Question, zone: str) -> int:
    time_us = clocks.time_us(asked.typed)
    today = civil.today(asked.now_us, zone)
    day = whichday.certain_day(asked.typed, today)
    if day is None:
        return _recurring(asked, zone, time_us)
    return _certain(asked, zone, civil.civil(day, time_us))


def _certain(asked: Question, zone: str, civil_us: int) -> int:
    instants = _instants(asked, zone, civil_us)
    if not instants:
        _refuse_skipped(asked, zone, civil_us)
    if len(instants) > 1:
        _refuse_repeated(asked, zone, civil_us, instants)
    return instants[0]


def _recurring(asked: Question, zone: str, time_us: int) -> int:
    at_us = _nearest(asked, zone, time_us)
    if at_us is None:
        whichday.refuse_day_without_year(asked.typed)
    return at_us


def _nearest(asked: Question, zone: str, time_us: int) -> int | None:
    """Return the nearest such time, one in doubt being refused, not passed over."""
    forwards = asked.after_us is not None
    from_us = asked.now_us if asked.after_us is None else asked.after_us
    today = civil.today(from_us, zone)
    for day in whichday.recurring_days(asked.typed, today, forwards=forwards):
        if not _is_in(zone, day):
            continue
        at_us = _on_this_side(asked, zone, civil.civil(day, time_us))
        if at_us is not None:
            whichday.check_weekday(asked.typed, day)
            return at_us
    return None


def _is_in(zone: str, day: date) -> bool:
    """Tell whether a zone had a day at all; Apia had no 2011-12-30."""
    return bool(civil.instants_at(civil.civil(day, clock.DAY_US // 2), zone))


def _on_this_side(asked: Question, zone: str, civil_us: int) -> int | None:
    """Return the instant of a civil time, None if it is on the wrong side of now.

    A skipped time counts as the instant of its gap: "02:30" on the morning after is
    refused, not read as the day before.
    """
    instants = _instants(asked, zone, civil_us)
    candidates = instants or [civil.gap_at(civil_us, zone).at_us]
    if asked.after_us is None:
        possible = [at_us for at_us in candidates if at_us <= asked.now_us]
    else:
        possible = [at_us for at_us in candidates if at_us >= asked.after_us]
    if possible and not instants:
        _refuse_skipped(asked, zone, civil_us)
    if len(possible) > 1:
        _refuse_repeated(asked, zone, civil_us, possible)
    return possible[0] if possible else None


def _instants(asked: Question, zone: str, civil_us: int) -> list[int]:
    if civil.beyond_the_data(civil_us, zone):
        refuse_beyond_the_data(asked, zone)
    return civil.instants_at(civil_us, zone)


def refuse_beyond_the_data(asked: Question, zone: str) -> NoReturn:
    """Refuse a time so late that the zone's summer time is not known."""
    message = f"the clock changes of {zone} are known up to 2037; add an offset to"
    text = asked.typed.text
    raise TimeRefused(text, INVALID_TIME, f"{message} {shown(text)}")


def _refuse_skipped(asked: Question, zone: str, civil_us: int) -> NoReturn:
    gap = civil.gap_at(civil_us, zone)
    offsets = (gap.before_s, gap.after_s)
    instants = [civil_us - seconds * clock.SECOND_US for seconds in offsets]
    choices = _retyped(asked, zone, instants)
    message = f"{civil.civil_text(civil_us)} was skipped by the clocks of {zone}"
    raise TimeRefused(
        asked.typed.text, NONEXISTENT, f"{message}; {advice(choices)}", choices
    )


def _refuse_repeated(
    asked: Question, zone: str, civil_us: int, instants: list[int]
) -> NoReturn:
    choices = _retyped(asked, zone, instants)
    message = f"{civil.civil_text(civil_us)} came twice on the clocks of {zone}"
    raise TimeRefused(asked.typed.text, AMBIGUOUS, f"{message}; {advice(choices)}", choices)


def _retyped(asked: Question, zone: str, instants: list[int]) -> tuple[str, ...]:
    """Return inputs that name instants: by abbreviation where that tells them apart."""
    offsets = [clock.zone(zone).at(at_us) for at_us in instants]
    walls = [civil.civil_text(civil.civil_at(at_us, zone)) for at_us in instants]
    names = [offset.abbreviation for offset in offsets]
    place = f" {zone}" if asked.typed.zone.name else ""
    if place or not all(names) or len(set(names)) < len(names):
        names = [clock.zone_of_offset(offset.seconds) + place for offset in offsets]
    approximately = "~" if asked.typed.is_approximate else ""
    pairs = zip(walls, names, strict=True)
    return tuple(f"{approximately}{wall} {name}" for wall, name in pairs)
