"""One incident's pages in the log, as a long talk needs them: opened for each answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import correct, model, record
from pmlog.cli.door import Door
from pmlog.cli.reading import incident_told
from pmlog.record import Entry, Receipt

if TYPE_CHECKING:
    from pmlog.model import Event
    from pmlog.timeline import Incident


class Book(NamedTuple):
    """An incident in a log that others write to as well; nothing is held between calls."""

    door: Door
    db: str | None
    incident: str

    def now(self) -> Door:
        """Return the door as of now; a talk may last for hours."""
        return self.door._replace(now_us=time.time_ns() // 1000)

    def told(self) -> Incident:
        """Return the incident as the log tells it now."""
        with self.door.existing_log(self.db) as log:
            return incident_told(self.door, log, self.incident)

    def add(self, entry: Entry) -> Receipt:
        """Store an entry. LogUnusable when the log does not take it."""
        responder = self.now().responder()
        with self.door.existing_log(self.db) as log:
            if entry.kind in model.TIMELINE_KINDS:
                return record.event(log, responder, lambda _: entry, self.incident)
            return record.write_up(log, responder, entry, self.incident)

    def amend(self, event: Event, changes: dict[str, Any]) -> Receipt:
        """Store changes of an event; the receipt has it as it is now."""
        responder = self.now().responder()
        with self.door.existing_log(self.db) as log:
            correct.amend(log, responder, event.id, lambda _: changes)
            told = incident_told(self.door, log, self.incident)
        (now,) = (each for each in told.timeline if each.id == event.id)
        return Receipt(now, told, is_new=False)
