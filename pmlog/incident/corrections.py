"""Facts and what corrects them -> the facts as they stand, and where they belong.

What amends or retracts goes by correction_order, so that it does not matter in which order
events arrived, nor how wrong whose clock was: whoever had seen a correction can correct it.
"""

from __future__ import annotations

from pmlog.clock import is_zone
from pmlog.incident import kinds
from pmlog.incident.event import APART, Event, with_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


def corrected(events: list[Event]) -> list[Event]:
    """Return the events that stand, as amended; events come in correction order."""
    return placed(events)[0]


def placed(
    events: list[Event], named: Mapping[str, str] = APART
) -> tuple[list[Event], dict[str, str]]:
    """Return the facts that stand, as amended, and where those that were moved belong.

    events come in correction order. Of twins, the same fact collected into several logs,
    the least is there; what corrects one of them corrects the fact.
    """
    facts = twins(events, named)
    said = [e for e in events if e.kind in (kinds.AMEND, kinds.RETRACT)]
    if not said and not facts:
        return events, {}
    changes, retracted = _meant(said, events, facts)
    standing = [
        amended(event, changes[event.id]) if event.id in changes else event
        for event in events
        if event.kind not in (kinds.AMEND, kinds.RETRACT)
        and event.id not in retracted
        and facts.get(event.id, event.id) == event.id
    ]
    # What opened an incident, its fields and its tasks stay where they are.
    moved = {
        event.id: place
        for event in standing
        if event.kind in kinds.TIMELINE_KINDS
        and (place := _place(changes.get(event.id))) is not None
    }
    return standing, moved


def _meant(
    said: list[Event], events: list[Event], facts: dict[str, str]
) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """Return what corrections change of each fact, and the ids that stand no more."""
    # A correction counts within the incident that its event was logged to.
    places = {event.id: event.incident for event in events}
    counted = [each for each in said if places.get(each.details.target) == each.incident]
    verdicts = {
        facts.get(each.details.target, each.details.target): each.details.retracted
        for each in counted
        if each.kind == kinds.RETRACT
    }
    retracted = {target for target, is_gone in verdicts.items() if is_gone}
    changes: dict[str, dict[str, Any]] = {}
    for each in counted:
        # An amendment can be retracted as well; what retracts is answered, not retracted.
        if each.kind == kinds.AMEND and each.id not in retracted:
            target = facts.get(each.details.target, each.details.target)
            changes.setdefault(target, {}).update(each.details.set)
    return changes, retracted


def _place(changes: dict[str, Any] | None) -> str | None:
    place = changes.get("incident") if changes else None
    return place if isinstance(place, str) else None


def twins(events: Iterable[Event], named: Mapping[str, str] = APART) -> dict[str, str]:
    """Return the least id of each fact that is there more than once, by each of its ids."""
    found: dict[tuple[str, str, str | None], list[str]] = {}
    for event in events:
        if event.source is not None:
            place = named.get(event.incident, event.incident)
            found.setdefault((place, event.source, event.source_id), []).append(event.id)
    return {each: min(ids) for ids in found.values() if len(ids) > 1 for each in ids}


def amended(event: Event, changes: dict[str, Any]) -> Event:
    """Return an event with those of the changes that leave it one of its sort."""
    columns = {key: changes[key] for key in _PLAIN_COLUMNS if key in changes}
    if "said" in changes and "as_typed" not in changes:
        columns["as_typed"] = changes["said"]  # as the first edition called it
    if event.kind in kinds.TIMELINE_KINDS and changes.get("kind") in kinds.TIMELINE_KINDS:
        columns["kind"] = changes["kind"]
    if is_zone(changes.get("zone", "")):
        columns["zone"] = changes["zone"]
    particulars = {key: changes[key] for key in changes if key not in _NOT_DATA}
    if particulars:
        columns["data"] = with_data(event.data, particulars)
    changed = event._replace(**columns)
    if changed.until is not None and changed.until < changed.at:
        return changed._replace(until=None)
    return changed


_PLAIN_COLUMNS = ("at", "until", "approx", "as_typed", "text", "author")
# An event keeps the incident that it was logged to, wherever it was moved.
_NOT_DATA = frozenset((*Event._fields, "said"))
