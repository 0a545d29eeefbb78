"""What can be said of an event in SQL, where it is called fact.

Conditions and columns, put together once from what the kinds are called.
"""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.incident.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def _is_one_of(names: Iterable[str]) -> str:
    # "kind in (...)" would make a table of the kinds anew for each row that is inserted.
    return "(" + " or ".join(f"kind = '{kind}'" for kind in names) + ")"


# Each of these must stay as the condition of its partial index in schema has it, or the
# index is not used; a test looks at the query plans.
LIFECYCLE = _is_one_of((kinds.OPENED, kinds.CLOSED, kinds.USED))
CORRECTIONS = _is_one_of((kinds.AMEND, kinds.RETRACT))
LANDMARKS = _is_one_of((kinds.OPENED, kinds.CLOSED, kinds.TITLE, kinds.TIMEZONE))
TURNS = _is_one_of((kinds.BEGAN, kinds.RESOLVED))
TITLES = _is_one_of((kinds.OPENED, kinds.TITLE))
TIMELINE = _is_one_of(kinds.TIMELINE_KINDS)
# Amends that move an event in the timeline, or make it of another kind.
MOVES = """(json_extract(data, '$.set.at') is not null
    or json_extract(data, '$.set.kind') is not null)"""


def _is_corrected(how: str = "true") -> str:
    # The plus: a value of no affinity, or the index on an expression is only scanned.
    return f"""exists (
    select 1 from events as word indexed by events_corrections
    where {CORRECTIONS} and json_extract(word.data, '$.target') = +fact.id and {how})"""


def _columns(flag: str) -> str:
    """Return the columns of an event as fact, and a flag: a row for flagged()."""
    return ", ".join([*(f"fact.{key}" for key in Event._fields), flag])


IS_CORRECTED = _is_corrected()
# An event, and whether a correction is about it.
TOUCHED = _columns(IS_CORRECTED)
# An event, and whether a correction may have taken it from its place in the timeline.
DISPLACED = _columns(_is_corrected(f"(kind = '{kinds.RETRACT}' or {MOVES})"))


def _retracted(event_id: str) -> str:
    """Return the condition that the last word on an event of fact's incident is no."""
    return f"""coalesce((
    select json_extract(word.data, '$.retracted') is not 0
    from events as word indexed by events_corrections
    where word.kind = '{kinds.RETRACT}'
      and json_extract(word.data, '$.target') = +{event_id}
      and word.incident = fact.incident
    order by word.lamport desc, word.origin desc, word.seq desc limit 1), 0)"""


# What was said here while the log still was the one that it is a copy of.
BEFORE_COPIED = (
    "fact.seq <= (select last_seq from former_origins where origin = fact.origin)"
)


# An event counts while it stands, and while what opened its incident does.
STANDS = f"not {_retracted('fact.id')} and not {_retracted('fact.incident')}"
