"""Verdicts -> events: one transaction, one batch, one undo.

What a person changed while collecting, by --pick, is an amendment in the same batch: so
what the tool said stays what it said, and who collects it elsewhere has its twin.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.actions.record import EventNumbering
from pmlog.actions.responder import Responder
from pmlog.collect.record import Record
from pmlog.collect.verdicts import GROWN, NEW, Judged, Known, target
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Entry, Event, new_id, short
from pmlog.incident.timeline import Incident
from pmlog.store import derived
from pmlog.store.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterable

_AT_ONCE = 200


class Taken(NamedTuple):
    """A record to write, and what a person changed of it."""

    judged: Judged
    corrected: dict[str, Any] = {}  # noqa: RUF012 - nobody writes into it


class Written(NamedTuple):
    """What a batch wrote."""

    new: int
    grown: int
    events: tuple[Event, ...]


def write(
    log: Log, responder: Responder, incident: Incident, taken: Iterable[Taken]
) -> Written:
    """Append the events of records to an incident, all or none."""
    ready = [each for each in taken if each.judged.is_to_write]
    name = short(new_id(responder.now_us))
    with log.transaction():
        numbering = EventNumbering(log, responder)
        batch = Batch(numbering, name)
        batch.fill(log, incident.id, incident.zone, ready)
        derived.append(log, batch.events)
    return Written(batch.new, batch.grown, tuple(batch.events))


class Batch:
    """The events of one batch, as they are made; inside a transaction."""

    def __init__(self, numbering: EventNumbering, name: str) -> None:
        self._numbering = numbering
        self._incident = ""
        self._zone = "UTC"
        self.name = name
        self.events: list[Event] = []
        self.new = 0
        self.grown = 0

    def fill(self, log: Log, incident: str, zone: str, taken: list[Taken]) -> None:
        """Add the events of records to an incident."""
        self._incident, self._zone = incident, zone
        for start in range(0, len(taken), _AT_ONCE):
            chunk = taken[start : start + _AT_ONCE]
            # Somebody else may have collected the same since the verdicts were given.
            known = Known(log, [each.judged.record for each in chunk])
            for each in chunk:
                self._add(each, known)

    def add(self, incident: str | None, entry: Entry, zone: str) -> Event:
        """Add the event of an entry; an incident of None is the one it opens."""
        event = self._numbering.make(incident, entry, zone)
        self.events.append(event)
        return event

    def bring_back(self, fact: Event) -> None:
        """Add what brings an event back that was taken back."""
        back = {event_data.TARGET: fact.id, event_data.RETRACTED: False}
        self._append(fact, kinds.RETRACT, back)

    def _add(self, taken: Taken, known: Known) -> None:
        """Add the events of a record, if it is still to be written."""
        record, verdict = taken.judged.record, taken.judged
        is_again = verdict.verdict == NEW and verdict.event is not None
        now = known.verdict(record, again=is_again)
        if not now.is_to_write:
            return
        fact = self._fact(record) if now.event is None else now.event
        if now.event is not None:
            self._correct(now.event, now, record)
        self.new += now.verdict == NEW
        self.grown += now.verdict == GROWN
        if taken.corrected:
            data = target(fact, taken.corrected) | {
                event_data.COLLECTED: {"batch": self.name, "picked": True}
            }
            self._append(fact, kinds.AMEND, data)

    def _fact(self, record: Record) -> Event:
        entry = entry_of(record, self.name)
        fact = self._numbering.make(self._incident, entry, self._zone)
        fact = fact._replace(source=record.format, source_id=record.source_id)
        self.events.append(fact)
        return fact

    def _correct(self, fact: Event, now: Judged, record: Record) -> None:
        """Add what brings an event back, and what became of it since."""
        if now.verdict == NEW:
            self.bring_back(fact)
        if now.changes:
            origin = {event_data.COLLECTED: {**_provenance(record), "batch": self.name}}
            self._append(fact, kinds.AMEND, target(fact, now.changes) | origin)

    def _append(self, fact: Event, kind: str, data: dict[str, Any]) -> None:
        entry = Entry(text="", kind=kind, data=json.dumps(data))
        self.events.append(self._numbering.make(fact.incident, entry, fact.zone))


def _provenance(record: Record) -> dict[str, Any]:
    return {"format": record.format, "file": record.file, "hash": record.hash}


def entry_of(record: Record, batch: str) -> Entry:
    """Return what is logged of a record."""
    collected: dict[str, Any] = {**_provenance(record), "batch": batch}
    if record.proposed:
        collected["proposed"] = record.proposed
    if record.by_program:
        collected["by_program"] = True
    data: dict[str, Any] = {event_data.COLLECTED: collected}
    particulars = {
        event_data.LINKS: list(record.links),
        event_data.HOW: record.how if record.kind == kinds.DETECTED else "",
        event_data.TO: list(record.to) if record.kind == kinds.ESCALATED else [],
    }
    data |= {key: value for key, value in particulars.items() if value}
    return Entry(
        text=record.text,
        kind=record.kind,
        at_us=record.at_us,
        until_us=record.until_us,
        zone=record.zone,
        approx=record.approx,
        # Notes, tables and histories of a shell are of whoever collects them.
        author=record.author or None,
        data=json.dumps(data),
    )


def prospective(records: Iterable[Record], incident: Incident) -> list[Event]:
    """Return the events that records would become, to see what they would change."""
    found = []
    for number, record in enumerate(records, 1):
        entry = entry_of(record, "")
        found.append(
            Event(
                id=f"{number:036}",
                origin="",
                seq=number,
                lamport=2**53,
                incident=incident.id,
                kind=entry.kind,
                at=record.at_us,
                until=record.until_us,
                zone=incident.zone,
                approx=record.approx,
                as_typed=None,
                text=record.text,
                author=record.author,
                host="",
                recorded_at=record.at_us,
                source=record.format,
                source_id=record.source_id,
                data=entry.data,
            )
        )
    return found
