"""Text -> its sentences, in one spelling: small letters, "not" written out."""

from __future__ import annotations

from functools import lru_cache

from pmlog.text.patterns import pattern

# "Prof. Iyer" and "e.g. Redis" go on.
_SENTENCE_END = pattern(
    r"(?<=[.!?;])(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bProf\.)(?<!\bEng\.)"
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bNo\.)(?<!\b[A-Z]\.)\s+(?=[A-Z\"'(0-9])"
)
_DEPARTMENT = pattern(r"(?<![A-Z] )\bIT\b(?! [A-Z]{2})")
_NOT = pattern(r"n't\b")
_SHORT_FORMS = (("can't", "can not"), ("cannot", "can not"), ("won't", "will not"))


@lru_cache(maxsize=8192)
def one_spelling(text: str) -> str:
    """Return text in small letters, single spaces, and "not" written out."""
    # In small letters the department is a pronoun.
    low = " ".join(_DEPARTMENT.sub("it-team", text).lower().split())
    if "n't" in low or "cannot" in low:
        for short, full in _SHORT_FORMS:
            low = low.replace(short, full)
        low = _NOT.sub(" not", low)
    return low


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return _SENTENCE_END.split(text)
