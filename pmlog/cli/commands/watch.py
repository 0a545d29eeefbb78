"""watch: the timeline as it grows."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

import typer

from pmlog import clock
from pmlog.cli import arguments
from pmlog.cli.reading import display_of, zones_shown
from pmlog.cli.session import Session, session_of, wants_colour
from pmlog.cli.terminal import pager
from pmlog.errors import LogNotReady, LogUnusable, NotFound, UsageError
from pmlog.failures import LogBusy
from pmlog.incident.event import short
from pmlog.store import current, identity, logfile, queries
from pmlog.store.log import Log
from pmlog.text.terminal import say_all

if TYPE_CHECKING:
    from collections.abc import Collection

    from pmlog.cli.terminal.fullscreen import Fullscreen
    from pmlog.incident.timeline import Incident
    from pmlog.render.screen import View

HIGHLIGHT_US = 6 * clock.SECOND_US
# Others' locks last milliseconds; whoever waits longer does not hear a key meanwhile.
_LOCK_WAIT_S = 0.2
_QUITS = ("q", "Q", "\x04")


def watch_(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    tz: arguments.Zones = None,
    db: arguments.Db = None,
) -> None:
    """Show the timeline as it grows, until q or Ctrl-C.

    New events are highlighted. Without an INCIDENT it shows the current one, then the next
    when that is opened; with no log yet it waits for the first event.
    """
    session = session_of(context)
    _check_terminal(session)
    path = session.log_path(db)
    if incident or os.path.exists(path):
        # What cannot be used, and what does not exist, is said at once.
        with session.existing_log(db) as log:
            incident = session.incident_named(log, incident)
    watched = Watched(session, path, incident, tz)
    _run(session, watched)
    if watched.incident is not None:
        height = pager.screen_height() or 24
        say_all(watched.lines(time.time_ns() // 1000, height - 1))


def _check_terminal(session: Session) -> None:
    instead = "'pmlog timeline' prints what happened so far"
    if sys.stdout is None or not sys.stdout.isatty():
        raise UsageError(f"watch needs a terminal; {instead}")
    if session.environ.get("TERM", "dumb") in ("", "dumb"):
        raise UsageError(f"watch needs a terminal whose TERM is not dumb; {instead}")


def _run(session: Session, watched: Watched) -> None:
    """Draw until the responder has enough."""
    from pmlog.cli.terminal.fullscreen import Fullscreen

    # Ctrl-C is the usual way out of what runs until it is ended, as with top.
    with (
        contextlib.suppress(KeyboardInterrupt),
        Fullscreen(colour=wants_colour(session.environ)) as screen,
    ):
        key = ""
        while not any(each in key for each in _QUITS):
            now_us = time.time_ns() // 1000
            _draw(screen, watched, now_us)
            # Clocks tick with the whole second.
            key = screen.key(1 - now_us % clock.SECOND_US / clock.SECOND_US)


def _draw(screen: Fullscreen, watched: Watched, now_us: int) -> None:
    height = screen.size[1]
    watched.refresh(now_us, height)
    screen.draw(watched.lines(now_us, height, f"{screen.way_out} quits"))


class Watched:
    """What the log says of the incident, read again whenever the file has changed.

    The log is open only while it is read, and read-only: an open one would keep others
    from ever checkpointing it, and closing it would make a checkpoint of each event.
    """

    def __init__(
        self, session: Session, path: str, reference: str | None, tz: list[str] | None
    ) -> None:
        self.incident: Incident | None = None
        self.notice = ""
        self._session = session
        self._path = path
        self._reference = reference
        self._tz = tz
        self._count = 0
        self._seen: object = None
        self._inode = 0
        self._row: int | None = None
        self._new: dict[str, int] = {}  # ids, and until when they are highlighted

    def refresh(self, now_us: int, count: int) -> None:
        """Read the newest count events, unless the file is as it was."""
        seen = identity.fingerprint(self._path)
        if seen == self._seen and count <= self._count:
            return
        try:
            with Log(self._path, logfile.READ_ONLY, wait_s=_LOCK_WAIT_S) as log:
                self._read(log, now_us, count, seen[0][0])
        except (LogNotReady, NotFound) as error:
            self.incident, self.notice = None, str(error)
        except LogUnusable as error:
            # What was read stays on the screen; the next second may bring better.
            is_busy = isinstance(error, LogBusy)
            self.notice = "the log is locked by another program" if is_busy else str(error)
            return
        else:
            self.notice = ""
        self._count = count
        # A second change within one tick of the file's clock would not show.
        is_settled = all(now_us * 1000 - changed > 10**9 for _, _, changed in seen)
        self._seen = seen if is_settled else None

    def _read(self, log: Log, now_us: int, count: int, inode: int) -> None:
        chosen = self._session.incident(log, self._reference)
        row = queries.last_row(log)
        marks = current.last_page(log, chosen, count)
        found = marks.fold()
        if found is None:
            raise NotFound(f"the incident {short(chosen)} was undone")
        is_same = self.incident is not None and self.incident.id == found.id
        if self._row is not None and is_same and inode == self._inode:
            for event in queries.news(log, marks.halves, self._row):
                highlighted = event.details.target or event.id
                self._new[highlighted] = now_us + HIGHLIGHT_US
        self.incident, self._row, self._inode = found, row, inode

    def lines(self, now_us: int, height: int, foot: str = "") -> list[str]:
        """Return the picture of it as of now; without a foot it is the last one."""
        from pmlog.render import watch

        if self.incident is None:
            return watch.waiting(self.notice, self._view(()), foot)
        new = [each for each, until_us in self._new.items() if foot and now_us < until_us]
        said = " - ".join(part for part in (self.notice if foot else "", foot) if part)
        return watch.picture(self.incident, self._view(new), now_us, height, said)

    def _view(self, new: Collection[str]) -> View:
        from pmlog.render.bars import path_ends
        from pmlog.render.screen import View

        found = self.incident
        zones = zones_shown(self._tz, found) if found else ("UTC",)
        return View(
            zones, display_of(self._session), path_ends(found) if found else {}, new
        )
