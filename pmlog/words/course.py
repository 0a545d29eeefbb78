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
CHANGE_BEGINS = Concept("change_begins")
OUTAGE_BEGINS = Concept("outage_begins")
# A sentence of these tells nothing of the start or the end of the outage.
OF_ANOTHER = Concept("of_another")
SERVICE_FAILS = Concept("service_fails")
WHOLLY_BACK = Concept("wholly_back")
# What may be told at the stated end where that is too late, and what may not.
NEXT_TIME = Concept("next_time")
STILL_AT_IT = Concept("still_at_it")
WORKS = Concept("entry_works")
NOT_ALL_BACK = Concept("not_all_back")
LOOKS_BACK = Concept("looks_back")
UNDER_WAY = Concept("under_way")
RESUMED = Concept("resumed")
ANOTHER_DAY = Concept("another_day")
# In whatever words, where all that is told behind it is that it is over.
WELL = Concept("entry_well")
NOT_YET_WELL = Concept("not_yet_well")
LETS_UP = Concept("lets_up")
