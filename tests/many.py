"""Many incidents: what a team might log in years, the same for each seed."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from pmlog.clock import DAY_US, MINUTE_US, SECOND_US
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.store import derived, schema
from pmlog.store.log import Log
from tests.timelines import event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVICES = ("checkout", "search", "payments", "login", "mail")
CAUSES = (
    "The connection pool was exhausted after a deploy.",
    "A certificate expired and nobody was told.",
    "The disk of db-1 filled up with write-ahead logs.",
    "A feature flag was rolled out to everybody at once.",
    "An expired lock kept the scheduler from running.",
)
HOW = ("monitoring alert", "a customer complained", "an engineer noticed", "by chance", "")
ZONES = ("Europe/Berlin", "America/New_York", "UTC")


class Writer:
    """Gives events out, numbered through."""

    def __init__(self) -> None:
        self.number = 0
        self.incident = ""

    def __call__(self, kind: str, at_us: int, text: str = "", **fields: Any) -> Event:
        self.number += 1
        fields.setdefault("id", f"019f0000-0000-7000-9000-{self.number:012x}")
        fields["data"] = json.dumps(fields.pop("data", {}))
        plain = event(self.number, kind, at_us // SECOND_US * SECOND_US, text)
        return plain._replace(incident=self.incident, **fields)


def incidents(count: int, until_us: int, seed: int = 7) -> Iterator[Event]:
    """Yield the events of so many incidents, of which the last started before until."""
    draw = random.Random(seed)
    write = Writer()
    starts = sorted(until_us - draw.random() * 600 * DAY_US for _ in range(count))
    for number, start in enumerate(starts, 1):
        yield from _incident(write, draw, number, int(start))


def _incident(write: Writer, draw: random.Random, number: int, at: int) -> Iterator[Event]:
    write.incident = f"019f0000-0000-7000-8000-{number:012x}"
    zone = draw.choice(ZONES)
    service = draw.choice(SERVICES)
    title = f"{service} is {draw.choice(('down', 'slow', 'losing orders'))}"
    yield write(kinds.OPENED, at, title, id=write.incident, zone=zone)
    yield write(kinds.SERVICES, at, service)
    yield write(kinds.SEVERITY, at, f"SEV-{draw.choice((1, 2, 2, 3, 3, 3))}")
    if draw.random() < 0.8:
        yield write(kinds.ROOT_CAUSE, at, draw.choice(CAUSES))
    if draw.random() < 0.9:
        yield write(kinds.BEGAN, at, "users see errors", approx=draw.random() < 0.1)
    yield from _course(write, draw, at)


def _course(write: Writer, draw: random.Random, at: int) -> Iterator[Event]:
    seen = at + int(draw.lognormvariate(1.5, 1) * MINUTE_US)
    if draw.random() < 0.9:
        yield write(kinds.DETECTED, seen, "noticed", data={"how": draw.choice(HOW)})
    taken = seen + int(draw.lognormvariate(1, 0.8) * MINUTE_US)
    if draw.random() < 0.7:
        yield write(kinds.ACKNOWLEDGED, taken, "on it")
    for _ in range(draw.randrange(8)):
        yield write(kinds.NOTE, taken, "looked at this and that")
    if draw.random() < 0.3:
        yield write(kinds.MISLEADING, taken, "the network", until=taken + 9 * MINUTE_US)
    if draw.random() < 0.5:
        to = draw.sample(("DBAs", "platform", "vendor"), draw.choice((1, 2)))
        yield write(kinds.ESCALATED, taken + MINUTE_US, "called", data={"to": to})
    yield from _end(write, draw, taken)


def _end(write: Writer, draw: random.Random, taken: int) -> Iterator[Event]:
    end = taken + int(draw.lognormvariate(3.5, 1.1) * MINUTE_US)
    if draw.random() < 0.6:
        yield write(kinds.MITIGATED, end - (end - taken) // 3, "rolled back")
    if draw.random() < 0.95:
        yield write(kinds.RESOLVED, end, "over")
    if draw.random() < 0.4:
        data = {"owner": draw.choice(("platform", "DBAs")), "due": "2026-06-30"}
        task = write(kinds.TASK, end, "alert on it", data=data)
        yield task
        if draw.random() < 0.6:
            done = {"target": task.id, "set": {"done": True}}
            yield write(kinds.AMEND, end + 20 * DAY_US, data=done)
    yield write(kinds.CLOSED, end)


def stored(path: Path, count: int, until_us: int, seed: int = 7) -> None:
    """Make a log of them."""
    schema.prepare(str(path), until_us)
    found = list(incidents(count, until_us, seed))
    with Log(str(path)) as log, log.transaction():
        derived.append(log, found)
