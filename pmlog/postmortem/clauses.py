"""The clauses of the format: one table that all read who ask, write, render or check.

A new clause is a row here, and in check how a document is found to meet it. The ids are
the names of the clauses everywhere, in reports and in templates; their first word is the
section that they belong to. A profile is for whom a postmortem was written: the
assignment, or any reader; what each asks stands in the rows.
"""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlog.incident.timeline import Incident


ASSIGNMENT = "assignment"
GENERAL = "general"
PROFILES = (ASSIGNMENT, GENERAL)
# What pmlog renders, and so what a log is to meet.
RENDERED = ASSIGNMENT


class Clause(NamedTuple):
    """One thing that a postmortem must say."""

    id: str
    asks: str  # as the end of a sentence
    # By an incident's log; None where only a document can meet it.
    is_met: Callable[[Incident], bool] | None
    command: str  # what supplies it
    example: str  # a line of a document that meets it
    question: str = ""  # of write; "" for a property of the document
    hint: str = ""  # what a good answer is
    of_document: str = ""  # asks, of a document; "" where that is the same
    # The profiles that it is an error in to leave it out, and those where it is a note;
    # any other asks nothing.
    owed_by: tuple[str, ...] = PROFILES
    noted_by: tuple[str, ...] = ()

    @property
    def asks_of_document(self) -> str:
        """What it asks of a document, as the end of a sentence."""
        return self.of_document or self.asks

    @property
    def section(self) -> str:
        """The section of a document that it belongs to: summary, timeline, ..."""
        return self.id.partition(".")[0]


def _has_duration(incident: Incident) -> bool:
    from pmlog.metrics import outage  # who checks a document measures no incident

    return outage(incident).duration_us is not None


def _has_field(kind: str) -> Callable[[Incident], bool]:
    return lambda incident: has_field(incident, kind)


def has_field(incident: Incident, kind: str) -> bool:
    """Tell whether a field says something: "tbd" and "???" are still to be written."""
    if kind not in incident.fields:
        return False
    text = incident.fields[kind].text
    if kind in _NAMES_AND_FIGURES or len(text) > _LONGEST_UNWRITTEN:
        return True
    # The status of most incidents is told without the lexicon, which takes as long again.
    from pmlog.words.nothing import is_unwritten

    return not is_unwritten(text)


_NAMES_AND_FIGURES = frozenset((kinds.SERVICES, kinds.USERS_AFFECTED))
_LONGEST_UNWRITTEN = 40


# Two lines are no timeline, in a document as in a log.
LEAST_LINES = 3


def _has_events(incident: Incident) -> bool:
    return len(incident.timeline) >= LEAST_LINES


def _has_event(kind: str) -> Callable[[Incident], bool]:
    return lambda incident: bool(incident.of_kind(kind))


def _has_event_or_none(kind: str) -> Callable[[Incident], bool]:
    # "There was none" is an answer.
    return lambda incident: bool(incident.of_kind(kind)) or kind in incident.nones


def _is_known_how(incident: Incident) -> bool:
    return any(event.details.how for event in incident.of_kind(kinds.DETECTED))


def _is_known_to_whom(incident: Incident) -> bool:
    found = incident.of_kind(kinds.ESCALATED)
    return any(event.details.to for event in found) or kinds.ESCALATED in incident.nones


LENGTH = "length.400_600_words"
CLAUSES = (
    Clause(
        "summary.duration_start_end_timezone",
        "when the impact began and ended",
        _has_duration,
        command='pmlog began --at TIME "..."; pmlog resolved --at TIME "..."',
        example="Duration: 2 h 30 min, from 02:00 to 04:30 UTC",
        question="When did the impact begin?",
        hint="When users first felt it, not when it was noticed. 14:05, "
        "or ~14:05 for about.",
        of_document="the duration with start, end and timezone",
    ),
    Clause(
        "summary.impact_service",
        "which service was down or slow",
        _has_field(kinds.SERVICES),
        command="pmlog set services NAME",
        example="The checkout service was down.",
        question="Which service was down or slow?",
        hint="As its users call it: checkout and its API.",
    ),
    Clause(
        "summary.impact_user_experience",
        "what users experienced",
        _has_field(kinds.IMPACT),
        command='pmlog set impact "..."',
        example="Users could not pay and saw error pages.",
        question="What did users experience?",
        hint="What they saw, in a sentence: every payment failed with a timeout.",
    ),
    Clause(
        "summary.impact_percent_users",
        "which percentage of the users was affected",
        _has_field(kinds.USERS_AFFECTED),
        command="pmlog set users-affected PERCENT",
        example="About 30% of users were affected.",
        question="How many of the users were affected?",
        hint="A share if you know it (30, about 12.5 %, all), else words: 1,200 customers.",
        owed_by=(ASSIGNMENT,),
        noted_by=(GENERAL,),
    ),
    Clause(
        "summary.root_cause",
        "the root cause in a sentence",
        _has_field(kinds.ROOT_CAUSE),
        command='pmlog set root-cause "..."',
        example="Root cause: the connection pool ran out of connections.",
        question="What was the root cause, in a sentence?",
        hint="What had to be different to prevent it; name systems, not people.",
    ),
    Clause(
        "timeline.timestamped_bullets",
        "what happened when",
        _has_events,
        command='pmlog event --at TIME "..."',
        example="- 02:00 - Monitoring flags slow queries.",
        of_document="what happened when, as lines 'time - what happened'",
    ),
    Clause(
        "timeline.when_detected",
        "when it was detected",
        _has_event(kinds.DETECTED),
        command='pmlog detected --at TIME "..."',
        example="- 02:05 - Detected: ...",
        question="When was it detected?",
        hint="The first sign that anybody of yours got.",
    ),
    Clause(
        "timeline.how_detected",
        "how it was detected, by an alert, an engineer or a customer",
        _is_known_how,
        command='pmlog detected --how "..." --at TIME "..."',
        example="- 02:05 - A monitoring alert fired.",
        question="How was it detected?",
        hint="An alert (which one?), an engineer who noticed, a customer who complained.",
    ),
    Clause(
        "timeline.actions_taken",
        "what was investigated, and on which assumption",
        _has_event(kinds.INVESTIGATED),
        command='pmlog investigated --at TIME "..."',
        example="- 02:30 - Checked the network, assuming packet loss.",
        question="What was investigated, and on which assumption?",
        hint="What was looked at, and why: the logs of db-1, as writes were slow.",
    ),
    Clause(
        "timeline.misleading_paths",
        "which path of the investigation proved wrong",
        _has_event_or_none(kinds.MISLEADING),
        command='pmlog misleading --at TIME --for DURATION "..."; pmlog set '
        "misleading none",
        example="- 02:45 - Misleading path: the network turned out to be fine.",
        question="Which path of the investigation proved wrong?",
        hint="The suspicion, and what showed that it was none; 'none' if "
        "there was no such path.",
        owed_by=(ASSIGNMENT,),
        noted_by=(GENERAL,),
    ),
    Clause(
        "timeline.escalated_to",
        "to which team or person it was escalated",
        _is_known_to_whom,
        command='pmlog escalated --to NAME --at TIME "..."; pmlog set escalation none',
        example="- 03:30 - Escalated to the database team.",
        question="To which team or person was it escalated?",
        hint="Names, with commas between them; 'none' if it was handed on to nobody.",
        owed_by=(ASSIGNMENT,),
        noted_by=(GENERAL,),
    ),
    Clause(
        "timeline.how_resolved",
        "how it was resolved",
        _has_event(kinds.RESOLVED),
        command='pmlog resolved --at TIME "..."',
        example="- 04:30 - Resolved: raised the limit of the pool.",
        question="When was it over for the users?",
        hint="The end of the outage; then one sentence on what ended it.",
    ),
    Clause(
        "root_cause_and_resolution.cause_in_detail",
        "what caused it, in detail",
        _has_field(kinds.CAUSE_DETAIL),
        command='pmlog set cause-detail "..."',
        example="Each request held its connection until a timeout of 60 s, so ...",
        question="What caused it, in detail?",
        hint="How one thing led to the next, for somebody who was not there.",
    ),
    Clause(
        "root_cause_and_resolution.fix_in_detail",
        "how it was fixed, in detail",
        _has_field(kinds.FIX_DETAIL),
        command='pmlog set fix-detail "..."',
        example="The timeout was lowered to 5 s and the pool raised to 200, which ...",
        question="How was it fixed, in detail?",
        hint="What was changed, why it works, and what is only patched.",
    ),
    Clause(
        "measures.improvements",
        "what can be improved",
        lambda incident: bool(incident.improvements),
        command='pmlog improve "..."',
        example="Monitoring should warn before users notice.",
        question="What can be improved?",
        hint="Broadly, one a line: alert on what users see.",
    ),
    Clause(
        "measures.todo_tasks",
        "which specific tasks follow",
        lambda incident: bool(incident.tasks),
        command='pmlog task add "..." --owner NAME --due DATE',
        example="- [ ] Alert at 80% of the pool (owner: platform, due: 2026-12-01)",
        question="Which specific tasks follow?",
        hint="One a line, so that somebody can tick it off: patch nginx on web-1.",
    ),
    Clause(
        LENGTH,
        "400 to 600 words",
        None,
        command="pmlog render -o FILE says how many words it has",
        example="",
        owed_by=(),
        noted_by=(ASSIGNMENT,),
    ),
)

# What only some documents tell; without it none of them is incomplete.
EXTRAS = tuple(
    Clause(
        id=f"extra.{kind}",
        asks=asks,
        is_met=_has_field(kind),
        command=f'pmlog set {kind.replace("_", "-")} "..."',
        example="",
        question=question,
        hint=hint,
    )
    for kind, asks, question, hint in (
        (
            kinds.TRIGGER,
            "what set it off",
            "What set it off?",
            "The last thing that happened before: a release, a peak, a full disk.",
        ),
        (
            kinds.WENT_WELL,
            "what went well",
            "What went well?",
            "What you would do again.",
        ),
        (kinds.WENT_WRONG, "what went wrong", "What went wrong?", "In the response."),
        (
            kinds.GOT_LUCKY,
            "where luck helped",
            "Where did luck help?",
            "What may be missing next time.",
        ),
    )
)


def clause(clause_id: str) -> Clause:
    """Return the clause of an id. KeyError when there is none."""
    return _BY_ID[clause_id]


_BY_ID = {each.id: each for each in (*CLAUSES, *EXTRAS)}
