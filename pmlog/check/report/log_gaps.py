"""An incident in the log -> what its document would still miss, and the command for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.check.clauses.profile import ASSIGNMENT
from pmlog.check.clauses.verdict import MISSING, PRESENT
from pmlog.check.rules.table import ERROR
from pmlog.incident.timeline import Incident
from pmlog.postmortem import gaps
from pmlog.postmortem.clauses import CLAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator


def text(incident: Incident) -> Iterator[str]:
    """Yield a line for each gap: what is missing, what supplies it."""
    missing = gaps.gaps(incident)
    widest = max((len(clause.asks) for clause in missing), default=0)
    for clause in missing:
        yield f"missing  {clause.asks:{widest}}  {clause.command}"
    if not missing:
        yield "nothing is missing; 'pmlog render' writes the document"


def as_object(incident: Incident) -> dict[str, Any]:
    """Return the gaps with the keys of a file's report; there are no words to count."""
    missing = {clause.id for clause in gaps.gaps(incident)}
    return {
        "file": None,
        "profile": ASSIGNMENT,
        "words": None,
        "clauses": {
            c.id: MISSING if c.id in missing else PRESENT for c in CLAUSES if c.is_met
        },
        "findings": [
            {
                "rule": c.id,
                "level": ERROR,
                "line": None,
                "message": f"{c.asks}: {c.command}",
            }
            for c in CLAUSES
            if c.id in missing
        ],
    }
