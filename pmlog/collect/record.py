"""What is found in other tools' files: a record, or a piece that is none, and why.

Pure values. A reader yields one or the other for each piece of its file, so that nothing
is skipped without a word.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pmlog.incident import kinds


class Record(NamedTuple):
    """One thing that a tool recorded, as it will stand on the timeline."""

    at_us: int
    text: str
    until_us: int | None = None
    zone: str | None = None  # None: the incident's
    approx: bool = False
    author: str = ""
    kind: str = kinds.NOTE  # only what a machine states
    proposed: str = ""  # a kind that would move the duration: for a person to take
    how: str = ""  # of detected
    to: tuple[str, ...] = ()  # of escalated
    links: tuple[str, ...] = ()
    id: str = ""  # the tool's own; "" where it has none
    raw: Any = None  # what it was read from: its hash tells it from others
    head: str = ""  # the part of it that stays, where lines may come to be added to it
    is_bot: bool = False
    by_program: bool = False  # its author is no person
    minor: str = ""  # why it is left out unless everything is asked for
    where: str = ""  # "line 12", "record 3"
    # What comes with identity: see reading.
    format: str = ""
    file: str = ""
    source_id: str = ""
    hash: str = ""


class LeftOut(NamedTuple):
    """A piece of a file that becomes no event, and why."""

    reason: str  # few and short: they are counted
    text: str = ""
    where: str = ""
    at_us: int | None = None
    record: Record | None = None  # where it was read well
    format: str = ""
    file: str = ""


Found = Record | LeftOut


class Setting(NamedTuple):
    """What a file's times are read against, where they do not say it themselves."""

    now_us: int
    zone: str | None = None  # --tz
    date: str | None = None  # --date: an ISO date
    near_us: int | None = None  # the incident's start: which year a syslog means
    columns: tuple[tuple[str, str], ...] = ()  # --map


# Reasons that several readers have.
NO_TIME = "no time"
NO_TEXT = "no text"
NOT_A_RECORD = "not a record of this format"
BEYOND_YEARS = "a time beyond the years 1 to 9999"
UNREADABLE_TIME = "a time that cannot be read"
