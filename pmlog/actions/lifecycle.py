"""An incident opened, its write-up, the end of a command that was logged.

Each function is one transaction, as in record: when it returns, what it says is on the
disk.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pmlog.actions.doubts import time_warnings
from pmlog.actions.record import EventNumbering, Receipt, carriers
from pmlog.incident import corrections, event_data, kinds, timeline
from pmlog.incident.event import Entry
from pmlog.incident.evidence import references
from pmlog.store import current, derived

if TYPE_CHECKING:
    from pmlog.actions.responder import Responder
    from pmlog.incident.event import Event
    from pmlog.incident.evidence import Evidence
    from pmlog.store.log import Log


def open_incident(
    log: Log, responder: Responder, opening: Entry, fields: dict[str, str]
) -> Receipt:
    """Open an incident; opening.text is its title, fields are write-up fields by kind."""
    with log.transaction():
        numbering = EventNumbering(log, responder)
        first = numbering.make(
            None, opening._replace(kind=kinds.OPENED), opening.zone or responder.zone
        )
        written = [first]
        for kind, text in fields.items():
            field = Entry(text=text, kind=kind)
            written.append(numbering.make(first.id, field, first.zone))
        derived.append(log, written)
    folded = timeline.folded(written, first.id)
    warnings = opening.warnings + time_warnings(first, responder.now_us, None)
    return Receipt(first, folded, is_new=True, warnings=warnings)


def write_up(log: Log, responder: Responder, entry: Entry, incident: str) -> Receipt:
    """Append a field, an improvement, a task or a lifecycle event to an incident."""
    with log.transaction():
        marks = current.landmarks(log, incident)
        before = marks.folded()
        written = EventNumbering(log, responder).make(before.id, entry, before.zone)
        derived.append(log, [written])
    return Receipt(written, marks.folded([written]), is_new=False, warnings=entry.warnings)


def ended(
    log: Log,
    responder: Responder,
    started: Event,
    until_us: int,
    exit_code: int,
    evidence: tuple[Evidence, ...],
) -> Event:
    """Append how the command of an event ended; return the event as it now stands.

    The start is in the log before the command runs, so nothing that ends the machine
    hides that it ran; its end is an amendment, which moves no landmark (see store.current).
    """
    learnt: dict[str, object] = {"until": until_us, event_data.EXIT_CODE: exit_code}
    if evidence:
        learnt[event_data.ATTACHED] = references(list(evidence))
    data = json.dumps({event_data.TARGET: started.id, event_data.SET: learnt})
    ending = Entry(text="", kind=kinds.AMEND, data=data)
    with log.transaction():
        numbering = EventNumbering(log, responder)
        written = carriers(log, numbering, evidence, started.incident, started.zone)
        written.append(numbering.make(started.incident, ending, started.zone))
        derived.append(log, written)
    return corrections.corrected([started, written[-1]])[0]
