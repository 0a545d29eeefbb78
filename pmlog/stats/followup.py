"""What came of incidents, and what they took: tasks, wrong paths, who was called."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from pmlog import clock
from pmlog.metrics.report import DURATION
from pmlog.stats.case import Case, Task, folded
from pmlog.stats.recurrence import Recurrence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The ages of what is overdue: up to so many days, by name.
AGES = ((7, "up to 7 days"), (30, "8 to 30 days"), (90, "31 to 90 days"))
OLDEST = "more than 90 days"


class Overdue(NamedTuple):
    """A task that should be done by now."""

    task: Task
    case: Case
    days: int


class Tasks(NamedTuple):
    """The tasks of incidents."""

    done: int
    open: int
    open_undated: int  # nobody said by when
    overdue: tuple[Overdue, ...]  # the oldest first
    by_age: dict[str, int]  # how many are overdue, by age
    of_recurred: int  # tasks of incidents that happened again
    done_before_again: int  # of those, what was done by then


class WrongPaths(NamedTuple):
    """The time that went on misleading paths."""

    incidents: int  # with such a path
    of: int
    lost_us: int  # in all, of the paths whose end is known
    open_ended: int  # incidents of whose paths no end is known
    lost_in_outage_us: int
    outage_us: int  # of the incidents of which both are known

    @property
    def percent(self) -> float | None:
        """The share of the outages that went on them, to a tenth."""
        if not self.outage_us:
            return None
        return round(100 * self.lost_in_outage_us / self.outage_us, 1)


class Called(NamedTuple):
    """The people and teams to whom was escalated."""

    incidents: int  # in which anybody was
    of: int
    names: tuple[tuple[str, int], ...]  # with their incidents; by name, and so no ranking


def days_over(due: str, now_us: int, zone: str, *, is_done: bool) -> int:
    """Return for how many days a task is overdue in its zone; 0 where it is not."""
    if is_done or not due:
        return 0
    try:
        day = date.fromisoformat(due)
        today = date.fromisoformat(clock.date_text(now_us, zone))
    except ValueError:  # what another log calls a date
        return 0
    return max(0, (today - day).days)


def overdue(cases: Sequence[Case], now_us: int) -> tuple[Overdue, ...]:
    """Return the tasks that are overdue by their incident's own zone, the oldest first."""
    found = [
        Overdue(task, case, days)
        for case in cases
        for task in case.tasks
        if (days := days_over(task.due, now_us, case.zone, is_done=task.is_done))
    ]
    return tuple(sorted(found, key=lambda each: (-each.days, each.task.id)))


def tasks(cases: Sequence[Case], recurred: Sequence[Recurrence], now_us: int) -> Tasks:
    """Return what became of the tasks; recurred are the incidents that happened again."""
    every = [task for case in cases for task in case.tasks]
    still_open = [task for task in every if not task.is_done]
    late = overdue(cases, now_us)
    # An incident that happened again twice has its tasks once: by the first time.
    first_again = {each.first.id: each for each in recurred}
    ages = Counter(_age(each.days) for each in late)
    return Tasks(
        done=len(every) - len(still_open),
        open=len(still_open),
        open_undated=sum(not task.due for task in still_open),
        overdue=late,
        by_age={name: ages[name] for name in (*(name for _, name in AGES), OLDEST)},
        of_recurred=sum(len(each.first.tasks) for each in first_again.values()),
        done_before_again=sum(each.tasks_done_before for each in first_again.values()),
    )


def _age(days: int) -> str:
    return next((name for most, name in AGES if days <= most), OLDEST)


def wrong_paths(cases: Sequence[Case]) -> WrongPaths:
    """Return the time that incidents lost on wrong paths, and its share of the outages."""
    both = [c for c in cases if c.lost_us is not None and c.length(DURATION).us is not None]
    return WrongPaths(
        incidents=sum(case.path_count > 0 for case in cases),
        of=len(cases),
        lost_us=sum(case.lost_us or 0 for case in cases),
        open_ended=sum(case.lost_us is None for case in cases),
        lost_in_outage_us=sum(case.lost_in_outage_us for case in both),
        outage_us=sum(case.length(DURATION).us or 0 for case in both),
    )


def called(cases: Sequence[Case]) -> Called:
    """Return who was called, in order of their names."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for name in _names(cases):
        counts[folded(name)] += 1
        spelled.setdefault(folded(name), name)
    named = sorted(((spelled[key], n) for key, n in counts.items()), key=_by_name)
    return Called(sum(bool(case.called) for case in cases), len(cases), tuple(named))


def _names(cases: Sequence[Case]) -> Iterator[str]:
    for case in cases:
        yield from case.called


def _by_name(named: tuple[str, int]) -> str:
    return named[0].casefold()
