"""The same again: incidents of one service, of the same cause by its words, close by.

What shares two words of its cause with an earlier one, or the only word that one of them
has, is shown beside it with those words: whether it is the same is for people to judge.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from pmlog.clock import DAY_US
from pmlog.stats.case import Case, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WITHIN_DAYS = 90


class Recurrence(NamedTuple):
    """An incident, and the last one before it that was like it."""

    first: Case
    again: Case
    services: tuple[str, ...]  # what they share
    words: tuple[str, ...]

    @property
    def days(self) -> int:
        """The whole days from the start of the one to the start of the other."""
        return (self.again.start_us - self.first.start_us) // DAY_US

    @property
    def tasks_done_before(self) -> int:
        """How many tasks of the first were done when it happened again."""
        starts = self.again.start_us
        return sum(t.done_us is not None and t.done_us <= starts for t in self.first.tasks)


def recurrences(cases: Sequence[Case]) -> tuple[Recurrence, ...]:
    """Return what happened again within 90 days, the last one first."""
    # The last incident of each key: so each is looked up and none compared with all.
    last: dict[tuple[str, ...], Case] = {}
    found = []
    for case in sorted(cases, key=lambda each: (each.start_us, each.id)):
        before = [last[key] for key in _asked(case) if key in last]
        first = max(before, key=lambda each: (each.start_us, each.id), default=None)
        if first and case.start_us - first.start_us <= WITHIN_DAYS * DAY_US:
            found.append(_recurrence(first, case))
        last.update(dict.fromkeys(_told(case), case))
    return tuple(reversed(found))


def _told(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield under what a later incident finds this one."""
    for service in map(folded, case.services):
        for word in case.cause:
            yield (service, "any", word)
        if len(case.cause) == 1:
            yield (service, "only", *case.cause)
        for pair in combinations(case.cause, 2):
            yield (service, "both", *pair)


def _asked(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield where this incident looks for an earlier one."""
    for service in map(folded, case.services):
        for word in case.cause:
            yield (service, "any" if len(case.cause) == 1 else "only", word)
        for pair in combinations(case.cause, 2):
            yield (service, "both", *pair)


def _recurrence(first: Case, again: Case) -> Recurrence:
    ours = set(map(folded, first.services))
    services = tuple(name for name in again.services if folded(name) in ours)
    words = tuple(word for stem, word in again.cause.items() if stem in first.cause)
    return Recurrence(first, again, services, words)
