"""Events by their words: an index beside them, filled when somebody looks for some.

Logging never waits for it. What is not in it yet, or cannot be put there (the log can
only be read, or is locked; this SQLite has no FTS5), is looked at one by one.

An event is in the index as it was amended when it got there, and once more with each
correction that came later, so the latest is always there; what is found is compared with
what stands now. The number of an entry is the minute of its event, then the key of the row
that brought it: entries are in order of time. docs/internals.md says why the words are
ours and not those of FTS5's own tokenizer.
"""

from __future__ import annotations

from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pmlog.clock import MINUTE_US
from pmlog.errors import LogUnusable
from pmlog.incident import corrections, kinds
from pmlog.incident.event import NO_DATA, Event
from pmlog.store import current, queries
from pmlog.store.sql import TOUCHED
from pmlog.text.words import Query, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.store.log import Log

BATCH = 5000
# Who looks for something does not wait for those who log.
PATIENCE_S = 0.5
_KEY_BITS = 30

_TABLE = """
create virtual table if not exists words using fts5 (
    text, place, content = '', columnsize = 0, tokenize = 'ascii')
"""
FILLED_TO = "words_filled_to"  # in meta: the last key that is in the index


class _Row(NamedTuple):
    key: int  # of the table of events, or the number of an entry
    event: Event
    is_touched: bool  # by a correction


class Wanted(NamedTuple):
    """What somebody looks for, and where."""

    query: Query
    incident: str | None = None
    kind: str | None = None

    def is_met_by(self, event: Event) -> bool:
        """Tell whether an event, as corrected, is one of those."""
        return (
            event.kind != kinds.EVIDENCE
            and self.incident in (None, event.incident)
            and self.kind in (None, event.kind)
            and self.query.matches(texts_of(event))
        )


def texts_of(event: Event) -> tuple[str, ...]:
    """Return what people said in an event."""
    if event.data == NO_DATA:
        return (event.text, event.author)
    said = event.details
    more = (said.how, *said.to, *said.links, said.owner, said.ticket)
    return (event.text, event.author, *more)


def missing(log: Log) -> int:
    """Return how many rows are not in the index."""
    ((count,),) = log.rows("select max(key) - ? from events", _filled_to(log))
    return count or 0


def fill(log: Log) -> Iterator[int]:
    """Put what is missing into the index, as far as that can be; yield how many rows."""
    try:
        while _has_fts5(log) and missing(log):
            yield _fill_some(log)
    except LogUnusable:
        return


def _fill_some(log: Log) -> int:
    with log.transaction(PATIENCE_S):
        list(log.rows(_TABLE))
        rows = list(_rows(log, _AFTER + " limit ?", _filled_to(log), BATCH))
        entries = sorted(filter(None, (_entry(log, row) for row in rows)))
        log.write("insert into words (rowid, text, place) values (?, ?, ?)", entries)
        filled_to = [(FILLED_TO, str(row.key)) for row in rows[-1:]]
        log.write("insert or replace into meta values (?, ?)", filled_to)
    return len(rows)


def _entry(log: Log, row: _Row) -> tuple[int, str, str] | None:
    event = _as_corrected(log, row, standing=False)
    if event is None or event.kind == kinds.EVIDENCE or not event.text:
        return None
    number = event.at // MINUTE_US << _KEY_BITS | row.key
    said = "\n".join(texts_of(event))
    words = folded(said) if said.isascii() else map(_spelled, folded(said))
    return number, " ".join(words), f"{_name(event.incident)} {_name(event.kind)}"


def _spelled(word: str) -> str:
    # Which letters there are beyond ASCII, SQLite and Python do not agree on.
    return word if word.isascii() else f"u{word.encode().hex()}"


def _name(text: str) -> str:
    """Return an id or a kind as one word of the index."""
    return text.replace("-", "").replace("_", "")


def _as_corrected(log: Log, row: _Row, *, standing: bool) -> Event | None:
    """Return the event that a row is, or is about, as amended.

    None where the log has none, or it was retracted and shall be standing.
    """
    if not row.is_touched and row.event.kind not in (kinds.AMEND, kinds.RETRACT):
        return row.event
    about = queries.subject(log, row.event)
    if about is None:
        return None
    event, words = about
    if not standing:
        words = [
            word
            for word in words
            if word.details.target != event.id or word.kind == kinds.AMEND
        ]
    return next(iter(corrections.corrected([event, *words])), None)


def found(log: Log, wanted: Wanted) -> Iterator[Event]:
    """Yield the events that are wanted, as corrected, the latest first."""
    rest = _standing(log, wanted, _rows(log, _AFTER, _filled_to(log)))
    indexed = (event for event in _indexed(log, wanted) if event.id not in rest)
    latest_first = sorted(rest.values(), key=_by_time, reverse=True)
    return merge(indexed, latest_first, key=_by_time, reverse=True)


def _indexed(log: Log, wanted: Wanted) -> Iterator[Event]:
    if not _filled_to(log):
        return
    rows = log.rows(
        f"select words.rowid, {TOUCHED} from words cross join events as original"
        f" on original.key = words.rowid & {2**_KEY_BITS - 1}"
        " where words match ? order by words.rowid desc",
        _match(wanted),
    )
    entries = (_Row(row[0], *current.flagged(row[1:])) for row in rows)
    for minute, group in groupby(entries, key=lambda entry: entry.key >> _KEY_BITS):
        events = _standing(log, wanted, group).values()
        # An event that was moved since is in the index where it is now, as well.
        here = [event for event in events if event.at // MINUTE_US == minute]
        yield from sorted(here, key=_by_time, reverse=True)


def _standing(log: Log, wanted: Wanted, rows: Iterable[_Row]) -> dict[str, Event]:
    """Return those of the events that are wanted, by id, as they stand now."""
    standing = (_as_corrected(log, row, standing=True) for row in rows)
    return {e.id: e for e in standing if e is not None and wanted.is_met_by(e)}


def _match(wanted: Wanted) -> str:
    """Return the query in the language of FTS5; every word in it is ASCII, and quoted."""
    places = [_name(each) for each in (wanted.incident, wanted.kind) if each]
    parts = [f'place : "{place}"' for place in places]
    for term in wanted.query.terms:
        phrase = " ".join(map(_spelled, term.words))
        parts.append(f'text : "{phrase}"{"*" if term.is_beginning else ""}')
    return " AND ".join(parts)


def _by_time(event: Event) -> tuple[int, int, str, int]:
    return event.timeline_order


_AFTER = "original.key > ? order by original.key"


def _rows(log: Log, where: str, *values: object) -> Iterator[_Row]:
    sql = f"select original.key, {TOUCHED} from events as original where {where}"
    for row in log.rows(sql, *values):
        yield _Row(row[0], *current.flagged(row[1:]))


def _filled_to(log: Log) -> int:
    """Return the last key that is in the index; 0 where there is none to be used."""
    found = log.rows("select value from meta where key = ?", FILLED_TO)
    return int(next(found, ("0",))[0]) if _has_fts5(log) else 0


def _has_fts5(log: Log) -> bool:
    return any(log.rows("select 1 from pragma_module_list where name = 'fts5'"))
