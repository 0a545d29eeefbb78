"""The clauses of the format: id, where it belongs, how a document is found to meet it.

What a clause asks for, and a line that meets it, stand in postmortem.clauses.
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
from pmlog.postmortem.clauses import clause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_T = Topic
LENGTH = "length.400_600_words"


class Clause(NamedTuple):
    """One thing that a postmortem must say, and how it is looked for."""

    id: str
    section: Topic
    attempts: Callable[[Case], Iterator[Attempt]]

    @property
    def asks(self) -> str:
        """What the clause asks of a document, as the end of a sentence."""
        row = clause(self.id)
        return row.of_document or row.asks

    @property
    def example(self) -> str:
        """A line of a document that meets it."""
        return clause(self.id).example


CLAUSES = (
    Clause(
        "summary.duration_start_end_timezone",
        _T.SUMMARY,
        summary.duration,
    ),
    Clause(
        "summary.impact_service",
        _T.SUMMARY,
        summary.service,
    ),
    Clause(
        "summary.impact_user_experience",
        _T.SUMMARY,
        summary.user_experience,
    ),
    Clause(
        "summary.impact_percent_users",
        _T.SUMMARY,
        summary.percent_users,
    ),
    Clause(
        "summary.root_cause",
        _T.SUMMARY,
        summary.root_cause,
    ),
    Clause(
        "timeline.timestamped_bullets",
        _T.TIMELINE,
        timeline.timestamped_bullets,
    ),
    Clause(
        "timeline.when_detected",
        _T.TIMELINE,
        detection.when_detected,
    ),
    Clause(
        "timeline.how_detected",
        _T.TIMELINE,
        detection.how_detected,
    ),
    Clause(
        "timeline.actions_taken",
        _T.TIMELINE,
        investigation.actions_taken,
    ),
    Clause(
        "timeline.misleading_paths",
        _T.TIMELINE,
        investigation.misleading_paths,
    ),
    Clause(
        "timeline.escalated_to",
        _T.TIMELINE,
        timeline.escalated_to,
    ),
    Clause(
        "timeline.how_resolved",
        _T.TIMELINE,
        timeline.how_resolved,
    ),
    Clause(
        "root_cause_and_resolution.cause_in_detail",
        _T.CAUSE_AND_FIX,
        cause_and_fix.cause_in_detail,
    ),
    Clause(
        "root_cause_and_resolution.fix_in_detail",
        _T.CAUSE_AND_FIX,
        cause_and_fix.fix_in_detail,
    ),
    Clause(
        "measures.improvements",
        _T.MEASURES,
        measures.improvements,
    ),
    Clause(
        "measures.todo_tasks",
        _T.MEASURES,
        measures.todo_tasks,
    ),
)
IDS = (*(clause.id for clause in CLAUSES), LENGTH)
