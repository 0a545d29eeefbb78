"""What each command takes on an incident of 100 events, in multiples of a bare Python.

By the clock, and where valgrind is there in instructions, which are the same whatever
else the machine does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from tests.bench.processes import in_turn, ratio, run
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.contests import Bench
    from tests.bench.processes import Command

DOCUMENT = ROOT / "examples" / "database-connections" / "postmortem.md"
# Typer and sqlite3 are what the full command line cannot do without.
LEAST = "import typer, sqlite3"
COMMANDS = {
    "event": ("event", "hello"),
    "event --at": ("event", "--at", "now", "hello"),
    "event -k esc --to": ("event", "-k", "esc", "--to", "DBAs", "paged"),
    "timeline": ("timeline", "--no-pager"),
    "status": ("status",),
    "list": ("list",),
    "metrics": ("metrics",),
    "search": ("search", "pool"),
    "render": ("render",),
    "check of 600 words": ("check", str(DOCUMENT)),
}


def starts(bench: Bench) -> list[dict[str, Any]]:
    """What each command takes on an incident of 100 events, in bare Pythons."""
    bare = bench.script("pass")
    python = bare.argv[0]
    log = bench.log(100)
    commands = {
        "python -c pass": bare._replace(argv=[python, "-c", "pass"]),
        "python -c 'import typer, sqlite3'": bare._replace(argv=[python, "-c", LEAST]),
        **{name: bench.pmlog(log, *words) for name, words in COMMANDS.items()},
        "event, its start amended": bench.pmlog(_amended(bench, log), *COMMANDS["event"]),
    }
    runs = in_turn(commands, max(bench.rounds // 2, 5))
    first, *_ = runs.values()
    counted = _instructions(commands)
    return [
        {"name": name, "ratio": ratio(mine, first)}
        | ({"instructions": round(counted[name], 2)} if counted else {})
        for name, mine in runs.items()
    ]


def _amended(bench: Bench, log: Path) -> Path:
    """Return a copy of a log where a correction decides since when users are hit."""
    copy = bench.folder / "amended.db"
    shutil.copy(log, copy)
    for words in (["began", "--at", "-3m", "all fails"], ["amend", "--at", "-6m"]):
        run(bench.pmlog(copy, *words))
    return copy


def _instructions(commands: dict[str, Command]) -> dict[str, float]:
    """Return how many times as many instructions each takes as the first."""
    if not shutil.which("valgrind"):
        return {}
    counts = {name: _count(command) for name, command in commands.items()}
    bare = next(iter(counts.values()))
    return {name: count / bare for name, count in counts.items()}


def _count(command: Command) -> int:
    argv = list(command.argv)
    if not argv[0].endswith("python"):
        # A script is not what valgrind looks into.
        argv.insert(0, os.path.join(os.path.dirname(argv[0]), "python"))
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}", *argv],
        env={**command.environ, "PYTHONHASHSEED": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    assert found, done.stderr
    return int(found[1])
