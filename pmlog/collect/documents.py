"""Postmortems -> incidents: a team's history on the first day.

An incident is known by the title of its document and the time at which it begins, so that
the same document makes one incident however often it is read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.actions import current_incident
from pmlog.actions.record import EventNumbering
from pmlog.collect import clean, verdicts
from pmlog.collect.batch import Batch, Taken
from pmlog.collect.formats import markdown
from pmlog.collect.formats.postmortem import Document, is_timeline, named, names
from pmlog.collect.reading import hashed
from pmlog.errors import UsageError
from pmlog.incident import event_data, history, kinds
from pmlog.incident.event import Entry, new_id, short, with_data
from pmlog.postmortem import fields
from pmlog.postmortem.share import of_users
from pmlog.store import current, derived, queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.actions.responder import Responder
    from pmlog.collect.formats.markdown import Section
    from pmlog.collect.record import Record, Setting
    from pmlog.collect.verdicts import Judged
    from pmlog.incident.event import Event
    from pmlog.store.log import Log

SOURCE = "postmortem"
_LISTS = (kinds.TASK, kinds.IMPROVEMENT)


class Draft(NamedTuple):
    """An incident that a document tells of."""

    file: str
    title: str
    zone: str
    start_us: int
    entries: tuple[Entry, ...]  # what the document says beside its timeline
    judged: tuple[Judged, ...]
    opening: Event | None  # as it is in the log, where it is there

    @property
    def source_id(self) -> str:
        """What the document is known by."""
        return "document/" + hashed([self.title, self.start_us])[:32]

    def is_to_write(self, *, again: bool) -> bool:
        """Tell whether taking it would write something."""
        return again or self.opening is None or any(e.is_to_write for e in self.judged)


def draft(
    log: Log, file: str, document: Document, records: list[Record], setting: Setting
) -> Draft | None:
    """Return the incident that a document tells of; None where it has no timeline."""
    if not records:
        return None
    began = next((each for each in records if each.kind == kinds.BEGAN), records[0])
    zone = document.setting(setting).zone or began.zone or "UTC"
    title = clean.plain(document.title)[:200] or file
    made = Draft(file, title, zone, began.at_us, tuple(written(document)), (), None)
    found = queries.events_collected(log, SOURCE, [made.source_id])
    judged = verdicts.judged(log, records, again=False)
    return made._replace(opening=next(iter(found), None), judged=tuple(judged))


def written(document: Document) -> Iterator[Entry]:
    """Yield what a document says beside its timeline."""
    said = _said_in_lines(document)
    listed: list[Entry] = []
    for section, kind in _kinds_of(document):
        if kind in _LISTS:
            listed += _listed(kind, section.lines)
        elif text := markdown.paragraphs(section.lines):
            said.setdefault(kind, text)
    for kind, text in said.items():
        if not _is_missing(text):
            yield _field(kind, _safe(text))
    yield from listed


def _said_in_lines(document: Document) -> dict[str, str]:
    """Return the fields that stand in lines of their own: "- **Severity:** SEV-1"."""
    said: dict[str, str] = {}
    for name, value in document.summary_lines():
        for kind, called in names()["lines"].items():
            if name in called and kind != "duration":
                said.setdefault(kind, value)
    return said


def _kinds_of(document: Document) -> Iterator[tuple[Section, str]]:
    """Yield the sections that say something, and which field it is."""
    above: list[tuple[int, str]] = []
    for section in document.sections:
        above = [each for each in above if each[0] < section.level]
        kind = _kind_of(named(section.title))
        # "Process improvements" below "Action items" are tasks.
        is_task = any(each[1] == kinds.TASK for each in above)
        above.append((section.level, kind))
        if section.level and kind and not is_timeline(section):
            yield section, kinds.TASK if kind in _LISTS and is_task else kind


def _kind_of(title: str) -> str:
    found = names()["headings"].items()
    return next((kind for kind, called in found if title in called), "")


def _listed(kind: str, lines: Any) -> Iterator[Entry]:
    for box, text in markdown.items(lines):
        if not _is_missing(text):
            is_task = kind == kinds.TASK or box != ""
            yield _task(_safe(text), box) if is_task else Entry(_safe(text), kind)


def _is_missing(text: str) -> bool:
    """Tell whether a text only says that it is missing."""
    return not text.strip() or text.lstrip().startswith("TODO")


def _safe(text: str) -> str:
    from pmlog.text import redaction

    return clean.clipped(redaction.redact(clean.plain(text)).text, clean.LONGEST_TEXT * 5)


def _field(kind: str, text: str) -> Entry:
    if kind == kinds.USERS_AFFECTED:
        # Which every template writes behind a share or a number alone.
        bare = text.removesuffix(" users").removesuffix(" of")
        text = bare if text == f"{bare}{of_users(bare)}" else text
    try:
        return fields.field_entry(kind, text)
    except UsageError:
        return Entry(text, kind)


_PARTICULARS = re.compile(r"\s*\(((?:(?:owner|due|type|ticket): [^,()]+(?:, )?)+)\)$")
_DONE = re.compile(r"\s*\((?:done|DONE|fixed|complete)\)$")


def _task(text: str, box: str) -> Entry:
    """Return the entry of a task, its particulars out of the brackets behind it."""
    done = _DONE.search(text)
    text = text[: done.start()] if done else text
    match = _PARTICULARS.search(text)
    pairs = (each.partition(": ") for each in match[1].split(", ")) if match else ()
    given = {name: value.strip() for name, _, value in pairs}
    is_typed = given.get("type") in fields.TASK_TYPES
    is_due = re.fullmatch(r"\d{4}-\d\d-\d\d", given.get("due", ""))
    data: dict[str, Any] = {
        event_data.OWNER: given.get("owner"),
        event_data.DUE: given.get("due") if is_due else None,
        event_data.TYPE: given.get("type") if is_typed else None,
        event_data.TICKET: given.get("ticket"),
        event_data.DONE: True if box == "x" or done else None,
    }
    bare = text[: match.start()] if match else text
    kept = {key: value for key, value in data.items() if value}
    return Entry(bare, kinds.TASK, data=json.dumps(kept))


class WrittenDrafts(NamedTuple):
    """What was written of documents."""

    incidents: int
    events: int


def write(
    log: Log, responder: Responder, drafts: list[Draft], *, again: bool
) -> WrittenDrafts:
    """Append the incidents of documents, all or none, in one batch."""
    count = 0
    with log.transaction():
        turned_to = current_incident.open_now(log, responder.now_us)
        batch = Batch(EventNumbering(log, responder), short(new_id(responder.now_us)))
        for each in drafts:
            known = queries.events_collected(log, SOURCE, [each.source_id])
            if not known:
                _open(batch, each)
                count += 1
            elif again:
                count += _bring_back(log, batch, known[0])
            incident = known[0].incident if known else batch.events[-1].incident
            taken = [Taken(judged) for judged in each.judged if judged.is_to_write]
            batch.fill(log, incident, each.zone, taken)
        if turned_to:
            # An old incident is none that the next event is of.
            batch.add(turned_to, Entry("", kinds.USED), responder.zone)
        derived.append(log, batch.events)
    return WrittenDrafts(count, len(batch.events))


def _open(batch: Batch, each: Draft) -> None:
    """Add the opening of an incident, and what its document says of it."""
    origin = {"format": SOURCE, "file": each.file, "batch": batch.name}
    data = json.dumps({event_data.COLLECTED: origin})
    opening = Entry(each.title, kinds.OPENED, each.start_us, zone=each.zone, data=data)
    opened = batch.add(None, opening, each.zone)
    batch.events[-1] = opened._replace(source=SOURCE, source_id=each.source_id)
    for entry in each.entries:
        collected = with_data(entry.data, {event_data.COLLECTED: origin})
        timed = entry._replace(at_us=each.start_us, data=collected)
        batch.add(opened.id, timed, each.zone)
    records = [judged.record for judged in each.judged]
    end_us = max(record.until_us or record.at_us for record in records)
    batch.add(opened.id, Entry("", kinds.CLOSED, end_us, data=data), each.zone)


def _bring_back(log: Log, batch: Batch, opening: Event) -> bool:
    """Bring back an incident that was taken back, with all that was collected of it."""
    events = current.whole(log, opening.incident).events
    said = [event for event in events if event.kind == kinds.RETRACT]
    back = [
        event
        for event in events
        if event.details.collected and history.is_retracted(event, said)
    ]
    for event in back:
        batch.bring_back(event)
    return opening in back
