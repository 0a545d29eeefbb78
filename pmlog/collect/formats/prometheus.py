"""Prometheus: the series of ALERTS, as query_range answers.

Pending and firing are two series of one alert. A firing is known at steps of the query
alone; a gap longer than the step is the end of one firing and the beginning of the next.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pmlog import clock
from pmlog.collect import values
from pmlog.collect.format import Source, of_json
from pmlog.collect.instants import NoInstant, seconds
from pmlog.collect.record import NO_TIME, Found, LeftOut, Record
from pmlog.incident import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator


def claims(value: Any) -> bool:
    """Tell whether a value is an answer that holds series of alerts."""
    if not isinstance(value, dict):
        return False
    found = values.objects(value, "data", "result") or [value]
    return any(
        values.text(each, "metric", "__name__") in ("ALERTS", "ALERTS_FOR_STATE")
        for each in found
    )


def _unwrap(value: dict[str, Any]) -> list[Any]:
    series = values.items(value, "data", "result") or [value]
    # The step is the smallest distance anywhere: a series of one point does not tell it.
    step_us = min(
        (
            after - before
            for each in series
            for before, after in pairwise(_times(each))
            if after > before
        ),
        default=clock.MINUTE_US,
    )
    return [
        {"series": each, "step": step_us}
        for each in series
        if values.text(each, "metric", "__name__") != "ALERTS_FOR_STATE"
    ]


def _times(series: Any) -> list[int]:
    points = values.items(series, "values") or [values.at(series, "value")]
    found = []
    for point in points:
        try:
            found.append(seconds(values.at(point, 0)))
        except NoInstant:
            continue
    return sorted(found)


def one(value: Any, source: Source) -> Iterator[Found]:
    """Yield a record for each time that an alert fired."""
    metric = values.mapping(value, "series", "metric")
    times, step_us = _times(value["series"]), value["step"]
    if not times:
        raise NoInstant(NO_TIME)
    name = values.text(metric, "alertname")
    labels = {key: metric[key] for key in sorted(metric) if key not in _NOT_LABELS}
    if values.text(metric, "alertstate") != "firing":
        yield LeftOut("an alert that is pending", name, at_us=times[0])
        return
    told = ", ".join(f"{key}={labels[key]}" for key in labels)
    for first_us, last_us in _stretches(times, step_us):
        yield Record(
            first_us,
            f"{name}: {told}" if told else name,
            # The last point of all may be the end of the query and not of the alert.
            until_us=last_us if last_us > first_us else None,
            author=values.first(values.text(metric, "team"), "Prometheus"),
            kind=kinds.DETECTED,
            how=f"monitoring alert: {name}",
            id=f"{name}/{told}/{first_us}",
            raw={"metric": metric, "first": first_us},
        )
    del source  # its times need no setting


_NOT_LABELS = ("__name__", "alertname", "alertstate")


def _stretches(times: list[int], step_us: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last instant of points that follow one another."""
    first_us = last_us = times[0]
    for at_us in times[1:]:
        # A point may come a little late.
        if at_us - last_us > step_us + step_us // 2:
            yield first_us, last_us
            first_us = at_us
        last_us = at_us
    yield first_us, last_us


FORMAT = of_json(
    "prometheus",
    "Prometheus: the series ALERTS, of query_range",
    "curl 'http://prometheus:9090/api/v1/query_range?query=ALERTS&start=...&end=...&step=15s'",
    claims,
    _unwrap,
    one,
    by_programs=True,
)
