"""pmlog event: append to the incident's timeline."""

from __future__ import annotations

import json
import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pmlog.actions import record, retry
from pmlog.actions.record import Receipt
from pmlog.cli import arguments, attachments, piped
from pmlog.cli.attachments import Attachments
from pmlog.cli.options import spread
from pmlog.cli.output import confirm
from pmlog.cli.session import Session, as_typed, session_of
from pmlog.cli.values import given, kind_named
from pmlog.errors import LogUnusable, PmlogError, UsageError
from pmlog.event_times import Times
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Entry
from pmlog.store.log import Log
from pmlog.text import pipe
from pmlog.text.terminal import say, storable, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.timeline import Incident


class Options(NamedTuple):
    """What `pmlog event` can be told."""

    words: arguments.Words = None
    kind: arguments.Kind = None
    at: arguments.At = None
    until: arguments.Until = None
    duration: arguments.For = None
    tz: arguments.Tz = None
    by: arguments.By = None
    how: arguments.How = None
    to: arguments.To = None
    link: arguments.Link = None
    attach: attachments.Attach = None
    no_redact: attachments.NoRedact = False
    redact_: Annotated[
        bool, typer.Option("--redact", help="Store the text without its secrets.")
    ] = False
    incident: arguments.Incident = None
    json_: arguments.Json = False
    db: arguments.Db = None
    help_: Annotated[
        bool, typer.Option("-h", "--help", help="Show this message and exit.")
    ] = False


@spread(Options)
def event(context: typer.Context, typed: Options) -> None:
    """Log what happened: one line on the incident's timeline.

    Words need no quotes. A text that starts with a kind and a colon sets the kind. Where
    no incident is open, a new one is opened.
    """
    session = session_of(context)
    if typed.help_:
        _help(context, typed.words)
        return
    attachments.check(typed.attach or [], typed.words)
    with _words_repeated(typed.words):
        kind = None if typed.kind is None else kind_named(typed.kind)
        found = piped.read(typed.words, redacting=not typed.no_redact)
        entry = record.entry_of_words(found.text, kind)
        if typed.redact_:
            entry = attachments.without_secrets(entry)
        receipt = _log(session, typed, entry, found.attached)
    confirm(receipt, typed.json_)
    for kept in session.kept:
        warn(retry.kept_as_text(kept, receipt))
    if _is_in_history(typed) and pipe.is_waiting():
        warn(pipe.UNREAD)


def _is_in_history(typed: Options) -> bool:
    """Tell whether the shell's history has all of it; what came by a pipe is gone."""
    is_typed = bool(typed.words) and typed.words != ["-"]
    return is_typed and "-" not in (typed.attach or ())


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


def _log(session: Session, typed: Options, entry: Entry, attached: Attachments) -> Receipt:
    """Log the event; where that fails, repeat what would be lost as a command.

    attached is what came as the text, and is too long for one.
    """
    times = None
    try:
        entry = _with_particulars(entry, typed)
        times = Times(typed.at, typed.until, typed.duration, typed.tz)
        more = attachments.read(typed.attach or [], redacting=not typed.no_redact)
        attached = attached.with_more(more)
        entry = attached.attached_to(entry)
        with session.log_to_write(typed.db) as log:
            return _record(session, log, entry, times, typed.incident)
    except PmlogError as error:
        if times and isinstance(error, (LogUnusable, attachments.NotAttached)):
            # What was typed is right; of its time this is the moment to tell it.
            entry = times.read_into(entry, session, session.responder().zone)
        elif _is_in_history(typed):
            raise
        files = (
            error.again
            if isinstance(error, attachments.NotAttached)
            else attached.as_typed()
        )
        again = [*_options_again(session, typed), *files]
        warn(retry.event(error, entry, session.now_us, again))
        raise typer.Exit(error.exit_code) from error


def _options_again(session: Session, typed: Options) -> list[str]:
    """Return what an entry does not hold of the options, to log it later."""
    given = {"-i": typed.incident, "--tz": typed.tz, "--db": session.db_typed(typed.db)}
    return as_typed(given) + (["--no-redact"] if typed.no_redact else [])


def _record(
    session: Session, log: Log, entry: Entry, times: Times, incident: str | None
) -> Receipt:
    def read_entry(zone: str, about: Incident | None) -> Entry:
        return times.read_into(entry, session, zone, about)

    named = session.incident_to_log_to(log, incident)
    # A zone typed with --tz is also that of an incident which this event opens.
    return record.event(log, session.responder(), read_entry, named, new_zone=times.zone)


def _with_particulars(entry: Entry, typed: Options) -> Entry:
    """Return the entry with its author and data; --how and --to imply their kinds."""
    to, links = given(typed.to), given(typed.link)
    if typed.kind is None and entry.kind == kinds.NOTE:
        implied = kinds.DETECTED if typed.how else kinds.ESCALATED if to else kinds.NOTE
        entry = entry._replace(kind=implied)
    if typed.how and entry.kind != kinds.DETECTED:
        raise UsageError(
            f"--how says how it was detected, and this event is {entry.kind!r}"
        )
    if to and entry.kind != kinds.ESCALATED:
        raise UsageError(
            f"--to says who it was escalated to, and this event is {entry.kind!r}"
        )
    how = storable(typed.how or "")
    data = {event_data.HOW: how, event_data.TO: to, event_data.LINKS: links}
    return entry._replace(
        author=storable(typed.by).strip() if typed.by else None,
        data=json.dumps({key: value for key, value in data.items() if value}),
    )
