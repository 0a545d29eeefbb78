"""Responders with a log each, in this process: what they write, and how they sync."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from typing import TYPE_CHECKING

from pmlog.actions import record
from pmlog.actions.responder import Responder
from pmlog.exchange import export
from pmlog.incident.event import Entry
from pmlog.store import schema
from pmlog.store.log import Log
from pmlog.sync import address, transfer
from tests.conftest import NOW_US

if TYPE_CHECKING:
    from pathlib import Path

    from pmlog.incident.event import Event
    from pmlog.sync.shelf import Shelf
    from pmlog.sync.transfer import Report


class Home:
    """A responder's machine."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.db"
        self.name = name
        self.now_us = NOW_US
        home = folder / f"{name}'s home"
        home.mkdir(exist_ok=True)
        self.environ = os.environ | {"HOME": str(home)}
        schema.prepare(str(self.path), NOW_US)

    @classmethod
    def at(cls, path: Path) -> Home:
        """Return the home of a log that is there."""
        home = cls.__new__(cls)
        home.path, home.name, home.now_us, home.environ = (
            path,
            "at",
            NOW_US,
            dict(os.environ),
        )
        return home

    def log(self) -> Log:
        """Return the log, opened."""
        return Log(str(self.path))

    def says(self, text: str) -> Event:
        """Log a note."""
        self.now_us += 1_000_000
        with self.log() as log:
            who = Responder(self.name, f"{self.name}-laptop", "UTC", self.now_us)
            return record.event(log, who, lambda _zone, _incident: Entry(text)).event

    def says_much(self, count: int) -> None:
        """Log many notes."""
        for number in range(count):
            self.says(f"note {number}")

    def syncs(self, shelf: Shelf | str, *, relay: bool = False) -> Report:
        """Sync with a shelf, or with the one of an address."""
        with self.log() as log, contextlib.closing(self.shelf(shelf)) as there:
            return transfer.synchronise(log, there, self.now_us, relay=relay)

    def shelf(self, shelf: Shelf | str) -> Shelf:
        """Return a shelf by its address, as seen from here."""
        return address.shelf(shelf, self.environ) if isinstance(shelf, str) else shelf

    def makes(self, address: str) -> None:
        """Make the shelf of an address."""
        with contextlib.closing(self.shelf(address)) as there:
            there.make()

    def lines(self) -> set[str]:
        """Return what the log exports."""
        with self.log() as log:
            return set(export.export_lines(log))

    def texts(self) -> set[str]:
        """Return the texts of the notes in the log."""
        told = map(json.loads, self.lines())
        return {each["text"] for each in told if each["kind"] == "note"}

    def origin(self) -> str:
        """Return the log's origin."""
        with self.log() as log:
            return log.position()[0]

    def copied(self, folder: Path, name: str) -> Home:
        """Return another home with a copy of this one's log."""
        other = Home.__new__(Home)
        other.path, other.name, other.now_us = folder / f"{name}.db", name, self.now_us
        other.environ = self.environ
        with self.log():
            pass  # the last to close it brings all of it into the one file
        shutil.copy(self.path, other.path)
        return other
