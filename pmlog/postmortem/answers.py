"""What was typed at a question's steps -> an entry, or a correction of an event.

An answer can be looked at after each of its steps: what is not typed yet is left out, and
what cannot be read raises the sentence that says what would work.
"""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import clock, when
from pmlog.errors import UsageError
from pmlog.failures import TimeRefused
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Entry
from pmlog.postmortem import fields
from pmlog.postmortem.steps import AT, DUE, HOW, OWNER, TEXT, TO, UNTIL
from pmlog.text.terminal import storable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.postmortem.questions import Question


class Asked(NamedTuple):
    """A question to somebody: of which incident, when, and in which zone they are."""

    question: Question
    incident: Incident
    now_us: int
    zone: str


def entry(asked: Asked, typed: Mapping[str, str]) -> Entry:
    """Return the entry that was typed so far, by step.

    TimeRefused and UsageError say what would work instead.
    """
    kind = asked.question.kind
    if is_none(asked.question, typed):
        return fields.none_entry(_NONE_NAMES[kind], "none")
    text = typed.get(TEXT, "")
    if kind in kinds.FIELD_KINDS:
        return fields.field_entry(kind, text)
    if kind == kinds.TASK:
        due = typed.get(DUE)
        date = due and when.read_date(due, now_us=asked.now_us, zone=asked.zone)
        return fields.task_entry(text, fields.task_data(owner=typed.get(OWNER), due=date))
    if kind == kinds.IMPROVEMENT:
        return Entry(text=text, kind=kind)
    return _event_entry(asked, typed)


_NONE_NAMES = {kind: name for name, kind in fields.NONES.items()}


def is_none(question: Question, typed: Mapping[str, str]) -> bool:
    """Tell whether what was typed says that there was none."""
    first = typed.get(question.steps[0].name, "")
    if not question.can_be_none:
        return False
    # Who logs what there was needs no lexicon.
    from pmlog.words import nothing

    return nothing.is_none(first)


def _event_entry(asked: Asked, typed: Mapping[str, str]) -> Entry:
    found = Entry(
        text=typed.get(TEXT) or default_text(asked.question, asked.incident),
        kind=asked.question.kind,
        data=json.dumps(_particulars(typed)),
    )
    if AT not in typed:
        return found
    start = _moment(asked, typed[AT])
    found = found._replace(
        at_us=start.at_us,
        until_us=start.until_us,
        zone=start.zone,
        approx=start.approx,
        as_typed=storable(start.as_typed),
        warnings=start.warnings,
    )
    return _with_end(found, asked, typed[UNTIL]) if UNTIL in typed else found


def default_text(question: Question, incident: Incident) -> str:
    """Return the text of an event of which nothing but its time was typed."""
    # Of an escalation its fields tell; write puts no words into anybody's mouth.
    return kinds.ESCALATED if question.kind == kinds.ESCALATED else incident.title


def _particulars(typed: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {event_data.HOW: typed[HOW]} if HOW in typed else {}
    if TO in typed:
        names = [name.strip() for name in typed[TO].split(",") if name.strip()]
        if not names:
            raise UsageError(f"{typed[TO]!r} names nobody; give a team or a person")
        found[event_data.TO] = names
    return found


def _moment(asked: Asked, text: str) -> when.Reading:
    """Return the reading of a time, a bare clock being that of the incident's day.

    Afterwards "14:05" means the one of the outage, not the last one that was.
    """
    return when.read(
        text,
        now_us=asked.now_us,
        zone=asked.incident.zone,
        near=(_near(asked),) * 2,
        start_us=asked.incident.start_us,
        may_span=True,
    )


def _near(asked: Asked) -> int:
    """Return the instant to which a bare clock is nearest."""
    start_us = asked.incident.start_us
    if asked.question.kind in (kinds.BEGAN, kinds.DETECTED):
        return start_us
    # The rest comes behind the start, and seldom half a day behind.
    return min(start_us + 11 * clock.HOUR_US, asked.now_us)


def _with_end(found: Entry, asked: Asked, text: str) -> Entry:
    """Return an entry with the end of its span, typed as a length or as a time."""
    start_us = found.at_us or 0
    try:
        return found._replace(until_us=start_us + when.read_duration(text))
    except TimeRefused:
        # In the zone that the beginning was given in.
        end = when.read(
            text,
            now_us=asked.now_us,
            zone=found.zone or asked.incident.zone,
            after_us=start_us,
            start_us=asked.incident.start_us,
        )
    if end.at_us < start_us:
        start = clock.rfc3339(start_us)
        raise UsageError(f"{text!r} is before the start at {start}; give a later time")
    return found._replace(until_us=end.at_us, approx=found.approx or end.approx)


def changes(found: Entry, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what an answer changes in an event that it corrects: what was typed."""
    changed: dict[str, Any] = json.loads(found.data)
    if AT in typed:
        changed |= {
            "at": found.at_us,
            "zone": found.zone,
            "approx": found.approx,
            "as_typed": found.as_typed,
        }
    if UNTIL in typed or (AT in typed and found.until_us is not None):
        changed["until"] = found.until_us
    if TEXT in typed:
        changed["text"] = found.text
    return changed


def amend_command(event: Event, changed: dict[str, Any]) -> str:
    """Return the command that makes these changes."""
    words = ["pmlog", "amend", event.short_id]
    if "at" in changed:
        about = "~" if changed["approx"] else ""
        words += ["--at", about + clock.rfc3339(changed["at"])]
    if "until" in changed:
        words += ["--until", clock.rfc3339(changed["until"])]
    for option, key in (("--text", "text"), ("--how", event_data.HOW)):
        words += [option, changed[key]] if key in changed else []
    for name in changed.get(event_data.TO, ()):
        words += ["--to", name]
    return shlex.join(words)
