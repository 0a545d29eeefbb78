"""The last import, which is no event, for undo to know of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pmlog.store.log import Log

_KEY = "last_import"  # in meta


class ImportStep(NamedTuple):
    """An import: who, from where, how many events were new."""

    author: str
    source: str
    new: int


def note(log: Log, step: ImportStep) -> None:
    """Note an import behind the last event of this log; inside its transaction."""
    _, seq, _ = log.position()
    value = json.dumps({**step._asdict(), "behind": seq})
    log.write("insert or replace into meta values (?, ?)", [(_KEY, value)])


def behind(log: Log, seq: int) -> ImportStep | None:
    """Return the last import, if it came after this log's event of a number."""
    for (value,) in log.rows("select value from meta where key = ?", _KEY):
        found = json.loads(value)
        if found.pop("behind") >= seq:
            return ImportStep(**found)
    return None
