"""amend, retract, restore, undo, history: what was logged wrong."""

from __future__ import annotations

import contextlib
import re
from typing import Annotated

import typer

from pmlog.actions import correct
from pmlog.cli import arguments
from pmlog.cli.amendment import Mending
from pmlog.cli.arguments import EventId, Why
from pmlog.cli.output import report
from pmlog.cli.session import Session, options_typed, session_of, text_kept, text_of
from pmlog.cli.times import Times
from pmlog.cli.values import at_later, given, kind_named, task_data
from pmlog.errors import UsageError
from pmlog.incident import event_data
from pmlog.text.terminal import storable


def amend(
    context: typer.Context,
    event: EventId,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT...]", help="The new text; - reads standard input."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="The new text.")
    ] = None,
    kind: arguments.Kind = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="TIME",
            help="When; of a bare 14:05, the one nearest to the time it had.",
        ),
    ] = None,
    until: arguments.Until = None,
    duration: arguments.For = None,
    no_until: Annotated[bool, typer.Option("--no-until", help="It has no end.")] = False,
    tz: arguments.Tz = None,
    by: arguments.By = None,
    how: arguments.How = None,
    to: arguments.To = None,
    link: arguments.Link = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Who does the task.")
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="By when: 2026-12-01, fri.")
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="The type of the task.")
    ] = None,
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="TICKET", help="Where it is tracked.")
    ] = None,
    why: Why = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Mend an event: its text, time, kind or particulars.

    What is not given stays. --to and --link replace those that were there, and an empty one
    ("") takes them away, as it does with --how, --owner, --due, --type and --ticket.
    """
    session = session_of(context)
    new_text = _new_text(words, text)
    mending = Mending(
        new_text,
        None if kind is None else kind_named(kind),
        Times(at, until, duration, tz),
        no_until,
        _author(by),
        {
            event_data.HOW: how and storable(how),
            event_data.TO: None if to is None else given(to),
            event_data.LINKS: None if link is None else given(link),
            **task_data(session, owner, due, type_, ticket),
        },
    )
    if no_until and mending.times.has_end:
        raise UsageError("--no-until takes the end away; leave out --until and --for")
    with contextlib.ExitStack() as opened:
        with text_kept(["amend", event, *_again(context, session)], new_text):
            log = opened.enter_context(session.existing_log(db))
            done = correct.amend(
                log,
                session.responder(),
                event,
                lambda about: mending.values(about, session),
                storable(why or ""),
            )
        report(log, done, json_)


def _again(context: typer.Context, session: Session) -> list[str]:
    """Return the options of this call as they will mean the same later."""
    given_ = dict(context.params) | {"db": session.db_typed(context.params["db"])}
    for name in ("at", "until"):
        if given_[name] and _COUNTS_FROM_NOW.search(given_[name]):
            given_[name] = at_later(given_[name], session)
    left_out = {"text", "json_"}
    return options_typed(context, {k: v for k, v in given_.items() if k not in left_out})


_COUNTS_FROM_NOW = re.compile(
    r"^\s*(?:[+-]|in\b|(?:just |right )?now\b)|\b(?:ago|earlier|from now)\s*$",
    re.IGNORECASE,
)


def _new_text(words: list[str] | None, text: str | None) -> str | None:
    """Return the new text, if any. A pipe is read for "-" alone: it may be a loop's."""
    if words and text is not None:
        raise UsageError("the new text is there twice, as words and as --text")
    found = storable(text) if text is not None else text_of(words) if words else None
    if found is not None and not found.strip():
        raise UsageError("the new text is empty; 'pmlog retract ID' takes an event back")
    return found


def _author(typed: str | None) -> str | None:
    author = None if typed is None else storable(typed).strip()
    if author == "":
        raise UsageError("--by is empty; give the name of who did it")
    return author
