"""What was stored, as the log now has it."""

from __future__ import annotations

from pmlog.incident.event import Event
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident


class Receipt(NamedTuple):
    """What was stored, as the log now has it."""

    event: Event
    incident: Incident
    is_new: bool  # the incident was opened by this very call
    warnings: tuple[str, ...] = ()
    opened_by: str = ""  # who opened the incident, where that was another log
    second_line: str = ""  # where the responder may not have meant that incident
