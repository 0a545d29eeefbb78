"""pmlog event: append to the incident's timeline."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

from pmlog.actions import record, retry
from pmlog.actions.receipt import Receipt
from pmlog.cli import arguments, attachments
from pmlog.cli.output import confirm
from pmlog.cli.session import Session, as_typed, session_of, text_of
from pmlog.cli.times import Times
from pmlog.cli.values import given, kind_named
from pmlog.errors import LogUnusable, PmlogError, UsageError
from pmlog.incident import event_data, kinds
from pmlog.incident.entry import Entry
from pmlog.store.log import Log
from pmlog.text.terminal import say, storable, warn

if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident


def event(
    context: typer.Context,
    words: arguments.Words = None,
    kind: arguments.Kind = None,
    at: arguments.At = None,
    until: arguments.Until = None,
    duration: arguments.For = None,
    tz: arguments.Tz = None,
    by: arguments.By = None,
    how: arguments.How = None,
    to: arguments.To = None,
    link: arguments.Link = None,
    attach: attachments.Attach = None,
    no_redact: attachments.NoRedact = False,
    redact_: Annotated[
        bool, typer.Option("--redact", help="Store the text without its secrets.")
    ] = False,
    incident: arguments.Incident = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
    help_: Annotated[
        bool, typer.Option("-h", "--help", help="Show this message and exit.")
    ] = False,
) -> None:
    """Log what happened: one line on the incident's timeline.

    Words need no quotes. A text that starts with a kind and a colon sets the kind. Where
    no incident is open, one is.
    """
    session = session_of(context)
    if help_ and not words:
        say(context.get_help())
        return
    _check_words(context, words or [], is_help=help_)
    attachments.check(attach or [], words)
    chosen = None if kind is None else kind_named(kind)
    entry = record.entry_of_words(text_of(words), chosen)
    if redact_:
        entry = attachments.without_secrets(entry)
    typed = as_typed({"-i": incident, "--tz": tz, "--db": session.db_typed(db)})
    typed += ["--no-redact"] if no_redact else []
    attached = attachments.Attachments([])
    try:
        entry = _with_particulars(entry, chosen, by, how, given(to), given(link))
        times = Times(at, until, duration, tz)
        attached = attachments.read(attach or [], redacting=not no_redact)
        entry = attached.attached_to(entry)
        with session.log_to_write(db) as log:
            receipt = _record(session, log, entry, times, incident)
    except PmlogError as error:
        if isinstance(error, attachments.NotAttached):
            again = error.again
        else:
            again = attached.as_typed()
        if isinstance(error, (LogUnusable, attachments.NotAttached)):
            # What was typed is right; of its time this is the moment to tell it.
            entry = times.read_into(entry, session, session.responder().zone)
        elif words and words != ["-"] and "-" not in attached.paths:
            raise  # it is in the shell's history; what came by a pipe is gone
        warn(retry.event(error, entry, session.now_us, [*typed, *again]))
        raise typer.Exit(error.exit_code) from error
    confirm(receipt, json_)


def _check_words(context: typer.Context, words: list[str], *, is_help: bool) -> None:
    """Raise UsageError where an option that does not exist would be logged as text."""
    if is_help:
        raise UsageError(
            "-h asks for help, so nothing was logged; put -- before a text with options "
            "in it: pmlog event -- ran df -h"
        )
    known = [name for parameter in context.command.params for name in parameter.opts]
    for word in words:
        if re.match(r"--?[a-zA-Z]", word) and not session_of(context).has_separator:
            near = difflib.get_close_matches(word, known, n=2)
            meant = f"did you mean {' or '.join(near)}? A" if near else "a"
            raise UsageError(
                f"no option {word}, so nothing was logged; {meant} text with options in it "
                "goes behind --"
            )


def _record(
    session: Session, log: Log, entry: Entry, times: Times, incident: str | None
) -> Receipt:
    def read_entry(zone: str, _incident: Incident | None) -> Entry:
        return times.read_into(entry, session, zone)

    named = session.incident_to_log_to(log, incident)
    # A zone typed with --tz is also that of an incident which this event opens.
    return record.event(log, session.responder(), read_entry, named, new_zone=times.zone)


def _with_particulars(
    entry: Entry,
    kind: str | None,
    by: str | None,
    how: str | None,
    to: list[str],
    link: list[str],
) -> Entry:
    """Return the entry with its author and data; --how and --to imply their kinds."""
    if kind is None and entry.kind == kinds.NOTE:
        implied = kinds.DETECTED if how else kinds.ESCALATED if to else kinds.NOTE
        entry = entry._replace(kind=implied)
    if how and entry.kind != kinds.DETECTED:
        raise UsageError(
            f"--how says how it was detected, and this event is {entry.kind!r}"
        )
    if to and entry.kind != kinds.ESCALATED:
        raise UsageError(
            f"--to says who it was escalated to, and this event is {entry.kind!r}"
        )
    data = {event_data.HOW: storable(how or ""), event_data.TO: to, event_data.LINKS: link}
    return entry._replace(
        author=storable(by).strip() if by else None,
        data=json.dumps({key: value for key, value in data.items() if value}),
    )
