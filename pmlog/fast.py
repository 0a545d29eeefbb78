"""The fast path: `pmlog event "text"` with the standard library alone.

It takes the plain forms (words and --kind) and silently declines everything else before
it has changed anything; the full command line then takes the same words from the start.
What it accepts, that one would store and print the same: tests/test_fast.py holds it to
this, and to the modules that it may import.
"""

from __future__ import annotations

from pmlog import clock, paths
from pmlog.actions import record
from pmlog.actions.confirmation import confirmation
from pmlog.actions.receipt import Receipt
from pmlog.actions.responder import at_keyboard
from pmlog.errors import LogNotReady, PmlogError
from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple
from pmlog.store.log import Log
from pmlog.text.terminal import say_stored, storable, warn, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Logs that the process leaves without closing them (see store.Log.may_stay_open): a log
# that nobody refers to any more would be closed.
_left_open: list[Log] = []


class _Words(NamedTuple):
    text: str
    kind: str | None


def run(argv: list[str], environ: Mapping[str, str], now_us: int) -> int | None:
    """Log the event that argv (the words behind "event") describes.

    Return the exit code, or None to decline.
    """
    words = _understood(argv)
    zone = environ.get("PMLOG_TZ") or None
    if words is None or not (zone is None or clock.is_zone(zone)):
        return None
    responder = at_keyboard(environ, now_us, zone)
    entry = record.entry_of_words(words.text, words.kind)
    try:
        log = Log(paths.log_file(environ))
        incident = _named_incident(log, environ)
        receipt = record.event(log, responder, lambda _zone, _incident: entry, incident)
    except (LogNotReady, _Declined):
        return None
    except PmlogError as error:
        from pmlog.actions import retry  # only where it is needed

        warn(retry.event(error, entry, now_us))
        return error.exit_code
    return _confirm(log, receipt)


class _Declined(Exception):
    """The full command line knows better what to say."""


def _understood(argv: list[str]) -> _Words | None:
    words: list[str] = []
    kind = None
    rest = iter(argv)
    for word in rest:
        if word in ("-k", "--kind"):
            kind = next(rest, None)
            if kind not in kinds.TIMELINE_KINDS:
                return None
        elif word.startswith("-"):
            return None
        else:
            words.append(word)
    text = storable(" ".join(words))
    return _Words(text, kind) if text.strip() else None


def _named_incident(log: Log, environ: Mapping[str, str]) -> str | None:
    reference = environ.get("PMLOG_INCIDENT")
    if not reference:
        return None
    from pmlog.actions import (
        lookup,  # most responders leave it to us which is the current one
    )

    try:
        return lookup.find_incident(log, reference)
    except PmlogError:
        raise _Declined from None


def _confirm(log: Log, receipt: Receipt) -> int:
    code = 0
    try:
        say_stored(confirmation(receipt, width()))
        if receipt.second_line:
            say_stored(receipt.second_line)
    except PmlogError as error:
        warn(str(error))
        code = error.exit_code
    for warning in receipt.warnings:
        warn(f"warning: {warning}")
    if log.may_stay_open():
        _left_open.append(log)
    else:
        log.close()
    return code
