"""An environment with the wheel installed, and logs of any size to run it on."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import venv
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.exchange import export, incoming
from pmlog.incident import kinds
from pmlog.incident.event import new_id
from pmlog.store import schema
from pmlog.store.log import Log
from tests.timelines import DAY_US
from tests.timelines import event as made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.event import Event

ROOT = Path(__file__).parent.parent.parent
PMLOG = (sys.executable, "-m", "pmlog")  # that of the checkout

# Six lines of the standard library that make the same durable insert.
YARDSTICK = """
import sqlite3, sys, time
con = sqlite3.connect(sys.argv[1], isolation_level=None)
con.execute("pragma journal_mode = wal"); con.execute("pragma synchronous = full")
con.execute("create table if not exists events (at, text)")
con.execute("begin immediate"); con.execute("insert into events values (?, ?)", (time.time_ns(), "hello")); con.execute("commit")
con.close()
"""  # noqa: E501 - six lines it is

# It closes its log, which takes the write-ahead log into it; `pmlog event` leaves that to
# another time, so here is what leaves it as well.
LEFT_OPEN = YARDSTICK.replace("import ", "import os, ").replace(
    "con.close()", "os._exit(0)"
)

# A script that selects and prints what export prints.
EXPORTER = """
import sqlite3, sys, json
from datetime import datetime, timedelta
con = sqlite3.connect(sys.argv[1])
con.row_factory = sqlite3.Row
def utc(us):
    return us if us is None else (datetime(1970, 1, 1) + timedelta(microseconds=us)).isoformat() + "Z"
for row in con.execute("select * from events order by lamport, origin, seq"):
    event = dict(row)
    del event["key"]
    for key in ("at", "until", "recorded_at"):
        event[key] = utc(event[key])
    event["approx"] = bool(event["approx"])
    event["data"] = json.loads(event["data"])
    print(json.dumps(event))
"""  # noqa: E501

_WORDS = (
    "api", "cache", "checkout", "connection", "customer", "db-1", "deploy", "disk", "error",
    "exhausted", "full", "latency", "network", "node", "paging", "pod", "pool", "queue",
    "region", "restart", "rollback", "switch", "timeout",
)  # fmt: skip


def installed(folder: Path) -> Path:
    """Return the bin folder of a new environment with pmlog installed from a wheel."""
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    for arguments in (
        ["wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)],
        ["install", "--quiet", "--find-links", str(folder), "pmlog"],
    ):
        subprocess.run([python, "-m", "pip", *arguments], check=True)
    return python.parent


def environ_of(folder: Path, log: Path) -> dict[str, str]:
    """Return an environment in which that log is used."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PMLOG_", "PYTHON"))}
    return kept | {"PMLOG_DB": str(log), "HOME": str(folder), "TERM": "dumb"}


def make(path: Path, events: int, incidents: int = 1, *, closed: bool = False) -> None:
    """Make a log of so many events, in so many incidents of equal length."""
    schema.prepare(str(path), 0)
    told = _events(events, max(events // incidents, 2), closed=closed)
    with Log(str(path)) as log:
        export.import_events(log, iter(lambda: list(islice(told, incoming.BATCH)), []))


def _events(number: int, length: int, *, closed: bool) -> Iterator[Event]:
    chance = random.Random(7)
    usual = [kind for kind in kinds.TIMELINE_KINDS if kind != kinds.RESOLVED]
    incident = ""
    for at in range(number):
        at_us = DAY_US + (at - number) * clock.SECOND_US
        event_id = new_id(at_us)
        kind = chance.choice(usual)
        if at % length == 0:
            incident, kind = event_id, kinds.OPENED
        elif closed and (at % length == length - 1 or at == number - 1):
            kind = kinds.CLOSED
        text = f"event {at} {' '.join(chance.choices(_WORDS, k=7))}"
        yield made(at + 1, kind, at_us, text, id=event_id, incident=incident)
