"""The words of calling for help: escalating, bringing in, handing over."""

from __future__ import annotations

from pmlog.check.words.concepts import Concept
from pmlog.text.patterns import pattern

ESCALATED = pattern(r"\besc[ae]l?l?at\w*|\bescalt\w*")
ESCALATED_TO = pattern(
    r"\besca\w*\b[^.!?;]{0,60}?\b(?:to|with|involving|for|towards?)\s(?:(?:the|our|a"
    r"|an|my|his"
    r"|her|their|senior|more)\s){0,3}\w+|^\W*(?:->|to)\s\w+"
)
# "To the senior people" names nobody.
_ANY = "senior|relevant|appropriate|right|concerned|responsible|higher|proper|respective"
TO_NOBODY = pattern(
    rf"\b(?:{_ANY}|upper|other) (?:people|persons?|teams?|staff|part(?:y|ies)|individuals?"
    r"|personnel|departments?|authorit\w+|levels?)\b"
    r"|\bto (?:someone|somebody|others|people|higher-?ups|superiors|whoever"
    r"|(?:the|a) (?:top|(?:higher|next) level))\b"
)
NOT_ESCALATED = Concept("not_escalated")
TEAM = Concept("team")
_CALLED_IN = Concept("called")
_WE_CALL = pattern(
    r"\b(?:we|i) (?:call|ask|contact|phone|page|invite) (?:the |our |[a-z]{3,})"
)
NOTIFIED = Concept("notified")
# "The operations team was alerted": they may be those on call, or help.
TEAM_ASKED = pattern(
    r"\b(?:team|engineers?|developers?|contributors?|department|specialists?|vendor"
    r"|provider|administrators?|dbas?) (?:was |were |is |are |been )?(?:alerted|notified"
    r"|informed|assigned|contacted|paged|tasked|called|asked|told|engaged|involved)\b"
    r"|\b(?:alerted|notified|informed|assigned|contacted|paged|called|asked|engaged)"
    r" (?:a |the |our )?(?:[\w-]+ ){0,2}?(?:team|engineers?|developers?"
    r"|department|vendor|provider)\b"
    r"|\b[\w-]+ (?:is|was|were) tasked with\b"
)
_BROUGHT_IN = pattern(
    r"\b(?:is|was|are|were|been|got|gets) (?:brought|called|pulled|looped|drawn|roped"
    r"|asked|dragged|invited|summoned) (?:in|on)\b|\bdial(?:s|l?ed) in\b|\bwar ?room\b"
    r"|\bbridge call\b|\b(?:joins?|joined) (?:the call|us"
    r"|in|the "
    r"(?:bridge|war room|investigation|effort|incident|response))\b"
)
_PASSED_ON = pattern(
    r"\b(?:goes|went|passed|handed|given|turned|moved|transferred|taken|raised"
    r"|reported|sent"
    r"|forwarded|assigned|referred|brought)"
    r" (?:it |this |the \w+ |him |them |her )?(?:over |on |up )?(?:to|with) (?:the "
    r"|our |a |an |its )"
)
# An alert that pages the engineer on call is a detection.
_DEVICES = Concept("devices")
_CALL = pattern(
    r"[^.!?;]{0,60}?\b(?:pag|(?<!on-)(?<!on )call|notif|alert|wak|woke|reach|contact|inform"
    r"|sent|told)\w*"
)


def is_by_an_alert(low: str) -> bool:
    """Tell whether what watches called, and nobody."""
    return any(_CALL.match(low, found.last) for found in _DEVICES.finditer(low))


_ASKED_TO_LOOK = pattern(
    r"\b(?:asks?|asked|invites?|invited|begs?|begged|wakes?(?: up)?|woke(?: up)?"
    r"|calls?(?: up)?"
    r"|called(?: up)?|shout(?:s|ed) for|(?:call|chat|talk|spoke|talked"
    r"|sat down) (?:with|to)) "
    r"(?:(?:the|our|my|a) (?:[\w-]+ ){1,3}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    r"(?=,| to (?:have a |take a )?(?:look|help|check|join|assist|step|investigate"
    r"|debug)|\.|$)"
)
TO_A_NAME = pattern(
    r"\b(?:to|with|by|called|calls|paged|pages|contacted|informed|asked) "
    r"(?:Mr\.? |Mrs\.? |Ms\.? |Dr\.? |our |the |a )?[A-Z][a-z]+"
)
_JOINED_BY_NAME = pattern(
    r"(?:^|[-.:;,\u2013\u2014)\]] ?|\band |-> ?)(?!We\b|I\b|The\b|It\b"
    r"|They\b)[A-Z][a-z]+(?: [A-Z][a-z]+)?(?: \([^)]*\))?,?"
    r" (?:is |was )?(?:joins?|joined|takes? over|took over|steps? in|stepped in|brought in"
    r"|called in|gets involved|woken|is paged|paged)\b"
    r"|\b(?:[Pp]assed|[Hh]anded|[Tt]ransferred|[Ff]orwarded|[Gg]iven|[Gg]oes|[Ww]ent|[Tt]aken"
    r"|[Bb]rought|[Tt]urned)(?: (?:it|this|over|on|up|in)){0,2} to (?:Mr\.? |Ms\.? |Dr\.? "
    r"|Prof\.? )?(?!The\b|Production\b|UTC\b)[A-Z][a-z]+\b(?!\.\w)"
)


# The writer did: "Called the data centre".
_BEGINS_BY_CALLING = pattern(
    r"^[\W\d]*(?:[ap]m\W+)?(?:called|paged|contacted|phoned|rang|consulted|summoned|engaged"
    r"|involved|woke|got hold of)"
    r" (?!users?\b|customers?\b|clients?\b|back\b|off\b|it\b)\w"
)


def calls_for_help(text: str, low: str) -> bool:
    """Tell whether a sentence says that somebody was called, brought in, handed it."""
    if TEAM.search(low) and _CALLED_IN.search(low):
        return True
    passed = _PASSED_ON.search(low)
    if passed and TEAM.search(low, passed.end()):
        return True
    if _BEGINS_BY_CALLING.search(low) or _WE_CALL.search(low) or _BROUGHT_IN.search(low):
        return True
    return bool(_JOINED_BY_NAME.search(text) or _ASKED_TO_LOOK.search(text))
