"""Signals, heard between two waits and not in the middle of things."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

PASSED_ON = (
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGUSR1,
    signal.SIGUSR2,
)
OF_JOBS = (signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)


class Heard(NamedTuple):
    """The pipe that signals' numbers come from, and what they did before."""

    pipe: int
    dispositions: dict[int, signal._HANDLER]  # as a program that we start inherits them


@contextlib.contextmanager
def listening(*, stopping: bool) -> Iterator[Heard]:
    """Write signals to a pipe for a while, among them those that stop us if asked for."""
    wanted = [*PASSED_ON, signal.SIGWINCH, signal.SIGCONT]
    wanted += [signal.SIGTSTP] if stopping else []
    pipe, writing = os.pipe()
    os.set_blocking(pipe, False)
    os.set_blocking(writing, False)
    before = {number: signal.getsignal(number) for number in (*wanted, *OF_JOBS)}
    previous = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        for number in wanted:
            # What was ignored for us stays so.
            if before[number] != signal.SIG_IGN:
                signal.signal(number, _only_wake)
        yield Heard(pipe, {number: _inherited(each) for number, each in before.items()})
    finally:
        for number in wanted:
            signal.signal(number, before[number])
        signal.set_wakeup_fd(previous)
        os.close(pipe)
        os.close(writing)


@contextlib.contextmanager
def passed_on_to(child: int) -> Iterator[None]:
    """Pass signals on to a process for a while."""

    def pass_on(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    before = {number: signal.getsignal(number) for number in PASSED_ON}
    heard = [number for number in PASSED_ON if before[number] != signal.SIG_IGN]
    for number in heard:
        signal.signal(number, pass_on)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])


def _inherited(handler: signal._HANDLER) -> signal._HANDLER:
    return signal.SIG_IGN if handler == signal.SIG_IGN else signal.SIG_DFL


def _only_wake(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the number has been written to the pipe."""
