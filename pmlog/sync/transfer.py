"""One sync, from the list to the last line."""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.exchange import export
from pmlog.incident.event import new_id
from pmlog.store import erasure, series
from pmlog.sync import state, turns
from pmlog.sync.intake import Intake
from pmlog.sync.numbers import joined
from pmlog.sync.plan import Plan, plan
from pmlog.sync.segments import IS_ORIGIN
from pmlog.sync.shelf import Gone, Line, Mine, NotReached, only_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmlog.store.log import Log
    from pmlog.sync.numbers import Spans
    from pmlog.sync.shelf import Shelf

# A segment may be put together with others just when it is to be fetched.
_TRIES = 5


class Emptied(NotReached):
    """What this log has put on a shelf is not there, nor is anything else."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "it is empty, and this log has put events there before",
            "is it mounted? If it was emptied on purpose, 'pmlog sync --relay' fills it "
            "again",
        )


class Report(NamedTuple):
    """What a sync moved, and what it noticed."""

    shelf: str
    pushed: int
    taken_in: int
    authors: dict[str, int]
    refused: dict[str, str]  # pieces that contradict this log, or cannot be read
    unknown: dict[str, int]  # kinds that this pmlog does not know
    ahead_us: int | None  # how far the shelf's clock is ahead of ours
    future_us: int  # how far in the future the last event was recorded
    future_host: str
    is_new_origin: bool

    def object(self) -> dict[str, Any]:
        """Return it as `sync --json` prints it."""
        return {
            "shelf": self.shelf,
            "pushed": self.pushed,
            "taken_in": self.taken_in,
            "authors": self.authors,
            "refused": [
                {"segment": name, "why": why} for name, why in self.refused.items()
            ],
            "unknown_kinds": self.unknown,
            "clock_ahead_s": None if self.ahead_us is None else self.ahead_us / 1e6,
            "new_origin": self.is_new_origin,
        }


def synchronise(
    log: Log, shelf: Shelf, now_us: int, *, relay: bool = False, is_new: bool = False
) -> Report:
    """Push what the shelf lacks of this log's series, and take in what this log lacks.

    One that is_new may be empty, whatever this log has put on one of its name before.

    Whatever ends it in between, the next one goes on from there. NotReached when the shelf
    does not answer.
    """
    with turns.turn(log.path) as lock:
        try:
            report = _synchronise(log, shelf, now_us, relay=relay, is_new=is_new)
        except NotReached:
            state.write(lock, log.path, shelf.name, now_us, is_ok=False)
            raise
        state.write(lock, log.path, shelf.name, now_us, is_ok=True)
        return report


def _synchronise(
    log: Log, shelf: Shelf, now_us: int, *, relay: bool, is_new: bool
) -> Report:
    mine = _mine(log, shelf, is_exact=relay)
    intake = Intake(log, now_us)
    known = dict(mine.sound)
    redacted = erasure.names(log)
    there = shelf.list(mine)
    if known and not there and not (relay or is_new):
        raise Emptied(shelf.name)
    try:
        pushed = _both_ways(log, shelf, mine, there, intake, relay=relay)
    except BaseException:
        # Whatever came in is here, even where the rest did not.
        _note(log, shelf, mine, None, is_changed=mine.sound != known)
        raise
    is_changed = mine.sound != known or bool(mine.redacted)
    _note(log, shelf, mine, redacted, is_changed=is_changed)
    return _report(shelf, pushed, intake, mine)


def _both_ways(
    log: Log,
    shelf: Shelf,
    mine: Mine,
    there: dict[str, Spans],
    intake: Intake,
    *,
    relay: bool,
) -> int:
    """Push, then take in; return how many events were pushed.

    Where nothing can be put there, what is there is taken in all the same.
    """
    pushed, trouble = 0, None
    try:
        # First, since a network that comes and goes may leave time for little.
        pushed = _push(log, shelf, mine, there, relay=relay)
    except NotReached as error:
        trouble = error  # what is full, or only to be read, can be read all the same
    if any(name.startswith(mine.origin) for name in mine.refused):
        # Two logs have given out the same numbers; from here on they do not.
        with log.transaction():
            log.change_origin(new_id(intake.now_us), log.given_out())
    _take_in(log, shelf, mine, there, intake)
    if trouble:
        raise only_read(trouble, shelf.name) from trouble
    return pushed


def looked_at(log: Log, shelf: Shelf) -> Plan:
    """Return what a sync would move; nothing is changed."""
    mine = _mine(log, shelf)
    return plan(series.held(log), shelf.list(mine), mine.own)


def _push(
    log: Log, shelf: Shelf, mine: Mine, there: dict[str, Spans], *, relay: bool
) -> int:
    def push(there: dict[str, Spans]) -> int:
        # An import may bring any word as an origin; on a shelf it becomes a name.
        held = {k: v for k, v in series.held(log).items() if IS_ORIGIN.fullmatch(k)}
        todo = plan(held, there, mine.own, relay=relay).push
        pushed = 0
        for origin, wanted in todo.items():
            pushed += shelf.put(origin, _lines_of(log, origin, wanted), mine)
        shelf.tend(mine)
        return pushed

    return _as_listed(shelf, mine, there, push)


def _take_in(
    log: Log, shelf: Shelf, mine: Mine, there: dict[str, Spans], intake: Intake
) -> None:
    def fetch(there: dict[str, Spans]) -> int:
        refused = -1
        # What one segment holds and cannot be used, another one may hold as well.
        while refused < len(intake.refused):
            refused = len(intake.refused)
            todo = plan(series.held(log), there, mine.own).fetch.items()
            names = frozenset(intake.refused)
            pieces = (shelf.get(origin, wanted, names) for origin, wanted in todo)
            intake.take(chain.from_iterable(pieces))
        return 0

    _as_listed(shelf, mine, there, fetch)


def _as_listed(
    shelf: Shelf,
    mine: Mine,
    there: dict[str, Spans],
    move: Callable[[dict[str, Spans]], int],
) -> int:
    """Move as a list says; where others have changed what it says, list again."""
    for _ in range(_TRIES):
        try:
            return move(there)
        except Gone:
            there = shelf.list(mine)
    raise NotReached(shelf.name, "what it lists changes too quickly")


def _mine(log: Log, shelf: Shelf, *, is_exact: bool = False) -> Mine:
    """Return what a shelf may know of a log, with what was noted of it the last time."""
    own = tuple(series.own(log))
    held = series.held(log)
    noted = series.read_note(log, _key(shelf))
    sound = noted.get("sound", {})
    redacted: dict[str, Spans] = {}
    for origin, seq in series.places(log, _redacted(log, noted)):
        redacted[origin] = joined([*redacted.get(origin, ()), (seq, seq)])
    return Mine(
        origin=own[-1],
        own=own,
        holds=lambda origin: held.get(origin, ()),
        lines=lambda origin, first, last: _lines_of(log, origin, ((first, last),)),
        sound=sound if isinstance(sound, dict) else {},
        refused={},
        redacted=redacted,
        is_exact=is_exact,
    )


def _redacted(log: Log, noted: dict[str, Any]) -> set[str]:
    """Return what was redacted, and may stand on the shelf with its words."""
    return erasure.names(log) - set(noted.get("redacted", ()))


def _lines_of(log: Log, origin: str, wanted: Spans) -> Iterator[Line]:
    for first, last in wanted:
        for event in series.events(log, origin, first, last):
            yield Line(event.seq, event.id, export.line(export.event_object(event)))


def _note(
    log: Log, shelf: Shelf, mine: Mine, redacted: set[str] | None, *, is_changed: bool
) -> None:
    """Note what is on a shelf; redacted is what has no words there any more."""
    if not is_changed and series.is_noted(log):
        return
    if redacted is None:
        redacted = set(series.read_note(log, _key(shelf)).get("redacted", ()))
    noted = {"shelf": shelf.name, "sound": mine.sound, "redacted": sorted(redacted)}
    with log.transaction():
        series.note(log)
        series.write_note(log, _key(shelf), noted)


def _key(shelf: Shelf) -> str:
    return f"shelf {hashlib.sha256(shelf.name.encode()).hexdigest()[:16]}"


def _report(shelf: Shelf, pushed: int, intake: Intake, mine: Mine) -> Report:
    return Report(
        shelf=shelf.name,
        pushed=pushed,
        taken_in=intake.events,
        authors=dict(intake.authors.most_common()),
        refused=mine.refused | intake.refused,
        unknown=dict(intake.unknown.most_common()),
        ahead_us=shelf.ahead_us,
        future_us=intake.latest_us - intake.now_us,
        future_host=intake.latest_host,
        is_new_origin=intake.is_new_origin,
    )
