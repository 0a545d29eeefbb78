"""The few events that decide what an incident is: its title, zone, state and start.

What `pmlog event` asks before it appends: it takes as long in a log of a million events as
in one of ten.
"""

from __future__ import annotations

from pmlog.incident import kinds, timeline
from pmlog.incident.event import APART
from pmlog.namedtuple import NamedTuple
from pmlog.store.halves import Halves, corrections_of, halves_of
from pmlog.store.log import event_of_row
from pmlog.store.sql import DISPLACED, LANDMARKS, LISTED, MOVES, TIMELINE, TOUCHED, TURNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log

    # Of a half: its events, each with whether what corrects it has to be looked up. That
    # is any correction where an event counts by what it says (TOUCHED); where it counts by
    # its place in time alone, only what may have taken it from there (DISPLACED).
    Flagged = Iterator[tuple[Event, bool]]


class Marks(NamedTuple):
    """Some events of an incident, enough to fold it from; which halves it has."""

    halves: Halves
    events: list[Event]
    named: Mapping[str, str]  # of its halves, and of what was moved here

    def fold(self, written: Iterable[Event] = ()) -> Incident | None:
        """Return the incident, with what was written since; None where it was undone."""
        return timeline.fold([*self.events, *written], self.halves.name, self.named)

    def folded(self, written: Iterable[Event] = ()) -> Incident:
        """Return the same. NotFound where it was undone."""
        return timeline.folded([*self.events, *written], self.halves.name, self.named)

    def standing(self) -> list[Event]:
        """Return those of the events that stand, as amended."""
        from pmlog.incident import corrections

        ordered = sorted(self.events, key=lambda event: event.correction_order)
        return corrections.corrected(ordered)


def incident(log: Log, incident: str) -> Incident:
    """Return an incident from its landmarks: title, zone and state, not its timeline."""
    return landmarks(log, incident).folded()


def landmarks(log: Log, incident: str) -> Marks:
    """Return the events that decide an incident's title, zone, state and start.

    Folding them gives the same answers as folding all its events, and they are few
    however long the incident and however often it was corrected.
    """
    return _marks(log, incident, lambda half: _landmarks(log, half))


def _landmarks(log: Log, half: str) -> Flagged:
    where = f"incident = ? and {LANDMARKS}"
    yield from _flagged(log, TOUCHED, where, half, by="events_landmarks")
    yield from _first(log, half)
    # The last turn says whether it is over, the first beginning since when it was.
    turns = list(_in_place(log, half, TURNS, "desc", 1, by="events_turns"))
    yield from turns
    if turns:  # else nothing began either
        began = f"{TURNS} and kind = '{kinds.BEGAN}'"
        yield from _in_place(log, half, began, "asc", 1, by="events_turns")


def outline(log: Log, incident: str) -> Marks:
    """Return the landmarks, and each beginning and end of the impact."""

    def outlined(half: str) -> Flagged:
        yield from _flagged(log, TOUCHED, f"incident = ? and {LANDMARKS}", half)
        yield from _flagged(log, TOUCHED, f"incident = ? and {TURNS}", half)
        yield from _first(log, half)

    return _marks(log, incident, outlined)


def listed(log: Log, incident: str) -> Marks:
    """Return the outline, the tasks, and the fields by which incidents are chosen."""
    marks = outline(log, incident)
    found = [
        each
        for half in marks.halves.ids
        for each in _flagged(log, TOUCHED, f"incident = ? and {LISTED}", half)
    ]
    events = {event.id: event for event in (*marks.events, *(event for event, _ in found))}
    corrected = [event.id for event, is_corrected in found if is_corrected]
    for each in corrections_of(log, corrected):
        events[each.id] = each
    return marks._replace(events=list(events.values()))


def last_page(log: Log, incident: str, count: int) -> Marks:
    """Return events whose fold ends with the incident's last count of its timeline.

    What the fold says of its title, zone, state and start is right as well, and when users
    were last told.
    """

    def paged(half: str) -> Flagged:
        yield from _landmarks(log, half)
        told = f"{TIMELINE} and kind = '{kinds.COMMUNICATED}'"
        for event, _ in _in_place(log, half, told, "desc", 1):
            yield event, True
        for event, _ in _in_place(log, half, TIMELINE, "desc", count):
            yield event, True

    return _marks(log, incident, paged)


def none_yet(incident: str) -> Marks:
    """Return what is known of an incident that is just being opened."""
    return Marks(Halves(incident, (incident,), APART), [], APART)


def whole(log: Log, incident: str) -> Marks:
    """Return all events of an incident but for its evidence, in no order of meaning."""

    def all_of(half: str) -> Flagged:
        for event in log.events(f"incident = ? and kind <> '{kinds.EVIDENCE}'", half):
            # Its corrections are of the same incident, so they are here.
            yield event, event.source is not None

    return _marks(log, incident, all_of)


def _marks(log: Log, incident: str, of_half: Callable[[str], Flagged]) -> Marks:
    """Return what of_half yields of each half, with all that decides what stands of it."""
    halves = halves_of(log, incident)
    found = [each for half in halves.ids for each in _with_displaced(log, half, of_half)]
    named = halves.named
    for event in _moved_here(log, halves):
        found.append((event, True))
        # Which are its twins depends on where it was logged.
        named = {**named, **halves_of(log, event.incident).named}
    events = {event.id: event for event, _ in found}
    for twin in _twins(log, events.values()):
        events[twin.id] = twin
        found.append((twin, True))
    # At the end and at once: what was moved here or is a twin has its own as well.
    corrected = [event.id for event, is_corrected in found if is_corrected]
    for each in corrections_of(log, corrected):
        events[each.id] = each
    return Marks(halves, list(events.values()), named)


def _flagged(log: Log, columns: str, where: str, *values: object, by: str = "") -> Flagged:
    """Yield the events that a condition selects, each with its flag.

    An index that is named spares SQLite to weigh all of them, which takes longer than the
    answer.
    """
    index = f" indexed by {by}" if by else ""
    sql = f"select {columns} from events as original{index} where {where}"
    for row in log.rows(sql, *values):
        yield flagged(row)


def _in_place(
    log: Log,
    half: str,
    where: str,
    direction: str,
    count: int,
    by: str = "events_by_incident",
) -> Flagged:
    """Yield events in order of time, until count of them are where they were.

    Whatever was moved or taken away elsewhere, that many events stand here. With each
    comes whether it was displaced.
    """
    order = ", ".join(f"{key} {direction}" for key in ("at", "lamport", "origin", "seq"))
    where = f"incident = ? and {where} order by {order}"
    found = _flagged(log, DISPLACED, where, half, by=by)
    while count and (each := next(found, None)):
        yield each
        _, is_displaced = each
        count -= not is_displaced


def _first(log: Log, half: str) -> Flagged:
    """Yield the first events of a timeline, until one of them was logged by a person."""
    # What tools recorded moves no start (see timeline), and may be thousands.
    is_collected = False
    for event, is_displaced in _in_place(log, half, TIMELINE, "asc", 1):
        yield event, is_displaced
        is_collected = event.source is not None
    if is_collected:
        yield from _in_place(log, half, f"{TIMELINE} and source is null", "asc", 1)


def _with_displaced(log: Log, half: str, of_half: Callable[[str], Flagged]) -> Flagged:
    """Yield the events of a half, and those that an amend may have put among them."""
    yield from of_half(half)
    targets = log.rows(
        "select json_extract(data, '$.target') from events indexed by events_moves"
        f" where incident = ? and kind = '{kinds.AMEND}' and {MOVES}",
        half,
    )
    for event in _of_ids(log, {target for (target,) in targets}):
        if event.incident == half:
            yield event, True


def _moved_here(log: Log, halves: Halves) -> list[Event]:
    """Return the events of other incidents that a move put into this one."""
    places = ", ".join("?" * len(halves.ids))
    moved = log.rows(f"select id from moved where incident in ({places})", *halves.ids)
    return _of_ids(log, [each for (each,) in moved])


def _of_ids(log: Log, ids: Iterable[str]) -> list[Event]:
    # One parameter, as SQLite takes but so many; an id has nothing that JSON would escape.
    wanted = '","'.join(ids)
    if not wanted:
        return []
    return log.events("id in (select value from json_each(?))", f'["{wanted}"]')


def _twins(log: Log, events: Iterable[Event]) -> list[Event]:
    """Return the other events that are the same fact as one of these."""
    ids = '","'.join(event.id for event in events if event.source is not None)
    if not ids:
        return []
    return log.events(
        "id in (select twin.id from twins as twin join twins as one using (fact)"
        " where one.id in (select value from json_each(?)))",
        f'["{ids}"]',
    )


def flagged(row: tuple[Any, ...]) -> tuple[Event, bool]:
    """Return the event of a row, and the flag behind it."""
    return event_of_row(row[:-1]), bool(row[-1])
