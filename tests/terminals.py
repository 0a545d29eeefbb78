"""A real terminal: a program runs in it, keys are typed, its screen is looked at.

with Terminal([sys.executable, "-m", "pmlog", "watch"], environ) as terminal:
    terminal.wait_for("Checkout is down")
    terminal.type("q")
    assert terminal.ended() == 0
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

import pexpect
import pyte

from tests.conftest import process_environ

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PATIENCE_S = 30.0


def terminal_environ(folder: Path) -> dict[str, str]:
    """Return the environment of a colourful UTF-8 terminal, with its log in folder."""
    plain = {k: v for k, v in process_environ(folder).items() if k != "NO_COLOR"}
    return plain | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PAGER": "less"}


class Terminal:
    """A pseudo-terminal of a size, with an emulator that draws what is printed."""

    def __init__(
        self,
        argv: list[str],
        environ: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
        folder: str | None = None,
    ) -> None:
        """Start argv; TERM is xterm-256color where environ has none."""
        self._screen = pyte.Screen(columns, rows)
        self._emulator = pyte.ByteStream(self._screen)
        self.raw = b""  # all that was printed, escapes and all
        # NO_COLOR and the like are for the test to set.
        plain = {k: v for k, v in environ.items() if k not in ("COLUMNS", "LINES")}
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            argv[0],
            argv[1:],
            env={"TERM": "xterm-256color", **plain},
            dimensions=(rows, columns),
            cwd=folder,
            timeout=PATIENCE_S,
        )
        self._child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close(force=True)

    def type(self, keys: str) -> None:
        """Press keys; "\\r" is Enter, "\\x03" Ctrl-C, "\\x04" Ctrl-D, "\\t" TAB."""
        self._child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, which the program is told by a signal."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    @property
    def lines(self) -> list[str]:
        """The screen's lines as they stand, without the spaces at their ends."""
        self._take(0)
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def wait_for(self, wanted: str | Callable[[str], bool], name: str = "") -> None:
        """Return once the screen shows a text (or makes a condition true), or fail.

        The failure speaks of what is wanted by a name, where it has one.
        """

        def fits(text: str) -> bool:
            return wanted in text if isinstance(wanted, str) else wanted(text)

        give_up_at = time.monotonic() + PATIENCE_S
        while not fits(self.text):
            is_over = not self._take(0.2)
            if fits(self.text):
                return
            assert not is_over, f"ended without {name or wanted!r}:\n{self.text}"
            assert time.monotonic() < give_up_at, f"no {name or wanted!r} in:\n{self.text}"

    def ended(self) -> int:
        """Wait for the program's end; return its exit code, negative for a signal."""
        give_up_at = time.monotonic() + PATIENCE_S
        while self._take(0.2):
            assert time.monotonic() < give_up_at, f"still running:\n{self.text}"
        self._child.wait()
        status, signal = self._child.exitstatus, self._child.signalstatus
        return status if status is not None else -(signal or 0)

    def _take(self, wait_s: float) -> bool:
        """Draw what was printed meanwhile; False when nothing can come any more."""
        try:
            printed = self._child.read_nonblocking(65536, wait_s)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += printed
        self._emulator.feed(printed)
        return True
