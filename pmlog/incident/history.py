"""Events -> what was changed: who, when, from what to what, why.

In the order in which it was said (see event), the last one last. Nothing is left out:
what was retracted is there, and so is its retraction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import clock
from pmlog.incident import corrections, event_data, kinds
from pmlog.incident.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CORRECTIONS = (kinds.AMEND, kinds.RETRACT)


class Change(NamedTuple):
    """One thing that was said, and what it changed."""

    event: Event  # the one that said it: who, when, why
    action: str  # logged, set, opened, closed..., amended, retracted, restored, undone
    before: Event | None  # what it is about as it was; None where it is new
    after: Event


_ACTIONS = {
    kinds.OPENED: "opened",
    kinds.CLOSED: "closed",
    kinds.USED: "used",
    kinds.JOIN: "joined",
}


def changes(events: Iterable[Event]) -> Iterator[Change]:
    """Yield what each of the events changed; corrections of absent events are left out."""
    ordered = sorted(events, key=lambda event: event.correction_order)
    facts = {event.id: event for event in ordered}
    said: dict[str, list[Event]] = {}  # by the id of what they are about
    values: dict[tuple[str, str], list[Event]] = {}  # of fields, by incident and kind
    for event in ordered:
        if event.kind in CORRECTIONS:
            fact = _subject(event, facts)
            if fact is not None:
                yield _correction(event, fact, said.setdefault(fact.id, []))
        elif event.kind in kinds.FIELD_KINDS:
            earlier = values.setdefault((event.incident, event.kind), [])
            action = "unset" if event.details.unset else "set"
            yield Change(event, action, _last_standing(earlier, said), event)
            earlier.append(event)
        else:
            yield Change(event, _action(event), None, event)


def _subject(correction: Event, facts: dict[str, Event]) -> Event | None:
    """Return what a correction is about; an amendment's retraction, what that amended."""
    target = facts.get(correction.details.target)
    if target is not None and target.kind == kinds.AMEND:
        target = facts.get(target.details.target)
    is_fact = target is not None and target.kind not in CORRECTIONS
    return target if is_fact and target and target.incident == correction.incident else None


def _correction(correction: Event, fact: Event, said: list[Event]) -> Change:
    before = as_amended(fact, said)
    said.append(correction)
    return Change(correction, _action(correction), before, as_amended(fact, said))


def _action(event: Event) -> str:
    if event.kind == kinds.OPENED and event.id != event.incident:
        return "reopened"
    if event.kind not in CORRECTIONS:
        return _ACTIONS.get(event.kind, "logged")
    if event.details.undoes:
        return "undone"
    if event.kind == kinds.AMEND:
        return "moved" if event_data.INCIDENT in event.details.set else "amended"
    return "retracted" if event.details.retracted else "restored"


def as_amended(fact: Event, said: Iterable[Event]) -> Event:
    """Return an event as corrections, in their order, amend it, even if retracted."""
    amending = [
        fact,
        *(correction for correction in said if not _retracts(correction, fact)),
    ]
    (amended,) = (e for e in corrections.corrected(amending) if e.id == fact.id)
    return amended


def is_retracted(fact: Event, said: Iterable[Event]) -> bool:
    """Tell whether the last of its corrections, in their order, retracts an event."""
    verdicts = [
        correction.details.retracted for correction in said if _retracts(correction, fact)
    ]
    return bool(verdicts) and verdicts[-1]


def _retracts(correction: Event, fact: Event) -> bool:
    return correction.kind == kinds.RETRACT and correction.details.target == fact.id


def _last_standing(values: list[Event], said: dict[str, list[Event]]) -> Event | None:
    for event in reversed(values):
        about = said.get(event.id, [])
        if not is_retracted(event, about):
            return as_amended(event, about)
    return None


def who(event: Event) -> str:
    """Return who typed it; its author is who did what it tells."""
    return event.details.logged_by or event.author


def differences(before: Event, after: Event) -> dict[str, tuple[Any, Any]]:
    """Return the amendable fields that differ, each with its two values."""
    one, other = _values(before), _values(after)
    return {key: (one[key], other[key]) for key in one if one[key] != other[key]}


def _values(event: Event) -> dict[str, Any]:
    columns = ("kind", "at", "until", "zone", "approx", "as_typed", "text", "author")
    particulars = event.details._asdict()
    return {name: getattr(event, name) for name in columns} | {
        name: particulars[name] for name in event_data.PARTICULARS
    }


def plain(change: Change) -> dict[str, Any]:
    """Return the object of a change in `history --json`."""
    before, after, said = change.before, change.after, change.event
    return {
        "id": said.id,
        "recorded_at": clock.rfc3339(said.recorded_at),
        "author": who(said),
        "action": change.action,
        "target": after.id,
        "kind": after.kind,
        "text": after.text,
        "changes": {} if before is None else _plain_differences(before, after),
        "why": said.details.why or None,
    }


def _plain_differences(before: Event, after: Event) -> dict[str, list[Any]]:
    if before.id != after.id:  # another value of a field
        return {"text": [before.text, after.text]}
    found = differences(before, after)
    for name in ("at", "until"):
        if name in found:
            old, new = found[name]
            found[name] = (_rfc3339(old), _rfc3339(new))
    return {name: [_plain(value) for value in values] for name, values in found.items()}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: what is attached by its names and hashes."""
    if not isinstance(value, tuple):
        return value
    return [each._asdict() if hasattr(each, "_asdict") else each for each in value]


def _rfc3339(at_us: int | None) -> str | None:
    return None if at_us is None else clock.rfc3339(at_us)
