"""Which incidents of the log are one (see incident.joining), kept in a table.

The table holds nothing that the events do not say, and is made anew where a join, a key
or a correction of one comes in: the way of `pmlog event` looks up one row of it.
"""

from __future__ import annotations

from pmlog.incident.event import APART
from pmlog.namedtuple import NamedTuple
from pmlog.store.sql import CORRECTIONS, JOINING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pmlog.incident.event import Event
    from pmlog.store.log import Log


class Halves(NamedTuple):
    """An incident as a whole: its name, and the ids that stand for it."""

    name: str
    ids: tuple[str, ...]
    named: Mapping[str, str]  # by each of several ids the name; nothing where it is one


def halves_of(log: Log, incident: str) -> Halves:
    """Return the incident of which an id names a half, or the whole."""
    named = dict(
        log.rows(
            "select incident, named from halves where named ="
            " (select named from halves where incident = ?)",
            incident,
        )
    )
    if not named:
        return Halves(incident, (incident,), APART)
    return Halves(named[incident], tuple(named), named)


def has_joins(log: Log) -> bool:
    """Tell whether anything was ever said in this log that makes incidents one."""
    return any(log.rows(f"select 1 from events where {JOINING} limit 1"))


def refresh(log: Log) -> set[str]:
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
    if not has_joins(log):
        return [], {}
    from pmlog.incident import corrections, joining, kinds

    said = log.events(JOINING)
    standing = corrections.corrected(
        sorted(
            [*said, *corrections_of(log, (event.id for event in said))],
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


def corrections_of(log: Log, ids: Iterable[str]) -> list[Event]:
    """Return what amends or retracts events, and what retracts their amendments."""
    found = _about(log, ids)
    # An amendment can be retracted as well.
    return found + _about(log, [event.id for event in found])


def _about(log: Log, ids: Iterable[str]) -> list[Event]:
    wanted = '","'.join(ids)
    if not wanted:
        return []
    return log.events(
        f"{CORRECTIONS} and json_extract(data, '$.target')"
        " in (select value from json_each(?))",
        f'["{wanted}"]',
    )
