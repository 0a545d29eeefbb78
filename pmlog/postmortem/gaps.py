"""What an incident's document still misses."""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.postmortem.clauses import CLAUSES, Clause

# What the figures and the story stand on: a reader may ask how we know.
_TO_BE_SHOWN = frozenset(
    {kinds.BEGAN, kinds.DETECTED, kinds.MISLEADING, kinds.MITIGATED, kinds.RESOLVED}
)


def gaps(incident: Incident) -> tuple[Clause, ...]:
    """Return the clauses that the incident's log does not meet yet, in their order."""
    return tuple(each for each in CLAUSES if each.is_met and not each.is_met(incident))


def without_evidence(incident: Incident) -> tuple[Event, ...]:
    """Return the events that figures stand on and nothing shows, in the order of time.

    Shown is what has a link, a file or output beside it, or was collected from a tool's
    own record.
    """
    return tuple(
        event
        for event in incident.timeline
        if event.kind in _TO_BE_SHOWN
        and not (event.details.links or event.details.attached or event.details.collected)
    )
