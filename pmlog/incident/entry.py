"""What is to be logged, before the log has numbered it."""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.incident.event import NO_DATA
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.incident.evidence import Evidence


class Entry(NamedTuple):
    """What is to be logged. A time that was not typed is None and means now."""

    text: str
    kind: str = kinds.NOTE
    at_us: int | None = None
    until_us: int | None = None
    zone: str | None = None  # None: the zone in force
    approx: bool = False
    as_typed: str | None = None
    author: str | None = None  # None: the responder
    data: str = NO_DATA
    warnings: tuple[str, ...] = ()  # of the reading of its time
    evidence: tuple[Evidence, ...] = ()  # what its data refers to
