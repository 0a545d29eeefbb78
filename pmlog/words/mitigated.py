"""What a sentence tells of the repair: what was done, that it is well again."""

from __future__ import annotations

import re

from pmlog.words.concepts import Concept
from pmlog.words.names import is_person

MENDED = Concept("mended")
_ACT = Concept("act")
# The fix is spoken of as such.
MEND_NAMED = Concept("mend_named")
SOMEBODY_MENDS = Concept("somebody_mends")
RESOLVED = Concept("resolved")
SEARCHING = Concept("searching")
_RESOLVED_BY = Concept("resolved_by")
_FOUND = Concept("found")
_AND_MENDED = Concept("and_mended")


def mends(low: str) -> bool:
    """Tell whether a sentence says that something was done.

    What was found is no act, nor is what will be done.
    """
    done = _ACT.search(low)
    match = _FOUND.search(low)
    if match is None or done is None:
        return done is not None
    return done.last <= match.first or bool(_AND_MENDED.search(low, match.last))


_DONE_BY_PEOPLE = Concept("done_by_people")
_NEVER = Concept("never_done")
# "After the deploy" tells when, not what was done.
_NAMED_AS_THING = Concept("named_as_thing")


def repairs(text: str, low: str) -> bool:
    """Tell whether a sentence tells a repair that people made, in the past.

    The present tells how a thing works, and what a machine did is no repair.
    """
    if not (_DONE_BY_PEOPLE.search(low) or _name_did(text)) or not mends(low):
        return False
    named = {match.last for match in _NAMED_AS_THING.finditer(low)}
    past = (match for match in MENDED.finditer(low) if not match.text.endswith("s"))
    return any(
        not (_NEVER.search(low, 0, match.first) or match.last in named) for match in past
    )


# The endings of what was done, behind a name: "Anna rebuilt".
_NAME_DID = re.compile(
    r"(?:^|[;,] |\band |\bthen )(?P<name>[A-Z][a-z]+)(?: [A-Z][a-z]+)?"
    r" (?:then |also |finally )?[a-z]+(?:ed|t|ew|ought|ote|ut|ade|ave)\b"
)


def _name_did(text: str) -> bool:
    return any(is_person(match["name"]) for match in _NAME_DID.finditer(text))


_VERIFIED = Concept("verified")


def only_verifies(low: str) -> bool:
    """Tell whether a sentence says that the result was looked at, after the fix."""
    return bool(_VERIFIED.search(low))


# "So this was fixed and now it works": that it was, and nothing of how.
_CLAIM = Concept("claim")
_A_CLAIM = 12


def only_claims(low: str) -> bool:
    """Tell whether a short sentence says that it was fixed, and not by what."""
    if len(low.split()) > _A_CLAIM or not _CLAIM.search(low) or _RESOLVED_BY.search(low):
        return False
    claims = {match.first for match in _CLAIM.finditer(low)}
    return all(match.first in claims for match in MENDED.finditer(low))
