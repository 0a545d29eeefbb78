"""What is asked of the log beyond its current incident: by id, by kind, one after another.

Off the way of `pmlog event`.
"""

from __future__ import annotations

import json

from pmlog.incident import kinds
from pmlog.incident.event import with_data
from pmlog.store import current
from pmlog.store.halves import corrections_of
from pmlog.store.log import COLUMNS, event_of_row
from pmlog.store.sql import (
    CORRECTIONS,
    IS_CORRECTED,
    LANDMARKS,
    STANDS,
    TURNED_TO,
    is_one_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.current import Marks
    from pmlog.store.halves import Halves
    from pmlog.store.log import Log

# As the condition of its partial index has it (see sql).
_TITLES = is_one_of((kinds.OPENED, kinds.TITLE))


def has_incident(log: Log, incident: str) -> bool:
    """Tell whether an incident of that id was ever opened."""
    opened = f"incident = ? and {LANDMARKS} and kind = '{kinds.OPENED}'"
    return bool(log.events(f"{opened} limit 1", incident))


def last_row(log: Log) -> int:
    """Return the number of the row that was stored last; rows are never taken out."""
    return int(next(log.rows("select coalesce(max(key), 0) from events"))[0])


def last_if_others(log: Log) -> Event | None:
    """Return the event that was stored last, if another log wrote it."""
    found = log.events(
        "key = (select max(key) from events) and origin not in"
        " (select value from meta where key = 'origin'"
        " union all select origin from former_origins)"
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


def incidents(log: Log) -> list[str]:
    """Return the names of all incidents, the first opened first."""
    # Left to itself SQLite reads all events by the index that has the order.
    rows = log.rows(
        "select coalesce(halves.named, incident) from events indexed by events_turned_to"
        f" left join halves using (incident) where {TURNED_TO} and kind = '{kinds.OPENED}'"
        " order by lamport, origin, seq"
    )
    return list(dict.fromkeys(incident for (incident,) in rows))


def closings(log: Log) -> Iterator[Event]:
    """Yield what closed an incident, the last one first, whatever became of it since."""
    # Left to itself SQLite reads all events to find these few.
    rows = log.rows(
        f"select {COLUMNS} from events indexed by events_landmarks"
        f" where {LANDMARKS} and kind = '{kinds.CLOSED}'"
        " order by lamport desc, origin desc, seq desc"
    )
    yield from map(event_of_row, rows)


def heads(log: Log) -> dict[str, tuple[int, bool]]:
    """Return when each incident starts, and whether it is open, by its name."""
    rows = log.rows("select incident, start, is_open from heads")
    return {incident: (start, bool(is_open)) for incident, start, is_open in rows}


def open_incidents(log: Log) -> list[str]:
    """Return the names of those that are open and not resolved, the last started first."""
    rows = log.rows(
        "select incident from heads where is_open and until is null"
        " order by start desc, incident"
    )
    return [incident for (incident,) in rows]


def incidents_titled(log: Log, part: str) -> list[str]:
    """Return the ids of the incidents whose title may hold a part in lower case."""
    # What SQLite knows of letters is ASCII; what was corrected is for others to read.
    rows = log.rows(
        f"""select distinct incident from events as original where {_TITLES}
        and (?1 or instr(lower(text), ?2) or {IS_CORRECTED})""",
        not part.isascii(),
        part,
    )
    return [incident for (incident,) in rows]


def count(log: Log) -> int:
    """Return how many events there are."""
    ((count,),) = log.rows("select count(*) from events")
    return int(count)


def whole(log: Log, incident: str, *, with_evidence: bool = False) -> Incident | None:
    """Return an incident with all its events; None where it was undone."""
    marks = current.whole(log, incident)
    return marks.fold(evidence_of(log, marks) if with_evidence else ())


def evidence_of(log: Log, marks: Marks) -> list[Event]:
    """Return the events that carry what an incident's events refer to, which may be large.

    What was moved here has its evidence where it was logged.
    """
    places = ", ".join("?" * len(marks.halves.ids))
    found = log.events(
        f"kind = '{kinds.EVIDENCE}' and incident in ({places})", *marks.halves.ids
    )
    strangers = {
        piece.sha256
        for event in marks.events
        if event.incident not in marks.halves.ids
        for piece in event.details.attached
    }
    for sha256 in strangers:
        found += log.events(
            f"kind = '{kinds.EVIDENCE}' and json_extract(data, '$.sha256') = ?", sha256
        )
    return found


def has_evidence(log: Log, incident: str, sha256: str) -> bool:
    """Tell whether a content stands among the evidence logged to an incident."""
    rows = log.rows(
        f"select 1 from events as original where kind = '{kinds.EVIDENCE}'"
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
    words = corrections_of(log, list(places))
    # A correction counts within the incident of what it corrects (see corrections.placed).
    about_words = places | {word.id: word.incident for word in words}
    own = {w.id: w for w in words if about_words.get(w.details.target) == w.incident}
    told = [_about(word, places, fact.id) for word in own.values()]
    return fact, sorted(told, key=lambda word: word.correction_order)


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


def _about(word: Event, twins: Collection[str], fact: str) -> Event:
    """Return a correction of any of several twins as one of the fact."""
    if word.details.target not in twins or word.details.target == fact:
        return word
    from pmlog.incident import event_data  # TAB asks this module, and imports little

    return word._replace(data=with_data(word.data, {event_data.TARGET: fact}))


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


def has_event_since(log: Log, incident: str, since_us: int) -> bool:
    """Tell whether an incident, in one of its halves, has an event of then or later."""
    from pmlog.store.halves import halves_of

    return any(
        any(
            log.rows(
                "select 1 from events where incident = ? and (at >= ? or recorded_at >= ?)"
                " limit 1",
                half,
                since_us,
                since_us,
            )
        )
        for half in halves_of(log, incident).ids
    )


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
