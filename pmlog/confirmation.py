"""A receipt -> the line that says what was stored, and how it was understood."""

from __future__ import annotations

from pmlog import clock
from pmlog.incident import kinds
from pmlog.incident.event import NO_DATA
from pmlog.text.terminal import clipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.actions.record import Receipt
    from pmlog.incident.event import Event


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
    at = f"{'~' if event.approx else ''}{clock.time_text(event.at, event.zone)}"
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
        # Its title is the text, which stands in front already.
        return f"new incident {incident.short_id}", "", ""
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
