"""Names of people beside a concept, told by their capitals."""

from __future__ import annotations

import re

from pmlog.words.concepts import Concept

_NO_PERSON = Concept("no_person")
_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+)?"
_BEHIND = re.compile(rf" (?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?(?P<name>{_NAME})\b(?!\.\w)")
# At the beginning, or behind punctuation or "and": in a list, "Act II Anna joins" is none.
_BEFORE = re.compile(
    rf"(?:^|[-.:;,)\]] ?|[\u2013\u2014] ?|\band |-> ?)(?P<name>{_NAME})(?: \([^)]*\))? ?$"
)
_WIDEST = 80


def name_behind(text: str, at: int) -> int:
    """Return where a name ends that begins behind a position; 0 where none does."""
    match = _BEHIND.match(text, at)
    return match.end("name") if match and is_person(match["name"]) else 0


def name_before(text: str, at: int) -> bool:
    """Tell whether a name stands right before a position."""
    match = _BEFORE.search(text[max(0, at - _WIDEST) : at])
    return match is not None and is_person(match["name"])


def is_person(name: str) -> bool:
    """Tell whether a word in capitals may be somebody's name."""
    return not _NO_PERSON.fullmatch(name.split(maxsplit=1)[0].lower())
