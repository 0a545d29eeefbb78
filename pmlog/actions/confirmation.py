"""A receipt -> the line that says what was stored, and how it was understood.

And what is odd about its time, or is no time that an export could tell.
"""

from __future__ import annotations

from pmlog import clock
from pmlog.actions import current_incident
from pmlog.errors import UsageError
from pmlog.incident import kinds
from pmlog.incident.event import FIRST_US, LAST_US, NO_DATA, Event, short
from pmlog.namedtuple import NamedTuple
from pmlog.store import current
from pmlog.text.terminal import clipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.actions.current_incident import Choice
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log


class Receipt(NamedTuple):
    """What was stored, as the log now has it."""

    event: Event
    incident: Incident
    is_new: bool  # the incident was opened by this very call
    warnings: tuple[str, ...] = ()
    opened_by: str = ""  # who opened the incident, where that was another log
    second_line: str = ""  # where the responder may not have meant that incident


def confirmation(receipt: Receipt, width: int | None) -> str:
    """Return the one line that says what was stored, and how it was understood.

    In a terminal of that width text and title are cut so that the line fits.
    """
    event = receipt.event
    due = event.details.due if event.kind == kinds.TASK else ""
    kind = f"{event.kind}, due {due}" if due else event.kind
    head = f"{event.short_id}  {_when(event)}  {kind}: "
    before, title, after = _place(receipt)
    spare = width - len(f"{head}  [{before}{after}]") if width else 72 + 24
    text = clipped(event.text, max(min(len(event.text), spare - min(len(title), 12)), 16))
    title = clipped(title, max(min(spare - len(text), 24), 0))
    return f"{head}{text}  [{before}{title}{after}]"


def _when(event: Event) -> str:
    """Return the time of an event, with the date and the end where they were typed."""
    at = f"{'~' if event.approx else ''}{time_text(event)}"
    if event.as_typed is not None:
        about, at = at[: event.approx], at[event.approx :]
        at = f"{about}{clock.date_text(event.at, event.zone)} {at}"
    if event.until is None:
        return at
    return f"{at} for {clock.duration_text(clock.between(event.at, event.until))}"


def _place(receipt: Receipt) -> tuple[str, str, str]:
    """Return what stands before, as and after the incident's title."""
    event, incident = receipt.event, receipt.incident
    if event.kind == kinds.OPENED:
        return "new incident", "", ""
    if receipt.is_new:
        return f"new incident {incident.short_id}: ", incident.title, ""
    whose = f", opened by {clipped(receipt.opened_by, 24)}" if receipt.opened_by else ""
    if event.kind not in kinds.TIMELINE_KINDS:
        return "", incident.title, ""
    elapsed = clock.duration_text(incident.elapsed_us(event))
    return "", incident.title, f"{whose} {'' if elapsed.startswith('-') else '+'}{elapsed}"


def secret_warning(event: Event) -> str:
    """Return what to say where somebody typed a secret, which is stored so; else ""."""
    from pmlog.text import typed  # said once it is stored

    more: tuple[str, ...] = ()
    # As it is stored: most data hold none, and to read them takes as long as the event.
    if event.data != NO_DATA and typed.may_hold(event.data):
        details = event.details
        more = (details.how, details.ticket, details.owner, *details.to, *details.links)
    found = typed.secrets_in(event.text, *more)
    return found and holding(event.short_id, found)


def holding(name: str, secrets: str) -> str:
    """Return the warning that an event holds secrets, by their kinds."""
    return (
        f"{name} holds a secret as it was typed ({secrets}): 'pmlog redact {name}' "
        "takes it out for good; change it in any case"
    )


def second_line(
    log: Log, event: Event, before: Incident | None, after: Incident, chosen: Choice
) -> str:
    """Return what to say where the responder may have meant another incident; else "".

    Each with the command that puts it right.
    """
    if chosen.closed_turn is not None:
        for closing in log.events("id = ?", chosen.closed_turn):
            half = current.incident(log, closing.incident)
            at = clock.minute_text(closing.at, half.zone)
            title, who = clipped(half.title, 40), clipped(closing.author, 24)
            return f"{title} was closed by {who} {at}; pmlog reopen {half.short_id}"
    if before is None:
        other = current_incident.unresolved(log, after.id)
        if other is None:
            return ""
        title = clipped(current.incident(log, other).title, 40)
        return f"{title} is not resolved; if it is that one: pmlog join {short(other)}"
    ended = before.resolved
    if ended is None or event.at <= ended.at:
        return ""
    return (
        f"{clipped(before.title, 40)} is resolved; if this is another incident: "
        f"pmlog move {event.short_id} --new TITLE"
    )


def time_text(event: Event) -> str:
    """Return the time of day of an event, with its zone."""
    seconds = clock.second_text(event.at, event.zone)
    return f"{seconds} {clock.zone_label(event.at, event.zone)}"


def check_instants(first_us: int, last_us: int) -> None:
    """Return if an export can tell these times. UsageError otherwise."""
    if first_us < FIRST_US or last_us > LAST_US:
        raise UsageError("a time beyond the years 1 to 9999 cannot be logged")


def time_warnings(event: Event, now_us: int, before: Incident | None) -> tuple[str, ...]:
    """Return what is odd about an event's time, in an incident as it was before it."""
    if event.at > now_us:
        return (f"{_moment(event)} is in the future",)
    if event.until is not None and event.until > now_us:
        return (f"{event.short_id} ends in the future",)
    # Opened late and begun early are both usual; a day before either is not.
    known_us = min(before.start_us, before.opened_at) if before else event.at
    if event.at < known_us - clock.DAY_US:
        early = clock.duration_text(clock.between(event.at, known_us))
        return (f"{_moment(event)} is {early} before anything known of the incident",)
    return _late(event, before)


def _moment(event: Event) -> str:
    return f"{clock.date_text(event.at, event.zone)} {time_text(event)}"


def _late(event: Event, before: Incident | None) -> tuple[str, ...]:
    """Say so where a typed time lies a day behind the end of an incident that is over."""
    ending = before.resolved or before.closed if before else None
    if ending is None or event.as_typed is None or event.at <= ending.at + clock.DAY_US:
        return ()
    late = clock.duration_text(clock.between(ending.at, event.at))
    return (f"{_moment(event)} is {late} after the incident's end",)
