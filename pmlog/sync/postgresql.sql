-- All that is asked of a PostgreSQL, or of what speaks its protocol (CockroachDB,
-- YugabyteDB, Aurora DSQL, Citus). Without triggers, sequences, advisory locks, secondary
-- indexes, foreign keys, temporary tables and operators of JSON, which some of them lack.

-- make: the one table. The id stands beside the body, to compare without reading it.
create table if not exists pmlog_events (
    origin text not null,
    seq bigint not null,
    id text not null,
    body text not null,
    primary key (origin, seq)
);

-- heads: the last number of each origin, from one to the next by the primary key. Going
-- through all rows would take longer each day.
with recursive found (origin) as (
    select min(origin) from pmlog_events
    union all
    select (select min(origin) from pmlog_events where origin > found.origin)
    from found where found.origin is not null
)
select origin, (select max(seq) from pmlog_events where pmlog_events.origin = found.origin),
    extract(epoch from current_timestamp)
from found where origin is not null;

-- fetch: the events of an origin from one number to another, with their bodies or without.
select seq, id, case when $4::boolean then body else '' end
from pmlog_events where origin = $1 and seq between $2 and $3
order by seq limit $5;

-- put: an event. Whoever is not sure that it arrived puts it again.
insert into pmlog_events (origin, seq, id, body) values ($1, $2, $3, $4)
on conflict (origin, seq) do nothing;
