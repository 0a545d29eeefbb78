"""The responder's own terminal, lent to a command that runs in one of ours."""

from __future__ import annotations

import contextlib
import fcntl
import os
import termios
import tty
from typing import Any


class Terminal:
    """The terminal behind standard output: its size, its keys, its settings."""

    def __init__(self) -> None:
        self._keys = 0 if os.isatty(0) else _controlling()
        self._settings: list[Any] | None = None  # as they were, while it is lent

    @property
    def keys(self) -> int | None:
        """What the keys that are typed are read from; None while they are not ours."""
        return self._keys if self._settings is not None else None

    def give_settings_to(self, slave: int) -> None:
        """Set another terminal as this one is set now."""
        with contextlib.suppress(termios.error):
            termios.tcsetattr(slave, termios.TCSANOW, termios.tcgetattr(1))

    def lend(self) -> None:
        """Let each key through as it is, unless another job has the terminal."""
        if self._settings is not None or self._keys is None:
            return
        if has_foreground(self._keys):
            with contextlib.suppress(termios.error):
                settings = termios.tcgetattr(self._keys)
                # What was typed ahead is the command's, and stays.
                tty.setraw(self._keys, termios.TCSADRAIN)
                self._settings = settings

    def take_back(self) -> None:
        """Set it as it was before it was lent."""
        if self._settings is None or self._keys is None:
            return
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._keys, termios.TCSADRAIN, self._settings)
        self._settings = None

    def read_keys(self) -> bytes:
        """Return what was typed; where the terminal is gone, no more is waited for."""
        try:
            typed = os.read(self._keys or 0, 4096)
        except OSError:
            typed = b""
        if not typed:
            self.take_back()
            self._keys = None
        return typed


def _controlling() -> int | None:
    try:
        return os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None


def has_foreground(terminal: int) -> bool:
    """Tell whether our job is the one that a terminal listens to."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:  # it controls no jobs, so it is anyone's
        return os.isatty(terminal)


def copy_size(terminal: int, other: int) -> None:
    """Make another terminal as large as one, if both are there; programs on it are told."""
    with contextlib.suppress(OSError):
        size = fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))
        fcntl.ioctl(other, termios.TIOCSWINSZ, size)
