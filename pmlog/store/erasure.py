"""Bytes that leave the file for good: the one place where an event ever changes.

The words of events that were redacted go from their rows, the index of words, the indexes
of titles, the write-ahead log and the free pages. Everything else of those events stays,
so numbers have no gaps.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pmlog.incident import kinds
from pmlog.incident.blanking import blanked, ids_of
from pmlog.store import derived
from pmlog.store.log import COLUMNS
from pmlog.store.logfile import failure, sqlite3
from pmlog.store.search import FILLED_TO

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pmlog.incident.event import Event
    from pmlog.store.log import Log

# In meta: whether any event here was ever redacted, so that an import need not look.
_HAS = "has_redacted"
_GUARD = "events_never_change"
_AT_ONCE = 500


def names(log: Log) -> set[str]:
    """Return the ids of all events that were redacted, be they here or not."""
    if not any(log.rows("select 1 from meta where key = ?", _HAS)):
        return set()
    rows = log.rows(
        "select named.value from events, json_each(events.data, '$.ids') as named"
        f" where kind = '{kinds.REDACTED}'"
    )
    return {str(name) for (name,) in rows}


def note(log: Log, events: Iterable[Event]) -> set[str]:
    """Note that some of these events redact others, if they do; return whom.

    Inside a transaction.
    """
    named = {name for event in events for name in ids_of(event)}
    if named:
        log.write("insert or replace into meta values (?, '1')", [(_HAS,)])
    return named


def without_words(events: Sequence[Event], named: Collection[str]) -> Sequence[Event]:
    """Return events, those that are named without their words."""
    if not named:
        return events
    return [blanked(event) if event.id in named else event for event in events]


def erase(log: Log, named: Collection[str]) -> int:
    """Take the words out of those events that are here; return of how many.

    Inside a transaction; sweep comes after it.
    """
    changed = [
        (each, blanked(each)) for each in _events(log, named) if each != blanked(each)
    ]
    if not changed:
        return 0
    # By itself SQLite leaves in a page what was deleted from it; so it is zeros.
    _execute(log, "pragma secure_delete = on")
    # Inside the transaction: nobody sees the table without its guard, and an error brings
    # that back as well.
    ((guard,),) = log.rows("select sql from sqlite_master where name = ?", _GUARD)
    _execute(log, f"drop trigger {_GUARD}")
    places = ", ".join(f"{column} = ?" for column in COLUMNS.split(", "))
    log.write(
        f"update events set {places} where id = ?", [(*new, old.id) for old, new in changed]
    )
    _execute(log, guard)
    # What an index has of words cannot be taken out of it; searching makes it anew.
    _execute(log, "drop table if exists words")
    log.write("delete from meta where key = ?", [(FILLED_TO,)])
    # A key was a text; a move, and what makes facts twins, went with the words as well.
    derived.rebuild(log)
    return len(changed)


def _events(log: Log, named: Collection[str]) -> Iterable[Event]:
    ids = sorted(named)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        yield from log.events(f"id in ({', '.join('?' * len(some))})", *some)


def sweep(log: Log) -> bool:
    """Write the file anew without what was erased; tell whether no byte is left in it.

    It is not where another program reads the log meanwhile: its write-ahead log stays.
    """
    try:
        log.connection.execute("pragma secure_delete = on")
        # Pages that were freed before that still hold what stood in them; only a new file
        # leaves them behind.
        log.connection.execute("vacuum")
        # And the write-ahead log has pages as they were before.
        ((is_busy, *_),) = log.connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.Error:
        return False
    return not is_busy


def holding(log: Log, secrets: Collection[str], besides: Collection[str]) -> list[Event]:
    """Return the other events in which one of these strings stands."""
    found: dict[str, Event] = {}
    # Each row is read: a secret is no word, and may begin within one, so no index has it.
    for secret in secrets:
        # As it stands in JSON, too, written by us or by another log.
        quoted = json.dumps(secret)[1:-1]
        plain = json.dumps(secret, ensure_ascii=False)[1:-1]
        where = "instr(text, ?) or instr(data, ?) or instr(data, ?) or instr(as_typed, ?)"
        for event in log.events(f"{where} order by at", secret, quoted, plain, secret):
            found[event.id] = event
    return [event for event in found.values() if event.id not in besides]


def _execute(log: Log, sql: str) -> None:
    try:
        log.connection.execute(sql)
    except sqlite3.Error as error:
        raise failure(log.path, error) from error
