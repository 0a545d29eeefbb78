"""Which file this is: told from its copies, and from what it was before.

A log remembers the file that it is in by the file's number, and leaves a mark on the file,
beside its content: its origin, and the last number that this origin gave out. A copy is
another file; one that took over the number of the first has no mark; one that was put back
in time has a mark that is ahead of it. So no two logs give out the same number of the same
origin. Where files take no marks, the file's number alone must do.
"""

from __future__ import annotations

import os

_MARK = "user.pmlog"  # an extended attribute
_MARKED = "marked"
_NO_MARK = -1


def take(path: str, origin: str) -> str:
    """Make the file that origin's, and return what the log has to remember of it."""
    return f"{_number(path)} {_MARKED if leave_mark(path, origin, 0) else ''}".rstrip()


def is_its_own(path: str, remembered: str, origin: str, seq: int) -> bool:
    """Tell whether the file is the one remembered, and has not been put back in time.

    seq is the last number of origin that the log holds.
    """
    number, _, marked = remembered.partition(" ")
    if number != _number(path):
        return False
    return not marked or _NO_MARK < _marked(path, origin) <= seq


def last_marked(path: str, remembered: str, origin: str) -> int:
    """Return the last number that origin gave out in this file; 0 where nobody knows."""
    number, _, _ = remembered.partition(" ")
    return max(0, _marked(path, origin)) if number == _number(path) else 0


def leave_mark(path: str, origin: str, seq: int) -> bool:
    """Note on the file that origin has given out seq; False where files take no marks.

    A higher number that is noted already stays.
    """
    # Called after the commit, no longer under the lock: others may have been quicker. Noted
    # before the commit, by a process that was then killed, a number would make `verify` say
    # that an event is gone which never was.
    try:
        if _marked(path, origin) < seq:
            os.setxattr(path, _MARK, f"{origin} {seq}".encode())
    except (AttributeError, OSError):
        return False
    return True


def _marked(path: str, origin: str) -> int:
    """Return the number on the file's mark; _NO_MARK where it has none of that origin."""
    try:
        mark = os.getxattr(path, _MARK).decode("ascii", "replace")
    except (AttributeError, OSError):
        return _NO_MARK
    its_origin, _, seq = mark.partition(" ")
    return int(seq) if its_origin == origin and seq.isdecimal() else _NO_MARK


def _number(path: str) -> str:
    """Return the file's number, with that of its file system."""
    try:
        return f"{os.statvfs(path).f_fsid:x}-{os.stat(path).st_ino:x}"
    except OSError as error:
        from pmlog.failures import NotOpened

        raise NotOpened(path, error) from error


def fingerprint(path: str) -> tuple[tuple[int, int, int], ...]:
    """Return what is another whenever the log was written to, or replaced.

    From the files' inodes, sizes and times of change: it opens nothing and locks nothing.
    """
    found = []
    for file in (path, path + "-wal"):
        try:
            status = os.stat(file)
        except OSError:
            found.append((0, 0, 0))
        else:
            found.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(found)
