"""A typed field of the write-up, an improvement or a task -> an entry, and back."""

from __future__ import annotations

import json
import re
import shlex

from pmlog import details, model
from pmlog.errors import UsageError
from pmlog.record import Entry
from pmlog.terminal import storable

TASK_TYPES = ("detect", "mitigate", "prevent")


def field_entry(kind: str, text: str) -> Entry:
    """Return the entry of a field. UsageError where the text is none for that field."""
    if kind == model.TIMEZONE:
        from pmlog import when

        return Entry(text=when.canonical_zone(text), kind=kind)
    if kind != model.USERS_AFFECTED:
        return Entry(text=text, kind=kind)
    percent = _percent(text)
    shown = text if "%" in text else f"{text} %"
    return Entry(text=shown, kind=kind, data=json.dumps({details.PERCENT: percent}))


def _percent(text: str) -> float:
    """Return the share that a text states. UsageError unless it is one from 0 to 100."""
    match = re.fullmatch(
        r"(?:~|about|around|approximately|ca\.?)?\s*([0-9]{1,3}(?:\.[0-9]+)?)\s*%?",
        text.lower(),
    )
    if not match or float(match[1]) > 100:
        raise UsageError(
            f"{text!r} is no share of users; give a percentage such as 30 or 12.5%"
        )
    value = float(match[1])
    return int(value) if value.is_integer() else value


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
        details.OWNER: owner and storable(owner),
        details.DUE: due,
        details.TYPE: type_,
        details.TICKET: ticket and storable(ticket),
    }


def task_entry(text: str, data: dict[str, str | None]) -> Entry:
    """Return the entry of a task with the particulars that were given."""
    given = json.dumps({key: value for key, value in data.items() if value})
    return Entry(text=text, kind=model.TASK, data=given)


def command(entry: Entry, incident: str) -> str:
    """Return the command that says a field, an improvement or a task once more."""
    words = {model.IMPROVEMENT: ["improve"], model.TASK: ["task", "add"]}
    given = words.get(entry.kind) or ["set", entry.kind.replace("_", "-")]
    known = details.from_json(entry.data)
    options = ["--owner", known.owner] if known.owner else []
    options += ["--due", known.due] if known.due else []
    return shlex.join(["pmlog", *given, "-i", incident, *options, "--", entry.text])
