"""What a heading or a label announces: "Issue Summary", "When was it detected?"."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self


class Topic(Enum):
    """A section, or a part of one, that the postmortem format knows.

    A label is looked through for each in this order, by the concept label_NAME of the
    lexicon: "Remediation plan" is no fix. A part names the section that it belongs to.
    """

    SUMMARY = "issue summary"
    INTRODUCTION = "introduction"
    DURATION = "duration", "SUMMARY"
    START = "start", "SUMMARY"
    END = "end", "SUMMARY"
    SHARE = "users affected", "SUMMARY"
    SERVICE = "service", "SUMMARY"
    EXPERIENCE = "user experience", "SUMMARY"
    IMPACT = "impact", "SUMMARY"
    CAUSE_AND_FIX = "root cause and resolution"
    CAUSE = "root cause", "CAUSE_AND_FIX"
    TIMELINE = "timeline"
    HOW_DETECTED = "detection method", "TIMELINE"
    DETECTED = "detection", "TIMELINE"
    MISLEADING = "misleading paths", "TIMELINE"
    ACTIONS = "actions taken", "TIMELINE"
    ESCALATED = "escalation", "TIMELINE"
    MEASURES = "corrective and preventative measures"
    TASKS = "tasks", "MEASURES"
    IMPROVEMENTS = "improvements", "MEASURES"
    FIX = "resolution", "CAUSE_AND_FIX"
    OTHER = "another section"
    # No label, but what stands under a heading that announces nothing.
    UNNAMED = "a section of another name"

    home: str

    def __new__(cls, words: str, home: str = "") -> Self:
        """Take the words for it as its value."""
        topic = object.__new__(cls)
        topic._value_ = words
        topic.home = home
        return topic


# The section that each part belongs to; a section belongs to itself.
HOME = {topic: Topic[topic.home] for topic in Topic if topic.home}
SECTIONS = frozenset(Topic) - HOME.keys()
# What an incident may have had none of: there "none" is an answer, and no gap.
MAY_BE_NONE = (Topic.ESCALATED, Topic.MISLEADING)

_ROWS = tuple(
    (topic, Concept(f"label_{topic.name.lower()}"))
    for topic in Topic
    if topic is not Topic.UNNAMED
)
_FILLER = Concept("label_filler")
_NUMBERING = pattern(
    r"^(?:(?:section|part|step|task|chapter|act) )?"
    r"(?:(?:\d{1,2}|[ivx]{1,4}|[a-h])[.):](?:\d+[.)]?)*|(?:\d{1,2}|[ivx]{1,4}) [-\u2013]) ?"
)
_ASIDE = pattern(r"\([^()]{0,200}\)")
_WORD = pattern(r"[a-z0-9'%]+")
_LONGEST_WORDS = 14


@lru_cache(maxsize=4096)
def topic_of(label: str) -> Topic | None:
    """Return what a label announces, None where it is none of the format's."""
    if len(label) > 160:
        return None
    text = _NUMBERING.sub("", _ASIDE.sub(" ", label).lower().strip(" -*_#:>."))
    words = _WORD.findall(text.replace("&", " and ").replace("-", " "))
    if len(words) > _LONGEST_WORDS:
        return None
    bare = _without_filler(" ".join(words))
    return next((topic for topic, row in _ROWS if row.search(bare)), None) if bare else None


def _without_filler(words: str) -> str:
    filling = {found.first for found in _FILLER.finditer(words)}
    starts = (match for match in _WORD.finditer(words) if match.start() not in filling)
    return " ".join(match[0] for match in starts)
