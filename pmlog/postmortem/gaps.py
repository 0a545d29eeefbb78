"""What an incident's document still misses, with the command that supplies it.

The clauses are those of the postmortem format; their ids are used by render and check.
"""

from __future__ import annotations

from typing import NamedTuple

from pmlog.incident import kinds
from pmlog.incident.timeline import Incident
from pmlog.metrics import outage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Clause(NamedTuple):
    """One thing that a postmortem must say."""

    id: str
    asks: str
    command: str
    is_met: Callable[[Incident], bool]


def _field(kind: str) -> Callable[[Incident], bool]:
    return lambda incident: kind in incident.fields


def _event(kind: str) -> Callable[[Incident], bool]:
    return lambda incident: bool(incident.of_kind(kind))


def _is_known_how(incident: Incident) -> bool:
    return any(event.details.how for event in incident.of_kind(kinds.DETECTED))


def _is_known_to_whom(incident: Incident) -> bool:
    return any(event.details.to for event in incident.of_kind(kinds.ESCALATED))


CLAUSES = (
    Clause(
        "summary.duration_start_end_timezone",
        "when the impact began and ended",
        'pmlog event -k began --at TIME "..."; pmlog event -k resolved --at TIME "..."',
        lambda incident: outage(incident).duration_us is not None,
    ),
    Clause(
        "summary.impact_service",
        "which service was down or slow",
        "pmlog set services NAME",
        _field(kinds.SERVICES),
    ),
    Clause(
        "summary.impact_user_experience",
        "what users experienced",
        'pmlog set impact "..."',
        _field(kinds.IMPACT),
    ),
    Clause(
        "summary.impact_percent_users",
        "how many % of the users were affected",
        "pmlog set users-affected PERCENT",
        _field(kinds.USERS_AFFECTED),
    ),
    Clause(
        "summary.root_cause",
        "the root cause in a sentence",
        'pmlog set root-cause "..."',
        _field(kinds.ROOT_CAUSE),
    ),
    Clause(
        "timeline.when_detected",
        "when it was detected",
        'pmlog event -k detected --at TIME "..."',
        _event(kinds.DETECTED),
    ),
    Clause(
        "timeline.how_detected",
        "how it was detected, by an alert, an engineer or a customer",
        'pmlog event -k detected --how "..." --at TIME "..."',
        _is_known_how,
    ),
    Clause(
        "timeline.actions_taken",
        "what was investigated, and on which assumption",
        'pmlog event -k investigated --at TIME "..."',
        _event(kinds.INVESTIGATED),
    ),
    Clause(
        "timeline.misleading_paths",
        "which path of the investigation proved wrong",
        'pmlog event -k misleading --at TIME --for DURATION "..."',
        _event(kinds.MISLEADING),
    ),
    Clause(
        "timeline.escalated_to",
        "to which team or person it was escalated",
        'pmlog event -k escalated --to NAME --at TIME "..."',
        _is_known_to_whom,
    ),
    Clause(
        "timeline.how_resolved",
        "how it was resolved",
        'pmlog event -k resolved --at TIME "..."',
        _event(kinds.RESOLVED),
    ),
    Clause(
        "root_cause_and_resolution.cause_in_detail",
        "what caused it, in detail",
        'pmlog set cause-detail "..."',
        _field(kinds.CAUSE_DETAIL),
    ),
    Clause(
        "root_cause_and_resolution.fix_in_detail",
        "how it was fixed, in detail",
        'pmlog set fix-detail "..."',
        _field(kinds.FIX_DETAIL),
    ),
    Clause(
        "measures.improvements",
        "what can be improved",
        'pmlog improve "..."',
        lambda incident: bool(incident.improvements),
    ),
    Clause(
        "measures.todo_tasks",
        "which specific tasks follow",
        'pmlog task add "..." --owner NAME --due DATE',
        lambda incident: bool(incident.tasks),
    ),
)

# What only some documents tell; without it none of them is incomplete.
EXTRAS = tuple(
    Clause(f"extra.{kind}", asks, f'pmlog set {kind.replace("_", "-")} "..."', _field(kind))
    for kind, asks in {
        kinds.TRIGGER: "what set it off",
        kinds.WENT_WELL: "what went well",
        kinds.WENT_WRONG: "what went wrong",
        kinds.GOT_LUCKY: "where luck helped",
    }.items()
)


def gaps(incident: Incident) -> tuple[Clause, ...]:
    """Return the clauses that the incident's log does not meet yet, in their order."""
    return tuple(clause for clause in CLAUSES if not clause.is_met(incident))
