"""How an entry of a timeline says that it began, was noticed, was worked on, was over."""

from __future__ import annotations

from pmlog.words.concepts import Concept

BEGAN = Concept("began")
# The first entry of a timeline may be of the detection, or say what went wrong first.
FIRST_HARM = Concept("first_harm")
DETECTED = Concept("entry_detected")
FIRST_DETECTED = Concept("first_detected")
WORK = Concept("work")
RESTORED = Concept("over")
# "Fixed" and "recovered" may be said of what was left to do.
RESOLVED = Concept("entry_resolved")
MENDED = Concept("entry_mended")
AFTERWARDS = Concept("afterwards")
