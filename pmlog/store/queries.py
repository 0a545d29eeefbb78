"""What is asked of the log beyond its current incident: by id, by kind, one after another.

Off the way of `pmlog event`.
"""

from __future__ import annotations

import json

from pmlog.incident import kinds
from pmlog.store.log import COLUMNS, event_of_row
from pmlog.store.sql import CORRECTIONS, IS_CORRECTED, LANDMARKS, STANDS, TITLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.event import Event
    from pmlog.store.log import Log


def has_incident(log: Log, incident: str) -> bool:
    """Tell whether an incident of that id was ever opened."""
    opened = f"incident = ? and {LANDMARKS} and kind = '{kinds.OPENED}'"
    return bool(log.events(f"{opened} limit 1", incident))


def last_row(log: Log) -> int:
    """Return the number of the row that was stored last; rows are never taken out."""
    return int(next(log.rows("select coalesce(max(key), 0) from events"))[0])


def news(log: Log, incident: str, after_row: int) -> list[Event]:
    """Return the incident's events of the rows behind one, in order of arrival.

    Its evidence is not among them.
    """
    # The plus keeps SQLite from going through all that the incident has.
    return log.events(
        f"key > ? and +incident = ? and kind <> '{kinds.EVIDENCE}' order by key",
        after_row,
        incident,
    )


def incidents(log: Log) -> list[str]:
    """Return the ids of all incidents, the first opened first."""
    rows = log.rows(
        f"select incident from events where kind = '{kinds.OPENED}'"
        " order by lamport, origin, seq"
    )
    return list(dict.fromkeys(incident for (incident,) in rows))


def incidents_titled(log: Log, part: str) -> list[str]:
    """Return the ids of the incidents whose title may hold a part in lower case."""
    # What SQLite knows of letters is ASCII; what was corrected is for others to read.
    rows = log.rows(
        f"""select distinct incident from events as fact where {TITLES}
        and (?1 or instr(lower(text), ?2) or {IS_CORRECTED})""",
        not part.isascii(),
        part,
    )
    return [incident for (incident,) in rows]


def count(log: Log) -> int:
    """Return how many events there are."""
    ((count,),) = log.rows("select count(*) from events")
    return int(count)


def events_of(log: Log, incident: str) -> list[Event]:
    """Return an incident's events but for its evidence, in no order of meaning."""
    return log.events(f"incident = ? and kind <> '{kinds.EVIDENCE}'", incident)


def evidence_of(log: Log, incident: str) -> list[Event]:
    """Return the events that carry an incident's evidence, which may be large."""
    return log.events(f"kind = '{kinds.EVIDENCE}' and incident = ?", incident)


def has_evidence(log: Log, incident: str, sha256: str) -> bool:
    """Tell whether a content stands among an incident's evidence."""
    rows = log.rows(
        f"select 1 from events as fact where kind = '{kinds.EVIDENCE}'"
        " and incident = ? and json_extract(data, '$.sha256') = ?"
        f" and {STANDS} limit 1",
        incident,
        sha256,
    )
    return any(rows)


def event(log: Log, event_id: str) -> Event | None:
    """Return the event of an id; None where the log does not have it."""
    return next(iter(log.events("id = ?", event_id)), None)


def words_on(log: Log, event_id: str) -> list[Event]:
    """Return what amends or retracts an event, in order of correction."""
    return log.events(
        f"{CORRECTIONS} and json_extract(data, '$.target') = ?"
        " order by lamport, origin, seq",
        event_id,
    )


def subject(log: Log, about: Event) -> tuple[Event, list[Event]] | None:
    """Return what an event is about, and all that corrects it, in order of correction.

    Of a correction that is what it corrects in the end; None where the log has no such
    event.
    """
    fact: Event | None = about
    for kind in (kinds.RETRACT, kinds.AMEND):
        if fact is not None and fact.kind == kind:
            fact = event(log, fact.details.target)
    if fact is None or fact.kind in (kinds.AMEND, kinds.RETRACT):
        return None
    words = words_on(log, fact.id)
    for amendment in [word for word in words if word.kind == kinds.AMEND]:
        words += words_on(log, amendment.id)
    own = [word for word in words if word.incident == fact.incident]
    return fact, sorted(own, key=_correction_order)


def _correction_order(event: Event) -> tuple[int, str, int]:
    return event.correction_order


def words_on_each(log: Log, ids: list[str]) -> list[Event]:
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
        "id in (select id from events where substr(id, 25) >= ?1"
        " and substr(id, 25) < ?1 || 'g'"
        " union select id from events where id >= ?1 and id < ?1 || 'g') limit ?2",
        start,
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


def damages(log: Log) -> list[str]:
    """Return what SQLite finds wrong with the file, some hundred things at most."""
    found = [text for (text,) in log.rows("pragma integrity_check")]
    return [] if found == ["ok"] else found


OBJECTS = "select type || ' ' || name, sql from sqlite_master where sql is not null"


def objects(log: Log) -> dict[str, str]:
    """Return the SQL of each table, index, trigger and view, by kind and name."""
    return dict(log.rows(OBJECTS))
