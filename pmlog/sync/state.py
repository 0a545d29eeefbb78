"""How the last sync of a log ended, beside the log: for doctor and the prompt.

One line, so that a prompt can read it in no time: "ok 1795269909123456 /mnt/team/pmlog", or
"late" with when it last went well, for a shelf that was not reached since.
"""

from __future__ import annotations

import os

from pmlog.namedtuple import NamedTuple

SUFFIX = ".sync"  # of the file's name behind that of the log; it is the lock of syncs, too
OK = "ok"
LATE = "late"


class State(NamedTuple):
    """How the last sync ended."""

    how: str
    reached_us: int  # when the shelf was last reached; 0 if never
    shelf: str


def read(log_path: str) -> State | None:
    """Return how the last sync ended; None where there was none."""
    try:
        with open(log_path + SUFFIX, encoding="utf-8", errors="replace") as file:
            how, reached, shelf = file.read(4096).split(" ", 2)
        return State(how, int(reached), shelf.strip()) if how in (OK, LATE) else None
    except (OSError, ValueError):
        return None


def write(descriptor: int, log_path: str, shelf: str, now_us: int, *, is_ok: bool) -> None:
    """Note how a sync ended, in the file that it has locked."""
    before = read(log_path)
    was_us = before.reached_us if before and before.shelf == shelf else 0
    line = f"{OK if is_ok else LATE} {now_us if is_ok else was_us} {shelf}\n".encode()
    os.pwrite(descriptor, line, 0)
    os.ftruncate(descriptor, len(line))
