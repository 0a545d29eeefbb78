"""demo: a real incident from end to end, in a throw-away log."""

from __future__ import annotations

import os
import shlex
import tempfile
from typing import NamedTuple

import typer

from pmlog import paths
from pmlog.cli.session import Session, end_in_order, session_of, wants_colour
from pmlog.failures import StoredUnsaid
from pmlog.text.terminal import say

SCRIPT = "database-connections/incident.sh"


class Section(NamedTuple):
    """A part of the demonstration: a line about it, and its commands."""

    heading: str
    commands: list[list[str]]


AFTERWARDS = Section("The log tells what happened.", [["timeline"], ["render"]])


def demo(context: typer.Context) -> None:
    """Log a real incident and render its postmortem.

    The log is a throw-away one: yours is not touched, and nothing is left behind.
    """
    session = session_of(context)
    end_in_order()
    colour = wants_colour(session.environ)
    with tempfile.TemporaryDirectory(prefix="pmlog-demo-") as folder:
        away = _away_from_the_users_log(session, folder)
        for section in (*script_sections(paths.shipped("examples")), AFTERWARDS):
            say(f"{_bold(f'# {section.heading}', colour)}\n")
            for argv in section.commands:
                say(_bold(f"$ {shlex.join(['pmlog', *argv])}", colour))
                _run(context, argv, away)
            say("")
    say(
        "That was examples/database-connections, in a log that is gone now.\n"
        'Yours begins with: pmlog event "what you see"'
    )


def script_sections(examples: str) -> list[Section]:
    """Return the commented parts of the example's shell script, behind its preamble."""
    with open(os.path.join(examples, SCRIPT), encoding="utf-8") as file:
        _, *parts = file.read().replace("\\\n", " ").split("\n\n# ")
    return [
        Section(heading, _commands(script))
        for heading, _, script in (part.partition("\n") for part in parts)
    ]


def _commands(script: str) -> list[list[str]]:
    """Return the words of each pmlog command; a quoted text may span lines."""
    lexer = shlex.shlex(script, posix=True, punctuation_chars="\n")
    lexer.whitespace = " \t"
    lexer.whitespace_split = True
    commands: list[list[str]] = [[]]
    for word in lexer:
        if word.strip("\n"):
            commands[-1].append(word)
        else:
            commands.append([])
    return [words[1:] for words in commands if words[:1] == ["pmlog"]]


def _away_from_the_users_log(session: Session, folder: str) -> Session:
    mine = {k: v for k, v in session.environ.items() if not k.startswith("PMLOG_")}
    return session._replace(
        # The demonstration runs through; it does not stop in a pager.
        environ=mine | {"PMLOG_DB": os.path.join(folder, "log.db"), "PMLOG_PAGER": "cat"},
        db=None,
    )


def _bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text


def _run(context: typer.Context, argv: list[str], session: Session) -> None:
    pmlog = context.find_root().command
    try:
        pmlog.main(argv, prog_name="pmlog", standalone_mode=False, obj=session)
    except StoredUnsaid as error:
        # Nobody's log: whoever closed the pipe has seen enough.
        raise error.output_error from error
