"""One way of bytes, from the command to where they belong."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmlog.running.tail import Tail

_CHUNK = 64 * 1024
# What can be written to takes this much without waiting, at least if it is a pipe.
_PIECE = select.PIPE_BUF


class Stream:
    """A source that is read, a target that it is written to, one chunk on its way."""

    def __init__(self, source: int, target: int, tail: Tail, *, is_terminal: bool) -> None:
        self.source = source
        self.target = target
        self.is_terminal = is_terminal
        self.pending = b""
        self._tail = tail
        self._is_open = True
        self._owed: int | None = None  # since the command ended: bytes still to be read

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be read or written."""
        return not self.pending and not self.is_read

    @property
    def is_read(self) -> bool:
        """Whether there can be more to read."""
        return self._is_open and self._owed != 0

    def owe_what_is_there(self) -> None:
        """Take no more than what the command has written by now; it has ended.

        A terminal cannot tell how much that is: what is on its way is not counted.
        """
        if self._is_open and not self.is_terminal:
            counted = fcntl.ioctl(self.source, termios.FIONREAD, bytes(4))
            self._owed = int.from_bytes(counted, "little")

    def read(self) -> None:
        """Read a chunk; at the end, close."""
        try:
            most = _CHUNK if self._owed is None else min(_CHUNK, self._owed)
            self.pending = os.read(self.source, most)
        except BlockingIOError:
            return
        except OSError:  # a terminal that nobody holds open any more
            self.pending = b""
        self._tail.add(self.pending)
        if self._owed is not None:
            self._owed -= len(self.pending)
        if not self.pending:
            self.close()

    def write(self) -> None:
        """Write a piece; where nobody takes it, the command shall learn that."""
        try:
            self.pending = self.pending[os.write(self.target, self.pending[:_PIECE]) :]
        except BlockingIOError:
            return
        except OSError:
            self.pending = b""
            self.close()

    def close(self) -> None:
        """Read no more; a command that still writes gets an error or a signal."""
        if self._is_open:
            self._is_open = False
            with contextlib.suppress(OSError):
                os.close(self.source)
