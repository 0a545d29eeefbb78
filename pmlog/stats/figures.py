"""All the figures together, of the incidents that were chosen."""

from __future__ import annotations

from typing import NamedTuple

from pmlog import clock
from pmlog.stats import counts, followup
from pmlog.stats.case import KEYS, Case
from pmlog.stats.choice import Choice
from pmlog.stats.counts import Group, Months
from pmlog.stats.exact import CONFIDENCE, Limits, count_limits
from pmlog.stats.followup import Called, Tasks, WrongPaths
from pmlog.stats.recurrence import Recurrence, recurrences
from pmlog.stats.spread import Spread, spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Figures(NamedTuple):
    """What can be known of many incidents."""

    choice: Choice
    confidence: float  # of each interval, in percent
    now_us: int
    cases: tuple[Case, ...]  # that hit users, in order of their start
    near_misses: tuple[Case, ...]
    limits: Limits  # of how many cases there are
    spreads: tuple[Spread, ...]  # of each of KEYS
    months: Months
    services: tuple[Group, ...]
    severities: tuple[Group, ...]
    detections: tuple[Group, ...]
    recurrences: tuple[Recurrence, ...]
    tasks: Tasks
    wrong_paths: WrongPaths
    called: Called


def figures(
    found: Iterable[Case],
    choice: Choice,
    *,
    now_us: int,
    zone: str,
    confidence: float = CONFIDENCE,
) -> Figures:
    """Return the figures of those incidents that a choice takes.

    zone is where today is today. What did not hit users counts for what recurred and for
    what is to be done, and is apart from all else.
    """
    chosen = sorted(filter(choice.takes, found), key=lambda each: (each.start_us, each.id))
    cases = tuple(each for each in chosen if each.hit_users)
    again = recurrences(chosen)
    today = clock.date_text(now_us, zone)
    return Figures(
        choice=choice,
        confidence=confidence,
        now_us=now_us,
        cases=cases,
        near_misses=tuple(each for each in chosen if not each.hit_users),
        limits=count_limits(len(cases), confidence),
        spreads=tuple(spread(cases, key, confidence) for key in KEYS),
        months=counts.by_month(cases, choice, today, confidence),
        services=counts.by_service(cases, confidence),
        severities=counts.by_severity(cases, confidence),
        detections=counts.by_detection(cases, confidence),
        recurrences=again,
        tasks=followup.tasks(chosen, again, now_us),
        wrong_paths=followup.wrong_paths(chosen),
        called=followup.called(chosen),
    )
