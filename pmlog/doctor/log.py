"""The log itself: its size and mode, the file system that holds it, what is in it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from pmlog.actions import current_incident, lookup
from pmlog.doctor.ground import nearest_folder
from pmlog.doctor.sign import Sign, Surroundings
from pmlog.errors import LogNotReady, PmlogError
from pmlog.store import current, incident_queries, queries
from pmlog.store.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterator


def signs(around: Surroundings) -> Iterator[Sign]:
    """Yield what is in the log, and what would trouble it there."""
    path = around.log_path
    yield _file_system(nearest_folder(path))
    try:
        found = os.stat(path)
    except OSError:
        yield Sign("size", "none yet", "the first event makes it")
        return
    yield Sign("size", _size(path))
    try:
        with Log(path, tell=around.tell) as log:
            yield _mode(path, found.st_mode)
            yield _structure(log, found.st_size)
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


# What is looked through in a moment.
_SMALL = 64 * 1024 * 1024


def _structure(log: Log, size: int) -> Sign:
    """Tell whether the file is one that SQLite can read from end to end."""
    if size > _SMALL:
        return Sign(
            "structure", "not looked at", "it is large; pmlog verify takes the time"
        )
    if not (damage := queries.damages(log, quickly=True)):
        return Sign("structure", "sound", "at a quick look; pmlog verify takes a close one")
    problem = f"SQLite finds: {damage[0]}; pmlog help log says what can be done"
    return Sign("structure", "damaged", problem=problem)


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
    yield Sign(
        "contents", f"events: {events}, incidents: {len(incident_queries.incidents(log))}"
    )
    wanted = around.environ.get("PMLOG_INCIDENT")
    try:
        chosen = (
            lookup.find_incident(log, wanted)
            if wanted
            else current_incident.for_event(log, around.now_us, around.now_us).incident
        )
    except PmlogError as error:
        yield Sign("incident", str(wanted), "PMLOG_INCIDENT", f"it is not used: {error}")
        return
    about = current.landmarks(log, chosen).fold() if chosen else None
    if about is None:
        yield Sign("incident", "none is open", "the next event opens one")
    else:
        why = "PMLOG_INCIDENT" if wanted else "opened, or turned to, last"
        yield Sign("incident", f"{about.short_id} {about.title}", why)
