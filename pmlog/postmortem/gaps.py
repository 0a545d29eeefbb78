"""What an incident's document still misses."""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.postmortem.clauses import CLAUSES, RENDERED, Clause

# What the figures and the story stand on: a reader may ask how we know.
_TO_BE_SHOWN = frozenset(
    {kinds.BEGAN, kinds.DETECTED, kinds.MISLEADING, kinds.MITIGATED, kinds.RESOLVED}
)


def gaps(incident: Incident) -> tuple[Clause, ...]:
    """Return the clauses that an incident's document owes and its log does not meet."""
    return tuple(each for each in unmet(incident) if RENDERED in each.owed_by)


def unmet(incident: Incident) -> tuple[Clause, ...]:
    """Return the clauses that its log does not meet, whoever asks for them."""
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
