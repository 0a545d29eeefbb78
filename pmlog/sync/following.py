"""A log kept in step with a shelf: when the next sync is due, and what became of it.

What was logged here is pushed at once; what others wrote is looked for now and then. Where
the shelf is not reached that is said once, and tried again, less and less often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.errors import LogUnusable, PmlogError
from pmlog.store import identity, logfile
from pmlog.store.log import Log
from pmlog.sync import transfer

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlog.sync.shelf import Shelf
    from pmlog.sync.transfer import Report

POLL_S = 0.25
_LONGEST_US = 60_000_000
_LOCK_WAIT_S = 0.2


class Following:
    """A log and its shelf, looked at again and again."""

    def __init__(
        self,
        path: str,
        open_log: Callable[[], Log],
        shelf: Shelf,
        every_us: int,
    ) -> None:
        self._path = path
        self._open_log = open_log
        self._shelf = shelf
        self._every_us = every_us
        self._seen: object = None
        self._pushed: object = None  # the log's origin and its last number
        self._next_us = 0
        self._wait_us = every_us
        self.trouble = ""  # why the last one failed

    def is_due(self, now_us: int) -> bool:
        """Tell whether a sync is due."""
        return now_us >= self._next_us or (not self.trouble and self._has_news(now_us))

    def _has_news(self, now_us: int) -> bool:
        seen = identity.fingerprint(self._path)
        if seen == self._seen:
            return False
        try:
            with Log(self._path, logfile.READ_ONLY, wait_s=_LOCK_WAIT_S) as log:
                has_news = log.position()[:2] != self._pushed
        except LogUnusable:
            return False  # the next look may bring more
        # A second change within one tick of the file's clock would not show.
        is_settled = all(now_us * 1000 - changed > 10**9 for _, _, changed in seen)
        self._seen = seen if is_settled and not has_news else None
        return has_news

    def sync(self, now_us: int) -> Report | None:
        """Sync. None where it failed; trouble tells why, and was "" if it is new."""
        try:
            with self._open_log() as log:
                self._pushed = log.position()[:2]
                report = transfer.synchronise(log, self._shelf, now_us)
        except PmlogError as error:
            self.trouble = str(error)
            self._next_us = now_us + self._wait_us
            self._wait_us = min(2 * self._wait_us, _LONGEST_US)
            return None
        finally:
            self._shelf.close()
        self.trouble = ""
        self._wait_us = self._every_us
        self._next_us = now_us + self._every_us
        return report
