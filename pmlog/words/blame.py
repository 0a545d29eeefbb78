"""What a sentence tells of blame: a person, by name or by what they are, beside a fault."""

from __future__ import annotations

import re

from pmlog.words.concepts import Concept
from pmlog.words.names import is_person
from pmlog.words.phrasing import with_capitals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_ERRED = Concept("erred")
_FAULT_OF = Concept("fault_of")
_WHOSE = Concept("whose")
_ROLE = Concept("role")
_ROLE_BLAMED = Concept("role_blamed")
# Names are told by their capitals, which the lexicon does not see.
_NAME = r"\b(?P<name>[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})?)"
_WHO_ERRED = re.compile(rf"{_NAME} (?:\w+ )?$")
_OWNER_OF_FAULT = re.compile(rf"{_NAME}'s $")
_WHOSE_NAME = re.compile(rf" {_NAME}\b")
_WIDEST = 60


def blamed(text: str, low: str) -> list[str]:
    """Return who is blamed in a sentence, in their order."""
    same = with_capitals(text)
    roles = {
        (role.first, role.last)
        for place in _ROLE_BLAMED.finditer(low)
        for role in _ROLE.finditer(low)
        if place.first <= role.first and role.last <= place.last
    }
    # "A new Developer" is one, not two.
    names = {
        (first, last)
        for first, last in _names(same, low)
        if not any(one <= first and last <= end for one, end in roles)
    }
    return [same[first:last] for first, last in sorted(roles | names)]


def _names(text: str, low: str) -> Iterator[tuple[int, int]]:
    for concept, before in ((_ERRED, _WHO_ERRED), (_FAULT_OF, _OWNER_OF_FAULT)):
        for place in concept.finditer(low):
            match = before.search(text, max(0, place.first - _WIDEST), place.first)
            yield from _somebody(match)
    for place in _WHOSE.finditer(low):
        yield from _somebody(_WHOSE_NAME.match(text, place.last))


def _somebody(match: re.Match[str] | None) -> Iterator[tuple[int, int]]:
    """Yield where a name lies, without a word before it that is none: "Then Ben"."""
    first, last = match.span("name") if match else (0, 0)
    words = match["name"].split() if match else []
    if words and not is_person(words[0]):
        first += len(words.pop(0)) + 1
    if words and is_person(words[0]):
        yield first, last
