"""The documents that lie beside a page, by the incidents that they are of.

Whatever render wrote into a file says so in a comment; the name of the file says nothing.
"""

from __future__ import annotations

import os
import re
from urllib.parse import quote

# So much of a file is looked at, and of so many files: a page may lie in a home folder.
_HEAD = 256 * 1024
_MOST_FILES = 2000
_ENDINGS = (".html", ".htm", ".md")  # the best to read in a browser comes first
_SOURCE = re.compile(rb"<!-- pmlog:begin [\w-]+ [0-9a-f]{12} [\w-]+ (\w+) -->")


def documents(folder: str) -> dict[str, str]:
    """Return the addresses of documents, relative to their folder, by short ids."""
    found: dict[str, str] = {}
    for name in _files(folder):
        for short_id in _incidents(os.path.join(folder, name)):
            found.setdefault(short_id, quote(name))
    return found


def _files(folder: str) -> list[str]:
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.is_file()]
    except OSError:
        return []
    told = [name for name in sorted(names) if name.lower().endswith(_ENDINGS)]
    return sorted(told[:_MOST_FILES], key=_rank)


def _rank(name: str) -> int:
    return next(i for i, ending in enumerate(_ENDINGS) if name.lower().endswith(ending))


def _incidents(path: str) -> list[str]:
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return []
    return list(dict.fromkeys(each.decode() for each in _SOURCE.findall(head)))
