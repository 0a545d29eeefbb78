"""set, improve, task: the parts of the document that the timeline does not hold."""

from __future__ import annotations

import difflib
import json
from typing import Annotated

import typer

from pmlog.cli import arguments
from pmlog.cli.session import as_typed, session_of, text_of
from pmlog.cli.values import at_later
from pmlog.cli.write_up import log_entry
from pmlog.errors import UsageError
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Entry
from pmlog.postmortem import fields

FIELDS = tuple(kind.replace("_", "-") for kind in (*kinds.FIELD_KINDS, *fields.NONES))


def set_(
    context: typer.Context,
    field: Annotated[str, typer.Argument(metavar="FIELD", help=", ".join(FIELDS))],
    words: arguments.Words = None,
    at: arguments.At = None,
    incident: arguments.Incident = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Set a field of the write-up, such as the root cause.

    The last value counts; earlier ones stay in the history.
    """
    field, words = _field_of_words(field, words)
    kind = _field(field)
    text = text_of(words).strip()
    if not text:
        raise UsageError(f'{field} needs a text: pmlog set {field} "..."')
    again = ["set", field, *as_typed({"--at": at_later(at, session_of(context))})]
    entry = fields.field_entry(kind, text)
    if kind == kinds.TIMEZONE:
        from pmlog.event_times import zone_warnings

        warnings = zone_warnings(text, entry.text, session_of(context).now_us)
        entry = entry._replace(warnings=warnings)
    log_entry(context, entry, again, incident, db, json_, at)


def unset(
    context: typer.Context,
    field: Annotated[str, typer.Argument(metavar="FIELD", help=", ".join(FIELDS))],
    incident: arguments.Incident = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Take the value of a field away; its history is kept."""
    kind = _field(field)
    if kind in fields.NONES:
        raise UsageError(f"{field} is taken back by 'pmlog undo', or by logging one")
    entry = Entry(text="", kind=kind, data=json.dumps({event_data.UNSET: True}))
    log_entry(context, entry, ["unset", field], incident, db, json_)


def improve(
    context: typer.Context,
    words: arguments.Words = None,
    incident: arguments.Incident = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Add something that can be improved, broadly."""
    text = text_of(words).strip()
    if not text:
        raise UsageError('say what can be improved: pmlog improve "load test each release"')
    entry = Entry(text=text, kind=kinds.IMPROVEMENT)
    log_entry(context, entry, ["improve"], incident, db, json_)


def _field_of_words(field: str, words: list[str] | None) -> tuple[str, list[str] | None]:
    """Return a field and its text: `set root cause x` means root-cause."""
    joined = f"{field}-{words[0]}".lower() if words else ""
    if words and joined in FIELDS:
        return joined, words[1:]
    return field, words


def _field(typed: str) -> str:
    """Return the kind of a field; its start will do."""
    wanted = typed.strip().lower().replace("-", "_")
    known = (*kinds.FIELD_KINDS, *fields.NONES)
    if wanted in known:
        return wanted
    matches = [kind for kind in known if wanted and kind.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    near = difflib.get_close_matches(wanted.replace("_", "-"), FIELDS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it is one of: {', '.join(FIELDS)}"
    raise UsageError(f"no field {typed!r}; {hint}")
