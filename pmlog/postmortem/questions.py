"""The table of questions, in the order of the document.

A question is open while a clause that it helps to meet is not met (see gaps).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.incident import kinds
from pmlog.incident.timeline import Incident
from pmlog.metrics import outage
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


def _no_event(kind: str) -> Callable[[Incident], bool]:
    return lambda incident: not incident.of_kind(kind)


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
    asks: str,
    hint: str,
    shows: tuple[str, ...],
    *,
    is_long: bool = False,
    is_extra: bool = False,
) -> Question:
    return Question(
        id=kind,
        kind=kind,
        asks=asks,
        hint=hint,
        steps=(THE_TEXT,),
        shows=shows,
        is_open=lambda incident: kind not in incident.fields,
        is_long=is_long,
        is_extra=is_extra,
    )


_OUTAGE = (
    Question(
        "began",
        kinds.BEGAN,
        "When did the impact begin?",
        "When users first felt it, not when it was noticed. 14:05, or ~14:05 for about.",
        (THE_TIME, WHAT),
        (kinds.DETECTED, kinds.ACKNOWLEDGED, kinds.NOTE),
        _no_event(kinds.BEGAN),
    ),
    Question(
        "resolved",
        kinds.RESOLVED,
        "When was it over for the users?",
        "The end of the outage; then one sentence on what ended it.",
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
        "Which service was down or slow?",
        "As its users call it: checkout and its API.",
        (kinds.BEGAN, kinds.DETECTED),
    ),
    _field(
        kinds.IMPACT,
        "What did users experience?",
        "What they saw, in a sentence: every payment failed with a timeout.",
        (kinds.BEGAN, kinds.DETECTED, kinds.COMMUNICATED),
    ),
    _field(
        kinds.USERS_AFFECTED,
        "How many % of the users were affected?",
        "A number from 0 to 100; ~30 or about 30% will do.",
        (kinds.IMPACT, kinds.BEGAN),
    ),
    _field(
        kinds.ROOT_CAUSE,
        "What was the root cause, in a sentence?",
        "What would have prevented it had it been otherwise; systems, not people.",
        (kinds.INVESTIGATED, kinds.MITIGATED, kinds.RESOLVED),
    ),
)

_TIMELINE = (
    Question(
        "detected",
        kinds.DETECTED,
        "When was it detected?",
        "The first sign that anybody of yours got.",
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
        "How was it detected?",
        "An alert (which one?), an engineer who noticed, a customer who complained.",
        (Step(HOW, is_needed=True),),
        (kinds.DETECTED,),
        _never_says_how,
        corrects=_first(kinds.DETECTED),
    ),
    Question(
        "investigated",
        kinds.INVESTIGATED,
        "What was investigated, and on which assumption?",
        "What was looked at, and why: the logs of db-1, as writes were slow.",
        (THE_TEXT, WHEN),
        (kinds.MISLEADING, kinds.ESCALATED, kinds.NOTE),
        _no_event(kinds.INVESTIGATED),
        repeats=True,
    ),
    Question(
        "misleading",
        kinds.MISLEADING,
        "Which path of the investigation proved wrong?",
        "The suspicion, and what showed that it was none.",
        (
            THE_TEXT,
            FROM,
            Step(UNTIL, "until", "Until when? 14:35, or how long: 25m."),
        ),
        (kinds.INVESTIGATED, kinds.NOTE),
        _no_event(kinds.MISLEADING),
        repeats=True,
    ),
    Question(
        "escalated",
        kinds.ESCALATED,
        "To which team or person was it escalated?",
        "Names, with commas between them.",
        (Step(TO, is_needed=True), WHEN, Step(TEXT, "why", "Why, in a sentence?")),
        (kinds.INVESTIGATED, kinds.ACKNOWLEDGED, kinds.NOTE),
        _no_event(kinds.ESCALATED),
    ),
    Question(
        "to",
        kinds.ESCALATED,
        "To which team or person was it escalated?",
        "Names, with commas between them.",
        (Step(TO, is_needed=True),),
        (kinds.ESCALATED,),
        _never_says_to_whom,
        corrects=_first(kinds.ESCALATED),
    ),
)

_DETAIL = (
    _field(
        kinds.CAUSE_DETAIL,
        "What caused it, in detail?",
        "How one thing led to the next, for somebody who was not there.",
        (kinds.ROOT_CAUSE, kinds.INVESTIGATED, kinds.RESOLVED),
        is_long=True,
    ),
    _field(
        kinds.FIX_DETAIL,
        "How was it fixed, in detail?",
        "What was changed, why it works, and what is only patched.",
        (kinds.MITIGATED, kinds.RESOLVED),
        is_long=True,
    ),
)

_MEASURES = (
    Question(
        "improvements",
        kinds.IMPROVEMENT,
        "What can be improved?",
        "Broadly, one a line: alert on what users see.",
        (THE_TEXT,),
        (kinds.ROOT_CAUSE, kinds.MISLEADING, kinds.IMPROVEMENT),
        lambda incident: not incident.improvements,
        repeats=True,
    ),
    Question(
        "tasks",
        kinds.TASK,
        "Which specific tasks follow?",
        "One a line, so that somebody can tick it off: patch nginx on web-1.",
        (THE_TEXT, Step(OWNER, "owner"), Step(DUE, "due")),
        (kinds.IMPROVEMENT, kinds.TASK),
        lambda incident: not incident.tasks,
        repeats=True,
    ),
)

_ASKED_OF_EXTRAS = {
    kinds.TRIGGER: (
        "What set it off?",
        "The last thing that happened before: a release, a peak, a full disk.",
        (kinds.ROOT_CAUSE, kinds.BEGAN),
    ),
    kinds.WENT_WELL: ("What went well?", "What you would do again.", (kinds.DETECTED,)),
    kinds.WENT_WRONG: ("What went wrong?", "In the response.", (kinds.MISLEADING,)),
    kinds.GOT_LUCKY: ("Where did luck help?", "What may be missing next time.", ()),
}
_EXTRAS = tuple(
    _field(kind, *asked, is_extra=True) for kind, asked in _ASKED_OF_EXTRAS.items()
)

QUESTIONS = (*_OUTAGE, *_SUMMARY, *_TIMELINE, *_DETAIL, *_MEASURES, *_EXTRAS)


def open_questions(incident: Incident) -> tuple[Question, ...]:
    """Return what is still to be asked of an incident, in the order of the document."""
    return tuple(question for question in QUESTIONS if question.is_open(incident))
