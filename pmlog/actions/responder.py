"""Who logs, where, and in which zone: the environment, read once."""

from __future__ import annotations

import os

from pmlog import clock
from pmlog.namedtuple import NamedTuple
from pmlog.text.terminal import storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Responder(NamedTuple):
    """The person at the keyboard and the moment of the command."""

    author: str
    host: str
    zone: str  # canonical; where no incident's zone is in force
    now_us: int


def at_keyboard(
    environ: Mapping[str, str], now_us: int, zone: str | None = None
) -> Responder:
    """Return the responder that the environment describes; zone, if given, is theirs."""
    return Responder(
        author=author(environ)[0],
        host=storable(os.uname().nodename),
        zone=zone or clock.system_zone(environ, now_us),
        now_us=now_us,
    )


def author(environ: Mapping[str, str]) -> tuple[str, str]:
    """Return who is at the keyboard, and what says so."""
    # Behind sudo the person is still the one who called it.
    for variable in ("PMLOG_AUTHOR", "SUDO_USER", "LOGNAME", "USER"):
        if environ.get(variable):
            return storable(environ[variable]), variable
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name, "the login"
    except KeyError:  # a container's uid without a passwd line
        return f"uid {os.getuid()}", "a uid without a name"
