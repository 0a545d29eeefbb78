"""An event that was redacted for good: it stays in its place, and says nothing any more.

What is blanked is a function of the event alone, so every log that hears of it comes to
the same, whichever came first. To blank twice is to blank once.
"""

from __future__ import annotations

import json

from pmlog.incident import event_data, kinds
from pmlog.incident.event import NO_DATA, Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MARK = "[redacted]"
# What an event's data says of other events; no words of anybody's.
_POINTERS = (
    event_data.TARGET,
    event_data.RETRACTED,
    event_data.UNDOES,
    event_data.OTHER,
    event_data.OF,
    event_data.UNSET,
    event_data.DONE,
    event_data.EXIT_CODE,
)
# Of what an amendment changed: numbers and flags.
_CHANGES = ("at", "until", "approx", event_data.DONE, event_data.EXIT_CODE)


def blanked(event: Event) -> Event:
    """Return an event without its words; what took them out is never without its own."""
    if event.kind == kinds.REDACTED:
        return event
    return event._replace(
        text=MARK if event.text else "",
        as_typed=None,
        # An id of its own: without one, all of a source would be one fact.
        source_id=event.source and event.id,
        data=_pointers(event),
    )


def _pointers(event: Event) -> str:
    if event.data == NO_DATA:
        return event.data
    data = json.loads(event.data)
    kept = {key: data[key] for key in _POINTERS if _is_harmless(data.get(key))}
    if event.kind == kinds.AMEND:
        changed = event.details.set
        changes = {key: changed[key] for key in _CHANGES if _is_number(changed.get(key))}
        if changed.get("kind") in kinds.TIMELINE_KINDS:
            changes["kind"] = changed["kind"]
        kept[event_data.SET] = changes
    return json.dumps(kept) if kept else NO_DATA


def _is_harmless(value: Any) -> bool:
    return _is_number(value) or (isinstance(value, str) and _is_name(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, (bool, int))


def _is_name(text: str) -> bool:
    """Tell whether a text is an id or a kind."""
    is_id = len(text) == 36 and not set(text) - set("0123456789abcdef-")
    return is_id or text in kinds.KINDS


def ids_of(event: Event) -> tuple[str, ...]:
    """Return the ids that an event of the kind redacted names."""
    return event.details.ids if event.kind == kinds.REDACTED else ()
