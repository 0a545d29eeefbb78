"""What a responder says -> events in the log.

Under both doors: the choice of the incident, the defaults and the sentence that confirms
are here and nowhere else. Each function is one transaction; when it returns, what it
says is on the disk.
"""

from __future__ import annotations

from pmlog import clock, model, timeline
from pmlog.errors import NotFound, PerhapsStored, PmlogError, UsageError
from pmlog.lean import NamedTuple
from pmlog.model import Event
from pmlog.terminal import clipped, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.responder import Responder
    from pmlog.store import Log
    from pmlog.timeline import Incident

# An incident resolved longer ago than this is over: what comes now is another one.
RESOLVED_IS_OVER_US = 12 * clock.HOUR_US
TITLE_LENGTH = 72


class Entry(NamedTuple):
    """What is to be logged. A time that was not typed is None and means now."""

    text: str
    kind: str = model.NOTE
    at_us: int | None = None
    until_us: int | None = None
    zone: str | None = None  # None: the zone in force
    approx: bool = False
    said: str | None = None
    author: str | None = None  # None: the responder
    data: str = model.NO_DATA
    warnings: tuple[str, ...] = ()  # of the reading of its time


class Receipt(NamedTuple):
    """What was stored, as the log now has it."""

    event: Event
    incident: Incident
    is_new: bool  # the incident was opened by this very call
    warnings: tuple[str, ...] = ()


def entry_of_words(text: str, kind: str | None) -> Entry:
    """Return the entry of a typed text: "escalated: paged the DBAs" sets the kind.

    An explicit kind wins over another one before a colon. A kind alone is its own text.
    UsageError when there is nothing to log.
    """
    text = text.strip("\n")
    head, colon, rest = text.partition(":")
    said_kind = head.strip().lower()
    if colon and said_kind in model.TIMELINE_KINDS and kind in (None, said_kind):
        kind, text = said_kind, rest.strip()
    if not text.strip():
        if kind is None:
            raise UsageError(
                'nothing to log; say what happened: pmlog event "disk full on db-1"'
            )
        text = kind
    return Entry(text=text, kind=kind or model.NOTE)


class _Pen:
    """Writes the next events of this log, numbered; inside a transaction."""

    def __init__(self, log: Log, responder: Responder) -> None:
        self._log = log
        self._responder = responder
        self._origin, self._seq, self._lamport = log.position()

    def write(self, incident: str | None, entry: Entry, zone: str) -> Event:
        """Return the event of an entry; an incident of None is the one it opens."""
        self._seq += 1
        self._lamport += 1
        now_us = self._responder.now_us
        new_id = model.new_id(now_us)
        return Event(
            id=new_id,
            origin=self._origin,
            seq=self._seq,
            lamport=self._lamport,
            incident=incident or new_id,
            kind=entry.kind,
            at=now_us if entry.at_us is None else entry.at_us,
            until=entry.until_us,
            zone=entry.zone or zone,
            approx=entry.approx,
            said=entry.said,
            text=entry.text,
            author=entry.author or self._responder.author,
            host=self._responder.host,
            recorded_at=now_us,
            source=None,
            source_id=None,
            data=entry.data,
        )


def event(
    log: Log,
    responder: Responder,
    entry: Entry,
    incident: str | None = None,
    new_zone: str | None = None,
) -> Receipt:
    """Append an entry to an incident: the one given, else the current one.

    Where there is none, or it was resolved more than 12 hours before the entry, one is
    opened, titled from the text, with new_zone (else the responder's) as its zone.
    """
    at_us = responder.now_us if entry.at_us is None else entry.at_us
    with log.transaction():
        pen = _Pen(log, responder)
        chosen = incident or current_for(log, at_us)
        if chosen:
            marks = log.landmarks(chosen)
            before = _folded(marks, chosen)
            written = [pen.write(chosen, entry, before.zone)]
        else:
            zone = new_zone or responder.zone
            opening = Entry(
                text=title_of(entry.text), at_us=entry.at_us, approx=entry.approx
            )
            marks, before = [], None
            written = [pen.write(None, opening._replace(kind=model.OPENED), zone)]
            written.append(pen.write(written[0].id, entry, zone))
        log.insert(written)
    return Receipt(
        event=written[-1],
        incident=_folded([*marks, *written], written[-1].incident),
        is_new=before is None,
        warnings=entry.warnings + _warnings(written[-1], responder.now_us, before),
    )


def current_for(log: Log, at_us: int) -> str | None:
    """Return the current incident's id, unless it was over at that time."""
    current = log.current_incident()
    if current is None:
        return None
    resolved = _folded(log.landmarks(current), current).resolved
    if resolved and at_us - resolved.at > RESOLVED_IS_OVER_US:
        return None
    return current


def title_of(text: str) -> str:
    """Return an incident's title from the text of its first event."""
    line = text.strip().splitlines()[0].strip()
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def _warnings(event: Event, now_us: int, before: Incident | None) -> tuple[str, ...]:
    when = f"{clock.date_text(event.at, event.zone)} {_time(event)}"
    if event.at > now_us:
        return (f"{when} is in the future",)
    if before and event.at < before.start_us - clock.DAY_US:
        early = clock.duration_text(before.start_us - event.at)
        return (f"{when} is {early} before the incident's start",)
    return ()


def _folded(events: Iterable[Event], incident: str) -> Incident:
    folded = timeline.fold(events)
    if folded is None:
        raise unknown_incident(model.short(incident))
    return folded


def unknown_incident(reference: str) -> NotFound:
    """Return the error for a reference that names no incident."""
    return NotFound(f"no incident {reference!r}; 'pmlog list' shows them")


def open_incident(
    log: Log, responder: Responder, opening: Entry, fields: dict[str, str]
) -> Receipt:
    """Open an incident; opening.text is its title, fields are write-up fields by kind."""
    with log.transaction():
        pen = _Pen(log, responder)
        first = pen.write(
            None, opening._replace(kind=model.OPENED), opening.zone or responder.zone
        )
        written = [first]
        for kind, text in fields.items():
            field = Entry(text=text, kind=kind)
            written.append(pen.write(first.id, field, first.zone))
        log.insert(written)
    folded = _folded(written, first.id)
    warnings = opening.warnings + _warnings(first, responder.now_us, None)
    return Receipt(first, folded, is_new=True, warnings=warnings)


def write_up(log: Log, responder: Responder, entry: Entry, incident: str) -> Receipt:
    """Append a field, an improvement, a task or a lifecycle event to an incident."""
    with log.transaction():
        marks = log.landmarks(incident)
        before = _folded(marks, incident)
        written = _Pen(log, responder).write(incident, entry, before.zone)
        log.insert([written])
    return Receipt(written, _folded([*marks, written], incident), is_new=False)


def incidents(log: Log) -> Iterator[Incident]:
    """Yield each incident from its landmarks alone, the first opened first."""
    for each in log.incidents():
        folded = timeline.fold(log.landmarks(each))
        if folded is not None:
            yield folded


def find_incident(log: Log, reference: str) -> str:
    """Return the id of the incident that a person names: by id, short id or title.

    The start of an id will do, and so will a part of a title. NotFound when nothing fits,
    UsageError when several do.
    """
    wanted = reference.strip().lower()
    ids = log.incidents()
    if wanted in ids:
        return wanted
    known = [] if not wanted else list(incidents(log))
    for fits in (_by_id, _by_title, _by_part_of_title):
        matches = [each.id for each in known if fits(each, wanted)]
        if len(matches) > 1:
            shown = ", ".join(map(model.short, matches[:5]))
            raise UsageError(f"{reference!r} fits several incidents: {shown}; name one")
        if matches:
            return matches[0]
    raise unknown_incident(reference)


def _by_id(incident: Incident, wanted: str) -> bool:
    return incident.short_id.startswith(wanted) or incident.id.startswith(wanted)


def _by_title(incident: Incident, wanted: str) -> bool:
    return incident.title.lower() == wanted


def _by_part_of_title(incident: Incident, wanted: str) -> bool:
    return wanted in incident.title.lower()


def confirmation(receipt: Receipt, width: int | None) -> str:
    """Return the one line that says what was stored, and how it was understood.

    In a terminal of that width the text is cut so that the line fits.
    """
    event = receipt.event
    when = _time(event)
    if event.said is not None:
        when = f"{clock.date_text(event.at, event.zone)} {when}"
    head = f"{event.short_id}  {'~' if event.approx else ''}{when}  {event.kind}: "
    tail = f"  [{_place(receipt)}]"
    room = 72 if width is None else width - len(head) - len(tail)
    return head + clipped(event.text, max(room, 16)) + tail


def _place(receipt: Receipt) -> str:
    event, incident = receipt.event, receipt.incident
    title = clipped(incident.title, 24)
    if event.kind == model.OPENED:
        return "new incident"
    if receipt.is_new:
        return f"new incident {incident.short_id}: {title}"
    if event.kind not in model.TIMELINE_KINDS:
        return title
    elapsed = clock.duration_text(incident.elapsed_us(event))
    return f"{title} {'' if elapsed.startswith('-') else '+'}{elapsed}"


def is_open(log: Log, incident: str) -> bool:
    """Tell whether an incident is open."""
    return _folded(log.landmarks(incident), incident).is_open


def closed_last(log: Log) -> str | None:
    """Return the id of the incident that was closed last, of those that are closed."""
    closed = [each for each in incidents(log) if each.closed_at is not None]
    return max(closed, key=lambda each: each.closed_at or 0).id if closed else None


def zone_of(log: Log, incident: str) -> str:
    """Return an incident's zone."""
    return _folded(log.landmarks(incident), incident).zone


def not_stored(error: PmlogError, entry: Entry, now_us: int) -> str:
    """Return what to say when an entry could not be stored: nothing typed is lost.

    The command repeats the entry with its time, to be run once the log can be written.
    """
    import shlex

    at = clock.rfc3339(now_us if entry.at_us is None else entry.at_us)
    options = ["--at", ("~" if entry.approx else "") + at]
    if entry.kind != model.NOTE:
        options += ["--kind", entry.kind]
    if entry.until_us is not None:
        options += ["--until", clock.rfc3339(entry.until_us)]
    if entry.author:
        options += ["--by", entry.author]
    for option, values in _options_of(entry.data):
        options += [word for value in values for word in (option, value)]
    command = shlex.join(["pmlog", "event", *options, "--", entry.text])
    state = "perhaps not stored" if isinstance(error, PerhapsStored) else "not stored"
    return f"{error}\n{state}; to log it later: {one_line(command)}"


def _options_of(data: str) -> Iterator[tuple[str, list[str]]]:
    details = model.read_data(data)
    if model.DATA_HOW in details:
        yield "--how", [details[model.DATA_HOW]]
    yield "--to", details.get(model.DATA_TO, [])
    yield "--link", details.get(model.DATA_LINKS, [])


def _time(event: Event) -> str:
    seconds = clock.second_text(event.at, event.zone)
    return f"{seconds} {clock.zone_label(event.at, event.zone)}"
