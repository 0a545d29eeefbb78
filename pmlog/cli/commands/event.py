"""pmlog event: append to the incident's timeline."""

from __future__ import annotations

import json
import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pmlog.actions import record, retry
from pmlog.actions.confirmation import Receipt
from pmlog.cli import arguments, attachments, piped
from pmlog.cli.attachments import Attachments
from pmlog.cli.output import confirm
from pmlog.cli.session import Session, as_typed, session_of
from pmlog.cli.values import given, kind_named
from pmlog.errors import LogUnusable, PmlogError, UsageError
from pmlog.event_times import Times
from pmlog.incident import event_data, kinds
from pmlog.incident.entry import Entry
from pmlog.store.log import Log
from pmlog.text import pipe
from pmlog.text.terminal import say, storable, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    if help_:
        _help(context, words)
        return
    attachments.check(attach or [], words)
    with _words_repeated(words):
        chosen = None if kind is None else kind_named(kind)
        found = piped.read(words, redacting=not no_redact)
        entry = record.entry_of_words(found.text, chosen)
    if redact_:
        entry = attachments.without_secrets(entry)
    again = as_typed({"-i": incident, "--tz": tz, "--db": session.db_typed(db)})
    again += ["--no-redact"] if no_redact else []
    asked = _Asked(session, entry, chosen, incident, db, again)
    times = _Times(at, until, duration, tz)
    particulars = _Particulars(by, how, given(to), given(link))
    with _words_repeated(words):
        is_kept = bool(words) and words != ["-"] and "-" not in (attach or ())
        receipt = _log(
            asked,
            times,
            particulars,
            _Evidence(attach or [], found.attached, not no_redact),
            is_kept=is_kept,
        )
    confirm(receipt, json_)
    for kept in session.kept:
        warn(retry.kept_as_text(kept, receipt.event.short_id))
    if is_kept and pipe.is_waiting():
        warn(pipe.UNREAD)


class _Asked(NamedTuple):
    """What is to be logged, where, and the options that log it again."""

    session: Session
    entry: Entry
    kind: str | None
    incident: str | None
    db: str | None
    again: list[str]


class _Times(NamedTuple):
    at: str | None
    until: str | None
    duration: str | None
    tz: str | None


class _Particulars(NamedTuple):
    by: str | None
    how: str | None
    to: list[str]
    link: list[str]


class _Evidence(NamedTuple):
    paths: list[str]
    piped: Attachments  # what came as the text, and is too long for one
    redacting: bool


def _help(context: typer.Context, words: list[str] | None) -> None:
    if words:
        raise UsageError(
            "-h asks for help, so nothing was logged; put -- before a text that begins "
            f"with it: pmlog event -- -h {shlex.join(words)}"
        )
    say(context.get_help())


@contextmanager
def _words_repeated(words: list[str] | None) -> Iterator[None]:
    """Where words are refused, repeat them as a command that logs them."""
    try:
        yield
    except UsageError as error:
        if not words or words == ["-"]:
            raise
        again = shlex.join(words)
        message = f"{error}\nnothing was logged; as a note: pmlog event -- {again}"
        raise UsageError(message) from error


def _log(
    asked: _Asked,
    typed: _Times,
    particulars: _Particulars,
    evidence: _Evidence,
    *,
    is_kept: bool,
) -> Receipt:
    """Log the event; where that fails, repeat what would be lost as a command.

    is_kept: what was typed is in the shell's history; what came by a pipe is gone.
    """
    session, entry, attached = asked.session, asked.entry, evidence.piped
    times = None
    try:
        entry = _with_particulars(entry, asked.kind, particulars)
        times = Times(*typed)
        more = attachments.read(evidence.paths, redacting=evidence.redacting)
        attached = attached.with_more(more)
        entry = attached.attached_to(entry)
        with session.log_to_write(asked.db) as log:
            return _record(asked._replace(entry=entry), times, log)
    except PmlogError as error:
        if isinstance(error, attachments.NotAttached):
            again = error.again
        else:
            again = attached.as_typed()
        if times and isinstance(error, (LogUnusable, attachments.NotAttached)):
            # What was typed is right; of its time this is the moment to tell it.
            entry = times.read_into(entry, session, session.responder().zone)
        elif is_kept:
            raise
        warn(retry.event(error, entry, session.now_us, [*asked.again, *again]))
        raise typer.Exit(error.exit_code) from error


def _record(asked: _Asked, times: Times, log: Log) -> Receipt:
    session = asked.session

    def read_entry(zone: str, about: Incident | None) -> Entry:
        return times.read_into(asked.entry, session, zone, about)

    named = session.incident_to_log_to(log, asked.incident)
    # A zone typed with --tz is also that of an incident which this event opens.
    return record.event(log, session.responder(), read_entry, named, new_zone=times.zone)


def _with_particulars(entry: Entry, kind: str | None, typed: _Particulars) -> Entry:
    """Return the entry with its author and data; --how and --to imply their kinds."""
    by, how, to, link = typed
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
