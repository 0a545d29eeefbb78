"""Sections that no heading of the format names -> what they are by what they hold.

Where no section is a list of times, one that is such a list is the timeline, unless its
heading surely says something else. Plans and explanations are looked for only where
the document has no section for them. A story without any section tells all in one.
"""

from __future__ import annotations

from itertools import groupby

from pmlog.check.document.headings import (
    STARTS_WITH_CLOCK,
    STARTS_WITH_DATE,
    STARTS_WITH_LAPSE,
)
from pmlog.check.document.items import Item
from pmlog.check.document.topics import Topic
from pmlog.text.patterns import pattern
from pmlog.words.cause import tells_cause
from pmlog.words.phrasing import one_spelling
from pmlog.words.planned import PLANNED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = Topic
_NO_SECTION = (None, _T.UNNAMED)


def settled(items: Iterable[Item], sections: dict[Topic, int]) -> tuple[Item, ...]:
    """Return the items, each in a section if it can be told; new sections are added."""
    blocks = [list(block) for _, block in groupby(items, key=_block_of)]
    has_times = any(b[0].section is _T.TIMELINE and _is_list_of_times(b) for b in blocks)
    is_story = len(blocks) == 1 and not sections
    found: list[Item] = []
    for block in blocks:
        topic = None if has_times else _timeline(block)
        if not is_story:
            topic = topic or _by_content(block, sections, is_first=not found)
        above = _above_times(block) if topic is _T.TIMELINE else 0
        found += block[:above]
        found += _placed(block[above:], topic, sections)
    return tuple(found)


def _above_times(block: list[Item]) -> int:
    """Return how many items stand above the first that begins with a time.

    Where no heading parts them, what is said first sums up.
    """
    return next((at for at, item in enumerate(block) if _is_timed(item)), 0)


def _block_of(item: Item) -> tuple[int, Topic | None, bool]:
    return item.heading, item.section, item.is_free


def _placed(
    block: list[Item], topic: Topic | None, sections: dict[Topic, int]
) -> Iterator[Item]:
    if topic:
        sections.setdefault(topic, block[0].heading or block[0].line)
    return (item._replace(section=topic) if topic else item for item in block)


# Times

_A_TIMELINE = 3


def _timeline(block: list[Item]) -> Topic | None:
    is_unsure = block[0].is_free or block[0].section in (*_NO_SECTION, _T.SUMMARY)
    return _T.TIMELINE if is_unsure and _is_list_of_times(block) else None


def _is_list_of_times(block: list[Item]) -> bool:
    timed = sum(map(_is_timed, block))
    return timed >= _A_TIMELINE and 2 * timed > len(block)


def _is_timed(item: Item) -> bool:
    """Tell whether an item begins with a time, counted or not, or a date and its time."""
    if STARTS_WITH_CLOCK.match(item.text) or STARTS_WITH_LAPSE.match(item.text):
        return True
    is_dated = STARTS_WITH_DATE.match(item.text)
    return bool(is_dated and _CLOCK.search(item.text, 0, _LONGEST_STAMP))


_LONGEST_STAMP = 40


# Plans and causes

_FEW = 2
_IN_DETAIL = 25


def _by_content(
    block: list[Item], sections: dict[Topic, int], *, is_first: bool
) -> Topic | None:
    if block[0].is_free and block[0].part is _T.FIX and _T.TIMELINE not in sections:
        # "What we did" is the story where nothing else tells it.
        return _T.TIMELINE
    if block[0].section not in _NO_SECTION:
        return None
    if _T.TIMELINE not in sections and _holds_times(block):
        return _T.TIMELINE
    if _T.MEASURES not in sections and _holds_plans(block):
        return _T.MEASURES
    # What comes first may give a reason, and sums up.
    tells = not is_first and _holds_cause(block)
    return _T.CAUSE_AND_FIX if tells and _T.CAUSE_AND_FIX not in sections else None


def _holds_times(block: list[Item]) -> bool:
    if sum(bool(STARTS_WITH_CLOCK.match(item.text)) for item in block) >= _FEW:
        return True
    # A story has its times inside its sentences.
    return sum(len(_CLOCK.findall(item.text)) for item in block) >= _A_TIMELINE


_CLOCK = pattern(r"(?<![\d:.])\d{1,2}[:h]\d{2}(?!\d|:\d)")


def _holds_plans(block: list[Item]) -> bool:
    plans = sum(bool(PLANNED.search(one_spelling(item.text))) for item in block)
    has_boxes = any(item.is_checkbox for item in block)
    return has_boxes or (plans >= _FEW and 2 * plans >= len(block))


def _holds_cause(block: list[Item]) -> bool:
    if sum(item.text.count(" ") for item in block) < _IN_DETAIL:
        return False
    return any(tells_cause(one_spelling(item.text)) for item in block)
