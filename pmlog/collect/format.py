"""A format: how it is recognised, how it is read, what fetches it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.collect.files.decode import Broken, Piece
from pmlog.collect.instants import NoInstant
from pmlog.collect.record import NOT_A_RECORD, Found, LeftOut, Record, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

JSON = "json"  # read() gets its values, each with where it stands
TEXT = "text"  # read() gets its lines
SQLITE = "sqlite"  # read() gets the path of a file


class Source(NamedTuple):
    """The file that is read: what people call it, and what is said of its times."""

    name: str
    setting: Setting
    beside: Callable[[str], bytes | None] = lambda _: None
    inside: str = ""  # its path in a folder or an archive
    # What a person should know of how it was read.
    tell: Callable[[str], None] = lambda _: None


class Format(NamedTuple):
    """One tool's form of records."""

    name: str  # as in --from
    title: str
    fetch: str  # the command, or the way, that fetches it
    form: str
    # Of JSON: is this value one of it? Of text: are these its first lines?
    claims: Callable[[Any], bool]
    read: Callable[[Iterable[Any], Source], Iterator[Found]]
    origin: str = ""  # the file of a user's own format
    by_programs: bool = False  # its authors are no people


def of_json(
    name: str,
    title: str,
    fetch: str,
    claims: Callable[[Any], bool],
    unwrap: Callable[[Any], Iterable[Any]],
    one: Callable[[Any, Source], Iterable[Found]],
    *,
    by_programs: bool = False,
) -> Format:
    """Return a format whose values hold records, each read by itself."""

    def read(pieces: Iterable[Piece], source: Source) -> Iterator[Found]:
        return each(unwrapped(pieces, claims, unwrap), lambda piece: one(piece, source))

    return Format(name, title, fetch, JSON, claims, read, by_programs=by_programs)


def unwrapped(
    pieces: Iterable[Piece],
    claims: Callable[[Any], bool],
    unwrap: Callable[[Any], Iterable[Any]],
) -> Iterator[Piece]:
    """Yield the records of values; what the format does not know is told as that."""
    for where, value in pieces:
        if isinstance(value, Broken):
            yield where, value
        elif not claims(value):
            yield where, Broken(NOT_A_RECORD, shown(value))
        else:
            found = list(unwrap(value))
            for number, record in enumerate(found, 1):
                yield (where if len(found) == 1 else f"{where}.{number}"), record


def each(pieces: Iterable[Piece], one: Callable[[Any], Iterable[Found]]) -> Iterator[Found]:
    """Yield what each piece is read as; one that has no usable time is left out."""
    for where, piece in pieces:
        if isinstance(piece, Broken):
            yield LeftOut(piece.reason, piece.text, where)
            continue
        try:
            for found in one(piece):
                yield found if found.where else placed(found, where)
        except NoInstant as error:
            yield LeftOut(str(error), shown(piece), where)


def placed(found: Found, where: str) -> Found:
    """Return what was found, with where it was."""
    return found._replace(where=where)


def shown(piece: object) -> str:
    """Return the beginning of a piece, for people."""
    if isinstance(piece, str):
        return piece[:200]
    if isinstance(piece, Record):
        return piece.text[:200]
    try:
        return json.dumps(piece, ensure_ascii=False)[:200]
    except (TypeError, ValueError, RecursionError):
        return repr(piece)[:200]
