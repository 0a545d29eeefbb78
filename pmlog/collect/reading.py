"""Files -> what is in them, wanted or not, each with its identity.

One pass, one record at a time: what is left out is never held. Where a tool gives its
records no id, one is made of the record's content and its instant, and of its number among
equal ones of that file: two equal lines are two, the same file read twice is one.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pmlog.collect import clean, recognition, stated
from pmlog.collect.files import decode
from pmlog.collect.files.inputs import Input
from pmlog.collect.filters import Filters
from pmlog.collect.format import Format, shown
from pmlog.collect.formats.postmortem import Document
from pmlog.collect.instants import NoInstant, within
from pmlog.collect.recognition import NotRecognised, Recognised
from pmlog.collect.record import Found, LeftOut, Record, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Reader:
    """Reads files with the same settings; what it says of them is in its attributes."""

    def __init__(
        self,
        formats: tuple[Format, ...],
        setting: Setting,
        filters: Filters,
        *,
        chosen: Format | None = None,
        shift_us: int = 0,
        takes_proposed: bool = False,
    ) -> None:
        self._formats = formats
        self._setting = setting
        self._filters = filters
        self._chosen = chosen
        self._shift_us = shift_us
        self._takes_proposed = takes_proposed
        self.files: list[tuple[str, str]] = []  # name and format of each file read
        self.notes: list[str] = []  # what a person should know of how they were read
        self.secrets: Counter[str] = Counter()
        self.span: tuple[int, int] | None = None  # of all that was read

    @property
    def setting(self) -> Setting:
        """What times are read against that do not say it themselves."""
        return self._setting

    def document(self, file: Input) -> Document:
        """Return a file as a postmortem."""
        encoding = decode.encoding_of(file.head()) or "utf-8"
        with file.open() as opened:
            return Document.of(decode.lines(opened, encoding))

    def read(self, files: Iterable[Input]) -> Iterator[Found]:
        """Yield what is in files: records that are wanted, and what is left out."""
        for file in files:
            yield from self._read_file(file)

    def _read_file(self, file: Input) -> Iterator[Found]:
        if file.refused:
            yield LeftOut(f"a file: {file.refused}", file.name, file=file.name)
            return
        with ExitStack() as kept:
            found = self._recognised(file, kept)
            if found is None:
                # One picture among a folder's files is no reason to refuse the others.
                yield LeftOut("a file of no known format", file.name, file=file.name)
                return
            self.files.append((file.name, found.format.name))
            yield from self._wanted(found.found, found.format, file.name)

    def _recognised(self, file: Input, kept: ExitStack) -> Recognised | None:
        if self._chosen:
            return recognition.of_named_format(
                file, self._chosen, self._setting, kept, self.notes.append
            )
        found = recognition.recognise(
            file, self._formats, self._setting, kept, self.notes.append
        )
        if found is None and not file.inside:
            line = file.head()[:1000].decode("utf-8", "replace").partition("\n")[0]
            raise NotRecognised(file.name, line)
        return found

    def _wanted(self, found: Iterator[Found], of: Format, file: str) -> Iterator[Found]:
        equal: Counter[str] = Counter()
        for each in found:
            if isinstance(each, LeftOut):
                yield each._replace(format=of.name, file=file)
                continue
            try:
                record = self._shifted(each)
            except NoInstant as error:
                yield LeftOut(
                    str(error), shown(each), each.where, None, None, of.name, file
                )
                continue
            self._widen(record)
            why = self._filters.why_not(record)
            if why:
                # As it was read: of a hundred thousand, one is shown (see clean.shown).
                at, where = record.at_us, each.where
                yield LeftOut(why, record.text, where, at, record, of.name, file)
                continue
            yield self._identified(record, each, of, file, equal)

    def _shifted(self, record: Record) -> Record:
        """Return a record with its clock put right, within the years that there are."""
        until_us = record.until_us
        # A span of no length is an instant.
        if until_us is not None and until_us <= record.at_us:
            until_us = None
        if self._shift_us:
            until_us = None if until_us is None else until_us + self._shift_us
            record = record._replace(at_us=record.at_us + self._shift_us)
        if until_us is not None:
            within(until_us)
        within(record.at_us)
        record = record._replace(until_us=until_us)
        return stated.taken(record) if self._takes_proposed else record

    def _widen(self, record: Record) -> None:
        first, last = self.span or (record.at_us, record.at_us)
        self.span = min(first, record.at_us), max(last, record.at_us)

    def _identified(
        self, record: Record, read: Record, of: Format, file: str, equal: Counter[str]
    ) -> Record:
        digest = hashed(record.raw)
        source_id = record.id
        if not source_id:
            # Of the time as the source has it, so that a shift makes no second event.
            stays = hashed(record.head) if record.head else digest
            source_id = hashed([stays, read.at_us])[:32]
            equal[source_id] += 1
            if equal[source_id] > 1:
                source_id = f"{source_id}/{equal[source_id]}"
        tidy, taken = clean.cleaned(record)
        self.secrets.update(taken)
        return tidy._replace(
            raw=None,
            head="",
            format=of.name,
            file=file,
            source_id=clean.plain(source_id)[:400],
            hash=digest,
            by_program=of.by_programs or record.is_bot,
        )


def hashed(raw: Any) -> str:
    """Return the hash of what a record was read from."""
    if not isinstance(raw, str):
        raw = json.dumps(raw, sort_keys=True, ensure_ascii=True, default=str)
    return sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


class Folded:
    """Records of one run, those of one identity as one: a group that was sent again."""

    def __init__(self) -> None:
        self._by_id: dict[tuple[str, str], Record] = {}
        self.repeated: list[LeftOut] = []

    def add(self, record: Record) -> None:
        """Take a record in; of two of one identity, what the later says more."""
        key = (record.format, record.source_id)
        known = self._by_id.get(key)
        if known is None:
            self._by_id[key] = record
            return
        self._by_id[key] = _grown(known, record)
        self.repeated.append(
            LeftOut(
                "the same record again",
                record.text,
                record.where,
                record.at_us,
                record,
                record.format,
                record.file,
            )
        )

    def records(self) -> list[Record]:
        """Return the records in order of time."""
        return sorted(self._by_id.values(), key=lambda record: record.at_us)


def _grown(known: Record, again: Record) -> Record:
    ends = [each for each in (known.until_us, again.until_us) if each is not None]
    is_longer = again.until_us is not None and again.until_us > (known.until_us or 0)
    base = again if is_longer else known
    return base._replace(
        at_us=min(known.at_us, again.at_us), until_us=max(ends, default=None)
    )
