"""The table of times: each from an event of one kind to an event of another."""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.incident.timeline import Incident
from pmlog.metrics.interval import Interval
from pmlog.metrics.windows import outage
from pmlog.namedtuple import NamedTuple


class Measure(NamedTuple):
    """A named time; key is its name in JSON."""

    key: str
    name: str
    first: str  # the kind it counts from
    last: str  # the kind it counts to
    definition: str


MEASURES = (
    Measure(
        "time_to_detect_s",
        "time to detect",
        kinds.BEGAN,
        kinds.DETECTED,
        "from the first began to the first detected",
    ),
    Measure(
        "time_to_acknowledge_s",
        "time to acknowledge",
        kinds.DETECTED,
        kinds.ACKNOWLEDGED,
        "from the first detected to the first acknowledged",
    ),
    Measure(
        "time_to_escalate_s",
        "time to escalate",
        kinds.DETECTED,
        kinds.ESCALATED,
        "from the first detected to the first escalated",
    ),
    Measure(
        "time_to_mitigate_s",
        "time to mitigate",
        kinds.BEGAN,
        kinds.MITIGATED,
        "from the first began to the first mitigated",
    ),
    Measure(
        "time_to_resolve_s",
        "time to resolve",
        kinds.BEGAN,
        kinds.RESOLVED,
        "from the first began to the last resolved, pauses between windows included",
    ),
)


class Time(NamedTuple):
    """A measure of an incident."""

    measure: Measure
    interval: Interval


def times(incident: Incident) -> tuple[Time, ...]:
    """Return the incident's times, in the order of MEASURES."""
    return tuple(Time(measure, _interval(incident, measure)) for measure in MEASURES)


def _interval(incident: Incident, measure: Measure) -> Interval:
    # An outage that began again is resolved by its last resolution, not by its first.
    if measure.last == kinds.RESOLVED:
        return outage(incident).whole
    return Interval(incident.first(measure.first), incident.first(measure.last))
