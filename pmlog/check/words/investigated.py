"""The words of the search: looking and suspecting."""

from __future__ import annotations

from pmlog.check.words.concepts import Concept

LOOKED = Concept("looked")
SUSPECTED = Concept("suspected")
# An assumption, and what shows that it was another thing.
ASSUMED = Concept("assumed")
REALISED = Concept("realised")
LOOKED_INTO = Concept("looked_into")
