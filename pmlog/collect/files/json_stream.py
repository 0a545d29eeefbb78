"""Values of JSON, read from a text one after another.

json reads whole texts alone; here it reads from where the last value ended, and gets more
of the file where a value is not complete.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import io

LONG_VALUE = 8 * 1024 * 1024  # characters of one that is rather read in parts
LARGEST_VALUE = 256 * 1024 * 1024  # characters of one value
_AT_ONCE = 256 * 1024
# What stands between values, a record separator (RFC 7464) among it.
SPACES = " \t\r\n\f\v\x1e\ufeff"


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def value_of(text: str) -> Any:
    """Return a value of JSON. ValueError, whatever is wrong with it."""
    try:
        return _DECODER.decode(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


class Stream:
    """A text that holds values of JSON in a row."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._before = 0  # characters before the buffer
        self._is_over = False
        self._more = _AT_ONCE

    @property
    def position(self) -> int:
        """How many characters were read so far."""
        return self._before + self._at

    def skip(self) -> None:
        """Go past a mark."""
        self._at += 1

    def take(self, mark: str) -> None:
        """Go past a mark. ValueError where another one stands."""
        if self.next_mark() != mark:
            raise ValueError(f"no {mark} where one has to be")
        self._at += 1

    def is_long(self) -> bool:
        """Tell whether more than can be held well stands here and behind."""
        while len(self._buffer) - self._at <= LONG_VALUE:
            if not self._fill():
                return False
        return True

    def next_mark(self) -> str:
        """Return the next character that is no space; "" at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in SPACES:
                    return self._buffer[self._at]
                self._at += 1
            if not self._fill():
                return ""

    def _fill(self) -> bool:
        content = "" if self._is_over else self._text.read(self._more)
        self._is_over = self._is_over or not content
        self._buffer = self._buffer[self._at :] + content
        self._before += self._at
        self._at = 0
        return bool(content)

    def whole_value(self) -> Any:
        """Return the value that begins here. ValueError where it is none."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
                # A number may go on behind what was read so far.
                if end < len(self._buffer) or self._is_over or not self._fill():
                    self._at, self._more = end, _AT_ONCE
                    return value
            except RecursionError as error:
                raise ValueError("it is nested too deeply") from error
            except ValueError:
                # Doubled each time, so that a large value is not read over and over.
                self._more = min(self._more * 2, LARGEST_VALUE)
                if len(self._buffer) > LARGEST_VALUE or not self._fill():
                    raise
