"""What an incident's document still misses."""

from __future__ import annotations

from pmlog.incident.timeline import Incident
from pmlog.postmortem.clauses import CLAUSES, Clause


def gaps(incident: Incident) -> tuple[Clause, ...]:
    """Return the clauses that the incident's log does not meet yet, in their order."""
    return tuple(each for each in CLAUSES if each.is_met and not each.is_met(incident))
