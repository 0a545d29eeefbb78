"""The log of the first edition, as SQL: released, so it is never edited.

It takes nothing from the code around it.
"""

from __future__ import annotations

TABLES = (
    "create table meta (key text primary key, value text not null) strict",
    """
    create table events (
        key integer primary key, -- of this file alone: the index of words refers to it
        id text not null unique,
        origin text not null,
        seq integer not null check (seq >= 1),
        lamport integer not null check (lamport >= 1),
        incident text not null,
        kind text not null check (kind <> ''),
        at integer not null,
        until integer check (until >= at),
        zone text not null,
        approx integer not null check (approx in (0, 1)),
        said text,
        text text not null,
        author text not null,
        host text not null,
        recorded_at integer not null,
        source text,
        source_id text,
        data text not null check (json_type(data) = 'object'),
        unique (origin, seq)
    ) strict
    """,
    # What this log called itself before it was copied or restored, and how far it had
    # counted by then.
    """
    create table former_origins (
        origin text primary key,
        last_seq integer not null
    ) strict
    """,
    # The digest chain of each origin; see chain.
    """
    create table links (
        origin text not null,
        seq integer not null,
        digest blob not null check (length(digest) = 32),
        primary key (origin, seq)
    ) strict, without rowid
    """,
)

INDEXES = (
    "create index events_by_lamport on events (lamport, origin, seq)",
    "create index events_by_incident on events (incident, at, lamport, origin, seq)",
    "create index events_by_short_id on events (substr(id, 25))",
    """
    create index events_lifecycle on events (lamport, origin, seq)
    where (kind = 'opened' or kind = 'closed' or kind = 'used')
    """,
    """
    create index events_landmarks on events (incident)
    where (kind = 'opened' or kind = 'closed' or kind = 'title' or kind = 'timezone')
    """,
    """
    create index events_turns on events (incident, at, lamport, origin, seq)
    where (kind = 'began' or kind = 'resolved')
    """,
    """
    create index events_titles on events (incident, text, id)
    where (kind = 'opened' or kind = 'title')
    """,
    """
    create index events_moves on events (incident)
    where kind = 'amend' and (json_extract(data, '$.set.at') is not null
        or json_extract(data, '$.set.kind') is not null)
    """,
    """
    create index events_corrections on events (json_extract(data, '$.target'))
    where (kind = 'amend' or kind = 'retract')
    """,
    "create index events_retractions on events (lamport) where kind = 'retract'",
    """
    create index events_evidence on events (incident, json_extract(data, '$.sha256'))
    where kind = 'evidence'
    """,
    """
    create unique index events_collected on events (source, source_id)
    where source is not null
    """,
)

TRIGGERS = (
    """
    create trigger events_never_change before update on events begin
        select raise(abort, 'events never change; correct one with another event');
    end
    """,
    """
    create trigger events_never_go before delete on events begin
        select raise(abort, 'events are never deleted; retract one with another event');
    end
    """,
)


# What was said of one kind about an event, within its incident.
_WORDS_ON = """
    from events as {word} indexed by events_corrections
    where {word}.kind = '{kind}'
      and json_extract({word}.data, '$.target') = +{event_id}
      and {word}.incident = fact.incident
"""


def stands(event_id: str) -> str:
    """Return the condition that the last word on an event does not retract it."""
    return f"""
    coalesce((
        select json_extract(no.data, '$.retracted') is 0
        {_WORDS_ON.format(word="no", kind="retract", event_id=event_id)}
        order by no.lamport desc, no.origin desc, no.seq desc limit 1
    ), 1)
    """


def _last_amended(field: str, said: str = "{}", condition: str = "1") -> str:
    """Return the last value said of a field; said wraps values that may be null."""
    value = f"json_extract(word.data, '$.set.{field}')"
    return f"""
    coalesce((
        select {said.format(value)}
        {_WORDS_ON.format(word="word", kind="amend", event_id="fact.id")}
          and json_type(word.data, '$.set.{field}') is not null
          and {stands("word.id")} and {condition}
        order by word.lamport desc, word.origin desc, word.seq desc limit 1
    ), {said.format(f"fact.{field}")})
    """


ON_THE_TIMELINE = """
    in ('began', 'detected', 'acknowledged', 'investigated', 'misleading', 'escalated',
        'communicated', 'mitigated', 'resolved', 'note')
"""
_KIND = _last_amended(
    "kind",
    condition=f"fact.kind {ON_THE_TIMELINE}"
    f" and json_extract(word.data, '$.set.kind') {ON_THE_TIMELINE}",
)
# In an array, so that "it has no end" is not taken for nothing said about its end.
_UNTIL = f"json_extract({_last_amended('until', said='json_array({})')}, '$[0]')"

VIEWS = (
    # What still stands, as corrected; the two views below read from it.
    f"""
    create view standing as
    select fact.id, fact.incident, fact.lamport, fact.origin, fact.seq, fact.data,
        {_KIND} as kind, {_last_amended("at")} as at, {_UNTIL} as until,
        {_last_amended("zone")} as zone, {_last_amended("text")} as text,
        {_last_amended("author")} as author
    from events as fact
    where fact.kind not in ('amend', 'retract')
      and {stands("fact.id")} and {stands("fact.incident")}
    """,
    f"""
    create view timeline as
    select incident,
        strftime('%Y-%m-%d %H:%M:%S', at / 1000000, 'unixepoch') as at_utc,
        strftime('%Y-%m-%d %H:%M:%S', iif(until >= at, until, null) / 1000000,
                 'unixepoch') as until_utc,
        kind, text, author, zone, id
    from standing
    where kind {ON_THE_TIMELINE}
    order by incident, at, lamport, origin, seq
    """,
    """
    create view incidents as
    select first.incident,
        coalesce((
            select text from standing as last
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
    where first.id = first.incident and first.kind = 'opened'
    order by first.lamport, first.origin, first.seq
    """,
)
