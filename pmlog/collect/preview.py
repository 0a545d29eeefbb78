"""What collecting would do, for people, for scripts: lines, columns, JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pmlog import clock, metrics
from pmlog.collect import clean
from pmlog.collect.filters import WAYS
from pmlog.collect.record import LeftOut, Record
from pmlog.collect.verdicts import LEFT_OUT, Judged
from pmlog.incident.event import short
from pmlog.incident.timeline import Incident
from pmlog.metrics.times import times
from pmlog.text.terminal import clipped, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_VERDICT_WIDTH = 10
_KIND_WIDTH = 13


def lines(found: Iterable[Judged], zone: str, width: int | None) -> Iterator[str]:
    """Yield a line for each record, under the date that it is of."""
    day = ""
    for each in found:
        date = clock.date_text(each.record.at_us, zone)
        if date != day:
            yield f"{date} {clock.zone_label(each.record.at_us, zone)}"
            day = date
        yield _line(each, zone, width)


def _line(each: Judged, zone: str, width: int | None) -> str:
    record = each.record
    about = "~" if record.approx else " "
    head = (
        f"{each.verdict:{_VERDICT_WIDTH}} {about}{clock.second_text(record.at_us, zone)}  "
        f"{kind_text(record):{_KIND_WIDTH}}"
    )
    remarks = [one_line(record.author)] if record.author else []
    remarks += [f"for {_length(record)}"] if record.until_us is not None else []
    remarks += [each.why] if each.why else []
    remarks += [f"like {short(each.like)}"] if each.like else []
    tail = f"  ({', '.join(remarks)})" if remarks else ""
    text = one_line(record.text)
    if width:
        text = clipped(text, max(width - len(head) - len(tail), 24))
    return f"{head}{text}{tail}"


def _length(record: Record) -> str:
    return clock.duration_text(clock.between(record.at_us, record.until_us or 0))


def kind_text(record: Record) -> str:
    """Return a kind; a question mark behind one that is only proposed."""
    return f"{record.proposed}?" if record.proposed else record.kind


def columns(found: Iterable[Judged]) -> Iterator[str]:
    """Yield a line of columns, parted by tabs, for each record."""
    for each in found:
        record = each.record
        cells = (
            each.verdict,
            clock.rfc3339(record.at_us),
            "" if record.until_us is None else clock.rfc3339(record.until_us),
            kind_text(record),
            record.author,
            record.text,
        )
        yield "\t".join(map(one_line, cells))


def judged_object(each: Judged) -> dict[str, Any]:
    """Return the object of a record in `collect --json`."""
    return _object(each.record, each.verdict, each.why, each.like)


def left_out_object(raw: LeftOut) -> dict[str, Any]:
    """Return the object of what was left out, record or not."""
    left = clean.shown(raw)
    if left.record is not None:
        read = left.record._replace(format=left.format, file=left.file, where=left.where)
        return _object(read, LEFT_OUT, left.reason, None)
    return {
        "at": None if left.at_us is None else clock.rfc3339(left.at_us),
        "until": None,
        "kind": None,
        "proposed": None,
        "text": left.text,
        "author": None,
        "zone": None,
        "source": left.format or None,
        "source_id": None,
        "links": [],
        "verdict": LEFT_OUT,
        "why": left.reason,
        "like": None,
        "file": left.file,
        "where": left.where,
    }


def _object(record: Record, verdict: str, why: str, like: str | None) -> dict[str, Any]:
    return {
        "at": clock.rfc3339(record.at_us),
        "until": None if record.until_us is None else clock.rfc3339(record.until_us),
        "kind": record.kind,
        "proposed": record.proposed or None,
        "text": record.text,
        "author": record.author,
        "zone": record.zone,
        "source": record.format,
        "source_id": record.source_id or None,
        "links": list(record.links),
        "verdict": verdict,
        "why": why or None,
        "like": like,
        "file": record.file,
        "where": record.where,
    }


class Tally:
    """How many pieces were left out, for which reason, with one of each to show."""

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()
        self._shown: dict[str, LeftOut] = {}

    def add(self, left: LeftOut) -> None:
        """Count a piece."""
        self.reasons[left.reason] += 1
        if left.reason not in self._shown:
            self._shown[left.reason] = clean.shown(left)

    def lines(self, window: str) -> Iterator[str]:
        """Yield what was left out, a line a reason; window tells which one that was."""
        total = self.reasons.total()
        if not total:
            return
        yield f"left out: {total}"
        size = len(str(total))
        for reason, count in self.reasons.most_common():
            yield f"  {count:{size}}  {reason}{self._hint(reason, window)}"

    def _hint(self, reason: str, window: str) -> str:
        left = self._shown[reason]
        way = WAYS.get(reason, "")
        if reason.startswith("outside"):
            return f" {window} ({way})"
        if way:
            return f" ({way})"
        if left.record is not None and left.record.minor:
            return " (--everything)"
        where = ", ".join(filter(None, (left.file, left.where)))
        text = clipped(left.text, 40)
        return f": {text!r} in {where}" if text and where else ""


def effects(before: Incident, after: Incident) -> Iterator[str]:
    """Yield a sentence for each time of an incident that events would change."""
    for old, new in zip(times(before), times(after), strict=True):
        was, is_ = old.interval.duration_us, new.interval.duration_us
        if was != is_:
            yield (
                f"{old.measure.name} would change from {_time_text(was)} "
                f"to {_time_text(is_)}"
            )
    was, is_ = metrics.outage(before).duration_us, metrics.outage(after).duration_us
    if was != is_:
        yield f"the duration would change from {_time_text(was)} to {_time_text(is_)}"


def _time_text(length_us: int | None) -> str:
    return "unknown" if length_us is None else clock.duration_text(length_us)
