"""The figures as JSON: what `stats --json` prints. Keys stay; new ones are added."""

from __future__ import annotations

from pmlog import clock
from pmlog.clock import SECOND_US
from pmlog.stats.case import KEYS, Case
from pmlog.stats.definitions import MEANINGS
from pmlog.stats.figures import Figures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pmlog.stats.choice import Bound
    from pmlog.stats.counts import Group
    from pmlog.stats.exact import Limits
    from pmlog.stats.followup import Overdue
    from pmlog.stats.recurrence import Recurrence
    from pmlog.stats.spread import Spread

_QUANTILES = {50: "median", 75: "p75", 90: "p90"}


def figures_object(figures: Figures) -> dict[str, Any]:
    """Return the figures as one object."""
    return {
        "choice": _choice(figures),
        "confidence": figures.confidence,
        "incidents": [_case(case) for case in figures.cases],
        "near_misses": [_case(case) for case in figures.near_misses],
        "summary": {each.key: _spread(each) for each in figures.spreads},
        "counts": {
            "all": {"n": len(figures.cases), **_limits(figures.limits)},
            "months": [
                {
                    "month": each.name,
                    "n": each.incidents,
                    **_limits(each.limits),
                    "is_whole": each.is_whole,
                }
                for each in figures.months.months
            ],
            "earlier": figures.months.earlier,
            "services": _groups(figures.services),
            "severities": _groups(figures.severities),
            "detected_by": _groups(figures.detections),
        },
        "recurrences": [_recurrence(each) for each in figures.recurrences],
        **_followup(figures),
        "definitions": MEANINGS,
    }


def _choice(figures: Figures) -> dict[str, Any]:
    choice = figures.choice
    return {
        "since": _bound(choice.since),
        "until": _bound(choice.until),
        "services": list(choice.services),
        "severities": list(choice.severities),
        "keys": list(choice.keys),
    }


def _bound(bound: Bound | None) -> str | None:
    if bound is None:
        return None
    return bound.day if bound.at_us is None else clock.rfc3339(bound.at_us)


def _case(case: Case) -> dict[str, Any]:
    lengths = dict(zip(KEYS, case.lengths, strict=True))
    return {
        "incident": case.id,
        "title": case.title,
        "state": case.state,
        "start": clock.rfc3339(case.start_us),
        "end": None if case.end_us is None else clock.rfc3339(case.end_us),
        "zone": case.zone,
        **{key: _seconds(each.us) for key, each in lengths.items()},
        "misleading_s": _seconds(case.lost_us),
        "approximate": [key for key, each in lengths.items() if each.is_about],
        "unknown": {key: each.why for key, each in lengths.items() if each.why},
        "services": list(case.services),
        "severity": case.severity or None,
        "detected_by": case.detected_by or None,
        "escalated_to": list(case.called),
    }


def _spread(spread: Spread) -> dict[str, Any]:
    values = spread.values
    found: dict[str, Any] = {
        "n": spread.known,
        "of": spread.of,
        "unknown": spread.unknown,
        "about": spread.about,
        "approximate": spread.about > 0,
        "values_s": [_seconds(each.us) for each in values] if spread.is_listed else None,
        "min_s": _seconds(values[0].us) if values else None,
        "max_s": _seconds(values[-1].us) if values else None,
    }
    for share, name in _QUANTILES.items():
        known = spread.quantiles.get(share)
        low, high = (known.low, known.high) if known else (None, None)
        found |= {
            f"{name}_s": _seconds(known.us) if known else None,
            f"{name}_low_s": _seconds(low.us) if low else None,
            f"{name}_high_s": _seconds(high.us) if high else None,
            f"{name}_confidence": known.confidence if known else None,
        }
    return found


def _groups(groups: Sequence[Group]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "n": each.incidents,
            **_limits(each.limits),
            "outage": _spread(each.outage),
        }
        for each in groups
    ]


def _limits(limits: Limits) -> dict[str, float]:
    return {"low": round(limits.low, 3), "high": round(limits.high, 3)}


def _recurrence(found: Recurrence) -> dict[str, Any]:
    return {
        "first": _named(found.first),
        "again": _named(found.again),
        "days": found.days,
        "services": list(found.services),
        "words": list(found.words),
        "tasks": len(found.first.tasks),
        "tasks_done_before": found.tasks_done_before,
    }


def _named(case: Case) -> dict[str, Any]:
    start = clock.rfc3339(case.start_us)
    return {"incident": case.id, "title": case.title, "start": start}


def _followup(figures: Figures) -> dict[str, Any]:
    tasks, paths, called = figures.tasks, figures.wrong_paths, figures.called
    return {
        "tasks": {
            "done": tasks.done,
            "open": tasks.open,
            "open_undated": tasks.open_undated,
            "overdue": [overdue_object(each) for each in tasks.overdue],
            "overdue_by_age": tasks.by_age,
            "of_recurred": tasks.of_recurred,
            "done_before_recurrence": tasks.done_before_again,
        },
        "misleading": {
            "incidents": paths.incidents,
            "of": paths.of,
            "lost_s": _seconds(paths.lost_us),
            "open_ended": paths.open_ended,
            "lost_in_outage_s": _seconds(paths.lost_in_outage_us),
            "outage_s": _seconds(paths.outage_us),
            "percent": paths.percent,
        },
        "called": {
            "incidents": called.incidents,
            "of": called.of,
            "names": dict(called.names),
        },
    }


def overdue_object(found: Overdue) -> dict[str, Any]:
    """Return an overdue task, with its incident and for how many days it is."""
    task = found.task
    return {
        "id": task.id,
        "incident": found.case.id,
        "title": found.case.title,
        "text": task.text,
        "owner": task.owner or None,
        "due": task.due,
        "days": found.days,
    }


def _seconds(us: int | None) -> int | None:
    return None if us is None else us // SECOND_US
