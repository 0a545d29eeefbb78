"""What a sentence tells of plans: what could be better, and what is to be done."""

from __future__ import annotations

from pmlog.words.concepts import Concept

# A sentence outside the measures that looks ahead.
HOPE = Concept("hope")
# What is to be done, whoever says it.
PLANNED = Concept("planned")
# It is said what to do, not only that it ought to be better.
ORDER = Concept("order")
OWNED = Concept("owned")
