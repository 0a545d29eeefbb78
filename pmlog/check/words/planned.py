"""The words of plans: what could be better, and what is to be done."""

from __future__ import annotations

from pmlog.check.words.concepts import Concept
from pmlog.text.patterns import pattern

# Something that ought to be better, said broadly.
BROAD = Concept("broad")
# What is to be better, though a list of tasks says so.
IMPROVED = Concept("improved")
# A sentence outside the measures that looks ahead.
HOPE = Concept("hope")
# What is to be done, whoever says it.
PLANNED = Concept("planned")
# A task that somebody owns.
OWNED = pattern(
    r"\b(?:owner|assignee|assigned to|due|deadline|eta)\b|@\w+"
    r"|\([^()]{2,40}, [^()]{2,20}\)\W*$"
    r"|\b20\d\d-\d\d-\d\d\b"
)
