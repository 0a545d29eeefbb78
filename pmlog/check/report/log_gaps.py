"""An incident in the log -> what its document would still miss, and the command for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.check.clauses.case import MISSING, PRESENT
from pmlog.check.rules.table import NO_EVIDENCE, WARNING, level_of_absence
from pmlog.incident.timeline import Incident
from pmlog.postmortem import gaps
from pmlog.postmortem.clauses import CLAUSES, RENDERED
from pmlog.postmortem.hints import told_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.event import Event


def text(incident: Incident, *, evidence: bool) -> Iterator[str]:
    """Yield a line for each gap: what is missing, what supplies it.

    Where evidence is asked for, what has none follows.
    """
    missing = gaps.gaps(incident)
    widest = max((len(clause.asks) for clause in missing), default=0)
    for clause in missing:
        yield f"missing  {clause.asks:{widest}}  {clause.command}"
    unshown = gaps.without_evidence(incident) if evidence else ()
    for event in unshown:
        yield f"evidence {told_event(event, incident)}  {_supplies(event)}"
    if not missing and not unshown:
        yield "nothing is missing; 'pmlog render' writes the document"


def _supplies(event: Event) -> str:
    return f"pmlog amend {event.short_id} --attach FILE, or --link URL"


def as_object(incident: Incident, *, evidence: bool) -> dict[str, Any]:
    """Return the gaps with the keys of a file's report; there are no words to count."""
    unshown = gaps.without_evidence(incident) if evidence else ()
    missing = gaps.unmet(incident)
    return {
        "file": None,
        "profile": RENDERED,
        "words": None,
        "clauses": {
            c.id: MISSING if c in missing else PRESENT for c in CLAUSES if c.is_met
        },
        "findings": [
            {
                "rule": c.id,
                "level": level,
                "line": None,
                "message": f"{c.asks}: {c.command}",
            }
            for c in missing
            if (level := level_of_absence(c, RENDERED))
        ]
        + [
            {
                "rule": NO_EVIDENCE,
                "level": WARNING,
                "line": None,
                "message": f"{told_event(event, incident)}: {_supplies(event)}",
            }
            for event in unshown
        ],
    }
