"""Which section of a document a clause belongs to, by the first word of its id."""

from __future__ import annotations

from pmlog.check.document.topics import Topic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.postmortem.clauses import Clause

# A clause of another section needs a line here.
_SECTIONS = {
    "summary": Topic.SUMMARY,
    "timeline": Topic.TIMELINE,
    "root_cause_and_resolution": Topic.CAUSE_AND_FIX,
    "measures": Topic.MEASURES,
}


def section_of(clause: Clause) -> Topic:
    """Return the section that a clause belongs to."""
    return _SECTIONS[clause.section]
