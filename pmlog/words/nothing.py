"""What a text tells that says nothing: that there was none, or that words are to come.

A document, the log and `pmlog write` are judged by these alike.
"""

from __future__ import annotations

from functools import lru_cache

from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling, sentences

_NONE = Concept("none")
_LEFT_BLANK = Concept("left_blank")
_NOT_KNOWN = Concept("not_known")
_PLACEHOLDER = Concept("placeholder")
_INSTRUCTION = Concept("instruction")
_QUESTION = Concept("question")
# "???", "...", "xx%": a place kept by signs.
_SIGNS = pattern(r"(?:\?+|\.{2,}|-+|_+|[xX]+)[.!]?")
_SIGNS_WITHIN = pattern(r"\b(?:[xX]{2,}%|[xX]{2,} ?%)")
_QUESTION_FORM = pattern(r"[^.!]{2,210}\?(?:\s*\([^)]*\))?")
# A time is given, whatever stands around it.
_BRACKETED = pattern(
    r"\[(?![^][]{0,60}\d:\d\d)[^][]{1,300}\]|<[^<>]{1,200}>|\{[^{}]{1,200}\}|_{3,}"
)
# "Escalated to [Team]"; behind a time, "[Detected]" is a label.
_LEFT_OPEN = pattern(
    r"(?:(?<![ap]m)(?<=[a-z,:]) |^)\[(?!ERROR|WARN|INFO)[A-Z][A-Za-z' /-]{2,60}\]"
    r"(?=[\s.,;]|$)"
)
_AN_ENTRY = 160
_AN_ANSWER = 60
_SHORT = 80


def is_none(text: str) -> bool:
    """Tell whether a text is the answer that there was none."""
    return len(text) < _AN_ANSWER and bool(_NONE.search(one_spelling(text)))


def is_unwritten(text: str) -> bool:
    """Tell whether a text only says that it is still to be written."""
    if not any(map(str.isalnum, text)) or _SIGNS.fullmatch(text) or "TODO(" in text:
        return True
    # In a long sentence the same words are about work, "an alert is to be added".
    if len(text) >= _SHORT:
        return False
    low = one_spelling(text)
    if _SIGNS_WITHIN.search(text) or _LEFT_BLANK.search(low):
        return True
    return bool(_PLACEHOLDER.search(low))


@lru_cache(maxsize=8192)
def is_placeholder(text: str) -> bool:
    """Tell whether visible text only holds the place of content still to be written."""
    if len(text) > 600:
        return False
    if is_unwritten(text) or _is_question(text):
        return True
    if len(text) < _SHORT and _NOT_KNOWN.search(one_spelling(text)):
        return True
    return bool(len(text) < _AN_ENTRY and _LEFT_OPEN.search(text)) or _is_form(text)


def _is_question(text: str) -> bool:
    is_one = text.endswith(("?", ")")) and _QUESTION_FORM.fullmatch(text)
    return bool(is_one) and bool(_QUESTION.search(one_spelling(text)))


def _is_form(text: str) -> bool:
    """Tell whether little stands around the brackets that a template leaves open."""
    rest = _BRACKETED.sub("", text)
    return rest != text and sum(map(str.isalnum, rest)) < 0.4 * sum(map(str.isalnum, text))


def is_instruction(text: str) -> bool:
    """Tell whether a template's sentence says what to write; not asked of tasks."""
    return len(text) < 400 and bool(_INSTRUCTION.search(one_spelling(sentences(text)[0])))
