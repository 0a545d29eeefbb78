"""pmlog event: append to the incident's timeline."""

from __future__ import annotations

import difflib
import json
import re
from typing import Annotated

import typer

from pmlog import clock
from pmlog.actions import record, retry
from pmlog.actions.confirmation import confirmation
from pmlog.actions.receipt import Receipt
from pmlog.cli import arguments, attachments
from pmlog.cli.session import Session, as_typed, session_of, text_of, time_typed, zone_named
from pmlog.errors import LogUnusable, PmlogError, UsageError
from pmlog.exchange import export
from pmlog.incident import event_data, kinds
from pmlog.incident.entry import Entry
from pmlog.store.log import Log
from pmlog.text.terminal import say, say_stored, storable, warn, width


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


def given(values: list[str] | None) -> list[str]:
    """Return the values of a repeatable option that are not empty."""
    return [storable(value) for value in values or [] if value.strip()]


class Times:
    """The options of a time, as typed; they can be read once the zone in force is known."""

    def __init__(
        self, at: str | None, until: str | None, duration: str | None, tz: str | None
    ) -> None:
        if until is not None and duration is not None:
            raise UsageError("--until and --for both give the end; give one of them")
        self._at = at
        self._until = until
        self._duration = duration
        self.has_start = at is not None
        self.has_end = until is not None or duration is not None
        if at or until or duration:
            # Before the log is locked: others need not wait for an import.
            from pmlog import when  # noqa: F401
        self.zone = zone_named(tz) if tz else None

    def read_into(
        self, entry: Entry, session: Session, zone: str, near_us: int | None = None
    ) -> Entry:
        """Return the entry with its times, read in --tz, else in zone.

        A bare clock time is the last one or, given near_us, the one nearest to that.
        TimeRefused when a time cannot be read, UsageError when the end comes first.
        """
        zone = self.zone or zone
        reading = time_typed(self._at, session, zone, near_us=near_us)
        if reading:
            entry = entry._replace(
                at_us=reading.at_us,
                zone=reading.zone,
                approx=reading.approx,
                said=storable(reading.said),
                warnings=reading.warnings,
            )
        else:
            entry = entry._replace(zone=self.zone)
        return entry._replace(until_us=self._end(entry, session, zone))

    def _end(self, entry: Entry, session: Session, zone: str) -> int | None:
        start_us = session.now_us if entry.at_us is None else entry.at_us
        if self._duration is not None:
            from pmlog import when

            return start_us + when.read_duration(self._duration)
        reading = time_typed(self._until, session, zone, after_us=start_us)
        if reading is None:
            return entry.until_us
        if reading.approx and not entry.approx:
            raise UsageError(
                "a ~ belongs to --at, where it makes the whole event approximate"
            )
        if reading.at_us < start_us:
            raise UsageError(
                f"--until is {clock.rfc3339(reading.at_us)}, before the start at "
                f"{clock.rfc3339(start_us)}; give a later time, or --at"
            )
        return reading.at_us


def _record(
    session: Session, log: Log, entry: Entry, times: Times, incident: str | None
) -> Receipt:
    def said(zone: str) -> Entry:
        return times.read_into(entry, session, zone)

    named = session.incident_to_log_to(log, incident)
    # A zone typed with --tz is also that of an incident which this event opens.
    return record.event(log, session.responder(), said, named, new_zone=times.zone)


def confirm(receipt: Receipt, json_: bool) -> None:
    """Print what was stored. StoredUnsaid when that cannot be said."""
    if json_:
        say_stored(export.line(export.event_object(receipt.event)))
    else:
        say_stored(confirmation(receipt, width()))
    for warning in receipt.warnings:
        warn(f"warning: {warning}")


def kind_named(typed: str) -> str:
    """Return the kind that a person names; its start will do."""
    wanted = typed.strip().lower()
    matches = [kind for kind in kinds.TIMELINE_KINDS if wanted and kind.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    near = matches or difflib.get_close_matches(wanted, kinds.TIMELINE_KINDS, n=1)
    hint = f"did you mean {' or '.join(near)}?" if near else "it is one of these: "
    hint += "" if near else ", ".join(kinds.TIMELINE_KINDS)
    raise UsageError(f"no kind {typed!r}; {hint}")


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
