"""What can be said of an event in SQL, where it is called original.

What is about it is called a correction. Conditions and columns are put together once, from
what the kinds are called.
"""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.incident.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def is_one_of(names: Iterable[str]) -> str:
    """Return the condition that an event is of one of these kinds."""
    # "kind in (...)" would make a table of the kinds anew for each row that is inserted.
    return "(" + " or ".join(f"kind = '{kind}'" for kind in names) + ")"


# Each of these must stay as the condition of its partial index in schema has it, or the
# index is not used; a test looks at the query plans.
TURNED_TO = is_one_of((kinds.OPENED, kinds.USED, kinds.JOIN))
CORRECTIONS = is_one_of((kinds.AMEND, kinds.RETRACT))
LANDMARKS = is_one_of((kinds.OPENED, kinds.CLOSED, kinds.TITLE, kinds.TIMEZONE))
TURNS = is_one_of((kinds.BEGAN, kinds.RESOLVED))
# What a list of incidents shows beside their landmarks.
LISTED = is_one_of((kinds.SEVERITY, kinds.SERVICES, kinds.KEY, kinds.TASK))
TIMELINE = is_one_of(kinds.TIMELINE_KINDS)
# Amends that move an event in the timeline or out of it, or make it of another kind.
MOVES = """(json_extract(data, '$.set.at') is not null
    or json_extract(data, '$.set.kind') is not null
    or json_extract(data, '$.set.incident') is not null)"""
# An id in it stands for a fact that was collected into several logs.
IS_TWIN = "(original.source is not null and original.id in (select id from twins))"


# What this log is called, and what it was called before it was copied or put back, each
# with the last number that it gave out under that name: none yet for the present one.
OWN_ORIGINS = (
    "select value as origin, null as last_seq from meta where key = 'origin'"
    " union all select origin, last_seq from former_origins"
)


def _is_corrected(how: str = "true") -> str:
    # The plus: a value of no affinity, or the index on an expression is only scanned.
    return f"""exists (
    select 1 from events as correction indexed by events_corrections
    where {CORRECTIONS} and json_extract(correction.data, '$.target') = +original.id
    and {how})"""


def _columns(flag: str) -> str:
    """Return the columns of an event as original, and a flag: a row for flagged()."""
    return ", ".join([*(f"original.{key}" for key in Event._fields), flag])


IS_CORRECTED = _is_corrected()
# An event, and whether a correction is about it.
TOUCHED = _columns(f"({IS_CORRECTED} or {IS_TWIN})")
# An event, and whether a correction or a twin may have taken it from its place.
_IS_DISPLACED = _is_corrected(f"(kind = '{kinds.RETRACT}' or {MOVES})")
DISPLACED = _columns(f"({_IS_DISPLACED} or {IS_TWIN})")


def retracted(event_id: str) -> str:
    """Return the condition that the last word on an event is that it does not count."""
    return f"""coalesce((
    select json_extract(correction.data, '$.retracted') is not 0
    from events as correction indexed by events_corrections
    where correction.kind = '{kinds.RETRACT}'
      and json_extract(correction.data, '$.target') = +{event_id}
      and correction.incident = original.incident
    order by correction.lamport desc, correction.origin desc, correction.seq desc
    limit 1), 0)"""


# An event counts while it stands, and while what opened its incident does.
STANDS = f"not {retracted('original.id')} and not {retracted('original.incident')}"
