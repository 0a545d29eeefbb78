"""Passes bytes and signals on until the command has ended."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
import tty
from typing import TYPE_CHECKING

from pmlog.running import child
from pmlog.running.signals import PASSED_ON
from pmlog.running.stream import Stream
from pmlog.running.tty import Terminal, copy_size, has_foreground

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlog.running.signals import Heard
    from pmlog.running.tail import Tail

# A terminal that something in the background still holds open is not waited for.
_QUIET_MS = 50
_LINGER_S = 1.0


class Relay:
    """A command on its way: its streams, and the responder's terminal if there is one."""

    def __init__(self, tail: Tail, terminal: Terminal | None, heard: Heard) -> None:
        self.status = 0  # how it ended, as the system has it
        self.error = 0  # why it could not be run, as an errno
        self._tail = tail
        self._terminal = terminal
        self._heard = heard
        self._streams: list[Stream] = []
        self._given: list[int] = []  # the command's ends of them, until it has them
        self._master: int | None = None  # our end of the command's terminal
        self._typed = b""
        self._pid = 0
        self._too_early: list[int] = []  # signals for it, before it was there
        self._is_stopped = False
        self._ended_at: float | None = None

    def start(self, argv: list[str], environ: Mapping[str, str]) -> None:
        """Start the command with its streams in place."""
        slave = self._open_terminal() if self._terminal else None
        stdin = slave if slave is not None and os.isatty(0) else 0
        stdout = slave if slave is not None else self._way_to(1)
        stderr = slave if slave is not None and os.isatty(2) else self._way_to(2)
        ours = (self._heard.pipe, *(stream.source for stream in self._streams))
        self._watcher = child.start(
            child.Command(
                argv, environ, stdin, stdout, stderr, slave, ours, self._heard.dispositions
            )
        )
        self._close_given()
        if self._terminal:
            self._terminal.lend()

    def give_up(self) -> None:
        """Leave nothing open of a command that could not be started."""
        self._close_given()
        for stream in self._streams:
            stream.close()

    def _close_given(self) -> None:
        while self._given:
            os.close(self._given.pop())

    def _open_terminal(self) -> int:
        """Return a terminal for the command, as large as ours and set as it."""
        source, given = os.openpty()
        self._given.append(given)
        os.set_blocking(source, False)
        if self._terminal:
            self._terminal.give_settings_to(given)
        copy_size(1, source)
        self._streams.append(Stream(source, 1, self._tail, is_terminal=True))
        self._master = source
        return given

    def _way_to(self, target: int) -> int:
        """Return what the command writes to so that it comes to target through us."""
        is_terminal = os.isatty(target)
        if is_terminal:
            # To print on alone: keys and jobs stay those of ours.
            source, given = os.openpty()
            tty.setraw(given)
            copy_size(target, source)
        else:
            source, given = os.pipe()
        self._given.append(given)
        self._streams.append(Stream(source, target, self._tail, is_terminal=is_terminal))
        return given

    def close(self) -> None:
        """Give the terminal back, and leave nothing open."""
        if self._terminal:
            self._terminal.take_back()
        for stream in self._streams:
            stream.close()
        self._watcher.close(waiting=self._ended_at is not None)

    def until_the_end(self) -> None:
        """Pass everything on until the command has ended and all of it is written."""
        while not self._is_over():
            poll = select.poll()
            for descriptor, events in self._awaited().items():
                poll.register(descriptor, events)
            ready = dict(poll.poll(self._patience_ms()))
            if not ready:
                self._let_go()
            self._serve(ready)

    def _is_over(self) -> bool:
        if self._ended_at is None:
            return False
        if time.monotonic() - self._ended_at > _LINGER_S:
            self._let_go()
        return all(stream.is_over for stream in self._streams)

    def _let_go(self) -> None:
        """Read no more of terminals that are held open in the background."""
        for stream in self._streams:
            if stream.is_terminal and not stream.pending:
                stream.close()

    def _patience_ms(self) -> int | None:
        is_blocked = any(stream.pending for stream in self._streams)
        return None if self._ended_at is None or is_blocked else _QUIET_MS

    def _awaited(self) -> dict[int, int]:
        """Return what is waited for, by descriptor."""
        awaited = {self._heard.pipe: select.POLLIN}
        for stream in self._streams:
            if stream.pending:
                awaited[stream.target] = select.POLLOUT
            elif stream.is_read:
                awaited[stream.source] = select.POLLIN
        if self._ended_at is not None:
            return awaited
        awaited[self._watcher.reports] = select.POLLIN
        keys = self._terminal.keys if self._terminal else None
        # A key more is read only when the command has taken the last: what is typed too
        # fast waits in the terminal, as it would without us.
        if self._typed and self._master is not None:
            awaited[self._master] = awaited.get(self._master, 0) | select.POLLOUT
        elif keys is not None:
            awaited[keys] = awaited.get(keys, 0) | select.POLLIN
        return awaited

    def _serve(self, ready: dict[int, int]) -> None:
        if self._heard.pipe in ready:
            for number in os.read(self._heard.pipe, 4096):
                self._hear(number)
        if self._watcher.reports in ready:
            self._read_reports()
        for stream in self._streams:
            if stream.pending and stream.target in ready:
                stream.write()
            elif stream.is_read and ready.get(stream.source, 0) & ~select.POLLOUT:
                stream.read()
        self._pass_keys(ready)
        if self._is_stopped and not any(stream.pending for stream in self._streams):
            self._stop()

    def _pass_keys(self, ready: dict[int, int]) -> None:
        keys = self._terminal.keys if self._terminal else None
        if self._typed and self._master in ready:
            try:
                self._typed = self._typed[os.write(self._master or 0, self._typed) :]
            except BlockingIOError:
                return
            except OSError:
                self._typed = b""
        elif self._terminal and keys is not None and keys in ready and not self._typed:
            self._typed = self._terminal.read_keys()

    def _hear(self, number: int) -> None:
        """Do about a signal what the command would have, had it been sent there."""
        if number in (signal.SIGWINCH, signal.SIGCONT):
            # While we are stopped, only the shell hears of a window's new size.
            for stream in self._streams:
                if stream.is_terminal and stream.is_read:
                    copy_size(stream.target, stream.source)
        if number == signal.SIGCONT and self._terminal:
            self._terminal.lend()
        if number in (*PASSED_ON, signal.SIGTSTP) and not self._knows(number):
            self._pass_on(number)

    def _pass_on(self, number: int) -> None:
        if self._pid:
            with contextlib.suppress(OSError):
                os.kill(self._pid, number)
        elif self._ended_at is None:
            self._too_early.append(number)

    def _knows(self, number: int) -> bool:
        """Tell whether the terminal has sent a signal to the command as well."""
        is_typed = number in (signal.SIGINT, signal.SIGQUIT)
        return is_typed and self._terminal is None and _has_foreground()

    def _read_reports(self) -> None:
        for report in self._watcher.read_reports():
            what, _, value = report.partition(" ")
            if what == "pid":
                self._pid = int(value)
                for number in self._too_early:
                    self._pass_on(number)
            elif what == "failed":
                self.error = int(value)
            elif what == "stopped":
                self._is_stopped = True
            else:
                self.status = int(value)
                self._end()

    def _end(self) -> None:
        self._ended_at = time.monotonic()
        self._pid = 0
        for stream in self._streams:
            stream.owe_what_is_there()

    def _stop(self) -> None:
        """Stop as the command has, with all of our job; go on with it when that does."""
        self._is_stopped = False
        if self._terminal:
            self._terminal.take_back()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        # All of the job, so that the shell sees it stopped; we go on behind this line.
        os.kill(0, signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, handler)
        if self._terminal:
            self._terminal.lend()
        self._watcher.let_go_on()


def _has_foreground() -> bool:
    try:
        controlling = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return has_foreground(controlling)
    finally:
        os.close(controlling)
