"""A line typed in the terminal: edited by readline if there is one, a paste kept whole."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from typing import NoReturn

from pmlog.text.terminal import say, storable

# What a terminal still has of a paste is there at once, or follows within this.
_PASTE_GAP_S = 0.05


def is_there() -> bool:
    """Tell whether somebody can be asked: both ends are a terminal."""
    ends = (sys.stdin, sys.stdout)
    return all(end is not None and end.isatty() for end in ends)


class _Resumed(Exception):
    """The shell's fg; meanwhile somebody else had the screen."""


def _resume(*_: object) -> NoReturn:
    raise _Resumed


class Keyboard:
    """Asks for lines; what was typed before can be called up again."""

    def __init__(self) -> None:
        try:
            import readline
        except ImportError:  # built without it: the terminal's own editing will do
            self._readline = None
            return
        self._readline = readline
        # A paste arrives as one piece, its line ends and all. (Not known to libedit.)
        if "libedit" not in (readline.__doc__ or ""):
            readline.parse_and_bind("set enable-bracketed-paste on")

    def line(self, prompt: str, recall: str = "") -> str:
        """Return what is typed until Enter, as one text even if a paste has many lines.

        recall is there on the key up. EOFError for Ctrl-D, KeyboardInterrupt for Ctrl-C.
        """
        if recall and self._readline:
            self._readline.add_history(recall.replace("\n", " "))
        try:
            typed = self._typed(prompt) + _rest_of_paste()
        except (EOFError, KeyboardInterrupt):
            say("")  # the cursor still stands behind the prompt
            raise
        return storable(typed).replace("\r", "\n").strip()

    def _typed(self, prompt: str) -> str:
        """Return what input returns; begun anew where Ctrl-Z and fg came between.

        readline does not see these, and would leave neither prompt nor editing.
        """
        before = signal.signal(signal.SIGCONT, _resume)
        try:
            while True:
                try:
                    return input(prompt)
                except _Resumed:
                    self._type_again()
        finally:
            signal.signal(signal.SIGCONT, before)

    def _type_again(self) -> None:
        readline = self._readline
        if readline is None:
            return
        half = readline.get_line_buffer()

        def insert() -> None:
            readline.insert_text(half)
            readline.set_startup_hook()

        readline.set_startup_hook(insert)


def _rest_of_paste() -> str:
    """Return what already waits behind the line: nobody types as fast.

    Without it a pasted text would answer the questions to come.
    """
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    as_it_comes = termios.tcgetattr(descriptor)
    as_it_comes[3] &= ~(termios.ICANON | termios.ECHO)
    rest = b""
    try:
        termios.tcsetattr(descriptor, termios.TCSANOW, as_it_comes)
        while select.select([descriptor], [], [], _PASTE_GAP_S if rest else 0)[0]:
            piece = os.read(descriptor, 65536)
            if not piece:
                break
            rest += piece
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)
    return "\n" + rest.decode("utf-8", "replace") if rest else ""
