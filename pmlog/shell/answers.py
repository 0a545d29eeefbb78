"""The words of these commands -> their answers, or declined.

TAB and every prompt wait for these, so Typer is not imported. What is not plain, or fails,
is declined before anything was done, and the full command line takes the same words.
"""

from __future__ import annotations

import sys

from pmlog import paths
from pmlog.errors import LogUnusable, PmlogError
from pmlog.text.terminal import say, say_all, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlog.shell.script import Wanted
    from pmlog.store.log import Log

# Somebody else's lock must not hold up a keystroke.
PATIENCE_S = 0.1


def run(argv: list[str], environ: Mapping[str, str], now_us: int) -> int | None:
    """Answer shell-init, prompt or __complete. Return the exit code, or None to decline."""
    command, *words = argv
    try:
        if command == "__complete" and len(words) > 2:
            complete(words, environ)
        elif command == "prompt" and words in ([], ["--raw"]):
            prompt(paths.log_file(environ), environ, now_us, "raw" if words else "plain")
        elif command == "shell-init" and (understood := _understood(words)):
            shell_init(*understood, environ)
        else:
            return None
    except LogUnusable:
        return 0 if command == "prompt" else None  # a prompt is never an error
    except PmlogError:
        return None
    return 0


_OPTIONS = ("--prompt", "--sync", "--prefix", "--cmd-names", "--key", "--line-key")


def _understood(words: list[str]) -> tuple[str, Wanted] | None:
    """Return the shell and the options of shell-init; None where they are not plain."""
    from pmlog.shell.script import Wanted

    shell, *rest = words or [""]
    given: dict[str, str] = {}
    options = iter(rest)
    for option in options:
        if option not in _OPTIONS:
            return None
        is_flag = option in ("--prompt", "--sync")
        given[option] = "yes" if is_flag else next(options, "")
    if not shell or shell.startswith("-") or "" in given.values():
        return None
    return shell, Wanted(
        given.get("--prefix", Wanted().prefix),
        given.get("--cmd-names", Wanted().cmd_names),
        "--prompt" in given,
        given.get("--key"),
        "--sync" in given,
        given.get("--line-key"),
    )


def shell_init(shell: str, wanted: Wanted, environ: Mapping[str, str]) -> None:
    """Print the script for a shell. UsageError for one that cannot be."""
    from pmlog.shell import script

    say(script.script(shell, wanted, script.program(sys.argv[0], environ)).rstrip("\n"))
    if sys.stdout.isatty():
        warn(f"that is for the shell to read: put {script.STARTS[shell]}")


def _glance(path: str) -> Log:
    """Open a log to read it at once; no checkpoint when it is closed."""
    from pmlog.store.log import Log
    from pmlog.store.logfile import READ_ONLY

    return Log(path, READ_ONLY, wait_s=PATIENCE_S)


def prompt(
    path: str, environ: Mapping[str, str], now_us: int, written_for: str = "plain"
) -> None:
    """Print what a prompt shows of the log at path; nothing where it cannot be read.

    written_for is one of the keys of unexpanded.FORMS.
    """
    from pmlog.shell.prompt import segment

    try:
        with _glance(path) as log:
            shown = segment(log, environ, now_us)
    except PmlogError:
        return  # the next command says what is wrong with the log
    if shown:
        from pmlog.shell import unexpanded

        say(unexpanded.text(shown, written_for))


def complete(words: list[str], environ: Mapping[str, str]) -> None:
    """Print what TAB offers, for the scripts: SHELL, then what completion.answer takes."""
    from pmlog.shell import completion
    from pmlog.shell.values import Surroundings

    shell, *typed = words
    folders = (paths.user_templates(environ), paths.shipped("templates"))
    around = Surroundings(paths.log_file(environ), _glance, folders)
    try:
        lines = completion.answer(shell, typed, around)
    except PmlogError:
        return  # a log that cannot be read has no candidates
    say_all(lines)
