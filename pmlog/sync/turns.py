"""One sync at a time: who holds a log's lock pushes its series, in order."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import TYPE_CHECKING

from pmlog.errors import PmlogError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE_S = 30.0
_TURN_S = 0.05


class Busy(PmlogError):
    """Another sync of this log is at work."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"another 'pmlog sync' is at work on {path} and does not come to its end; "
            "it moves what there is"
        )


@contextlib.contextmanager
def turn(log_path: str, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Hold the lock of a log's syncs. Busy where another keeps it longer."""
    descriptor = os.open(log_path + ".sync", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        until_s = time.monotonic() + patience_s
        while not _is_locked(descriptor):
            if time.monotonic() >= until_s:
                raise Busy(log_path)
            time.sleep(_TURN_S)
        yield
    finally:
        os.close(descriptor)  # which lets go of the lock, as the end of a process does


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
