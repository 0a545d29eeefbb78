"""Which incident is current, and the few events that decide what one is.

What every command asks first, and `pmlog event` before it appends: it takes as long in a
log of a million events as in one of ten.
"""

from __future__ import annotations

from pmlog.incident import kinds, timeline
from pmlog.store.log import event_of_row
from pmlog.store.sql import (
    BEFORE_COPIED,
    CORRECTIONS,
    DISPLACED,
    LANDMARKS,
    LIFECYCLE,
    MOVES,
    STANDS,
    TIMELINE,
    TOUCHED,
    TURNS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log


def current_incident(log: Log) -> str | None:
    """Return the incident most recently opened, or turned to, and not closed."""
    ((settled, retracted),) = log.rows(
        "select coalesce((select cast(value as integer) from meta where key = ?), 0),"
        f" (select coalesce(max(lamport), 0) from events where kind = '{kinds.RETRACT}')",
        _SETTLED,
    )
    return _open_since(log, settled if retracted <= settled else 0)


# The lamport up to which nothing was open, so that a log of many closed incidents need
# not be gone through. What comes later has a larger one, and only a retraction can open
# again what was closed; an import, which brings earlier ones, settles anew.
_SETTLED = "settled"


def settle(log: Log) -> None:
    """Remember it if no incident is open now. Inside a transaction that closed one."""
    if current_incident(log) is None:
        _, _, lamport = log.position()
        log.write("insert or replace into meta values (?, ?)", [(_SETTLED, str(lamport))])


def unsettle(log: Log) -> None:
    """Forget what was settled. Inside a transaction that brings earlier events."""
    log.write("delete from meta where key = ?", [(_SETTLED,)])


def _open_since(log: Log, lamport: int) -> str | None:
    rows = log.rows(
        f"select incident, kind from events as fact where {LIFECYCLE} and lamport > ?"
        f" and (kind <> '{kinds.USED}'"
        " or origin = (select value from meta where key = 'origin')"
        f" or {BEFORE_COPIED}) and {STANDS}"
        " order by lamport desc, origin desc, seq desc",
        lamport,
    )
    closed = set()
    candidates: dict[str, bool] = {}  # in order of rank: is it known to be open?
    for incident, kind in rows:
        if incident in closed:
            continue
        if kind == kinds.CLOSED and not candidates.get(incident):
            closed.add(incident)
            candidates.pop(incident, None)
        else:
            known = candidates.get(incident, False)
            candidates[incident] = known or kind == kinds.OPENED
        first = next(iter(candidates), None)
        if first is not None and candidates[first]:
            return first
    # Nothing here opened those that are not known to be open.
    return next((each for each, is_open in candidates.items() if is_open), None)


def incident(log: Log, incident: str) -> Incident:
    """Return an incident from its landmarks: title, zone and state, not its timeline."""
    return timeline.folded(landmarks(log, incident), incident)


def landmarks(log: Log, incident: str) -> list[Event]:
    """Return the events that decide an incident's title, zone, state and start.

    Folding them gives the same answers as folding all its events, and they are few
    however long the incident and however often it was corrected.
    """
    return _corrected(log, incident, *_landmarks(log, incident))


def _landmarks(log: Log, incident: str) -> Iterator[tuple[Event, bool]]:
    yield from _flagged(log, TOUCHED, f"incident = ? and {LANDMARKS}", incident)
    yield from _in_place(log, incident, TIMELINE, "asc", 1)
    yield from _in_place(log, incident, f"{TURNS} and kind = '{kinds.BEGAN}'", "asc", 1)
    yield from _in_place(log, incident, TURNS, "desc", 1)


def outline(log: Log, incident: str) -> list[Event]:
    """Return the landmarks, and each beginning and end of the impact."""
    return _corrected(
        log,
        incident,
        *_flagged(log, TOUCHED, f"incident = ? and {LANDMARKS}", incident),
        *_flagged(log, TOUCHED, f"incident = ? and {TURNS}", incident),
        *_in_place(log, incident, TIMELINE, "asc", 1),
    )


def last_page(log: Log, incident: str, count: int) -> list[Event]:
    """Return events whose fold ends with the incident's last count of its timeline.

    What the fold says of its title, zone, state and start is right as well.
    """
    page = _in_place(log, incident, TIMELINE, "desc", count)
    return _corrected(
        log, incident, *_landmarks(log, incident), *((event, True) for event, _ in page)
    )


def _flagged(
    log: Log, columns: str, where: str, *values: object
) -> Iterator[tuple[Event, bool]]:
    for row in log.rows(f"select {columns} from events as fact where {where}", *values):
        yield flagged(row)


def _in_place(
    log: Log, incident: str, where: str, direction: str, count: int
) -> Iterator[tuple[Event, bool]]:
    """Yield events in order of time, until count of them are where they were.

    Whatever was moved or taken away elsewhere, that many events stand here. With each
    comes whether it was displaced.
    """
    order = ", ".join(f"{key} {direction}" for key in ("at", "lamport", "origin", "seq"))
    where = f"incident = ? and {where} order by {order}"
    found = _flagged(log, DISPLACED, where, incident)
    while count and (each := next(found, None)):
        yield each
        count -= not each[1]


def _corrected(log: Log, incident: str, *marked: tuple[Event, bool]) -> list[Event]:
    """Return events, those that an amend may have put among them, and corrections.

    Corrections are fetched for those events alone that are marked as having some.
    """
    # A plus keeps SQLite from the index of all the incident's events.
    moved = log.events(
        "+incident = ? and id in (select json_extract(data, '$.target')"
        f" from events where incident = ? and kind = '{kinds.AMEND}' and {MOVES})",
        incident,
        incident,
    )
    ids = [event.id for event, is_marked in marked if is_marked]
    words = _words_on_each(log, incident, ids + [event.id for event in moved])
    # An amendment can be retracted as well.
    words += _words_on_each(log, incident, [word.id for word in words])
    found = [*(event for event, _ in marked), *moved, *words]
    return list({event.id: event for event in found}.values())


def _words_on_each(log: Log, incident: str, ids: list[str]) -> list[Event]:
    if not ids:
        return []
    return log.events(
        f"+incident = ? and {CORRECTIONS} and json_extract(data, '$.target')"
        " in (select value from json_each(?))",
        incident,
        '["' + '","'.join(ids) + '"]',
    )


def flagged(row: tuple[Any, ...]) -> tuple[Event, bool]:
    """Return the event of a row, and the flag behind it."""
    return event_of_row(row[:-1]), bool(row[-1])
