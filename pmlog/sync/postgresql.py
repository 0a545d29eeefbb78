"""PostgreSQL and what speaks its protocol: a table, a row an event.

Nothing is decided there: rows are put once and read. The SQL is in postgresql.sql.
"""

from __future__ import annotations

import os
import re
import time
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

from pmlog.sync import numbers
from pmlog.sync.connection import Connection, Server
from pmlog.sync.shelf import Line, NotReached, Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from pmlog.sync.numbers import Spans
    from pmlog.sync.shelf import Mine

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
Lines = list[Line]

# Some engines take 3,000 rows, or 10 MiB, a transaction.
_ROWS = 1_000
_CHARACTERS = 4 * 1024 * 1024

# `create table if not exists` is no promise where several do it at once.
_MADE_MEANWHILE = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.DuplicateTable,
    psycopg.errors.DuplicateObject,
)
TABLE = "the table pmlog_events"


def statements() -> dict[str, str]:
    """Return the SQL by its name."""
    path = os.path.join(os.path.dirname(__file__), "postgresql.sql")
    with open(path, encoding="utf-8") as file:
        found = re.findall(r"^-- (\w+): [^;]*?\n(?!--)([^;]+);", file.read(), re.MULTILINE)
    return dict(found)


class Database:
    """A table of events."""

    def __init__(self, address: str, name: str) -> None:
        self.name = name
        self.made = ""
        self.ahead_us: int | None = None
        self._server = Server(address, name)
        self._sql = statements()
        self._is_there = True

    def close(self) -> None:
        """Hang up."""
        self._server.close()

    def make(self) -> None:
        """Make the table where there is none."""
        self._heads()
        if not self._is_there:
            self._make()
            self.made = TABLE

    def _make(self) -> None:
        def work(connection: Connection) -> None:
            try:
                connection.execute(self._sql["make"])
            except _MADE_MEANWHILE:
                connection.rollback()

        try:
            self._server.do(work)
        except psycopg.errors.InsufficientPrivilege as error:
            self._server.close()
            raise NotReached(
                self.name,
                f"{TABLE} is not there, and this role may not make it",
                f"whoever owns the database makes it with 'pmlog sync --init {self.name}'",
            ) from error
        except psycopg.Error as error:
            raise self._server.refused(error) from error
        self._is_there = True

    def list(self, mine: Mine) -> dict[str, Spans]:
        """Return the numbers of each origin that are there: 1 to the last, as it seems.

        As each log puts its own in order, that is what there is. Numbers that are missing
        show when they are fetched, and are asked for again each time. To repair, every
        number is looked at.
        """
        heads = self._heads()
        if mine.is_exact:
            return {origin: self._exactly(origin, last) for origin, last in heads.items()}
        return {origin: ((1, last),) for origin, last in heads.items()}

    def _heads(self) -> dict[str, int]:
        def work(connection: Connection) -> Rows:
            try:
                rows = connection.execute(self._sql["heads"]).fetchall()
            except psycopg.errors.UndefinedTable:
                connection.rollback()
                self._is_there = False
                return []
            self._is_there = True
            return rows

        before_us = time.time_ns() // 1000
        rows = self._do(work, is_list=True)
        if rows:
            # The transaction began on its way; halfway is as good as can be known.
            now_us = (before_us + time.time_ns() // 1000) // 2
            self.ahead_us = int(rows[0][2] * 1_000_000) - now_us
        return {origin: last for origin, last, _ in rows}

    def _exactly(self, origin: str, last: int) -> Spans:
        return numbers.joined(
            (seq, seq) for seq, _, _ in self._rows(origin, 1, last, with_bodies=False)
        )

    def get(
        self,
        origin: str,
        wanted: Spans,
        refused: Collection[str],  # noqa: ARG002 - there is no other piece
    ) -> Iterator[Piece]:
        """Yield what there is of what is wanted, in pieces without gaps."""
        for first, last in wanted:
            begin = first
            while begin <= last:
                rows = self._batch(origin, begin, last, with_bodies=True)
                if not rows:
                    break
                yield from _pieces(origin, rows)
                begin = rows[-1][0] + 1

    def _rows(
        self, origin: str, first: int, last: int, *, with_bodies: bool
    ) -> Iterator[tuple[Any, ...]]:
        while rows := self._batch(origin, first, last, with_bodies=with_bodies):
            yield from rows
            first = rows[-1][0] + 1

    def _batch(self, origin: str, first: int, last: int, *, with_bodies: bool) -> Rows:
        asked = (origin, first, last, with_bodies, _ROWS)

        def work(connection: Connection) -> Rows:
            return connection.execute(self._sql["fetch"], asked).fetchall()

        return self._do(work)

    def put(self, origin: str, lines: Iterator[Line], mine: Mine) -> int:
        """Put events there, some hundred in a transaction; return how many."""
        if not self._is_there:
            self._make()
        done = 0
        for batch in _batches(lines):
            self._put(origin, batch, mine)
            done += len(batch)
        return done

    def _put(self, origin: str, batch: Lines, mine: Mine) -> None:
        rows = [(origin, line.seq, line.id, line.text) for line in batch]

        def work(connection: Connection) -> int:
            with connection.cursor() as cursor:
                cursor.executemany(self._sql["put"], rows)
                return cursor.rowcount

        new = self._do(work)
        if new != len(batch):
            # They were there: after a commit whose answer was lost, or as others'.
            there = self._rows(origin, batch[0].seq, batch[-1].seq, with_bodies=False)
            ids = {seq: each for seq, each, _ in there}
            for line in batch:
                if ids.get(line.seq) != line.id:
                    mine.refused[f"{origin} event {line.seq}"] = (
                        "it is another one there than here; two logs have gone on from "
                        "the same copy, or one of the two was changed"
                    )
                    break
        if origin in mine.own:
            mine.sound[origin] = max(mine.sound.get(origin, 0), batch[-1].seq)

    def _do(self, work: Callable[[Connection], T], *, is_list: bool = False) -> T:
        try:
            return self._server.do(work, is_list=is_list)
        except psycopg.Error as error:
            raise self._server.refused(error) from error

    def tend(self, mine: Mine) -> None:
        """Rows need no putting together."""


def _pieces(origin: str, rows: Rows) -> Iterator[Piece]:
    # What follows its number as its place does has no gap.
    numbered = enumerate(rows)
    for _, run in groupby(numbered, key=lambda each: each[1][0] - each[0]):
        bodies = [row for _, row in run]
        first, last = bodies[0][0], bodies[-1][0]
        texts = [row[2] for row in bodies]
        yield Piece(f"{origin} events {first} to {last}", origin, first, last, texts.copy)


def _batches(lines: Iterator[Line]) -> Iterator[Lines]:
    batch: Lines = []
    size = 0
    for line in lines:
        if batch and (len(batch) == _ROWS or size + len(line.text) > _CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line.text)
    if batch:
        yield batch
