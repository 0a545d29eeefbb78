"""The words of erring: what was thought or tried, and proved wrong."""

from __future__ import annotations

from pmlog.check.words.concepts import Concept

# A path that is called wrong by name.
# What was tried or thought, and was in vain.
NAMED_WRONG = Concept("named_wrong")
WRONG = Concept("wrong")
# All was found well, or the first idea was another: it may have been a wrong path.
DOUBTED = Concept("doubted")
