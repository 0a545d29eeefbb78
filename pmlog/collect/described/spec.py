"""A format as its file says it, and the records that it finds."""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.collect import clean, stated
from pmlog.collect.described import paths
from pmlog.collect.described.paths import Place
from pmlog.collect.files.decode import Broken, Piece
from pmlog.collect.format import JSON, TEXT, Format, Source, shown
from pmlog.collect.formats.table_rows import rows
from pmlog.collect.instants import NoInstant, instant
from pmlog.collect.record import NO_TEXT, NOT_A_RECORD, Found, LeftOut, Record
from pmlog.incident import kinds

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator


class Rule(NamedTuple):
    """What has to be so of a record: all that is said of its path."""

    path: str
    result: str  # the kind, or why it is left out
    is_: tuple[str, ...] = ()
    matches: re.Pattern[str] | None = None
    exists: bool | None = None

    def fits(self, place: Place) -> bool:
        """Tell whether the rule is so of a record."""
        found = place.at(self.path)
        if self.exists is not None and (found not in (None, "", [])) is not self.exists:
            return False
        is_flag = isinstance(found, bool)
        text = str(found).lower() if is_flag else place.text(self.path)
        if self.is_ and text not in self.is_:
            return False
        return self.matches is None or bool(self.matches.search(text[:4000]))


class RecordSpec(NamedTuple):
    """Where records lie, and which of their fields is what: the first that is there."""

    each: str
    at: tuple[str, ...]  # paths
    until: tuple[str, ...]  # paths
    text: tuple[str, ...]  # templates, as all that follow
    author: tuple[str, ...]
    id: tuple[str, ...]
    link: tuple[str, ...]
    how: tuple[str, ...]
    kinds: tuple[Rule, ...]
    drops: tuple[Rule, ...]


class Example(NamedTuple):
    """What a file may hold, what is found in it, and the zone of times that name none."""

    input: str
    gives: tuple[str, ...]
    tz: str | None = None


class Spec(NamedTuple):
    """A format as its file says it."""

    name: str
    title: str
    fetch: str
    form: str  # json, lines, csv
    has: tuple[str, ...]
    line: re.Pattern[str] | None
    records: tuple[RecordSpec, ...]
    examples: tuple[Example, ...]
    file: str
    by_programs: bool = False

    def claims_value(self, value: Any) -> bool:
        """Tell whether a value has what one of this format has."""
        place = Place(value)
        return isinstance(value, (dict, list)) and all(
            any(True for found in place.each(path) if found.value is not None)
            for path in self.has
        )

    def claims_lines(self, lines: list[str]) -> bool:
        """Tell whether the first lines are of this format."""
        if self.form == "csv":
            header = next(csv.reader(lines[:1]), [])
            return set(self.has) <= {name.strip() for name in header}
        return self.line is not None and any(map(self.line.fullmatch, lines))

    def format(self) -> Format:
        """Return the format that reads as the file says."""
        if self.form == "json":
            return Format(
                self.name,
                self.title,
                self.fetch,
                JSON,
                self.claims_value,
                self._read_values,
                self.file,
                self.by_programs,
            )
        read = self._read_table if self.form == "csv" else self._read_lines
        return Format(
            self.name,
            self.title,
            self.fetch,
            TEXT,
            self.claims_lines,
            read,
            self.file,
            self.by_programs,
        )

    def _read_values(self, pieces: Iterable[Piece], source: Source) -> Iterator[Found]:
        for where, value in pieces:
            if isinstance(value, Broken):
                yield LeftOut(value.reason, value.text, where)
            elif not self.claims_value(value):
                yield LeftOut(NOT_A_RECORD, shown(value), where)
            else:
                yield from self._of(Place(value), source, where)

    def _read_lines(self, lines: Iterable[str], source: Source) -> Iterator[Found]:
        for number, line in enumerate(lines, 1):
            match = self.line.fullmatch(line) if self.line else None
            if match:
                yield from self._of(Place(match.groupdict()), source, f"line {number}")
            elif line.strip():
                yield LeftOut(NOT_A_RECORD, line[:200], f"line {number}")

    def _read_table(self, lines: Iterable[str], source: Source) -> Iterator[Found]:
        table = rows(lines, ",")
        header = [name.strip() for name in next(table, (0, None))[1] or []]
        for number, row in table:
            where = f"line {number}"
            if row is None:
                yield LeftOut("a row that cannot be read", "", where)
            elif any(cell.strip() for cell in row):
                cells = dict(zip(header, chain(row, [""] * len(header)), strict=False))
                yield from self._of(Place(cells), source, where)

    def _of(self, place: Place, source: Source, where: str) -> Iterator[Found]:
        number = 0
        for record in self.records:
            for found in place.each(record.each):
                number += 1
                at = where if number == 1 else f"{where}.{number}"
                try:
                    yield _read(record, found, source)._replace(where=at)
                except NoInstant as error:
                    yield LeftOut(str(error), shown(found.value), at)


def _read(spec: RecordSpec, place: Place, source: Source) -> Found:
    at_us = instant(_first(spec.at, place), source.setting, source.name)
    text = clean.without_tags(_text(spec.text, place))
    if not text:
        return LeftOut(NO_TEXT, shown(place.value), at_us=at_us)
    until = _first(spec.until, place)
    record = Record(
        at_us,
        text,
        instant(until, source.setting, source.name) if until not in (None, "") else None,
        author=_text(spec.author, place),
        links=(_text(spec.link, place),),
        id=_text(spec.id, place),
        raw=place.value,
        minor=_result(spec.drops, place),
    )
    record = stated.as_kind(record, _result(spec.kinds, place) or kinds.NOTE)
    if record.kind != kinds.DETECTED:
        return record
    return record._replace(how=_text(spec.how, place) or "monitoring alert")


def _first(found: tuple[str, ...], place: Place) -> Any:
    return next((v for path in found if (v := place.at(path)) not in (None, "")), None)


def _text(templates: tuple[str, ...], place: Place) -> str:
    """Return the first template that is whole; where none is, the first with anything."""
    whole = (each for each in templates if all(map(place.text, paths.fields(each))))
    found = (paths.filled(each, place) for each in (*whole, *templates))
    return next(filter(None, found), "")


def _result(rules: tuple[Rule, ...], place: Place) -> str:
    return next((rule.result for rule in rules if rule.fits(place)), "")
