"""Which records are wanted: the window of time, and what was asked for by option."""

from __future__ import annotations

import re
from typing import NamedTuple

from pmlog.collect.record import Record
from pmlog.errors import UsageError

OUTSIDE = "outside the window"
A_BOT = "a bot's message"


class Filters(NamedTuple):
    """What was asked for; what is empty asks for nothing in particular."""

    since_us: int | None = None
    until_us: int | None = None
    match: tuple[re.Pattern[str], ...] = ()  # each has to be found
    without: tuple[re.Pattern[str], ...] = ()  # none may be
    authors: tuple[str, ...] = ()  # one of them, or a part of its name
    kinds: frozenset[str] = frozenset()  # a proposed one counts as that
    bots: bool = False
    everything: bool = False  # what is left out by default as well

    def why_not(self, record: Record) -> str:
        """Return why a record is left out; "" where it is not."""
        last_us = record.at_us if record.until_us is None else record.until_us
        if self.since_us is not None and last_us < self.since_us:
            return OUTSIDE
        if self.until_us is not None and record.at_us > self.until_us:
            return OUTSIDE
        if record.minor and not self.everything:
            return record.minor
        if record.is_bot and not (self.bots or self.everything):
            return A_BOT
        return self._not_asked_for(record)

    def _not_asked_for(self, record: Record) -> str:
        if not all(pattern.search(record.text) for pattern in self.match):
            return "not matched by --match"
        if any(pattern.search(record.text) for pattern in self.without):
            return "matched by --not"
        author = record.author.casefold()
        if self.authors and not any(name in author for name in self.authors):
            return "not by --author"
        kind = record.proposed or record.kind
        if self.kinds and kind not in self.kinds:
            return "not of --kinds"
        return ""


# How what was left out can be had after all.
WAYS = {OUTSIDE: "--since, --until, --all-times", A_BOT: "--bots"}


def pattern(typed: str) -> re.Pattern[str]:
    """Return a typed pattern, which ignores case. UsageError where it is none."""
    try:
        return re.compile(typed, re.IGNORECASE)
    except re.error as error:
        raise UsageError(f"{typed!r} is no regular expression: {error}") from error
