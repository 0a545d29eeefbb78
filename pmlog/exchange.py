"""The log <-> JSON lines: one event a line, its keys a promise to scripts.

Instants are RFC 3339 in UTC. What is exported and imported again is the same log; what is
imported twice is there once.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pmlog import clock, model
from pmlog.errors import PmlogError
from pmlog.model import Event
from pmlog.terminal import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.store import Log
    from pmlog.timeline import Incident

_INSTANTS = ("at", "until", "recorded_at")


class UnreadableLine(PmlogError):
    """A line of an import is no event; nothing of the file was imported."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number}: {reason}; nothing was imported")


def event_object(event: Event) -> dict[str, Any]:
    """Return the export's object of an event."""
    plain = event._asdict() | {"data": json.loads(event.data)}
    for key in _INSTANTS:
        if plain[key] is not None:
            plain[key] = clock.rfc3339(plain[key])
    return plain


def timeline_object(incident: Incident, event: Event) -> dict[str, Any]:
    """Return the object of an event in `timeline --json`."""
    return {
        "id": event.id,
        "at": clock.rfc3339(event.at),
        "until": None if event.until is None else clock.rfc3339(event.until),
        "kind": event.kind,
        "text": event.text,
        "author": event.author,
        "zone": event.zone,
        "elapsed_s": incident.elapsed_us(event) // clock.SECOND_US,
    }


def line(value: dict[str, Any]) -> str:
    """Return an object as one line of JSON; ASCII, so that it survives every locale."""
    return json.dumps(value, separators=(", ", ": "))


def export_lines(log: Log) -> Iterator[str]:
    """Yield every event as a line, in order of (lamport, origin, seq)."""
    for event in log.all_events():
        yield line(event_object(event))


def import_lines(log: Log, lines: Iterable[str]) -> tuple[int, int]:
    """Append the events of these lines that are not in the log yet, all or none.

    Return how many were new and how many lines there were. UnreadableLine when one is no
    event, PmlogError when one contradicts an event that the log has.
    """
    events = [_read(text, number) for number, text in enumerate(lines, 1) if text.strip()]
    with log.transaction():
        try:
            return log.insert_unknown(events), len(events)
        except sqlite3.IntegrityError as error:
            raise PmlogError(
                f"an event contradicts one that the log has ({error}): two logs seem to "
                "have gone on from the same copy; nothing was imported"
            ) from error


def _read(text: str, number: int) -> Event:
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise UnreadableLine(number, f"not JSON ({error})") from error
    if not isinstance(plain, dict):
        raise UnreadableLine(number, "not a JSON object")
    missing = [key for key in Event._fields if key not in plain]
    if missing:
        raise UnreadableLine(number, f"no {', '.join(missing)}")
    unknown = [key for key in plain if key not in Event._fields]
    if unknown:
        raise UnreadableLine(number, f"unknown key {unknown[0]!r}")
    for key, value in plain.items():
        _check(number, key, value)
    instants = {key: _instant(number, key, plain[key]) for key in _INSTANTS}
    event = Event(**plain | instants | {"data": json.dumps(plain["data"])})
    if event.until is not None and event.until < event.at:
        raise UnreadableLine(number, "until is before at")
    return event._replace(text=storable(event.text))


_OPTIONAL = ("until", "said", "source", "source_id")


def _check(number: int, key: str, value: object) -> None:
    """Raise UnreadableLine unless value is what the export has under key."""
    if value is None and key in _OPTIONAL:
        return
    wanted: type = {"seq": int, "lamport": int, "approx": bool, "data": dict}.get(key, str)
    # True is an int for Python, and no number for anyone else.
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise UnreadableLine(number, f"{key} is not of type {wanted.__name__}")
    if wanted is int and not 1 <= int(str(value)) < 2**63:
        raise UnreadableLine(number, f"{key} is out of range")
    if key == "kind" and value not in model.KINDS:
        raise UnreadableLine(number, f"unknown kind {value!r}")
    if key == "zone" and not clock.is_zone(str(value)):
        raise UnreadableLine(number, f"unknown zone {value!r}")


def _instant(number: int, key: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return _microseconds(moment)
    except (ValueError, OverflowError, TypeError) as error:
        raise UnreadableLine(number, f"{key} is not an RFC 3339 time: {text!r}") from error


def _microseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("no offset")
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * clock.SECOND_US + since.microseconds
