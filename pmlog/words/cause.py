"""What a sentence tells of the cause.

A sentence tells it by connecting words ("because", "the culprit was", "..., causing"), by
a change that it happened after, by a change that spoilt something, or by naming what is
a defect wherever it stands.
"""

from __future__ import annotations

from pmlog.words.concepts import Concept

TECHNICAL = Concept("technical")
UNKNOWN = Concept("unknown")
_CONNECTED = Concept("because")
_REASON = Concept("reason")
_NAMED_CAUSE = Concept("named_cause")
_EFFECT = Concept("effect")
_OUTAGE = Concept("came_of_it")
_FOLLOWED = Concept("followed")
_WELL_AGAIN = Concept("well_again")
_SPOILING = Concept("spoiling")
_DEFECT = Concept("defect")
_HAD_BEEN = Concept("had_been")
# Of a thing, not of what users were shown.
_WRONG_THING = Concept("wrong_thing")
_USERS = Concept("users")
_SHOWN = Concept("shown")


def tells_cause(low: str) -> bool:
    """Tell whether a sentence, in one spelling, says why something broke."""
    return gives_reason(low) or _has_change(low) or _has_defect(low)


def gives_reason(low: str) -> bool:
    """Tell whether a sentence connects a cause with what came of it."""
    return bool(_NAMED_CAUSE.search(low) or _REASON.search(low)) or _has_effect(low)


def _has_effect(low: str) -> bool:
    match = _EFFECT.search(low)
    # "The site went down, causing errors": what came of the outage.
    return match is not None and not _OUTAGE.search(low, 0, match.first)


def _has_change(low: str) -> bool:
    if _SPOILING.search(low):
        return True
    moment = _FOLLOWED.search(low)
    return moment is not None and not _WELL_AGAIN.search(low, 0, moment.first)


def _has_defect(low: str) -> bool:
    if _DEFECT.search(low) or _HAD_BEEN.search(low):
        return True
    is_shown = _USERS.search(low) or _SHOWN.search(low)
    return bool(_WRONG_THING.search(low)) and not is_shown


def before_cause(low: str) -> str:
    """Return what a sentence says before it comes to the cause."""
    found = (concept.search(low) for concept in (_CONNECTED, _NAMED_CAUSE))
    return low[: min((match.first for match in found if match), default=len(low))]
