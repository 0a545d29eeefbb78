"""Lines with a time at their beginning: notes, a pasted timeline, a program's log.

A line that begins with spaces and has no time goes on with the one before it. A line that
is a date alone says the day of those below it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.collect import stamps, stated
from pmlog.collect.calendar import Calendar
from pmlog.collect.format import TEXT, Format, Source
from pmlog.collect.instants import NoInstant
from pmlog.collect.record import NO_TEXT, NO_TIME, Found, LeftOut, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BY = re.compile(r"<(?P<name>[@+ ]?[^<>\s][^<>]{0,60})> ?(?P<text>.*)", re.DOTALL)


def claims(lines: list[str]) -> bool:
    """Tell whether some of the first lines begin with a time."""
    return any(_has_time(line) for line in lines)


def _has_time(line: str) -> bool:
    try:
        return stamps.leading(line) is not None
    except NoInstant:
        return False


def read(lines: Iterable[str], source: Source) -> Iterator[Found]:
    """Yield what each line tells."""
    calendar = Calendar(source.setting, source.name)
    last: Record | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"line {number}"
        found = _read_line(line, calendar, where)
        if found is None and last is not None and line[0] in " \t":
            last = last._replace(
                text=f"{last.text}\n{line.strip()}",
                raw=f"{last.raw}\n{line}",
                head=last.head or last.raw,
            )
            continue
        if last is not None:
            yield stated.by_text(last)
        last = found if isinstance(found, Record) else None
        if isinstance(found, LeftOut):
            yield found
        elif found is None and not calendar.turns_at(line):
            yield LeftOut(NO_TIME, line.strip()[:200], where)
    if last is not None:
        yield stated.by_text(last)


def _read_line(line: str, calendar: Calendar, where: str) -> Found | None:
    try:
        stamp = stamps.leading(line)
        if stamp is None:
            return None
        at_us, until_us, zone = calendar.times(stamp)
    except NoInstant as error:
        return LeftOut(str(error), line.strip()[:200], where)
    said = _BY.fullmatch(stamp.rest)
    text = said["text"] if said else stamp.rest
    if not text.strip():
        return LeftOut(NO_TEXT, line.strip()[:200], where, at_us)
    return Record(
        at_us,
        text.strip(),
        until_us,
        zone,
        stamp.approx,
        author=said["name"].strip("@+ ") if said else "",
        raw=line,
        where=where,
    )


FORMAT = Format(
    "lines",
    "lines that begin with a time: notes, a pasted timeline, a log",
    "any text: 14:05 text, - 14:05 UTC - text, [14:05:33] <ann> text",
    TEXT,
    claims,
    read,
)
