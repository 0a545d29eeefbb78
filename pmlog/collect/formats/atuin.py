"""atuin: its database, which is only read, or what `atuin history list` prints.

The database counts nanoseconds. What was deleted is still there, marked so. A list has
local times without a zone; how long a command took is cut to its largest unit ("1m" may be
almost two), and a command of several lines is several lines, or ends with a NUL (--print0).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmlog.collect.files import database
from pmlog.collect.format import SQLITE, TEXT, Format, Source
from pmlog.collect.formats.shell_history import command
from pmlog.collect.instants import NoInstant, instant, within
from pmlog.collect.record import NO_TEXT, NO_TIME, UNREADABLE_TIME, Found, LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROWS = "select id, timestamp, duration, exit, command, hostname{} from history"
_MICROSECOND_NS = 1000


def claims(tables: frozenset[str]) -> bool:
    """Tell whether a database has atuin's tables."""
    return "history" in tables


def read(paths: Iterable[Any], source: Source) -> Iterator[Found]:
    """Yield the commands of a database, in order of time."""
    del source  # its times need no setting
    for path in paths:
        columns = {
            name for _, name, *_ in database.rows(path, "pragma table_info(history)")
        }
        more = ", deleted_at" if "deleted_at" in columns else ", null"
        sql = _ROWS.format(more) + " order by timestamp"
        for number, row in enumerate(database.rows(path, sql), 1):
            yield _read_row(row)._replace(where=f"row {number}")


def _read_row(row: tuple[Any, ...]) -> Found:
    id_, at_ns, lasted_ns, code, text, host, deleted = row
    text = text if isinstance(text, str) else ""
    if not isinstance(at_ns, int):
        return LeftOut(UNREADABLE_TIME, text[:200])
    try:
        at_us = within(at_ns // _MICROSECOND_NS)
    except NoInstant as error:
        return LeftOut(str(error), text[:200])
    if deleted is not None:
        return LeftOut("a deleted command", "", at_us=at_us)
    if not text.strip():
        return LeftOut(NO_TEXT, at_us=at_us)
    # -1 where it is not known, as of a shell that was closed.
    has_end = isinstance(lasted_ns, int) and lasted_ns >= _MICROSECOND_NS * 1_000_000
    until_us = at_us + lasted_ns // _MICROSECOND_NS if has_end else None
    failed = isinstance(code, int) and code not in (0, -1)
    name, _, user = str(host or "").partition(":")
    record = command(
        at_us,
        f"{text.strip()} (exit code {code})" if failed else text,
        until_us=until_us,
        author=user or name,
        # A command that still ran has neither.
        raw=f"{id_} {lasted_ns} {code}",
    )
    return record._replace(id=str(id_ or ""))


FORMAT = Format(
    "atuin",
    "atuin: its database",
    "~/.local/share/atuin/history.db",
    SQLITE,
    claims,
    read,
)


_UNIT = r"\d+(?:y|mo|w|d|h|m|s|ms|us|µs|ns)"
_LENGTH = rf"{_UNIT}(?: {_UNIT})*"
_ENTRY = re.compile(
    rf"(\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d)(?: · ({_LENGTH}))?\t(.*)", re.DOTALL
)


def is_list(lines: list[str]) -> bool:
    """Tell whether the first line is a time, a command and how long that took."""
    entry = _ENTRY.match(lines[0])
    return bool(entry and (entry[2] or _split(entry[3])[2]))


def _split(rest: str) -> tuple[str, str, str]:
    """Return a command, its exit code and how long it took, wherever --format put these."""
    fields = rest.split("\t")
    length = _taken(_LENGTH, fields)
    code = _taken(r"-?\d{1,3}", fields) if length else ""
    return "\t".join(fields).strip(), code, length


def _taken(pattern: str, fields: list[str]) -> str:
    """Take the last or the first of several fields away, if it is of a pattern."""
    for place in (-1, 0):
        if len(fields) > 1 and re.fullmatch(pattern, fields[place].strip()):
            return fields.pop(place).strip()
    return ""


def read_list(lines: Iterable[str], source: Source) -> Iterator[Found]:
    """Yield the commands of a list; what has no time goes on with the one before it."""
    held: list[str] = []
    first = 0
    for number, line in enumerate(lines, 1):
        if _ENTRY.match(line):
            yield from _entry(held, first, source)
            held, first = [line], number
        elif held:
            held.append(line)
        elif line.strip():
            yield LeftOut(NO_TIME, line[:200], f"line {number}")
    yield from _entry(held, first, source)


def _entry(held: list[str], number: int, source: Source) -> Iterator[Found]:
    text, where = "\n".join(held).rstrip(), f"line {number}"
    entry = _ENTRY.fullmatch(text)
    if entry is None:
        return
    at, length, rest = entry.groups()
    ran, code, length = (rest, "", length) if length else _split(rest)
    seconds = re.fullmatch(r"(\d{1,2})s", length)
    try:
        at_us = instant(at, source.setting, source.name)
    except NoInstant as error:
        yield LeftOut(str(error), text[:200], where)
        return
    if not ran.strip():
        yield LeftOut(NO_TEXT, text[:200], where, at_us)
        return
    until_us = at_us + int(seconds[1]) * 1_000_000 if seconds else None
    said = ran if code in ("", "0", "-1") else f"{ran} (exit code {code})"
    record = command(at_us, said, until_us=until_us, raw=text)
    # A command that still ran is listed again with its length.
    yield record._replace(where=where, head=f"{at} {ran}")


LIST = Format(
    "atuin-list",
    "atuin: what it lists (needs --tz)",
    "atuin history list --print0",
    TEXT,
    is_list,
    read_list,
)
