"""One thing that was looked at, and what is known before looking."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlog.store.logfile import Tell


class Sign(NamedTuple):
    """One thing that was looked at."""

    name: str
    value: str
    why: str = ""  # where the value comes from
    problem: str = ""  # what is not well, and what would help; empty if all is


class Surroundings(NamedTuple):
    """What the command line knows."""

    environ: Mapping[str, str]
    log_path: str
    log_source: str  # "--db", "PMLOG_DB", "the default"
    now_us: int
    user: int  # the number of who asks
    parent: int  # the process that called pmlog: mostly a shell
    tell: Tell = None  # why looking takes so long
