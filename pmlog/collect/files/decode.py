"""Bytes of a file -> its lines, or its values of JSON, one after another.

A file of many lines or of one long array is never held as a whole. A piece that cannot be
read is told as such, and what comes behind it is read where that is possible. A NUL ends a
line as well: git's -z and atuin's --print0 write it, and a crash leaves blocks of it.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from pmlog.collect.files import json_list, json_stream
from pmlog.collect.files.json_stream import SPACES, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_LINE = 16 * 1024 * 1024  # characters
_AT_ONCE = 256 * 1024


class Broken(NamedTuple):
    """A piece of a file that cannot be read."""

    reason: str
    text: str = ""


Piece = tuple[str, Any]  # where it stands, and what it is: a value or Broken


def encoding_of(head: bytes) -> str | None:
    """Return the encoding of a text by its beginning; None where it is no text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head and _CONTROLS.search(head):
        return None
    try:
        # The last character may be cut in two by where the head ends.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        # A word of Latin letters here and there is Windows'; histories have stray bytes.
        is_windows = b"\x83" not in head and error.start < len(head)
        return "cp1252" if is_windows else "utf-8-sig"
    return "utf-8-sig"


# What no text with NULs in it has: then it is a program's own.
_CONTROLS = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f]|\0[^\0]\0[^\0]\0")


class _LinesOfNul(io.RawIOBase):
    """A stream whose NULs end lines."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        content = self._stream.read(len(buffer))  # type: ignore[arg-type]
        buffer[: len(content)] = content.replace(b"\0", b"\n")  # type: ignore[index]
        return len(content)

    def close(self) -> None:
        self._stream.close()
        super().close()


def lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the lines of a text, without their ends; bytes that are no text survive."""
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    if encoding != "utf-16":  # where it is half of a letter
        file = io.BufferedReader(_LinesOfNul(file), _AT_ONCE)
    with io.TextIOWrapper(file, encoding, errors=errors, newline=None) as text:
        while line := text.readline(LONGEST_LINE):
            yield line.removesuffix("\n")


def is_json(head: str) -> bool:
    """Tell whether a text begins as objects or arrays of JSON do."""
    start = head.lstrip(SPACES)
    if start[:1] == "{":
        return start[1:].lstrip()[:1] in ('"', "}", "")
    return start[:1] == "[" and start[1:].lstrip()[:1] in ("{", "]", '"', "[")


def json_values(
    opened: Callable[[], BinaryIO], encoding: str, head: str
) -> Iterator[Piece]:
    """Yield the values of a file: one a line, or one after another; arrays by element.

    Of an object around a long list each part of the list comes as such an object.
    """
    first, end, rest = head.lstrip(SPACES).partition("\n")
    try:
        json_stream.value_of(first)
        is_lines = bool(end and rest.strip())
    except ValueError:
        is_lines = False
    if is_lines:
        yield from _by_line(lines(opened(), encoding))
        return

    def text() -> io.TextIOWrapper:
        return io.TextIOWrapper(opened(), encoding, errors="replace")

    with text() as one:
        stream = Stream(one)
        if stream.next_mark() != "{" or not stream.is_long():
            yield from _streamed(stream)
            return
    with text() as one:
        frame = json_list.frame(Stream(one))
    with text() as one:
        if frame is None:
            yield from _streamed(Stream(one))
            return
        for before, part in json_list.parts(Stream(one), frame):
            yield f"record 1 (+{before})" if before else "record 1", part


def _by_line(found: Iterator[str]) -> Iterator[Piece]:
    for number, line in enumerate(found, 1):
        if line.strip():
            where = f"line {number}"
            try:
                value = json_stream.value_of(line.strip(SPACES))
            except ValueError as error:
                yield where, Broken("not JSON", f"{error}: {line[:200]}")
                continue
            yield from ((where, each) for each in _elements(value))


def _elements(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _streamed(stream: Stream) -> Iterator[Piece]:
    """Yield values of JSON in a row, the elements of an outermost array among them."""
    number = 0
    while mark := stream.next_mark():
        if mark in "[],":
            stream.skip()
            continue
        number += 1
        where = f"record {number}"
        try:
            value = stream.whole_value()
        except ValueError as error:
            # What follows cannot be told from the middle of this one.
            yield where, Broken("not JSON from here on", str(error))
            return
        yield where, value
