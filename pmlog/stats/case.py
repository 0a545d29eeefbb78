"""What the statistics keep of an incident: its lengths, its names, its tasks, no events."""

from __future__ import annotations

import re
from typing import NamedTuple

from pmlog import clock
from pmlog.incident import event_data, kinds
from pmlog.metrics import measure
from pmlog.metrics.report import DURATION, MISLEADING, Report, lengths
from pmlog.metrics.times import MEASURES
from pmlog.stats import wordlists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.metrics.interval import Interval

# The outage and each time, in the order in which they are shown.
KEYS = (DURATION, *(each.key for each in MEASURES))
_NOT_YET = "not over yet"
_CONTRADICTS = "its times contradict each other"


class Length(NamedTuple):
    """A length of one incident, or why it is not known."""

    us: int | None
    is_about: bool = False
    why: str = ""  # empty where it is known


class Task(NamedTuple):
    """A task as its incident left it."""

    id: str
    text: str
    owner: str
    due: str  # an ISO date, or nothing
    is_done: bool
    done_us: int | None  # since when it is, where that was said here


class Case(NamedTuple):
    """One incident."""

    id: str
    title: str
    zone: str
    state: str
    start_us: int
    end_us: int | None
    day: str  # when it started by its own zone: "2026-03-29"
    names: tuple[str, ...]  # the ids that a document may carry
    keys: tuple[str, ...]
    hit_users: bool  # a began was logged
    says_users: bool  # its write-up says that users were hit
    lengths: tuple[Length, ...]  # those of KEYS
    services: tuple[str, ...]
    severity: str
    how: str  # it was detected, as typed
    detected_by: str  # a sort of wordlists, or nothing
    cause: dict[str, str]  # the words that tell of it, as written, by what compares them
    path_count: int
    lost_us: int | None  # on wrong paths
    lost_in_outage_us: int
    called: tuple[str, ...]  # people and teams, each once
    tasks: tuple[Task, ...]

    @property
    def short_id(self) -> str:
        """The part of the id that people type."""
        return self.id[24:30]

    @property
    def month(self) -> str:
        """The month in which it started, by its own zone: "2026-03"."""
        return self.day[:7]

    def length(self, key: str) -> Length:
        """Return one of its lengths, by its key in JSON."""
        return self.lengths[KEYS.index(key)]


def case(incident: Incident, events: Sequence[Event]) -> Case:
    """Return what is kept of an incident; events are all of its, to know since when."""
    report = measure(incident)
    known = lengths(report)
    services = services_of(incident)
    detected = incident.of_kind(kinds.DETECTED)
    how = next((event.details.how for event in detected if event.details.how), "")
    cause = _field(incident, kinds.ROOT_CAUSE) or _field(incident, kinds.CAUSE_DETAIL)
    end = report.outage.ended
    return Case(
        id=incident.id,
        title=incident.title,
        zone=incident.zone,
        state=incident.state,
        start_us=incident.start_us,
        end_us=end.at if end else None,
        day=day_of(incident),
        names=incident.halves,
        keys=incident.keys,
        hit_users=report.outage.began is not None,
        says_users=bool(incident.impact) or kinds.IMPACT in incident.fields,
        lengths=tuple(_length(report, key, *known[key]) for key in KEYS),
        services=services,
        severity=severity_of(incident),
        how=how,
        detected_by=wordlists.sort_of(how),
        cause=wordlists.cause_words(cause, services),
        path_count=len(report.misleading.paths),
        lost_us=known[MISLEADING][0],
        lost_in_outage_us=report.misleading.lost_in_outage_us,
        called=_called(incident),
        tasks=_tasks(incident, events),
    )


def day_of(incident: Incident) -> str:
    """Return the day on which an incident started, by its own zone."""
    return clock.date_text(incident.start_us, incident.zone)


def services_of(incident: Incident) -> tuple[str, ...]:
    """Return the services that its write-up names."""
    return names(_field(incident, kinds.SERVICES))


def severity_of(incident: Incident) -> str:
    """Return the severity that its write-up states; nothing where it does not."""
    return " ".join(_field(incident, kinds.SEVERITY).split())


def _field(incident: Incident, kind: str) -> str:
    event = incident.fields.get(kind)
    return event.text if event else ""


def names(text: str) -> tuple[str, ...]:
    """Return the names that a person listed, each once: "checkout, search"."""
    listed = (" ".join(part.split()) for part in re.split(r"[,;\n]", text))
    return _once(part for part in listed if part)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple({folded(each): each for each in found}.values())


def folded(name: str) -> str:
    """Return a name as it is compared: SEV-1, sev1 and Sev 1 are one."""
    return re.sub(r"[\W_]+", "", name.casefold()) or name.casefold()


def _length(report: Report, key: str, us: int | None, is_about: bool) -> Length:
    if us is not None:
        return Length(us, is_about)
    if key == DURATION:
        return Length(
            None, why=_why(report, report.outage.whole, kinds.BEGAN, kinds.RESOLVED)
        )
    time = next(each for each in report.times if each.measure.key == key)
    return Length(
        None, why=_why(report, time.interval, time.measure.first, time.measure.last)
    )


def _why(report: Report, between: Interval, first: str, last: str) -> str:
    """Return why an interval has no length."""
    if between.is_impossible:
        return _CONTRADICTS
    if between.first is None:
        return f"without {first}"
    if last in report.incident.nones:
        return "there was none"
    return _NOT_YET if report.incident.state == "open" else f"without {last}"


def _called(incident: Incident) -> tuple[str, ...]:
    escalations = incident.of_kind(kinds.ESCALATED)
    called = (" ".join(name.split()) for each in escalations for name in each.details.to)
    return _once(name for name in called if name)


def _tasks(incident: Incident, events: Sequence[Event]) -> tuple[Task, ...]:
    if not incident.tasks:
        return ()
    done = _done_since(events)
    return tuple(
        Task(
            task.id,
            task.text,
            task.details.owner,
            task.details.due,
            task.details.done,
            done.get(task.id) if task.details.done else None,
        )
        for task in incident.tasks
    )


def _done_since(events: Sequence[Event]) -> dict[str, int]:
    """Return since when tasks are done, by their ids: the first yes behind the last no."""
    retracted: dict[str, bool] = {}
    said = sorted(
        (each for each in events if each.kind in (kinds.AMEND, kinds.RETRACT)),
        key=lambda each: each.correction_order,
    )
    for each in said:
        if each.kind == kinds.RETRACT:
            retracted[each.details.target] = each.details.retracted
    since: dict[str, int] = {}
    for each in said:
        is_done = each.details.set.get(event_data.DONE)
        if each.kind != kinds.AMEND or is_done is None or retracted.get(each.id):
            continue
        if is_done:
            since.setdefault(each.details.target, each.at)
        else:
            since.pop(each.details.target, None)
    return since
