"""The full command line: Typer commands that parse, call one function, print.

Its files and packages; each imports only those named before it:

    session      what every command has: the environment, the moment, the log
    arguments    the options that several commands share
    options      the options of a command as one value
    terminal     the responder's terminal: pager, editor, screen, keyboard
    values       typed values: a kind, a date, names
    output       what a command did, said: a confirmation, a correction
    reading      the incident that a command reads, and what shows it
    selection    which events are shown
    period       which incidents are
    incident_rows  which incidents a list shows, in which order, and how
    statistics   the figures of all incidents, read and printed
    attachments  files, or standard input, as evidence of an event
    piped        what comes by a pipe: a text, or evidence
    amendment    the options of amend -> what an event should have been
    write_up     a field, an improvement or a task, into the log and said
    collecting   what collect reads, shows and writes
    log_check    what an incident's log still misses, printed
    documents    the files that render and others write
    interview    the questions of write
    commands     a file a command
    event_words  the words of event, options first
    table        every command: its words, where its function is, its examples
    ending       what a command's errors become
    plainly      commands that only read, called without Typer
    listing      the commands by section, as --help shows them
    app          the commands put together by Typer
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def run(argv: list[str], environ: Mapping[str, str], now_us: int) -> None:
    """Run a command line in this process, and exit with its code (SystemExit)."""
    from pmlog.cli import plainly

    code = plainly.run(argv, environ, now_us)
    if code is not None:
        sys.exit(code)
    from pmlog.cli import app  # importing Typer takes longer than most commands

    app.run(argv, environ, now_us)
