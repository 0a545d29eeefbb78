"""The options of collect -> what is looked for, and how it is read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock
from pmlog.cli.collecting.formats import known_formats
from pmlog.cli.session import Session, time_typed
from pmlog.cli.values import kind_named
from pmlog.errors import UsageError
from pmlog.event_times import zone_named

if TYPE_CHECKING:
    from pmlog.collect.filters import Filters
    from pmlog.collect.reading import Reader


class Times(NamedTuple):
    """The options of times, as they were typed."""

    since: str | None
    until: str | None
    all_times: bool
    shift: str | None
    tz: str | None
    date: str | None


class Wanted(NamedTuple):
    """The options that say which records are wanted."""

    match: list[str]
    without: list[str]
    author: list[str]
    kinds: list[str]
    bots: bool
    everything: bool
    again: bool


class Asked(NamedTuple):
    """The options, as they were typed."""

    times: Times
    wanted: Wanted
    map: str | None
    from_: str | None
    take_proposed: bool
    yes: bool
    pick: bool
    plain: bool
    json: bool


Window = tuple[int | None, int | None]


def window_of(session: Session, asked: Asked, around: tuple[int, int], zone: str) -> Window:
    """Return the first and the last instant that is looked for; None where all are."""
    if asked.times.all_times and (asked.times.since or asked.times.until):
        raise UsageError("--all-times has no window; leave out --since and --until")
    first, last = (None, None) if asked.times.all_times else around
    zone, near = zone_asked(asked) or zone, (around[0], around[0])
    since = time_typed(asked.times.since, session, zone, near=near)
    first = since.at_us if since else first
    # "15:00" is the first one behind the window's beginning, be it still to come.
    after_us = around[0] if first is None else first
    until = time_typed(asked.times.until, session, zone, after_us=after_us)
    last = until.at_us if until else last
    if first is not None and last is not None and last < first:
        raise UsageError("--until is before the beginning of the window; see --since")
    return first, last


def window_text(window: Window, zone: str) -> str:
    """Return a window in words."""
    texts = [
        ""
        if at_us is None
        else f"{clock.date_text(at_us, zone)} {clock.minute_text(at_us, zone)}"
        for at_us in window
    ]
    return f"from {texts[0] or 'the beginning'} to {texts[1] or 'the end'}"


def zone_asked(asked: Asked) -> str | None:
    """Return the zone of --tz, if there is one."""
    return zone_named(asked.times.tz) if asked.times.tz else None


def reader_of(session: Session, asked: Asked, start_us: int, window: Window) -> Reader:
    """Return the reader that was asked for."""
    from pmlog.collect import registry
    from pmlog.collect.reading import Reader
    from pmlog.collect.record import Setting

    formats = known_formats(session)
    name = asked.from_ or ("csv" if asked.map else None)
    setting = Setting(
        session.now_us,
        zone_asked(asked),
        date_asked(asked, session),
        start_us,
        columns_of(asked.map),
    )
    return Reader(
        formats,
        setting,
        filters_of(asked, window),
        # Only a table has columns to say something of.
        chosen=registry.named(name, formats) if name else None,
        shift_us=shift_of(asked.times.shift),
        takes_proposed=asked.take_proposed,
    )


def date_asked(asked: Asked, session: Session) -> str | None:
    """Return the date of --date as an ISO date. UsageError where it is none."""
    if not asked.times.date:
        return None
    from pmlog.collect import calendar

    zone = zone_asked(asked) or session.responder().zone
    today = date.fromisoformat(clock.date_text(session.now_us, zone))
    named = {
        "today": str(today),
        "yesterday": clock.date_text(session.now_us - clock.DAY_US, zone),
    }
    try:
        typed = named.get(asked.times.date.strip().lower(), asked.times.date)
        return str(calendar.date_alone(typed, today) or date.fromisoformat(typed))
    except ValueError as error:
        raise UsageError(
            f"cannot read {asked.times.date!r} as a date; try --date 2026-11-28"
        ) from error


def shift_of(typed: str | None) -> int:
    """Return how far a clock is put right. UsageError where that has no sign."""
    if not typed:
        return 0
    from pmlog import when

    sign, length = typed.strip()[:1], typed.strip()[1:]
    if sign not in ("+", "-"):
        raise UsageError(
            f"which way is {typed!r}? --shift -37s sets a clock back that went ahead, "
            "+37s one on that was behind"
        )
    return when.read_duration(length) * (-1 if sign == "-" else 1)


def columns_of(typed: str | None) -> tuple[tuple[str, str], ...]:
    """Return the columns of --map. UsageError where they are none."""
    pairs = [each.partition("=") for each in (typed or "").split(",") if each.strip()]
    for name, equals, column in pairs:
        if not equals or not column.strip() or name.strip() not in _FIELDS:
            raise UsageError(
                f"--map says which column is what, of {', '.join(_FIELDS)}: "
                "--map 'at=Started,text=What happened'"
            )
    return tuple((name.strip(), column.strip()) for name, _, column in pairs)


_FIELDS = ("at", "text", "author", "until", "kind", "id", "link", "date")


def filters_of(asked: Asked, window: Window) -> Filters:
    """Return which records are wanted."""
    from pmlog.collect.filters import Filters, pattern

    kinds = [
        part for each in asked.wanted.kinds for part in each.split(",") if part.strip()
    ]
    return Filters(
        *window,
        tuple(map(pattern, asked.wanted.match)),
        tuple(map(pattern, asked.wanted.without)),
        tuple(name.casefold() for name in asked.wanted.author),
        frozenset(map(kind_named, kinds)),
        asked.wanted.bots,
        asked.wanted.everything,
    )
