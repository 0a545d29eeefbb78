"""What a responder says -> events in the log.

Under both doors: the choice of the incident, the defaults and the sentence that confirms
are here and nowhere else. Each function is one transaction; when it returns, what it
says is on the disk.
"""

from __future__ import annotations

from pmlog import clock, glance, model, timeline
from pmlog.errors import UsageError
from pmlog.lean import NamedTuple
from pmlog.model import Event
from pmlog.terminal import clipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlog.evidence import Evidence
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
    evidence: tuple[Evidence, ...] = ()  # what its data refers to


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


def check_instants(first_us: int, last_us: int) -> None:
    """Return if an export can tell these times. UsageError otherwise."""
    if first_us < model.FIRST_US or last_us > model.LAST_US:
        raise UsageError("a time beyond the years 1 to 9999 cannot be logged")


class Pen:
    """Writes the next events of this log, numbered; inside a transaction.

    The events of one command share their lamport: undo takes them back together.
    """

    def __init__(self, log: Log, responder: Responder) -> None:
        self._responder = responder
        self._origin, self._seq, last_lamport = log.claim(responder.now_us)
        self._lamport = last_lamport + 1

    def write(self, incident: str | None, entry: Entry, zone: str) -> Event:
        """Return the event of an entry; an incident of None is the one it opens.

        UsageError for a time that an export could not tell.
        """
        now_us = self._responder.now_us
        at_us = now_us if entry.at_us is None else entry.at_us
        last_us = at_us if entry.until_us is None else entry.until_us
        check_instants(at_us, last_us)
        self._seq += 1
        new_id = model.new_id(now_us)
        return Event(
            id=new_id,
            origin=self._origin,
            seq=self._seq,
            lamport=self._lamport,
            incident=incident or new_id,
            kind=entry.kind,
            at=at_us,
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
            data=self._data(entry),
        )

    def _data(self, entry: Entry) -> str:
        typed_by = self._responder.author
        if entry.author in (None, typed_by):
            return entry.data
        from pmlog import details

        return model.with_data(entry.data, {details.LOGGED_BY: typed_by})


def event(
    log: Log,
    responder: Responder,
    said: Callable[[str], Entry],
    incident: str | None = None,
    new_zone: str | None = None,
) -> Receipt:
    """Append an entry to an incident: the one given, else the current one.

    said returns the entry with its times read in a zone; it is asked once the incident is
    chosen and nobody else can write. Where there is no incident, or it was resolved more
    than 12 hours before the entry, one is opened, titled from the text, with new_zone
    (else the responder's) as its zone.
    """
    with log.transaction():
        pen = Pen(log, responder)
        chosen = incident or glance.current_incident(log)
        marks = glance.landmarks(log, chosen) if chosen else []
        before = timeline.folded(marks, chosen) if chosen else None
        entry = said(before.zone if before else responder.zone)
        if before and incident is None and is_over(before, _at(entry, responder)):
            marks, before = [], None
            entry = said(responder.zone)
        if before:
            carried = _carriers(log, pen, entry.evidence, before.id, before.zone)
            written = [*carried, pen.write(before.id, entry, before.zone)]
        else:
            written = _opened_by(log, entry, pen, new_zone or responder.zone)
        log.insert(written)
    return Receipt(
        event=written[-1],
        incident=timeline.folded([*marks, *written], written[-1].incident),
        is_new=before is None,
        warnings=entry.warnings + time_warnings(written[-1], responder.now_us, before),
    )


def _at(entry: Entry, responder: Responder) -> int:
    return responder.now_us if entry.at_us is None else entry.at_us


def is_over(incident: Incident, at_us: int) -> bool:
    """Tell whether what is logged at an instant no longer belongs to an incident."""
    resolved = incident.resolved
    return resolved is not None and at_us - resolved.at > RESOLVED_IS_OVER_US


def _opened_by(log: Log, entry: Entry, pen: Pen, zone: str) -> list[Event]:
    """Return the events of an incident that begins with an entry."""
    opening = Entry(
        text=title_of(entry.text),
        kind=model.OPENED,
        at_us=entry.at_us,
        approx=entry.approx,
    )
    opened = pen.write(None, opening, zone)
    carried = _carriers(log, pen, entry.evidence, opened.id, zone)
    return [opened, *carried, pen.write(opened.id, entry, zone)]


def _carriers(
    log: Log, pen: Pen, evidence: tuple[Evidence, ...], incident: str, zone: str
) -> list[Event]:
    """Return the events that carry those contents which an incident does not have yet."""
    if not evidence:
        return []
    from pmlog import queries

    new = {
        piece.sha256: Entry(text=piece.name, kind=model.EVIDENCE, data=piece.data)
        for piece in evidence
        if not queries.has_evidence(log, incident, piece.sha256)
    }
    return [pen.write(incident, entry, zone) for entry in new.values()]


def ended(
    log: Log,
    responder: Responder,
    started: Event,
    until_us: int,
    exit_code: int,
    evidence: tuple[Evidence, ...],
) -> Event:
    """Append how the command of an event ended; return the event as it now stands.

    The start is in the log before the command runs, so nothing that ends the machine
    hides that it ran; its end is an amendment, which moves no landmark (see glance).
    """
    import json

    from pmlog import details
    from pmlog.evidence import references

    learnt: dict[str, object] = {"until": until_us, details.EXIT_CODE: exit_code}
    if evidence:
        learnt[details.ATTACHED] = references(list(evidence))
    data = json.dumps({details.TARGET: started.id, details.SET: learnt})
    ending = Entry(text="", kind=model.AMEND, data=data)
    with log.transaction():
        pen = Pen(log, responder)
        written = _carriers(log, pen, evidence, started.incident, started.zone)
        written.append(pen.write(started.incident, ending, started.zone))
        log.insert(written)
    return timeline.corrected([started, written[-1]])[0]


def zone_in_force(log: Log, responder: Responder) -> str:
    """Return the zone in which a time that is typed now would be read."""
    current = glance.current_incident(log)
    incident = glance.incident(log, current) if current else None
    if incident is None or is_over(incident, responder.now_us):
        return responder.zone
    return incident.zone


def title_of(text: str) -> str:
    """Return an incident's title from the text of its first event."""
    line = text.strip().splitlines()[0].strip()
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def time_warnings(event: Event, now_us: int, before: Incident | None) -> tuple[str, ...]:
    """Return what is odd about an event's time, in an incident as it was before it."""
    when = f"{clock.date_text(event.at, event.zone)} {_time(event)}"
    if event.at > now_us:
        return (f"{when} is in the future",)
    if event.until is not None and event.until > now_us:
        return (f"{event.short_id} ends in the future",)
    # Opened late and begun early are both usual; a day before either is not.
    known_us = min(before.start_us, before.opened_at) if before else event.at
    if event.at < known_us - clock.DAY_US:
        early = clock.duration_text(clock.between(event.at, known_us))
        return (f"{when} is {early} before anything known of the incident",)
    return ()


def open_incident(
    log: Log, responder: Responder, opening: Entry, fields: dict[str, str]
) -> Receipt:
    """Open an incident; opening.text is its title, fields are write-up fields by kind."""
    with log.transaction():
        pen = Pen(log, responder)
        first = pen.write(
            None, opening._replace(kind=model.OPENED), opening.zone or responder.zone
        )
        written = [first]
        for kind, text in fields.items():
            field = Entry(text=text, kind=kind)
            written.append(pen.write(first.id, field, first.zone))
        log.insert(written)
    folded = timeline.folded(written, first.id)
    warnings = opening.warnings + time_warnings(first, responder.now_us, None)
    return Receipt(first, folded, is_new=True, warnings=warnings)


def write_up(log: Log, responder: Responder, entry: Entry, incident: str) -> Receipt:
    """Append a field, an improvement, a task or a lifecycle event to an incident."""
    with log.transaction():
        marks = glance.landmarks(log, incident)
        before = timeline.folded(marks, incident)
        written = Pen(log, responder).write(incident, entry, before.zone)
        log.insert([written])
        if entry.kind == model.CLOSED:
            glance.settle(log)
    return Receipt(written, timeline.folded([*marks, written], incident), is_new=False)


def confirmation(receipt: Receipt, width: int | None) -> str:
    """Return the one line that says what was stored, and how it was understood.

    In a terminal of that width text and title are cut so that the line fits.
    """
    event = receipt.event
    due = event.details.due if event.kind == model.TASK else ""
    kind = f"{event.kind}, due {due}" if due else event.kind
    head = f"{event.short_id}  {_when(event)}  {kind}: "
    before, title, after = _place(receipt)
    spare = width - len(f"{head}  [{before}{after}]") if width else 72 + 24
    text = clipped(event.text, max(min(len(event.text), spare - min(len(title), 12)), 16))
    title = clipped(title, max(min(spare - len(text), 24), 0))
    return f"{head}{text}  [{before}{title}{after}]"


def _when(event: Event) -> str:
    """Return the time of an event, with the date and the end where they were typed."""
    at = f"{'~' if event.approx else ''}{_time(event)}"
    if event.said is not None:
        about, at = at[: event.approx], at[event.approx :]
        at = f"{about}{clock.date_text(event.at, event.zone)} {at}"
    if event.until is None:
        return at
    return f"{at} for {clock.duration_text(clock.between(event.at, event.until))}"


def _place(receipt: Receipt) -> tuple[str, str, str]:
    """Return what stands before, as and after the incident's title."""
    event, incident = receipt.event, receipt.incident
    if event.kind == model.OPENED:
        return "new incident", "", ""
    if receipt.is_new:
        return f"new incident {incident.short_id}: ", incident.title, ""
    if event.kind not in model.TIMELINE_KINDS:
        return "", incident.title, ""
    elapsed = clock.duration_text(incident.elapsed_us(event))
    return "", incident.title, f" {'' if elapsed.startswith('-') else '+'}{elapsed}"


def _time(event: Event) -> str:
    seconds = clock.second_text(event.at, event.zone)
    return f"{seconds} {clock.zone_label(event.at, event.zone)}"
