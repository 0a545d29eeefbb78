"""Records against the log: new, grown, had, taken back; and what each looks like.

Identity is the source's, never likeness: what looks like another event is told and kept.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import clock
from pmlog.collect.record import Record
from pmlog.incident import event_data, history, kinds
from pmlog.incident.event import Event
from pmlog.store import queries
from pmlog.store.log import Log
from pmlog.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NEW = "new"
GROWN = "grown"
HAD = "had"
TAKEN_BACK = "taken back"
LEFT_OUT = "left out"

_AT_ONCE = 200  # records asked after in one query
_NEAR_US = clock.MINUTE_US


class Judged(NamedTuple):
    """A record and what the log has of it."""

    record: Record
    verdict: str
    why: str = ""
    like: str | None = None  # the id of an event of the same words within a minute
    event: Event | None = None  # as it was stored, where it was
    changes: dict[str, Any] = {}  # noqa: RUF012 - nobody writes into it

    @property
    def is_to_write(self) -> bool:
        """Whether taking it would write something."""
        return self.verdict in (NEW, GROWN)


def judged(log: Log, records: Iterable[Record], *, again: bool) -> Iterator[Judged]:
    """Yield each record with its verdict; again brings back what was taken back."""
    source = iter(records)
    while batch := list(islice(source, _AT_ONCE)):
        known = Known(log, batch)
        for record in batch:
            verdict = known.verdict(record, again=again)
            # Of what is there nothing is written: of many it would only take room.
            yield verdict if verdict.is_to_write else verdict._replace(event=None)


def likened(found: Iterable[Judged], timeline: Iterable[Event]) -> Iterator[Judged]:
    """Yield verdicts; with those that are new, which event of a timeline they are like."""
    looks = _Looks(timeline)
    for each in found:
        is_new = each.verdict == NEW
        yield each._replace(like=looks.like(each.record)) if is_new else each


class Known:
    """What the log has of some records."""

    def __init__(self, log: Log, records: list[Record]) -> None:
        self._events: dict[tuple[str, str], Event] = {}
        self._words: dict[tuple[str, str], list[Event]] = {}
        names: dict[str, tuple[str, str]] = {}  # of each twin: which record it is of
        for name in {record.format for record in records}:
            ids = [record.source_id for record in records if record.format == name]
            for event in queries.events_collected(log, name, ids):
                key = names[event.id] = (name, event.source_id or "")
                # Of twins the one with the least id stands for all.
                kept = self._events.get(key)
                if kept is None or event.id < kept.id:
                    self._events[key] = event
        corrections = queries.corrections_on_each(log, list(names))
        names |= {word.id: names[word.details.target] for word in corrections}
        # An amendment can be taken back as well.
        corrections += queries.corrections_on_each(log, [word.id for word in corrections])
        for word in sorted(corrections, key=lambda each: each.correction_order):
            self._words.setdefault(names[word.details.target], []).append(word)

    def verdict(self, record: Record, *, again: bool = False) -> Judged:
        """Return what the log says of a record."""
        key = (record.format, record.source_id)
        event = self._events.get(key)
        if event is None:
            return Judged(record, NEW)
        said = self._words.get(key, [])
        is_back = history.is_retracted(event, said)
        if is_back and not again:
            return Judged(record, TAKEN_BACK, "--again brings it back", event=event)
        changes = _changes(record, event, said, is_again=is_back)
        if is_back:
            return Judged(record, NEW, "again", event=event, changes=changes)
        if changes:
            return Judged(record, GROWN, _told(changes), event=event, changes=changes)
        return Judged(record, HAD, event=event)


def _changes(
    record: Record, event: Event, said: list[Event], *, is_again: bool
) -> dict[str, Any]:
    """Return what has become of a record since, but for what a person corrected."""
    seen = {each.details.collected.get("hash") for each in (event, *said)}
    if record.hash in seen and not is_again:
        return {}
    now = history.as_amended(event, said)
    wanted: dict[str, Any] = {}
    if is_again:
        wanted = {"at": record.at_us, "until": record.until_us, "text": record.text}
    elif record.until_us is not None and record.until_us > (now.until or now.at):
        wanted = {"until": record.until_us, "text": record.text}
    elif record.until_us is None and now.until is None:
        wanted = {"text": record.text}
    corrected = {
        key
        for each in said
        if each.kind == kinds.AMEND and not _is_collected(each)
        for key in each.details.set
    }
    return {
        key: value
        for key, value in wanted.items()
        if key not in corrected and value != getattr(now, key)
    }


def _is_collected(amendment: Event) -> bool:
    found = amendment.details.collected
    return bool(found) and not found.get("picked")


def _told(changes: dict[str, Any]) -> str:
    names = {"until": "its end", "text": "its text", "at": "its time"}
    return " and ".join(names[key] for key in changes)


class _Looks:
    """The words of an incident's events, to tell what looks like one of them."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._by_words: dict[tuple[str, ...], list[Event]] = {}
        for event in events:
            if event.kind in kinds.TIMELINE_KINDS:
                said = tuple(words.folded(event.text))
                self._by_words.setdefault(said, []).append(event)

    def like(self, record: Record) -> str | None:
        """Return the id of an event of the same words within a minute."""
        said = tuple(words.folded(record.text))
        # What has no words, such as a row of emoji, is like nothing.
        for event in self._by_words.get(said, ()) if said else ():
            if abs(event.at - record.at_us) <= _NEAR_US:
                return event.id
        return None


def target(event: Event, values: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an amendment."""
    return {event_data.TARGET: event.id, event_data.SET: values}
