"""Files and a log -> what collecting would write, and what it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock
from pmlog.collect import batch, preview, verdicts
from pmlog.collect.files.inputs import Input
from pmlog.collect.preview import Tally
from pmlog.collect.reading import Folded, Reader
from pmlog.collect.record import LeftOut, Record
from pmlog.collect.verdicts import Judged
from pmlog.incident import kinds
from pmlog.incident.timeline import Incident
from pmlog.store import current
from pmlog.store.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

AROUND_US = clock.HOUR_US


class Plan(NamedTuple):
    """What is to be taken from files into an incident."""

    incident: Incident
    judged: tuple[Judged, ...]  # in order of time
    tally: Tally
    effects: tuple[str, ...]
    window: str = ""  # which records were looked for, in words

    @property
    def to_write(self) -> list[Judged]:
        """What would write something."""
        return [each for each in self.judged if each.is_to_write]

    @property
    def proposed(self) -> list[Judged]:
        """What is new and would move the duration, if a person took it as that."""
        return [each for each in self.to_write if each.record.proposed]

    def count(self, verdict: str) -> int:
        """Return how many records have a verdict."""
        return sum(each.verdict == verdict for each in self.judged)


def window(log: Log, incident: Incident, now_us: int) -> tuple[int, int]:
    """Return the time of an incident, from its landmarks, and an hour around it."""
    end = incident.resolved
    if end is not None:
        last_us = end.at
    elif incident.is_open:
        last_us = now_us
    else:
        # Not its closing, which may be weeks later, at the end of the write-up.
        whole = current.whole(log, incident.id).folded()
        last = (event.until or event.at for event in whole.timeline)
        last_us = max(last, default=incident.start_us)
    first_us = min(incident.start_us, incident.opened_at)
    return first_us - AROUND_US, max(last_us, first_us) + AROUND_US


def made(
    log: Log,
    incident: str,
    reader: Reader,
    files: Iterable[Input],
    *,
    again: bool,
    left_out: Callable[[LeftOut], None] | None = None,
) -> Plan:
    """Read files and return the plan; left_out is told of what becomes no event."""
    tally, folded = Tally(), Folded()

    def leave_out(found: Iterator[LeftOut]) -> None:
        for each in found:
            tally.add(each)
            if left_out:
                left_out(each)

    for found in reader.read(files):
        if isinstance(found, LeftOut):
            leave_out(iter((found,)))
        else:
            folded.add(found)
    leave_out(iter(folded.repeated))
    judged = list(verdicts.judged(log, folded.records(), again=again))
    # An incident may hold a log of a hundred thousand lines, and nothing of this one.
    if not any(each.verdict == verdicts.NEW for each in judged):
        return Plan(current.incident(log, incident), tuple(judged), tally, ())
    marks = current.whole(log, incident)
    before = marks.folded()
    judged = list(verdicts.likened(judged, before.timeline))
    after = marks.folded(batch.prospective(_telling(judged), before))
    return Plan(before, tuple(judged), tally, tuple(preview.effects(before, after)))


def _telling(judged: Iterable[Judged]) -> list[Record]:
    """Return what is new and may change a time of the incident, which no note does."""
    return [
        each.record
        for each in judged
        if each.verdict == verdicts.NEW and each.record.kind != kinds.NOTE
    ]
