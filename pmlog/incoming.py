"""Lines of an export -> events, checked: what is wrong with one refuses them all.

A line can come from any program. What is let in means something to this one, and is as
this one would have written it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pmlog import clock, details, evidence, model
from pmlog.errors import PmlogError
from pmlog.model import Event
from pmlog.terminal import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Enough to share the price of a call and of a statement, few enough to hold.
BATCH = 200


class UnreadableLine(PmlogError):
    """A line of an import is no event; nothing of the file was imported."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number}: {reason}; nothing was imported")


class _NoEvent(Exception):
    """What is wrong with a line."""


def read(lines: Iterable[str]) -> Iterator[list[Event]]:
    """Yield the events of lines, some hundreds at a time.

    UnreadableLine when one is no event.
    """
    numbered = enumerate(lines, 1)
    while batch := list(islice(numbered, BATCH)):
        if told := [(number, text) for number, text in batch if text.strip()]:
            yield _events(told)


def _events(numbered: Sequence[tuple[int, str]]) -> list[Event]:
    values = _values([text for _, text in numbered])
    found = []
    for (number, text), value in zip(numbered, values, strict=True):
        try:
            event = _event(_value(text) if value is _UNREAD else value)
        except _NoEvent as error:
            raise UnreadableLine(number, str(error)) from error
        # JSON can escape what is no character.
        found.append(Event._make(map(_kept, event)) if "\\u" in text else event)
    return found


_UNREAD = object()


def _values(texts: Sequence[str]) -> Sequence[object]:
    """Return the values of lines of JSON, read at one go, which takes half the time.

    Where that fails each is _UNREAD: one of them is at fault.
    """
    try:
        values: list[object] = _DECODER.decode(f"[{','.join(texts)}]")
    except (ValueError, RecursionError):
        values = []
    return values if len(values) == len(texts) else [_UNREAD] * len(texts)


def _value(text: str) -> object:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise _NoEvent(f"not JSON ({error})") from error


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)
_KEYS = frozenset(Event._fields)
_in_order = itemgetter(*Event._fields)


def _event(plain: object) -> Event:
    if not isinstance(plain, dict):
        raise _NoEvent("not a JSON object")
    if plain.keys() != _KEYS:
        raise _NoEvent(_wrong_keys(plain))
    values = _in_order(plain)
    wrong = _wrong_type(tuple(map(type, values))) or _nonsense(plain)
    if wrong:
        raise _NoEvent(wrong)
    plain["data"] = json.dumps(plain["data"]) if plain["data"] else model.NO_DATA
    for key in ("at", "until", "recorded_at"):
        plain[key] = _instant(key, plain[key])
    event = Event._make(_in_order(plain))
    if event.until is not None and event.until < event.at:
        raise _NoEvent("until is before at")
    return event


def _kept(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


def _wrong_keys(plain: dict[str, Any]) -> str:
    missing = [key for key in Event._fields if key not in plain]
    unknown = [key for key in plain if key not in _KEYS]
    return f"no {', '.join(missing)}" if missing else f"unknown key {unknown[0]!r}"


_OPTIONAL = ("until", "said", "source", "source_id")
_TYPES: dict[str, type] = {"seq": int, "lamport": int, "approx": bool, "data": dict}


@lru_cache
def _wrong_type(types: tuple[type, ...]) -> str:
    """Return what is wrong with the types of an event's values, in the fields' order."""
    for key, found in zip(Event._fields, types, strict=True):
        wanted = _TYPES.get(key, str)
        if found is not wanted and not (found is type(None) and key in _OPTIONAL):
            return f"{key} is not of type {wanted.__name__}"
    return ""


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What every JSON reader keeps exactly, and far from where SQLite's integers end.
_LARGEST = 2**53


def _nonsense(plain: dict[str, Any]) -> str:
    """Return which value means nothing to this program."""
    for key in ("seq", "lamport"):
        if not 1 <= plain[key] < _LARGEST:
            return f"{key} is out of range"
    for key in ("id", "incident"):
        if not _ID.fullmatch(plain[key]):
            return f"{key} is no id: {plain[key]!r}"
    if plain["kind"] not in _KINDS:
        return f"unknown kind {plain['kind']!r}"
    for key in ("zone", "text") if plain["kind"] == model.TIMEZONE else ("zone",):
        if not clock.is_zone(plain[key]):
            return f"unknown zone {plain[key]!r}"
    return _faults_of_data(plain["kind"], plain["data"])


def _faults_of_data(kind: str, data: dict[str, Any]) -> str:
    is_correction = kind in (model.AMEND, model.RETRACT)
    wrong = (
        details.faults(data, is_correction=is_correction) if data or is_correction else ()
    )
    if wrong:
        return f"data that cannot be used: {', '.join(wrong)}"
    if kind == model.EVIDENCE and not evidence.is_whole(data):
        return "a content that does not have its hash"
    return ""


_KINDS = frozenset(model.KINDS)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _instant(key: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        # A time without an offset cannot be compared with the epoch: TypeError.
        return (moment - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError, TypeError) as error:
        raise _NoEvent(f"{key} is not an RFC 3339 time: {text!r}") from error
