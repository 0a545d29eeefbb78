"""What is here and what is there -> what to push, what to fetch. Pure.

Of each origin both sides are told as spans of its numbers. As a log adds to its own series
in order, under one lock, they are one span for nearly every origin; the few that have a
hole (a part of another's log was imported, a file was lost) have it filled by the same
rule, without anybody looking through what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.sync import numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pmlog.sync.numbers import Spans


class Plan(NamedTuple):
    """What a sync has to move, by origin."""

    push: dict[str, Spans]
    fetch: dict[str, Spans]

    @property
    def to_push(self) -> int:
        """How many events the shelf lacks."""
        return sum(map(numbers.size, self.push.values()))

    @property
    def to_fetch(self) -> int:
        """How many events this log lacks."""
        return sum(map(numbers.size, self.fetch.values()))


def plan(
    here: Mapping[str, Spans],
    there: Mapping[str, Spans],
    own: Collection[str],
    *,
    relay: bool = False,
) -> Plan:
    """Return what to move between a log and a shelf.

    own are the log's origins, its former ones too: only they are pushed, so that what one
    log has wrong is never spread by all the others. With relay everything is, to repair.
    """
    pushed = sorted(here) if relay else sorted(here.keys() & set(own))
    push = {each: numbers.without(here[each], there.get(each, ())) for each in pushed}
    fetch = {
        each: numbers.without(there[each], here.get(each, ())) for each in sorted(there)
    }
    return Plan(
        {origin: missing for origin, missing in push.items() if missing},
        {origin: missing for origin, missing in fetch.items() if missing},
    )
