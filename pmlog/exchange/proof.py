"""What a document was made from: a count and a SHA-256, and whether the log still holds it.

The digest is that of the canonical export lines of the incident's events, in the order
(origin, seq), each ended by a line feed. Whoever has the document can hold the log to it,
also years later and in another copy of the log; nothing in the log itself has to be kept
for that.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from pmlog.exchange import export
from pmlog.store.halves import halves_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlog.incident.event import Event
    from pmlog.store.log import Log


class Proof(NamedTuple):
    """How many events an incident had, and their digest."""

    incident: str
    events: int
    sha256: str

    def comment(self) -> str:
        """Return it as the comment of a document, which no reader shows."""
        return (
            f"<!-- pmlog:log {self.incident} {self.events} events sha256:{self.sha256} -->"
        )


_COMMENT = re.compile(
    r"<!-- pmlog:log (?P<incident>[0-9a-f-]{36}) (?P<count>\d{1,12}) events"
    r" sha256:(?P<sha256>[0-9a-f]{64}) -->"
)


def found_in(document: str) -> Proof | None:
    """Return the proof that a document holds; None where it has none."""
    match = _COMMENT.search(document)
    if match is None:
        return None
    return Proof(match["incident"], int(match["count"]), match["sha256"])


def of_incident(log: Log, incident: str) -> Proof:
    """Return the proof of what a log holds of an incident now, its evidence included."""
    halves = halves_of(log, incident)
    events = _ordered(log, halves.ids)
    return Proof(halves.name, len(events), _digest(events))


def holds(log: Log, proof: Proof) -> bool:
    """Tell whether a log still has the very events that a document was made from.

    What was logged since does not count against it: the first events of each origin, as
    many as there were, are looked for.
    """
    events = _ordered(log, halves_of(log, proof.incident).ids)
    if len(events) < proof.events:
        return False
    if _digest(events) == proof.sha256:
        return True
    # What came later has later lamports, or came from elsewhere; the document does not say
    # which, so the events are taken away from the end of what was recorded.
    earlier = sorted(events, key=lambda event: (event.lamport, event.origin, event.seq))
    kept = sorted(earlier[: proof.events], key=lambda event: (event.origin, event.seq))
    return _digest(kept) == proof.sha256


def _ordered(log: Log, ids: tuple[str, ...]) -> list[Event]:
    places = ", ".join("?" * len(ids))
    return log.events(f"incident in ({places}) order by origin, seq", *ids)


def _digest(events: Iterable[Event]) -> str:
    digest = hashlib.sha256()
    for event in events:
        digest.update(f"{export.line(export.event_object(event))}\n".encode())
    return digest.hexdigest()
