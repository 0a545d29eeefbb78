"""What is asked of the log about its events, and of the file: what is damaged in it.

Off the way of `pmlog event`.
"""

from __future__ import annotations

import json

from pmlog.incident import kinds
from pmlog.incident.event import with_data
from pmlog.store.halves import corrections_of
from pmlog.store.log import COLUMNS, event_of_row
from pmlog.store.sql import (
    CORRECTIONS,
    OWN_ORIGINS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pmlog.incident.event import Event
    from pmlog.store.halves import Halves
    from pmlog.store.log import Log


def last_row(log: Log) -> int:
    """Return the number of the row that was stored last; rows are never taken out."""
    return int(next(log.rows("select coalesce(max(key), 0) from events"))[0])


def last_if_others(log: Log) -> Event | None:
    """Return the event that was stored last, if another log wrote it."""
    found = log.events(
        "key = (select max(key) from events) and origin not in"
        f" (select origin from ({OWN_ORIGINS}))"
    )
    return next(iter(found), None)


def news(log: Log, halves: Halves, after_row: int) -> list[Event]:
    """Return the incident's events of the rows behind one, in order of arrival.

    Its evidence is not among them.
    """
    places = ", ".join("?" * len(halves.ids))
    # The plus keeps SQLite from going through all that the incident has.
    return log.events(
        f"key > ? and +incident in ({places}) and kind <> '{kinds.EVIDENCE}' order by key",
        after_row,
        *halves.ids,
    )


def count(log: Log) -> int:
    """Return how many events there are."""
    ((count,),) = log.rows("select count(*) from events")
    return int(count)


def event(log: Log, event_id: str) -> Event | None:
    """Return the event of an id; None where the log does not have it."""
    return next(iter(log.events("id = ?", event_id)), None)


def corrections_on(log: Log, event_id: str) -> list[Event]:
    """Return what amends or retracts an event, in order of correction."""
    return log.events(
        f"{CORRECTIONS} and json_extract(data, '$.target') = ?"
        " order by lamport, origin, seq",
        event_id,
    )


def subject(log: Log, about: Event) -> tuple[Event, list[Event]] | None:
    """Return what an event is about, and all that corrects it, in order of correction.

    Of a correction that is what it corrects in the end, of twins the least; None where the
    log has no such event. What corrects one of several twins is told as correcting it.
    """
    fact: Event | None = about
    # At most two steps: what retracts can be about an amendment, which is about a fact.
    for kind in (kinds.RETRACT, kinds.AMEND):
        if fact is not None and fact.kind == kind:
            fact = event(log, fact.details.target)
    if fact is None or fact.kind in (kinds.AMEND, kinds.RETRACT):
        return None
    twins = twins_of(log, fact)
    fact = min(twins, key=lambda twin: twin.id)
    places = {twin.id: twin.incident for twin in twins}
    said = corrections_of(log, list(places))
    # A correction counts within the incident of what it corrects (see corrections.placed).
    incidents = places | {each.id: each.incident for each in said}
    own = {
        each.id: each
        for each in said
        if incidents.get(each.details.target) == each.incident
    }
    told = [_about(each, places, fact.id) for each in own.values()]
    return fact, sorted(told, key=lambda each: each.correction_order)


def place_of(log: Log, event: Event) -> str:
    """Return the incident that an event belongs to, wherever it was logged."""
    moved = next(log.rows("select incident from moved where id = ?", event.id), None)
    return moved[0] if moved else event.incident


def twins_of(log: Log, event: Event) -> list[Event]:
    """Return the events that are the same fact as one of them, itself among them."""
    if event.source is None:
        return [event]
    found = log.events(
        "id in (select id from twins where fact = (select fact from twins where id = ?))",
        event.id,
    )
    return found or [event]


def _about(correction: Event, twins: Collection[str], fact: str) -> Event:
    """Return a correction of any of several twins as one of the fact."""
    if correction.details.target not in twins or correction.details.target == fact:
        return correction
    from pmlog.incident import event_data  # TAB asks this module, and imports little

    return correction._replace(data=with_data(correction.data, {event_data.TARGET: fact}))


def corrections_on_each(log: Log, ids: list[str]) -> list[Event]:
    """Return what amends or retracts any of some events, in no order."""
    return log.events(
        f"{CORRECTIONS} and json_extract(data, '$.target')"
        " in (select value from json_each(?))",
        json.dumps(ids),
    )


def events_collected(log: Log, source: str, source_ids: list[str]) -> list[Event]:
    """Return the events of some records of a source, whichever log collected them."""
    return log.events(
        "source = ? and source_id in (select value from json_each(?))",
        source,
        json.dumps(source_ids),
    )


def events_called(log: Log, start: str, limit: int) -> list[Event]:
    """Return events whose id, or its last group, begins with hexadecimal digits."""
    return log.events(
        # "g" sorts behind every digit.
        "id in (select id from events where substr(id, 25) >= ?"
        " and substr(id, 25) < ? || 'g'"
        " union select id from events where id >= ? and id < ? || 'g') limit ?",
        *(start,) * 4,
        limit,
    )


def latest_events(log: Log, limit: int) -> list[Event]:
    """Return the events that were written last, the last one first."""
    return log.events("true order by lamport desc, origin desc, seq desc limit ?", limit)


def own_events(log: Log) -> Iterator[Event]:
    """Yield the events that this log wrote, the last one first.

    What it wrote before it was copied or restored comes behind what it wrote since.
    """
    rows = log.rows("select origin, last_seq from former_origins order by rowid desc")
    # Behind its last number a former origin may have gone on in the file that this one was
    # copied from; what came in from there was not written here.
    for origin, last_seq in [log.position()[:2], *rows]:
        yield from map(
            event_of_row,
            log.rows(
                f"select {COLUMNS} from events where origin = ? and seq <= ?"
                " order by seq desc",
                origin,
                last_seq,
            ),
        )


def all_events(log: Log) -> Iterator[Event]:
    """Yield every event in order of (lamport, origin, seq)."""
    rows = log.rows(f"select {COLUMNS} from events order by lamport, origin, seq")
    yield from map(event_of_row, rows)


def damages(log: Log, *, quickly: bool = False) -> list[str]:
    """Return what SQLite finds wrong with the file, some hundred things at most.

    Quickly: one thing, and indexes are not compared with their tables.
    """
    check = "pragma quick_check(1)" if quickly else "pragma integrity_check"
    found = [text for (text,) in log.rows(check)]
    return [] if found == ["ok"] else found


OBJECTS = "select type || ' ' || name, sql from sqlite_master where sql is not null"


def objects(log: Log) -> dict[str, str]:
    """Return the SQL of each table, index, trigger and view, by kind and name."""
    return dict(log.rows(OBJECTS))


def authors_and_hosts(log: Log) -> tuple[set[str], set[str]]:
    """Return who wrote anything in a log, and on which machines."""
    authors = {author for (author,) in log.rows("select distinct author from events")}
    hosts = {host for (host,) in log.rows("select distinct host from events")}
    return authors, hosts
