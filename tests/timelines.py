"""A small language for events: "14:05 began  db-1 is down" on 21 November 2026, UTC.

"~14:05" is about 14:05, "14:05-14:20" a span. The lines of one call are one incident,
opened by an event that is always first; seq and lamport count them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pmlog import clock
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.store import derived, schema
from pmlog.store.log import Log

if TYPE_CHECKING:
    from pathlib import Path

DAY_US = 1_795_219_200 * clock.SECOND_US  # 2026-11-21T00:00:00Z
INCIDENT = "019f0000-0000-7000-8000-0000000000aa"


def at(text: str) -> int:
    """Return the instant of "14:05" or "14:05:09" on that day."""
    hour, minute, *second = (int(part) for part in text.split(":"))
    return DAY_US + (hour * 3600 + minute * 60 + sum(second)) * clock.SECOND_US


def event(number: int, kind: str, at_us: int, text: str = "", **fields: Any) -> Event:
    """Return the number-th event of the incident; fields replace its defaults."""
    data = fields.pop("data", {})
    plain = Event(
        id=f"019f0000-0000-7000-9000-{number:012x}",
        origin="origin",
        seq=number,
        lamport=number,
        incident=INCIDENT,
        kind=kind,
        at=at_us,
        until=None,
        zone="UTC",
        approx=False,
        as_typed=None,
        text=text,
        author="on-call",
        host="db-1",
        recorded_at=at_us,
        source=None,
        source_id=None,
        data=json.dumps(data),
    )
    return plain._replace(**fields)


def written(*lines: str, title: str = "db-1 is down") -> list[Event]:
    """Return the events of the lines, behind the one that opens their incident."""
    opened = event(1, kinds.OPENED, DAY_US, title, id=INCIDENT)
    return [opened, *(_read(line, number) for number, line in enumerate(lines, 2))]


def stored(path: Path, *lines: str) -> None:
    """Make a log of the events of these lines."""
    schema.prepare(str(path), DAY_US)
    with Log(str(path)) as log, log.transaction():
        derived.append(log, written(*lines))


def _read(line: str, number: int) -> Event:
    match = re.fullmatch(r"(~?)([\d:]+)(?:-([\d:]+))? (\w+)(?:  (.*))?", line)
    assert match, line
    about, start, end, kind, text = match.groups()
    return event(
        number,
        kind,
        at(start),
        text or "",
        approx=bool(about),
        until=at(end) if end else None,
    )
