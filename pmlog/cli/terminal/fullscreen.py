"""The whole terminal for a picture in place: drawn, typed into, always given back."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import tty
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

if TYPE_CHECKING:
    from types import FrameType

# A line that the terminal thinks wider than we do is cut; it must not push others down.
_NO_WRAP, _WRAP = "\x1b[?7l", "\x1b[?7h"
_ENDINGS = (signal.SIGTERM, signal.SIGHUP)
_NEWS = (signal.SIGWINCH, signal.SIGCONT)
_MOST_KEYS = 1024


class Fullscreen:
    """The alternate screen and the keys, while it is entered as a context.

    SIGTERM and SIGHUP leave it as SystemExit, Ctrl-C as KeyboardInterrupt; Ctrl-Z gives
    the terminal back for as long as the process stands still.
    """

    def __init__(self, *, colour: bool) -> None:
        self._console = Console(
            file=sys.stdout,
            force_terminal=True,
            color_system="standard" if colour else None,
            highlight=False,
        )
        self._live: Live | None = None
        self._keys = 0 if sys.stdin is not None and os.isatty(0) else None
        self._modes: list[Any] | None = None
        self._handlers: dict[int, Any] = {}
        self._wake = os.pipe()
        self._drawn: object = None

    def __enter__(self) -> Self:
        for end in self._wake:
            os.set_blocking(end, False)
        self._before = signal.set_wakeup_fd(self._wake[1], warn_on_full_buffer=False)
        for number in _ENDINGS:
            self._handle(number, lambda number, _: sys.exit(128 + number))
        for number in _NEWS:
            self._handle(number, lambda *_: None)
        self._handle(signal.SIGTSTP, self._stand_still)
        self._take()
        return self

    def __exit__(self, *_: object) -> None:
        self._give_back()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before)
        for end in self._wake:
            os.close(end)

    def _handle(self, number: int, handler: Any) -> None:
        self._handlers[number] = signal.signal(number, handler)

    def _take(self) -> None:
        if self._keys is not None:
            self._modes = termios.tcgetattr(self._keys)
            tty.setcbreak(self._keys, termios.TCSADRAIN)
        self._live = Live(
            console=self._console,
            screen=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()
        sys.stdout.write(_NO_WRAP)
        self._drawn = None

    def _give_back(self) -> None:
        # Where the terminal is gone there is nothing to give back.
        with contextlib.suppress(OSError):
            sys.stdout.write(_WRAP)
            if self._live:
                self._live.stop()
            sys.stdout.flush()
        if self._keys is not None and self._modes is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._keys, termios.TCSADRAIN, self._modes)

    def _stand_still(self, _number: int, _frame: FrameType | None) -> None:
        self._give_back()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._stand_still)
        self._take()

    @property
    def way_out(self) -> str:
        """What to press to leave it."""
        return "Ctrl-C" if self._keys is None else "q"

    @property
    def size(self) -> tuple[int, int]:
        """Its columns and lines as they are now."""
        columns, lines = os.get_terminal_size(1)
        return columns or 80, lines or 24

    def draw(self, lines: list[str]) -> None:
        """Show these lines, from the top; nothing is written where they stand already."""
        size = self.size
        if self._live is None or self._drawn == (lines, size):
            return
        self._console.size = size
        text = Text("\n", no_wrap=True, overflow="crop", end="")
        self._live.update(text.join(map(Text.from_ansi, lines)), refresh=True)
        self._drawn = (list(lines), size)

    def key(self, wait_s: float) -> str:
        """Return what is typed; "" when nothing was in that time, or the size changed.

        It is Ctrl-D where the terminal was closed.
        """
        sources = [self._wake[0]] + ([] if self._keys is None else [self._keys])
        ready, _, _ = select.select(sources, [], [], max(0.0, wait_s))
        if self._wake[0] in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._wake[0], _MOST_KEYS)
        if self._keys is None or self._keys not in ready:
            return ""
        return os.read(self._keys, _MOST_KEYS).decode("utf-8", "replace") or "\x04"
