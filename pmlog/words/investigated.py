"""What a sentence tells of the search: an assumption, and that it was another thing."""

from __future__ import annotations

from pmlog.words.concepts import Concept

ASSUMED = Concept("assumed")
REALISED = Concept("realised")
