"""What a sentence tells of the escalation: calling for help, bringing in, handing over.

Whoever is called by name is told by capitals, beside a concept.
"""

from __future__ import annotations

from pmlog.words.concepts import Concept
from pmlog.words.names import name_before, name_behind
from pmlog.words.phrasing import with_capitals

TEAM = Concept("team")
_CALLED_IN = Concept("called")
_PASSED_ON = Concept("passed_on")
_HELP_CALLED = Concept("help_called")
_JOINS = Concept("joins")
_HANDED_TO = Concept("handed_to")
_TOWARDS = Concept("towards")
_ASKS = Concept("asks_for_help")
_TO_LOOK = Concept("to_look")


def calls_for_help(text: str, low: str) -> bool:
    """Tell whether a sentence says that somebody was called, brought in, handed it."""
    if TEAM.search(low) and _CALLED_IN.search(low):
        return True
    passed = _PASSED_ON.search(low)
    if passed and TEAM.search(low, passed.last):
        return True
    return bool(_HELP_CALLED.search(low)) or _calls_by_name(with_capitals(text), low)


def is_to_a_name(text: str, low: str) -> bool:
    """Tell whether somebody is called by name."""
    text = with_capitals(text)
    return any(name_behind(text, each.last) for each in _TOWARDS.finditer(low))


def _calls_by_name(text: str, low: str) -> bool:
    if any(name_before(text, each.first) for each in _JOINS.finditer(low)):
        return True
    if any(name_behind(text, each.last) for each in _HANDED_TO.finditer(low)):
        return True
    ends = (name_behind(text, each.last) for each in _ASKS.finditer(low))
    return any(
        end and (low[end : end + 1] in ("", ",", ".") or _TO_LOOK.match(low, end + 1))
        for end in ends
    )
