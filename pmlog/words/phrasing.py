"""Text -> its sentences, in one spelling: small letters, "not" written out."""

from __future__ import annotations

from functools import lru_cache

from pmlog.text.patterns import pattern

# "Prof. Iyer" and "e.g. Redis" go on, and so does "at 8 p.m. EAT".
_SENTENCE_END = pattern(
    r"(?<=[.!?;])(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bProf\.)(?<!\bEng\.)"
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bNo\.)(?<!\b[A-Z]\.)\s+(?=[A-Z\"'(0-9])"
    r"(?!(?<=[AaPp]\.[Mm]\.\s)[A-Z]{2,4}\b)"
)
_DEPARTMENT = pattern(r"(?<![A-Z] )\bIT\b(?! [A-Z]{2})")
_NOT = pattern(r"n't\b")
# Spelling, not language: a phrase of the lexicon is written once, with "not" as a word.
_SHORT_FORMS = (
    ("can't", "can not"),
    ("Can't", "Can not"),
    ("annot", "an not"),
    ("won't", "will not"),
    ("Won't", "Will not"),
)


@lru_cache(maxsize=8192)
def one_spelling(text: str) -> str:
    """Return text in small letters, single spaces, and "not" written out."""
    return with_capitals(text).lower()


def with_capitals(text: str) -> str:
    """Return text in one spelling but for its capitals."""
    # In small letters the department is a pronoun.
    same = " ".join(_DEPARTMENT.sub("it-team", text).split())
    if "n't" in same or "annot" in same or "N'T" in same:
        for short, full in _SHORT_FORMS:
            same = same.replace(short, full)
        same = _NOT.sub(" not", same)
    return same


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return _SENTENCE_END.split(text)
