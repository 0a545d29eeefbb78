"""The zone database in use: its names, the cities in them, its version."""

from __future__ import annotations

import os
from functools import lru_cache

from pmlog import clock

NO_FILES = "there are no zone files here, so no zone has a name"
# Beside the zones: a link to the machine's own, and copies that count leap seconds.
_NO_ZONES = ("Factory", "SECURITY", "posix", "right")


@lru_cache(maxsize=4)
def names(folder: str) -> dict[str, str]:
    """Return the names of a folder's zones, each by its small letters."""
    found = {}
    for path, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if _is_name(each)]
        place = os.path.relpath(path, folder).replace(os.sep, "/")
        for file in filter(_is_name, files):
            name = file if place == "." else f"{place}/{file}"
            found[name.lower()] = name
    return found


def _is_name(word: str) -> bool:
    return word[0].isupper() and "." not in word and word not in _NO_ZONES


@lru_cache(maxsize=4)
def cities(folder: str) -> dict[str, list[str]]:
    """Return the names of zones by the city that they end in, in small letters."""
    found: dict[str, list[str]] = {}
    for name in sorted(_places(folder)):
        found.setdefault(name.rpartition("/")[2].lower(), []).append(name)
    return found


def _places(folder: str) -> list[str]:
    """Return the zones that are places, without those that only link to one."""
    try:
        with open(os.path.join(folder, "zone.tab"), encoding="utf-8") as table:
            rows = [line.split("\t") for line in table if not line.startswith("#")]
    except OSError:
        return [name for name in names(folder).values() if "/" in name]
    return [row[2].strip() for row in rows if len(row) > 2]


def version(folder: str) -> str:
    """Return the version of the database in a folder, such as "2026f"."""
    if _package(folder) == "pytz":
        # Not at the top: only its number is needed, and only here.
        import pytz

        number: str = pytz.OLSON_VERSION  # type: ignore[attr-defined]
        return number
    for file, marker in (("tzdata.zi", "# version "), ("+VERSION", "")):
        try:
            with open(os.path.join(folder, file), encoding="utf-8") as text:
                line = text.readline(80).strip()
        except OSError:
            continue
        if line.startswith(marker):
            return line.removeprefix(marker)
    return "unknown"


def source(folder: str) -> str:
    """Return whose the files of a folder are: "pytz's", "the system's"..."""
    if folder == os.environ.get("PYTZ_TZDATADIR"):
        return "PYTZ_TZDATADIR"
    package = _package(folder)
    if package in ("pytz", "tzdata"):
        return f"{package}'s"
    return "the system's, as pytz has none"


def _package(folder: str) -> str:
    return os.path.basename(os.path.dirname(folder))


def folder() -> str:
    """Return the folder of the zone files in use, "" where there is none."""
    try:
        return clock.zone_data_folder()
    except KeyError:
        return ""
