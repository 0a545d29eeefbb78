"""status: the update for the chat channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog import clock
from pmlog.actions import lookup
from pmlog.cli.reading import read_incident, template_folders, zones_shown
from pmlog.cli.session import Session, session_of, time_typed
from pmlog.exchange import export
from pmlog.incident import kinds
from pmlog.metrics import outage
from pmlog.store import current, incident_queries
from pmlog.store.log import Log
from pmlog.text.terminal import clipped, say, warn

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from pmlog.cli import arguments
    from pmlog.incident.timeline import Incident

TEMPLATE = "status"
# So many incidents that are open as well are named.
_MOST_NAMED = 5


def status_(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="Hand over: what happened from then."),
    ] = None,
    tz: arguments.Zones = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Print the update to paste into the chat.

    It says what is down, since when, for whom, and what is next. A template of your own
    that is called "status" is used instead of ours. It notifies nobody, and known secrets
    are taken out. With --since it is the hand-over at the end of a shift: each incident
    that is open or had something logged since then, and what that was.
    """
    session = session_of(context)
    if since is not None:
        _hand_over(session, since, incident, tz, db, json_=json_)
        return
    with session.existing_log(db) as log:
        about = read_incident(session, log, incident, with_evidence=True)
        others = "" if incident else _others_open(log, about)
    text = _text(session, about, zones_shown(tz, about))
    say(export.line(_object(about, session.now_us, text)) if json_ else text)
    if others:
        warn(f"also open: {others}")


def _hand_over(
    session: Session,
    since: str,
    incident: str | None,
    tz: list[str] | None,
    db: str | None,
    *,
    json_: bool,
) -> None:
    """Print what whoever comes next has to know: what is open, what happened since."""
    from pmlog.render import handover

    reading = time_typed(since, session, session.responder().zone)
    since_us = reading.at_us if reading else session.now_us
    with session.existing_log(db) as log:
        wanted = session.incident_named(log, incident)
        ids = [wanted] if wanted else lookup.incidents_since(log, since_us)
        about = [read_incident(session, log, each, with_evidence=True) for each in ids]
    zone = session.responder().zone
    parts = [handover.heading(since_us, session.now_us, zone, len(about))]
    for each in about:
        zones = zones_shown(tz, each)
        text = _text(session, each, zones)
        events = handover.events_since(each, since_us)
        lines = [without_secrets(line) for line in handover.lines(events, zones)]
        parts.append("\n".join([text, *lines]))
        if json_:
            rows = [export.timeline_object(each, event) for event in events]
            say(export.line({**_object(each, session.now_us, text), "since": rows}))
    if not json_:
        say("\n\n".join(parts))


def without_secrets(text: str) -> str:
    """Return a text for a chat, the secrets that are known taken out of it."""
    from pmlog.text import typed

    if not typed.may_hold(text):
        return text
    from pmlog.text import redaction  # its rules take as long as all of status

    return redaction.redact(text).text


def _others_open(log: Log, about: Incident) -> str:
    """Return the other open incidents by name, of many the last."""
    others = [each for each in incident_queries.open_incidents(log) if each != about.id]
    shown = (current.incident(log, each) for each in others[:_MOST_NAMED][::-1])
    named = [f"{each.short_id} {clipped(each.title, 40)}" for each in shown]
    if len(others) > len(named):
        named.append(f"{len(others) - len(named):,} more: pmlog list --open")
    return "; ".join(named)


def _text(session: Session, about: Incident, zones: tuple[str, ...]) -> str:
    from pmlog.render import context as names
    from pmlog.render import document

    folders = template_folders(session)
    found = document.find(TEMPLATE, folders)
    shown = names.RenderContext(
        about, zones, session.now_us, found.format, template=found.source
    )
    values = names.build(shown)
    return without_secrets(document.fill(found, folders, values).strip())


def _object(about: Incident, now_us: int, text: str) -> dict[str, Any]:
    found = outage(about)
    latest = about.timeline[-1] if about.timeline else None
    fields = (kinds.SEVERITY, kinds.SERVICES, kinds.IMPACT, kinds.USERS_AFFECTED)
    escalated = (event.details.to for event in about.of_kind(kinds.ESCALATED))
    return {
        "incident": about.id,
        "title": about.title,
        "state": about.state,
        **{kind: e.text if (e := about.fields.get(kind)) else None for kind in fields},
        "start": clock.rfc3339(found.began.at) if found.began else None,
        "end": clock.rfc3339(found.ended.at) if found.ended else None,
        "duration_s": _seconds(found.duration_us),
        "latest": export.timeline_object(about, latest) if latest else None,
        "escalated_to": list(dict.fromkeys(name for names in escalated for name in names)),
        "zone": about.zone,
        "as_of": clock.rfc3339(now_us),
        "text": text,
    }


def _seconds(duration_us: int | None) -> int | None:
    return None if duration_us is None else duration_us // clock.SECOND_US
