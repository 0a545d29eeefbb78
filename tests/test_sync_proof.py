"""Whatever three responders do, wherever their syncs are cut: one union, folded alike."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pmlog.actions import correct, joining, lifecycle, record, undoing
from pmlog.actions.responder import Responder
from pmlog.errors import PmlogError
from pmlog.incident.event import Entry
from pmlog.store import incident_queries, queries, verify
from pmlog.sync import transfer
from pmlog.sync.bundles import Bundles
from pmlog.sync.folder import Folder
from pmlog.sync.shelf import NotReached
from tests.homes import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmlog.store.log import Log

HOUR_US = 3_600_000_000
# No cut here is a power cut: what waits for a disk would only take longer.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Cut:
    """A folder whose line is cut at one of its calls: before it does anything, or after."""

    def __init__(self, path: Path, at: int, *, after: bool) -> None:
        self._folder = Folder(str(path))
        self._left = at
        self._is_after = after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._folder, name)
        return self._cut(found) if callable(found) else found

    def _cut(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def cut(*values: object, **named: object) -> Any:
            self._left -= 1
            if self._left == 0 and not self._is_after:
                raise NotReached("shelf", "cut")
            done = call(*values, **named)
            if self._left == 0:
                raise NotReached("shelf", "cut")
            return done

        return cut


class Team:
    """Three responders and a shelf; clocks that may be wrong by hours."""

    def __init__(self, folder: Path) -> None:
        self.shelf = folder / "shelf"
        self.shelf.mkdir()
        self._folder = folder
        self.homes = [Home(folder, f"home{number}") for number in range(3)]
        self.acknowledged: set[str] = set()

    def _who(self, home: Home) -> Responder:
        home.now_us += 1_000_000
        return Responder(home.name, home.name, "UTC", home.now_us)

    @contextlib.contextmanager
    def _log(self, number: int) -> Iterator[tuple[Log, Responder]]:
        home = self.homes[number]
        with home.log() as log:
            with contextlib.suppress(PmlogError):  # nothing to undo, nothing to join
                yield log, self._who(home)
            self.acknowledged |= {event.id for event in queries.all_events(log)}

    def do(self, what: str, number: int, value: int) -> None:
        """Do one thing in one home; value chooses which."""
        getattr(self, f"_{what}")(number, value)

    def _say(self, number: int, value: int) -> None:
        with self._log(number) as (log, who):
            record.event(log, who, lambda *_: Entry(f"note {value}"))

    def _open(self, number: int, value: int) -> None:
        with self._log(number) as (log, who):
            lifecycle.open_incident(log, who, Entry(f"incident {value}"), {})

    def _amend(self, number: int, value: int) -> None:
        with self._log(number) as (log, who):
            chosen = self._any(log, value)
            if chosen:
                correct.amend(log, who, chosen, lambda _: {"text": f"amended {value}"})

    def _retract(self, number: int, value: int) -> None:
        with self._log(number) as (log, who):
            chosen = self._any(log, value)
            if chosen:
                correct.retract(log, who, [chosen], retracted=True)

    def _any(self, log: Log, value: int) -> str:
        found = [each.id for each in queries.all_events(log)]
        return found[value % len(found)] if found else ""

    def _undo(self, number: int, value: int) -> None:  # noqa: ARG002
        with self._log(number) as (log, who):
            undoing.undo(log, who)

    def _join(self, number: int, value: int) -> None:
        with self._log(number) as (log, who):
            known = incident_queries.incidents(log)
            if known:
                joining.join(log, who, known[value % len(known)], known[-1])

    def _shift(self, number: int, value: int) -> None:
        self.homes[number].now_us += (value % 9 - 4) * HOUR_US

    def _copy(self, number: int, value: int) -> None:
        """Go on from a copy of the log; what it was goes on elsewhere, or is gone."""
        count = len(list(self._folder.iterdir()))
        copy = self.homes[number].copied(self._folder, f"copy{value}-{count}")
        if value % 2:
            self.homes.append(self.homes[number])
        self.homes[number] = copy

    def _put_back(self, number: int, value: int) -> None:
        """Lose a disk, once all of it is on the shelf, and go on from an older copy."""
        home = self.homes[number]
        older = home.copied(
            self._folder, f"older{value}-{len(list(self._folder.iterdir()))}"
        )
        self._say(number, value)
        home.syncs(str(self.shelf))
        self.homes[number] = older

    def _sync(self, number: int, value: int) -> None:
        home = self.homes[number]
        at, after = divmod(value, 2)
        shelf = Bundles(Cut(self.shelf, at, after=bool(after)))
        with contextlib.suppress(NotReached), home.log() as log:
            transfer.synchronise(log, shelf, home.now_us)

    def meet(self) -> None:
        """Sync all, until nobody has anything new."""
        for _ in range(2):
            for home in self.homes:
                home.syncs(str(self.shelf))


THINGS = ("say", "open", "amend", "retract", "undo", "join", "shift", "copy", "put_back")
steps = st.tuples(
    st.sampled_from([*THINGS, "say", "sync", "sync", "sync"]),
    st.integers(0, 2),
    st.integers(0, 40),
)


def told(home: Home) -> list[str]:
    """Return what a log says of each incident, as its documents would."""
    with home.log() as log:
        return [
            repr(incident_queries.whole(log, each))
            for each in sorted(incident_queries.incidents(log))
        ]


def check(script: list[tuple[str, int, int]]) -> None:
    """Do what a script says, and hold that all ends well."""
    folder = Path(tempfile.mkdtemp(prefix="pmlog-proof-", dir=MEMORY))
    try:
        team = Team(folder)
        for what, number, value in script:
            team.do(what, number, value)
        team.meet()

        first, *others = team.homes
        lines = first.lines()
        assert all(home.lines() == lines for home in others)
        assert all(told(home) == told(first) for home in others)
        numbers: dict[str, list[int]] = {}
        ids = [json.loads(line)["id"] for line in lines]
        for line in lines:
            event = json.loads(line)
            numbers.setdefault(event["origin"], []).append(event["seq"])
        assert len(ids) == len(set(ids))
        assert team.acknowledged <= set(ids)
        assert all(sorted(n) == list(range(1, len(n) + 1)) for n in numbers.values())
        for home in team.homes:
            with home.log() as log:
                assert verify.examine(log).findings == ()
            assert home.syncs(str(team.shelf))[1:3] == (0, 0)
    finally:
        shutil.rmtree(folder)


# What chance finds seldom: a copy whose original is gone with events that nobody has; two
# copies of one; a disk that was put back while others go on from what was lost.
@example([("say", 0, 0), ("copy", 0, 0), ("say", 0, 1)])
@example([("say", 0, 0), ("copy", 0, 1), ("say", 0, 0), ("copy", 0, 1), ("sync", 0, 0)])
@example([("say", 1, 0), ("put_back", 1, 0), ("say", 1, 1), ("put_back", 1, 2)])
@example(
    [("say", 0, 0), ("sync", 0, 0), ("sync", 1, 0), ("retract", 1, 1), ("amend", 0, 1)]
)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=6, max_size=16))
def test_all_that_synced_have_the_same_and_nothing_is_lost(
    script: list[tuple[str, int, int]],
) -> None:
    check(script)


@pytest.mark.long
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=4, max_size=40))
def test_all_that_synced_have_the_same_over_long_scripts(
    script: list[tuple[str, int, int]],
) -> None:
    check(script)
