"""One sync at a time: who holds a log's lock pushes its series, in order.

And at most one that watches for the shells of a log, as long as one of them lives.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import TYPE_CHECKING

from pmlog import paths
from pmlog.errors import PmlogError
from pmlog.failures import NotOpened
from pmlog.sync import state

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE_S = 30.0
_TURN_S = 0.05


class Busy(PmlogError):
    """Another sync of this log is at work."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"another 'pmlog sync' of {path} has not ended yet; it moves what there is, "
            "or try again later"
        )


@contextlib.contextmanager
def turn(log_path: str, patience_s: float = _PATIENCE_S) -> Iterator[int]:
    """Hold the lock of a log's syncs: a file, whose descriptor comes with it.

    Busy where another keeps it longer.
    """
    with _opened(log_path + state.SUFFIX) as descriptor:
        until_s = time.monotonic() + patience_s
        while not _is_locked(descriptor):
            if time.monotonic() >= until_s:
                raise Busy(log_path)
            time.sleep(_TURN_S)
        yield descriptor


@contextlib.contextmanager
def _opened(path: str) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        paths.make_own(path)
    except OSError as error:
        raise NotOpened(path, error) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)  # which lets go of the lock, as the end of a process does


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Shells:
    """The shells that want a log kept in step, and the one process that does it for all."""

    def __init__(self, log_path: str) -> None:
        self._list = log_path + ".shells"
        self._lock = log_path + ".watch"
        self._held = -1

    def add(self, shell: int) -> bool:
        """Note a shell; True where nobody watches yet, and this process is to do it."""
        with _opened(self._list) as listed:
            # Whoever ends looks at the list under the same lock: no shell is overheard.
            fcntl.flock(listed, fcntl.LOCK_EX)
            _note(listed, {*_alive(listed), shell})
            held = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            paths.make_own(self._lock)
            if _is_locked(held):
                self._held = held
                return True
            os.close(held)
            return False

    def are_gone(self, first: int) -> bool:
        """Tell whether no shell is left, the first included.

        Another process may watch from then on.
        """
        if _lives(first):
            return False
        with _opened(self._list) as listed:
            fcntl.flock(listed, fcntl.LOCK_EX)
            left = _alive(listed)
            _note(listed, left)
            if not left and self._held >= 0:
                os.close(self._held)
                self._held = -1
            return not left


def _alive(listed: int) -> set[int]:
    words = os.pread(listed, 65536, 0).decode("ascii", "replace").split()
    return {int(word) for word in words if word.isdecimal() and _lives(int(word))}


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False  # or it is another's by now, which is no shell of ours
    return True


def _note(listed: int, shells: set[int]) -> None:
    text = "".join(f"{each}\n" for each in sorted(shells)).encode()
    os.pwrite(listed, text, 0)
    os.ftruncate(listed, len(text))
