"""What somebody logged wrong -> corrections, which are events like any other.

Nothing is changed or deleted: an amendment says another value of a field, a retraction
that something does not count, and the last word on each wins (see corrections). Each
function is one transaction; when it returns, what it says is on the disk.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.actions import lookup
from pmlog.actions.doubts import time_warnings
from pmlog.actions.record import EventNumbering, carriers, check_instants
from pmlog.errors import NotFound, UsageError
from pmlog.incident import corrections, event_data, history, kinds
from pmlog.incident.event import Entry, short
from pmlog.incident.history import CORRECTIONS, Change
from pmlog.store import current, derived, queries
from pmlog.text.terminal import clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmlog.actions.responder import Responder
    from pmlog.incident.event import Event
    from pmlog.incident.evidence import Evidence
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log


class Correction(NamedTuple):
    """What was corrected: all of it, or nothing where nothing was to be changed."""

    changes: tuple[Change, ...]
    unchanged: tuple[Event, ...] = ()  # what was so already
    undone: tuple[Event, ...] = ()  # what an undo took back
    warnings: tuple[str, ...] = ()


class Subject(NamedTuple):
    """An event with all that was said about it."""

    fact: Event
    corrections: list[Event]  # in correction order, those on its amendments among them
    incident: Incident | None  # None where its opening was retracted

    @property
    def now(self) -> Event:
        """The event as amended."""
        return history.as_amended(self.fact, self.corrections)

    @property
    def zone(self) -> str:
        """The zone in which its times are read and told."""
        return self.incident.zone if self.incident else self.fact.zone


def subject(
    log: Log, event: Event, known: dict[str, Incident | None] | None = None
) -> Subject:
    """Return what an event is about: of a correction, what that corrects in the end.

    known keeps the incidents of one question after another, each of which takes longer
    the more of its events were taken back.
    """
    found = queries.subject(log, event)
    if found is None:
        raise NotFound(f"what {event.short_id} corrects is not in this log")
    fact, said = found
    place, known = queries.place_of(log, fact), {} if known is None else known
    if place not in known:
        known[place] = current.landmarks(log, place).fold()
    return Subject(fact, said, known[place])


def amend(
    log: Log,
    responder: Responder,
    reference: str,
    read_values: Callable[[Subject], dict[str, Any]],
    why: str = "",
    evidence: tuple[Evidence, ...] = (),
) -> Correction:
    """Give fields of an event other values; read_values returns them, by the log's names.

    evidence is what those values refer to, if it is new. What has that value already is
    left out. NotFound or UsageError when reference names no single event that can be
    amended.
    """
    with log.transaction():
        fact = lookup.find_event(log, reference, responder.author)
        if fact.kind in CORRECTIONS:
            raise UsageError(
                f"{fact.short_id} is a correction of {short(fact.details.target)}; "
                "amend that, or take this one back with 'pmlog undo'"
            )
        about = subject(log, fact)
        wanted = read_values(about)
        differing = history.differences(about.now, corrections.amended(about.now, wanted))
        # What was typed and where only tell of the time, unless they are all there is.
        if not differing or differing.keys() == {"as_typed"}:
            return Correction((), (about.now,))
        values = {key: value for key, value in wanted.items() if key in differing}
        for key in ("at", "until"):
            if values.get(key) is not None:
                check_instants(values[key], values[key])
        data = {event_data.TARGET: fact.id, event_data.SET: values}
        correction = say(log, responder, [(about, kinds.AMEND, data)], why, evidence)
        warnings = _warnings_of_amendment(about, values, responder.now_us)
    return correction._replace(warnings=warnings)


def _warnings_of_amendment(
    about: Subject, values: dict[str, Any], now_us: int
) -> tuple[str, ...]:
    warnings: tuple[str, ...] = ()
    name, incident = about.fact.short_id, about.incident
    if "at" in values or "until" in values:
        amended = corrections.amended(about.now, values)
        warnings = time_warnings(amended, now_us, incident)
    if history.is_retracted(about.fact, about.corrections):
        warnings += (f"{name} stays retracted; 'pmlog restore {name}' brings it back",)
    is_title = about.fact.id == about.fact.incident and "text" in values
    if is_title and incident and kinds.TITLE in incident.fields:
        warnings += ("the title was set since, and stays; 'pmlog set title' changes it",)
    return warnings


def retract(
    log: Log,
    responder: Responder,
    references: list[str],
    *,
    retracted: bool,
    why: str = "",
) -> Correction:
    """Say of events that they do not count, or (retracted=False) that they do after all."""
    with log.transaction():
        same, said = [], []
        for event in dict.fromkeys(
            lookup.find_event(log, each, responder.author) for each in references
        ):
            _check_can_be_retracted(event)
            about = subject(log, event)
            if history.is_retracted(event, about.corrections) == retracted:
                same.append(about.now)
            else:
                data = {event_data.TARGET: event.id, event_data.RETRACTED: retracted}
                said.append((about, kinds.RETRACT, data))
        correction = say(log, responder, said, why)
    return correction._replace(unchanged=tuple(same))


def _check_can_be_retracted(event: Event) -> None:
    if event.kind == kinds.REDACTED:
        raise UsageError(f"{event.short_id} is a redaction, which nothing can undo")
    if event.kind == kinds.RETRACT:
        target = short(event.details.target)
        raise UsageError(
            f"{event.short_id} says whether {target} counts; change that with "
            f"'pmlog restore {target}' or 'pmlog retract {target}'"
        )


def say(
    log: Log,
    responder: Responder,
    said: list[tuple[Subject, str, dict[str, Any]]],
    why: str,
    evidence: tuple[Evidence, ...] = (),
) -> Correction:
    """Append corrections, and return what they changed; inside a transaction.

    said are events with the kind and the data of what is said about each; evidence is
    what the first of them refers to.
    """
    numbering = EventNumbering(log, responder)
    place = (said[0][0].fact.incident, said[0][0].zone) if said else ("", "")
    carried = carriers(log, numbering, evidence, *place)
    reason = {event_data.WHY: why} if why else {}
    written = [
        numbering.make(
            about.fact.incident,
            Entry(text="", kind=kind, data=json.dumps(data | reason)),
            about.zone,
        )
        for about, kind, data in said
    ]
    derived.append(log, [*carried, *written])
    events = {
        event.id: event for about, *_ in said for event in (about.fact, *about.corrections)
    }
    changes = history.changes([*events.values(), *written])
    ids = {event.id for event in written}
    return Correction(
        tuple(change for change in changes if change.event.id in ids),
        warnings=tuple(_warnings_of_vanishing(log, said)),
    )


def _warnings_of_vanishing(
    log: Log, said: list[tuple[Subject, str, dict[str, Any]]]
) -> Iterator[str]:
    """Yield a sentence for each incident that went, when what opened it was retracted."""
    for about, _, data in said:
        fact, incident = about.fact, about.incident
        if data[event_data.TARGET] != fact.incident or not data.get(event_data.RETRACTED):
            continue
        if incident is not None:
            others = len(current.whole(log, fact.incident).standing())
            rest = f" with {others} events" if others else ""
            yield (
                f"the incident {clipped(incident.title, 60)!r} is gone from every "
                f"list{rest}; 'pmlog restore {fact.short_id}' brings it back"
            )
