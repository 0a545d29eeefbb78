"""Many events at once into the log; those that it has already stay as they are."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pmlog.failures import Contradiction
from pmlog.store import derived, erasure
from pmlog.store.derived import Touched
from pmlog.store.log import COLUMNS, INSERT, PLACES
from pmlog.store.logfile import failure, sqlite3

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pmlog.incident.event import Event
    from pmlog.store.log import Log

_UNLESS_KNOWN = "on conflict (id) do nothing"
# Short ids come in no order.
_UNORDERED = "events_by_short_id"


@contextmanager
def transaction(log: Log) -> Iterator[Touched]:
    """Hold the write lock for many events; commit at the end, or roll all of them back.

    What insert_unknown is given with it is what the derived tables are brought up to.
    """
    # Where the index of short ids does not fit into memory, each event costs a page that
    # is written and read again.
    _execute(log, "pragma cache_size = -32768")  # KiB
    with log.transaction(), _index_made_at_the_end(log):
        touched = Touched()
        touched.redacted = erasure.names(log)
        yield touched
        erased = erasure.erase(log, touched.redacted)
        if not erased:
            derived.refresh(log, touched)
    if erased:
        erasure.sweep(log)


@contextmanager
def _index_made_at_the_end(log: Log) -> Iterator[None]:
    """Make the index of short ids of all its entries at once: a fifth of the time.

    Where the log has events, there may be more of them than new ones.
    """
    if any(log.rows("select 1 from events limit 1")):
        yield
        return
    found = list(log.rows("select sql from sqlite_master where name = ?", _UNORDERED))
    for _ in found:
        _execute(log, f"drop index {_UNORDERED}")
    yield
    for (index,) in found:
        _execute(log, index)


def insert_unknown(log: Log, events: Sequence[Event], touched: Touched) -> int:
    """Append those of some hundred events that the log does not have; return how many.

    Inside a transaction. Contradiction when the log has another event in its place.
    """
    touched.redacted |= erasure.note(log, events)
    events = erasure.without_words(events, touched.redacted)
    # One statement for all of them takes less than half the time of one for each.
    places = ", ".join([f"({PLACES})"] * len(events))
    values = [value for event in events for value in event]
    try:
        done = log.connection.execute(
            f"insert into events ({COLUMNS}) values {places} {_UNLESS_KNOWN}", values
        )
    except sqlite3.IntegrityError as error:
        raise Contradiction(_refused(log, events)) from error
    except sqlite3.Error as error:
        raise failure(log.path, error) from error
    if done.rowcount < len(events):
        _compare(log, events, touched.redacted)
    if done.rowcount:
        touched.add(events)
    return done.rowcount


def _refused(log: Log, events: Iterable[Event]) -> str:
    """Return the id of the first event whose place another one has."""
    for event in events:
        try:
            log.connection.execute(f"{INSERT} {_UNLESS_KNOWN}", event)
        except sqlite3.IntegrityError:
            return event.id
    return ""


def _compare(log: Log, events: Sequence[Event], redacted: Collection[str]) -> None:
    """Return if the log has these very events. Contradiction where one is another.

    What was redacted has no words to compare, whichever of the two still had them.
    """
    places = ", ".join("?" * len(events))
    ids = [event.id for event in events]
    known = {event.id: event for event in log.events(f"id in ({places})", *ids)}
    here = erasure.without_words([known[each] for each in ids], redacted)
    for event, ours in zip(events, here, strict=True):
        if ours != event:
            raise Contradiction(event.id)


def _execute(log: Log, sql: str) -> None:
    try:
        log.connection.execute(sql)
    except sqlite3.Error as error:
        raise failure(log.path, error) from error
