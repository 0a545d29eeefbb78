"""Which incidents are counted: those of a time, a service, a severity, a key."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple, Protocol

from pmlog import clock
from pmlog.incident.event import LAST_US
from pmlog.stats.case import folded


class Chosen(Protocol):
    """What is looked at of an incident."""

    @property
    def start_us(self) -> int:
        """When it started."""

    @property
    def day(self) -> str:
        """On which day, by its own zone."""

    @property
    def services(self) -> tuple[str, ...]:
        """What it hit."""

    @property
    def severity(self) -> str:
        """How bad it was."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The names that people know it by."""


class Bound(NamedTuple):
    """An end of a time: a day, month or year by each incident's own zone, or an instant.

    Of an instant, day is the one that it is on by the zone that it was typed in.
    """

    day: str  # "2026", "2026-03", "2026-03-29"
    at_us: int | None = None

    def is_before(self, case: Chosen) -> bool:
        """Tell whether an incident started after it, or on that very day."""
        if self.at_us is not None:
            return clock.between(self.at_us, case.start_us) >= 0
        return case.day[: len(self.day)] >= self.day

    def is_after(self, case: Chosen) -> bool:
        """Tell whether an incident started before it, or on that very day."""
        if self.at_us is not None:
            return clock.between(case.start_us, self.at_us) >= 0
        return case.day[: len(self.day)] <= self.day

    @property
    def is_month(self) -> bool:
        """Whether it is no part of a month."""
        return self.at_us is None and len(self.day) < len("2026-03-29")


class Choice(NamedTuple):
    """What was asked for; what is empty chooses everything."""

    since: Bound | None = None
    until: Bound | None = None
    services: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()  # patterns: INC-42, PAY-*

    def may_take(self, start_us: int) -> bool:
        """Tell whether an incident of a start may be one, by whichever zone it counts."""
        # No clock is more than a day away from that of UTC.
        latest = clock.date_text(min(start_us + clock.DAY_US, LAST_US), "UTC")
        earliest = clock.date_text(start_us - clock.DAY_US, "UTC")
        since, until = self.since, self.until
        return (since is None or latest[: len(since.day)] >= since.day) and (
            until is None or earliest[: len(until.day)] <= until.day
        )

    def takes(self, case: Chosen) -> bool:
        """Tell whether an incident is one of them; it counts where it started."""
        return (
            (self.since is None or self.since.is_before(case))
            and (self.until is None or self.until.is_after(case))
            and _is_one(self.services, case.services)
            and _is_one(self.severities, (case.severity,))
            and _is_called(self.keys, case.keys)
        )


def _is_one(wanted: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return not wanted or bool({*map(folded, wanted)} & {*map(folded, names)})


def _is_called(patterns: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    return not patterns or any(
        fnmatchcase(key.strip().casefold(), pattern.strip().casefold())
        for key in keys
        for pattern in patterns
    )
