"""The options of a time, as typed; they can be read once the zone in force is known."""

from __future__ import annotations

from pmlog import clock
from pmlog.cli.session import Session, time_typed, zone_named
from pmlog.errors import UsageError
from pmlog.incident.entry import Entry
from pmlog.text.terminal import storable


class Times:
    """The options of a time, as typed; they can be read once the zone in force is known."""

    def __init__(
        self, at: str | None, until: str | None, duration: str | None, tz: str | None
    ) -> None:
        if until is not None and duration is not None:
            raise UsageError("--until and --for both give the end; give one of them")
        self._at = at
        self._until = until
        self._duration = duration
        self.has_start = at is not None
        self.has_end = until is not None or duration is not None
        if at or until or duration:
            # Before the log is locked: others need not wait for an import.
            from pmlog import when  # noqa: F401
        self.zone = zone_named(tz) if tz else None

    def read_into(
        self, entry: Entry, session: Session, zone: str, near: tuple[int, int] | None = None
    ) -> Entry:
        """Return the entry with its times, read in --tz, else in zone.

        A bare clock time is the last one or, given near, the one nearest to that.
        TimeRefused when a time cannot be read, UsageError when the end comes first.
        """
        zone = self.zone or zone
        reading = time_typed(self._at, session, zone, near=near)
        if reading:
            entry = entry._replace(
                at_us=reading.at_us,
                zone=reading.zone,
                approx=reading.approx,
                as_typed=storable(reading.as_typed),
                warnings=reading.warnings,
            )
        else:
            entry = entry._replace(zone=self.zone)
        return entry._replace(until_us=self._end(entry, session, zone))

    def _end(self, entry: Entry, session: Session, zone: str) -> int | None:
        start_us = session.now_us if entry.at_us is None else entry.at_us
        if self._duration is not None:
            from pmlog import when

            return start_us + when.read_duration(self._duration)
        reading = time_typed(self._until, session, zone, after_us=start_us)
        if reading is None:
            return entry.until_us
        if reading.approx and not entry.approx:
            raise UsageError(
                "a ~ belongs to --at, where it makes the whole event approximate"
            )
        if reading.at_us < start_us:
            raise UsageError(
                f"--until is {clock.rfc3339(reading.at_us)}, before the start at "
                f"{clock.rfc3339(start_us)}; give a later time, or --at"
            )
        return reading.at_us
