"""Which incidents of the log are one (see incident.joining), looked up in a table.

The table holds nothing that the events do not say (see derived, which makes it).
"""

from __future__ import annotations

from pmlog.incident.event import APART
from pmlog.namedtuple import NamedTuple
from pmlog.store.sql import CORRECTIONS

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
