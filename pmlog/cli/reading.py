"""The incident that a command reads, the zones and the screen that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog import paths
from pmlog.cli.session import Session, wants_colour
from pmlog.clock import is_zone
from pmlog.event_times import zone_named
from pmlog.incident import timeline
from pmlog.incident.event import short
from pmlog.incident.timeline import Incident
from pmlog.store import current, incident_queries
from pmlog.store.log import Log
from pmlog.text.terminal import draws_unicode, warn, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.render.display import Display


def display_of(session: Session) -> Display:
    """Return what standard output is."""
    from pmlog.render.display import Display

    return Display(width(), wants_colour(session.environ), draws_unicode(session.environ))


def read_incident(
    session: Session,
    log: Log,
    reference: str | None,
    page: int | None = None,
    *,
    with_evidence: bool = False,
) -> Incident:
    """Return the incident that was asked for, else the current or the last one.

    Where only a page is needed, its timeline is whole but between its start and the last
    events, as many as that.
    """
    wanted = session.incident(log, reference)
    if page:
        return current.last_page(log, wanted, page).folded()
    incident = incident_queries.whole(log, wanted, with_evidence=with_evidence)
    if incident is None:
        raise timeline.unknown_incident(short(wanted))
    return incident


def zones_shown(typed: list[str] | None, incident: Incident) -> tuple[str, ...]:
    """Return the zones of --tz, else the incident's; say which are out of season."""
    zones = tuple(map(zone_named, typed or []))
    if zones:
        from pmlog.event_times import zone_warnings

        for text, zone in zip(typed or [], zones, strict=True):
            for warning in zone_warnings(text, zone, incident.start_us):
                warn(f"warning: {warning}")
    if not zones and not is_zone(incident.zone):
        warn(
            f"no zone file here tells the times of {incident.zone}, so they are shown in "
            "UTC; install a newer tzdata"
        )
        return ("UTC",)
    return zones or (incident.zone,)


def read_all_incidents(log: Log) -> list[Incident]:
    """Return every incident, whole, the first opened first."""
    return list(each_incident(log))


def each_incident(log: Log) -> Iterator[Incident]:
    """Yield every incident, whole, the first opened first; none is kept."""
    for each in incident_queries.incidents(log):
        incident = incident_queries.whole(log, each)
        if incident is not None:
            yield incident


def template_folders(session: Session) -> tuple[str, ...]:
    """Return the folders of templates: the user's own, which wins, and the shipped one."""
    folders = (paths.user_templates(session.environ), paths.shipped("templates"))
    return tuple(folder for folder in folders if folder)
