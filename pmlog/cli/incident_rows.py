"""The rows of `pmlog list`: which of the incidents, in which order, as JSON and as text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import clock, metrics
from pmlog.errors import UsageError
from pmlog.incident import kinds
from pmlog.stats.case import day_of, services_of, severity_of
from pmlog.store import current, incident_queries
from pmlog.text.number import count
from pmlog.text.terminal import clipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.incident.timeline import Incident
    from pmlog.stats.choice import Choice
    from pmlog.store.log import Log

SORTS = ("start", "duration", "severity", "title", "tasks")
_TITLE_WIDTH, _LEAST_TITLE = 60, 12


class Row(NamedTuple):
    """An incident as a list shows it."""

    incident: Incident
    start_us: int
    day: str
    services: tuple[str, ...]
    severity: str
    keys: tuple[str, ...]
    start: str | None
    end: str | None
    duration_us: int | None
    is_about: bool
    open_tasks: int


def rows(log: Log, choice: Choice | None = None, *, is_open: bool = False) -> Iterator[Row]:
    """Yield the incidents, the one opened last first, each read as it is asked for.

    Those that a choice cannot take, by when they start or because they are closed, are
    not read at all.
    """
    # A head is one row and says when it starts and ends; to fold one reads its events.
    heads = incident_queries.heads(log)
    for each in reversed(incident_queries.incidents(log)):
        start_us, is_going_on = heads.get(each, (None, True))
        if is_open and not is_going_on:
            continue
        if choice and start_us is not None and not choice.may_take(start_us):
            continue
        incident = current.listed(log, each).fold()
        if incident is not None:
            yield _row(incident)


def _row(incident: Incident) -> Row:
    outage = metrics.outage(incident)
    return Row(
        incident,
        incident.start_us,
        day_of(incident),
        services_of(incident),
        severity_of(incident),
        incident.keys,
        clock.rfc3339(outage.began.at) if outage.began else None,
        clock.rfc3339(outage.ended.at) if outage.ended else None,
        outage.duration_us,
        outage.is_approximate,
        sum(not task.details.done for task in incident.tasks),
    )


def ordered(found: Iterable[Row], sort: str | None, last: int | None) -> list[Row]:
    """Return the first of those found, no more of them read than are returned.

    Of a sort, the longest, the most tasks and the latest come first; names go from A to Z.
    """
    in_order = found if sort is None else _sorted(list(found), sort)
    return list(islice(in_order, last))


def _sorted(found: list[Row], sort: str) -> list[Row]:
    if sort not in SORTS:
        raise UsageError(f"no order {sort!r}; it is one of: {', '.join(SORTS)}")
    if sort in ("severity", "title"):
        return sorted(found, key=lambda row: _name(row, sort))
    return sorted(found, key=lambda row: _number(row, sort), reverse=True)


def _name(row: Row, sort: str) -> tuple[bool, str]:
    # What has no name comes last, not before A.
    name = row.severity if sort == "severity" else row.incident.title
    return not name, name.casefold()


def _number(row: Row, sort: str) -> int:
    # The longest comes first, so what is not known comes last.
    if sort == "duration":
        return -1 if row.duration_us is None else row.duration_us
    return row.open_tasks if sort == "tasks" else row.start_us


def plain(row: Row, *, is_current: bool) -> dict[str, Any]:
    """Return a row as `list --json` prints it."""
    incident, length = row.incident, row.duration_us
    return {
        "id": incident.id,
        "title": incident.title,
        "state": incident.state,
        "current": is_current,
        "zone": incident.zone,
        "opened_at": clock.rfc3339(incident.opened_at),
        "start": row.start,
        "end": row.end,
        "duration_s": None if length is None else length // clock.SECOND_US,
        "approx": row.is_about,
        "severity": row.severity or None,
        "services": list(row.services),
        "keys": list(row.keys),
        "open_tasks": row.open_tasks,
    }


def lines(
    marked: list[tuple[Row, bool]], now_us: int, columns: int | None
) -> Iterator[str]:
    """Yield the rows as lines of text, each with whether it is the current incident.

    In a terminal of so many columns a title is cut so that its line fits, if one can.
    """
    whens = [_when(row.incident) for row, _ in marked]
    lengths = [_length(row, now_us) for row, _ in marked]
    widths = max(21, *map(len, whens), 0), max(16, *map(len, lengths), 0)
    for (row, is_current), when, length in zip(marked, whens, lengths, strict=True):
        incident = row.incident
        head = (
            f"{'*' if is_current else ' '} {incident.short_id}  {incident.state:<8}  "
            f"{when:<{widths[0]}}  {length:<{widths[1]}}  "
        )
        tasks = f"  ({count(row.open_tasks, 'open task')})" if row.open_tasks else ""
        room = columns - len(head) - len(tasks) if columns else _TITLE_WIDTH
        # A terminal too narrow for a word of it wraps, as there is nothing better to cut.
        if not _LEAST_TITLE <= room <= _TITLE_WIDTH:
            room = _TITLE_WIDTH
        yield f"{head}{clipped(incident.title, room)}{tasks}"


def _when(incident: Incident) -> str:
    at_us, zone = incident.start_us, incident.zone
    label = clock.zone(zone).at(at_us).abbreviation or clock.zone_label(at_us, zone)
    began = incident.first(kinds.BEGAN)
    about = "~" if began is not None and began.approx else ""
    return f"{clock.date_text(at_us, zone)} {about}{clock.minute_text(at_us, zone)} {label}"


def _length(row: Row, now_us: int) -> str:
    about = "~ " if row.is_about else ""
    if row.duration_us is not None:
        return f"{about}{clock.duration_text(row.duration_us)}"
    incident = row.incident
    if incident.is_open and row.end is None and row.start_us <= now_us:
        so_far_us = metrics.outage(incident).so_far_us(now_us)
        if so_far_us is None:  # when it began is not known: since anything is
            so_far_us = clock.between(row.start_us, now_us)
        return f"{about}{clock.duration_text(so_far_us)} so far"
    return "-"
