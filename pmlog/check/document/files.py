"""The files to check: files, folders, standard input -> their names and bytes.

Only regular files are read: a pipe may never end, and a device never does. Whoever has
one gives it on standard input, which is read to the same limit.
"""

from __future__ import annotations

import os
import stat

from pmlog.check.document.encoding import SUFFIXES, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STDIN = "-"
_STDIN_NAME = "<stdin>"
# A postmortem has thousands of characters; a book has a million.
MOST_BYTES = 32 * 2**20
# A tree of more files is rather a disk than a folder of postmortems.
MOST_FILES = 20_000

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


class TooManyFiles(Unreadable):
    """A folder holds more files than anybody wants to have checked."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} holds more than {MOST_FILES} files; name a folder further down"
        )


def files_in(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the files that arguments name, those of a folder sorted, each once.

    Raises TooManyFiles where a folder is rather a disk.
    """
    seen: set[str] = set()
    for argument in arguments:
        for path in _below(argument) if os.path.isdir(argument) else (argument,):
            if path not in seen:
                seen.add(path)
                yield path


def _below(folder: str) -> Iterator[str]:
    closed: list[OSError] = []
    device = os.stat(folder).st_dev
    found = 0
    for place, folders, names in os.walk(folder, onerror=closed.append):
        # What version control keeps for itself is nobody's postmortem.
        inner = sorted(name for name in folders if not name.startswith("."))
        folders[:] = [name for name in inner if _is_on(os.path.join(place, name), device)]
        for name in sorted(names):
            path = os.path.join(place, name)
            if name.lower().endswith(SUFFIXES) and _is_regular(path):
                found += 1
                if found > MOST_FILES:
                    raise TooManyFiles(folder)
                yield path
    # Opening a folder that could not be listed says why, as for a file.
    yield from (error.filename for error in closed)


def _is_on(folder: str, device: int) -> bool:
    """Tell whether a folder lies in the same file system, and is no link to another."""
    try:
        return os.lstat(folder).st_dev == device
    except OSError:
        return False


def _is_regular(path: str) -> bool:
    """Tell whether a path leads to a file; what leads nowhere is said when it is read."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True


def bytes_of(path: str, read_stdin: Callable[[int], bytes]) -> tuple[str, bytes]:
    """Return the name for messages and the bytes. Raises Unreadable.

    read_stdin is told how many bytes are wanted at most.
    """
    if path == STDIN:
        return _STDIN_NAME, _limited(_STDIN_NAME, read_stdin(MOST_BYTES + 1))
    try:
        data = _read(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Unreadable(f"{path} cannot be read: {reason}") from error
    return path, _limited(path, data)


def _read(path: str) -> bytes:
    # Without it, opening a pipe waits for somebody who writes.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "no file")
            raise Unreadable(
                f"{path} is {kind}; only regular files are read, "
                "and standard input where - is named"
            )
        return file.read(MOST_BYTES + 1)


def _limited(name: str, data: bytes) -> bytes:
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name} is longer than {MOST_BYTES // 2**20} MiB; check a part")
    return data
