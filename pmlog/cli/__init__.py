"""The full door: Typer commands that parse, call one function, print.

Its files; each imports only those named before it:

    door       what every command has: the environment, the moment, the log
    options    the options that several commands share
    progress   how far a long command is
    attaching  files, or standard input, as evidence of an event
    logging    event
    running    run
    incidents  start, list, use, close, reopen
    writeup    set, improve, task
    selection  which events are shown
    pager      what is longer than the screen
    reading    timeline
    fullscreen  the whole terminal for a picture in place
    watching   watch
    searching  search
    measuring  metrics
    mending    the options of amend -> what an event should have been
    correcting  amend, retract, restore, undo, history
    tasking    task done, reopen, list
    checking   check
    keyboard   a line typed in the terminal
    drafts     long answers in the user's own editor
    book       one incident's pages in the log
    talk       what write prints, and its commands
    answering  one answer, until it is in the log
    interview  the questions, one after the other
    writing    write
    target     the file that render writes
    templating  templates
    status     status
    showing    evidence
    rendering  render
    transfer   export, import
    keeping    verify, backup
    asking     when
    demo       demo
    examining  doctor
    helping    help
    shells     shell-init, prompt
    commands   every command: its words, its function, its examples
    listing    the commands by section, as --help shows them
    app        the commands put together, and what their errors become
"""

from pmlog.cli.app import run as run
