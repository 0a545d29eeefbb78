"""The options of amend -> the values that an event should have had."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from pmlog import clock
from pmlog.actions import record
from pmlog.actions.correct import Subject
from pmlog.cli.attachments import Attachments
from pmlog.cli.session import Session
from pmlog.errors import UsageError
from pmlog.event_times import Times
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Entry, Event
from pmlog.incident.evidence import references
from pmlog.postmortem.fields import field_entry
from pmlog.text.terminal import warn

# The option of a particular, and the owners of events that have it.
_PARTICULARS = {
    event_data.HOW: ("--how", (kinds.DETECTED,)),
    event_data.TO: ("--to", (kinds.ESCALATED,)),
    event_data.LINKS: ("--link", kinds.TIMELINE_KINDS),
    event_data.OWNER: ("--owner", (kinds.TASK,)),
    event_data.DUE: ("--due", (kinds.TASK,)),
    event_data.TYPE: ("--type", (kinds.TASK,)),
    event_data.TICKET: ("--ticket", (kinds.TASK,)),
}


class Mending(NamedTuple):
    """What was asked for; None what was not."""

    text: str | None
    kind: str | None
    times: Times
    no_until: bool
    author: str | None
    particulars: dict[str, Any]
    attached: Attachments

    def values(self, about: Subject, session: Session) -> dict[str, Any]:
        """Return the new values by field. UsageError where one does not fit the event."""
        event = about.now
        values = {**_text(self, event), **_times(self, about, session)}
        if self.author is not None:
            values["author"] = self.author
        kind = values.get("kind", event.kind)
        values |= _particulars(self.particulars, event, kind)
        if self.attached.evidence:
            values[event_data.ATTACHED] = _with_more(self.attached, event)
        if not values:
            raise UsageError(
                f"what of {event.short_id} is to be amended? its text, or one of --at, "
                "--until, --for, --kind, --by, --how, --to, --link, --attach; -e opens the "
                "text in your editor"
            )
        return values


def _with_more(attached: Attachments, event: Event) -> list[dict[str, Any]]:
    """Return what an event's data says of its evidence, with more of it; each once."""
    known = json.loads(event.data).get(event_data.ATTACHED, [])
    every = [*known, *references(list(attached.evidence))]
    return list({each[event_data.SHA256]: each for each in every}.values())


def _text(mending: Mending, event: Event) -> dict[str, Any]:
    """Return text and kind; a text that starts with a kind and a colon sets the kind."""
    text, kind = mending.text, mending.kind
    if kind and event.kind not in kinds.TIMELINE_KINDS:
        raise UsageError(
            f"{event.short_id} is {_named(event.kind)} and cannot become {_named(kind)}: "
            "only what stands on the timeline changes its kind; retract it, and log anew"
        )
    if text is None:
        return {"kind": kind} if kind else {}
    if event.kind in (kinds.CLOSED, kinds.USED):
        raise UsageError(f"{event.short_id} is {_named(event.kind)} and has no text")
    if event.kind in kinds.FIELD_KINDS:
        entry = field_entry(event.kind, text.strip())
        # The share is read from the words: others say another, or none any more.
        percent = event_data.from_json(entry.data).percent
        is_share = event.kind == kinds.USERS_AFFECTED
        share = {event_data.PERCENT: percent} if is_share else {}
        return {"text": entry.text} | share
    if event.kind not in kinds.TIMELINE_KINDS:
        return {"text": text.strip()}
    entry = record.entry_of_words(text, kind)
    says_kind = kind or entry.text != text.strip("\n")
    return {"text": entry.text} | ({"kind": entry.kind} if says_kind else {})


def _named(kind: str) -> str:
    name = kind.replace("_", "-")
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name!r}"


def _times(mending: Mending, about: Subject, session: Session) -> dict[str, Any]:
    """Return start and end; a bare clock time is the one nearest to the time it had."""
    event, times = about.now, mending.times
    is_opening = event.kind == kinds.OPENED
    _check_times(mending, event)
    as_it_was = Entry(
        event.text,
        kind=event.kind,
        at_us=event.at,
        until_us=event.until,
        zone=event.zone,
        approx=event.approx,
    )
    # "T+15m" of the start itself would count from what it changes.
    counted_from = None if _is_start(event, about) else about.incident
    near = (event.at, event.at)
    read = times.read_into(as_it_was, session, about.zone, counted_from, near)
    for warning in read.warnings:
        warn(f"warning: {warning}")
    # A span can be typed as its beginning alone: --at "14:05 to 14:30".
    is_ended = times.has_end or read.until_us != event.until
    if is_ended:
        _check_may_end(event)
    values: dict[str, Any] = {}
    if times.has_start:
        values = {"at": read.at_us, "approx": read.approx, "as_typed": read.as_typed}
        # An opening's zone is its incident's, whatever zone its time was typed in.
        values["zone"] = times.zone or event.zone if is_opening else read.zone
    if is_ended or mending.no_until:
        values["until"] = None if mending.no_until else read.until_us
    end_us = values.get("until", event.until)
    if end_us is not None and values.get("at", event.at) > end_us:
        raise UsageError(
            f"{event.short_id} ends at {clock.second_text(end_us, about.zone)}, which is "
            "before that; give --until or --for as well, or --no-until"
        )
    return values


def _is_start(event: Event, about: Subject) -> bool:
    """Tell whether an event is what its incident's start is taken from."""
    began = about.incident.first(kinds.BEGAN) if about.incident else None
    if began is not None:
        return event.id == began.id
    return about.incident is not None and event.at == about.incident.start_us


def _check_may_end(event: Event) -> None:
    if event.kind not in kinds.TIMELINE_KINDS:
        raise UsageError(f"{event.short_id} is {_named(event.kind)} and has no end")


def _check_times(mending: Mending, event: Event) -> None:
    times = mending.times
    if mending.no_until or times.has_end:
        _check_may_end(event)
    if times.zone and event.kind == kinds.OPENED and not times.has_start:
        raise UsageError(
            "the zone of an incident is a field: pmlog set timezone "
            f"{times.zone} -i {event.short_id}"
        )
    if times.zone and not (times.has_start or times.has_end):
        said = f"'{event.as_typed}'" if event.as_typed else "TIME"
        raise UsageError(
            f"--tz is the zone of a time that is typed: add --at {said} --tz {times.zone}"
        )


def _particulars(typed: dict[str, Any], event: Event, kind: str) -> dict[str, Any]:
    """Return what was typed, and none where the event's new kind has no such thing."""
    values = {}
    for name, (option, owners) in _PARTICULARS.items():
        new = typed[name]
        if new and kind not in owners:
            raise UsageError(
                f"{option} belongs to {_named(owners[0])}, and {event.short_id} is "
                f"{_named(kind)}"
            )
        if new is not None:
            values[name] = new
        # A note does not say who was called, so it must not go on as if it did.
        elif event.kind in owners and kind not in owners:
            values[name] = [] if name in (event_data.TO, event_data.LINKS) else ""
    return values
