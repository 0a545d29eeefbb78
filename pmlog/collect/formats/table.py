"""CSV and TSV: a table with a header, as a spreadsheet or another tool writes it.

Which column is what is seen from the header, in the words of several tools and languages,
and said; --map says it where that is wrong. Columns may be parted by commas, semicolons or
tabs. Excel writes dates as its country does.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from pmlog.clock import SECOND_US, is_zone
from pmlog.collect import instants, stamps, stated
from pmlog.collect.calendar import Calendar
from pmlog.collect.format import TEXT, Format, Source
from pmlog.collect.formats.table_rows import rows
from pmlog.collect.instants import NoInstant
from pmlog.collect.record import (
    NO_TEXT,
    UNREADABLE_TIME,
    Found,
    LeftOut,
    Record,
    Setting,
)
from pmlog.collect.stamps import Stamp
from pmlog.errors import UsageError
from pmlog.incident import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What a column is called, in the order of preference: header words as tools write them.
# `datetime` of Timesketch is before `timestamp`, which it also has and may be of any unit.
_NAMES = {
    "at": (
        *("at", "datetime", "date time", "date_time", "start time", "started at", "start"),
        *(
            "started_at",
            "occurred at",
            "occurred_at",
            "created at",
            "created_at",
            "created",
        ),
        *(
            "timestamp",
            "ts",
            "time (in utc)",
            "time (utc)",
            "time",
            "when",
            "zeitpunkt",
            "zeit",
        ),
        *(
            "datum/uhrzeit",
            "uhrzeit",
            "horodatage",
            "heure",
            "fecha y hora",
            "date",
            "datum",
        ),
    ),
    "text": (
        *(
            "text",
            "message",
            "msg",
            "what happened",
            "description",
            "event",
            "summary",
            "title",
        ),
        *("note", "notes", "details", "action", "content", "comment", "ereignis"),
        *("beschreibung", "nachricht", "was", "description/notes", "événement", "evento"),
    ),
    "author": (
        *(
            "author",
            "owner",
            "who",
            "user",
            "by",
            "person",
            "reporter",
            "responder",
            "actor",
        ),
        *("wer", "name", "host", "qui", "autor", "auteur"),
    ),
    "until": ("until", "end time", "end", "ended at", "ended_at", "finished at", "ende"),
    "kind": ("kind", "event type", "type", "category"),
    "id": ("id", "uuid", "event id", "event_id", "key"),
    "link": ("link", "url", "html_url"),
    "date": ("date", "day", "datum", "tag"),
}
_DELIMITERS = (",", ";", "\t", "|")


class Columns(NamedTuple):
    """The number of the column of each field."""

    numbers: dict[str, int]

    def cell(self, row: list[str], field: str) -> str:
        """Return a field of a row; "" where there is none."""
        number = self.numbers.get(field, -1)
        return row[number].strip() if 0 <= number < len(row) else ""


def claims(lines: list[str]) -> bool:
    """Tell whether the first line is a header with a time and a text in it."""
    delimiter = _delimiter(lines[0])
    header = _row(lines[0], delimiter)
    return len(header) > 1 and {"at", "text"} <= set(_guessed(header))


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=lambda each: len(_row(header, each)))


def _row(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _guessed(header: list[str]) -> dict[str, int]:
    """Return which column is what, as the header says it."""
    plain = [re.sub(r"\s+", " ", name.strip().strip('"').lower()) for name in header]
    found: dict[str, int] = {}
    for field, names in _NAMES.items():
        number = next((plain.index(name) for name in names if name in plain), None)
        if number is not None and number not in found.values():
            found[field] = number
    return found


def read(lines: Iterable[str], source: Source) -> Iterator[Found]:
    """Yield what each row tells."""
    rest = iter(lines)
    first = list(islice(rest, 1))
    if not first:
        return
    delimiter = _delimiter(first[0])
    header = _row(first[0], delimiter)
    columns = Columns(_guessed(header) | _mapped(header, source.setting))
    if not {"at", "text"} <= set(columns.numbers):
        raise UsageError(
            f"{source.name} has the columns {', '.join(header)[:300]}; say which are the "
            "time and the text: --map 'at=...,text=...'"
        )
    told = ", ".join(f"{f}={header[n].strip()}" for f, n in columns.numbers.items())
    source.tell(f"the columns of {source.name}: {told} (--map says it otherwise)")
    calendar = Calendar(_setting(header, columns, source.setting), source.name)
    for number, row in islice(rows(chain(first, rest), delimiter), 1, None):
        where = f"line {number}"
        if row is None:
            yield LeftOut("a row that cannot be read", "", where)
        elif any(cell.strip(" -:") for cell in row):  # Markdown rules off its header
            yield _read_row(row, columns, calendar, where)


def _mapped(header: list[str], setting: Setting) -> dict[str, int]:
    plain = [name.strip().lower() for name in header]
    found = {}
    for field, column in setting.columns:
        if column.lower() not in plain:
            raise UsageError(
                f"there is no column {column!r}; there are: {', '.join(header)[:300]}"
            )
        found[field] = plain.index(column.lower())
    return found


def _read_row(row: list[str], columns: Columns, calendar: Calendar, where: str) -> Found:
    text = columns.cell(row, "text")
    try:
        at_us, until_us = _times(row, columns, calendar)
    except NoInstant as error:
        return LeftOut(str(error), text or " ".join(row)[:200], where)
    if not text:
        return LeftOut(NO_TEXT, " ".join(row)[:200], where, at_us)
    record = Record(
        at_us,
        text,
        until_us,
        author=columns.cell(row, "author"),
        links=(columns.cell(row, "link"),),
        id=columns.cell(row, "id"),
        raw=row,
        where=where,
    )
    kind = columns.cell(row, "kind").lower()
    if kind in kinds.TIMELINE_KINDS:
        return stated.as_kind(record, kind)
    return stated.by_text(record)


def _times(row: list[str], columns: Columns, calendar: Calendar) -> tuple[int, int | None]:
    at, until = (_with_date(row, columns, field) for field in ("at", "until"))
    start, end = _time_of_day(at), _time_of_day(until)
    if start:
        # The day is that of the rows before it, or the next one past midnight.
        start = start._replace(until_us=end.time_us if end else start.until_us)
        at_us, until_us, _ = calendar.times(start)
    else:
        at_us, until_us = calendar.reading(at, _instant), None
        calendar.follow(at_us)
    if until and not (start and end):
        until_us = calendar.reading(until, _instant)
    return at_us, until_us


def _time_of_day(text: str) -> Stamp | None:
    """Return a time without a date, if that is all that a cell holds."""
    stamp = stamps.leading(text) if re.match(r"\d\d?[:.]\d\d", text) else None
    return stamp if stamp and stamp.day is None and not stamp.rest else None


def _setting(header: list[str], columns: Columns, setting: Setting) -> Setting:
    """Return the setting with the zone that the header names: "Time (in UTC)"."""
    name = header[columns.numbers["at"]]
    zone = re.search(r"\((?:in )?([A-Za-z][\w/+-]*)\)", name)
    if setting.zone is None and zone and is_zone(zone[1].upper()):
        return setting._replace(zone=zone[1].upper())
    return setting


def _with_date(row: list[str], columns: Columns, field: str) -> str:
    """Return a time, its date before it where that is a column of its own."""
    time, day = columns.cell(row, field), columns.cell(row, "date")
    is_clock = re.fullmatch(
        r"\d\d?[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?", time, re.IGNORECASE
    )
    return f"{day} {time}" if time and day and is_clock else time


# 28.11.2026 14:05 and 28.11.2026 14:05:09: the dots say that the day comes first.
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4}),? (\d\d?):(\d\d)(?::(\d\d))?")
_SLASHED = re.compile(
    r"(\d\d?)/(\d\d?)/(\d{4}),? (\d\d?):(\d\d)(?::(\d\d))?( ?[ap]m)?", re.IGNORECASE
)


def _instant(text: str, setting: Setting, what: str) -> int:
    dotted = _DOTTED.fullmatch(text)
    if dotted:
        day, month, year, hour, minute, second = (
            int(part or 0) for part in dotted.groups()
        )
        return _at(year, month, day, (hour, minute, second), setting, what)
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        *numbers, half = slashed.groups()
        one, other, year, hour, minute, second = (int(part or 0) for part in numbers)
        if max(one, other) <= 12 and one != other:
            raise NoInstant("a date that can be read two ways")
        day, month = (one, other) if one > 12 else (other, one)
        if half:
            hour = hour % 12 + (12 if "p" in half.lower() else 0)
        return _at(year, month, day, (hour, minute, second), setting, what)
    return instants.instant(text, setting, what)


def _at(
    year: int, month: int, day: int, time: tuple[int, int, int], setting: Setting, what: str
) -> int:
    hour, minute, second = time
    if hour > 23 or minute > 59 or second > 59:
        raise NoInstant(UNREADABLE_TIME)
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise NoInstant(UNREADABLE_TIME) from error
    time_us = ((hour * 60 + minute) * 60 + second) * SECOND_US
    return instants.wall(found, time_us, instants.zone_of(setting, what))


FORMAT = Format(
    "csv",
    "CSV and TSV: a table with a header (--map at=COLUMN,text=COLUMN)",
    "a spreadsheet's or a tool's export",
    TEXT,
    claims,
    read,
)
