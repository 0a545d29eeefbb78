"""The zone that a sentence or a heading names: "All times in CET", "Timeline (UTC)"."""

from __future__ import annotations

import re

from pmlog.collect.calendar import zone_written
from pmlog.collect.instants import NoInstant

_ZONE = (
    r"(?P<zone>[A-Z][A-Za-z]*(?:/[A-Za-z_]+)*(?:[+-]\d\d?:?\d{0,2})?(?: ?\(UTC[^)]*\))?)"
)
# "All times in CET", "Times are UTC", "(all times UTC)": no further than the sentence.
_ALL_TIMES = re.compile(r"\b(?:[Tt]imes?|TIMES?)\b[^.\n]{0,60}")
# "Timeline (UTC)", "| Time (UTC) | What |".
_IN_HEADING = re.compile(r"\([^()\d]{2,30}\)")
_LONGEST_HEADING = 200
_BEHIND_CLOCK = re.compile(rf"\d:\d\d(?::\d\d)?(?: ?[ap]m)? \(?{_ZONE}")
_NO_ZONES = ("AM", "PM", "TIME", "TIMES")


def named_in(line: str, day: str | None, in_force: str | None) -> str | None:
    """Return the zone that a sentence about times, or a heading, names."""
    sentence = _ALL_TIMES.search(line)
    is_heading = "ime" in line and len(line) < _LONGEST_HEADING
    found = [sentence[0]] if sentence else []
    found += _IN_HEADING.findall(line) if is_heading else []
    words = (match["zone"] for text in found for match in re.finditer(_ZONE, text))
    zones = (_zone(word, day, in_force) for word in words if _may_be_zone(word))
    return next(filter(None, zones), None)


def _may_be_zone(word: str) -> bool:
    """Tell whether a word is in capitals, or a place."""
    return ("/" in word or not word.istitle()) and word not in _NO_ZONES


def behind_clock(text: str, day: str | None, in_force: str | None) -> str | None:
    """Return the zone behind the first time of a text: "10:00 CET"."""
    behind = _BEHIND_CLOCK.search(text)
    return _zone(behind["zone"], day, in_force) if behind else None


def _zone(text: str, day: str | None, in_force: str | None) -> str | None:
    """Return a zone as it is written; CET is Berlin's where --tz says Berlin."""
    try:
        noon = f"{day or '2026-01-01'} 12:00"
        return zone_written(text.strip(), noon, in_force or "UTC")
    except NoInstant:
        return None
