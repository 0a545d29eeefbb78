"""What was typed, with the time now and a zone -> one instant on that zone's wall."""

from __future__ import annotations

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.namedtuple import NamedTuple
from pmlog.when import civil, clocks, days_meant
from pmlog.when.pieces import Clock, Moment, Typed
from pmlog.when.wording import (
    AMBIGUOUS,
    INVALID_TIME,
    NONEXISTENT,
    refuse_unreadable,
    shown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Question(NamedTuple):
    """A typed time, and what it is read against: the time now, the zone in force.

    A time that comes back, such as "14:05", is the last one until now; with after_us the
    first one from then on; with near, the two ends of a time, the last one inside it, else
    the one nearest to it, and in the future only if that is. start_us is what "T+15m"
    counts from.
    """

    typed: Typed
    now_us: int
    zone: str
    after_us: int | None = None
    near: tuple[int, int] | None = None
    start_us: int | None = None


def instant(asked: Question, zone: str) -> int:
    """Return the instant that was meant, its date and clock being those of zone."""
    moment = asked.typed.moment
    if moment is None:
        at_us = _by_calendar(asked, zone)
    elif moment.at_us is None:
        at_us = _counted(asked, moment)
    else:
        at_us = moment.at_us
    if not civil.FIRST_US <= at_us < civil.LAST_US:
        days_meant.refuse_out_of_range(asked.typed)
    return at_us


def _counted(asked: Question, moment: Moment) -> int:
    """Return the instant of a length of time from now, or from the start."""
    if moment.from_start:
        return _start(asked) + moment.away_us
    if moment.unsigned:
        _refuse_unsigned(asked, moment.unsigned)
    if moment.counts_on and asked.after_us is not None:
        return asked.after_us + moment.away_us
    if moment.needs_start:
        import re

        text = asked.typed.text
        choice = re.sub(r"(.+) later\b", r"\1 from now", text, flags=re.IGNORECASE)
        what = f"{shown(text)} does not say later than what"
        refuse_unreadable(text, what, (choice,))
    return asked.now_us + moment.away_us


def _start(asked: Question) -> int:
    if asked.start_us is None:
        what = f"{shown(asked.typed.text)} counts from the start of an incident"
        refuse_unreadable(asked.typed.text, f"{what}, and there is none to count from")
    return asked.start_us


def _refuse_unsigned(asked: Question, length: str) -> NoReturn:
    text = asked.typed.text
    onwards = f"in {length}" if asked.after_us is None else f"+{length}"
    signed = (f"{length} ago", onwards)
    choices = tuple(text.replace(length, words, 1) for words in signed)
    what = f"{shown(text)} is a length of time, not a time"
    refuse_unreadable(text, what, choices)


def _by_calendar(asked: Question, zone: str) -> int:
    if asked.typed.clock and clocks.is_hour_24(asked.typed.clock):
        _refuse_hour_24(asked, zone, asked.typed.clock._replace(hour=0))
    asked = asked._replace(typed=days_meant.in_its_part(asked.typed))
    return _at(asked, zone, clocks.time_us(asked.typed))


def _at(asked: Question, zone: str, time_us: int) -> int:
    """Return the instant so long after the midnight of the day that was meant."""
    from_us, shift = asked.now_us, asked.typed.shift
    if shift and shift.counts_on and asked.after_us is not None:
        from_us = asked.after_us
    today = days_meant.day_at(asked.typed, from_us, zone)
    day = days_meant.certain_day(asked.typed, today)
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
    if asked.near is None:
        at_us = _next(asked, zone, time_us)
    else:
        at_us = _nearest(asked, zone, time_us, asked.near)
    if at_us is None:
        days_meant.refuse_no_such_day_near(asked.typed)
    return at_us


def _nearest(asked: Question, zone: str, time_us: int, near: tuple[int, int]) -> int | None:
    """Return the last time between two instants, else the one nearest to them.

    Of two as near it is the later one.
    """
    from_us, to_us = near
    last = _next(asked._replace(now_us=to_us), zone, time_us)
    if last is not None and last >= from_us:
        return last
    first = _next(asked._replace(after_us=to_us), zone, time_us)
    if last is None or first is None:
        return last if first is None else first
    civil_us = civil.civil_at(first, zone)
    if last < first and civil_us == civil.civil_at(last, zone):
        _refuse_repeated(asked, zone, civil_us, [last, first])
    return first if first - to_us <= from_us - last else last


def _next(asked: Question, zone: str, time_us: int) -> int | None:
    """Return the next such time in the direction asked for; one in doubt is refused."""
    forwards = asked.after_us is not None
    from_us = asked.now_us if asked.after_us is None else asked.after_us
    today = days_meant.day_at(asked.typed, from_us, zone)
    is_named = asked.typed.weekday or asked.typed.day
    for day in days_meant.recurring_days(asked.typed, today, forwards=forwards):
        # A bare clock passes over a day that the zone never had; "fri 12:00" names it.
        if not (is_named or civil.has_day(day, zone)):
            continue
        at_us = _on_this_side(asked, zone, civil.civil(day, time_us))
        if at_us is not None:
            days_meant.check_weekday(asked.typed, day)
            return at_us
    return None


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
        is_past = asked.near is not None and asked.near[1] <= asked.now_us
        end_us = asked.now_us if is_past else civil.LAST_US
        possible = [at_us for at_us in candidates if asked.after_us <= at_us <= end_us]
    if possible and not instants:
        _refuse_skipped(asked, zone, civil_us)
    if len(possible) > 1:
        _refuse_repeated(asked, zone, civil_us, possible)
    return possible[0] if possible else None


def _instants(asked: Question, zone: str, civil_us: int) -> list[int]:
    if civil.beyond_the_data(civil_us, zone):
        refuse_beyond_the_data(asked, zone)
    return civil.instants_at(civil_us, zone)


def _refuse_hour_24(asked: Question, zone: str, over: Clock) -> NoReturn:
    """Refuse 24:05, offering that time of the day after."""
    typed = asked.typed
    walls = [over.text]
    if typed.day or typed.shift or typed.weekday:
        walls = _walls_after_midnight(asked, zone, clocks.time_us(Typed("", clock=over)))
    choices = tuple(map(typed.retyped, walls))
    what = f"the hours in {shown(typed.text)} end at 23:59"
    raise TimeRefused(typed.text, INVALID_TIME, what, choices)


def _walls_after_midnight(asked: Question, zone: str, time_us: int) -> list[str]:
    try:
        at_us = _at(asked, zone, clock.DAY_US + time_us)
    except TimeRefused:
        return []
    wall_us = civil.civil_at(at_us, zone)
    return [civil.civil_text(wall_us)] if wall_us < civil.LAST_US else []


def refuse_beyond_the_data(asked: Question, zone: str) -> NoReturn:
    """Refuse a time so late that the zone's summer time is not known."""
    what = f"the clock changes of {zone} are known up to 2037"
    text = asked.typed.text
    hint = f"add an offset to {shown(text)}"
    raise TimeRefused(text, INVALID_TIME, what, hint=hint)


def _refuse_skipped(asked: Question, zone: str, civil_us: int) -> NoReturn:
    gap = civil.gap_at(civil_us, zone)
    offsets = (gap.before_s, gap.after_s)
    instants = [civil_us - seconds * clock.SECOND_US for seconds in offsets]
    choices = _retyped(asked, zone, instants)
    what = f"{civil.civil_text(civil_us)} was skipped by the clocks of {zone}"
    raise TimeRefused(asked.typed.text, NONEXISTENT, what, choices)


def _refuse_repeated(
    asked: Question, zone: str, civil_us: int, instants: list[int]
) -> NoReturn:
    choices = _retyped(asked, zone, instants)
    what = f"{civil.civil_text(civil_us)} came twice on the clocks of {zone}"
    raise TimeRefused(asked.typed.text, AMBIGUOUS, what, choices)


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
