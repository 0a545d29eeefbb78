"""What a command did, said: a confirmation, a correction."""

from __future__ import annotations

from pmlog import clock
from pmlog.actions import correct, undoing
from pmlog.actions.correct import Correction
from pmlog.actions.record import Receipt
from pmlog.confirmation import confirmation, holding, secret_warning
from pmlog.exchange import export
from pmlog.incident import kinds
from pmlog.incident.history import Change
from pmlog.incident.timeline import Incident
from pmlog.render.changes import what_changed
from pmlog.store.log import Log
from pmlog.text import typed
from pmlog.text.terminal import (
    clipped,
    say,
    say_all,
    say_confirmed,
    say_stored,
    warn,
    width,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 40  # corrections of one command that are shown, one by one


def confirm(receipt: Receipt, json_: bool) -> None:
    """Print what was stored. StoredUnsaid when that cannot be said."""
    if json_:
        say_stored(export.line(export.event_object(receipt.event)))
    else:
        say_confirmed(confirmation(receipt, width()))
        if receipt.second_line:
            say_stored(receipt.second_line)
    for warning in (*receipt.warnings, secret_warning(receipt.event)):
        if warning:
            warn(f"warning: {warning}")


def report(log: Log, done: Correction, json_: bool, so: str = "is so") -> None:
    """Print what was corrected, or undone and how to get it back; what was so already."""
    logged_at = {event.id: event.recorded_at for event in done.undone}
    known: dict[str, Incident | None] = {}
    # What was collected may be thousands; a look at some of it tells what it was.
    shown = done.changes if json_ or len(done.changes) <= MOST else done.changes[:MOST]
    for change in shown:
        if json_:
            say_stored(export.line(export.event_object(change.event)))
        else:
            line = _confirmation(log, change, logged_at, known)
            columns = width()
            say_stored(clipped(line, columns) if columns else line)
    if len(shown) < len(done.changes):
        say(f"and {len(done.changes) - len(shown):,} more of the same command")
    if not json_:
        say_all(f"to get it back: {command}" for command in undoing.ways_back(done.undone))
    for event in done.unchanged:
        warn(f"{event.short_id} {so} already; nothing was changed")
    for warning in (*done.warnings, *_secrets_in(done)):
        warn(f"warning: {warning}")


def _secrets_in(done: Correction) -> Iterator[str]:
    """Yield which amended events have a secret in what was typed."""
    for change in done.changes[:MOST]:
        if change.event.kind == kinds.AMEND:
            values = change.event.details.set.values()
            texts = [value for value in values if isinstance(value, str)]
            if found := typed.secrets_in(change.event.text, *texts):
                yield holding(change.after.short_id, found)


def _confirmation(
    log: Log,
    change: Change,
    logged_at: dict[str, int],
    known: dict[str, Incident | None],
) -> str:
    about = correct.subject(log, change.after, known)
    place = f"  [{clipped(about.incident.title, 24)}]" if about.incident else ""
    what = what_changed(change, about.zone)
    now_us = change.event.recorded_at
    after_us = clock.between(logged_at.get(change.event.details.undoes, now_us), now_us)
    is_old = after_us >= clock.MINUTE_US
    late = f" {clock.duration_text(after_us)} later" if is_old else ""
    return f"{change.after.short_id}  {change.action}{late}: {what}{place}"
