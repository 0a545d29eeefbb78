"""Text -> the document: its content in order, each piece with its line and its place.

Comments are taken out first; `<!-- pmlog: ignore RULE -->` silences a rule for its own
line and the next, or for the whole document where it stands before all content.
"""

from __future__ import annotations

import re

from pmlog.check.document import visible
from pmlog.check.document.boilerplate import is_assignment
from pmlog.check.document.contents import lines_of_contents
from pmlog.check.document.headings import (
    STARTS_WITH_CLOCK,
    STARTS_WITH_DATE,
    STARTS_WITH_DATED_TIME,
    Heading,
    heading_of,
)
from pmlog.check.document.infer_sections import settled
from pmlog.check.document.items import Item, parted
from pmlog.check.document.joining import (
    WRAP_WIDTH,
    goes_on,
    is_bare_time,
    with_plain_clock,
)
from pmlog.check.document.markup import Marked, with_time_first
from pmlog.check.document.outline import Ahead, Place, entered
from pmlog.check.document.topics import HOME, MAY_BE_NONE, Topic, topic_of
from pmlog.check.document.visible import COMMENT, Line
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept
from pmlog.words.nothing import is_instruction, is_none, is_placeholder
from pmlog.words.phrasing import one_spelling


class Document(NamedTuple):
    """A postmortem as its reader sees it; sections maps each to its heading's line.

    stated is every visible line as (line, text), headings among them; text is the
    source, whose first line has the number first_line.
    """

    items: tuple[Item, ...]
    sections: dict[Topic, int]
    stated: tuple[tuple[int, str], ...]
    text: str
    words: int
    ignored: dict[int, frozenset[str]]
    first_line: int = 1


_IGNORE = pattern(r"<!--\s*pmlog:\s*ignore\s+([\w., -]{1,200}?)\s*-->")
# Longer paragraphs are cut, so that each costs its length once; their words count.
_LONGEST_PARAGRAPH = 10_000
_DOCUMENT_WIDE = 0


def parse(text: str, first_line: int = 1) -> Document:
    """Return the document of a text whose first line has this number."""
    ignored = _ignored(text, first_line)
    lines = list(visible.lines(text, first_line))
    contents = lines_of_contents(text.split("\n"), text)
    told = [line for line in lines if line.number - first_line not in contents]
    walk = _Walk(told, _sure([_heading(line) for line in told]))
    walk.run()
    items = settled(parted(walk.items), walk.sections)
    counted = tuple((line.number, line.marked.text) for line in lines if line.marked.text)
    # What an assignment asks for is nobody's word.
    words = visible.words_of(line for line in lines if not is_assignment(line.marked.text))
    stated = tuple((at, line[:_LONGEST_PARAGRAPH]) for at, line in counted)
    return Document(items, walk.sections, stated, text, words, ignored, first_line)


def _ignored(text: str, first_line: int) -> dict[int, frozenset[str]]:
    """Return the silenced rules by line; line 0 stands for the whole document."""
    found: dict[int, frozenset[str]] = {}
    head = _end_of_leading_comments(text)
    line, counted_to = first_line, 0
    for match in _IGNORE.finditer(text):
        line += text.count("\n", counted_to, match.start())
        counted_to = match.start()
        rules = frozenset(re.split(r"[\s,]+", match[1].strip(" ,")))
        is_first = match.start() < head
        for at in (_DOCUMENT_WIDE,) if is_first else (line, line + 1):
            found[at] = found.get(at, frozenset()) | rules
    return found


def _end_of_leading_comments(text: str) -> int:
    end = len(text) - len(text.lstrip())
    while match := COMMENT.match(text, end):
        end = match.end()
        end += len(text[end : end + 4096]) - len(text[end : end + 4096].lstrip())
    return end


def _heading(line: Line) -> Heading | None:
    if line.is_code:
        return None
    ends = not line.next_raw.strip() or line.marked.text.endswith(":")
    ends = ends or len(line.next_raw) > WRAP_WIDTH > len(line.marked.text)
    is_alone = line.number > 1 and line.follows_blank and ends
    return heading_of(line.marked, line.next_raw, is_alone=is_alone)


def _sure(headings: list[Heading | None]) -> list[Heading | None]:
    """Return the headings, hints left out where they are a title's or not needed."""
    named = {h.topic for h in headings if h and h.topic and not h.is_free}
    first = next((h for h in headings if h and h.is_proper), None)
    return [
        h._replace(topic=None, is_free=False)
        if h and h.is_free and (h.topic in named or (h is first and not h.rest))
        else h
        for h in headings
    ]


def _is_row_of_facts(head: Marked) -> bool:
    """Tell whether a table's head is its first row: "Duration | 2 hours"."""
    return len(head.cells) == 2 and any(map(str.isdigit, head.cells[1]))


def _columns_of_facts(head: Marked) -> tuple[Topic | None, ...]:
    """Return what the columns below a head such as "Users affected | Duration" tell."""
    if not head.is_table_head:
        return ()
    topics = tuple(topic_of(cell) for cell in head.cells)
    # "Date | Time | Event" tells one thing of them, twice.
    of_summary = {t for t in topics if t and HOME.get(t) is Topic.SUMMARY}
    return topics if len(of_summary) > 1 else ()


# Who is to do what a row of a table says.
_OWNER = Concept("owner_column")


class _Walk:
    """The way through the lines, with the place that the last heading led to."""

    def __init__(self, lines: list[Line], headings: list[Heading | None]) -> None:
        self.items: list[Item] = []
        self.sections: dict[Topic, int] = {}
        self._place = Place()
        self._heading = 0
        self._is_free = False
        self._open_for = 0
        self._label: Marked | None = None
        self._lines = lines
        self._headings = headings
        self._last_of = {h.topic: at for at, h in enumerate(headings) if h and h.topic}
        self._told: set[Topic] = set()
        self._asked_behind = -1

    def run(self) -> None:
        """Visit each line once."""
        columns: tuple[Topic | None, ...] = ()
        for at, (line, heading) in enumerate(zip(self._lines, self._headings, strict=True)):
            if len(line.marked.cells) == len(columns) > 1 and not line.marked.is_table_head:
                self._add_facts(line, columns)
                continue
            in_timeline = self._place.section is Topic.TIMELINE
            columns = () if in_timeline else _columns_of_facts(line.marked)
            if line.marked.is_table_head and not _is_row_of_facts(line.marked):
                self._enter_table(line.marked)
                continue
            is_entry = heading and self._is_time_of_entry(heading)
            place = self._entered(at, heading) if heading and not is_entry else None
            if heading and place:
                if heading.is_proper:
                    self._heading = line.number
                self._turn(place, line, heading)
            else:
                self._add(line, line.marked.text)

    def _add_facts(self, line: Line, columns: tuple[Topic | None, ...]) -> None:
        """Take the cells of a row for what the head of their columns announces."""
        for cell, topic in zip(line.marked.cells, columns, strict=True):
            if cell and not self._is_no_content(cell):
                part = topic if topic in HOME else None
                self.items.append(Item(cell, line.number, Topic.SUMMARY, part))

    def _enter_table(self, head: Marked) -> None:
        """Take the rows below a head such as "Task | Owner" for what it announces."""
        topics = {topic_of(cell) for cell in head.cells}
        is_open = self._place.part is Topic.FIX or self._place.section is Topic.UNNAMED
        if is_open and any(_OWNER.search(one_spelling(cell)) for cell in head.cells):
            # "Remediation" above them was no look back.
            self._place = Place(Topic.MEASURES, Topic.TASKS, self._place.level)
            self.sections.setdefault(Topic.MEASURES, self._heading)
        elif self._place.section is Topic.MEASURES:
            kinds = (part for part in (Topic.TASKS, Topic.IMPROVEMENTS) if part in topics)
            self._place = self._place._replace(part=next(kinds, None))

    def _is_time_of_entry(self, heading: Heading) -> bool:
        """Tell whether a heading within the timeline is the time of what it tells."""
        is_within = self._place.section is Topic.TIMELINE
        is_within = is_within and heading.level > self._place.level
        is_within = is_within and bool(STARTS_WITH_DATE.match(heading.label))
        return is_within and bool(STARTS_WITH_DATED_TIME.match(heading.label))

    def _entered(self, at: int, heading: Heading) -> Place | None:
        ahead = Ahead(frozenset(t for t, last in self._last_of.items() if t and last > at))
        return entered(self._place, heading, ahead, self._told)

    def _turn(self, place: Place, line: Line, heading: Heading) -> None:
        is_asked = place.part and not heading.rest and is_assignment(line.marked.text)
        if is_asked and self._asked_behind == len(self.items):
            # Questions with no answer between them label nothing below the last.
            place = place._replace(part=None)
        self._asked_behind = len(self.items) if is_asked else -1
        self._place = place
        self._is_free = heading.is_free
        self._open_for = 0
        self._label = None
        for topic in (place.section, place.part):
            if topic:
                self.sections.setdefault(topic, line.number)
        if not heading.rest:
            return
        inner = heading_of(line.marked._replace(text=heading.rest, level=0), "")
        nested = inner and inner.topic and entered(place, inner, Ahead(frozenset()), set())
        if inner and nested:
            self._turn(nested, line, inner)
        else:
            self._add(line, heading.rest)
            self._label = line.marked

    def _add(self, line: Line, text: str) -> None:
        if self._is_no_content(text):
            self._open_for = 0
            if is_assignment(text):
                self._asked_behind = len(self.items)
            return
        if self._is_off_label(line, text):
            self._place = self._place._replace(part=None)
        if self._place.section is Topic.TIMELINE:
            text = with_time_first(line.marked) if text == line.marked.text else text
            text = with_plain_clock(text)
        if self._open_for and self._continues(line, text):
            last = self.items[-1]
            self.items[-1] = last._replace(text=f"{last.text} {text}")
        elif self._is_below_its_time(text):
            last = self.items[-1]
            part = self._place.part or last.part
            self.items[-1] = last._replace(text=f"{last.text} - {text}", part=part)
        else:
            section, part, _ = self._place
            text = text[:_LONGEST_PARAGRAPH]
            marked = line.marked
            kind = (marked.is_bullet, line.is_code, marked.is_checkbox)
            above = (self._heading, self._is_free)
            self.items.append(Item(text, line.number, section, part, *kind, *above))
            if section:
                self._told.add(section)
        self._open_for = 0 if line.marked.cells else len(text)

    def _is_off_label(self, line: Line, text: str) -> bool:
        """Tell whether a line has left the label that another began with, and its content.

        A time of its own says so in a timeline, and a bullet beside the label's bullet.
        """
        if self._label is None or self._place.part is None:
            return False
        in_timeline = self._place.section is Topic.TIMELINE
        is_beside = self._label.is_bullet and line.marked.is_bullet
        is_beside = is_beside and line.marked.indent <= self._label.indent
        return is_beside or bool(in_timeline and STARTS_WITH_CLOCK.match(text))

    def _is_below_its_time(self, text: str) -> bool:
        """Tell whether the line above holds a time and nothing else."""
        last = self.items[-1] if self.items else None
        if last is None or not last.section is self._place.section is Topic.TIMELINE:
            return False
        return is_bare_time(last.text) and not STARTS_WITH_CLOCK.match(text)

    def _continues(self, line: Line, text: str) -> bool:
        """Tell whether a line goes on with the sentence that the last one broke off."""
        is_new = line.follows_blank or line.marked.is_bullet or line.is_code
        last = self.items[-1].text
        is_new = is_new or len(last) > _LONGEST_PARAGRAPH
        return not is_new and goes_on(last, self._open_for, text)

    def _is_no_content(self, text: str) -> bool:
        if self._place.part in MAY_BE_NONE and is_none(text):
            return False
        if is_assignment(text) or is_placeholder(text):
            return True
        return self._place.section is not Topic.MEASURES and is_instruction(text)
