"""What is derived from events and kept beside them, so that no question reads them all.

Four tables: halves (which incidents are one), twins (which events are one fact), moved
(where a move put an event), heads (when each incident starts and ends, and whether it is
open). They hold nothing that the events do not say; whoever appends brings them up to date
in the same transaction, and a migration makes them anew.
"""

from __future__ import annotations

from pmlog.errors import NotFound
from pmlog.incident import kinds
from pmlog.store import current, halves
from pmlog.store.sql import is_one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log

_CORRECTIONS = {kinds.AMEND, kinds.RETRACT}
_JOINING = {kinds.JOIN, kinds.KEY}
# As the conditions of their partial indexes have it (see sql).
_IS_JOINING = is_one_of((kinds.JOIN, kinds.KEY))
_MOVED_IN = f"kind = '{kinds.AMEND}' and json_extract(data, '$.set.incident') is not null"
# So many sources are looked up one by one; of more the whole table is made anew.
MOST_SOURCES = 500


class Touched:
    """What some events can have changed, however many they are."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.incidents: set[str] = set()
        self.sources: set[tuple[str, str | None]] = set()
        self.redacted: set[str] = set()  # the ids of events that hold no words any more

    def add(self, events: Iterable[Event]) -> None:
        """Take note of events that were appended."""
        for event in events:
            self.kinds.add(event.kind)
            self.incidents.add(event.incident)
            if event.source is not None and len(self.sources) <= MOST_SOURCES:
                self.sources.add((event.source, event.source_id))


def append(log: Log, events: Iterable[Event]) -> None:
    """Append events as they are, and bring up to date what is derived; in a transaction."""
    written = list(events)
    log.insert(written)
    touched = Touched()
    touched.add(written)
    refresh(log, touched)


def refresh(log: Log, touched: Touched) -> None:
    """Bring up to date what is derived, where some events were just appended."""
    dirty = touched.incidents
    is_correcting = bool(touched.kinds & _CORRECTIONS)
    renamed: set[str] = set()
    # A correction can take back a join, or change a key.
    if touched.kinds & _JOINING or (is_correcting and _has_joins(log)):
        renamed = _refresh_halves(log)
    # Twins are of one incident: which are, changes with what is one.
    has_twins = _refresh_twins(log, touched.sources, is_all=bool(renamed))
    # And where a twin was moved, all of them are; so this comes behind.
    if (is_correcting or has_twins) and _has_moves(log):
        dirty = dirty | _refresh_moved(log)
    _refresh_heads(log, dirty | renamed)


def rebuild(log: Log) -> None:
    """Make anew all that is derived; in a transaction."""
    from pmlog.store import incident_queries

    _refresh_halves(log)
    _refresh_twins(log, set(), is_all=True)
    _refresh_moved(log)
    log.write("delete from heads", [()])
    _refresh_heads(log, incident_queries.incidents(log))


def _has_joins(log: Log) -> bool:
    """Tell whether anything was ever said in this log that makes incidents one."""
    return any(log.rows(f"select 1 from events where {_IS_JOINING} limit 1"))


def _refresh_halves(log: Log) -> set[str]:
    """Make the table anew, inside a transaction; return the ids that have another name."""
    before = dict(log.rows("select incident, named from halves"))
    after = _named(log)
    changed = {
        incident
        for incident in before.keys() | after.keys()
        if before.get(incident, incident) != after.get(incident, incident)
    }
    if changed:
        log.write("delete from halves", [()])
        log.write("insert into halves (incident, named) values (?, ?)", after.items())
    return changed


def keys_of(log: Log) -> dict[str, str]:
    """Return the key of each half that has one, plain (see joining), by its id."""
    return {half: key for half, key in _said(log)[1].items() if key}


def _named(log: Log) -> dict[str, str]:
    from pmlog.incident import joining

    return joining.names(*_said(log))


def _said(log: Log) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return the joins that stand, and the last key of each half; "" where it was unset."""
    if not _has_joins(log):
        return [], {}
    from pmlog.incident import corrections, joining

    said = log.events(_IS_JOINING)
    standing = corrections.corrected(
        sorted(
            [*said, *halves.corrections_of(log, (event.id for event in said))],
            key=lambda event: event.correction_order,
        )
    )
    joins = [(e.incident, e.details.other) for e in standing if e.kind == kinds.JOIN]
    last = {e.incident: e for e in standing if e.kind == kinds.KEY}
    keys = {
        incident: "" if key.details.unset else joining.plain_key(key.text)
        for incident, key in last.items()
    }
    return joins, keys


def _refresh_twins(log: Log, sources: set[tuple[str, str | None]], *, is_all: bool) -> bool:
    """Make anew the twins of some sources, or all; tell if there are any."""
    if not (sources or is_all):
        return False
    if is_all or len(sources) > MOST_SOURCES:
        log.write("delete from twins", [()])
        log.write(_TWINS.format("original.source is not null"), [()])
    else:
        # Of these there were fewer before, so none has to go but by its least id.
        one = "original.source = ? and original.source_id is ?"
        log.write(_TWINS.format(one), sources)
    return any(log.rows("select 1 from twins limit 1"))


_TWINS = """
insert or replace into twins (id, fact)
select id, fact from (
    select original.id as id, count(*) over same as many, min(original.id) over same as fact
    from events as original left join halves using (incident)
    where {}
    window same as (
        partition by coalesce(halves.named, original.incident), source, source_id)
) where many > 1
"""


def _has_moves(log: Log) -> bool:
    return any(log.rows(f"select 1 from events where {_MOVED_IN} limit 1"))


def _refresh_moved(log: Log) -> set[str]:
    """Make the table of moves anew; return the incidents that had or have moved events."""
    before = dict(log.rows("select id, incident from moved"))
    after = _moved(log)
    if before == after:
        return set()
    log.write("delete from moved", [()])
    log.write("insert into moved (id, incident) values (?, ?)", after.items())
    ids = list(before.keys() | after.keys())
    places = ", ".join("?" * len(ids))
    homes = log.rows(f"select distinct incident from events where id in ({places})", *ids)
    return {*before.values(), *after.values(), *(home for (home,) in homes)}


def _moved(log: Log) -> dict[str, str]:
    """Return where each event belongs that a move put elsewhere, by its id."""
    from pmlog.incident import corrections

    # What any amend moves, and all that is the same fact as one of those: where one twin
    # went, the others are.
    facts = log.events(
        "id in (with named (id) as ("
        f"select json_extract(data, '$.target') from events where {_MOVED_IN})"
        " select id from named union"
        " select twin.id from named join twins as one using (id)"
        " join twins as twin on twin.fact = one.fact)"
    )
    if not facts:
        return {}
    said = halves.corrections_of(log, [event.id for event in facts])
    ordered = sorted((*facts, *said), key=lambda event: event.correction_order)
    named = dict(log.rows("select incident, named from halves"))
    return corrections.placed(ordered, named)[1]


def _refresh_heads(log: Log, incidents: Iterable[str]) -> None:
    for name in {halves.halves_of(log, each).name for each in incidents}:
        try:
            put_head(log, current.incident(log, name))
        except NotFound:
            log.write("delete from heads where incident = ?", [(name,)])
    # What is another incident's half has no head of its own.
    log.write(
        "delete from heads where incident in"
        " (select incident from halves where incident <> named)",
        [()],
    )


def put_head(log: Log, incident: Incident) -> None:
    """Keep when an incident starts and ends; in a transaction that may have changed it."""
    log.write(
        "insert or replace into heads (incident, start, until, is_open, has_start)"
        " values (?, ?, ?, ?, ?)",
        [incident.head],
    )
