"""What a log lacks and is known to lack, noted once in its own file: no event, no export.

After a salvage, or an import of a part, numbers are missing for good. Whoever knows why
says so, and is then told of what is new alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.errors import LogUnusable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlog.store.log import Log

_KEY = "accepted"  # in meta


class Gap(NamedTuple):
    """Numbers of an origin that are not there, and who said that this is known."""

    origin: str
    seq: int
    last_seq: int
    who: str = ""
    at_us: int = 0


def gaps(log: Log) -> tuple[Gap, ...]:
    """Return what was accepted; nothing where the log cannot tell."""
    try:
        found = list(log.rows("select value from meta where key = ?", _KEY))
    except LogUnusable:
        return ()
    return tuple(Gap(**each) for (value,) in found for each in json.loads(value))


def accept(log: Log, new: Iterable[Gap]) -> None:
    """Note gaps beside those that were accepted before."""
    with log.transaction():
        every: list[dict[str, Any]] = [each._asdict() for each in (*gaps(log), *new)]
        value = json.dumps(every)
        log.write("insert or replace into meta values (?, ?)", [(_KEY, value)])


def is_covered(origin: str, seq: int, last_seq: int, known: Iterable[Gap]) -> bool:
    """Tell whether all of these numbers were accepted, be it in several steps."""
    at = seq
    for gap in sorted(each for each in known if each.origin == origin):
        if gap.seq > at:
            return False
        at = max(at, gap.last_seq + 1)
        if at > last_seq:
            return True
    return False
