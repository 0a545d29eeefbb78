"""The files to check: files, folders, standard input -> their names and bytes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlog.check.document.encoding import SUFFIXES, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STDIN = "-"
_STDIN_NAME = "<stdin>"


def files_in(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the files that arguments name, those of a folder sorted, each once."""
    seen: set[str] = set()
    for argument in arguments:
        for path in _below(argument) if os.path.isdir(argument) else (argument,):
            if path not in seen:
                seen.add(path)
                yield path


def _below(folder: str) -> Iterator[str]:
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        # What version control keeps for itself is nobody's postmortem.
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES):
                yield os.path.join(place, name)
    # Opening a folder that could not be listed says why, as for a file.
    yield from (error.filename for error in closed)


def bytes_of(path: str, read_stdin: Callable[[], bytes]) -> tuple[str, bytes]:
    """Return the name for messages and the bytes. Raises Unreadable."""
    if path == STDIN:
        return _STDIN_NAME, read_stdin()
    try:
        with open(path, "rb") as file:
            return path, file.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Unreadable(f"{path} cannot be read: {reason}") from error
