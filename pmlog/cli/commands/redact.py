"""redact: words that must not be in the log, taken out for good."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from pmlog.actions import redact as action
from pmlog.cli import arguments
from pmlog.cli.arguments import EventIds, Why
from pmlog.cli.session import Session, session_of, text_kept
from pmlog.exchange import export
from pmlog.incident import kinds
from pmlog.text.number import count
from pmlog.text.terminal import clipped, say_stored, storable, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlog.actions.redact import Redacted, Redaction
    from pmlog.incident.event import Event

_MOST = 10
_NAMES = {
    kinds.AMEND: "correction",
    kinds.RETRACT: "correction",
    kinds.EVIDENCE: "attachment",
    kinds.OPENED: "title",
    kinds.TITLE: "title",
}


def redact(
    context: typer.Context,
    events: EventIds,
    why: Why = None,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask first.")] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Take the words of events out for good, such as a secret.

    With them go their corrections, attachments, twins and a title made from them; the
    events stay, without words. Every log that syncs or imports it does the same. It cannot
    be undone.
    """
    session = session_of(context)
    author = session.responder().author
    with session.existing_log(db) as log:
        found = action.planned(log, events, author)
        if not yes and not _is_wanted(found):
            warn("nothing was taken out")
            raise typer.Exit(1)
        with text_kept(["redact", *events], None):
            done = action.redact(log, session.responder(), found, storable(why or ""))
    if json_:
        say_stored(export.line(export.event_object(done.event)))
    else:
        say_stored(_said(found))
    _say_what_is_left(done, session, log.path)


def _is_wanted(found: Redaction) -> bool:
    """Ask, where somebody sits there: what is taken out does not come back."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        return True
    for event in found.facts:
        warn(f"{event.short_id}  {event.kind}: {clipped(event.text, 60)}")
    warn(f"take {_with(found.others) or 'it'} out for good? [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _said(found: Redaction) -> str:
    ids = ", ".join(event.short_id for event in found.facts)
    more = _with(found.others)
    return f"{ids}  redacted{f', with {more}' if more else ''}"


def _with(others: Sequence[Event]) -> str:
    counts = Counter(_NAMES.get(event.kind, "twin") for event in others)
    return ", ".join(count(number, name) for name, number in counts.items())


def _say_what_is_left(done: Redacted, session: Session, path: str) -> None:
    warn("change the secret: it was stored, so somebody may have read it")
    if not done.is_swept:
        warn(
            f"another program has {path} open, so the old bytes are still in its "
            "write-ahead log; they go when the last program closes it"
        )
    also = done.redaction.also
    if also:
        ids = " ".join(event.short_id for event in also[:_MOST])
        more = f" and {len(also) - _MOST} more" if len(also) > _MOST else ""
        warn(f"the same stands in {ids}{more}: pmlog redact {ids}")
    shelf = session.environ.get("PMLOG_SYNC")
    if shelf:
        from pmlog.text import redaction

        where = redaction.redact(shelf).text
        warn(
            f"{where} keeps what was pushed there before; the next sync tells the others, "
            "and 'pmlog help secrets' says how to remove the old segments"
        )
    warn("copies keep it: backups, exports, rendered documents, a shell's history")
