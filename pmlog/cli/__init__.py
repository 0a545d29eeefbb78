"""The full command line: Typer commands that parse, call one function, print.

Its files and packages; each imports only those named before it:

    session      what every command has: the environment, the moment, the log
    arguments    the options that several commands share
    terminal     the responder's terminal: pager, editor, screen, keyboard
    attachments  files, or standard input, as evidence of an event
    selection    which events are shown
    amendment    the options of amend -> what an event should have been
    target       the file that render writes
    interview    the questions of write
    commands     a file a command
    table        every command: its words, its function, its examples
    listing      the commands by section, as --help shows them
    app          the commands put together, and what their errors become
"""

from pmlog.cli.app import run as run
