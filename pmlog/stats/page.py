"""The figures as the names that a template fills in: ready text, and drawings."""

from __future__ import annotations

from itertools import chain

from markupsafe import Markup

from pmlog import clock
from pmlog.stats import drawing, wording
from pmlog.stats.axis import axis
from pmlog.stats.definitions import MEANINGS, NAMES
from pmlog.text.number import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pmlog.stats.axis import Axis
    from pmlog.stats.case import Case
    from pmlog.stats.counts import Group
    from pmlog.stats.figures import Figures
    from pmlog.stats.followup import Overdue
    from pmlog.stats.recurrence import Recurrence
    from pmlog.stats.spread import Spread

# A picture of more is no picture; the table beneath it has them all.
_MONTHS_DRAWN = 36
# What only lists must stay readable; the JSON has all.
MOST_ROWS = 500


def names(figures: Figures, documents: Mapping[str, str]) -> dict[str, Any]:
    """Return the names of a template of statistics.

    documents are addresses by the short ids of the incidents that they are of.
    """
    return {
        "id": "",  # of an incident, which blocks of a document name; a page has neither
        "title": wording.heading(figures),
        "extent": wording.extent(figures),
        "chosen": wording.chosen(figures),
        "nothing": wording.nothing(figures),
        "at": _at(figures),
        "confidence": f"{figures.confidence:g} %",
        "meanings": MEANINGS,
        "spreads": _spreads(figures, documents),
        "months": _months(figures),
        "groups": [
            _groups("By service", "services", figures.services),
            _groups("By severity", "severities", figures.severities),
            _groups("By who found out", "detected_by", figures.detections),
        ],
        "called": wording.called(figures.called),
        "called_names": [
            {"name": name, "count": f"{count:,}"} for name, count in figures.called.names
        ],
        "wrong_paths": wording.wrong_paths(figures.wrong_paths),
        "tasks": list(wording.tasks(figures.tasks)),
        **_lists(figures, documents),
    }


def _lists(figures: Figures, documents: Mapping[str, str]) -> dict[str, Any]:
    """Return what is listed one by one, and how many there are."""
    return {
        "shown": MOST_ROWS,
        "recurrences": [
            _recurrence(each, documents) for each in figures.recurrences[:MOST_ROWS]
        ],
        "recurrence_count": len(figures.recurrences),
        "overdue": [
            _overdue(each, documents) for each in figures.tasks.overdue[:MOST_ROWS]
        ],
        "near_misses": [
            _link(each, documents) for each in reversed(figures.near_misses[-MOST_ROWS:])
        ],
        "near_miss_note": wording.near_misses(figures.near_misses),
        "near_miss_count": f"{len(figures.near_misses):,}",
        "incidents": [
            _incident(each, documents) for each in reversed(figures.cases[-MOST_ROWS:])
        ],
        "incident_count": len(figures.cases),
    }


def _at(figures: Figures) -> str:
    return clock.rfc3339(figures.now_us // clock.SECOND_US * clock.SECOND_US)


def _spreads(figures: Figures, documents: Mapping[str, str]) -> list[dict[str, Any]]:
    lengths = chain.from_iterable(each.values for each in figures.spreads)
    common = axis([value.us for value in lengths])
    return [_spread(each, common, documents) for each in figures.spreads]


def _spread(spread: Spread, common: Axis, documents: Mapping[str, str]) -> dict[str, Any]:
    drawn = drawing.spread_svg(spread, common, documents) if spread.values else ""
    return {
        "name": NAMES[spread.key].capitalize(),
        "meaning": MEANINGS[spread.key],
        "known": wording.known(spread),
        "lengths": wording.values(spread) if spread.is_listed else "",
        "quantiles": list(wording.quantiles(spread)),
        "piles": spread.known > drawing.MOST_DOTS,
        "svg": Markup(drawn),  # noqa: S704 - the drawing escapes what people wrote
    }


def _months(figures: Figures) -> dict[str, Any]:
    found = figures.months
    drawn = drawing.months_svg(found.months[-_MONTHS_DRAWN:]) if found.months else ""
    rows = [
        {
            "name": each.name,
            "count": f"{each.incidents:,}",
            "limits": wording.limits(each.limits),
            "is_whole": each.is_whole,
        }
        for each in reversed(found.months)
    ]
    svg = Markup(drawn)  # noqa: S704 - as above
    return {
        "svg": svg,
        "rows": rows,
        "earlier": f"{found.earlier:,}" if found.earlier else "",
    }


def _groups(name: str, key: str, groups: Sequence[Group]) -> dict[str, Any]:
    rows = [
        {
            "name": each.name,
            "count": f"{each.incidents:,}",
            "limits": wording.limits(each.limits),
            "median": wording.median(each.outage),
        }
        for each in groups
    ]
    return {"name": name, "meaning": MEANINGS[key], "rows": rows}


def _link(case: Case, documents: Mapping[str, str]) -> dict[str, str]:
    found = (documents[name[24:30]] for name in case.names if name[24:30] in documents)
    return {
        "id": case.short_id,
        "day": case.day,
        "title": case.title,
        "href": next(found, ""),
    }


def _incident(case: Case, documents: Mapping[str, str]) -> dict[str, str]:
    outage = case.lengths[0]
    known = "" if outage.us is None else wording.length(outage.us, about=outage.is_about)
    return {**_link(case, documents), "outage": known or outage.why}


def _recurrence(found: Recurrence, documents: Mapping[str, str]) -> dict[str, Any]:
    tasks = len(found.first.tasks)
    return {
        "again": _link(found.again, documents),
        "first": _link(found.first, documents),
        "before": wording.days_before(found.days),
        "services": ", ".join(found.services),
        "words": ", ".join(found.words),
        "tasks": f"{found.tasks_done_before} of {tasks}" if tasks else "",
    }


def _overdue(found: Overdue, documents: Mapping[str, str]) -> dict[str, Any]:
    task = found.task
    return {
        "id": task.id[24:30],
        "text": task.text,
        "owner": task.owner,
        "due": task.due,
        "late": count(found.days, "day"),
        "incident": _link(found.case, documents),
    }
