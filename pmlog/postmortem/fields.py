"""A typed field of the write-up, an improvement or a task -> an entry, and back."""

from __future__ import annotations

import json
import shlex

from pmlog.errors import UsageError
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Entry
from pmlog.postmortem.share import share
from pmlog.text.terminal import storable

TASK_TYPES = ("detect", "mitigate", "prevent")


# Where there was none of a kind, that is said like a field: set escalation none.
NONES = {"misleading": kinds.MISLEADING, "escalation": kinds.ESCALATED}


def field_entry(kind: str, text: str) -> Entry:
    """Return the entry of a field. UsageError where the text is none for that field."""
    if kind in NONES:
        return none_entry(kind, text)
    if kind == kinds.TIMEZONE:
        from pmlog import when

        return Entry(text=when.canonical_zone(text), kind=kind)
    if kind != kinds.USERS_AFFECTED:
        return Entry(text=text, kind=kind)
    percent = share(text)
    if percent is None:
        return Entry(text=text, kind=kind)
    shown = f"{text} %" if text.strip().replace(".", "", 1).isdecimal() else text
    return Entry(text=shown, kind=kind, data=json.dumps({event_data.PERCENT: percent}))


def none_entry(name: str, text: str) -> Entry:
    """Return the entry which says that there was none of a kind.

    UsageError for any other text, which is for the timeline.
    """
    kind = NONES[name]
    # Who logs what there was needs no lexicon.
    from pmlog.words.nothing import is_none

    if not is_none(text):
        raise UsageError(
            f"only 'none' can be set for {name}; what there was is logged: "
            f"pmlog {kind} {shlex.quote(text)}"
        )
    return Entry(text="none", kind=kinds.NONE, data=json.dumps({event_data.OF: kind}))


def task_data(
    *,
    owner: str | None = None,
    due: str | None = None,
    type_: str | None = None,
    ticket: str | None = None,
) -> dict[str, str | None]:
    """Return the particulars of a task as they are stored; None what was not given.

    due is an ISO date. UsageError for a type that there is not.
    """
    if type_ and type_ not in TASK_TYPES:
        raise UsageError(f"no task type {type_!r}; it is one of: {', '.join(TASK_TYPES)}")
    return {
        event_data.OWNER: owner and storable(owner),
        event_data.DUE: due,
        event_data.TYPE: type_,
        event_data.TICKET: ticket and storable(ticket),
    }


def task_entry(text: str, data: dict[str, str | None]) -> Entry:
    """Return the entry of a task with the particulars that were given."""
    given = json.dumps({key: value for key, value in data.items() if value})
    return Entry(text=text, kind=kinds.TASK, data=given)


def command(entry: Entry, incident: str) -> str:
    """Return the command that says a field, an improvement or a task once more."""
    words = {kinds.IMPROVEMENT: ["improve"], kinds.TASK: ["task", "add"]}
    given = words.get(entry.kind) or ["set", entry.kind.replace("_", "-")]
    known = event_data.from_json(entry.data)
    options = ["--owner", known.owner] if known.owner else []
    options += ["--due", known.due] if known.due else []
    return shlex.join(["pmlog", *given, "-i", incident, *options, "--", entry.text])
