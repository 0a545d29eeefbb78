"""What the prompt shows: the incident and how long it has lasted."""

from __future__ import annotations

from pmlog import clock
from pmlog.actions import current_incident
from pmlog.errors import PmlogError
from pmlog.incident import kinds
from pmlog.store import current, queries
from pmlog.text.terminal import clipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log

TITLE_WIDTH = 30
NEWS_WIDTH = 40
NEWS_US = 2 * clock.MINUTE_US


def segment(log: Log, environ: Mapping[str, str], now_us: int) -> str:
    """Return "[Checkout is down +1 h 5 min]" for the incident that events go to.

    "" where the next event would open one.
    """
    named = _named(log, environ)
    chosen = named or current_incident.for_event(log, now_us, now_us).incident
    if chosen is None:
        return ""
    incident = current.incident(log, chosen)
    if incident.is_open and incident.resolved is not None:
        # Its windows may be several, which the landmarks do not tell.
        incident = current.outline(log, chosen).folded()
    title = clipped(incident.title, TITLE_WIDTH)
    unshared = _unshared(log.path, environ)
    return f"[{title}{_state(incident, now_us)}{unshared}{_news(log, now_us)}]"


def _unshared(log_path: str, environ: Mapping[str, str]) -> str:
    """Return what to say where the shelf of the team was not reached."""
    if not environ.get("PMLOG_SYNC"):
        return ""
    from pmlog.sync import state  # a prompt without a shelf does not pay for it

    last = state.read(log_path)
    return ", not shared" if last and last.how == state.LATE else ""


def _news(log: Log, now_us: int) -> str:
    """Return what somebody else logged just now, if it came in last."""
    last = queries.last_if_others(log)
    if last is None or last.kind not in kinds.TIMELINE_KINDS:
        return ""
    if not 0 <= now_us - last.recorded_at < NEWS_US:
        return ""
    return f"; {clipped(f'{last.author}: {last.text}', NEWS_WIDTH)}"


def _named(log: Log, environ: Mapping[str, str]) -> str | None:
    wanted = environ.get("PMLOG_INCIDENT")
    if not wanted:
        return None
    from pmlog.actions import lookup

    try:
        return lookup.find_incident(log, wanted)
    except PmlogError:
        return None  # as for an event, which then goes to the current one


def _state(incident: Incident, now_us: int) -> str:
    if not incident.is_open:
        return ", closed"
    resolved = incident.resolved
    if resolved is None:
        return f" +{_at_a_glance(now_us - incident.start_us)}"
    from pmlog.metrics import outage  # most prompts are of what goes on

    duration_us = outage(incident).duration_us
    return (
        ", resolved"
        if duration_us is None
        else f", resolved after {_at_a_glance(duration_us)}"
    )


def _at_a_glance(duration_us: int) -> str:
    """Return a duration to the hour, minute or second, as a glance can take it in."""
    length_us = max(duration_us, 0)
    unit_us = clock.SECOND_US
    if length_us >= clock.MINUTE_US:
        unit_us = clock.HOUR_US if length_us >= clock.DAY_US else clock.MINUTE_US
    return clock.duration_text(length_us // unit_us * unit_us)
