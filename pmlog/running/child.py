"""The command as a process, and the one that watches over it.

The watcher leads the session of the command's terminal, as a shell would, so that Ctrl-Z
stops the command there: a process without anyone of its session above it cannot be
stopped. It reports in lines: "pid N", "failed ERRNO", "stopped", "ended STATUS".
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import signal
import termios
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from pmlog.running.signals import OF_JOBS, PASSED_ON

if TYPE_CHECKING:
    from collections.abc import Mapping


class Command(NamedTuple):
    """What is run, and how: its words, its surroundings, its streams."""

    argv: list[str]
    environ: Mapping[str, str]
    stdin: int
    stdout: int
    stderr: int
    terminal: int | None  # the one that it is to control, if any
    ours: tuple[int, ...]  # our ends of its streams
    dispositions: dict[int, signal._HANDLER]  # what signals are to do to it


class Watcher:
    """The process over the command, and the pipes to and from it."""

    def __init__(self, pid: int, reports: int, orders: int) -> None:
        self.reports = reports
        self._pid = pid
        self._orders = orders
        self._begun = b""  # of a report

    def read_reports(self) -> list[str]:
        """Return the reports that have come; where it was killed, that of its end."""
        received = os.read(self.reports, 4096)
        if not received:  # nobody will ever know more
            return [f"ended {signal.SIGKILL:d}"]
        *lines, self._begun = (self._begun + received).split(b"\n")
        return [line.decode() for line in lines]

    def let_go_on(self) -> None:
        """Have a stopped command continue, with its terminal."""
        with contextlib.suppress(OSError):
            os.write(self._orders, b"c")

    def close(self, *, waiting: bool) -> None:
        """Hear no more from it."""
        os.close(self.reports)
        os.close(self._orders)
        if waiting:
            os.waitpid(self._pid, 0)


def start(command: Command) -> Watcher:
    """Start a command under its watcher."""
    reports, report = os.pipe()
    order, orders = -1, -1
    try:
        order, orders = os.pipe()
        pid = os.fork()
    except OSError:
        for each in (reports, report, order, orders):
            if each >= 0:
                os.close(each)
        raise
    if pid == 0:
        try:
            os.close(reports)
            os.close(orders)
            _watch(command, report, order)
        finally:
            os._exit(1)
    os.close(report)
    os.close(order)
    return Watcher(pid, reports, orders)


def _watch(command: Command, report: int, order: int) -> NoReturn:
    signal.set_wakeup_fd(-1)
    for stream in command.ours:
        os.close(stream)
    # It stays until the command has ended.
    own_jobs = OF_JOBS if command.terminal is not None else ()
    for number in (*PASSED_ON, *own_jobs):
        signal.signal(number, signal.SIG_IGN)
    if command.terminal is not None:
        os.setsid()
        fcntl.ioctl(command.terminal, termios.TIOCSCTTY, 0)
    pid = os.fork()
    if pid == 0:
        try:
            _become(command, report)
        finally:
            os._exit(127)
    for stream in {command.stdin, command.stdout, command.stderr}:
        if stream not in (0, 1, 2, command.terminal):
            os.close(stream)
    status = _ended(pid, command.terminal, report, order)
    if command.terminal is not None:
        # Who leads a session and ends hangs up on those in front: not on what the
        # command left running in the background.
        os.tcsetpgrp(command.terminal, os.getpgrp())
    os.write(report, b"ended %d\n" % status)
    os._exit(0)


def _ended(pid: int, terminal: int | None, report: int, order: int) -> int:
    """Wait for the end of a command, and return its status."""
    # Without a terminal of its own it is stopped by whatever stops us as well.
    flags = os.WUNTRACED if terminal is not None else 0
    while True:
        _, status = os.waitpid(pid, flags)
        if not os.WIFSTOPPED(status):
            return status
        os.write(report, b"stopped\n")
        os.read(order, 1)
        with contextlib.suppress(OSError):
            if terminal is not None:
                os.tcsetpgrp(terminal, pid)
            os.killpg(pid, signal.SIGCONT)


def _become(command: Command, report: int) -> None:
    """Be the command; return only if it cannot be run."""
    if command.terminal is not None:
        os.setpgid(0, 0)
        os.tcsetpgrp(command.terminal, os.getpid())
    for number, disposition in command.dispositions.items():
        signal.signal(number, disposition)
    # Python itself ignores these.
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    # From here on it hears signals, and it has printed nothing yet.
    os.write(report, b"pid %d\n" % os.getpid())
    for stream, place in ((command.stdin, 0), (command.stdout, 1), (command.stderr, 2)):
        os.dup2(stream, place)
    try:
        _execute(command)
    except OSError as error:
        os.write(report, b"failed %d\n" % (error.errno or 0))


def _execute(command: Command) -> None:
    argv, environ = command.argv, command.environ
    try:
        os.execvpe(argv[0], argv, environ)  # noqa: S606 - as it was typed
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
        # A script that does not say what runs it is the shell's, as in a shell.
        script = shutil.which(argv[0]) or argv[0]
        os.execve("/bin/sh", ["sh", script, *argv[1:]], environ)  # noqa: S606
