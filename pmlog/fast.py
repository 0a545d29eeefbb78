"""The fast path: `pmlog event "text"` with the standard library alone.

It takes words and the usual options (see fast_options), and silently declines everything
else before it has changed anything; the full command line then takes the same words from
the start. What it accepts, that one would store and print the same: tests/test_fast.py
holds it to this, and to the modules that it may import.
"""

from __future__ import annotations

import os

from pmlog import clock, paths
from pmlog.actions import record
from pmlog.actions.responder import at_keyboard
from pmlog.confirmation import confirmation, secret_warning
from pmlog.errors import LogNotReady, PmlogError
from pmlog.store.log import Log
from pmlog.text.terminal import say_confirmed, say_stored, storable, warn, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmlog.actions.record import ReadEntry, Receipt
    from pmlog.actions.responder import Responder
    from pmlog.event_options import Kept

    # What the words say: how the entry is read, the incident that they name, and what of
    # them looks like options and is text.
    Understood = tuple[ReadEntry, str | None, tuple[Kept, ...]]

# Logs that the process leaves without closing them (see store.Log.may_stay_open): a log
# that nobody refers to any more would be closed.
_left_open: list[Log] = []


def run(argv: list[str], environ: Mapping[str, str], now_us: int) -> int | None:
    """Log the event that argv describes: "event", or a kind, and its words.

    Return the exit code, or None to decline.
    """
    zone = environ.get("PMLOG_TZ") or None
    # EST and MST are zones, and yet out of season in summer, which is warned of.
    if not (zone is None or (clock.is_zone(zone) and zone not in ("EST", "MST"))):
        return None
    responder = at_keyboard(environ, now_us, zone)
    understood = _understood(argv, environ, responder)
    if understood is None:
        return None
    read_entry, named, kept = understood
    try:
        log = Log(paths.log_file(environ), tell=warn)
        incident = _incident(log, named or environ.get("PMLOG_INCIDENT"))
        receipt = record.event(log, responder, read_entry, incident)
    except LogNotReady:
        return None
    except PmlogError as error:
        return _refused(error, read_entry, named, responder)
    return _confirm(log, receipt, kept)


def _understood(
    argv: list[str], environ: Mapping[str, str], responder: Responder
) -> Understood | None:
    name, *words = argv
    kind = None if name == "event" else name
    if any(word.startswith("-") for word in words):
        from pmlog import fast_options  # most events have none

        return fast_options.understood(kind, words, environ, responder)
    text = text_of(words)
    if text is None:
        return None
    entry = record.entry_of_words(text, kind)
    return lambda _zone, _incident: entry, None, ()


def text_of(words: Sequence[str]) -> str | None:
    """Return the words as a text; None where a pipe may bring it."""
    text = storable(" ".join(words))
    return text if text.strip() and text != "-" else None


def _incident(log: Log, reference: str | None) -> str | None:
    if not reference:
        return None  # most leave it to us which one is meant
    from pmlog import fast_options

    return fast_options.incident(log, reference)


def _refused(
    error: PmlogError, read_entry: ReadEntry, named: str | None, responder: Responder
) -> int | None:
    """Say how what could not be stored is stored later; None to decline."""
    from pmlog.actions import retry
    from pmlog.fast_options import Declined

    try:
        if isinstance(error, Declined):
            return None
        # What was typed is right; of its time this is the moment to tell it.
        entry = read_entry(responder.zone, None)
    except Declined:
        return None
    typed = ["-i", named] if named else []
    warn(retry.event(error, entry, responder.now_us, typed))
    return error.exit_code


def _confirm(log: Log, receipt: Receipt, kept: tuple[Kept, ...]) -> int:
    code = 0
    try:
        say_confirmed(confirmation(receipt, width()))
        if receipt.second_line:
            say_stored(receipt.second_line)
    except PmlogError as error:
        warn(str(error))
        code = error.exit_code
    for warning in (*receipt.warnings, secret_warning(receipt.event)):
        if warning:
            warn(f"warning: {warning}")
    if kept:
        from pmlog.actions import retry

        for each in kept:
            warn(retry.kept_as_text(each, receipt))
    if _is_pipe():
        from pmlog.text import pipe

        if pipe.is_waiting():
            warn(pipe.UNREAD)
    if log.may_stay_open():
        _left_open.append(log)
    else:
        log.close()
    return code


def _is_pipe() -> bool:
    try:
        # S_ISFIFO without the module stat, whose constants cost an import.
        return os.fstat(0).st_mode & 0o170000 == 0o010000
    except OSError:
        return False
