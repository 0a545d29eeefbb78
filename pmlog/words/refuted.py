"""What a sentence tells of erring: what was thought or tried, and proved wrong."""

from __future__ import annotations

from pmlog.words.concepts import Concept

WRONG = Concept("wrong")
