"""run: a command as if pmlog were not there, and its end in the log."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pmlog import clock, event_times, failures  # noqa: F401

# What is not used here as well: with the log open there may be no descriptor left to read
# a module by.
from pmlog.actions import (  # noqa: F401
    current_incident,
    lifecycle,
    lookup,
    record,
    responder,
    retry,
)
from pmlog.actions.record import Receipt
from pmlog.cli import arguments
from pmlog.cli.attachments import say_taken
from pmlog.cli.options import spread
from pmlog.cli.session import Session, as_typed, session_of
from pmlog.cli.values import kind_named
from pmlog.confirmation import confirmation
from pmlog.errors import LogUnusable, PmlogError, UsageError
from pmlog.incident import corrections, event_data, kinds  # noqa: F401
from pmlog.incident.event import Entry, with_data

# Loaded now: with the log open there may be no descriptor left to read a module by.
from pmlog.store import derived as _derived  # noqa: F401
from pmlog.text.terminal import one_line, storable, warn, width

if TYPE_CHECKING:
    from pmlog.incident.evidence import Evidence
    from pmlog.running.run import Outcome
    from pmlog.running.tail import Tail
    from pmlog.store import derived  # noqa: F401 - before the log takes the last files
from pmlog.store.log import Log

# What is stored of an output, and what is looked at: a secret across the beginning of the
# one is within the other.
KEPT = 64 * 1024
READ = 2 * KEPT
# What mends an outage does not wait long for the log of it; nor does who ran it.
PATIENCE_S = 3.0
PATIENCE_AT_END_S = 10.0


class Run(NamedTuple):
    """A command to be logged: which log, which incident, as what."""

    session: Session
    db: str | None
    incident: str | None
    entry: Entry
    keeps_output: bool
    redacting: bool


class Options(NamedTuple):
    """What `pmlog run` can be told."""

    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMAND...", help="The command and its arguments."),
    ] = None
    kind: arguments.Kind = None
    text: Annotated[
        str | None,
        typer.Option("-m", "--text", metavar="TEXT", help="What to log it as."),
    ] = None
    no_output: Annotated[
        bool, typer.Option("--no-output", help="Keep nothing of what it prints.")
    ] = False
    no_redact: Annotated[
        bool, typer.Option("--no-redact", help="Store its words and output with secrets.")
    ] = False
    incident: arguments.Incident = None
    db: arguments.Db = None


@spread(Options)
def run(context: typer.Context, typed: Options) -> None:
    """Run a command, and log its duration, exit code and output.

    The end of the output is kept. The command has the terminal, the signals and the exit
    code that it would have without pmlog.
    """
    if not typed.command:
        raise UsageError("say which command: pmlog run -- df -h")
    session = session_of(context)
    _check_found(typed.command[0], session)
    keeps = not typed.no_output and (typed.no_redact or not _prints_a_secret(typed.command))
    kind = typed.kind and kind_named(typed.kind)
    entry = _entry(typed.command, kind, typed.text, redacting=not typed.no_redact)
    this = Run(session, typed.db, typed.incident, entry, keeps, not typed.no_redact)
    started = _logged_start(this)
    from pmlog.running import run as running

    ended = running.run(typed.command, session.environ, READ)
    # Its end is logged before anything typed at the keyboard can end us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _complain(typed.command[0], ended)
    _log_end(this, started, ended)
    _leave(ended)


def _check_found(name: str, session: Session) -> None:
    """End with a shell's exit code where there is no such command."""
    import shlex
    import shutil

    if shutil.which(name, path=session.environ.get("PATH", os.defpath)):
        return
    shown = one_line(name)
    if os.path.dirname(name) and os.path.exists(name):
        warn(f"{shown} cannot be run: it is a folder, or not executable")
        raise typer.Exit(126)
    words = shlex.join(["pmlog", "run", "--", "sh", "-c", name])
    hint = f"; a pipe or an alias needs a shell: {one_line(words)}" if " " in name else ""
    warn(f"no command {shown!r}, so nothing was logged{hint}")
    raise typer.Exit(127)


def _prints_a_secret(command: list[str]) -> bool:
    from pmlog.text import command_line

    found = command_line.prints_a_secret(command)
    if found:
        warn("what it prints is a secret, so nothing of that is kept; --no-redact keeps it")
    return found


def _entry(
    command: list[str], kind: str | None, text: str | None, *, redacting: bool
) -> Entry:
    import shlex

    from pmlog.text import command_line

    typed = [storable(word) for word in command]
    words = shlex.join(typed)
    if redacting:
        words, taken = command_line.line(typed)
        say_taken(taken, "the command line")
    if text:
        entry = record.entry_of_words(storable(text), kind)
    else:
        entry = Entry(text=words, kind=kind or kinds.NOTE)
    return entry._replace(data=with_data(entry.data, {event_data.COMMAND: words}))


def _logged_start(this: Run) -> Receipt | None:
    """Log that the command begins; None, with a warning, where the log cannot be used."""
    try:
        with this.session.log_to_write(this.db, PATIENCE_S) as log:
            return _logged(this, log)
    except LogUnusable as error:
        warn(f"warning: {error}; the command runs all the same")
        return None


def _logged(this: Run, log: Log) -> Receipt:
    session = this.session
    named = session.incident_to_log_to(log, this.incident)
    return record.event(
        log, session.responder(), lambda _zone, _incident: this.entry, named
    )


def _complain(name: str, ended: Outcome) -> None:
    if ended.error:
        reason = os.strerror(ended.error).lower()
        warn(f"{one_line(name)} cannot be run: {reason}")


def _log_end(this: Run, started: Receipt | None, ended: Outcome) -> None:
    """Log the end of a command; where that fails, say how to log it later."""
    session = this.session
    until_us = session.now_us + ended.elapsed_us
    evidence = _output(this, ended.printed)
    try:
        with session.log_to_write(this.db, PATIENCE_AT_END_S) as log:
            # The log may be usable by now.
            started = started or _logged(this, log)
            responder = session.responder()._replace(now_us=until_us)
            event = lifecycle.ended(
                log, responder, started.event, until_us, ended.exit_code, evidence
            )
    except PmlogError as error:
        warn(_to_log_later(this, started, until_us, error))
        return
    if os.isatty(2):
        _confirm(started._replace(event=event), ended)


def _to_log_later(
    this: Run, started: Receipt | None, until_us: int, error: PmlogError
) -> str:
    """Return what to say of an end, or of all, that is not in the log."""
    typed = {"--db": this.session.db_typed(this.db)}
    if started is None:
        timed = this.entry._replace(until_us=until_us)
        again = as_typed({"-i": this.incident, **typed})
        return retry.event(error, timed, this.session.now_us, again)
    end = as_typed({"--until": clock.rfc3339(until_us), **typed})
    return retry.correction(error, ["amend", started.event.short_id, *end])


def _output(this: Run, printed: Tail) -> tuple[Evidence, ...]:
    """Return the end of an output as evidence: none where nothing was printed."""
    if not this.keeps_output:
        return ()
    from pmlog.incident.evidence import Evidence
    from pmlog.running.tail import as_seen, last_lines
    from pmlog.text import redaction

    seen = as_seen(printed.content)
    if seen.strip() in ("", "^C"):  # the terminal shows it where it is typed
        return ()
    if this.redacting:
        seen, taken = redaction.redact(seen)
        say_taken(taken, "the output")
    content = last_lines(seen, KEPT)
    is_cut = len(content) < len(seen) or printed.total > len(printed.content)
    return (Evidence("output", content.encode(), cut=is_cut),)


def _confirm(receipt: Receipt, ended: Outcome) -> None:
    if os.isatty(1) and ended.printed.content[-1:] not in (b"", b"\n"):
        sys.stderr.write("\n")
    room = width()
    prefix, suffix = "pmlog: ", f"  exit {ended.exit_code}"
    if ended.elapsed_us < clock.SECOND_US:
        receipt = receipt._replace(event=receipt.event._replace(until=None))
    line = confirmation(receipt, room and room - len(prefix + suffix))
    warn(f"{line}{suffix}")
    for warning in receipt.warnings:
        warn(f"warning: {warning}")


def _leave(ended: Outcome) -> None:
    """End as the command did: after Ctrl-C a shell looks at the signal, not the code."""
    if ended.signal == signal.SIGINT:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    raise typer.Exit(ended.exit_code)
