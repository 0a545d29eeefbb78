"""apt: its history of packages that were installed, upgraded and removed.

A block for each run, in local time without a zone. A block without an end was cut off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.collect.format import TEXT, Format, Source
from pmlog.collect.instants import NoInstant, instant
from pmlog.collect.record import NO_TIME, Found, LeftOut, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FIELD = re.compile(r"([A-Z][A-Za-z-]+): +(.*)")
_DONE = ("Install", "Upgrade", "Downgrade", "Reinstall", "Remove", "Purge")
_NAMED = 8  # packages; of hundreds their number tells more


def claims(lines: list[str]) -> bool:
    """Tell whether the first line begins a run."""
    return lines[0].startswith("Start-Date: ")


def read(lines: Iterable[str], source: Source) -> Iterator[Found]:
    """Yield a record for each run."""
    fields: dict[str, str] = {}
    first = 0
    for number, line in enumerate(lines, 1):
        match = _FIELD.match(line)
        if match and match[1] == "Start-Date":
            yield from _run(fields, first, source)
            fields, first = {"Start-Date": match[2]}, number
        elif match and fields:
            fields[match[1]] = match[2]
        elif line.strip():
            yield LeftOut(NO_TIME, line[:200], f"line {number}")
    yield from _run(fields, first, source)


def _run(fields: dict[str, str], number: int, source: Source) -> Iterator[Found]:
    if not fields:
        return
    text, where = _text(fields), f"line {number}"
    try:
        at_us = _instant(fields["Start-Date"], source)
        end = fields.get("End-Date")
        until_us = _instant(end, source) if end else None
    except NoInstant as error:
        yield LeftOut(str(error), text[:200], where)
        return
    yield Record(
        at_us,
        text,
        until_us,
        author=fields.get("Requested-By", "").partition(" (")[0] or "apt",
        # A run that still goes on grows.
        id=f"{fields['Start-Date']} {fields.get('Commandline', '')}",
        raw=fields,
        where=where,
    )


def _instant(text: str, source: Source) -> int:
    return instant(" ".join(text.split()), source.setting, source.name)


def _text(fields: dict[str, str]) -> str:
    done = [f"{name.lower()} {_packages(fields[name])}" for name in _DONE if name in fields]
    said = [fields.get("Commandline", "apt"), "; ".join(done), fields.get("Error", "")]
    return ": ".join(filter(None, said))


def _packages(text: str) -> str:
    """Return packages with what became of their versions; those asked for, if any were."""
    found = re.findall(r"([^\s,(]+?)(?::[a-z0-9]+)? \(([^()]*)\)", text)
    asked = [each for each in found if "automatic" not in each[1]] or found
    named = [f"{name} ({' -> '.join(v.split(', '))})" for name, v in asked[:_NAMED]]
    more = len(found) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


FORMAT = Format(
    "apt",
    "apt: packages that were installed, upgraded, removed (needs --tz)",
    "ssh HOST cat /var/log/apt/history.log",
    TEXT,
    claims,
    read,
    by_programs=True,
)
