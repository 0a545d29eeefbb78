"""The pager, as git has it: for a terminal, and for what is longer than its screen."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from itertools import chain, islice
from typing import TYPE_CHECKING

from pmlog.text.terminal import say_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Leave at once what fits, keep colours, leave the text on the screen afterwards.
_SETTINGS = {"LESS": "FRX", "LV": "-c"}


def show(lines: Iterable[str], environ: Mapping[str, str], *, wanted: bool = True) -> None:
    """Print lines, through the pager where they are more than the screen holds.

    It is PMLOG_PAGER, else PAGER, else less; an empty one, cat, or one that does not
    exist prints them as they come. Whoever quits it has seen enough: that is no error.
    """
    height = screen_height() if wanted else None
    command = pager_command(environ) if height else None
    if command is None or height is None:
        say_all(lines)
        return
    rest = iter(lines)
    head = list(islice(rest, height))
    if len(head) < height:  # the prompt takes a line
        say_all(head)
        return
    _page(command, chain(head, rest), environ)


def pager_command(environ: Mapping[str, str]) -> str | None:
    """Return the pager's command; None where there is none to be used."""
    chosen = environ.get("PMLOG_PAGER", environ.get("PAGER", "less")).strip()
    if chosen in ("", "cat") or not _exists(chosen, environ):
        return None
    return chosen


def _exists(command: str, environ: Mapping[str, str]) -> bool:
    import shlex
    import shutil

    try:
        words = [word for word in shlex.split(command) if "=" not in word]
    except ValueError:
        return True  # the shell's own words; it will say what it thinks of them
    return not words or shutil.which(words[0], path=environ.get("PATH")) is not None


def screen_height() -> int | None:
    """Return the lines of the terminal on standard output; None where it is none."""
    try:
        return os.get_terminal_size(1).lines or None
    except OSError:
        return None


def _page(command: str, lines: Iterable[str], environ: Mapping[str, str]) -> None:
    import subprocess  # a pipe needs no pager

    pager = subprocess.Popen(  # noqa: S603 - the words are the user's own
        ["/bin/sh", "-c", command],
        stdin=subprocess.PIPE,
        env={**_SETTINGS, **environ},
        encoding=sys.stdout.encoding,
        errors="backslashreplace",
    )
    # Ctrl-C is for the pager, which may use it to end a search.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # A pipe that breaks means that it was quit before the end.
        with contextlib.suppress(BrokenPipeError), pager.stdin or io.StringIO() as pipe:
            pipe.writelines(f"{line}\n" for line in lines)
    finally:
        pager.wait()
        signal.signal(signal.SIGINT, before)
