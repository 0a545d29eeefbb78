"""Lines of an export -> events, checked: what is wrong with one refuses them all.

A line can come from any program. What is let in means something to this one, and is as
this one would have written it.
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pmlog import clock
from pmlog.errors import PmlogError
from pmlog.incident import event_data, evidence, kinds
from pmlog.incident.event import FIRST_US, LAST_US, NO_DATA, Event
from pmlog.text.terminal import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Enough to share the price of a call and of a statement, few enough to hold.
BATCH = 200


class UnreadableLine(PmlogError):
    """A line of an import is no event; nothing of the file was imported."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number}: {reason}; nothing was imported")
        self.number, self.reason = number, reason


class _NoEvent(Exception):
    """What is wrong with a line, or with one of several."""


def read(lines: Iterable[str]) -> Iterator[list[Event]]:
    """Yield the events of lines, some hundreds at a time.

    UnreadableLine when one is no event.
    """
    numbered = enumerate(lines, 1)
    while batch := list(islice(numbered, BATCH)):
        if filled := [(number, text) for number, text in batch if text.strip()]:
            yield _numbered(filled)


def _numbered(lines: Sequence[tuple[int, str]]) -> list[Event]:
    try:
        return _events([text for _, text in lines])
    except _NoEvent as error:
        if len(lines) == 1:
            raise UnreadableLine(lines[0][0], str(error)) from error
    # One by one they tell which it is.
    return [event for line in lines for event in _numbered([line])]


def _events(texts: Sequence[str]) -> list[Event]:
    """Return the events of lines, checked column by column: a third of the time."""
    columns = _columns(_objects(texts))
    _check_types(columns)
    _check_values(columns)
    _check_data(columns)
    columns["data"] = [json.dumps(data) if data else NO_DATA for data in columns["data"]]
    _read_instants(columns)
    rows: Iterable[Iterable[Any]] = zip(*columns.values(), strict=True)
    if _ESCAPED.search("".join(texts)):
        rows = (map(_kept, row) for row in rows)
    return list(map(Event._make, rows))


# JSON can escape what is no character: half of a pair.
_ESCAPED = re.compile(r"\\u[dD]")


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


# What no line can hold: stands between lines, so that no two can be taken for one.
_BETWEEN = os.urandom(16).hex()


def _objects(texts: Sequence[str]) -> Sequence[dict[str, Any]]:
    """Return the objects of lines, read at one go: half the time of one by one."""
    between = f'],"{_BETWEEN}",['
    read: list[Any]
    try:
        if len(texts) == 1:  # its error names the column
            read = [[_DECODER.decode(texts[0])]]
        else:
            read = _DECODER.decode(f"[[{between.join(texts)}]]")
    except (ValueError, RecursionError) as error:
        raise _NoEvent(f"not JSON ({error})") from error
    found, marks = read[::2], read[1::2]
    if marks != [_BETWEEN] * (len(texts) - 1):
        raise _NoEvent("not a JSON object")
    for each in found:
        if len(each) != 1 or not isinstance(each[0], dict):
            raise _NoEvent("not a JSON object")
    return [value for (value,) in found]


_in_order = itemgetter(*Event._fields)


def _columns(plain: Sequence[dict[str, Any]]) -> dict[str, Sequence[Any]]:
    """Return the values of each field, in the order of the fields."""
    for each in plain:
        if "said" in each:  # the first edition's name
            each.setdefault("as_typed", each.pop("said"))
    try:
        rows = list(map(_in_order, plain))
    except KeyError as error:
        raise _NoEvent(f"no {error.args[0]}") from error
    for each in plain:
        if len(each) > len(Event._fields):
            unknown = next(key for key in each if key not in Event._fields)
            raise _NoEvent(f"unknown key {unknown!r}")
    return dict(zip(Event._fields, zip(*rows, strict=True), strict=True))


def _kept(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


_OPTIONAL = ("until", "as_typed", "source", "source_id")
_TYPES: dict[str, type] = {"seq": int, "lamport": int, "approx": bool, "data": dict}


def _check_types(columns: dict[str, Sequence[Any]]) -> None:
    for key, column in columns.items():
        wanted = _TYPES.get(key, str)
        may_be = {wanted, type(None)} if key in _OPTIONAL else {wanted}
        if not may_be.issuperset(map(type, column)):
            raise _NoEvent(f"{key} is not of type {wanted.__name__}")


# A kind that this edition does not know is kept and passed on.
_KIND = re.compile(r"[a-z][a-z0-9_]{0,63}")


def _check_values(columns: dict[str, Sequence[Any]]) -> None:
    """Return where each value means something to this program."""
    for key in ("seq", "lamport"):
        if min(columns[key]) < 1 or max(columns[key]) >= event_data.LARGEST:
            raise _NoEvent(f"{key} is out of range")
    for key in ("id", "incident"):
        for value in set(columns[key]):
            if not event_data.is_id(value):
                raise _NoEvent(f"{key} is no id: {value!r}")
    for kind in set(columns["kind"]):
        if not _KIND.fullmatch(kind):
            raise _NoEvent(f"kind is no word: {kind!r}")
    texts = zip(columns["kind"], columns["text"], strict=True)
    zones = {text for kind, text in texts if kind == kinds.TIMEZONE}
    for zone in zones.union(columns["zone"]):
        if not clock.is_zone(zone):
            raise _NoEvent(f"unknown zone {zone!r}")


_WITH_DATA = (*event_data.KINDS_WITH_DATA, kinds.EVIDENCE)


def _check_data(columns: dict[str, Sequence[Any]]) -> None:
    for kind, data in zip(columns["kind"], columns["data"], strict=True):
        if data or kind in _WITH_DATA:
            _check_particulars(kind, data)


def _check_particulars(kind: str, data: dict[str, Any]) -> None:
    wrong = event_data.faults(data, kind)
    if wrong:
        raise _NoEvent(f"data that cannot be used: {', '.join(wrong)}")
    if kind == kinds.EVIDENCE and not evidence.is_whole(data):
        raise _NoEvent("a content that does not have its hash")


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _read_instants(columns: dict[str, Sequence[Any]]) -> None:
    # What was logged as it happened says the same instant twice.
    read: dict[str | None, int | None] = {None: None}
    for key in ("at", "until", "recorded_at"):
        for text in set(columns[key]) - read.keys():
            read[text] = _instant(key, text)
        columns[key] = [read[text] for text in columns[key]]
    for at, until in zip(columns["at"], columns["until"], strict=True):
        if until is not None and until < at:
            raise _NoEvent("until is before at")


def _instant(key: str, text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
        # A time without an offset cannot be compared with the epoch: TypeError.
        at_us = (moment - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError, TypeError) as error:
        raise _NoEvent(f"{key} is not an RFC 3339 time: {text!r}") from error
    if not FIRST_US <= at_us <= LAST_US:
        raise _NoEvent(f"{key} is beyond the years 1 to 9999: {text!r}")
    return at_us
