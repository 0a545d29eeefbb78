"""undo, retract, restore: what shall not count, and what shall after all."""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog.actions import correct, joining, undoing
from pmlog.cli import arguments
from pmlog.cli.arguments import EventIds, Why
from pmlog.cli.output import report
from pmlog.cli.session import session_of
from pmlog.text.terminal import say_all, storable


def retract(
    context: typer.Context,
    events: EventIds,
    why: Why = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Take events back, so that they no longer count.

    They stay in the log and in its history.
    """
    _retract(context, events, why, json_, db, retracted=True)


def restore(
    context: typer.Context,
    events: EventIds,
    why: Why = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Let events count again that were retracted or undone."""
    _retract(context, events, why, json_, db, retracted=False)


def _retract(
    context: typer.Context,
    events: list[str],
    why: str | None,
    json_: bool,
    db: str | None,
    *,
    retracted: bool,
) -> None:
    session = session_of(context)
    reason = storable(why or "")
    with session.existing_log(db) as log:
        done = correct.retract(
            log, session.responder(), events, retracted=retracted, why=reason
        )
        report(log, done, json_, "is retracted" if retracted else "counts")


def undo(
    context: typer.Context,
    past_import: Annotated[
        bool, typer.Option("--past-import", help="Go back beyond an import, which stays.")
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Take back what your last command wrote.

    Run again, it takes back what you did before that, be it an event, a field, a task, an
    incident or a correction. What others did stays, and nothing is deleted.
    """
    session = session_of(context)
    with session.existing_log(db) as log:
        done = undoing.undo(log, session.responder(), past_import=past_import)
        report(log, done, json_)
        if not json_:
            say_all(joining.left_where_they_are(log, done.undone))
