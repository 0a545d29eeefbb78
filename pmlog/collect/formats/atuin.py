"""atuin: its database, which is only read, or what `atuin history list` prints.

The database counts nanoseconds. What was deleted is still there, marked so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.collect.files import database
from pmlog.collect.format import SQLITE, Format, Source
from pmlog.collect.formats.shell_history import command
from pmlog.collect.instants import NoInstant, within
from pmlog.collect.record import NO_TEXT, UNREADABLE_TIME, Found, LeftOut

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
        raw=str(id_),
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
