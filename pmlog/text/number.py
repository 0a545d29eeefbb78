"""Numbers of things, as text: 1 event, 2 events."""

from __future__ import annotations


def count(number: int, what: str) -> str:
    """Return a number of things: 1 event, 2 events, 3 near misses."""
    plural = f"{what}es" if what.endswith("s") else f"{what}s"
    return f"{number:,} {what if number == 1 else plural}"
