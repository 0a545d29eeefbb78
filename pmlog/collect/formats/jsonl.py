"""Objects of JSON with `at` and `text`: the door for jq and for scripts.

`kind`, `author`, `until`, `zone`, `id` and `link` may be there as well; whatever else an
object has is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.clock import is_zone
from pmlog.collect import stated, values
from pmlog.collect.format import Source, of_json
from pmlog.collect.instants import instant
from pmlog.collect.record import NO_TEXT, Found, LeftOut, Record
from pmlog.incident import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator


def claims(value: Any) -> bool:
    """Tell whether a value has a time and a text by these very names."""
    return isinstance(value, dict) and "at" in value and "text" in value


def one(value: Any, source: Source) -> Iterator[Found]:
    """Yield the record of an object."""
    zone = values.text(value, "zone")
    setting = source.setting._replace(zone=zone) if is_zone(zone) else source.setting
    at_us = instant(value["at"], setting, source.name)
    text = values.text(value, "text")
    if not text:
        yield LeftOut(NO_TEXT, at_us=at_us)
        return
    until = value.get("until")
    record = Record(
        at_us,
        text,
        instant(until, setting, source.name) if until else None,
        zone if is_zone(zone) else None,
        author=values.text(value, "author"),
        links=values.texts(value, "links") or (values.text(value, "link"),),
        id=values.text(value, "id"),
        raw=value,
    )
    kind = values.text(value, "kind").lower()
    yield stated.as_kind(record, kind) if kind in kinds.TIMELINE_KINDS else record


FORMAT = of_json(
    "jsonl",
    "JSON lines with at and text; kind, author, until, zone, id, link if you like",
    "jq -c '.[] | {at: .time, text: .message}' FILE",
    claims,
    lambda value: [value],
    one,
)
