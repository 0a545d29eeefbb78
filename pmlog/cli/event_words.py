"""The words of event, put in an order that Typer cannot misread: options, --, the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog import event_line, event_options
from pmlog.actions import lookup
from pmlog.errors import LogNotReady, PmlogError, UsageError
from pmlog.incident import kinds
from pmlog.shell import table
from pmlog.store.log import Log
from pmlog.text.terminal import warn

if TYPE_CHECKING:
    from pmlog.cli.session import Session


def in_order(argv: list[str], session: Session) -> tuple[list[str], Session]:
    """Return a command line whose event has its options in front of its text.

    Each kind is a command: detected ... is event --kind detected ... Other commands come
    back as they are.
    """
    position, db = _command(argv)
    name = argv[position] if position < len(argv) else ""
    if name != "event" and name not in kinds.TIMELINE_KINDS:
        return argv, session
    before, words = argv[:position], argv[position + 1 :]
    if name != "event":
        words = ["--kind", name, *words]
    session = session._replace(db=db if db is not None else session.db)
    fits = event_line.Fitting(
        session.now_us,
        session.responder(quietly=True).zone,  # the command itself tells of it
        lambda word: _is_here(session, word),
    )
    line = event_line.split(words, options(), fits)
    if line.valueless:  # Typer says so
        return [*before, "event", *words], session
    return [*before, "event", *line.argv()], session._replace(kept=line.kept)


def options() -> dict[str, event_options.Option]:
    """Return the options of event, by each of their names."""
    return event_options.options_of(table.options("event"))


def _command(argv: list[str]) -> tuple[int, str | None]:
    """Return where the word of the command is, and the log that is named before it."""
    db = None
    position = 0
    while position < len(argv) and argv[position].startswith("-"):
        if argv[position] == "--db" and position + 1 < len(argv):
            db = argv[position + 1]
            position += 1
        elif argv[position].startswith("--db="):
            db = argv[position].removeprefix("--db=")
        position += 1
    return position, db


def _is_here(session: Session, reference: str) -> bool:
    try:
        with Log(session.log_path(None), tell=warn) as log:
            return bool(lookup.find_incident(log, reference))
    except UsageError:
        return True  # it names several: which one is asked where it counts
    except (LogNotReady, PmlogError):
        return False
