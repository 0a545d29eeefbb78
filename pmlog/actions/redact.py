"""Words that must not be in the log -> gone for good, here and wherever it is heard of.

The one thing that a responder cannot take back. The events stay in their places, so that
no number is missing; what they said is nowhere any more.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from pmlog.actions import lookup
from pmlog.actions.record import TITLE_LENGTH, EventNumbering
from pmlog.errors import NotFound, UsageError
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Entry
from pmlog.store import derived, erasure, queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.actions.responder import Responder
    from pmlog.incident.event import Event
    from pmlog.store.log import Log

# A shorter string would be found in half of the log.
_SHORTEST = 4


class Redaction(NamedTuple):
    """What would be, or was, taken out."""

    facts: tuple[Event, ...]  # that were asked for, as they were
    others: tuple[Event, ...]  # that belong to them: corrections, twins, evidence, a title
    also: tuple[Event, ...]  # events that are not named, in which the same string stands

    @property
    def ids(self) -> list[str]:
        """The ids of all that is taken out."""
        return [event.id for event in (*self.facts, *self.others)]


class Redacted(NamedTuple):
    """What was taken out, by which event, and whether no byte of it is left in the file."""

    redaction: Redaction
    event: Event
    is_swept: bool


def planned(log: Log, references: list[str], author: str) -> Redaction:
    """Return what would be taken out with these events. NotFound, UsageError as usual."""
    facts: dict[str, Event] = {}
    others: dict[str, Event] = {}
    for reference in references:
        named = lookup.find_event(log, reference, author)
        if named.kind == kinds.REDACTED:
            raise UsageError(f"{named.short_id} is a redaction, and holds no words itself")
        found = queries.subject(log, named)
        fact = named if found is None else found[0]
        facts[fact.id] = fact
        others.update((each.id, each) for each in _belonging(log, fact))
    for each in facts:
        others.pop(each, None)
    also = erasure.holding(log, _strings(facts, others), {*facts, *others})
    return Redaction(tuple(facts.values()), tuple(others.values()), tuple(also))


def _belonging(log: Log, fact: Event) -> Iterator[Event]:
    """Yield what repeats an event's words, or carries what it refers to."""
    for each in queries.twins_of(log, fact):
        yield each
        corrections = queries.corrections_on(log, each.id)
        yield from corrections
        for correction in corrections:
            yield from queries.corrections_on(log, correction.id)
        for holder in (each, *corrections):
            yield from _carriers(log, holder)
    yield from _titles(log, fact)


def _carriers(log: Log, event: Event) -> Iterator[Event]:
    attached = [*event.details.attached]
    changed = event.details.set.get(event_data.ATTACHED, ())
    hashes = {piece.sha256 for piece in attached} | {each["sha256"] for each in changed}
    for sha256 in hashes:
        yield from log.events(
            f"kind = '{kinds.EVIDENCE}' and json_extract(data, '$.sha256') = ?", sha256
        )


def _titles(log: Log, fact: Event) -> Iterator[Event]:
    """Yield the opening and the titles that were made from an event, or it from them."""
    start = fact.text[: TITLE_LENGTH - 1].strip()
    if not start or fact.kind == kinds.EVIDENCE:
        return
    for event in log.events(
        f"incident = ? and kind in ('{kinds.OPENED}', '{kinds.TITLE}')", fact.incident
    ):
        shared = event.text.rstrip("…").strip()
        if shared and (fact.text.startswith(shared) or shared.startswith(start)):
            yield event


def _strings(facts: dict[str, Event], others: dict[str, Event]) -> set[str]:
    """Return the strings that are looked for elsewhere: secrets, else the whole text."""
    from pmlog.text import redaction

    found: set[str] = set()
    for event in (*facts.values(), *others.values()):
        details = event.details
        texts = [
            event.text,
            details.command,
            details.content or "",
            json.dumps(details.set),
        ]
        for text in texts:
            found |= {text[each.start : each.end] for each in redaction.find(text)}
    if not found:
        found = {event.text.strip() for event in facts.values()}
    return {each for each in found if len(each) >= _SHORTEST}


def redact(log: Log, responder: Responder, planned_: Redaction, why: str = "") -> Redacted:
    """Take out what was planned, and say so in an event that every log will hear of."""
    first = planned_.facts[0]
    ids = sorted(planned_.ids)
    reason = {event_data.WHY: why} if why else {}
    with log.transaction():
        data = json.dumps({event_data.IDS: ids} | reason)
        entry = Entry(text="", kind=kinds.REDACTED, data=data)
        redacted = EventNumbering(log, responder).make(first.incident, entry, first.zone)
        if queries.event(log, first.id) is None:
            raise NotFound(f"no event {first.short_id} any more")
        erasure.note(log, [redacted])
        derived.append(log, [redacted])
        erasure.erase(log, ids)
    return Redacted(planned_, redacted, erasure.sweep(log))
