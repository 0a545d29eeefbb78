"""What pmlog would use on this machine, and why; what is not well there.

What can be tried is tried, in the very folder of the log, and taken away again: a log that
is there is looked at and left as it is, and where there is none, none is made.

Its files; each imports only those named before it:

    sign     one thing that was looked at
    zones    the zone in force, and the files that zones are read from
    ground   the folder of the log: whose it is, and whether a log can live there
    log      the log itself
    shell    the editor, the pager, what the shell has read
    shelf    where the logs of the team meet, and how far behind this one is
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.actions.responder import author
from pmlog.doctor import ground, log, shelf, shell, zones
from pmlog.doctor.sign import Sign, Surroundings
from pmlog.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Sign", "Surroundings", "examine"]


def examine(around: Surroundings) -> Iterator[Sign]:
    """Yield what was found, the log's own signs in the middle."""
    for look in _LOOKS:
        yield from look(around)


def _programs(_: Surroundings) -> Iterator[Sign]:
    for name, version in versions().items():
        yield Sign(name.replace("_", " "), version)


def _author(around: Surroundings) -> Iterator[Sign]:
    name, why = author(around.environ)
    yield Sign("author", name, why)


_LOOKS: tuple[Callable[[Surroundings], Iterator[Sign]], ...] = (
    _programs,
    zones.signs,
    _author,
    ground.signs,
    log.signs,
    shell.signs,
    shelf.signs,
)
