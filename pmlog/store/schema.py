"""Makes a log file, or brings an older one up to date.

Migrations are append-only: a released one is never edited, so its SQL is spelled out and
takes nothing from the code around it. Many processes may open a new file at the same
moment; each step here is safe under that.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat

from sqlite_utils import Database, Migrations

from pmlog.errors import ForeignLog, LogFailed, LogNotReady, NotOpened
from pmlog.incident.event import new_id
from pmlog.store import identity, logfile, queries

MIGRATIONS = Migrations("pmlog")


@MIGRATIONS()
def m001_events(db: Database) -> None:
    """Create the table of events, its guards, and views for people."""
    for statement in (*_TABLES, *_INDEXES, *_TRIGGERS, *_VIEWS):
        db.execute(statement)


_TABLES = (
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

_INDEXES = (
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

_TRIGGERS = (
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


def _stands(event_id: str) -> str:
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
          and {_stands("word.id")} and {condition}
        order by word.lamport desc, word.origin desc, word.seq desc limit 1
    ), {said.format(f"fact.{field}")})
    """


_ON_THE_TIMELINE = """
    in ('began', 'detected', 'acknowledged', 'investigated', 'misleading', 'escalated',
        'communicated', 'mitigated', 'resolved', 'note')
"""
_KIND = _last_amended(
    "kind",
    condition=f"fact.kind {_ON_THE_TIMELINE}"
    f" and json_extract(word.data, '$.set.kind') {_ON_THE_TIMELINE}",
)
# In an array, so that "it has no end" is not taken for nothing said about its end.
_UNTIL = f"json_extract({_last_amended('until', said='json_array({})')}, '$[0]')"

_VIEWS = (
    # What still stands, as corrected; the two views below read from it.
    f"""
    create view standing as
    select fact.id, fact.incident, fact.lamport, fact.origin, fact.seq, fact.data,
        {_KIND} as kind, {_last_amended("at")} as at, {_UNTIL} as until,
        {_last_amended("zone")} as zone, {_last_amended("text")} as text,
        {_last_amended("author")} as author
    from events as fact
    where fact.kind not in ('amend', 'retract')
      and {_stands("fact.id")} and {_stands("fact.incident")}
    """,
    f"""
    create view timeline as
    select incident,
        strftime('%Y-%m-%d %H:%M:%S', at / 1000000, 'unixepoch') as at_utc,
        strftime('%Y-%m-%d %H:%M:%S', iif(until >= at, until, null) / 1000000,
                 'unixepoch') as until_utc,
        kind, text, author, zone, id
    from standing
    where kind {_ON_THE_TIMELINE}
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


def prepare(path: str, now_us: int) -> None:
    """Leave a log of this format at path, made or migrated if need be.

    The file is readable by its owner alone, as are folders made for it. ForeignLog,
    NewerLog or LogFailed when that cannot be; a file that was there is then as it was.
    """
    _make_file(path)
    con = logfile.connect(path)
    try:
        logfile.patiently(path, lambda: _bring_up(con, path, now_us))
    except OSError as error:
        raise NotOpened(path, error) from error
    finally:
        con.close()


def objects() -> dict[str, str]:
    """Return the SQL of each table, index, trigger and view that a log has."""
    with contextlib.closing(sqlite3.connect(":memory:")) as con:
        MIGRATIONS.apply(Database(con, execute_plugins=False))
        return dict(con.execute(queries.OBJECTS).fetchall())


_HEADER = b"SQLite format 3\0"


def _make_file(path: str) -> None:
    try:
        _make_folders(os.path.dirname(path))
        # Without waiting, should it be a pipe.
        flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK
        with open(os.open(path, flags, 0o600), "rb") as file:
            is_file = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            head = file.read(len(_HEADER)) if is_file else None
            if head == b"":
                os.fchmod(file.fileno(), 0o600)
    except OSError as error:
        raise NotOpened(path, error) from error
    # SQLite takes a file of one byte for an empty one and would overwrite it.
    if head not in (b"", _HEADER):
        raise ForeignLog(path)


def _make_folders(folder: str) -> None:
    """Make a folder and those above it, each its owner's alone."""
    if not os.path.isdir(folder):
        _make_folders(os.path.dirname(folder))
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
            os.chmod(folder, 0o700)  # whatever the umask
            _sync_name(folder)


_NO_WAL = (
    "cannot be made here: its folder has no room for a write-ahead log; name a file on a "
    "local disk with --db or PMLOG_DB"
)


def _bring_up(con: sqlite3.Connection, path: str, now_us: int) -> None:
    """Make or migrate the log, unless it is of this format; safe to be done again."""
    try:
        logfile.check_identity(con, path)
    except LogNotReady:
        # SQLite does not wait for a lock when it changes the journal mode: our caller does.
        (mode,) = con.execute("pragma journal_mode = wal").fetchone()
        if mode != "wal":
            raise LogFailed(path, _NO_WAL) from None
        con.execute("pragma synchronous = full")
        _migrate(con, path, new_id(now_us))
        _sync_name(path)


def _migrate(con: sqlite3.Connection, path: str, origin: str) -> None:
    # The runner looks for what is pending outside any lock; this lock is taken before it.
    con.execute("begin immediate")
    try:
        MIGRATIONS.apply(Database(con, execute_plugins=False))
        if not con.execute("select 1 from meta where key = 'origin'").fetchone():
            file = identity.take(path, origin)
            con.executemany(
                "insert into meta values (?, ?)", (("origin", origin), ("file", file))
            )
        con.execute(f"pragma application_id = {logfile.APPLICATION_ID}")
        con.execute(f"pragma user_version = {logfile.FORMAT}")
        con.execute("commit")
    finally:
        if con.in_transaction:
            con.execute("rollback")


def _sync_name(path: str) -> None:
    """Make the name of a new file or folder durable, not only its content."""
    try:
        folder = os.open(os.path.dirname(path), os.O_RDONLY)
    except PermissionError:
        return  # where one may write but not look, this is the system's to do
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
