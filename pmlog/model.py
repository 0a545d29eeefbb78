"""What an event is, and the kinds there are.

Instants are microseconds since 1970-01-01 UTC. Events are facts and never change: a
correction is another event.
"""

from __future__ import annotations

import os

from pmlog.lean import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pmlog.details import Details


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
    said: str | None  # the time as typed, if it was typed
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
        from pmlog import details

        return details.from_json(self.data)

    @property
    def correction_order(self) -> tuple[int, str, int]:
        """Whoever had seen a correction can correct it, however wrong his clock."""
        return (self.lamport, self.origin, self.seq)

    @property
    def timeline_order(self) -> tuple[int, int, str, int]:
        """The order of the timeline; arrival decides nothing."""
        return (self.at, self.lamport, self.origin, self.seq)


# The kinds of the timeline, in the order in which an outage usually meets them.
BEGAN = "began"
DETECTED = "detected"
ACKNOWLEDGED = "acknowledged"
INVESTIGATED = "investigated"
MISLEADING = "misleading"
ESCALATED = "escalated"
COMMUNICATED = "communicated"
MITIGATED = "mitigated"
RESOLVED = "resolved"
NOTE = "note"
TIMELINE_KINDS = (
    BEGAN,
    DETECTED,
    ACKNOWLEDGED,
    INVESTIGATED,
    MISLEADING,
    ESCALATED,
    COMMUNICATED,
    MITIGATED,
    RESOLVED,
    NOTE,
)

PURPOSES = {
    BEGAN: "the impact starts: users notice, or would",
    DETECTED: "somebody or something noticed",
    ACKNOWLEDGED: "a responder took it",
    INVESTIGATED: "what was looked at, and what was assumed",
    MISLEADING: "a path that proved wrong",
    ESCALATED: "handed on to a team or a person",
    COMMUNICATED: "users, customers or managers were told",
    MITIGATED: "users are better off, the cause is still there",
    RESOLVED: "it is over",
    NOTE: "anything else",
}

# Fields of the write-up: the last one said wins. Each is a kind of event.
TITLE = "title"
SEVERITY = "severity"
SERVICES = "services"
IMPACT = "impact"
USERS_AFFECTED = "users_affected"
ROOT_CAUSE = "root_cause"
CAUSE_DETAIL = "cause_detail"
FIX_DETAIL = "fix_detail"
TRIGGER = "trigger"
WENT_WELL = "went_well"
WENT_WRONG = "went_wrong"
GOT_LUCKY = "got_lucky"
TIMEZONE = "timezone"
FIELD_KINDS = (
    TITLE,
    SEVERITY,
    SERVICES,
    IMPACT,
    USERS_AFFECTED,
    ROOT_CAUSE,
    CAUSE_DETAIL,
    FIX_DETAIL,
    TRIGGER,
    WENT_WELL,
    WENT_WRONG,
    GOT_LUCKY,
    TIMEZONE,
)

# Entries of the write-up: each one stands.
IMPROVEMENT = "improvement"
TASK = "task"

# What a command printed or a file held; events refer to it by its hash.
EVIDENCE = "evidence"

OPENED = "opened"
CLOSED = "closed"
USED = "used"  # this origin's responder turned to the incident

AMEND = "amend"
RETRACT = "retract"

KINDS = (
    *TIMELINE_KINDS,
    *FIELD_KINDS,
    IMPROVEMENT,
    TASK,
    EVIDENCE,
    OPENED,
    CLOSED,
    USED,
    AMEND,
    RETRACT,
)

NO_DATA = "{}"

# 0001-01-02 and 9999-12-31: instants that a year of four digits tells in every zone.
FIRST_US = -62_135_510_400_000_000
LAST_US = 253_402_214_400_000_000


def with_data(data: str, values: dict[str, Any]) -> str:
    """Return an event's data with further values."""
    import json

    return json.dumps(json.loads(data) | values)


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
