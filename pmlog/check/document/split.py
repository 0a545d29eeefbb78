"""A file -> the postmortems in it: one as a rule, without the assignment before it."""

from __future__ import annotations

import re

from pmlog.check.document.boilerplate import is_assignment
from pmlog.check.document.contents import lines_of_contents
from pmlog.check.document.headings import heading_of
from pmlog.check.document.inline import UNPARSED
from pmlog.check.document.markup import marked
from pmlog.check.document.topics import Topic
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_T = Topic


class Volume(NamedTuple):
    """The text of one postmortem and the number of its first line in the file."""

    text: str
    first_line: int


class _Mark(NamedTuple):
    at: int
    topic: Topic | None
    is_assignment: bool


_LONGEST_MARK = 200
_A_WHOLE_ASSIGNMENT = 5
_FURTHEST_TITLE = 20
_LONGEST_NAME = 80
_SPLITTING = (_T.SUMMARY, _T.TIMELINE, _T.CAUSE_AND_FIX, _T.MEASURES)


def volumes(text: str) -> list[Volume]:
    """Return the postmortems of a file, in their order; there is always one at least."""
    lines = text.split("\n")
    contents = lines_of_contents(lines, text)
    marks = [
        mark
        for mark in map(_mark, range(len(lines)), lines)
        if mark and mark.at not in contents
    ]
    starts = [_start(marks)]
    seen: dict[Topic, int] = {}
    last_of = {mark.topic: mark.at for mark in marks if mark.topic}
    for mark in marks:
        if mark.at > starts[-1] and _begins_another(mark, seen.keys(), last_of):
            if not _is_list_above(lines, seen.values(), mark.at):
                starts.append(_title_above(lines, mark.at))
            seen.clear()
        if mark.topic and mark.at >= starts[-1]:
            seen[mark.topic] = mark.at
    ends = [*starts[1:], len(lines)]
    pairs = zip(starts, ends, strict=True)
    return [Volume("\n".join(lines[one:end]), one + 1) for one, end in pairs]


def _mark(at: int, raw: str) -> _Mark | None:
    if not raw.strip() or len(raw) > _LONGEST_MARK:
        return None
    line = marked(raw, UNPARSED)
    heading = heading_of(line, "")
    topic = heading.topic if heading and heading.topic in _SPLITTING else None
    is_known = is_assignment(line.text)
    return _Mark(at, topic, is_known) if topic or is_known else None


def _start(marks: list[_Mark]) -> int:
    """Return the line behind a whole assignment that a postmortem follows, else 0."""
    known = [mark.at for mark in marks if mark.is_assignment]
    if len(known) < _A_WHOLE_ASSIGNMENT:
        return 0
    for last, following in zip(known, [*known[1:], None], strict=True):
        own = {m.topic for m in marks if not m.is_assignment and m.at > last}
        is_gap = following is None or _has_postmortem(marks, last, following)
        if is_gap and _T.SUMMARY in own and len(own) > 1:
            return last + 1
    return 0


def _has_postmortem(marks: list[_Mark], first: int, last: int) -> bool:
    own = {m.topic for m in marks if first < m.at < last and not m.is_assignment}
    return len(own) > 2


def _is_list_above(lines: list[str], marks: Collection[int], at: int) -> bool:
    """Tell whether marks are a list close above a line, and only name what follows."""
    first, last = min(marks), max(marks)
    is_near = at - last < _FURTHEST_TITLE
    return is_near and all(
        0 < len(line.strip()) < _LONGEST_NAME and line[0] != "#"
        for line in lines[first : last + 1]
    )


def _begins_another(
    mark: _Mark, seen: Collection[Topic], last_of: dict[Topic, int]
) -> bool:
    """Tell whether a summary follows a whole postmortem, and another one follows it."""
    if mark.topic is not _T.SUMMARY or mark.is_assignment:
        return False
    to_come = {topic for topic, last in last_of.items() if last >= mark.at}
    is_whole = [
        _T.TIMELINE in some and not _LATER.isdisjoint(some) for some in (seen, to_come)
    ]
    return all(is_whole)


_LATER = {_T.CAUSE_AND_FIX, _T.MEASURES}


def _title_above(lines: list[str], at: int) -> int:
    """Return the line where the title of the summary at this line begins."""
    for above in range(at - 1, max(0, at - _FURTHEST_TITLE), -1):
        if is_assignment(marked(lines[above], UNPARSED).text) or re.match(
            r"#\s", lines[above]
        ):
            return above
    return at
