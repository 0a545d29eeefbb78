"""A postmortem in Markdown: its timeline, and what the rest of it says of the incident.

The date often stands once, above the timeline, and the zone in a sentence of its own. An
entry is a line of a list, a row of a table, or a heading with a paragraph below it. What is
rendered by pmlog comes back as it was, to the precision that was printed.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.collect import stamps, stated, zones_stated
from pmlog.collect.calendar import Calendar
from pmlog.collect.format import TEXT, Format, Source
from pmlog.collect.formats import markdown
from pmlog.collect.formats.markdown import Line, Section
from pmlog.collect.instants import NoInstant
from pmlog.collect.record import NO_TEXT, NO_TIME, Found, LeftOut, Record, Setting
from pmlog.collect.stamps import Stamp
from pmlog.failures import TimeRefused
from pmlog.incident import kinds
from pmlog.render.entries import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_LINES = 100_000


@cache
def names() -> dict[str, Any]:
    """Return what postmortems call their parts."""
    path = os.path.join(os.path.dirname(__file__), "postmortem.toml")
    with open(path, "rb") as file:
        return tomllib.load(file)


def named(title: str) -> str:
    """Return a heading as it is compared: in lower case, without numbers and marks."""
    text = re.sub(r"^[\d.)\s]+|[:?!]+$", "", markdown.plain(title).lower())
    return re.sub(r"\s*\((?:all )?(?:times )?(?:in )?[a-z+:\d/ ]+\)$", "", text).strip()


def is_timeline(section: Section) -> bool:
    """Tell whether a section is the timeline."""
    return section.level > 0 and named(section.title) in names()["timeline"]


def claims(lines: list[str]) -> bool:
    """Tell whether the first lines have headings as postmortems have them."""
    found = markdown.sections(enumerate(lines, 1))
    known = {name for each in names()["headings"].values() for name in each}
    titles = [named(each.title) for each in found if each.level]
    is_called_so = any(re.search(r"post-?mortem|incident", title) for title in titles[:1])
    parts = sum(title in known for title in titles)
    return any(map(is_timeline, found)) or (is_called_so and parts > 0) or parts > 1


def read(lines: Iterable[str], source: Source) -> Iterator[Found]:
    """Yield the entries of a postmortem's timeline."""
    document = Document.of(lines)
    yield from document.entries(source)


class Document(NamedTuple):
    """A postmortem, as its sections."""

    sections: tuple[Section, ...]

    @staticmethod
    def of(lines: Iterable[str]) -> Document:
        """Return the document of lines."""
        numbered = takewhile(lambda line: line[0] <= MOST_LINES, enumerate(lines, 1))
        return Document(tuple(markdown.sections(numbered)))

    @property
    def title(self) -> str:
        """What the document is called; "" where it has no heading."""
        title = next((each.title for each in self.sections if each.level), "")
        text = _CALLED.sub("", markdown.plain(title))
        return re.sub(r"\s*\(incident [0-9a-f]{6}\)$", "", text)

    def timeline(self) -> list[Section]:
        """Return the section of the timeline and those below it."""
        found: list[Section] = []
        for section in self.sections:
            if found and section.level <= found[0].level:
                break
            if found or is_timeline(section):
                found.append(section)
        return found

    def setting(self, setting: Setting) -> Setting:
        """Return the date and the zone that the document itself says, else those given."""
        day = setting.date or self._date()
        return setting._replace(
            date=day, zone=self._zone(day, setting.zone) or setting.zone
        )

    def _date(self) -> str | None:
        """Return the first date that is written out above the timeline."""
        for section in self.sections:
            for _, line in ((0, section.title), *section.lines):
                day = stamps.date_in(markdown.plain(line))
                if day:
                    return str(day)
            if is_timeline(section):
                break
        return None

    def _zone(self, day: str | None, in_force: str | None) -> str | None:
        """Return the zone of a sentence such as "All times in CEST (UTC+02:00)"."""
        for section in self.sections:
            lines = [markdown.plain(line) for _, line in section.lines]
            if is_timeline(section):
                lines = [section.title, *lines]
            said = (zones_stated.named_in(line, day, in_force) for line in lines)
            if zone := next(filter(None, said), None):
                return zone
        for name, value in self.summary_lines():
            is_span = name in names()["lines"]["duration"]
            if is_span and (zone := zones_stated.behind_clock(value, day, in_force)):
                return zone
        return None

    def summary_lines(self) -> Iterator[tuple[str, str]]:
        """Yield what lines such as "- **Severity:** SEV-1" say, wherever they stand."""
        for section in self.sections:
            if is_timeline(section):
                return
            for _, line in section.lines:
                match = _SAID.match(line)
                if match:
                    yield named(match["name"]), markdown.plain(match["value"])

    def entries(self, source: Source) -> Iterator[Found]:
        """Yield the entries of the timeline."""
        setting = self.setting(source.setting)
        calendar = Calendar(setting, source.name)
        for section in self.timeline():
            yield from self._section(section, calendar)

    def _section(self, section: Section, calendar: Calendar) -> Iterator[Found]:
        if not is_timeline(section):
            title = markdown.plain(section.title)
            if not calendar.turns_at(title) and stamps.may_lead(section.title):
                # A heading with a time, and what happened in the paragraph below it.
                body = markdown.paragraphs(section.lines)
                yield self._entry(section.number, f"{title} {body}", calendar)
                return
        yield from self._lines(section.lines, calendar)

    def _lines(self, lines: Iterable[Line], calendar: Calendar) -> Iterator[Found]:
        held: Line | None = None
        for number, line in lines:
            text = line.strip()
            turns = calendar.turns_at(markdown.plain(text))
            begins = bool(text) and (stamps.may_lead(line) or _is_item(text))
            if held and (not text or begins or turns):
                yield self._entry(*held, calendar)
                held = None
            if begins and not turns:
                held = (number, text)
            elif held:
                held = (held[0], f"{held[1]} {text}")
        if held:
            yield self._entry(*held, calendar)

    def _entry(self, number: int, text: str, calendar: Calendar) -> Found:
        where = f"line {number}"
        text = " - ".join(_cells(text)) if text.startswith("|") else text
        change = _CHANGE.search(markdown.plain(text))
        if change:
            calendar.use_zone(change["zone"])
            return LeftOut("a change of the clocks", change[0], where)
        try:
            stamp = stamps.leading(text)
            if stamp is None:
                return LeftOut(NO_TIME, markdown.plain(text)[:200], where)
            at_us, until_us, zone = calendar.times(stamp)
        except NoInstant as error:
            return LeftOut(str(error), markdown.plain(text)[:200], where)
        return self._record(stamp, at_us, until_us, zone)._replace(where=where)

    def _record(
        self, stamp: Stamp, at_us: int, until_us: int | None, zone: str | None
    ) -> Found:
        rest = stamp.rest
        links: list[str] = []
        while match := _LAST_LINK.search(rest):
            links.insert(0, match[1])
            rest = rest[: match.start()]
        label = _LABEL.match(rest)
        known = _Label.of(label[1]) if label else None
        text = markdown.plain(rest[label.end() :] if label and known else rest)
        if not text:
            return LeftOut(NO_TEXT, stamp.rest[:200], at_us=at_us)
        record = Record(
            at_us,
            text,
            until_us,
            zone,
            stamp.approx,
            links=tuple(links),
            raw=[self.title, stamp.rest],
        )
        return known.on(record) if known else stated.by_text(record)


_CALLED = re.compile(r"^(?:incident )?post-?mortem(?: report)?\s*[:-]\s*", re.IGNORECASE)
_SAID = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__)?(?P<name>[^\W\d_][^:*_]{1,40}?)"
    r"(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:|:)\s*(?P<value>\S.*)"
)
_CHANGE = re.compile(r"Clock change: the clocks show .* becomes (?P<zone>.+)$")
_LAST_LINK = re.compile(r"\s*<(https?://[^<>\s]+)>\s*$")
_LABEL = re.compile(r"\s*\*{1,2}((?:[^*\\]|\\.)+?):\*{1,2}\s*")


def _is_item(text: str) -> bool:
    return bool(re.match(r"(?:[-*+]|\d{1,3}[.)])\s|\|\s*(?![\s:|-]*$)", text))


def _cells(row: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", row.strip().strip("|"))
    return [cell.strip() for cell in cells if cell.strip()]


class _Label(NamedTuple):
    """What stands in front of an entry: "Escalated to the DBAs (15 min, page)"."""

    kind: str
    to: str
    inside: tuple[str, ...]

    @staticmethod
    def of(text: str) -> _Label | None:
        """Return the label of a text; None where it is none of ours."""
        if text.startswith("(") and text.endswith(")"):  # a note that took its time
            return _Label(kinds.NOTE, "", tuple(markdown.plain(text[1:-1]).split(", ")))
        match = re.fullmatch(r"([A-Z][a-z]+(?: path)?)(?: to (.+?))?(?: \((.*)\))?", text)
        found = {label: kind for kind, label in LABELS.items() if label}
        if match is None or match[1] not in found:
            return None
        inside = tuple(markdown.plain(match[3]).split(", ")) if match[3] else ()
        return _Label(found[match[1]], markdown.plain(match[2] or ""), inside)

    def on(self, record: Record) -> Record:
        """Return a record with what its label says."""
        length_us = _length(self.inside[0]) if self.inside else None
        how = ", ".join(self.inside[length_us is not None :])
        until_us = record.until_us if length_us is None else record.at_us + length_us
        record = record._replace(
            until_us=until_us,
            how=how if self.kind == kinds.DETECTED else "",
            to=tuple(self.to.split(", ")) if self.to else (),
        )
        return stated.as_kind(record, self.kind)


def _length(text: str) -> int | None:
    from pmlog import when

    try:
        return when.read_duration(text.removeprefix("about "))
    except TimeRefused:
        return None


FORMAT = Format(
    "postmortem",
    "a postmortem in Markdown: its timeline; --new-incidents makes an incident of each",
    "docs/postmortems/*.md",
    TEXT,
    claims,
    read,
)
