"""What a responder did last -> taken back, one command at a time.

Undoing is a correction like any other: it says that what the command wrote does not count.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from pmlog.actions.correct import Correction, say, subject
from pmlog.errors import NotFound, UsageError
from pmlog.incident import event_data, history, kinds
from pmlog.incident.event import short
from pmlog.store import last_import, queries
from pmlog.text.terminal import clipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.actions.responder import Responder
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log

# So many events are named in a command that brings them back.
_MOST_NAMED = 40


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
        said = [
            (subject(log, event, known), kinds.RETRACT, _contrary(log, event))
            for event in done
        ]
        correction = say(log, responder, said, "")
    return correction._replace(undone=tuple(done))


def _check_import(log: Log, done: list[Event], responder: Responder) -> None:
    """Return if what would be taken back came after the last import by this responder."""
    step = last_import.behind(log, max(event.seq for event in done))
    if step is not None and step.author == responder.author:
        last = done[-1]
        text = f" {clipped(last.text, 40)!r}" if last.text else ""
        events = "1 event" if step.new == 1 else f"{step.new} events"
        raise UsageError(
            f"your last step was the import of {events} from {step.source}, which stay "
            f"in the log; 'pmlog undo --past-import' takes back what you did before it: "
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
        return False  # what is gone comes back by no correction
    if event.kind != kinds.RETRACT:
        return not history.is_retracted(event, queries.corrections_on(log, event.id))
    return _verdicts(log, event)[-1:] == [event]


def _contrary(log: Log, event: Event) -> dict[str, Any]:
    """Return the data of the correction that takes back what an event did."""
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
        each
        for each in queries.corrections_on(log, target)
        if each.kind == kinds.RETRACT and each.incident == verdict.incident
    ]
    undone = {each.details.undoes for each in said}
    return [
        each
        for each in said
        if each.id not in undone and each.details.undoes in ("", target)
    ]


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
