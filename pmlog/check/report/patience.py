"""How long one file may take, however hostile it is."""

from __future__ import annotations

import contextlib

from pmlog.check.document.encoding import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Iterator
else:
    import _signal as signal  # all of it but its enums, which cost an import

# Ten megabytes of prose take five; what takes longer was made to.
MOST_SECONDS = 60.0


class TookTooLong(Unreadable):
    """A file is not done when another one's turn has long come."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(f"{name} took longer than {seconds:g} s; check a part of it")


@contextlib.contextmanager
def patience(name: str, seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Raise TookTooLong where what is done inside takes longer.

    Only the main thread of a Unix process can be interrupted; elsewhere it goes on.
    """

    def end(*_: object) -> None:
        raise TookTooLong(name, seconds)

    try:
        before = signal.signal(signal.SIGALRM, end)
    except ValueError:  # in another thread
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
