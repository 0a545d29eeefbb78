"""The last bytes of an output, as a reader of the screen saw them."""

from __future__ import annotations

import re

from pmlog.text.encoding import encoding_of
from pmlog.text.terminal import without_escapes

_ALTERNATE = re.compile(r"\x1b\[\?(?:1049|1047|47)([hl])")
# What overstrikes the character before it.
_BACKSPACE = re.compile(r"[^\x08\r\n]\x08")


class Tail:
    """The last bytes of what was added, in constant memory."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._chunks: list[bytes] = []
        self._held = 0
        self.total = 0

    def add(self, chunk: bytes) -> None:
        """Add what came next."""
        self._chunks.append(chunk)
        self._held += len(chunk)
        self.total += len(chunk)
        if self._held > 2 * self._most:
            self._chunks = [self.content]
            self._held = len(self._chunks[0])

    @property
    def content(self) -> bytes:
        """The last bytes, at most as many as are kept."""
        return b"".join(self._chunks)[-self._most :]


def as_seen(printed: bytes) -> str:
    """Return the lines that stay on a screen: no colours, no bars that were drawn over.

    What a program draws on the alternate screen is gone when it ends, so here as well.
    """
    # Cut off anywhere, UTF-16 may begin with half a character: then it is the other one.
    encoding = encoding_of(printed[: len(printed) // 2 * 2])
    encoding = "utf-8" if encoding == "latin-1" else encoding
    text = _without_alternate(printed.decode(encoding, "replace").removeprefix("\ufeff"))
    lines = (_drawn_over(line) for line in without_escapes(text).split("\n"))
    return "\n".join(lines)


def _without_alternate(text: str) -> str:
    kept, is_away = [], False
    parts = _ALTERNATE.split(text)
    if parts[1:2] == ["l"]:  # its beginning was cut off
        is_away = True
    for part, switch in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if not is_away:
            kept.append(part)
        is_away = switch == "h"
    return "".join(kept)


def _drawn_over(line: str) -> str:
    line = line.rstrip("\r").rpartition("\r")[2]
    while "\x08" in line:
        shorter = _BACKSPACE.sub("", line)
        line = shorter if shorter != line else line.replace("\x08", "")
    return line


def last_lines(text: str, most: int) -> str:
    """Return the end of a text of at most so many bytes, from the start of a line.

    A single line that is longer than that is cut.
    """
    content = text.encode()
    if len(content) <= most:
        return text
    end = content[-most:]
    is_whole = content[-most - 1 : -most] == b"\n"
    rest = end.partition(b"\n")[2]
    return (end if is_whole or not rest else rest).decode("utf-8", "ignore")
