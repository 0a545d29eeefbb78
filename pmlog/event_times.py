"""The options of a time, as typed -> the instants of an entry.

They can be read once the zone in force is known, which is that of the incident. Under both
ways in: fast and cli read the same words as the same times.
"""

from __future__ import annotations

from pmlog import clock
from pmlog.errors import UsageError
from pmlog.incident import kinds
from pmlog.incident.event import Entry
from pmlog.text.terminal import storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from pmlog.incident.timeline import Incident
    from pmlog.when import Reading

    class Around(Protocol):
        """What a time is read in: the environment, and the moment of the command."""

        @property
        def environ(self) -> Mapping[str, str]:
            """Return the environment."""

        @property
        def now_us(self) -> int:
            """Return the moment."""


# Told when they are over: their length alone is that of the time just spent on them.
_TOLD_AFTERWARDS = (kinds.MISLEADING, kinds.INVESTIGATED)


class Times:
    """The options of a time, as typed; they can be read once the zone in force is known."""

    def __init__(
        self,
        at: str | None,
        until: str | None,
        duration: str | None,
        tz: str | None,
        *,
        may_span: bool = True,
    ) -> None:
        if until is not None and duration is not None:
            raise UsageError("--until and --for both give the end; give one of them")
        self._at = at
        self._until = until
        self._duration = duration
        self._tz = tz
        self._may_span = may_span
        self.has_start = at is not None
        self.has_end = until is not None or duration is not None
        if at or until or duration:
            # Before the log is locked: others need not wait for an import.
            from pmlog import when  # noqa: F401
        self.zone = zone_named(tz) if tz else None

    def read_into(
        self,
        entry: Entry,
        around: Around,
        zone: str,
        incident: Incident | None = None,
        near: tuple[int, int] | None = None,
    ) -> Entry:
        """Return the entry with its times, read in --tz, else in zone.

        A bare clock time is the last one or, given near, the one nearest to that; in an
        incident that is over, the one nearest to it. TimeRefused when a time cannot be
        read, UsageError when the end comes first.
        """
        zone = self.zone or zone
        start_us = start_to_count_from(incident, entry)
        reading = None
        if self._at is not None:
            reading = read(
                self._at,
                around,
                zone,
                near=near or time_of(incident),
                start_us=start_us,
                may_span=self._may_span,
            )
        end_zone = reading.zone if reading else self.zone or entry.zone or zone
        if reading:
            entry = self._with_reading(entry, reading)
        else:
            entry = self._just_spent(entry, around)._replace(zone=self.zone)
        warnings = entry.warnings + self._zone_warnings(entry, reading, around, zone)
        if self._at is not None or self._until is not None:
            warnings += nameless_zone(around, zone)
        until_us = self._end(entry, around, end_zone, start_us)
        return entry._replace(until_us=until_us, warnings=warnings)

    def _with_reading(self, entry: Entry, reading: Reading) -> Entry:
        if reading.until_us is not None and self.has_end:
            raise UsageError("--at gives the end as well; leave out --until and --for")
        until_us = entry.until_us if reading.until_us is None else reading.until_us
        return entry._replace(
            at_us=reading.at_us,
            until_us=until_us,
            zone=reading.zone,
            approx=reading.approx,
            as_typed=storable(reading.as_typed),
            warnings=reading.warnings,
        )

    def _just_spent(self, entry: Entry, around: Around) -> Entry:
        """Return an entry of --for alone, beginning so long ago where it is told after."""
        if self._duration is None or entry.at_us is not None:
            return entry
        if entry.kind not in _TOLD_AFTERWARDS:
            return entry
        from pmlog import when

        return entry._replace(at_us=around.now_us - when.read_duration(self._duration))

    def _zone_warnings(
        self, entry: Entry, reading: Reading | None, around: Around, zone: str
    ) -> tuple[str, ...]:
        """Say so where the zone in force was given as an abbreviation out of season."""
        typed = self._tz or around.environ.get("PMLOG_TZ", "").lstrip(":")
        if not typed or (reading and reading.zone != zone):
            return ()
        at_us = around.now_us if entry.at_us is None else entry.at_us
        return zone_warnings(typed, zone, at_us)

    def _end(
        self, entry: Entry, around: Around, zone: str, from_us: int | None
    ) -> int | None:
        start_us = around.now_us if entry.at_us is None else entry.at_us
        if self._duration is not None:
            from pmlog import when

            return start_us + when.read_duration(self._duration)
        if self._until is None:
            return entry.until_us
        reading = read(self._until, around, zone, after_us=start_us, start_us=from_us)
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


def zone_named(typed: str) -> str:
    """Return the canonical zone of a typed name. TimeRefused when there is none."""
    if clock.is_zone(typed):
        return "UTC" if typed in ("Etc/UTC", "Zulu") else typed
    from pmlog import when

    return when.canonical_zone(typed)


def read(
    text: str,
    around: Around,
    zone: str,
    *,
    after_us: int | None = None,
    near: tuple[int, int] | None = None,
    start_us: int | None = None,
    may_span: bool = False,
) -> Reading:
    """Return the reading of a typed time in a zone (see when.read)."""
    from pmlog import when

    return when.read(
        text,
        now_us=around.now_us,
        zone=zone,
        after_us=after_us,
        near=near,
        start_us=start_us,
        may_span=may_span,
    )


def nameless_zone(around: Around, zone: str) -> tuple[str, ...]:
    """Return what to say where the zone in force is a mere offset of the machine's clock.

    Or none at all, because TZ names no zone.
    """
    is_machines = zone == clock.system_zone(around.environ, around.now_us)
    if not is_machines or around.environ.get("PMLOG_TZ"):
        return ()
    setting = around.environ.get("TZ", "")
    if zone[0] not in "+-" and (not setting or clock.is_zone(setting.lstrip(":"))):
        return ()
    from pmlog import when

    if not when.zone_names_known():
        where = f"{'at' if zone[0] in '+-' else 'in'} {zone}"
        why = f"times are read {where}, as there are no zone files here"
        return (f"{why}; install tzdata, or give an offset with --tz",)
    if zone[0] in "+-":
        why = f"times are read at {zone}, which this machine's clock has now"
        return (f"{why}; its zone has no name, so give one with --tz or PMLOG_TZ",)
    if when.is_tz_setting(setting):
        return ()
    why = f"TZ is {setting!r}, which names no zone, so times are read in {zone}"
    return (f"{why}; mend it, or give a zone with --tz or PMLOG_TZ",)


def zone_warnings(typed: str, zone: str, at_us: int) -> tuple[str, ...]:
    """Say so where a zone in force was typed as an abbreviation out of season then.

    zone is the one in force: what was typed need not be.
    """
    # Names have a slash, nearly all: most calls need not load what reads zones.
    if "/" in typed or typed == zone == "UTC":
        return ()
    from pmlog import when
    from pmlog.failures import TimeRefused

    try:
        is_in_force = when.canonical_zone(typed) == zone
    except TimeRefused:
        return ()  # what is not used has had its warning
    return when.zone_warnings(typed, at_us) if is_in_force else ()


def time_of(incident: Incident | None) -> tuple[int, int] | None:
    """Return the time of an incident that is over, None where it goes on."""
    if incident is None or incident.state == "open":
        return None
    ends = [event.until or event.at for event in incident.timeline]
    ending = incident.resolved
    end_us = (ending.until or ending.at) if ending else max(ends, default=None)
    if end_us is None:
        end_us = incident.start_us
    return min(incident.start_us, end_us), max(incident.start_us, end_us)


def start_to_count_from(incident: Incident | None, entry: Entry) -> int | None:
    """Return the start that "T+15m" counts from; None where the entry itself is it."""
    if incident is None:
        return None
    is_start = entry.kind == kinds.BEGAN and incident.first(kinds.BEGAN) is None
    return None if is_start else incident.start_us
