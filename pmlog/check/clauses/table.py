"""The clauses of the format: id, where it belongs, by what a document meets it.

What a clause asks for, and a line that meets it, stand in postmortem.clauses.
"""

from __future__ import annotations

from pmlog.check.clauses.judge import Row
from pmlog.check.clauses.rows import ROWS
from pmlog.check.document.topics import Topic
from pmlog.namedtuple import NamedTuple
from pmlog.postmortem.clauses import clause

LENGTH = "length.400_600_words"
# By the first word of an id; a clause of another needs a line here.
_SECTIONS = {
    "summary": Topic.SUMMARY,
    "timeline": Topic.TIMELINE,
    "root_cause_and_resolution": Topic.CAUSE_AND_FIX,
    "measures": Topic.MEASURES,
}


class Clause(NamedTuple):
    """One thing that a postmortem must say, and how it is looked for."""

    id: str
    section: Topic
    rows: tuple[Row, ...]

    @property
    def asks(self) -> str:
        """What the clause asks of a document, as the end of a sentence."""
        row = clause(self.id)
        return row.of_document or row.asks

    @property
    def example(self) -> str:
        """A line of a document that meets it."""
        return clause(self.id).example


CLAUSES = tuple(
    Clause(id_, _SECTIONS[clause(id_).section], rows) for id_, rows in ROWS.items()
)
IDS = (*(clause.id for clause in CLAUSES), LENGTH)
