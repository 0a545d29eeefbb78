"""Which incident is meant: the one that a person names, the last one, all of them.

From their landmarks alone, so that it takes no longer for incidents of many events.
"""

from __future__ import annotations

from pmlog import model, timeline
from pmlog.errors import NotFound, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.model import Event
    from pmlog.store import Log
    from pmlog.timeline import Incident

# Fewer characters are a slip more often than a name: "restart pod -i 5".
SHORTEST_REFERENCE = 3


def folded(events: Iterable[Event], incident: str) -> Incident:
    """Return the incident that events make up. NotFound where its opening was undone."""
    found = timeline.fold(events)
    if found is None:
        raise unknown_incident(model.short(incident))
    return found


def unknown_incident(reference: str) -> NotFound:
    """Return the error for a reference that names no incident."""
    return NotFound(f"no incident {reference!r}; 'pmlog list' shows them")


def incidents(log: Log) -> Iterator[Incident]:
    """Yield each incident from its landmarks alone, the first opened first."""
    for each in log.incidents():
        found = timeline.fold(log.landmarks(each))
        if found is not None:
            yield found


def find_incident(log: Log, reference: str) -> str:
    """Return the id of the incident that a person names: by id, short id or title.

    The start of an id will do, and so will a part of a title. NotFound when nothing fits,
    UsageError when several do.
    """
    wanted = reference.strip().lower()
    ids = log.incidents()
    if wanted in ids:
        return wanted
    known = [] if not wanted else list(incidents(log))
    for fits in (_by_id, _by_title, _by_part_of_title):
        matches = [each.id for each in known if fits(each, wanted)]
        if len(matches) > 1:
            shown = ", ".join(map(model.short, matches[:5]))
            raise UsageError(f"{reference!r} fits several incidents: {shown}; name one")
        if matches:
            return matches[0]
    raise unknown_incident(reference)


def _by_id(incident: Incident, wanted: str) -> bool:
    is_enough = len(wanted) >= SHORTEST_REFERENCE
    return is_enough and (
        incident.id[24:].startswith(wanted) or incident.id.startswith(wanted)
    )


def _by_title(incident: Incident, wanted: str) -> bool:
    return incident.title.lower() == wanted


def _by_part_of_title(incident: Incident, wanted: str) -> bool:
    return len(wanted) >= SHORTEST_REFERENCE and wanted in incident.title.lower()


def closed_last(log: Log) -> str | None:
    """Return the id of the incident that was closed last, of those that are closed."""
    closings = [each.closed for each in incidents(log) if each.closed is not None]
    last = max(closings, key=lambda closing: closing.correction_order, default=None)
    return last.incident if last else None


def told(log: Log, incident: str) -> Incident:
    """Return an incident from its landmarks: title, zone and state, not its timeline."""
    return folded(log.landmarks(incident), incident)
