"""The words of mending: what was done, that it is well again."""

from __future__ import annotations

from pmlog.check.words.concepts import Concept, after
from pmlog.text.patterns import pattern

MENDED = Concept("mended")
SOMEBODY_DID = pattern(
    r"(?:(?:then|finally|first|afterwards|next|also|later|so|and),? )?(?:we|i|they"
    r"|(?:the|our) "
    r"(?:[\w-]+ )?(?:team|engineers?|developers?|admins?|dbas?)) (?:have |then |also "
    r"|first |quickly )*"
)
# The fix is spoken of as such.
MEND_NAMED = Concept("mend_named")
RESOLVED_BY = pattern(
    r"\b(?:resolv|fix|restor|solv|mitigat|recover|clos)\w*\b[^.!?;]{0,50}"
    r"\b(?:by|after|when|through|once|with|using|via|thanks to)\b(?! \d)"
)
# "The supplier sent a new one and orders went through."
AND_ALL_WELL = pattern(
    r"\w+ (?:and|so|which|whereupon|until|after which|then)\b[^.]{0,60}\b(?:opens?|opened"
    r"|works?|worked|went through|succeed(?:s|ed)?|loads?|loaded|comes? out|came out"
    r"|(?:is|are|was|were|came) (?:all )?(?:back|there|well|live|up|gone|\w+ again))\b"
)
RESOLVED = Concept("resolved")
_FOUND = Concept("found")
_AND = pattern(r"\b(?:and|then|so|which|whereupon|before|after|but) (?:\w+ ){0,4}$")


def mends(low: str) -> bool:
    """Tell whether a sentence says that something was done.

    What was found is no act, nor is what will be done.
    """
    done = [match for match in MENDED.finditer(low) if not _is_to_come(low, match.start())]
    match = _FOUND.search(low)
    if match is None or not done:
        return bool(done)
    is_before = done[0].last <= match.start()
    return is_before or any(True for _ in after(low, _AND, MENDED, match.last))


_TO_COME = pattern(
    r"(?:\b(?:will|shall|should|must|going to|plan(?:s|ned|ning)? to|wants? to)|'ll)"
    r"(?: [\w-]+){0,4} $"
)
_NEAR = 60


def _is_to_come(low: str, at: int) -> bool:
    return bool(_TO_COME.search(low[max(0, at - _NEAR) : at]))


def repairs(text: str, low: str) -> bool:
    """Tell whether a sentence tells a repair that people made, in the past.

    The present tells how a thing works, and what a machine did is no repair.
    """
    if not (_people_did(low) or _NAME_DID.search(text)) or not mends(low):
        return False
    past = (match for match in MENDED.finditer(low) if not match.text.endswith("s"))
    return any(
        not (_NEVER.search(low, 0, match.start()) or _ARTICLE.search(low[: match.start()]))
        for match in past
    )


_PEOPLE = pattern(
    r"\b(?:we|i|he|she|they|team|support|engineers?|developers?|admins?|administrators?"
    r"|vendor|provider|technicians?|dbas?|operators?|crew|staff|colleagues?|ops|devops)\b"
)
_DONE = pattern(
    r"\b(?:was|were|been|be|is|are|got|being|and) (?:\w+ ){0,2}$|, (?:\w+ ){0,2}$"
)
_AT_FIRST = pattern(r"(?:then |finally |afterwards |next |also |now ,?)?")


def _people_did(low: str) -> bool:
    if _PEOPLE.search(low) or any(True for _ in after(low, _DONE, MENDED)):
        return True
    opening = _AT_FIRST.match(low)
    return bool(MENDED.match(low) or (opening and MENDED.match(low, opening.end())))


_NAME_DID = pattern(
    r"(?:^|[;,] |\band |\bthen )(?!(?:After|Before|When|While|Once|Since|The|This|That"
    r"|It|At|In|On"
    r"|As|If|But|So|Each|Every|All|No|Nobody|Then|Because|Normally)\b)[A-Z][a-z]+"
    r"(?: [A-Z][a-z]+)? (?:then |also |finally )?[a-z]+(?:ed|t|ew|ought|ote|ut|ade|ave)\b"
)
# "After the deploy" tells when, not what was done.
_ARTICLE = pattern(r"\b(?:the|an?|each|every|this|that) $")
_NEVER = pattern(r"\b(?:no|not|never|nothing|nobody|without)\b")


# After the fix it is looked at, not told again.
_LOOKED_AFTER = pattern(
    r"(?:(?:afterwards|then|after that|after the \w+|finally|later|next"
    r"|also),? )?(?:we|i|the team|\w+)"
    r" (?:then |also |later |finally )?(?:checked|verified|confirmed|tested|monitored"
    r"|watched"
    r"|validated|observed|made sure|uploaded|fired|ran (?:\w+ ){0,2}tests?)\b"
)


def only_verifies(low: str) -> bool:
    """Tell whether a sentence says that the result was looked at."""
    return bool(_LOOKED_AFTER.match(low))


# "So this was fixed and now it works": that it was, and nothing of how.
_CLAIM = pattern(
    r"\b(?:fix|resolv|repair|solv|restor|recover|correct|remed|mitigat|mend)\w*"
)
_A_CLAIM = 12


def only_claims(low: str) -> bool:
    """Tell whether a short sentence says that it was fixed, and not by what."""
    if len(low.split()) > _A_CLAIM or not _CLAIM.search(low) or RESOLVED_BY.search(low):
        return False
    return all(_CLAIM.match(match.text) for match in MENDED.finditer(low))


ALL_WELL = Concept("all_well")
