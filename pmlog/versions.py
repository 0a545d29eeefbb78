"""The versions that an answer about time or storage depends on."""

from __future__ import annotations

import platform
import sqlite3

import pmlog

PMLOG = pmlog.__version__


def versions() -> dict[str, str]:
    """Return the versions of pmlog, Python, SQLite and the zone database."""
    from pmlog import when

    return {
        "pmlog": PMLOG,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "zone_database": when.zone_database_version(),
    }
