"""What a tool states -> a kind of the timeline, or one that is only proposed.

Began, mitigated and resolved decide how long the outage was; what tools call resolved is
paperwork, so a person has to take these.
"""

from __future__ import annotations

from pmlog.collect.record import Record
from pmlog.incident import kinds

PROPOSED = (kinds.BEGAN, kinds.MITIGATED, kinds.RESOLVED)

# As people type them in a chat; the same that `pmlog event` takes before a colon.
_SHORT = {
    "ack": kinds.ACKNOWLEDGED,
    "esc": kinds.ESCALATED,
    "res": kinds.RESOLVED,
    **{kind: kind for kind in kinds.TIMELINE_KINDS},
}


def as_kind(record: Record, kind: str) -> Record:
    """Return a record of a kind; of one that moves the duration, it is proposed."""
    if kind in PROPOSED:
        return record._replace(kind=kinds.NOTE, proposed=kind)
    return record._replace(kind=kind, proposed="")


def by_text(record: Record) -> Record:
    """Return a record of the kind that its text names: "escalated: paged the DBAs"."""
    head, colon, rest = record.text.partition(":")
    kind = _SHORT.get(head.strip().lower()) if len(head) < 16 else None
    if not (colon and kind and rest.strip()):
        return record
    return as_kind(record._replace(text=rest.strip()), kind)


def taken(record: Record) -> Record:
    """Return a record with what was proposed of it as its kind."""
    return record._replace(kind=record.proposed or record.kind, proposed="")
