"""Kubernetes: events, of core/v1 and of events.k8s.io/v1, which names everything otherwise.

One record counts many occurrences: its first and last time are a span. The scheduler's have
no first time, only eventTime. They live for an hour by default: collect them early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.collect import values
from pmlog.collect.format import Source, of_json
from pmlog.collect.instants import NoInstant, instant
from pmlog.collect.record import NO_TIME, Found, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def claims(value: Any) -> bool:
    """Tell whether a value is an event, a list of them, or a change that a watch tells."""
    if not isinstance(value, dict):
        return False
    if values.text(value, "kind") in ("List", "EventList"):
        found = values.objects(value, "items")
        return not found or any(map(_is_event, found))
    return _is_event(value) or _is_event(values.mapping(value, "object"))


def _is_event(value: dict[str, Any]) -> bool:
    return "reason" in value and ("involvedObject" in value or "regarding" in value)


def _unwrap(value: dict[str, Any]) -> list[Any]:
    if "items" in value:
        return values.items(value, "items")
    return [value["object"] if _is_event(values.mapping(value, "object")) else value]


_FIRST = (
    ("deprecatedFirstTimestamp",),
    ("firstTimestamp",),
    ("eventTime",),
    ("metadata", "creationTimestamp"),
)
_LAST = (
    ("series", "lastObservedTime"),
    ("deprecatedLastTimestamp",),
    ("lastTimestamp",),
)


def one(event: Any, source: Source) -> Iterator[Found]:
    """Yield the record of an event."""
    first_us = _time(event, _FIRST, source)
    last_us = _time(event, _LAST, source)
    if first_us is None:
        first_us = last_us
    if first_us is None:
        raise NoInstant(NO_TIME)
    count = next(
        (
            n
            for path in (("series", "count"), ("deprecatedCount",), ("count",))
            if (n := values.whole(event, *path)) is not None
        ),
        1,
    )
    yield Record(
        first_us,
        _text(event, count),
        until_us=last_us if last_us is not None and last_us > first_us else None,
        author=_who(event),
        id=values.text(event, "metadata", "uid"),
        raw={key: event[key] for key in event if key != "metadata"},
        minor="a Kubernetes event of type Normal"
        if values.text(event, "type") == "Normal"
        else "",
    )


def _time(event: Any, paths: tuple[tuple[str, ...], ...], source: Source) -> int | None:
    for path in paths:
        found = values.at(event, *path)
        # A zero time is how Go says that there is none.
        if found and not str(found).startswith("0001-01-01"):
            return instant(found, source.setting, source.name)
    return None


def _text(event: Any, count: int) -> str:
    about = values.mapping(event, "regarding") or values.mapping(event, "involvedObject")
    name = "/".join(
        filter(None, (values.text(about, "kind").lower(), values.text(about, "name")))
    )
    place = values.text(about, "namespace")
    where = f"{name} ({place})" if place else name
    message = values.first(values.text(event, "note"), values.text(event, "message"))
    times = f" (x{count})" if count > 1 else ""
    text = f"{values.text(event, 'reason')}: {where}: {message}".removesuffix(": ")
    return f"{text}{times}"


def _who(event: Any) -> str:
    return values.first(
        values.text(event, "reportingController"),
        values.text(event, "reportingComponent"),
        values.text(event, "source", "component"),
        values.text(event, "deprecatedSource", "component"),
        "Kubernetes",
    )


FORMAT = of_json(
    "kubernetes",
    "Kubernetes: events, of both APIs; warnings unless --everything",
    "kubectl get events --all-namespaces -o json",
    claims,
    _unwrap,
    one,
    by_programs=True,
)
