"""A file -> its format, by what is in it and never by its name."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pmlog.collect.files import decode, inputs
from pmlog.collect.files.decode import Broken, Piece
from pmlog.collect.files.inputs import Input, Unreadable
from pmlog.collect.format import JSON, SQLITE, TEXT, Format, Source
from pmlog.collect.record import Found, Setting
from pmlog.errors import PmlogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import ExitStack

_LOOKED_AT = 50  # values or lines
_SQLITE = b"SQLite format 3\0"


# What people paste first, and what tells the times that it lacks.
_INSTEAD = (
    (
        re.compile(r"(?:NAMESPACE +)?LAST SEEN +TYPE +REASON"),
        "kubectl prints ages, of which no time can be told: kubectl get events -o json",
    ),
    (
        re.compile(r"\[ *\d+\.\d{6}\] "),
        "dmesg counts from when the machine started: dmesg --time-format iso",
    ),
    (
        re.compile(r"[0-9a-f]{7,12} (?!\d)"),
        "a commit in a line has no time: git log --pretty=fuller",
    ),
)


class NotRecognised(PmlogError):
    """No format fits a file that begins with a line."""

    def __init__(self, name: str, line: str = "") -> None:
        known = (advice for begins, advice in _INSTEAD if begins.match(line))
        what = next(known, "'pmlog collect --formats' lists what is read")
        super().__init__(
            f"no format fits {name}; {what}; --from FORMAT says which one it is, and a "
            "format of your own is a TOML file"
        )


class Recognised(NamedTuple):
    """A file, its format, and how to read it."""

    format: Format
    found: Iterator[Found]


def recognise(
    file: Input,
    formats: Iterable[Format],
    setting: Setting,
    kept: ExitStack,
    tell: Callable[[str], None],
) -> Recognised | None:
    """Return the first of the formats that fits a file, reading it; None where none does.

    A file with nothing in it fits any. Unreadable where it is broken. What is opened is
    kept open in kept.
    """
    source = Source(file.name, setting, file.beside, file.inside, tell)
    head = file.head()
    if head.startswith(_SQLITE):
        return _of_database(file, formats, source)
    encoding = decode.encoding_of(head)
    if encoding is None:
        return None
    start = head.decode(encoding, "replace").lstrip("\ufeff").replace("\0", "\n")
    if decode.is_json(start):
        found = _of_json(file, formats, source, (encoding, start), kept)
        # "[14:05] text" begins as an array does.
        if found or start.lstrip()[:1] == "{":
            return found
    return _of_text(file, formats, source, (encoding, start), kept)


def _of_database(
    file: Input, formats: Iterable[Format], source: Source
) -> Recognised | None:
    from pmlog.collect.files import database

    if not file.path:
        raise Unreadable(file.name, "a database in an archive or a pipe; give its path")
    tables = database.tables(file.path)
    for each in formats:
        if each.form == SQLITE and each.claims(tables):
            return Recognised(each, each.read((file.path,), source))
    return None


def _of_json(
    file: Input,
    formats: Iterable[Format],
    source: Source,
    text: tuple[str, str],
    kept: ExitStack,
) -> Recognised | None:
    encoding, head = text

    def opened() -> BinaryIO:
        return kept.enter_context(file.opened())

    pieces = decode.json_values(opened, encoding, head)
    first = list(islice(pieces, _LOOKED_AT))
    values = [value for _, value in first if not isinstance(value, Broken)]
    for each in formats:
        if each.form == JSON and any(map(each.claims, values)):
            return Recognised(each, each.read(chain(first, pieces), source))
    if not values and first:
        _refuse_broken(file, first)
    is_empty = not first
    return Recognised(_NOTHING, iter(())) if is_empty else None


def _refuse_broken(file: Input, first: list[Piece]) -> None:
    """Raise Unreadable where a file begins as JSON and is none."""
    where, broken = first[0]
    if where == "record 1" and file.head().lstrip()[:1] == b"{":
        raise Unreadable(file.name, f"not JSON: {broken.text}")


def _of_text(
    file: Input,
    formats: Iterable[Format],
    source: Source,
    text: tuple[str, str],
    kept: ExitStack,
) -> Recognised | None:
    encoding, head = text
    if not head.strip():
        return Recognised(_NOTHING, iter(()))
    # The last line of the head may be cut.
    lines = head.splitlines()
    lines = (lines[:-1] or lines) if len(head) > inputs.HEAD // 2 else lines
    first = [line for line in lines if line.strip()][:_LOOKED_AT]
    for each in formats:
        if each.form == TEXT and each.claims(first):
            opened = kept.enter_context(file.opened())
            return Recognised(each, each.read(decode.lines(opened, encoding), source))
    return None


def of_named_format(
    file: Input,
    chosen: Format,
    setting: Setting,
    kept: ExitStack,
    tell: Callable[[str], None],
) -> Recognised:
    """Return a file read in the format that a person names."""
    source = Source(file.name, setting, file.beside, file.inside, tell)
    if chosen.form == SQLITE:
        if not file.path:
            raise Unreadable(file.name, "a database in an archive or a pipe; give its path")
        return Recognised(chosen, chosen.read((file.path,), source))
    head = file.head()
    encoding = decode.encoding_of(head)
    if encoding is None:
        raise Unreadable(file.name, "it is no text")
    if chosen.form == JSON:
        start = head.decode(encoding, "replace").lstrip("\ufeff")
        pieces = decode.json_values(
            lambda: kept.enter_context(file.opened()), encoding, start
        )
        return Recognised(chosen, chosen.read(pieces, source))
    lines = decode.lines(kept.enter_context(file.opened()), encoding)
    return Recognised(chosen, chosen.read(lines, source))


EMPTY = "nothing"  # of a file with nothing in it
_NOTHING = Format(EMPTY, "", "", TEXT, bool, lambda _lines, _source: iter(()))
