"""The words of the cause: what tells why something broke.

A sentence tells it by connecting words ("because", "the culprit was", "..., causing"), by
a change that it happened after, by a change that spoilt something, or by naming what is
a defect wherever it stands.
"""

from __future__ import annotations

from pmlog.check.words.concepts import Concept, after
from pmlog.check.words.impact import USERS
from pmlog.text.patterns import pattern

# Connecting

# "Due to the outage" tells what came of it.
_OF_THE_OUTAGE = pattern(
    r"\W+(?:of )?(?:the |this |these |that |an? |its |our |such )*"
    r"(?:outage|downtime|incident|disrupt|slow(?:ness|down)?\b|unavailab|degrad|interrupt"
    r"|delay|long (?:load|wait)|issue\b|problem\b|fact that (?:users|customers))"
)
# The cause comes first: "a new rule ... led to".
_EFFECT = pattern(
    r"\b(?:led|leading|lead|leads) to\b|\bresult(?:ed|ing|s)? in\b|\bcaus(?:ed|ing|es)\b"
    r"|\btrigger(?:ed|ing|s)\b|\b(?:made|makes|making) (?:the|our|it|all|every)\b"
    r"|\bbroke (?:the|our|it|down|everything)\b|\bmeant that\b"
    r"|\bbr(?:inging|ought) (?:\w+ ){0,3}down\b"
    r"|\b(?:took|taking|knock\w+) (?:\w+ ){0,3}(?:down|out|offline)\b"
    r"|\b(?:overwhelm|exhaust|saturat|overload|starv)(?:ed|ing)\b"
)
_OUTAGE = Concept("came_of_it")

# Changes

TECHNICAL = Concept("technical")
# A moment that explains: "after a faulty release", "when we cleaned the zone".
_FOLLOWED = pattern(
    r"\b(?:after|following|when|once|since|as|while|whilst) \w+ (?:[\w'-]+ ){0,6}$"
)
_CHANGES = Concept("changes")
_WELL_AGAIN = Concept("well_again")
_SPOILING = Concept("spoiling")

# Defects

_DEFECT = Concept("defect")
# Of a thing, not of what users were shown.
_WRONG_THING = Concept("wrong_thing")
_SHOWN = Concept("shown")
# "A rule had been put into the wrong list": what was done before, and not to mend.
_HAD_BEEN = pattern(
    r"\bhad been (?!restored|resolved|fixed|notified|affected|reported|informed|impacted"
    r"|detected|noticed|identified)\w+(?:ed|en|wn|ut|et|ft|ost|ilt)\b"
)

UNKNOWN = Concept("unknown")


def tells_cause(low: str) -> bool:
    """Tell whether a sentence, in one spelling, says why something broke."""
    return gives_reason(low) or _has_change(low) or _has_defect(low)


def gives_reason(low: str) -> bool:
    """Tell whether a sentence connects a cause with what came of it."""
    if _NAMED_CAUSE.search(low) or _has_effect(low):
        return True
    found = _CONNECTED.finditer(low)
    return any(not _OF_THE_OUTAGE.match(low, each.last) for each in found)


def _has_effect(low: str) -> bool:
    match = _EFFECT.search(low)
    # "The site went down, causing errors": what came of the outage.
    return match is not None and not _OUTAGE.search(low, 0, match.start())


def _has_change(low: str) -> bool:
    if _SPOILING.search(low):
        return True
    first = min(after(low, _FOLLOWED, _CHANGES), default=None)
    return first is not None and not _WELL_AGAIN.search(low, 0, first)


def _has_defect(low: str) -> bool:
    if _DEFECT.search(low) or _HAD_BEEN.search(low):
        return True
    is_shown = USERS.search(low) or _SHOWN.search(low)
    return bool(_WRONG_THING.search(low)) and not is_shown


_NAMED_CAUSE = Concept("named_cause")
_CONNECTED = Concept("because")


def before_cause(low: str) -> str:
    """Return what a sentence says before it comes to the cause."""
    found = (pattern.search(low) for pattern in (_CONNECTED, _NAMED_CAUSE))
    return low[: min((match.start() for match in found if match), default=len(low))]
