"""What a responder says -> events in the log.

Under both ways in: the choice of the incident and the defaults are here and nowhere else.
Each function is one transaction; when it returns, what it says is on the disk.
"""

from __future__ import annotations

from pmlog.actions import current_incident
from pmlog.actions.current_incident import Choice
from pmlog.errors import UsageError
from pmlog.incident import kinds
from pmlog.incident.event import FIRST_US, LAST_US, Entry, Event, new_id, with_data
from pmlog.namedtuple import NamedTuple
from pmlog.store import current

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlog.actions.responder import Responder
    from pmlog.incident.evidence import Evidence
    from pmlog.incident.timeline import Incident
    from pmlog.store.current import Marks
    from pmlog.store.log import Log

    # How an entry is read in a zone, as of an incident.
    ReadEntry = Callable[[str, Incident | None], Entry]
    # An entry as it is read where it goes: to an incident as it was before, else to one
    # that it opens.
    _Chosen = tuple[Entry, Marks | None, Incident | None, Choice]

TITLE_LENGTH = 72


class Receipt(NamedTuple):
    """What was stored, as the log now has it."""

    event: Event
    incident: Incident
    is_new: bool  # the incident was opened by this very call
    warnings: tuple[str, ...] = ()
    opened_by: str = ""  # who opened the incident, where that was another log
    second_line: str = ""  # where the responder may not have meant that incident


def entry_of_words(text: str, kind: str | None) -> Entry:
    """Return the entry of a typed text: "escalated: paged the DBAs" sets the kind.

    An explicit kind wins over another one before a colon. A kind alone is its own text.
    UsageError when there is nothing to log.
    """
    text = text.strip("\n")
    before_colon, rest = kinds.before_colon(text)
    if before_colon is not None and kind in (None, before_colon):
        kind, text = before_colon, rest
    if not text.strip():
        if kind is None:
            raise UsageError(
                'nothing to log; say what happened: pmlog event "disk full on db-1"'
            )
        text = kind
    return Entry(text=text, kind=kind or kinds.NOTE)


def check_instants(first_us: int, last_us: int) -> None:
    """Return if an export can tell these times. UsageError otherwise."""
    if first_us < FIRST_US or last_us > LAST_US:
        raise UsageError("a time beyond the years 1 to 9999 cannot be logged")


class EventNumbering:
    """Numbers the next events of this log; inside a transaction.

    The events of one command share their lamport: undo takes them back together.
    """

    def __init__(self, log: Log, responder: Responder) -> None:
        self._responder = responder
        self._origin, self._seq, last_lamport = log.claim(responder.now_us)
        self._lamport = last_lamport + 1

    def make(self, incident: str | None, entry: Entry, zone: str) -> Event:
        """Return the event of an entry; an incident of None is the one it opens.

        UsageError for a time that an export could not tell.
        """
        now_us = self._responder.now_us
        at_us = now_us if entry.at_us is None else entry.at_us
        last_us = at_us if entry.until_us is None else entry.until_us
        check_instants(at_us, last_us)
        self._seq += 1
        event_id = new_id(now_us)
        return Event(
            id=event_id,
            origin=self._origin,
            seq=self._seq,
            lamport=self._lamport,
            incident=incident or event_id,
            kind=entry.kind,
            at=at_us,
            until=entry.until_us,
            zone=entry.zone or zone,
            approx=entry.approx,
            as_typed=entry.as_typed,
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
        from pmlog.incident import event_data

        return with_data(entry.data, {event_data.LOGGED_BY: typed_by})


def event(
    log: Log,
    responder: Responder,
    read_entry: ReadEntry,
    incident: str | None = None,
    new_zone: str | None = None,
) -> Receipt:
    """Append an entry to an incident: the one given, else the one that is meant.

    read_entry returns it with its times read in a zone, as of an incident if there is one;
    it is asked once that is chosen and nobody else can write. Where no incident is meant
    (see choice) one is opened, titled from the text, with new_zone (else the responder's)
    as its zone.
    """
    with log.transaction():
        entry, marks, before, chosen = _chosen(log, responder, read_entry, incident)
        numbering = EventNumbering(log, responder)
        if marks is not None and before is not None:
            carried = carriers(log, numbering, entry.evidence, before.id, before.zone)
            written = [*carried, numbering.make(before.id, entry, before.zone)]
        else:
            written = _opened_by(log, entry, numbering, new_zone or responder.zone)
            marks = current.none_yet(written[0].id)
        log.insert(written)
        after = marks.folded(written)
        if before is None or before.head != after.head:
            from pmlog.store import derived  # most events change nothing of it

            derived.put_head(log, after)
        receipt = Receipt(
            event=written[-1],
            incident=after,
            is_new=before is None,
            warnings=entry.warnings,
            opened_by=chosen.opened_by,
        )
        if _is_in_doubt(entry, before, chosen, responder.now_us):
            asked = None if incident else chosen
            receipt = _with_doubts(log, receipt, before, asked, responder.now_us)
    return receipt


def _is_in_doubt(
    entry: Entry, before: Incident | None, chosen: Choice, now_us: int
) -> bool:
    """Tell whether there may be something to say of an event's time or incident."""
    if before is None or chosen.closed_turn is not None:
        return True
    at_us = now_us if entry.at_us is None else entry.at_us
    last_us = at_us if entry.until_us is None else max(at_us, entry.until_us)
    is_meanwhile = before.start_us <= at_us and last_us <= now_us
    return not (is_meanwhile and before.is_open) or before.resolved is not None


def _with_doubts(
    log: Log, receipt: Receipt, before: Incident | None, asked: Choice | None, now_us: int
) -> Receipt:
    """Return a receipt with what is in doubt; asked is the choice that nobody had named."""
    from pmlog.actions import doubts

    stored, after = receipt.event, receipt.incident
    odd = doubts.time_warnings(stored, now_us, before)
    hint = doubts.second_line(log, stored, before, after, asked) if asked else ""
    return receipt._replace(warnings=receipt.warnings + odd, second_line=hint)


def _chosen(
    log: Log, responder: Responder, read_entry: ReadEntry, incident: str | None
) -> _Chosen:
    """Return the incident that an entry goes to, and the entry.

    Which one is meant depends on the entry's time, and how that is read on the incident:
    it is read as of the one that is meant now, and again as of the one that is chosen.
    """
    now_us = responder.now_us
    asked = (
        Choice(incident) if incident else current_incident.for_event(log, now_us, now_us)
    )
    found = _read_as_of(log, responder, read_entry, asked)
    at_us = found[0].at_us
    if incident is not None or at_us is None:
        return found
    again = current_incident.for_event(log, at_us, now_us)
    if again.incident == asked.incident:
        return found
    return _read_as_of(log, responder, read_entry, again)


def _read_as_of(
    log: Log, responder: Responder, read_entry: ReadEntry, chosen: Choice
) -> _Chosen:
    if chosen.incident is None:
        return read_entry(responder.zone, None), None, None, chosen
    marks = current.landmarks(log, chosen.incident)
    before = marks.folded()
    return read_entry(before.zone, before), marks, before, chosen


def _opened_by(log: Log, entry: Entry, numbering: EventNumbering, zone: str) -> list[Event]:
    """Return the events of an incident that begins with an entry."""
    opening = Entry(
        text=title_of(entry.text),
        kind=kinds.OPENED,
        at_us=entry.at_us,
        approx=entry.approx,
    )
    opened = numbering.make(None, opening, zone)
    carried = carriers(log, numbering, entry.evidence, opened.id, zone)
    return [opened, *carried, numbering.make(opened.id, entry, zone)]


def carriers(
    log: Log,
    numbering: EventNumbering,
    evidence: tuple[Evidence, ...],
    incident: str,
    zone: str,
) -> list[Event]:
    """Return the events that carry those contents which an incident does not have yet."""
    if not evidence:
        return []
    from pmlog.store import incident_queries

    new = {
        piece.sha256: Entry(text=piece.name, kind=kinds.EVIDENCE, data=piece.data)
        for piece in evidence
        if not incident_queries.has_evidence(log, incident, piece.sha256)
    }
    return [numbering.make(incident, entry, zone) for entry in new.values()]


def title_of(text: str) -> str:
    """Return an incident's title from the text of its first event."""
    line = text.strip().splitlines()[0].strip()
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
