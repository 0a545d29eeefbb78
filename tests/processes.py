"""What tests start: with signals as a login shell has them, and ended with their test."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# How long what a test started may take to end by itself, once its test is over.
PATIENCE_S = 5.0
_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>


def hear_signals() -> None:
    """Let programs that are started from here hear every signal, however we were started.

    Under `nohup`, or behind an `&`, some are ignored, and whatever is ignored stays so in
    a program that is started. What is only handled does not, so that pytest itself goes on
    hearing nothing of them.
    """
    for number in signal.valid_signals():
        if signal.getsignal(number) == signal.SIG_IGN and number not in _OF_PYTHON:
            signal.signal(number, lambda _number, _frame: None)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


# Python ignores them itself, and has programs that it starts hear them.
_OF_PYTHON = (signal.SIGPIPE, getattr(signal, "SIGXFSZ", signal.SIGPIPE))


def adopt_orphans() -> None:
    """Become the parent of all that is started from here, whoever of it ends first."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def running() -> dict[int, str]:
    """Return the processes that descend from this one: their command lines, by id."""
    return dict(_below(os.getpid()))


def _below(parent: int) -> Iterator[tuple[int, str]]:
    for task in Path(f"/proc/{parent}/task").glob("*"):
        try:
            children = (task / "children").read_text().split()
        except OSError:  # it has ended meanwhile
            continue
        for child in map(int, children):
            yield child, _command_line(child)
            yield from _below(child)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


def end_all_but(known: dict[int, str], patience_s: float = PATIENCE_S) -> list[str]:
    """Wait for the end of all that runs from here but is not known; kill what does not.

    Returns the command lines of those that were killed.
    """
    give_up_at = time.monotonic() + patience_s
    while left := _left(known):
        if time.monotonic() > give_up_at:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            while _left(known):
                time.sleep(0.01)
            return list(left.values())
        time.sleep(0.01)
    return []


def _left(known: dict[int, str]) -> dict[int, str]:
    """Return what still runs, after the last honours for what has ended."""
    left = {pid: line for pid, line in running().items() if pid not in known}
    for pid in [*left]:
        try:
            ended, _ = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:  # a grandchild, whose parent is still there
            continue
        if ended:
            del left[pid]
    return left
