"""Whether a pipe on standard input waits to be read.

Where there are words, the words are the text, and a pipe is left alone: in a loop that
reads lines it is the loop's. What waits in it is said, and how to keep it.
"""

from __future__ import annotations

import os
import sys

UNREAD = (
    "a pipe waits and was not read, as there are words; to keep what it brings: "
    "... | pmlog event --attach - WORDS"
)


def is_waiting() -> bool:
    """Tell whether standard input is a pipe that holds something. A file is none."""
    try:
        number = sys.stdin.fileno()
        # S_ISFIFO without the module stat, whose constants cost an import.
        if os.fstat(number).st_mode & 0o170000 != 0o010000:
            return False
        return _has_bytes(number)
    except (AttributeError, OSError, ValueError):
        return False  # closed, or none


def _has_bytes(number: int) -> bool:
    # Not select: at its end a pipe is ready as well, and empty.
    import array
    import fcntl
    import termios

    count = array.array("i", [0])
    fcntl.ioctl(number, termios.FIONREAD, count)
    return count[0] > 0
