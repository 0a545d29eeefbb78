"""The digest chain: each event of an origin sealed together with all before it.

A link is the SHA-256 of the link before it (32 bytes of zero for a first one) and of the
event: for each column, in the export's order, "-" where it is null, else the number of
its bytes in decimal, a colon and the bytes (integers as decimal digits, instants as
microseconds). So a changed event no longer fits its own link, and a changed link no longer
fits the next one.

`pmlog event` links nothing: hashlib alone costs as much to import as the insert. Slower
commands do it afterwards, in turns so short that no writer waits for them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from pmlog.errors import LogUnusable
from pmlog.incident.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.store.log import Log

FIRST = bytes(32)
TURN = 2000  # events

# The bytes of each column, whatever they are: also what is no UTF-8 any more.
_BYTES = ", ".join(f"cast({column} as blob)" for column in Event._fields)
_UNLINKED = "not exists (select 1 from links where (origin, seq) = (fact.origin, fact.seq))"


class Linked(NamedTuple):
    """An event as it was found, with the link that was found for it, if any."""

    origin: str
    seq: int
    link: bytes | None
    columns: tuple[bytes | None, ...]

    def column(self, name: str) -> str:
        """Return a column as text, to show it."""
        return (self.columns[Event._fields.index(name)] or b"").decode("utf-8", "replace")


def link(before: bytes, columns: tuple[bytes | None, ...]) -> bytes:
    """Return the link of an event behind the link before it."""
    parts = (b"-" if each is None else b"%d:%b" % (len(each), each) for each in columns)
    return hashlib.sha256(before + b"".join(parts)).digest()


def seal(log: Log, *, is_thorough: bool = False) -> int:
    """Link what is not linked yet and return how many events that were.

    Each origin from its last link on; if is_thorough, also what an import filled in
    before. Where the log cannot be written now, it waits for the next time.
    """
    return sum(map(len, _turns(log, is_thorough=is_thorough)))


def seal_in_passing(log: Log) -> None:
    """Link some of what is not linked yet, for commands that have other things to do."""
    next(_turns(log, is_thorough=False), None)


def _turns(log: Log, *, is_thorough: bool) -> Iterator[list[int]]:
    """Link what is not linked yet, turn by turn; yield the numbers of each."""
    try:
        for origin, last, last_linked in _tails(log):
            if last == last_linked and not is_thorough:
                continue
            after = 0 if is_thorough else last_linked
            while turn := _turn(log, origin, after):
                yield turn
                after = turn[-1]
    except LogUnusable:
        pass


def _tails(log: Log) -> list[tuple[str, int, int]]:
    """Return each origin with the last number of its events and of its links."""
    return list(
        log.rows(
            "with recursive known (origin) as (select min(origin) from events union all"
            " select (select min(origin) from events where origin > known.origin)"
            " from known where origin is not null)"
            " select origin, (select max(seq) from events where origin = known.origin),"
            " (select coalesce(max(seq), 0) from links where origin = known.origin)"
            " from known where origin is not null"
        )
    )


def _turn(log: Log, origin: str, after: int) -> list[int]:
    """Link the next events of an origin, in a transaction; return their numbers."""
    with log.transaction(patience_s=0):
        found = log.rows(
            f"select seq, (select digest from links where (origin, seq) ="
            f" (fact.origin, fact.seq - 1)), {_BYTES} from events as fact"
            f" where origin = ? and seq > ? and {_UNLINKED} order by seq limit {TURN}",
            origin,
            after,
        )
        links: dict[int, bytes] = {}
        for seq, before, *columns in found:
            links[seq] = link(before or links.get(seq - 1) or FIRST, tuple(columns))
        rows = ((origin, seq, digest) for seq, digest in links.items())
        log.write("insert into links values (?, ?, ?)", rows)
    return list(links)


def linked_events(log: Log) -> Iterator[Linked]:
    """Yield every event with its link, in order of (origin, seq)."""
    rows = log.rows(
        f"select origin, seq, digest, {_BYTES} from events left join links using"
        " (origin, seq) order by origin, seq"
    )
    for origin, seq, digest, *columns in rows:
        yield Linked(origin, seq, digest, tuple(columns))


def lonely_links(log: Log) -> dict[str, dict[int, bytes]]:
    """Return the links whose events are gone, in order, by origin and number."""
    found: dict[str, dict[int, bytes]] = {}
    for origin, seq, digest in log.rows(
        "select origin, seq, digest from links where not exists (select 1 from events"
        " where (origin, seq) = (links.origin, links.seq)) order by origin, seq"
    ):
        found.setdefault(origin, {})[seq] = digest
    return found
