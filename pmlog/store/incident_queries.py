"""What is asked of the log about incidents: which there are, which are open, one whole.

Off the way of `pmlog event`.
"""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.store import current
from pmlog.store.log import COLUMNS, event_of_row
from pmlog.store.sql import IS_CORRECTED, LANDMARKS, STANDS, TURNED_TO, is_one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.current import Marks
    from pmlog.store.log import Log

# As the condition of its partial index has it (see sql).
_TITLES = is_one_of((kinds.OPENED, kinds.TITLE))


def has_incident(log: Log, incident: str) -> bool:
    """Tell whether an incident of that id was ever opened."""
    opened = f"incident = ? and {LANDMARKS} and kind = '{kinds.OPENED}'"
    return bool(log.events(f"{opened} limit 1", incident))


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
        and (? or instr(lower(text), ?) or {IS_CORRECTED})""",
        not part.isascii(),
        part,
    )
    return [incident for (incident,) in rows]


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
