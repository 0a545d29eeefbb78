"""journald: what `journalctl -o json` prints, an object a line.

Its times are microseconds written as text. A message that is not UTF-8 comes as an array of
byte values; one that is too long as null, without --all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.collect import values
from pmlog.collect.format import Source, of_json
from pmlog.collect.instants import NoInstant, within
from pmlog.collect.record import NO_TEXT, NO_TIME, Found, LeftOut, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def claims(value: Any) -> bool:
    """Tell whether a value is an entry of the journal."""
    return isinstance(value, dict) and (
        "__REALTIME_TIMESTAMP" in value or "__CURSOR" in value
    )


def one(entry: Any, source: Source) -> Iterator[Found]:
    """Yield the record of an entry."""
    del source  # its times need no setting
    # When it was sent, where that is known, and not when it was received.
    at_us = values.whole(entry, "_SOURCE_REALTIME_TIMESTAMP")
    if at_us is None:
        at_us = values.whole(entry, "__REALTIME_TIMESTAMP")
    if at_us is None:
        raise NoInstant(NO_TIME)
    within(at_us)
    unit = values.first(
        values.text(entry, "SYSLOG_IDENTIFIER"),
        values.text(entry, "_COMM"),
        values.text(entry, "_SYSTEMD_UNIT"),
        "journald",
    )
    host = values.text(entry, "_HOSTNAME")
    record = Record(
        at_us,
        _message(values.at(entry, "MESSAGE")),
        author=f"{unit}@{host}" if host else unit,
        id=values.text(entry, "__CURSOR"),
        raw=entry,
    )
    yield record if record.text else LeftOut(NO_TEXT, at_us=at_us, record=record)


def _message(value: Any) -> str:
    if isinstance(value, list):
        if all(isinstance(n, int) and 0 <= n < 256 for n in value):
            return bytes(value).decode("utf-8", "replace").strip()
        return "\n".join(each.strip() for each in value if isinstance(each, str))
    return value.strip() if isinstance(value, str) else ""


FORMAT = of_json(
    "journald",
    "journald: journalctl -o json",
    "journalctl -o json --all --since '2026-11-28 13:00' -u checkout",
    claims,
    lambda value: [value],
    one,
    by_programs=True,
)
