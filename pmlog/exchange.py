"""The log <-> JSON lines: one event a line, its keys a promise to scripts.

Instants are RFC 3339 in UTC. What is exported and imported again is the same log; what is
imported twice is there once.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pmlog import clock, details, evidence, model
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


def read_lines(lines: Iterable[str]) -> list[Event]:
    """Return the events of an export's lines. UnreadableLine when one is no event."""
    return [_read(text, number) for number, text in enumerate(lines, 1) if text.strip()]


def import_events(log: Log, events: list[Event]) -> int:
    """Append those events that are not in the log yet, all or none; return how many.

    Contradiction when one is not the event that the log has in its place.
    """
    with log.transaction():
        return log.insert_unknown(events)


def _read(text: str, number: int) -> Event:
    try:
        plain = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
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
    _check_sense(number, plain)
    instants = {key: _instant(number, key, plain[key]) for key in _INSTANTS}
    texts = {key: storable(value) for key, value in plain.items() if isinstance(value, str)}
    event = Event(**plain | texts | instants | {"data": json.dumps(plain["data"])})
    if event.until is not None and event.until < event.at:
        raise UnreadableLine(number, "until is before at")
    return event


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


_OPTIONAL = ("until", "said", "source", "source_id")
_TYPES: dict[str, type] = {"seq": int, "lamport": int, "approx": bool, "data": dict}
# What every JSON reader keeps exactly, and far from where SQLite's integers end.
_LARGEST = 2**53


def _check(number: int, key: str, value: object) -> None:
    """Raise UnreadableLine unless value is of the type that the export has under key."""
    if value is None and key in _OPTIONAL:
        return
    wanted = _TYPES.get(key, str)
    # True is an int for Python, and no number for anyone else.
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise UnreadableLine(number, f"{key} is not of type {wanted.__name__}")
    if wanted is int and not 1 <= int(str(value)) < _LARGEST:
        raise UnreadableLine(number, f"{key} is out of range")


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _check_sense(number: int, plain: dict[str, Any]) -> None:
    """Raise UnreadableLine unless the values mean something to this program."""
    kind, data = plain["kind"], plain["data"]
    for key in ("id", "incident"):
        if not _ID.fullmatch(plain[key]):
            raise UnreadableLine(number, f"{key} is no id: {plain[key]!r}")
    if kind not in model.KINDS:
        raise UnreadableLine(number, f"unknown kind {kind!r}")
    zones = {plain["zone"], *([plain["text"]] if kind == model.TIMEZONE else [])}
    for zone in zones:
        if not clock.is_zone(zone):
            raise UnreadableLine(number, f"unknown zone {zone!r}")
    wrong = details.faults(data, is_correction=kind in (model.AMEND, model.RETRACT))
    if wrong:
        raise UnreadableLine(number, f"data that cannot be used: {', '.join(wrong)}")
    if kind == model.EVIDENCE and not evidence.is_whole(data):
        raise UnreadableLine(number, "a content that does not have its hash")


def _instant(number: int, key: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return _microseconds(moment)
    except (ValueError, OverflowError, TypeError) as error:
        reason = f"{key} is not an RFC 3339 time: {text!r}"
        raise UnreadableLine(number, reason) from error


def _microseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("no offset")
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * clock.SECOND_US + since.microseconds
