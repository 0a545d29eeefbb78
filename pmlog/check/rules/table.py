"""The table of rules: what each finds, how much it matters, why, and an example.

To add one, write a function from a case to hits and give it a line here.
"""

from __future__ import annotations

from pmlog.check.clauses.case import Case
from pmlog.check.clauses.sections import section_of
from pmlog.check.rules import (
    advice,
    calendar,
    duration,
    early_ends,
    heading_dates,
    order,
    other_dates,
    shares,
    stated_end,
    summary_vs_timeline,
    zones,
)
from pmlog.check.rules.hit import Hit
from pmlog.errors import UsageError
from pmlog.namedtuple import NamedTuple
from pmlog.postmortem.clauses import CLAUSES, LENGTH, Clause

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ERROR = "error"
WARNING = "warning"
NOTE = "note"


class Rule(NamedTuple):
    """A rule; find is None for the clauses, whose verdicts are a table of their own."""

    id: str
    level: str
    reason: str
    example: str
    find: Callable[[Case], Iterator[Hit]] | None = None


_OF_CLAUSES = (
    *(
        Rule(
            clause.id,
            ERROR,
            f"The {section_of(clause).value} must say {clause.asks_of_document}; "
            "vague is a warning.",
            clause.example,
        )
        for clause in CLAUSES
        if clause.id != LENGTH
    ),
    Rule(LENGTH, NOTE, "A postmortem of 400 to 600 words gets read.", "237 words"),
)

CONTRADICTIONS = (
    Rule(
        "duration.mismatch",
        ERROR,
        "The duration must be the time from the start to the end.",
        "Duration: 2 h 5 min, from 13:52 to 15:09 UTC",
        duration.wrong_duration,
    ),
    Rule(
        "duration.timeline",
        ERROR,
        "The duration must fit the timeline, from its beginning to its end.",
        "Duration: 3 hours; the timeline goes from 10:00 to 11:30",
        duration.longer_than_timeline,
    ),
    Rule(
        "start.mismatch",
        ERROR,
        "Summary and timeline must agree on the start.",
        "From 10:00 UTC ...; - 10:30 - the outage begins",
        summary_vs_timeline.wrong_start,
    ),
    Rule(
        "end.mismatch",
        ERROR,
        "Summary and timeline must agree on the end.",
        "... until 17:35; - 13:12 - service restored",
        stated_end.wrong_end,
    ),
    Rule(
        "detection.mismatch",
        ERROR,
        "Summary and timeline must agree on the detection.",
        "Detected at 10:05 ...; - 10:25 - detected by an alert",
        summary_vs_timeline.wrong_detection,
    ),
    Rule(
        "order.detected_before_start",
        ERROR,
        "Nobody notices what has not begun.",
        "From 11:00 ...; - 10:45 - an alert reports errors",
        order.detected_before_start,
    ),
    Rule(
        "order.work_after_end",
        ERROR,
        "What is over is no longer investigated or escalated.",
        "... until 15:00; - 15:30 - escalated to the DBAs",
        order.work_after_end,
    ),
    Rule(
        "order.end_before_start",
        ERROR,
        "An end comes behind its beginning.",
        "Start: 2024-05-03 14:00; End: 2024-05-02 16:00",
        early_ends.end_before_start,
    ),
    Rule(
        "order.step_back",
        ERROR,
        "The timeline must go forward; to pass midnight is no step back.",
        "- 10:40 - ...; - 10:15 - ...",
        order.step_back,
    ),
    Rule(
        "order.resolved_before_detected",
        ERROR,
        "What is resolved was detected before.",
        "Detected: 14:00 ...; Resolved: 13:10 ...",
        early_ends.resolved_before_detected,
    ),
    Rule(
        "time.impossible",
        ERROR,
        "A reader cannot know which time is meant.",
        "13:15 AM, 0:30 pm, 24:10",
        calendar.impossible_time,
    ),
    Rule(
        "date.impossible",
        ERROR,
        "A reader cannot know which date is meant.",
        "February 30, 2023",
        calendar.impossible_date,
    ),
    Rule(
        "date.weekday",
        ERROR,
        "Either the weekday or the date is wrong.",
        "Sunday, May 13th, 2023",
        calendar.wrong_weekday,
    ),
    Rule(
        "date.year",
        ERROR,
        "One incident does not happen in two years.",
        "August 5, 2023 ...; - 2024-08-05 10:00 - ...",
        calendar.another_year,
    ),
    Rule(
        "date.mismatch",
        ERROR,
        "Title, summary and timeline must agree on the date.",
        "# Outage on May 3, 2024 ...; On May 13, 2024, from 10:00 to 11:00 UTC ...",
        other_dates.another_date,
    ),
    Rule(
        "date.heading",
        ERROR,
        "A heading with dates must hold the dates of what stands below it.",
        "Timeline 2024-01-16 to 2024-02-28; - 2024-01-10 19:32 - the chain stalls",
        heading_dates.outside_heading,
    ),
    Rule(
        "zone.two",
        ERROR,
        "Times of one document that are in two zones cannot be compared by eye.",
        "10:00 UTC ...; - 06:30 EST - ...",
        zones.two_zones,
    ),
    Rule(
        "zone.conversion",
        ERROR,
        "A time that is told again in another zone must be the same time.",
        "09:00 EAT (12:00 UTC)",
        zones.wrong_conversion,
    ),
    Rule(
        "zone.season",
        ERROR,
        "An abbreviation that was not in force on the date is an hour off, or a slip.",
        "July 10, 2023, 10:00 PST",
        calendar.wrong_season,
    ),
    Rule(
        "percent.over_100",
        ERROR,
        "No more than 100 % of the users can be affected.",
        "120% of users were affected",
        shares.over_100_percent,
    ),
    Rule(
        "percent.mismatch",
        ERROR,
        "A share must be that of its own figures, and with the rest be all.",
        "40% of the readers (1,200 of 2,000)",
        shares.wrong_share,
    ),
)

_ADVICE = (
    Rule(
        "timeline.long_entry",
        NOTE,
        "Readers skim a timeline; one or two sentences an entry are enough.",
        "- 10:00 - First. Second. Third.",
        advice.long_entry,
    ),
    Rule(
        "tasks.vague",
        NOTE,
        "A task without a verb and an object is never done.",
        "- Improve monitoring",
        advice.vague_task,
    ),
    Rule(
        "tasks.no_owner",
        NOTE,
        "A task without an owner and a date is rarely done.",
        "- Alert at 80% of the pool",
        advice.task_without_owner,
    ),
    Rule(
        "people.blame",
        NOTE,
        "Who is blamed tells less; what allowed the slip can be improved.",
        "John forgot to renew the certificate.",
        advice.blame,
    ),
    Rule(
        "secret.leaked",
        NOTE,
        "A postmortem is read by many; a secret that it shows must be revoked.",
        "password=hunter22",
        advice.leaked_secret,
    ),
)

# Of a log, not of a document: see report.log_gaps.
NO_EVIDENCE = "evidence.none"
_OF_LOGS = (
    Rule(
        NO_EVIDENCE,
        WARNING,
        "A reader may ask how you know what the figures stand on.",
        "14:05 detected: errors rise, without a link, a file or a tool's own record",
    ),
)

RULES = (*_OF_CLAUSES, *CONTRADICTIONS, *_ADVICE, *_OF_LOGS)


def level_of_absence(clause: Clause, profile: str) -> str | None:
    """Return what it is in a profile to leave out a clause; None where nobody asks."""
    if profile in clause.owed_by:
        return ERROR
    return NOTE if profile in clause.noted_by else None


def chosen(select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """Return the ids of the rules to apply; a name stands for all that begin with it.

    Raises UsageError for a name that no rule has.
    """
    wanted = _named(select) or frozenset(rule.id for rule in RULES)
    return wanted - _named(ignore)


def rule_named(name: str) -> Rule:
    """Return the rule of an id. UsageError where there is none."""
    for rule in RULES:
        if rule.id == name:
            return rule
    raise _unknown(name)


def _named(names: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for name in (each.strip() for names_ in names for each in names_.split(",")):
        matching = [r.id for r in RULES if r.id == name or r.id.startswith(f"{name}.")]
        if not matching:
            raise _unknown(name)
        found.update(matching)
    return frozenset(found)


def _unknown(name: str) -> UsageError:
    # Only a misspelt rule needs it.
    from difflib import get_close_matches

    close = get_close_matches(name, [rule.id for rule in RULES], n=2, cutoff=0.4)
    hint = f"did you mean {' or '.join(close)}?" if close else "--list-rules shows them all"
    return UsageError(f"no rule is called {name!r}; {hint}")
