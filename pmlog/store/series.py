"""The series of a log: which numbers of each origin it holds.

Asked by whatever lets logs meet. The answer costs what is new since it was last asked,
whatever the size of the log: how far a series was looked through is remembered, with the
holes that were found.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pmlog.store.log import COLUMNS, event_of_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.incident.event import Event
    from pmlog.store.log import Log

Span = tuple[int, int]
_HELD = "held"

# From one origin to the next by the index of (origin, seq), not through all events.
_HEADS = """
    with recursive found(origin) as (
        select min(origin) from events
        union all
        select (select min(origin) from events where origin > found.origin)
        from found where found.origin is not null
    )
    select origin, (select max(seq) from events where events.origin = found.origin)
    from found where origin is not null
"""

_GAPS = """
    select before + 1, seq - 1 from (
        select seq, lag(seq, 1, ?) over (order by seq) as before
        from events where origin = ? and seq > ? and seq <= ?
    ) where seq > before + 1
"""


def held(log: Log) -> dict[str, tuple[Span, ...]]:
    """Return the numbers of each origin that are in the log, as spans in order."""
    return {
        origin: _between(holes, last) for origin, (last, holes) in _looked_up(log).items()
    }


def _between(holes: list[list[int]], last: int) -> tuple[Span, ...]:
    spans, begin = [], 1
    for first, end in holes:
        if begin < first:
            spans.append((begin, first - 1))
        begin = end + 1
    if begin <= last:
        spans.append((begin, last))
    return tuple(spans)


def note(log: Log) -> None:
    """Note how far the series have been looked through. Inside a transaction."""
    write_note(log, _HELD, _looked_up(log))


def is_noted(log: Log) -> bool:
    """Tell whether what was noted is all that there is to say."""
    return read_note(log, _HELD) == _looked_up(log)


def _looked_up(log: Log) -> dict[str, list[Any]]:
    known = read_note(log, _HELD)
    found = {}
    # Read to the end first: a cursor that is open would see what is written meanwhile.
    for origin, last in list(log.rows(_HEADS)):
        before, holes = known.get(origin, [0, []])
        if before > last:  # events were taken out by force: what was noted is void
            before, holes = 0, []
        left = [gap for first, end in holes for gap in _left_of(log, origin, first, end)]
        new = [list(gap) for gap in log.rows(_GAPS, before, origin, before, last)]
        found[origin] = [last, left + new]
    return found


def _left_of(log: Log, origin: str, first: int, last: int) -> Iterator[list[int]]:
    """Yield what is still missing of a hole."""
    begin = first
    where = "select seq from events where origin = ? and seq between ? and ? order by seq"
    for (seq,) in log.rows(where, origin, first, last):
        if begin < seq:
            yield [begin, seq - 1]
        begin = seq + 1
    if begin <= last:
        yield [begin, last]


def own(log: Log) -> list[str]:
    """Return the log's origins: those that it once had, and then its present one."""
    former = [origin for (origin,) in log.rows("select origin from former_origins")]
    return [*former, log.position()[0]]


def events(log: Log, origin: str, first: int, last: int) -> Iterator[Event]:
    """Yield the events of an origin from one number to another, in order."""
    rows = log.rows(
        f"select {COLUMNS} from events where origin = ? and seq between ? and ?"
        " order by seq",
        origin,
        first,
        last,
    )
    yield from map(event_of_row, rows)


def unknown(log: Log, batch: list[Event]) -> list[Event]:
    """Return those of some hundred events that are not in the log, by their ids."""
    marks = ", ".join("?" * len(batch))
    ids = [event.id for event in batch]
    known = {
        row[0] for row in log.rows(f"select id from events where id in ({marks})", *ids)
    }
    return [event for event in batch if event.id not in known]


def places(log: Log, ids: Iterable[str]) -> list[tuple[str, int]]:
    """Return origin and number of those events, as far as they are here."""
    sql = "select origin, seq from events where id in (select value from json_each(?))"
    return list(log.rows(sql, json.dumps(sorted(ids))))


def read_note(log: Log, key: str) -> dict[str, Any]:
    """Return what the log noted beside its events; {} where it noted nothing."""
    for (value,) in log.rows("select value from meta where key = ?", key):
        try:
            noted = json.loads(value)
        except ValueError:
            return {}  # it is only a help, and is found out again
        return noted if isinstance(noted, dict) else {}
    return {}


def write_note(log: Log, key: str, value: dict[str, Any]) -> None:
    """Note something beside the events. Inside a transaction."""
    log.write("insert or replace into meta values (?, ?)", [(key, json.dumps(value))])
