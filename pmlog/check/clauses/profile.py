"""For whom a postmortem was written: the assignment's format, or any reader's.

The assignment asks for four sections; in any other postmortem the cause may stand
anywhere. Which clauses each asks for stands in the table of postmortem.clauses.
"""

from __future__ import annotations

from pmlog.check.clauses.case import MISSING, PARTLY, Verdict
from pmlog.check.document.topics import Topic
from pmlog.postmortem.clauses import ASSIGNMENT, GENERAL
from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.check.document.parse import Document

# The four headings as the assignment words them.
_WORDED = {
    topic: Concept(f"worded_{topic.name.lower()}")
    for topic in (Topic.SUMMARY, Topic.TIMELINE, Topic.CAUSE_AND_FIX, Topic.MEASURES)
}
_FEWEST_HEADINGS = 2
_OUR_COMMENT = pattern(r"<!--\s{0,4}pmlog:(?!\s*ignore)")

# What may be told in another place, and where that is.
_TOLD_ELSEWHERE = (
    ("summary.root_cause", "root_cause_and_resolution.cause_in_detail"),
    ("timeline.how_resolved", "root_cause_and_resolution.fix_in_detail"),
    ("measures.todo_tasks", "measures.improvements"),
)


def profile_of(document: Document) -> str:
    """Return the profile that a document's headings, or pmlog's own comment, ask for."""
    if _OUR_COMMENT.search(document.text):
        return ASSIGNMENT
    lines = dict(document.stated)
    headings = {
        topic: one_spelling(lines.get(document.sections.get(topic, 0), ""))
        for topic in _WORDED
    }
    known = [topic for topic, worded in _WORDED.items() if worded.search(headings[topic])]
    is_its_own = _ISSUE.search(headings[Topic.SUMMARY]) or not _COMMON.issuperset(known)
    is_of_format = len(known) >= _FEWEST_HEADINGS and is_its_own
    return ASSIGNMENT if is_of_format else GENERAL


# "Summary" and "Timeline" are headings of every postmortem; "Issue Summary" is not.
_COMMON = frozenset((Topic.SUMMARY, Topic.TIMELINE))
_ISSUE = Concept("of_an_issue")


def as_general(verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
    """Return verdicts with what is told in another place called vague, not missing."""
    changed = {
        clause: Verdict(PARTLY, verdicts[other].line, "it is told in another place only")
        for clause, other in _TOLD_ELSEWHERE
        if verdicts[clause].status == MISSING and verdicts[other].line is not None
    }
    return verdicts | changed
