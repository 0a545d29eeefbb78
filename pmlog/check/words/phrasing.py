"""Tables of phrases -> patterns; text -> sentences in one spelling.

A table holds phrases between commas or line ends. In a phrase a star stands for any
ending ("escalat*"), three dots for a few words of the same sentence, brackets for a
choice ("(did|does) not help"), a question mark for what may be left out, a name in angle
brackets for another table.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pmlog.text.patterns import pattern

if TYPE_CHECKING:
    import re

_BETWEEN_PHRASES = pattern(r",\s+|\n\s*")
_GAP = r"\b[^.!?;]{0,60}?\b"
# "Prof. Iyer" and "e.g. Redis" go on.
_SENTENCE_END = pattern(
    r"(?<=[.!?;])(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bProf\.)(?<!\bEng\.)"
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bNo\.)(?<!\b[A-Z]\.)\s+(?=[A-Z\"'(0-9])"
)
_DEPARTMENT = pattern(r"(?<![A-Z] )\bIT\b(?! [A-Z]{2})")
_NOT = pattern(r"n't\b")
_SHORT_FORMS = (("can't", "can not"), ("cannot", "can not"), ("won't", "will not"))


def either(*tables: str, **parts: str) -> str:
    """Return the source of a pattern that matches any phrase of some tables.

    "<name>" in a phrase stands for any phrase of the part of that name.
    """
    sources = {name: either(table) for name, table in parts.items()}
    phrases = (p for table in tables for p in _BETWEEN_PHRASES.split(table.strip()))
    return f"(?:{'|'.join(_source(phrase, sources) for phrase in phrases if phrase)})"


def spoken(*tables: str, **parts: str) -> re.Pattern[str]:
    """Return a pattern that finds any phrase of some tables in one_spelling of a text."""
    return pattern(rf"(?<!\w){either(*tables, **parts)}(?!\w)")


def _source(phrase: str, parts: dict[str, str]) -> str:
    source = phrase.replace(" ... ", _GAP).replace("*", r"[\w'-]*")
    return _PART.sub(lambda match: parts[match[1]], source)


_PART = pattern(r"<(\w+)>")


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
