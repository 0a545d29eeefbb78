"""What write prints, fitted to the screen, and what may be typed instead of an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.cli.session import wants_colour
from pmlog.cli.terminal.editor import editor
from pmlog.postmortem.hints import evidence
from pmlog.text.terminal import one_line, say, say_all, width
from pmlog.text.width import cut, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlog.incident.timeline import Incident
    from pmlog.postmortem.questions import Question

BACK, SKIP, EDIT, QUIT, HELP = ":b", ":s", ":e", ":q", ":?"
_LONG = {":back": BACK, ":skip": SKIP, ":edit": EDIT, ":quit": QUIT, ":help": HELP}
COMMANDS = {
    "Enter": "skips the question; in a list it goes on to the next",
    BACK: "goes back a line, or to the question before",
    SKIP: "skips the question, with whatever was typed of it",
    EDIT: "opens your editor: PMLOG_EDITOR, VISUAL, EDITOR, else vi",
    QUIT: "ends, as Ctrl-D does; what was answered is in the log",
    HELP: "shows this",
}
BRIEFLY = "Enter skips, :b goes back, :e opens an editor, :q ends, :? helps."
# So that ":wq" is a slip and ":-)" an answer.
_COMMAND = re.compile(r":[a-z?]{1,5}!?")


def command(line: str) -> str:
    """Return the command that a line is, HELP for an unknown one, empty for an answer."""
    if not _COMMAND.fullmatch(line):
        return ""
    known = _LONG.get(line, line)
    return known if known in COMMANDS else HELP


def tell(text: str, indent: str = "") -> None:
    """Print a sentence, filled to the screen; nothing where it is empty."""
    if text:
        room = min(_columns(), 88) - len(indent)
        say_all(indent + line for line in wrapped(text, room))


def _columns() -> int:
    return max(width() or 80, 20)


def pose(
    question: Question, incident: Incident, mark: str, environ: Mapping[str, str]
) -> None:
    """Print a question below what the log already says about it."""
    is_bold = wants_colour(environ)
    asked = wrapped(f"{mark} {question.asks}", _columns())
    say("")
    say_all(f"\x1b[1m{line}\x1b[0m" if is_bold else line for line in asked)
    shown = evidence(question, incident)
    say_all("  " + cut(f"| {line}", _columns() - 2) for line in shown)
    tell(question.hint, "  ")
    if question.repeats:
        tell("Enter ends the list.", "  ")
    if question.is_long:
        name = one_line(editor(environ))
        tell(f"{EDIT} opens {name}, which is good for paragraphs; a line will do.", "  ")


def explain() -> None:
    """Print the commands."""
    for name, meaning in COMMANDS.items():
        tell(f"{name:<6} {meaning}", "  ")
