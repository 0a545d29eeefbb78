"""What a heading or a label announces: "Issue Summary", "When was it detected?"."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept


class Topic(Enum):
    """A section, or a part of one, that the postmortem format knows."""

    INTRODUCTION = "introduction"
    SUMMARY = "issue summary"
    DURATION = "duration"
    START = "start"
    END = "end"
    IMPACT = "impact"
    SERVICE = "service"
    EXPERIENCE = "user experience"
    SHARE = "users affected"
    TIMELINE = "timeline"
    DETECTED = "detection"
    HOW_DETECTED = "detection method"
    ACTIONS = "actions taken"
    MISLEADING = "misleading paths"
    ESCALATED = "escalation"
    CAUSE_AND_FIX = "root cause and resolution"
    CAUSE = "root cause"
    FIX = "resolution"
    MEASURES = "corrective and preventative measures"
    IMPROVEMENTS = "improvements"
    TASKS = "tasks"
    OTHER = "another section"
    UNNAMED = "a section of another name"


_T = Topic
# The section that each part belongs to; a section belongs to itself.
HOME = {
    _T.DURATION: _T.SUMMARY,
    _T.START: _T.SUMMARY,
    _T.END: _T.SUMMARY,
    _T.IMPACT: _T.SUMMARY,
    _T.SERVICE: _T.SUMMARY,
    _T.EXPERIENCE: _T.SUMMARY,
    _T.SHARE: _T.SUMMARY,
    _T.DETECTED: _T.TIMELINE,
    _T.HOW_DETECTED: _T.TIMELINE,
    _T.ACTIONS: _T.TIMELINE,
    _T.MISLEADING: _T.TIMELINE,
    _T.ESCALATED: _T.TIMELINE,
    _T.CAUSE: _T.CAUSE_AND_FIX,
    _T.FIX: _T.CAUSE_AND_FIX,
    _T.IMPROVEMENTS: _T.MEASURES,
    _T.TASKS: _T.MEASURES,
}
SECTIONS = frozenset(Topic) - HOME.keys()

# What a label is looked through for, in this order: "Remediation plan" is no fix.
_ORDER = (
    _T.SUMMARY,
    _T.INTRODUCTION,
    _T.DURATION,
    _T.START,
    _T.END,
    _T.SHARE,
    _T.SERVICE,
    _T.EXPERIENCE,
    _T.IMPACT,
    _T.CAUSE_AND_FIX,
    _T.CAUSE,
    _T.TIMELINE,
    _T.HOW_DETECTED,
    _T.DETECTED,
    _T.MISLEADING,
    _T.ACTIONS,
    _T.ESCALATED,
    _T.MEASURES,
    _T.TASKS,
    _T.IMPROVEMENTS,
    _T.FIX,
    _T.OTHER,
)
_ROWS = tuple((topic, Concept(f"label_{topic.name.lower()}")) for topic in _ORDER)
_FILLER = Concept("label_filler")
_NUMBERING = pattern(
    r"^(?:(?:section|part|step|task) )?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)](?:\d+[.)]?)* ?"
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
