"""How many incidents there were: by month, by service, by severity, by how detected.

Each count has the exact Poisson interval of what would be expected, were nothing to
change: two counts whose intervals overlap widely are no news.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from pmlog.metrics.report import DURATION
from pmlog.stats import wordlists
from pmlog.stats.case import Case, folded
from pmlog.stats.exact import Limits, count_limits
from pmlog.stats.spread import Spread, spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pmlog.stats.choice import Bound, Choice

# Ten years; an incident that was dated to the year 1 makes no 24,000 lines.
MOST_MONTHS = 120
NOT_SAID = "not said"
OTHERWISE = "in other words"


class Month(NamedTuple):
    """A month with its incidents."""

    name: str  # "2026-03"
    incidents: int
    limits: Limits
    is_whole: bool  # the month was over, and all of it was asked for


class Months(NamedTuple):
    """The last months, one after another, those without incidents too."""

    months: tuple[Month, ...]
    earlier: int  # incidents before the first of them


class Group(NamedTuple):
    """Incidents that have something in common."""

    name: str
    incidents: int
    limits: Limits
    outage: Spread


def by_month(
    cases: Sequence[Case], choice: Choice, today: str, confidence: float
) -> Months:
    """Return the counts by month; today is a date, after which nothing has happened yet."""
    if not cases:
        return Months((), 0)
    counts = Counter(case.month for case in cases)
    first = choice.since.day[:7] if choice.since else min(counts)
    last = choice.until.day[:7] if choice.until else max(today[:7], *counts)
    names = list(
        _months(_padded(first, "01"), _padded(min(last, max(today, *counts)), "12"))
    )
    names = names[-MOST_MONTHS:]
    parts = _parts(choice, min(counts), today)
    found = tuple(
        Month(name, counts[name], count_limits(counts[name], confidence), name not in parts)
        for name in names
    )
    return Months(found, sum(n for name, n in counts.items() if name < names[0]))


def _padded(bound: str, month: str) -> str:
    return bound[:7] if len(bound) > len("2026") else f"{bound}-{month}"


def _months(first: str, last: str) -> Iterator[str]:
    """Yield the months from one to another."""
    year, month = int(first[:4]), int(first[5:7])
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _parts(choice: Choice, first: str, today: str) -> set[str]:
    """Return the months of which a part is not counted."""
    parts = {today[:7]}
    # A log may be younger than its first month.
    parts |= set() if choice.since else {first}
    bounds: tuple[Bound | None, ...] = (choice.since, choice.until)
    return parts | {each.day[:7] for each in bounds if each and not each.is_month}


def by_service(cases: Sequence[Case], confidence: float) -> tuple[Group, ...]:
    """Return the incidents of each service; one that hit two counts for both."""
    return _groups(cases, lambda case: case.services, confidence)


def by_severity(cases: Sequence[Case], confidence: float) -> tuple[Group, ...]:
    """Return the incidents of each severity, as it was in the end; in order of its name."""
    found = _groups(
        cases, lambda case: (case.severity,) if case.severity else (), confidence
    )
    return tuple(sorted(found, key=lambda group: (group.name == NOT_SAID, group.name)))


def by_detection(cases: Sequence[Case], confidence: float) -> tuple[Group, ...]:
    """Return the incidents by who or what found out, each sort even if none is of it."""
    named: dict[str, list[Case]] = {
        name: [] for name in (*wordlists.sorts(), OTHERWISE, NOT_SAID)
    }
    for case in cases:
        named[case.detected_by or (OTHERWISE if case.how else NOT_SAID)].append(case)
    return tuple(_group(name, found, confidence) for name, found in named.items())


def _groups(
    cases: Sequence[Case], names_of: Callable[[Case], tuple[str, ...]], confidence: float
) -> tuple[Group, ...]:
    members: dict[str, list[Case]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for case in cases:
        for name in names_of(case) or (NOT_SAID,):
            key = "" if name == NOT_SAID else folded(name)
            members[key].append(case)
            spelled.setdefault(key, name)
    found = (_group(spelled[key], each, confidence) for key, each in members.items())
    return tuple(sorted(found, key=_by_count))


def _by_count(group: Group) -> tuple[bool, int, str]:
    return group.name == NOT_SAID, -group.incidents, group.name.casefold()


def _group(name: str, cases: Sequence[Case], confidence: float) -> Group:
    limits = count_limits(len(cases), confidence)
    return Group(name, len(cases), limits, spread(cases, DURATION, confidence))
