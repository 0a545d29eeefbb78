"""amend, retract, restore, undo, history: what was logged wrong."""

from __future__ import annotations

import contextlib
import re
import shlex
from typing import Annotated, NamedTuple

import typer

from pmlog.actions import correct, lookup, shift
from pmlog.cli import arguments, attachments
from pmlog.cli.amendment import Mending
from pmlog.cli.arguments import Why
from pmlog.cli.options import spread
from pmlog.cli.output import report
from pmlog.cli.session import Session, options_typed, session_of, text_kept, text_of
from pmlog.cli.values import at_later, given, kind_named, task_data
from pmlog.errors import NotFound, UsageError
from pmlog.event_times import Times
from pmlog.incident import event_data
from pmlog.incident.event import short
from pmlog.store import queries
from pmlog.text.terminal import storable, warn


class Options(NamedTuple):
    """What `pmlog amend` can be told."""

    event: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="Without it, the last event that you logged here."
        ),
    ] = None
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT...]", help="The new text; - reads standard input."),
    ] = None
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="The new text.")
    ] = None
    edit: Annotated[
        bool, typer.Option("-e", "--edit", help="Edit the text in your editor.")
    ] = False
    kind: arguments.Kind = None
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="TIME",
            help="When; of a bare 14:05, the one nearest to the time it had.",
        ),
    ] = None
    until: arguments.Until = None
    duration: arguments.For = None
    no_until: Annotated[bool, typer.Option("--no-until", help="It has no end.")] = False
    tz: arguments.Tz = None
    by: arguments.By = None
    how: arguments.How = None
    to: arguments.To = None
    link: arguments.Link = None
    attach: attachments.Attach = None
    no_redact: attachments.NoRedact = False
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Who does the task.")
    ] = None
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="By when: 2026-12-01, fri.")
    ] = None
    type_: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="The type of the task.")
    ] = None
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="TICKET", help="Where it is tracked.")
    ] = None
    by_: Annotated[
        str | None,
        typer.Option("--shift", metavar="-3m", help="Move all times of --origin's clock."),
    ] = None
    origin: Annotated[
        str | None,
        typer.Option("--origin", metavar="O", help="Whose clock was off: its host or id."),
    ] = None
    incident: arguments.Incident = None
    why: Why = None
    json_: arguments.Json = False
    db: arguments.Db = None


@spread(Options)
def amend(context: typer.Context, typed: Options) -> None:
    """Correct an event: its text, time, kind or other details.

    What is not given stays. Without an ID it is the last event that you logged here. --to
    and --link replace those that were there, and an empty one ("") takes them away, as it
    does with --how, --owner, --due, --type and --ticket.
    """
    session = session_of(context)
    if typed.by_ is not None or typed.origin is not None or typed.incident is not None:
        _shift(context, session, typed)
        return
    event, text = _event_and_text(session, typed)
    mending = _mending(session, typed, text)
    with contextlib.ExitStack() as opened:
        with text_kept(["amend", event, *_again(context, session)], text):
            log = opened.enter_context(session.existing_log(typed.db))
            done = correct.amend(
                log,
                session.responder(),
                event,
                lambda about: mending.values(about, session),
                storable(typed.why or ""),
                mending.attached.evidence,
            )
        report(log, done, typed.json_)


def _mending(session: Session, typed: Options, text: str | None) -> Mending:
    """Read what the options say the event should have been, and what is attached."""
    # Without words nothing but an attachment reads standard input.
    attachments.check(typed.attach or [], typed.words or ["none"])
    attached = attachments.read(typed.attach or [], redacting=not typed.no_redact)
    times = Times(typed.at, typed.until, typed.duration, typed.tz)
    if typed.no_until and times.has_end:
        raise UsageError("--no-until takes the end away; leave out --until and --for")
    return Mending(
        text,
        None if typed.kind is None else kind_named(typed.kind),
        times,
        typed.no_until,
        _author(typed.by),
        {
            event_data.HOW: typed.how and storable(typed.how),
            event_data.TO: None if typed.to is None else given(typed.to),
            event_data.LINKS: None if typed.link is None else given(typed.link),
            **task_data(session, typed.owner, typed.due, typed.type_, typed.ticket),
        },
        attached,
    )


def _event_and_text(session: Session, typed: Options) -> tuple[str, str | None]:
    """Return which event is meant, and its new text if it gets one.

    Where the editor was left without a change, the command is over.
    """
    is_named = (typed.event or "").lower() == lookup.LAST
    event, words = event_and_words(typed.event, typed.words or [])
    if event == lookup.LAST and words and not is_named:
        _check_is_text(session, typed.db, words)
    if not typed.edit:
        return event, _new_text(words, typed.text)
    if words or typed.text is not None:
        raise UsageError("-e opens the text in your editor; leave out the new text")
    event, text = _edited(session, typed.db, event)
    if text is None:
        warn(f"{short(event)} was left as it is; nothing was amended")
        raise typer.Exit
    return event, _new_text([], text)


def _shift(context: typer.Context, session: Session, typed: Options) -> None:
    """Move what one machine's clock gave to an incident's events."""
    if typed.by_ is None or typed.origin is None:
        raise UsageError(
            "--shift and --origin go together, as in --shift -3m --origin db-1"
        )
    allowed = ("by_", "origin", "incident", "why", "json_", "db")
    others = [
        name for name, value in context.params.items() if value and name not in allowed
    ]
    if others:
        raise UsageError("--shift moves whole clocks; give it with --origin, -i and --why")
    by_us = _signed(typed.by_)
    with session.existing_log(typed.db) as log:
        about = session.incident(log, typed.incident)
        why = storable(typed.why or "")
        done = shift.shift(log, session.responder(), about, typed.origin, by_us, why)
        report(log, done, typed.json_)


def _signed(typed: str) -> int:
    """Return the microseconds of "-3m" or "+90s"."""
    from pmlog import when

    sign, length = typed.strip()[:1], typed.strip()[1:]
    if sign not in ("-", "+"):
        raise UsageError(f"{typed!r} has no sign; -3m makes times earlier, +3m later")
    return when.read_duration(length) * (-1 if sign == "-" else 1)


def event_and_words(event: str | None, words: list[str]) -> tuple[str, list[str]]:
    """Return which event is meant, and the words of its text.

    What looks like no id begins the text of the last event: an id has a digit, or is long
    enough not to be met by chance. A slip in an id must not become a text.
    """
    if event is None or (not words and event == lookup.LAST):
        return lookup.LAST, words
    is_id = re.fullmatch(r"(?=.*\d|.{6})[0-9a-f][0-9a-f-]*", event.lower())
    if is_id or event.lower() == lookup.LAST:
        return event, words
    return lookup.LAST, [event, *words]


# The form of an id, short or whole: a digit among letters, though not only a to f.
_PRINTED = re.compile(
    r"(?=.*\d)(?=.*[a-z])[0-9a-z]{6}|[0-9a-z]{8}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}"
)


def _check_is_text(session: Session, db: str | None, words: list[str]) -> None:
    """Refuse "bad gateway" where "bad" is the beginning of an id as well.

    And "5e089o", which has the form of an id, but for a slip.
    """
    word = words[0].lower()
    if _PRINTED.fullmatch(word) and session.behind_dashes != tuple(words):
        with session.existing_log(db) as log:
            near = lookup.near_event(log, word)
        raise NotFound(
            f"no event {words[0]!r}; {near}\nWhere it is the first word of a text: "
            f"pmlog amend -- {shlex.join(words)}"
        )
    if not re.fullmatch("[a-f]{3,5}", word):
        return
    with session.existing_log(db) as log:
        if queries.events_called(log, word, 1):
            raise UsageError(
                f"{words[0]!r} may be an id, or the first word of a text; type more of the "
                f"id, or: pmlog amend last {words[0]} ..."
            )


def _edited(session: Session, db: str | None, reference: str) -> tuple[str, str | None]:
    """Return the id of an event, and its text as somebody left it in the editor.

    The text is None where nothing was changed.
    """
    from pmlog.cli.terminal.editor import Draft

    with session.existing_log(db) as log:
        fact = lookup.find_event(log, reference, session.responder().author)
        now = correct.subject(log, fact).now
    draft = Draft(session.environ, f"amend-{now.short_id}")
    explanation = (
        f"The text of {now.short_id}, {now.kind}. Save it and leave the editor.",
    )
    text = draft.edited(now.text, explanation)
    draft.remove()
    return now.id, None if text == now.text.strip() else text


def _again(context: typer.Context, session: Session) -> list[str]:
    """Return the options of this call as they will mean the same later."""
    given_ = dict(context.params) | {"db": session.db_typed(context.params["db"])}
    for name in ("at", "until"):
        if given_[name] and shift.COUNTS_FROM_NOW.search(given_[name]):
            given_[name] = at_later(given_[name], session)
    left_out = {"text", "json_"}
    return options_typed(context, {k: v for k, v in given_.items() if k not in left_out})


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
