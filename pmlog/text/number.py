"""Numbers of things, as text: 1 event, 2 events."""

from __future__ import annotations


def count(number: int, what: str) -> str:
    """Return a number of things: 1 event, 2 events."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
