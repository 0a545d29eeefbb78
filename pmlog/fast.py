"""The fast path: `pmlog event "text"` with the standard library alone.

It takes words and the usual options (kind, incident, how, to, and times that need no
dateutil), and silently declines everything else before it has changed anything; the full
command line then takes the same words from the start. What it accepts, that one would
store and print the same: tests/test_fast.py holds it to this, and to the modules that it
may import.
"""

from __future__ import annotations

import os

from pmlog import clock, paths
from pmlog.actions import record
from pmlog.actions.confirmation import confirmation, secret_warning
from pmlog.actions.responder import at_keyboard
from pmlog.errors import LogNotReady, PmlogError
from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple
from pmlog.store.log import Log
from pmlog.text.terminal import say_confirmed, say_stored, storable, warn, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pmlog.actions.confirmation import Receipt
    from pmlog.actions.responder import Responder
    from pmlog.event_line import Kept
    from pmlog.incident.entry import Entry
    from pmlog.incident.timeline import Incident

# Logs that the process leaves without closing them (see store.Log.may_stay_open): a log
# that nobody refers to any more would be closed.
_left_open: list[Log] = []


class _Given(NamedTuple):
    """What the words say, as far as this way in takes it."""

    text: str
    kind: str | None = None
    how: str = ""
    to: tuple[str, ...] = ()
    incident: str | None = None
    at: str | None = None
    until: str | None = None
    duration: str | None = None
    kept: tuple[Kept, ...] = ()  # what looks like options, and is text


def run(argv: list[str], environ: Mapping[str, str], now_us: int) -> int | None:
    """Log the event that argv describes: "event", or a kind, and its words.

    Return the exit code, or None to decline.
    """
    zone = environ.get("PMLOG_TZ") or None
    # EST and MST are zones, and yet out of season in summer, which is warned of.
    if not (zone is None or (clock.is_zone(zone) and zone not in ("EST", "MST"))):
        return None
    responder = at_keyboard(environ, now_us, zone)
    try:
        given = _understood(argv, environ, responder)
        entry = record.entry_of_words(given.text, given.kind)
        entry = _with_particulars(entry, given)
        read_entry = _reader(entry, given, environ, now_us)
        log = Log(paths.log_file(environ))
        incident = _named_incident(log, given.incident or environ.get("PMLOG_INCIDENT"))
        receipt = record.event(log, responder, read_entry, incident)
    except (LogNotReady, _Declined):
        return None
    except PmlogError as error:
        from pmlog.actions import retry  # only where it is needed

        typed = ["-i", given.incident] if given.incident else []
        # What was typed is right; of its time this is the moment to tell it.
        try:
            entry = read_entry(responder.zone, None)
        except _Declined:
            return None
        warn(retry.event(error, entry, now_us, typed))
        return error.exit_code
    return _confirm(log, receipt, given)


class _Around(NamedTuple):
    """What a time is read in."""

    environ: Mapping[str, str]
    now_us: int


def _reader(
    entry: Entry, given: _Given, environ: Mapping[str, str], now_us: int
) -> record.ReadEntry:
    """Return how the entry is read: with its times, where there are some."""
    if given.at is None and given.until is None and given.duration is None:
        return lambda _zone, _incident: entry
    import sys

    from pmlog.errors import UsageError
    from pmlog.event_times import Times

    had_dateutil = "dateutil" in sys.modules
    # The full command line says what is wrong, and repeats the words.
    try:
        times = Times(given.at, given.until, given.duration, None)
    except UsageError:
        raise _Declined from None

    def read_entry(zone: str, incident: Incident | None) -> Entry:
        try:
            found = times.read_into(entry, _Around(environ, now_us), zone, incident)
        except UsageError:
            raise _Declined from None
        # What dateutil alone reads is the other way in's, as it takes so long to load.
        if "dateutil" in sys.modules and not had_dateutil:
            raise _Declined
        return found

    return read_entry


class _Declined(Exception):
    """The full command line knows better what to say."""


def _understood(
    argv: list[str], environ: Mapping[str, str], responder: Responder
) -> _Given:
    name, *words = argv
    kind = None if name == "event" else name
    if not any(word.startswith("-") for word in words):
        return _text(_Given("", kind), words)
    # Whether a word is an option of event is read in the table that is made from Typer's.
    from pmlog import event_line
    from pmlog.shell import table

    known = event_line.options_of(
        [(row.names, row.value) for row in table.rows() if row[0] == "event" and row.names]
    )
    fits = event_line.Fitting(
        responder.now_us, responder.zone, lambda word: _is_here(word, environ)
    )
    # As the full command line has it: which of the options count depends on the kind.
    line = event_line.split([*(("--kind", kind) if kind else ()), *words], known, fits)
    given = _Given("", kind, kept=line.kept)
    plain = {
        event_line.HOW: "how",
        event_line.INCIDENT: "incident",
        event_line.AT: "at",
        event_line.UNTIL: "until",
        event_line.FOR: "duration",
    }
    for option, value in line.options:
        if not value or not value.strip():
            raise _Declined
        if option == event_line.KIND and len(kinds.beginning(value)) == 1:
            (kind,) = kinds.beginning(value)
            given = given._replace(kind=kind)
        elif option == event_line.TO:
            given = given._replace(to=(*given.to, value))
        elif option in plain:
            change: dict[str, Any] = {plain[option]: value}
            given = given._replace(**change)
        else:
            raise _Declined
    if line.valueless or line.words == ("-",):
        raise _Declined
    return _text(given, line.words)


def _text(given: _Given, words: Sequence[str]) -> _Given:
    text = storable(" ".join(words))
    if not text.strip() or text == "-":
        raise _Declined  # a pipe may bring it
    return given._replace(text=text)


def _with_particulars(entry: Entry, given: _Given) -> Entry:
    """Return the entry with how it was detected, or to whom it was escalated."""
    if not (given.how or given.to):
        return entry
    if given.kind is None and entry.kind == kinds.NOTE:
        implied = kinds.DETECTED if given.how else kinds.ESCALATED
        entry = entry._replace(kind=implied)
    is_right = entry.kind == (kinds.DETECTED if given.how else kinds.ESCALATED)
    if not is_right or (given.how and given.to):
        raise _Declined
    import json

    data: dict[str, object] = {}
    if given.how:
        data["how"] = storable(given.how)
    if given.to:
        data["to"] = list(map(storable, given.to))
    return entry._replace(data=json.dumps(data))


def _named_incident(log: Log, reference: str | None) -> str | None:
    if not reference:
        return None
    from pmlog.actions import lookup  # most leave it to us which one is meant

    try:
        meant = lookup.meant(log, reference)
    except PmlogError:
        raise _Declined from None
    if meant.others:
        raise _Declined  # which are told
    return meant.incident


def _is_here(reference: str, environ: Mapping[str, str]) -> bool:
    from pmlog.actions import lookup
    from pmlog.errors import UsageError

    try:
        with Log(paths.log_file(environ)) as log:
            return bool(lookup.find_incident(log, reference))
    except UsageError:
        return True  # it names several: which one is asked where it counts
    except PmlogError:
        return False


def _confirm(log: Log, receipt: Receipt, given: _Given) -> int:
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
    if given.kept:
        from pmlog.actions import retry

        for kept in given.kept:
            warn(retry.kept_as_text(*kept, receipt.event))
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
