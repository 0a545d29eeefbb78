"""What every shelf can do, and the sentences when it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from pmlog.errors import PmlogError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pmlog.sync.numbers import Spans


class NotReached(PmlogError):
    """A shelf does not answer, or not as one; the log is as it was and goes on."""

    def __init__(self, name: str, reason: str, advice: str = "") -> None:
        advice = advice or "your log goes on; run 'pmlog sync' again later"
        super().__init__(f"{name} cannot be reached: {reason}; {advice}")
        self.reason = reason
        self.advice = advice


def only_read(error: NotReached, name: str) -> NotReached:
    """Return what to say where nothing could be put, and all there is was taken in."""
    advice = f"what others have put there was taken in; {error.advice}"
    return NotReached(name, error.reason, advice)


class Gone(Exception):
    """What was listed is not there any more: its origin has put a larger one instead."""


class Unreadable(Exception):
    """A piece does not hold what its name says; str() tells why."""


class Line(NamedTuple):
    """An event as it goes on a shelf."""

    seq: int
    id: str
    text: str  # a line of an export


class Piece(NamedTuple):
    """Some events of one origin that came off a shelf."""

    name: str  # by which it can be found there
    origin: str
    first: int
    last: int
    # Read anew at each call. Unreadable where it breaks off.
    lines: Callable[[], Iterable[str]]


class Mine(NamedTuple):
    """What a shelf may know of the log that it serves."""

    origin: str
    own: tuple[str, ...]  # its former origins, too
    holds: Callable[[str], Spans]
    lines: Callable[[str, int, int], Iterator[Line]]
    # Own pieces that were found to hold what they should, with their size.
    sound: dict[str, int]
    # What was refused so far: the name of a piece, and why.
    refused: dict[str, str]
    # Own events that were redacted since the last sync with this shelf, by origin.
    redacted: dict[str, Spans]
    # To repair: what seems to be there is to be looked at.
    is_exact: bool


class Shelf(Protocol):
    """Where logs meet. Each of its methods raises NotReached."""

    @property
    def name(self) -> str:
        """What it is called, without passwords."""

    @property
    def made(self) -> str:
        """What `make` made, for people; "" where it made nothing."""

    @property
    def ahead_us(self) -> int | None:
        """How far its clock is ahead of ours; None where it has not been seen."""

    def make(self) -> None:
        """Make the shelf where there is none yet."""

    def list(self, mine: Mine) -> dict[str, Spans]:
        """Return the numbers of each origin that are there."""

    def get(self, origin: str, wanted: Spans, refused: Collection[str]) -> Iterator[Piece]:
        """Yield pieces that hold what is wanted, and perhaps more; none that was refused.

        Gone, to list again.
        """

    def put(self, origin: str, lines: Iterator[Line], mine: Mine) -> int:
        """Put events of an origin there, once, in order; return how many."""

    def tend(self, mine: Mine) -> None:
        """Put small pieces of one's own together, and away what a crash has left."""

    def close(self) -> None:
        """Let go of what is open."""
