"""Objects of JSON with `at` and `text`: what jq and scripts write.

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


# What programs that log in JSON call their time and their text.
_TIMES = ("@timestamp", "timestamp", "time", "ts", "datetime", "date", "eventTime")
_TEXTS = (
    *("message", "msg", "@message", "textPayload", "event", "log", "line"),
    *("summary", "description"),
)
_AUTHORS = ("logger", "service", "app", "component", "host", "hostname", "user", "author")


def is_log(value: Any) -> bool:
    """Tell whether a value is a line of a program's log, by the usual names."""
    is_object = isinstance(value, dict)
    return is_object and bool(_first(value, _TIMES) and _first(value, _TEXTS))


def _first(value: dict[str, Any], names: tuple[str, ...]) -> Any:
    found = (value.get(name) for name in names)
    return next(
        (each for each in found if isinstance(each, (str, int, float)) and each), None
    )


def of_log(value: Any, source: Source) -> Iterator[Found]:
    """Yield the record of a line of a log."""
    at_us = instant(_first(value, _TIMES), source.setting, source.name)
    level = values.first(values.text(value, "level"), values.text(value, "severity"))
    text = str(_first(value, _TEXTS)).strip()
    yield Record(
        at_us,
        f"{level}: {text}" if level and not level.isdigit() else text,
        author=str(_first(value, _AUTHORS) or ""),
        raw=value,
        minor="a line of level debug" if level.lower() in ("debug", "trace") else "",
    )


LOG = of_json(
    "json-log",
    "a program's log in JSON: a time and a message by their usual names",
    "kubectl logs deploy/checkout --since=1h",
    is_log,
    lambda value: [value],
    of_log,
    by_programs=True,
)
