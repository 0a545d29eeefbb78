"""What the second edition makes of a log of the first: several logs' incidents are one.

Joins, keys, moves and twins; a typed time is as_typed; the digest chain is gone.
"""

from __future__ import annotations

from pmlog.store.edition_1 import ON_THE_TIMELINE

# The last one first, as corrections count.
_LAST = "order by lamport desc, origin desc, seq desc limit 1"
# The ids of a fact: several, where several logs collected it.
_IDS = "(select fact.id union all select id from twins where twins.fact = fact.id)"


def _stands(ids: str) -> str:
    """Return the condition that the last word on an event does not retract it."""
    return f"""coalesce((select json_extract(data, '$.retracted') is 0
        from corrections where kind = 'retract' and target {ids} {_LAST}), 1)"""


def _last_said(field: str, said: str = "{}", condition: str = "") -> str:
    """Return the last value said of a fact's field; said wraps values that may be null."""
    value = f"json_extract(data, '$.set.{field}')"
    return f"""coalesce((select {said.format(value)} from amendments
        where target in {_IDS} and json_type(data, '$.set.{field}') <> ''
        {condition} {_LAST}), {said.format(f"fact.{field}")})"""


_KIND = _last_said(
    "kind",
    condition=f"and fact.kind {ON_THE_TIMELINE}"
    f" and json_extract(data, '$.set.kind') {ON_THE_TIMELINE}",
)
_UNTIL = f"json_extract({_last_said('until', said='json_array({})')}, '$[0]')"
_PLACE = "coalesce(moved.incident, fact.incident)"


_VIEWS = (
    # Every start reads these definitions, so what several of them say is said once.
    #
    # What corrects an event, and counts: within the incident that the event was logged to.
    """
    create view corrections as
    select it.*, target.id as target
    from events as target join events as it indexed by events_corrections
    on json_extract(it.data, '$.target') = +target.id and it.incident = target.incident
    where (it.kind = 'amend' or it.kind = 'retract')
    """,
    f"""
    create view amendments as
    select * from corrections as it where kind = 'amend' and {_stands("= it.id")}
    """,
    # What still stands, as corrected, once for each fact; the two views below read from it.
    f"""
    create view standing as
    select fact.id, coalesce(
            (select named from halves where incident = {_PLACE}), {_PLACE}) as incident,
        fact.incident as logged_to, fact.lamport, fact.origin, fact.seq, fact.data,
        fact.source, fact.source_id,
        {_KIND} as kind, {_last_said("at")} as at, {_UNTIL} as until,
        {_last_said("zone")} as zone, {_last_said("text")} as text,
        {_last_said("author")} as author
    from events as fact left join moved on moved.id = fact.id
    where fact.kind not in ('amend', 'retract')
      and not exists (
        select 1 from twins where twins.id = fact.id and twins.fact <> fact.id)
      and {_stands(f"in {_IDS}")} and (moved.id <> '' or {_stands("= fact.incident")})
    """,
    f"""
    create view timeline as
    select incident,
        strftime('%Y-%m-%d %H:%M:%S', at / 1000000, 'unixepoch') as at_utc,
        strftime('%Y-%m-%d %H:%M:%S', iif(until >= at, until, null) / 1000000,
                 'unixepoch') as until_utc,
        kind, text, author, zone, id
    from standing as this
    where kind {ON_THE_TIMELINE}
      -- a move can bring a fact together with its twin
      and (source is null or not exists (
        select 1 from standing as other
        where other.source = this.source and other.source_id is this.source_id
          and other.incident = this.incident and other.id < this.id
      ))
    order by incident, at, lamport, origin, seq
    """,
    """
    create view incidents as
    select first.incident,
        coalesce((
            select iif(json_extract(data, '$.unset') is 1, null, text)
            from standing as last
            where last.incident = first.incident and last.kind = 'title'
            order by last.lamport desc, last.origin desc, last.seq desc limit 1
        ), first.text) as title,
        (
            select iif(last.kind = 'opened', 'open', 'closed') from standing as last
            where last.incident = first.incident and last.kind in ('opened', 'closed')
            order by last.lamport desc, last.origin desc, last.seq desc limit 1
        ) as state,
        strftime('%Y-%m-%d %H:%M:%S', first.at / 1000000, 'unixepoch') as opened_utc
    from standing as first
    where first.id = first.logged_to and first.kind = 'opened'
      and not exists (
        select 1 from standing as lesser
        where lesser.incident = first.incident and lesser.id = lesser.logged_to
          and lesser.kind = 'opened' and lesser.id < first.id)
    order by first.lamport, first.origin, first.seq
    """,
)

STATEMENTS = (
    # The views and the triggers on the table would be in the way of its columns' names.
    "drop view incidents",
    "drop view timeline",
    "drop view standing",
    "alter table events rename column said to as_typed",
    "drop table links",
    "drop index events_lifecycle",
    "drop index events_retractions",
    "delete from meta where key = 'settled'",
    # Each log collects a fact once; two logs may have collected the same one.
    "drop index events_collected",
    """
    create unique index events_collected on events (source, source_id, origin)
    where source is not null
    """,
    # What a log last turned to.
    """
    create index events_turned_to on events (origin, lamport, seq)
    where (kind = 'opened' or kind = 'used' or kind = 'join')
    """,
    """
    create index events_joining on events (incident)
    where (kind = 'join' or kind = 'key')
    """,
    "drop index events_moves",
    """
    create index events_moves on events (incident)
    where kind = 'amend' and (json_extract(data, '$.set.at') is not null
        or json_extract(data, '$.set.kind') is not null
        or json_extract(data, '$.set.incident') is not null)
    """,
    """
    create index events_moved_in on events (json_extract(data, '$.target'))
    where kind = 'amend' and json_extract(data, '$.set.incident') is not null
    """,
    # Derived from the events, and brought up to date with them; see derived.
    """
    create table halves (
        incident text primary key,
        named text not null
    ) strict, without rowid
    """,
    "create index halves_named on halves (named)",
    """
    create table twins (
        id text primary key,
        fact text not null
    ) strict, without rowid
    """,
    "create index twins_fact on twins (fact)",
    """
    create table moved (
        id text primary key,
        incident text not null
    ) strict, without rowid
    """,
    "create index moved_incident on moved (incident)",
    """
    create table heads (
        incident text primary key,
        start integer not null,
        until integer,
        is_open integer not null,
        has_start integer not null -- else start is only when it was opened
    ) strict, without rowid
    """,
    "create index heads_open on heads (start, until) where is_open",
    *_VIEWS,
)
