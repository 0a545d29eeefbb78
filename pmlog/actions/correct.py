"""What somebody logged wrong -> corrections, which are events like any other.

Nothing is changed or deleted: an amendment says another value of a field, a retraction
that something does not count, and the last word on each wins (see corrections). Each
function is one transaction; when it returns, what it says is on the disk.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.actions import lookup
from pmlog.actions.record import EventNumbering, carriers
from pmlog.actions.time_checks import check_instants, time_warnings
from pmlog.errors import NotFound, UsageError
from pmlog.incident import corrections, event_data, history, kinds
from pmlog.incident.entry import Entry
from pmlog.incident.event import short
from pmlog.incident.history import CORRECTIONS, Change
from pmlog.store import current, derived, queries, steps
from pmlog.text.terminal import clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmlog.actions.responder import Responder
    from pmlog.incident.event import Event
    from pmlog.incident.evidence import Evidence
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log


# So many events are named in a command that brings them back.
_MOST_NAMED = 40


class Correction(NamedTuple):
    """What was corrected: all of it, or nothing where nothing was to be changed."""

    changes: tuple[Change, ...]
    unchanged: tuple[Event, ...] = ()  # what was so already
    undone: tuple[Event, ...] = ()  # what an undo took back
    warnings: tuple[str, ...] = ()


class Subject(NamedTuple):
    """An event with all that was said about it."""

    fact: Event
    words: list[Event]  # in correction order, those on its amendments among them
    incident: Incident | None  # None where its opening was retracted

    @property
    def now(self) -> Event:
        """The event as amended."""
        return history.as_amended(self.fact, self.words)

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
    fact, words = found
    place, known = queries.place_of(log, fact), {} if known is None else known
    if place not in known:
        known[place] = current.landmarks(log, place).fold()
    return Subject(fact, words, known[place])


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
    if history.is_retracted(about.fact, about.words):
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
        same, words = [], []
        for event in dict.fromkeys(
            lookup.find_event(log, each, responder.author) for each in references
        ):
            _check_can_be_retracted(event)
            about = subject(log, event)
            if history.is_retracted(event, about.words) == retracted:
                same.append(about.now)
            else:
                data = {event_data.TARGET: event.id, event_data.RETRACTED: retracted}
                words.append((about, kinds.RETRACT, data))
        correction = say(log, responder, words, why)
    return correction._replace(unchanged=tuple(same))


def _check_can_be_retracted(event: Event) -> None:
    if event.kind == kinds.REDACTED:
        raise UsageError(f"{event.short_id} took words out for good; they do not come back")
    if event.kind == kinds.RETRACT:
        target = short(event.details.target)
        raise UsageError(
            f"{event.short_id} says whether {target} counts; say the contrary with "
            f"'pmlog restore {target}' or 'pmlog retract {target}'"
        )


def undo(log: Log, responder: Responder, *, past_import: bool = False) -> Correction:
    """Take back what this responder did last by one command, of what still counts.

    Said again, it goes one command further back; what an undo said is never undone. What
    was imported stays: UsageError where that was the last step, unless past_import.
    NotFound when nothing is left.
    """
    with log.transaction():
        done = next(_commands_in_effect(log, responder), None)
        if done is None:
            raise NotFound(
                f"nothing is left that {responder.author!r} logged here; 'pmlog history' "
                "shows what was done, and 'pmlog retract ID' takes back any of it"
            )
        if not past_import:
            _check_import(log, done, responder)
        known: dict[str, Incident | None] = {}
        words = [
            (subject(log, event, known), kinds.RETRACT, _contrary(log, event))
            for event in done
        ]
        correction = say(log, responder, words, "")
    return correction._replace(undone=tuple(done))


def _check_import(log: Log, done: list[Event], responder: Responder) -> None:
    """Return if what would be taken back came after the last import by this responder."""
    step = steps.import_behind(log, max(event.seq for event in done))
    if step is not None and step.author == responder.author:
        last = done[-1]
        text = f" {clipped(last.text, 40)!r}" if last.text else ""
        events = "1 event" if step.new == 1 else f"{step.new} events"
        raise UsageError(
            f"your last step was the import of {events} from {step.source}, which "
            f"stay; 'pmlog undo --past-import' takes back what you did before it: "
            f"{last.kind}{text}"
        )


def _commands_in_effect(log: Log, responder: Responder) -> Iterator[list[Event]]:
    """Yield what each command of the responder wrote and still counts, the last first."""
    for _, written in groupby(queries.own_events(log), key=lambda event: event.lamport):
        events = list(written)[::-1]
        is_mine = any(history.who(event) == responder.author for event in events)
        if is_mine and not any(event.details.undoes for event in events):
            left = [event for event in events if _is_in_effect(log, event)]
            if left:
                yield [*left, *_beginning(log, left)]


def _beginning(log: Log, events: list[Event]) -> Iterator[Event]:
    """Yield what `pmlog run` wrote as its command began, where events tell of its end."""
    ended = {
        event.details.target
        for event in events
        if event.kind == kinds.AMEND and event_data.EXIT_CODE in event.details.set
    }
    begun = {event.lamport for each in ended if (event := queries.event(log, each))}
    for lamport, written in groupby(
        queries.own_events(log), key=lambda event: event.lamport
    ):
        if not begun or lamport < min(begun):
            return
        if lamport in begun:
            yield from (event for event in written if _is_in_effect(log, event))


def _is_in_effect(log: Log, event: Event) -> bool:
    if event.kind == kinds.REDACTED:
        return False  # what is gone comes back by no word
    if event.kind != kinds.RETRACT:
        return not history.is_retracted(event, queries.words_on(log, event.id))
    return _verdicts(log, event)[-1:] == [event]


def _contrary(log: Log, event: Event) -> dict[str, Any]:
    """Return the data of the word that takes back what an event did."""
    data = {
        event_data.TARGET: event.id,
        event_data.RETRACTED: True,
        event_data.UNDOES: event.id,
    }
    if event.kind != kinds.RETRACT:
        return data
    # Not the contrary, but what was said before it: others may have retracted it as well.
    *earlier, _ = _verdicts(log, event)
    was_retracted = bool(earlier) and earlier[-1].details.retracted
    return data | {
        event_data.TARGET: event.details.target,
        event_data.RETRACTED: was_retracted,
    }


def _verdicts(log: Log, verdict: Event) -> list[Event]:
    """Return what was said on whether something counts, in correction order.

    Without the verdicts that were undone, and without the undoing.
    """
    target = verdict.details.target
    said = [
        word
        for word in queries.words_on(log, target)
        if word.kind == kinds.RETRACT and word.incident == verdict.incident
    ]
    undone = {word.details.undoes for word in said}
    return [
        word
        for word in said
        if word.id not in undone and word.details.undoes in ("", target)
    ]


def say(
    log: Log,
    responder: Responder,
    words: list[tuple[Subject, str, dict[str, Any]]],
    why: str,
    evidence: tuple[Evidence, ...] = (),
) -> Correction:
    """Append corrections, and return what they changed; inside a transaction.

    words are events with the kind and the data of what is said about each; evidence is
    what the first of them refers to.
    """
    numbering = EventNumbering(log, responder)
    place = (words[0][0].fact.incident, words[0][0].zone) if words else ("", "")
    carried = carriers(log, numbering, evidence, *place)
    reason = {event_data.WHY: why} if why else {}
    written = [
        numbering.make(
            about.fact.incident,
            Entry(text="", kind=kind, data=json.dumps(data | reason)),
            about.zone,
        )
        for about, kind, data in words
    ]
    derived.append(log, [*carried, *written])
    events = {
        event.id: event for about, *_ in words for event in (about.fact, *about.words)
    }
    told = history.changes([*events.values(), *written])
    ids = {event.id for event in written}
    return Correction(
        tuple(change for change in told if change.event.id in ids),
        warnings=tuple(_warnings_of_vanishing(log, words)),
    )


def _warnings_of_vanishing(
    log: Log, words: list[tuple[Subject, str, dict[str, Any]]]
) -> Iterator[str]:
    """Yield a sentence for each incident that went, when what opened it was retracted."""
    for about, _, data in words:
        fact, told = about.fact, about.incident
        if data[event_data.TARGET] != fact.incident or not data.get(event_data.RETRACTED):
            continue
        if told is not None:
            others = len(current.whole(log, fact.incident).standing())
            rest = f" with {others} events" if others else ""
            yield (
                f"the incident {clipped(told.title, 60)!r} is gone from every list{rest}; "
                f"'pmlog restore {fact.short_id}' brings it back"
            )


def ways_back(undone: tuple[Event, ...]) -> list[str]:
    """Return the commands that bring back what an undo took back."""
    files = {event.details.collected.get("file") for event in undone}
    if len(undone) > _MOST_NAMED and None not in files:
        # A command of a thousand ids is none that anybody types.
        return [f"pmlog collect -y --again {' '.join(sorted(map(str, files)))}"]
    ids: dict[str, list[str]] = {}
    for event in undone:
        is_verdict = event.kind == kinds.RETRACT
        verb = "retract" if is_verdict and event.details.retracted else "restore"
        name = short(event.details.target) if is_verdict else event.short_id
        ids.setdefault(verb, []).append(name)
    return [f"pmlog {verb} {' '.join(names)}" for verb, names in ids.items()]
