"""What is to be logged, the fact of the log that it becomes, and the ids that name it.

Instants are microseconds since 1970-01-01 UTC. Events are facts and never change: a
correction is another event.
"""

from __future__ import annotations

import os

from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pmlog.incident.event_data import Details
    from pmlog.incident.evidence import Evidence


NO_DATA = "{}"


class Entry(NamedTuple):
    """What is to be logged. A time that was not typed is None and means now."""

    text: str
    kind: str = kinds.NOTE
    at_us: int | None = None
    until_us: int | None = None
    zone: str | None = None  # None: the zone in force
    approx: bool = False
    as_typed: str | None = None
    author: str | None = None  # None: the responder
    data: str = NO_DATA
    warnings: tuple[str, ...] = ()  # of the reading of its time
    evidence: tuple[Evidence, ...] = ()  # what its data refers to


class Event(NamedTuple):
    """One fact in the log; the fields are the log's columns and the export's keys."""

    id: str  # UUIDv7
    origin: str  # which log wrote it
    seq: int  # its number in that origin: 1, 2, 3, without gaps
    lamport: int  # one more than the largest in the log when it was written
    incident: str  # the id of the event that opened the incident
    kind: str
    at: int
    until: int | None  # where it is a span
    zone: str  # of the responder: "Europe/Berlin", "+02:00", "UTC"
    approx: bool
    as_typed: str | None  # the time as typed, if it was typed
    text: str
    author: str
    host: str
    recorded_at: int
    source: str | None  # with source_id: where it was collected from
    source_id: str | None
    data: str  # a JSON object; see details

    @property
    def short_id(self) -> str:
        """The part of the id that people type."""
        return short(self.id)

    @property
    def details(self) -> Details:
        """The event's data, read; most events have none, and the imports wait."""
        from pmlog.incident import event_data

        return event_data.from_json(self.data)

    @property
    def correction_order(self) -> tuple[int, str, int]:
        """Whoever had seen a correction can correct it, however wrong his clock."""
        return (self.lamport, self.origin, self.seq)

    @property
    def timeline_order(self) -> tuple[int, int, str, int]:
        """The order of the timeline; arrival decides nothing."""
        return (self.at, self.lamport, self.origin, self.seq)


# Which incidents are one (see joining), where none are, as in most logs.
APART: Mapping[str, str] = {}

# 0001-01-02 and 9999-12-31: instants that a year of four digits tells in every zone.
FIRST_US = -62_135_510_400_000_000
LAST_US = 253_402_214_400_000_000


def with_data(data: str, values: dict[str, Any]) -> str:
    """Return an event's data with further values."""
    from pmlog import plain_json  # most events have none

    return plain_json.dumps(plain_json.loads(data) | values)


def new_id(now_us: int) -> str:
    """Return a UUIDv7 (RFC 9562, section 5.7) of that time."""
    noise = int.from_bytes(os.urandom(10), "big")
    value = (
        (now_us // 1000 & (1 << 48) - 1) << 80
        | 0x7 << 76
        | (noise >> 68) << 64
        | 0b10 << 62
        | noise & (1 << 62) - 1
    )
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


SHORT_ID_LENGTH = 6


def short(full_id: str) -> str:
    """Return the start of an id's last group.

    Its first groups are the time, so events of one outage share them; the last is chance.
    """
    return full_id[24 : 24 + SHORT_ID_LENGTH]
