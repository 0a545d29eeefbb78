"""What stands in a document without being content: the assignment.

Its sentences are the lexicon's, so that a document that starts with the assignment, or
answers between its lines, is read for its answers.
"""

from __future__ import annotations

from functools import lru_cache

from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept

_ASSIGNMENT = Concept("assignment")
# What words are told apart by, whatever signs stand between them: "root cause(s)".
_NOT_A_WORD = pattern(r"[^a-z0-9']+")
# The longest of its beginnings ends before.
_A_BEGINNING = 100
# "What was the impact? 30% of the users" answers the assignment's question.
_AN_ANSWER = 3


@lru_cache(maxsize=8192)
def is_assignment(text: str) -> bool:
    """Tell whether a visible line is the assignment's own."""
    if not 2 < len(text) < 1200:
        return False
    if len(text.rpartition("?")[2].split()) >= _AN_ANSWER and "?" in text:
        return False
    words = _NOT_A_WORD.sub(" ", text[:_A_BEGINNING].lower()).strip()
    return _ASSIGNMENT.begins(words)
