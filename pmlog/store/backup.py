"""The log -> a copy of it, consistent while others write, checked before it counts.

The copy goes on as an origin of its own. It is written under another name and takes its
own only when it is whole and on the disk; nobody but its owner can read it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from pmlog import paths
from pmlog.errors import PmlogError, UsageError
from pmlog.failures import LogFailed
from pmlog.incident.event import new_id
from pmlog.store import incident_queries, verify
from pmlog.store.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.store.verify import Finding


_SIDES = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file


class NotBackedUp(PmlogError):
    """No copy was written."""


class Copy(NamedTuple):
    """A copy that was written: what is in it, and what `verify` finds."""

    events: int
    incidents: int
    size: int  # bytes
    findings: tuple[Finding, ...]
    accepted: int = 0  # of what else was found, how much is known to be so


def back_up(log: Log, path: str, now_us: int, *, over_old: bool) -> Copy:
    """Write a copy of the log to path.

    UsageError when a file is there, unless over_old, or when it is the log itself. A copy
    in which something is found never replaces an older one: NotBackedUp.
    """
    target = os.path.realpath(paths.absolute(path))
    _check_target(log, path, target, over_old=over_old)
    given_out = log.own_numbers()  # its file is marked with the last one, a copy's is not
    try:
        with _beside(target) as temporary:
            log.copy_to(temporary)
            copy = _checked(temporary, new_id(now_us), given_out)
            if copy.findings and os.path.exists(target):
                raise NotBackedUp(
                    f"{path} was left as it is, as 'pmlog verify' finds something wrong "
                    "with the log; name another file to copy it all the same, or say with "
                    "'pmlog verify --accept' that it is known to lack what it lacks"
                )
            _put(temporary, target, over_old=over_old)
    except LogFailed as error:
        raise LogFailed(path, error.cause) from error
    except FileExistsError as error:
        raise _is_there(path) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotBackedUp(f"{path} cannot be written: {reason}") from error
    return copy


def _check_target(log: Log, path: str, target: str, *, over_old: bool) -> None:
    beside = [os.path.realpath(log.path) + end for end in _SIDES]
    if target in beside:
        raise UsageError(f"{path} belongs to the log itself; name another file")
    if os.path.exists(target):
        if os.path.samefile(target, log.path):
            raise UsageError(f"{path} is the log itself; name another file")
        if not os.path.isfile(target):
            raise UsageError(f"{path} is no file; name one")
    for end in ("", *_SIDES):
        if not over_old and os.path.exists(target + end):
            raise _is_there(path + end)


def _is_there(path: str) -> UsageError:
    return UsageError(f"{path} is there already; --force writes over it")


@contextlib.contextmanager
def _beside(target: str) -> Iterator[str]:
    """Yield the path of an empty file in target's folder, gone afterwards."""
    file, path = tempfile.mkstemp(prefix=".pmlog-backup-", dir=os.path.dirname(target))
    try:
        with open(file, "rb"):
            os.fchmod(file, 0o600)  # whatever the umask
            paths.make_own(path)
        yield path
    finally:
        _unlink(path, "", *_SIDES)


def _unlink(path: str, *ends: str) -> None:
    for end in ends:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path + end)


def _checked(path: str, origin: str, given_out: dict[str, int]) -> Copy:
    """Make the copy a log of its own, look at all of it, and leave it in one file."""
    with Log(path) as copy:
        with copy.transaction():
            before, seq, _ = copy.position()
            copy.change_origin(origin, max(seq, given_out.get(before, 0)))
        report = verify.examine(copy)
        incidents = len(incident_queries.incidents(copy))
    damages = [each for each in report.findings if each.kind == verify.DAMAGED]
    if damages:
        raise NotBackedUp(f"the log is damaged, so it was not copied: {damages[0].message}")
    if os.path.exists(path + "-wal"):
        raise LogFailed(path, "could not be completed: the disk is full or failed")
    return Copy(
        report.events,
        incidents,
        os.path.getsize(path),
        report.findings,
        len(report.accepted),
    )


def _put(temporary: str, target: str, *, over_old: bool) -> None:
    """Give the copy its name, durably. FileExistsError where that is another's by now."""
    _sync(temporary)
    if over_old:
        # An older copy that was written to has left these: they are not the new one's.
        _unlink(target, *_SIDES)
        os.replace(temporary, target)
    else:
        _put_first(temporary, target)
    _sync(os.path.dirname(target))


def _put_first(temporary: str, target: str) -> None:
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system where a file has but one name
        os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
        os.replace(temporary, target)


def _sync(path: str) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
