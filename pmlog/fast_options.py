"""The options that the fast path takes: kind, incident, how, to, and times.

Which words are options is read in the table that is made from Typer's (shell/table), and
what they mean is read by what reads it everywhere.
"""

from __future__ import annotations

from pmlog import event_line, event_options, paths
from pmlog.actions import record
from pmlog.errors import PmlogError, UsageError
from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple
from pmlog.shell import table
from pmlog.store.log import Log
from pmlog.text.terminal import storable, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pmlog.actions.record import ReadEntry
    from pmlog.actions.responder import Responder
    from pmlog.event_options import Kept
    from pmlog.incident.event import Entry
    from pmlog.incident.timeline import Incident

    Understood = tuple[ReadEntry, str | None, tuple[Kept, ...]]  # as in fast


class Declined(PmlogError):
    """The full command line knows better what to say."""


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


class _Around(NamedTuple):
    """What a time is read in."""

    environ: Mapping[str, str]
    now_us: int


def understood(
    kind: str | None, words: Sequence[str], environ: Mapping[str, str], responder: Responder
) -> Understood | None:
    """Return what the words of an event say; None to decline."""
    try:
        given = _given(kind, words, environ, responder)
        entry = record.entry_of_words(given.text, given.kind)
        entry = _with_particulars(entry, given)
        read_entry = _reader(entry, given, environ, responder.now_us)
    except Declined:
        return None
    return read_entry, given.incident, given.kept


_PLAIN = {
    event_options.HOW: "how",
    event_options.INCIDENT: "incident",
    event_options.AT: "at",
    event_options.UNTIL: "until",
    event_options.FOR: "duration",
}


def _given(
    kind: str | None, words: Sequence[str], environ: Mapping[str, str], responder: Responder
) -> _Given:
    fits = event_line.Fitting(
        responder.now_us, responder.zone, lambda word: _is_here(word, environ)
    )
    # As the full command line has it: which of the options count depends on the kind.
    words = [*(("--kind", kind) if kind else ()), *words]
    line = event_line.split(words, event_options.options_of(table.options("event")), fits)
    given = _Given("", kind, kept=line.kept)
    for option, value in line.options:
        if not value or not value.strip():
            raise Declined
        if option == event_options.KIND and len(kinds.beginning(value)) == 1:
            (kind,) = kinds.beginning(value)
            given = given._replace(kind=kind)
        elif option == event_options.TO:
            given = given._replace(to=(*given.to, value))
        elif option in _PLAIN:
            change: dict[str, Any] = {_PLAIN[option]: value}
            given = given._replace(**change)
        else:
            raise Declined
    text = storable(" ".join(line.words))
    if line.valueless or not text.strip() or text == "-":
        raise Declined
    return given._replace(text=text)


def _reader(
    entry: Entry, given: _Given, environ: Mapping[str, str], now_us: int
) -> ReadEntry:
    """Return how the entry is read: with its times, where there are some."""
    if given.at is None and given.until is None and given.duration is None:
        return lambda _zone, _incident: entry
    import sys

    from pmlog.event_times import Times

    had_dateutil = "dateutil" in sys.modules
    # The full command line says what is wrong, and repeats the words.
    try:
        times = Times(given.at, given.until, given.duration, None)
    except UsageError:
        raise Declined from None

    def read_entry(zone: str, incident: Incident | None) -> Entry:
        try:
            found = times.read_into(entry, _Around(environ, now_us), zone, incident)
        except UsageError:
            raise Declined from None
        # What dateutil alone reads is the other way in's, as it takes so long to load.
        if "dateutil" in sys.modules and not had_dateutil:
            raise Declined
        return found

    return read_entry


def _with_particulars(entry: Entry, given: _Given) -> Entry:
    """Return the entry with how it was detected, or to whom it was escalated."""
    if not (given.how or given.to):
        return entry
    if given.kind is None and entry.kind == kinds.NOTE:
        implied = kinds.DETECTED if given.how else kinds.ESCALATED
        entry = entry._replace(kind=implied)
    is_right = entry.kind == (kinds.DETECTED if given.how else kinds.ESCALATED)
    if not is_right or (given.how and given.to):
        raise Declined
    from pmlog import plain_json

    data: dict[str, object] = {}
    if given.how:
        data["how"] = storable(given.how)
    if given.to:
        data["to"] = list(map(storable, given.to))
    return entry._replace(data=plain_json.dumps(data))


def incident(log: Log, reference: str) -> str:
    """Return the incident that a reference names. Declined where that is to be told."""
    from pmlog.actions import lookup

    try:
        meant = lookup.meant(log, reference)
    except PmlogError:
        raise Declined from None
    if meant.others:
        raise Declined
    return meant.incident


def _is_here(reference: str, environ: Mapping[str, str]) -> bool:
    from pmlog.actions import lookup

    try:
        with Log(paths.log_file(environ), tell=warn) as log:
            return bool(lookup.find_incident(log, reference))
    except UsageError:
        return True  # it names several: which one is asked where it counts
    except PmlogError:
        return False
