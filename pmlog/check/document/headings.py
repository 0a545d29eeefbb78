"""A line that announces what follows: a heading, a label, or a label with its content."""

from __future__ import annotations

import re

from pmlog.check.document.boilerplate import is_assignment
from pmlog.check.document.free_headings import free_topic_of
from pmlog.check.document.markup import Marked
from pmlog.check.document.topics import Topic, topic_of
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling

BOLD_LEVEL = 7
LABEL_LEVEL = 8


class Heading(NamedTuple):
    """What a line announces, and the content that follows on the same line.

    level is 1-6 for a heading proper, 7 for a line in bold, 8 for a mere label. is_free
    says that the topic is no more than what somebody's own words hint at.
    """

    label: str
    topic: Topic | None
    rest: str
    level: int
    is_bullet: bool
    is_free: bool = False

    @property
    def is_proper(self) -> bool:
        """Whether the heading divides the document, rather than label a line."""
        return self.level < LABEL_LEVEL and not self.is_bullet and not self.rest


_COLON = pattern(r"([^:]{2,160}?)\s*:(?!\d|//)\s*(.*)", re.DOTALL)
_ASIDE = pattern(r"([^:(]{2,60})\(([^()]{3,60})\)\s*:\s*(\S.*)", re.DOTALL)
_DASH = pattern(r"([^:.!?]{2,60}?)\s+(?:-{1,2}|[\u2013\u2014])\s*(.*)", re.DOTALL)
_BRACKETS = pattern(r"\[([^][:]{2,60}):?\]\s*:?\s*(.*)", re.DOTALL)
STARTS_WITH_CLOCK = pattern(
    r"[(\[]?(?:(?:at|on|by|from) )?(?:exactly |around |about |approx\w*\.? |~ ?|@ ?"
    r"|time: ?)?"
    r"(?:\d{1,2}[:.h]\d{2}(?![\d%])|\d{1,2} ?[ap]\.?m\b|\d{4} ?(?:hrs|hours|h)\b|noon\b"
    r"|midnight\b)",
    re.IGNORECASE,
)
# "T+5 min", "+10m", "20 minutes later", "Minute 12": a time counted from the start.
STARTS_WITH_LAPSE = pattern(
    r"[(\[]?(?:t ?[+-] ?\d|t0\b|\+ ?\d+ ?(?a:[mhs])|(?:about )?\d+ ?(?:min\w*|hours?|h|m) "
    r"(?:later|in|after|into)\b|(?:minute|hour) \d)",
    re.IGNORECASE,
)
_CLOCK_WITHIN = pattern(r"\d:\d\d|\d ?[ap]\.?m\b", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?a:[a-z]{0,6})\b\.?"
STARTS_WITH_DATE = pattern(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)(?a:[a-z]{0,6}),? )?"
    rf"(?:{_MONTH} \d|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}"
    r"|\d{4}-\d|\d{1,2}[/.]\d{1,2}[/.]\d)",
    re.IGNORECASE,
)
# "2018-10-30 09:10", "15 December 2024, ~03:53 (UTC)": a time with its date before it.
DATED_TIME = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)(?a:[a-z]{0,6}),? )?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? \d{{4}})?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
    r"(?:[\s,T|@~-]|\u2013|at |around |about ){1,8}"
    r"\d{1,2}[:h]\d{2}(?::\d{2})?"
)
STARTS_WITH_DATED_TIME = pattern(DATED_TIME, re.IGNORECASE)
_HALVES = pattern(r":\s|\s[-|]\s|\s[\u2013\u2014]\s")
_UNDERLINE = pattern(r"\s{0,3}(={3,}|-{3,}|_{4,}|\*{4,}|\^{4,})\s*")
_TASKS_FOLLOW = Concept("tasks_follow")
_NO_HEADING = (STARTS_WITH_CLOCK, STARTS_WITH_LAPSE, re.compile(r"TODO\("))
_APART = tuple(".:-\u2013\u2014")
_LONGEST_SETEXT = 60
_LONGEST_LABEL = 160
# Whoever sets a whole paragraph as a heading wants it large.
_LONGEST_HEADING_WORDS = 24
_LONGEST_PLAIN_WORDS = 7


def heading_of(line: Marked, next_raw: str, *, is_alone: bool = False) -> Heading | None:
    """Return what a line announces, None where it is content.

    A line that stands alone between empty ones may be a heading in free words.
    """
    if not line.text or any(p.match(line.text) for p in _NO_HEADING):
        return None
    level = line.level or _setext_level(line, next_raw)
    if level and len(line.text.split()) <= _LONGEST_HEADING_WORDS:
        return _proper(line, level)
    known = _label(line) or _run_in(line) or _plain(line)
    if is_alone and (known is None or known.topic is None):
        return _free_line(line) or known
    return known


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
    topic = next(filter(None, topics), None)
    free = None if topic else free_topic_of(line.text)
    return Heading(line.text, topic or free, "", level, line.is_bullet, bool(free))


def _run_in(line: Marked) -> Heading | None:
    """Read a heading at the beginning of its own paragraph: "**In brief.** We were ..."."""
    label = line.lead.strip(" .:?-\u2013\u2014")
    rest = line.text[len(line.lead) :].lstrip(" .:-\u2013\u2014")
    if not label or not rest or not line.text.startswith(line.lead):
        return None
    behind = line.text[len(line.lead) :].strip()
    stands_apart = line.lead[-1] in ".:?" or behind[:1] in _APART
    topic = topic_of(label)
    if topic is None:
        is_free = stands_apart and not line.is_bullet
        return _free(label, free_topic_of(label), rest) if is_free else None
    begins_sentence = not line.is_bullet and not behind[:1].islower()
    if stands_apart or begins_sentence:
        return Heading(label, topic, rest, LABEL_LEVEL, line.is_bullet)
    return None


def _label(line: Marked) -> Heading | None:
    aside = _ASIDE.fullmatch(line.text)
    topic = topic_of(aside[1]) if aside else None
    if aside and topic and _CLOCK_WITHIN.search(aside[2]):
        # "Detection (May 5, 10:00): users called" is an entry with a label.
        rest = f"{aside[2]}: {aside[3]}"
        return Heading(aside[1], topic, rest, LABEL_LEVEL, line.is_bullet)
    for form in (_COLON, _DASH) if line.text[0] != "[" else (_BRACKETS,):
        match = form.fullmatch(line.text)
        topic = topic_of(match[1]) if match else None
        if match and topic:
            return Heading(match[1], topic, match[2], LABEL_LEVEL, line.is_bullet)
    if line.text.endswith(":") and len(line.text) < _LONGEST_LABEL:
        topic = Topic.TASKS if _TASKS_FOLLOW.search(one_spelling(line.text)) else None
        return Heading(line.text[:-1], topic, "", LABEL_LEVEL, line.is_bullet)
    return None


def _free(label: str, topic: Topic | None, rest: str) -> Heading | None:
    if topic is None:
        return None
    return Heading(label, topic, rest, LABEL_LEVEL, is_bullet=False, is_free=True)


def _free_line(line: Marked) -> Heading | None:
    text = line.text.strip(" :[]")
    is_short = len(text.split()) <= _LONGEST_PLAIN_WORDS
    if line.is_bullet or not is_short or text[-1:] in ".!,;" or not text[:1].isupper():
        return None
    return _free(text, free_topic_of(text), "")


def _plain(line: Marked) -> Heading | None:
    """Read a line that is a heading by its words alone, as pasted text has them."""
    # "TIMELINE (all times in CEST ..., then CET ...)" is a heading however long it is.
    bare, is_in_zone, _ = line.text.partition(" (all times")
    bare = bare if is_in_zone else line.text
    is_short = len(bare.split()) <= _LONGEST_PLAIN_WORDS
    # "TIMELINE;" is a slip for a colon; in small letters a semicolon goes on.
    ends = ".!," if line.text.isupper() else ".!,;"
    if is_assignment(line.text) or (is_short and line.text[-1] not in ends):
        topic = topic_of(line.text) or topic_of(bare)
        if topic:
            return Heading(line.text, topic, "", LABEL_LEVEL, line.is_bullet)
    return None
