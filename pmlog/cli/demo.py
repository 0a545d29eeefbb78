"""demo: a real incident from end to end, in a throw-away log."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import tempfile

import typer

from pmlog import paths
from pmlog.cli.door import Door, door_of, wants_colour
from pmlog.terminal import say

SCRIPT = "database-connections/incident.sh"
AFTERWARDS = (["timeline"], ["render"])


def demo(context: typer.Context) -> None:
    """Log a real incident event by event, show its timeline, render its postmortem.

    The log is a throw-away one: yours is not touched, and nothing is left behind.
    """
    door = door_of(context)
    # A terminal that is closed must not leave the folder behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    with tempfile.TemporaryDirectory(prefix="pmlog-demo-") as folder:
        away = _away_from_the_users_log(door, folder)
        for argv in (*script_commands(paths.shipped("examples")), *AFTERWARDS):
            say(_prompt(argv, wants_colour(door.environ)))
            _run(argv, away)
    say(
        "\nThat was the incident of examples/database-connections, in a log that is gone "
        'now.\nYours begins with: pmlog event "what you see"'
    )


def script_commands(examples: str) -> list[list[str]]:
    """Return the words of each pmlog command in the example's shell script."""
    with open(os.path.join(examples, SCRIPT), encoding="utf-8") as file:
        whole_lines = file.read().replace("\\\n", " ").splitlines()
    commands = (shlex.split(line, comments=True) for line in whole_lines)
    return [words[1:] for words in commands if words[:1] == ["pmlog"]]


def _away_from_the_users_log(door: Door, folder: str) -> Door:
    mine = {k: v for k, v in door.environ.items() if not k.startswith("PMLOG_")}
    return door._replace(
        environ=mine | {"PMLOG_DB": os.path.join(folder, "log.db")}, db=None
    )


def _prompt(argv: list[str], colour: bool) -> str:
    typed = f"$ {shlex.join(['pmlog', *argv])}"
    return f"\x1b[1m{typed}\x1b[0m" if colour else typed


def _run(argv: list[str], door: Door) -> None:
    from pmlog.cli.app import app

    app(argv, prog_name="pmlog", standalone_mode=False, obj=door)
