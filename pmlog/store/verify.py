"""The log -> what in it is damaged or missing, and where.

SQLite's own check of the file; the guards that forbid change; for each origin its numbers,
which have no gaps. What nobody can see afterwards: an event that was changed by somebody
who lifted the guards and put them back (a document tells, see exchange.proof); last events
that are gone, where files take no marks (see identity); and whether an event of another
log, gone without a trace, was ever here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.errors import LogUnusable
from pmlog.store import accepted, queries, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlog.store.accepted import Gap
    from pmlog.store.log import Log

DAMAGED = "damaged"  # the file
GUARD = "guard"  # a table, an index, a trigger or a view
ABSENT = "absent"  # events of another log, of which there is no trace
REMOVED = "removed"  # events that were here


class Finding(NamedTuple):
    """What is not as it was written: the file, or the events seq to last_seq of origin."""

    kind: str
    message: str
    origin: str = ""
    seq: int = 0
    last_seq: int = 0

    @property
    def is_gap(self) -> bool:
        """Whether numbers are missing; only that can be accepted, and no damage."""
        return self.kind in (ABSENT, REMOVED)

    def object(self) -> dict[str, Any]:
        """Return the finding as `verify --json` prints it."""
        return {key: value or None for key, value in self._asdict().items()}

    def line(self) -> str:
        """Return the finding as a sentence."""
        if not self.origin:
            return self.message
        if self.seq < self.last_seq:
            which = f"events {self.seq} to {self.last_seq}"
        else:
            which = f"event {self.seq}"
        return f"{which} of origin {self.origin}: {self.message}"


class Report(NamedTuple):
    """What a log holds, and what is wrong with it."""

    events: int
    origins: int
    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...] = ()  # of those that were, what is known to be so


def examine(log: Log) -> Report:
    """Return what is found, however damaged the file is."""
    reading = _Reading(log)
    parts = (_damages(log), _guards(log), reading.findings())
    findings = [each for part in parts for each in _as_far_as_it_goes(part)]
    known = accepted.gaps(log)
    old = tuple(each for each in findings if _is_known(each, known))
    new = tuple(each for each in findings if each not in old)
    return Report(reading.events, len(reading.origins), new, old)


def _is_known(finding: Finding, known: Sequence[Gap]) -> bool:
    return finding.is_gap and accepted.is_covered(
        finding.origin, finding.seq, finding.last_seq, known
    )


def _as_far_as_it_goes(findings: Iterator[Finding]) -> Iterator[Finding]:
    try:
        yield from findings
    except LogUnusable as error:
        yield Finding(DAMAGED, str(error))


def _damages(log: Log) -> Iterator[Finding]:
    for text in queries.damages(log):
        yield Finding(DAMAGED, f"SQLite finds: {' '.join(text.split())}")


def _guards(log: Log) -> Iterator[Finding]:
    """Yield what is not as pmlog made it among tables, indexes, triggers and views."""
    found, wanted = queries.objects(log), schema.objects()
    for name, sql in wanted.items():
        if name not in found:
            yield Finding(GUARD, f"the {name} is gone")
        elif found[name] != sql:
            yield Finding(GUARD, f"the {name} is not as pmlog made it")
    for name in found:
        if name.startswith("trigger") and name not in wanted:
            yield Finding(GUARD, f"the {name} is not of pmlog's making")


class _Reading:
    """One pass over all events, counting them."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.origins: set[str] = set()
        self.events = 0

    def findings(self) -> Iterator[Finding]:
        """Yield each gap in the numbers of each origin."""
        own: dict[str, int] = {}
        try:
            # Asked first: what is logged meanwhile does not look as if it were gone.
            own = self._log.own_numbers()
        except LogUnusable:
            message = "the log's own origin is gone, so it takes no event"
            yield Finding(DAMAGED, message)
        last = {origin: 0 for origin, given_out in own.items() if given_out}
        # By the index of (origin, seq), which is in this order already.
        for origin, seq in self._log.rows("select origin, seq from events order by 1, 2"):
            self.events += 1
            yield from _gap(origin, last.get(origin, 0) + 1, seq - 1, own.get(origin, 0))
            last[origin] = seq
        self.origins = set(last)
        for origin, seq in sorted(last.items()):
            yield from _gap(origin, seq + 1, own.get(origin, 0), own.get(origin, 0))


_GONE = "logged here, and gone: removed, or the log was put back in time"
_MISSING = "missing: never imported, or removed without a trace"


def _gap(origin: str, begin: int, end: int, own: int) -> Iterator[Finding]:
    """Yield what can be said of the numbers that are not there, from begin to end.

    Up to own they were given out by this very log, so their events were here once.
    """
    for kind, what, first, last in (
        (REMOVED, _GONE, begin, min(end, own)),
        (ABSENT, _MISSING, max(begin, own + 1), end),
    ):
        if first <= last:
            yield Finding(kind, what, origin, first, last)
