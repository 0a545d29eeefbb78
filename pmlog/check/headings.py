"""A line that announces what follows: a heading, a label, or a label with its content."""

from __future__ import annotations

import re
from typing import NamedTuple

from pmlog.check.boilerplate import is_assignment
from pmlog.check.markup import Marked
from pmlog.check.topics import Topic, topic_of

BOLD_LEVEL = 7
LABEL_LEVEL = 8


class Heading(NamedTuple):
    """What a line announces, and the content that follows on the same line.

    level is 1-6 for a heading proper, 7 for a line in bold, 8 for a mere label.
    """

    label: str
    topic: Topic | None
    rest: str
    level: int
    is_bullet: bool

    @property
    def is_proper(self) -> bool:
        """Whether the heading divides the document, rather than label a line."""
        return self.level < LABEL_LEVEL and not self.is_bullet and not self.rest


_COLON = re.compile(r"([^:]{2,160}?)\s*:(?!\d|//)\s*(.*)", re.DOTALL)
_ASIDE = re.compile(r"([^:(]{2,60})\(([^()]{3,60})\)\s*:\s*(\S.*)", re.DOTALL)
_DASH = re.compile(r"([^:.!?]{2,60}?)\s+(?:-{1,2}|[\u2013\u2014])\s*(.*)", re.DOTALL)
STARTS_WITH_CLOCK = re.compile(
    r"[(\[]?(?:at |around |about |approx\w*\.? |by |~ ?|@ ?|time: ?|t\+)?"
    r"(?:\d{1,2}[:.h]\d{2}(?![\d%])|\d{1,2} ?[ap]\.?m\b|\d{4} ?(?:hrs|hours|h)\b|noon\b"
    r"|midnight\b)",
    re.IGNORECASE,
)
_CLOCK_WITHIN = re.compile(r"\d:\d\d|\d ?[ap]\.?m\b", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b\.?"
STARTS_WITH_DATE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )?"
    rf"(?:{_MONTH} \d|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}"
    r"|\d{4}-\d|\d{1,2}[/.]\d{1,2}[/.]\d)",
    re.IGNORECASE,
)
_HALVES = re.compile(r":\s|\s[-\u2013\u2014|]\s")
_UNDERLINE = re.compile(r"\s{0,3}(={3,}|-{3,})\s*")
_TASKS_FOLLOW = re.compile(
    r"\b(?:following|these|below|list of).{0,40}\b(?:tasks|to-?dos|action items)\b",
    re.IGNORECASE,
)
_LONGEST_SETEXT = 60
_LONGEST_LABEL = 160
_LONGEST_PLAIN_WORDS = 7


def heading_of(line: Marked, next_raw: str) -> Heading | None:
    """Return what a line announces, None where it is content."""
    if not line.text or STARTS_WITH_CLOCK.match(line.text):
        return None
    level = line.level or _setext_level(line, next_raw)
    if level:
        return _proper(line, level)
    return _label(line) or _plain(line)


def _setext_level(line: Marked, next_raw: str) -> int:
    match = _UNDERLINE.fullmatch(next_raw)
    if match is None or line.is_bullet or len(line.text) > _LONGEST_SETEXT:
        return 0
    return 1 if match[1][0] == "=" else 2


def _proper(line: Marked, level: int) -> Heading:
    label, _, rest = line.text.partition(":")
    topic = topic_of(label) if rest.strip() else None
    if topic:
        return Heading(label, topic, rest.strip(), level, line.is_bullet)
    # "Act II: Timeline", "Timeline - a long night": one of the two says what it is.
    halves = _HALVES.split(line.text, maxsplit=1)
    topics = (topic_of(words) for words in (line.text, *halves[::-1]))
    return Heading(line.text, next(filter(None, topics), None), "", level, line.is_bullet)


def _label(line: Marked) -> Heading | None:
    aside = _ASIDE.fullmatch(line.text)
    topic = topic_of(aside[1]) if aside else None
    if aside and topic and _CLOCK_WITHIN.search(aside[2]):
        # "Detection (May 5, 10:00): users called" is an entry with a label.
        rest = f"{aside[2]}: {aside[3]}"
        return Heading(aside[1], topic, rest, LABEL_LEVEL, line.is_bullet)
    for pattern in (_COLON, _DASH):
        match = pattern.fullmatch(line.text)
        topic = topic_of(match[1]) if match else None
        if match and topic:
            return Heading(match[1], topic, match[2], LABEL_LEVEL, line.is_bullet)
    if line.text.endswith(":") and len(line.text) < _LONGEST_LABEL:
        topic = Topic.TASKS if _TASKS_FOLLOW.search(line.text) else None
        return Heading(line.text[:-1], topic, "", LABEL_LEVEL, line.is_bullet)
    return None


def _plain(line: Marked) -> Heading | None:
    """Read a line that is a heading by its words alone, as pasted text has them."""
    is_short = len(line.text.split()) <= _LONGEST_PLAIN_WORDS
    if is_assignment(line.text) or (is_short and line.text[-1] not in ".!,;"):
        topic = topic_of(line.text)
        if topic:
            return Heading(line.text, topic, "", LABEL_LEVEL, line.is_bullet)
    return None
