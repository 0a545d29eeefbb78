"""What an incident's log still misses, printed."""

from __future__ import annotations

from pmlog.cli.reading import read_incident
from pmlog.cli.session import Session
from pmlog.exchange import export
from pmlog.postmortem.gaps import gaps, without_evidence
from pmlog.text.terminal import say_all


def check_log(
    session: Session,
    reference: str | None,
    db: str | None,
    *,
    as_json: bool,
    evidence: bool = False,
) -> int:
    """Print what the log still misses; return 1 if anything is, else 0.

    Where evidence is asked for, an event that has none is missing something, too.
    """
    from pmlog.check.report import log_gaps

    with session.existing_log(db) as log:
        incident = read_incident(session, log, reference)
    if as_json:
        say_all([export.line(log_gaps.as_object(incident, evidence=evidence))])
    else:
        say_all(log_gaps.text(incident, evidence=evidence))
    return int(bool(gaps(incident) or (evidence and without_evidence(incident))))
