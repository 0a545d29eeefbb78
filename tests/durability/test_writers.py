"""Promise 2, parallel writers: nothing lost, nothing twice, no error, in bounded time."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.durability.harness import Place, long

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Forks where a responder's shell would start a program: imports once, runs many times.
WRITER = """
import os, sys
from pmlog.__main__ import main
writer, events = sys.argv[1], int(sys.argv[2])
for number in range(events):
    child = os.fork()
    if child == 0:
        sys.argv = ["pmlog", "event", f"writer {writer} event {number}"]
        main()
        os._exit(99)
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit(1)
"""
WAITING = "pmlog: waiting up to 30 s for the log, locked by another program"


@contextlib.contextmanager
def reading(place: Place) -> Iterator[list[int]]:
    """Read the log again and again meanwhile; yield the counts of events that it saw."""
    seen: list[int] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            done = place.run("export")
            if "there is no log" not in done.err:
                assert done.code == 0, done.err
                seen.append(done.out.count("\n"))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield seen
    finally:
        is_over.set()
        reader.join()


def hold_the_lock(place: Place, for_s: float) -> None:
    """Hold the write lock as another program would, once there is a log."""
    while not place.path.exists():
        time.sleep(0.01)
    with contextlib.closing(sqlite3.connect(place.path, timeout=60)) as con:
        con.isolation_level = None
        con.execute("begin immediate")
        time.sleep(for_s)
        con.execute("rollback")


@pytest.mark.parametrize("size", long((12, 4, 1.2), (50, 20, 5.0)))
@pytest.mark.parametrize("is_first", [False, True])
def test_parallel_writers_lose_nothing_and_write_nothing_twice(
    tmp_path: Path, size: tuple[int, int, float], is_first: bool
) -> None:
    writers, events, held_s = size
    place = Place(tmp_path) if is_first else Place(tmp_path).with_log()
    with reading(place) as seen:
        children = [
            place.start(str(writer), str(events), program=(sys.executable, "-c", WRITER))
            for writer in range(writers)
        ]
        hold_the_lock(place, held_s)
        said = [child.communicate() for child in children]
    expected = [f"writer {w} event {n}" for w in range(writers) for n in range(events)]
    errors = {line for _, err in said for line in err.decode().splitlines()}

    assert errors <= {WAITING}
    assert [child.returncode for child in children] == [0] * writers
    assert sorted(place.texts()) == sorted(expected)
    assert seen == sorted(seen), "a reader saw fewer events than before"
    assert (
        len({incident for (incident,) in place.asked("select incident from events")}) == 1
    )
    place.judge(acknowledged=expected, attempted=expected)


HOLDS = {
    "from writers": ("begin immediate",),
    "from readers, too": ("pragma locking_mode = exclusive", "begin exclusive"),
}


@pytest.mark.parametrize("how", HOLDS)
def test_who_waits_longer_than_a_second_is_told_what_for(tmp_path: Path, how: str) -> None:
    place = Place(tmp_path).with_log()
    with contextlib.closing(sqlite3.connect(place.path)) as con:
        con.isolation_level = None
        for statement in HOLDS[how]:
            con.execute(statement)
        child = place.start("event", "patient")
        assert child.stderr
        told = child.stderr.readline().decode()
    out, err = child.communicate()

    assert told == WAITING + "\n"
    assert (child.returncode, err) == (0, b"")
    assert "note: patient" in out.decode()
