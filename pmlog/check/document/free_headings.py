"""What a heading in somebody's own words announces: "How we got it back"."""

from __future__ import annotations

from functools import lru_cache

from pmlog.check.document.topics import Topic
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling

_T = Topic
# The first that a heading hints at counts, but where several go together.
_ORDER = (
    _T.TASKS,
    _T.IMPROVEMENTS,
    _T.MEASURES,
    _T.MISLEADING,
    _T.ESCALATED,
    _T.CAUSE,
    _T.FIX,
    _T.TIMELINE,
    _T.DETECTED,
    _T.IMPACT,
    _T.SUMMARY,
)
_ROWS = tuple((topic, Concept(f"heading_{topic.name.lower()}")) for topic in _ORDER)
_PLANS = frozenset((_T.MEASURES, _T.TASKS, _T.IMPROVEMENTS))
_LONGEST_WORDS = 10


@lru_cache(maxsize=4096)
def free_topic_of(heading: str) -> Topic | None:
    """Return what the words of a heading hint at, None where they do not."""
    low = one_spelling(heading)
    if low.count(" ") >= _LONGEST_WORDS:
        return None
    hinted = [topic for topic, row in _ROWS if row.search(low)]
    if _T.CAUSE in hinted and (_T.FIX in hinted or not _PLANS.isdisjoint(hinted)):
        return _T.CAUSE_AND_FIX
    if _T.SUMMARY in hinted and _PLANS.isdisjoint(hinted):
        return _T.TIMELINE if _T.TIMELINE in hinted else _T.SUMMARY
    return hinted[0] if hinted else None
