"""Runs a command, and says what became of it."""

from __future__ import annotations

import errno
import os
import signal
import time
from typing import TYPE_CHECKING, NamedTuple

from pmlog.running.relay import Relay
from pmlog.running.signals import PASSED_ON, listening, passed_on_to
from pmlog.running.tail import Tail
from pmlog.running.tty import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping


class Outcome(NamedTuple):
    """What became of a command."""

    status: int  # as the system has it
    error: int  # where it could not be run: why, as an errno; else 0
    elapsed_us: int
    printed: Tail

    @property
    def signal(self) -> int:
        """The signal that ended it, 0 if it ended by itself."""
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else 0

    @property
    def exit_code(self) -> int:
        """Its exit code as a shell tells it."""
        if self.error:
            return 127 if self.error in (errno.ENOENT, errno.ENOTDIR) else 126
        return 128 + self.signal if self.signal else os.WEXITSTATUS(self.status)


def run(argv: list[str], environ: Mapping[str, str], kept: int) -> Outcome:
    """Run a command, wait for its end, and keep so many bytes of the end of its output."""
    _open_closed_streams()
    tail = Tail(kept)
    began_ns = time.monotonic_ns()
    # Where no terminal or no pipe is left on this machine, it runs without us in between.
    status, error = _relayed(argv, environ, tail) or _run_plainly(argv, environ)
    elapsed_us = (time.monotonic_ns() - began_ns) // 1000
    return Outcome(status, error, elapsed_us, tail)


def _relayed(
    argv: list[str], environ: Mapping[str, str], tail: Tail
) -> tuple[int, int] | None:
    """Return the status of a command and why it could not be run; None if not begun."""
    terminal = Terminal() if os.isatty(1) else None
    with listening(stopping=terminal is not None) as heard:
        relay = Relay(tail, terminal, heard)
        try:
            relay.start(argv, environ)
        except OSError:
            relay.give_up()
            return None
        try:
            relay.until_the_end()
        finally:
            relay.close()
    return relay.status, relay.error


def _run_plainly(argv: list[str], environ: Mapping[str, str]) -> tuple[int, int]:
    """Return the same of a command of whose output nothing is kept."""
    ignored_by_python = (signal.SIGPIPE, signal.SIGXFSZ)
    # A signal between its start and our readiness to pass it on waits.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)
    try:
        child = os.posix_spawnp(
            argv[0], argv, environ, setsigdef=ignored_by_python, setsigmask=mask
        )
        with passed_on_to(child):
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            _, status = os.waitpid(child, 0)
    except OSError as error:
        return 0, error.errno or errno.EIO
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return status, 0


def _open_closed_streams() -> None:
    """Let no pipe of ours take the place of a standard stream that is closed."""
    while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(opened, True)  # noqa: FBT003 - it takes no keyword
    os.close(opened)
