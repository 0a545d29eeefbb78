"""One incident in the log, as a long interview needs it: opened for each answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.actions import correct, lifecycle, record
from pmlog.actions.record import Receipt
from pmlog.cli.reading import read_incident
from pmlog.cli.session import Session
from pmlog.incident import kinds
from pmlog.incident.event import Entry

if TYPE_CHECKING:
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident


class WriteSession(NamedTuple):
    """An incident in a log that others write to as well; nothing is held between calls."""

    base: Session  # of the command
    db: str | None
    incident: str

    def now(self) -> Session:
        """Return the session as of now; an interview may last for hours."""
        return self.base._replace(now_us=time.time_ns() // 1000)

    def read(self) -> Incident:
        """Return the incident as the log has it now."""
        with self.base.existing_log(self.db) as log:
            return read_incident(self.base, log, self.incident)

    def add(self, entry: Entry) -> Receipt:
        """Store an entry. LogUnusable when the log does not take it."""
        responder = self.now().responder()
        with self.base.existing_log(self.db) as log:
            if entry.kind in kinds.TIMELINE_KINDS:
                return record.event(
                    log, responder, lambda _zone, _incident: entry, self.incident
                )
            return lifecycle.write_up(log, responder, entry, self.incident)

    def amend(self, event: Event, changes: dict[str, Any]) -> Receipt:
        """Store changes of an event; the receipt has it as it is now."""
        responder = self.now().responder()
        with self.base.existing_log(self.db) as log:
            correct.amend(log, responder, event.id, lambda _: changes)
            incident = read_incident(self.base, log, self.incident)
        (now,) = (each for each in incident.timeline if each.id == event.id)
        return Receipt(now, incident, is_new=False)
