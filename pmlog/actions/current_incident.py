"""Which incident is meant where nobody names one: one answer under every command.

What -i and PMLOG_INCIDENT name is found before this is asked. Then, in this order: the
incident that this log turned to last; one that was open at that time; one that another log
opened and nobody has resolved. An event for which there is none opens one.
"""

from __future__ import annotations

from pmlog import clock
from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple
from pmlog.store.halves import Halves, halves_of
from pmlog.store.sql import LANDMARKS, OWN_ORIGINS, STANDS, TURNED_TO, retracted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.store.log import Log

    # When an incident starts, when it ends if it is resolved, whether it is open, and
    # whether anything but its opening says that start.
    _Head = tuple[int, int | None, bool, bool]
    # The incident that this log turned to last, the place of that in the order of
    # corrections, and whether it was this log that opened the incident.
    _Turn = tuple[Halves, tuple[int, str, int], bool]

# A turn to an incident that is resolved ends when this log has left it alone so long.
RESOLVED_IS_LEFT_US = 12 * clock.HOUR_US
# What starts later than so long after an event is not what the event is of.
STARTS_TOO_LATE_US = clock.DAY_US


class Choice(NamedTuple):
    """The incident that was chosen, by its name; None where there is none."""

    incident: str | None
    opened_by: str = ""  # whose it is, where another log opened it
    closed_turn: str | None = None  # what this log had turned to, closed by another log


def for_event(log: Log, at_us: int, now_us: int) -> Choice:
    """Return the incident of an event of that time; None where it opens one."""
    turn = _turn(log)
    if turn is not None:
        halves, _, is_opening = turn
        head = _head(log, halves.name)
        if head is not None and _holds(log, turn, head):
            start_us, until_us, _, has_start = head
            is_left = until_us is not None and _is_left(log, halves, now_us)
            is_late = has_start and start_us > at_us + STARTS_TOO_LATE_US
            if not (is_left or is_late):
                whose = "" if is_opening else _opened_by_another(log, halves)
                return Choice(halves.name, whose)
    chosen = _open_at(log, at_us, now_us) or _unresolved_of_others(log, at_us)
    closed = _closed_by_another(log, turn) if turn else None
    whose = _opened_by_another(log, halves_of(log, chosen)) if chosen else ""
    return Choice(chosen, whose, closed)


def for_reading(log: Log, now_us: int) -> str | None:
    """Return the incident that a command is about which logs no event.

    The same choice without its 12 hours; else what this log turned to last, even if that
    is closed. None where there is no incident at all.
    """
    return open_now(log, now_us) or _last(log)


def open_now(log: Log, now_us: int) -> str | None:
    """Return the same, or None where no incident is open."""
    turn = _turn(log)
    if turn is not None:
        name = turn[0].name
        head = _head(log, name)
        if head is not None and _holds(log, turn, head):
            return name
    return _open_at(log, now_us, now_us) or _unresolved_of_others(log, now_us)


def unresolved(log: Log, other_than: str) -> str | None:
    """Return the incident that started last of those that are open and not resolved."""
    rows = log.rows(
        "select incident from heads where is_open and until is null and incident <> ?"
        " order by start desc, incident limit 1",
        other_than,
    )
    return next((incident for (incident,) in rows), None)


def _last(log: Log) -> str | None:
    turn = _turn(log)
    if turn is not None and _head(log, turn[0].name) is not None:
        return turn[0].name
    rows = log.rows("select incident from heads order by start desc, incident limit 1")
    return next((incident for (incident,) in rows), None)


def _turn(log: Log) -> _Turn | None:
    """Return what this log turned to last, the logs that it was before among them."""
    # Of each origin its last turn, by the index; the last of those is the one in force. A
    # former origin counts to its last number here: whoever was copied may go on under it.
    found = [
        row
        for origin, last_seq in log.rows(OWN_ORIGINS)
        for row in log.rows(
            "select lamport, origin, seq, incident, id = incident from events as original"
            " indexed by events_turned_to where origin = ?"
            f" and seq <= ifnull(?, seq) and {TURNED_TO} and {STANDS}"
            " order by lamport desc, seq desc limit 1",
            origin,
            last_seq,
        )
    ]
    if not found:
        return None
    lamport, origin, seq, incident, is_opening = max(found)
    return halves_of(log, incident), (lamport, origin, seq), bool(is_opening)


def _head(log: Log, incident: str) -> _Head | None:
    sql = "select start, until, is_open, has_start from heads where incident = ?"
    found: _Head | None = next(log.rows(sql, incident), None)
    return found


def _holds(log: Log, turn: _Turn, head: _Head) -> bool:
    """Tell whether nothing has ended a turn."""
    # Who closes an incident ends the turns to it, though somebody opens it again.
    _, _, is_open, _ = head
    return is_open and not any(_closings(log, turn))


def _closings(log: Log, turn: _Turn) -> Iterator[tuple[str, str]]:
    """Yield the origins and ids of what closed the incident since a turn to it."""
    halves, order, _ = turn
    for half in halves.ids:
        for origin, closing in log.rows(
            "select origin, id from events indexed by events_landmarks where incident = ?"
            f" and {LANDMARKS} and kind = '{kinds.CLOSED}'"
            " and (lamport, origin, seq) > (?, ?, ?)"
            " order by lamport desc, origin desc, seq desc",
            half,
            *order,
        ):
            still = f"id = ? and not {retracted('original.id')}"
            if any(log.rows(f"select 1 from events as original where {still}", closing)):
                yield origin, closing


def _closed_by_another(log: Log, turn: _Turn) -> str | None:
    """Return the id of what closed the turn's incident, if that was another log's."""
    last = next(_closings(log, turn), None)
    return last[1] if last and last[0] not in _own_origins(log) else None


def _own_origins(log: Log) -> set[str]:
    """Return what this log is called, and what it was called before."""
    return {origin for origin, _ in log.rows(OWN_ORIGINS)}


def _is_left(log: Log, halves: Halves, now_us: int) -> bool:
    """Tell whether this log has not written to an incident for twelve hours.

    By the clock of the writing: who writes up Tuesday's outage on Thursday stays with it.
    """
    since_us = now_us - RESOLVED_IS_LEFT_US
    for origin in _own_origins(log):
        # The last first, as far back as it matters.
        for written, recorded_us in log.rows(
            "select incident, recorded_at from events where origin = ? order by seq desc",
            origin,
        ):
            if recorded_us < since_us:
                break
            if written in halves.ids:
                return False
    return True


def _open_at(log: Log, at_us: int, now_us: int) -> str | None:
    """Return the incident not closed that was going on at a time; the last one started."""
    rows = log.rows(
        "select incident from heads where is_open and start <= ?"
        " and iif(until is null, ? <= ?, until >= ?)"
        " order by start desc, incident limit 1",
        at_us,
        at_us,
        now_us,
        at_us,
    )
    return next((incident for (incident,) in rows), None)


def _unresolved_of_others(log: Log, at_us: int) -> str | None:
    rows = log.rows(
        "select incident from heads where is_open and until is null and start <= ?"
        " order by start desc, incident",
        at_us + STARTS_TOO_LATE_US,
    )
    names = (each for (each,) in rows)
    return next((n for n in names if _opened_by_another(log, halves_of(log, n))), None)


def _opened_by_another(log: Log, halves: Halves) -> str:
    """Return who opened an incident, if no half of it was opened by this log; else ""."""
    places = ", ".join("?" * len(halves.ids))
    sql = f"select origin, author, id from events where id in ({places})"
    openings = list(log.rows(sql, *halves.ids))
    own = _own_origins(log)
    if any(origin in own for origin, *_ in openings):
        return ""
    return min(((id_, author) for _, author, id_ in openings), default=("", ""))[1]
