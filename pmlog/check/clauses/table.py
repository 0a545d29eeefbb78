"""The clauses of the format: id, where it belongs, an example, how it is found.

What a clause asks for is the sentence that pmlog.gaps has for it; the two that are
properties of a document, and of no log, have theirs here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.check.clauses import (
    cause_and_fix,
    detection,
    investigation,
    measures,
    summary,
    timeline,
)
from pmlog.check.clauses.verdict import Attempt, Case
from pmlog.check.document.topics import Topic
from pmlog.postmortem import gaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_T = Topic
LENGTH = "length.400_600_words"


class Clause(NamedTuple):
    """One thing that a postmortem must say, and how it is looked for."""

    id: str
    section: Topic
    example: str
    attempts: Callable[[Case], Iterator[Attempt]]

    @property
    def asks(self) -> str:
        """What the clause asks for, as the end of a sentence."""
        return _ASKS[self.id]


_ASKS = {clause.id: clause.asks for clause in gaps.CLAUSES} | {
    "summary.duration_start_end_timezone": "the duration with start, end and timezone",
    "timeline.timestamped_bullets": "a list of lines 'time - what happened'",
    LENGTH: "400 to 600 words",
}

CLAUSES = (
    Clause(
        "summary.duration_start_end_timezone",
        _T.SUMMARY,
        "Duration: 2 h 30 min, from 02:00 to 04:30 UTC",
        summary.duration,
    ),
    Clause(
        "summary.impact_service",
        _T.SUMMARY,
        "The checkout service was down.",
        summary.service,
    ),
    Clause(
        "summary.impact_user_experience",
        _T.SUMMARY,
        "Users could not pay and saw error pages.",
        summary.user_experience,
    ),
    Clause(
        "summary.impact_percent_users",
        _T.SUMMARY,
        "About 30% of users were affected.",
        summary.percent_users,
    ),
    Clause(
        "summary.root_cause",
        _T.SUMMARY,
        "Root cause: the connection pool ran out of connections.",
        summary.root_cause,
    ),
    Clause(
        "timeline.timestamped_bullets",
        _T.TIMELINE,
        "- 02:00 - Monitoring flags slow queries.",
        timeline.timestamped_bullets,
    ),
    Clause(
        "timeline.when_detected",
        _T.TIMELINE,
        "- 02:05 - Detected: ...",
        detection.when_detected,
    ),
    Clause(
        "timeline.how_detected",
        _T.TIMELINE,
        "- 02:05 - A monitoring alert fired.",
        detection.how_detected,
    ),
    Clause(
        "timeline.actions_taken",
        _T.TIMELINE,
        "- 02:30 - Checked the network, assuming packet loss.",
        investigation.actions_taken,
    ),
    Clause(
        "timeline.misleading_paths",
        _T.TIMELINE,
        "- 02:45 - Misleading path: the network turned out to be fine.",
        investigation.misleading_paths,
    ),
    Clause(
        "timeline.escalated_to",
        _T.TIMELINE,
        "- 03:30 - Escalated to the database team.",
        timeline.escalated_to,
    ),
    Clause(
        "timeline.how_resolved",
        _T.TIMELINE,
        "- 04:30 - Resolved: raised the limit of the pool.",
        timeline.how_resolved,
    ),
    Clause(
        "root_cause_and_resolution.cause_in_detail",
        _T.CAUSE_AND_FIX,
        "Each request held its connection until a timeout of 60 s, so ...",
        cause_and_fix.cause_in_detail,
    ),
    Clause(
        "root_cause_and_resolution.fix_in_detail",
        _T.CAUSE_AND_FIX,
        "The timeout was lowered to 5 s and the pool raised to 200, which ...",
        cause_and_fix.fix_in_detail,
    ),
    Clause(
        "measures.improvements",
        _T.MEASURES,
        "Monitoring should warn before users notice.",
        measures.improvements,
    ),
    Clause(
        "measures.todo_tasks",
        _T.MEASURES,
        "- [ ] Alert at 80% of the pool (owner: platform, due: 2026-12-01)",
        measures.todo_tasks,
    ),
)
IDS = (*(clause.id for clause in CLAUSES), LENGTH)
