"""The table of questions, in the order of the document.

A question is open while a clause that it helps to meet is not met (see gaps).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.incident import kinds
from pmlog.incident.timeline import Incident
from pmlog.metrics import outage
from pmlog.postmortem.clauses import EXTRAS, clause, has_field
from pmlog.postmortem.steps import (
    DUE,
    FROM,
    HOW,
    OWNER,
    TEXT,
    THE_TEXT,
    THE_TIME,
    TO,
    UNTIL,
    WHAT,
    WHEN,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlog.incident.event import Event


class Question(NamedTuple):
    """What is asked, what a good answer is, and what the answer becomes."""

    id: str
    kind: str  # of the event that it becomes, or of the one that it corrects
    asks: str
    hint: str
    steps: tuple[Step, ...]
    shows: tuple[str, ...]  # kinds that help to answer it
    is_open: Callable[[Incident], bool]
    corrects: Callable[[Incident], Event | None] = lambda _: None
    repeats: bool = False  # asked until the answer is empty
    is_long: bool = False  # paragraphs, not a line
    is_extra: bool = False  # no document is incomplete without it
    can_be_none: bool = False  # "none" is an answer


def _no_event(kind: str) -> Callable[[Incident], bool]:
    return lambda incident: not incident.of_kind(kind)


def _neither_event_nor_none(kind: str) -> Callable[[Incident], bool]:
    return lambda incident: not incident.of_kind(kind) and kind not in incident.nones


def _first(kind: str) -> Callable[[Incident], Event | None]:
    return lambda incident: incident.first(kind)


def _ends_too_early(incident: Incident) -> bool:
    return outage(incident).is_impossible


def _never_ends(incident: Incident) -> bool:
    # The end of an impact alone does not say what ended it.
    ended = incident.resolved
    is_told = ended is not None and ended.kind == kinds.RESOLVED
    return not is_told and not _ends_too_early(incident)


def _never_says_how(incident: Incident) -> bool:
    found = incident.of_kind(kinds.DETECTED)
    return bool(found) and not any(event.details.how for event in found)


def _never_says_to_whom(incident: Incident) -> bool:
    found = incident.of_kind(kinds.ESCALATED)
    return bool(found) and not any(event.details.to for event in found)


def _field(
    kind: str,
    clause_id: str,
    shows: tuple[str, ...],
    *,
    is_long: bool = False,
    is_extra: bool = False,
) -> Question:
    return Question(
        id=kind,
        kind=kind,
        asks=clause(clause_id).question,
        hint=clause(clause_id).hint,
        steps=(THE_TEXT,),
        shows=shows,
        is_open=lambda incident: not has_field(incident, kind),
        is_long=is_long,
        is_extra=is_extra,
    )


_OUTAGE = (
    Question(
        "began",
        kinds.BEGAN,
        clause("summary.duration_start_end_timezone").question,
        clause("summary.duration_start_end_timezone").hint,
        (THE_TIME, WHAT),
        (kinds.DETECTED, kinds.ACKNOWLEDGED, kinds.NOTE),
        _no_event(kinds.BEGAN),
    ),
    Question(
        "resolved",
        kinds.RESOLVED,
        clause("timeline.how_resolved").question,
        clause("timeline.how_resolved").hint,
        (THE_TIME, Step(TEXT, "how", "What ended it, in a sentence?", is_needed=True)),
        (kinds.MITIGATED, kinds.RESOLVED, kinds.INVESTIGATED, kinds.NOTE),
        _never_ends,
    ),
    Question(
        "end",
        kinds.RESOLVED,
        "It is said to have ended before it began. When did it end?",
        "This corrects the time of the last resolved event.",
        (THE_TIME,),
        (kinds.BEGAN, kinds.RESOLVED),
        _ends_too_early,
        corrects=lambda incident: outage(incident).resolved,
    ),
)

_SUMMARY = (
    _field(
        kinds.SERVICES,
        "summary.impact_service",
        (kinds.BEGAN, kinds.DETECTED),
    ),
    _field(
        kinds.IMPACT,
        "summary.impact_user_experience",
        (kinds.BEGAN, kinds.DETECTED, kinds.COMMUNICATED),
    ),
    _field(
        kinds.USERS_AFFECTED,
        "summary.impact_percent_users",
        (kinds.IMPACT, kinds.BEGAN),
    ),
    _field(
        kinds.ROOT_CAUSE,
        "summary.root_cause",
        (kinds.INVESTIGATED, kinds.MITIGATED, kinds.RESOLVED),
    ),
)

_TIMELINE = (
    Question(
        "detected",
        kinds.DETECTED,
        clause("timeline.when_detected").question,
        clause("timeline.when_detected").hint,
        (
            THE_TIME,
            Step(HOW, "how", "An alert, an engineer or a customer?", is_needed=True),
            Step(TEXT, "what", "What did it say, in a sentence? Enter takes the title."),
        ),
        (kinds.BEGAN, kinds.ACKNOWLEDGED, kinds.NOTE),
        _no_event(kinds.DETECTED),
    ),
    Question(
        "how",
        kinds.DETECTED,
        clause("timeline.how_detected").question,
        clause("timeline.how_detected").hint,
        (Step(HOW, is_needed=True),),
        (kinds.DETECTED,),
        _never_says_how,
        corrects=_first(kinds.DETECTED),
    ),
    Question(
        "investigated",
        kinds.INVESTIGATED,
        clause("timeline.actions_taken").question,
        clause("timeline.actions_taken").hint,
        (THE_TEXT, WHEN),
        (kinds.MISLEADING, kinds.ESCALATED, kinds.NOTE),
        _no_event(kinds.INVESTIGATED),
        repeats=True,
    ),
    Question(
        "misleading",
        kinds.MISLEADING,
        clause("timeline.misleading_paths").question,
        clause("timeline.misleading_paths").hint,
        (
            THE_TEXT,
            FROM,
            Step(UNTIL, "until", "Until when? 14:35, or how long: 25m."),
        ),
        (kinds.INVESTIGATED, kinds.NOTE),
        _neither_event_nor_none(kinds.MISLEADING),
        repeats=True,
        can_be_none=True,
    ),
    Question(
        "escalated",
        kinds.ESCALATED,
        clause("timeline.escalated_to").question,
        clause("timeline.escalated_to").hint,
        (Step(TO, is_needed=True), WHEN, Step(TEXT, "why", "Why, in a sentence?")),
        (kinds.INVESTIGATED, kinds.ACKNOWLEDGED, kinds.NOTE),
        _neither_event_nor_none(kinds.ESCALATED),
        can_be_none=True,
    ),
    Question(
        "to",
        kinds.ESCALATED,
        clause("timeline.escalated_to").question,
        clause("timeline.escalated_to").hint,
        (Step(TO, is_needed=True),),
        (kinds.ESCALATED,),
        _never_says_to_whom,
        corrects=_first(kinds.ESCALATED),
    ),
)

_DETAIL = (
    _field(
        kinds.CAUSE_DETAIL,
        "root_cause_and_resolution.cause_in_detail",
        (kinds.ROOT_CAUSE, kinds.INVESTIGATED, kinds.RESOLVED),
        is_long=True,
    ),
    _field(
        kinds.FIX_DETAIL,
        "root_cause_and_resolution.fix_in_detail",
        (kinds.MITIGATED, kinds.RESOLVED),
        is_long=True,
    ),
)

_MEASURES = (
    Question(
        "improvements",
        kinds.IMPROVEMENT,
        clause("measures.improvements").question,
        clause("measures.improvements").hint,
        (THE_TEXT,),
        (kinds.ROOT_CAUSE, kinds.MISLEADING, kinds.IMPROVEMENT),
        lambda incident: not incident.improvements,
        repeats=True,
    ),
    Question(
        "tasks",
        kinds.TASK,
        clause("measures.todo_tasks").question,
        clause("measures.todo_tasks").hint,
        (THE_TEXT, Step(OWNER, "owner"), Step(DUE, "due")),
        (kinds.IMPROVEMENT, kinds.TASK),
        lambda incident: not incident.tasks,
        repeats=True,
    ),
)

_SHOWN_FOR_EXTRAS = {
    kinds.TRIGGER: (kinds.ROOT_CAUSE, kinds.BEGAN),
    kinds.WENT_WELL: (kinds.DETECTED,),
    kinds.WENT_WRONG: (kinds.MISLEADING,),
    kinds.GOT_LUCKY: (),
}
_EXTRAS = tuple(
    _field(
        (kind := each.id.removeprefix("extra.")),
        each.id,
        _SHOWN_FOR_EXTRAS[kind],
        is_extra=True,
    )
    for each in EXTRAS
)

QUESTIONS = (*_OUTAGE, *_SUMMARY, *_TIMELINE, *_DETAIL, *_MEASURES, *_EXTRAS)


def open_questions(incident: Incident) -> tuple[Question, ...]:
    """Return what is still to be asked of an incident, in the order of the document."""
    return tuple(question for question in QUESTIONS if question.is_open(incident))
