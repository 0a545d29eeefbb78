"""What pmlog would use on this machine, and why; what is not well there.

Nothing is changed: a log is looked at and not made.
"""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock, paths, when
from pmlog.actions import choice, lookup
from pmlog.actions.responder import author
from pmlog.errors import LogNotReady, PmlogError, TimeRefused
from pmlog.store import current, queries
from pmlog.store.log import Log
from pmlog.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


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


def examine(around: Surroundings) -> Iterator[Sign]:
    """Yield what was found, the log's own signs in the middle."""
    for look in _LOOKS:
        yield from look(around)


def _programs(_: Surroundings) -> Iterator[Sign]:
    for name, version in versions().items():
        yield Sign(name.replace("_", " "), version)


def _time(around: Surroundings) -> Iterator[Sign]:
    setting = around.environ.get("PMLOG_TZ", "")
    if setting:
        yield _chosen_zone(setting)
        return
    zone = clock.system_zone(around.environ, around.now_us)
    why = "TZ" if "TZ" in around.environ else "this machine's setting"
    problem = ""
    if zone[0] in "+-":
        why = "this machine's clock"
        problem = "the zone has no name, so clock changes are unknown; set PMLOG_TZ"
    yield Sign("zone", zone, why, problem)


def _chosen_zone(setting: str) -> Sign:
    try:
        return Sign("zone", when.canonical_zone(setting.lstrip(":")), "PMLOG_TZ")
    except TimeRefused as error:
        return Sign("zone", setting, "PMLOG_TZ", f"it is not used: {error}")


def _author(around: Surroundings) -> Iterator[Sign]:
    name, why = author(around.environ)
    yield Sign("author", name, why)


def _log(around: Surroundings) -> Iterator[Sign]:
    path = around.log_path
    yield Sign("log", path, around.log_source)
    try:
        found = os.stat(path)
    except OSError:
        yield Sign("size", "none yet", "the first event makes it")
        return
    yield Sign("size", _size(path))
    yield _file_system(path)
    try:
        with Log(path) as log:
            yield _mode(path, found.st_mode)
            yield from _contents(around, log)
    except LogNotReady:
        yield Sign("contents", "no events yet", "the next event brings it up to date")
    except PmlogError as error:
        yield Sign("contents", "unreadable", problem=str(error))


def _size(path: str) -> str:
    wal = path + "-wal"
    waiting = os.path.getsize(wal) if os.path.exists(wal) else 0
    kilobytes = (os.path.getsize(path) + 1023) // 1024
    return f"{kilobytes} KiB, and {(waiting + 1023) // 1024} KiB of write-ahead log"


def _mode(path: str, mode: int) -> Sign:
    shown = stat.filemode(mode)
    is_open = mode & 0o077 and stat.S_ISREG(mode)
    problem = f"others can reach it: chmod 600 '{path}'" if is_open else ""
    return Sign("mode", shown, problem=problem)


# SQLite's write-ahead log needs shared memory, which these do not give.
_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph")


def _file_system(path: str) -> Sign:
    kind = _kind_of_mount(os.path.realpath(path))
    problem = ""
    if kind in _REMOTE:
        problem = "a write-ahead log does not work over a network; use a local disk"
    return Sign("file system", kind or "unknown", problem=problem)


def _kind_of_mount(path: str) -> str:
    """Return the type of the file system that holds path, where the kernel tells it."""
    best, kind = "", ""
    try:
        with open("/proc/mounts", encoding="utf-8", errors="replace") as file:
            mounts = [line.split() for line in file]
    except OSError:
        return ""
    for _, escaped, each, *_ in mounts:
        place = escaped.replace("\\040", " ")
        is_above = path == place or path.startswith(place.rstrip("/") + "/")
        if is_above and len(place) >= len(best):
            best, kind = place, each
    return kind


def _contents(around: Surroundings, log: Log) -> Iterator[Sign]:
    events = queries.count(log)
    yield Sign("contents", f"events: {events}, incidents: {len(queries.incidents(log))}")
    wanted = around.environ.get("PMLOG_INCIDENT")
    try:
        chosen = (
            lookup.find_incident(log, wanted)
            if wanted
            else choice.for_event(log, around.now_us, around.now_us).incident
        )
    except PmlogError as error:
        yield Sign("incident", str(wanted), "PMLOG_INCIDENT", f"it is not used: {error}")
        return
    told = current.landmarks(log, chosen).fold() if chosen else None
    if told is None:
        yield Sign("incident", "none is open", "the next event opens one")
    else:
        why = "PMLOG_INCIDENT" if wanted else "opened, or turned to, last"
        yield Sign("incident", f"{told.short_id} {told.title}", why)


def _screen(around: Surroundings) -> Iterator[Sign]:
    environ = around.environ
    yield Sign("templates", paths.user_templates(environ), "yours win over the shipped")
    yield _program("editor", environ, ("PMLOG_EDITOR", "VISUAL", "EDITOR"), "vi")
    yield _program("pager", environ, ("PMLOG_PAGER", "PAGER"), "less")


def _shell(around: Surroundings) -> Iterator[Sign]:
    integrated = around.environ.get("PMLOG_SHELL")
    if integrated:
        yield Sign("shell", integrated, "it has read what pmlog shell-init prints")
    else:
        why = "without short commands and TAB: pmlog shell-init adds them"
        yield Sign("shell", around.environ.get("SHELL") or "unknown", why)


def _program(
    name: str, environ: Mapping[str, str], variables: tuple[str, ...], default: str
) -> Sign:
    source = next((each for each in variables if environ.get(each)), "")
    command = environ[source] if source else default
    is_there = shutil.which(command.split()[0]) if command.split() else None
    problem = "" if is_there else f"there is no such program; set {variables[-1]}"
    return Sign(name, command, source or "the default", problem)


_LOOKS: tuple[Callable[[Surroundings], Iterator[Sign]], ...] = (
    _programs,
    _time,
    _author,
    _log,
    _screen,
    _shell,
)
