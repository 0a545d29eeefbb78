"""The log -> what in it is damaged, missing or changed, and where.

SQLite's own check of the file; the guards that forbid change; for each origin its numbers,
which have no gaps, and its digest chain. What nobody can see afterwards: an event that was
changed before it was sealed; last events that went together with their links, where files
take no marks (see identity); and whether an event of another log, gone without a trace, was
ever here.

To seal the log changes nothing of what is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import clock
from pmlog.errors import LogUnusable
from pmlog.incident.event import short
from pmlog.store import chain, queries, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.store.chain import Linked
    from pmlog.store.log import Log

DAMAGED = "damaged"  # the file
GUARD = "guard"  # a table, an index, a trigger or a view
ABSENT = "absent"  # events of another log, of which there is no trace
REMOVED = "removed"  # events that were here
CHANGED = "changed"
LINK = "link"  # the event's link, not the event


class Finding(NamedTuple):
    """What is not as it was written: the file, or the events seq to last_seq of origin."""

    kind: str
    message: str
    origin: str = ""
    seq: int = 0
    last_seq: int = 0
    id: str = ""  # of the event seq, if it is there
    at: str = ""

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
        known = f" ({short(self.id)}, {self.at})" if self.id else ""
        return f"{which} of origin {self.origin}{known}: {self.message}"


class Report(NamedTuple):
    """What a log holds, and what is wrong with it."""

    events: int
    origins: int
    unsealed: int  # events that have no link yet, as is usual for the last ones
    findings: tuple[Finding, ...]


def examine(log: Log) -> Report:
    """Return what is found, however damaged the file is."""
    reading = _Reading(log)
    parts = (_damages(log), _guards(log), reading.findings())
    findings = [each for part in parts for each in _as_far_as_it_goes(part)]
    return Report(
        reading.events, len(reading.walks), reading.unsealed, tuple(_joined(findings))
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
        self.walks: dict[str, _Walk] = {}
        self.events = 0
        self.unsealed = 0

    def findings(self) -> Iterator[Finding]:
        own: dict[str, int] = {}
        try:
            # Asked first: what is logged meanwhile does not look as if it were gone.
            own = self._log.own_numbers()
        except LogUnusable:
            message = "the log's own origin is gone, so it takes no event"
            yield Finding(DAMAGED, message)
        lonely = chain.lonely_links(self._log)
        for origin in lonely.keys() | (origin for origin, last in own.items() if last):
            self.walks[origin] = _Walk(origin, lonely.get(origin, {}), own.get(origin, 0))
        for each in chain.linked_events(self._log):
            self.events += 1
            self.unsealed += each.link is None
            if each.origin not in self.walks:
                self.walks[each.origin] = _Walk(each.origin, {}, 0)
            yield from self.walks[each.origin].step(each)
        for _, walk in sorted(self.walks.items()):
            yield from walk.end()


_GONE = "logged here, and gone: removed, or the log was put back in time"
_MISSING = "missing: never imported, or removed without a trace"


class _Walk:
    """Follows the events of one origin in their order, looking at numbers and links."""

    def __init__(self, origin: str, lonely: dict[int, bytes], own: int) -> None:
        self._origin = origin
        self._lonely = lonely  # links without events
        self._own = own  # the last number of those that were all here
        self._seq = 0  # of the event before, and
        # its link: as found, else as it ought to be; empty where nobody can tell.
        self._link = chain.FIRST
        self._unlinked = 0  # the first of those before that have no link
        # The event before, where it does not fit its link: was it changed, or the link?
        self._doubt: Linked | None = None
        self._ought = chain.FIRST  # the link that it ought to have

    def step(self, each: Linked) -> Iterator[Finding]:
        begins = each.link == chain.link(chain.FIRST, each.columns)
        if each.seq > self._seq + 1:
            yield from self._settled()
            yield from self._skipped(each.seq, is_linked_on=bool(each.link) and not begins)
        if self._unlinked and each.link and not begins:
            yield self._found(LINK, "its link was removed", self._unlinked, self._seq)
        ought = chain.link(self._link, each.columns) if self._link else b""
        # Behind events that went with their links nothing can be told.
        fits = begins or each.link in (None, ought) or not self._link
        if self._doubt and not fits:
            fits = each.link == chain.link(self._ought, each.columns)
            yield from self._settled(is_link=fits)
        yield from self._settled()
        self._doubt = None if fits else each
        self._seq, self._link, self._ought = each.seq, each.link or ought, ought
        self._unlinked = 0 if each.link else self._unlinked or each.seq

    def end(self) -> Iterator[Finding]:
        """Yield what is known once there are no more events."""
        yield from self._settled()
        last = max([self._own, *self._lonely])
        if last > self._seq:
            yield from self._skipped(last + 1)

    def _skipped(self, until: int, *, is_linked_on: bool = False) -> Iterator[Finding]:
        """Yield what is missing before a number, and take up the chain there.

        If is_linked_on, the event of that number was linked to one before it.
        """
        begin = self._seq + 1
        for seq in (seq for seq in self._lonely if begin <= seq < until):
            yield from self._without_trace(begin, seq - 1)
            yield self._found(REMOVED, "removed; its link is there", seq, seq)
            begin = seq + 1
        if is_linked_on and begin < until:
            yield self._found(REMOVED, "removed, and its link with it", begin, until - 1)
        else:
            yield from self._without_trace(begin, until - 1)
        self._link = self._lonely.get(until - 1, b"")
        self._unlinked = 0

    def _without_trace(self, begin: int, end: int) -> Iterator[Finding]:
        """Yield what can be said of missing numbers where there is no link at all."""
        for kind, what, first, last in (
            (REMOVED, _GONE, begin, min(end, self._own)),
            (ABSENT, _MISSING, max(begin, self._own + 1), end),
        ):
            if first <= last:
                yield self._found(kind, what, first, last)

    def _settled(self, *, is_link: bool = False) -> Iterator[Finding]:
        """Yield what is to be said of the event in doubt, if there is one."""
        if self._doubt is None:
            return
        kind, what = (
            (LINK, "its link was changed")
            if is_link
            else (CHANGED, "changed since it was sealed")
        )
        each, self._doubt = self._doubt, None
        yield self._found(kind, what, each.seq, each.seq)._replace(
            id=each.column("id"), at=_instant(each.column("at"))
        )

    def _found(self, kind: str, message: str, seq: int, last_seq: int) -> Finding:
        return Finding(kind, message, self._origin, seq, last_seq)


def _instant(digits: str) -> str:
    try:
        return clock.rfc3339(int(digits))
    except (ValueError, OverflowError):
        return ""


def _joined(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those of the same kind about events in a row as one."""
    last: Finding | None = None
    for each in findings:
        if last and each.origin and _continues(last, each):
            last = last._replace(last_seq=each.last_seq)
            continue
        if last:
            yield last
        last = each
    if last:
        yield last


def _continues(last: Finding, each: Finding) -> bool:
    same = (last.origin, last.kind, last.message) == (each.origin, each.kind, each.message)
    return same and each.seq == last.last_seq + 1
