"""What a sentence tells of the impact: who was hit, what failed, what people saw of it."""

from __future__ import annotations

from pmlog.words.concepts import Concept

USERS = Concept("users")
SERVICE = Concept("service")
FAULT = Concept("fault")
OUTAGE = Concept("outage")
# What somebody in front of a screen sees: a code, a message, a page, a wait.
SYMPTOM = Concept("symptom")
OUTAGE_OF = Concept("outage_of")
SLOW = Concept("slow")
AWAY_FOR_USERS = Concept("away_for_users")
_NAMED = Concept("named_thing")


def names_service(low: str) -> bool:
    """Tell whether a sentence names a thing, as "the login service" does, not "ours"."""
    return bool(SERVICE.search(low) or _NAMED.search(low))
