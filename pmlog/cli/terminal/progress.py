"""How far a long command is: a line on the terminal after a second, gone at the end."""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

PATIENCE_S = 1.0
_EVERY_S = 0.1
_CELLS = 24


class Bar:
    """A bar on standard error, where that is a terminal; elsewhere it does nothing.

    Use it as a context manager, so that it is gone before anything else is said.
    """

    def __init__(self, doing: str, total: int, environ: Mapping[str, str]) -> None:
        """Take what is being done ("importing") and how much of it there is."""
        self._doing = doing
        self._total = total
        self._done = 0
        self._is_drawn = False
        is_shown = environ.get("TERM", "dumb") != "dumb" and _on_terminal()
        self._due_s = time.monotonic() + PATIENCE_S if is_shown else float("inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._due_s = float("inf")
        if self._is_drawn:
            _draw("")

    def add(self, done: int) -> None:
        """Say that so much more is done."""
        self._done += done
        now_s = time.monotonic()
        if now_s < self._due_s:
            return
        self._due_s = now_s + _EVERY_S
        self._is_drawn = True
        share = min(self._done / self._total, 1) if self._total else 1
        _draw(f"{self._doing} [{'#' * int(share * _CELLS):.<{_CELLS}}] {share:4.0%}")


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _draw(line: str) -> None:
    try:
        # Back to the line's start, and what stood behind is erased.
        sys.stderr.write(f"\r{line}\x1b[K")
        sys.stderr.flush()
    except OSError:
        sys.stderr = None
