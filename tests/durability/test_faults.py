"""Promise 4, injected faults: an error in one sentence, or the event is there.

Never exit 0 without it, never a traceback, never a log that is the worse for it.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.durability.harness import (
    ALL,
    FAST,
    FULL,
    TEXT,
    Ended,
    Place,
    counted,
    failing,
    needs_strace,
    spread,
    traced,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FAULTS = {
    "pwrite64": ("ENOSPC", "EIO"),
    "fdatasync": ("EIO", "ENOSPC"),
    "fsync": ("EIO",),
    "ftruncate": ("EIO", "ENOSPC"),
    "openat": ("EACCES", "EMFILE", "EIO", "EROFS"),
    "pread64": ("EIO",),
    "mmap": ("ENOMEM",),
    "fcntl": ("ENOLCK", "EINTR"),
    "unlink": ("EACCES",),
    "fchmod": ("EPERM",),
    "newfstatat": ("EACCES", "EIO"),
}
SET = ("set", "impact", TEXT)
START = ("start", TEXT)
CLOSE = ("close",)
IMPORT = ("import", "events.jsonl")
READERS = (("timeline",), ("render",), ("export",))


class Extent(NamedTuple):
    """How many faults to inject."""

    calls: tuple[str, ...]
    most: int  # points of each call
    errors: int  # at each point


ALL_FAULTS = Extent(tuple(FAULTS), ALL, ALL)
MANY = Extent(tuple(FAULTS), 2, 1)
FEW = Extent(("pwrite64", "fdatasync", "openat"), 1, 1)


def ways(place: Place, argv: Sequence[str], extent: Extent) -> list[tuple[str, str, str]]:
    """Return faults to inject: call, error, when ("3+" is all from the third on)."""
    found = []
    for call, count in counted(place, argv, extent.calls).items():
        points = spread(count, extent.most)
        for error in FAULTS[call][: extent.errors]:
            found += [(call, error, str(n)) for n in points]
            # A lock that is never to be had is waited for: half a minute each.
            found += [(call, error, f"{n}+") for n in points[:1] if call != "fcntl"]
    return found


def happened(place: Place, error: str) -> bool:
    return any(error in call.result and "INJECTED" in call.result for call in traced(place))


def says_why(done: Ended) -> bool:
    """Whether there is one sentence about the failure, and a code that fits it."""
    return done.code in (1, 3, 4) and done.err.count("pmlog: ") == 1 and done.is_clean


def fresh(tmp_path: Path, name: str, *, is_first: bool) -> Place:
    place = Place(tmp_path / name)
    place.folder.mkdir()
    if is_first:
        return place
    return place.with_log()


WRITERS = (
    (FAST, False), (FAST, True), (FULL, False), (START, True), (SET, False),
    (CLOSE, False), (IMPORT, False),
)  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "is_first", "extent"),
    [
        (FAST, False, MANY),
        *((*writer, FEW) for writer in WRITERS[1:]),
        *(pytest.param(*writer, ALL_FAULTS, marks=pytest.mark.long) for writer in WRITERS),
    ],
)
def test_a_fault_is_told_or_the_event_is_there(
    tmp_path: Path, argv: Sequence[str], is_first: bool, extent: Extent
) -> None:
    needs_strace()
    wanted = "closed" if argv == CLOSE else TEXT
    lines = ""
    if argv == IMPORT:
        elsewhere = fresh(tmp_path, "elsewhere", is_first=True)
        elsewhere.ok(*FAST)
        lines = elsewhere.ok("export")

    def place(name: str) -> Place:
        made = fresh(tmp_path, name, is_first=is_first)
        (made.folder / "events.jsonl").write_text(lines)
        return made

    faults = ways(place("unharmed"), argv, extent)
    failures = []
    hits = 0
    for call, error, when in faults:
        hurt = place(f"{call}-{error}-{when}")
        done = hurt.run(*argv, by=failing(hurt, call, error, when))
        hits += happened(hurt, error)
        is_there = wanted in [word for event in hurt.events() for word in event]
        is_told = says_why(done) and (argv[0] != "event" or "to log it later" in done.err)
        if not (is_there and done.code == 0 and done.is_clean) and not is_told:
            failures.append((call, error, when, done, is_there))
        is_note = argv in (FAST, FULL, IMPORT)
        hurt.judge(acknowledged=[], attempted=[TEXT] if is_note else [])

    assert failures == []
    assert hits >= len(faults) * 0.9


@pytest.mark.parametrize(
    ("argv", "extent"),
    [
        (("timeline",), FEW),
        *(pytest.param(argv, ALL_FAULTS, marks=pytest.mark.long) for argv in READERS),
    ],
)
def test_a_reader_tells_of_a_fault_or_reads_all_the_same(
    tmp_path: Path, argv: Sequence[str], extent: Extent
) -> None:
    needs_strace()
    place = fresh(tmp_path, "place", is_first=False)
    place.ok(*FAST)
    expected = place.run(*argv).out
    failures = []
    for call, error, when in ways(place, argv, extent):
        done = place.run(*argv, by=failing(place, call, error, when))
        reads = done.code == 0 and done.out == expected and done.is_clean
        if not reads and not says_why(done):
            failures.append((call, error, when, done))

    assert failures == []


def test_a_folder_that_cannot_be_synced_is_told(tmp_path: Path) -> None:
    needs_strace()
    place = Place(tmp_path)
    # SQLite syncs data alone; these are the syncs of names.
    by = ("strace", "-f", "-o", str(tmp_path / "trace"), "-e", "trace=fsync", "-e",
          "inject=fsync:error=EIO:when=1+")  # fmt: skip
    done = place.run(*FAST, by=by)

    assert happened(place, "EIO")
    assert says_why(done), done
    assert "to log it later" in done.err


@pytest.mark.parametrize("call", ["pread64", "close", "fsync"])
def test_a_backup_that_fails_is_told_and_leaves_nothing_behind(
    tmp_path: Path, call: str
) -> None:
    needs_strace()
    place = fresh(tmp_path, "place", is_first=False)
    place.ok("backup", "sound.db")
    trace = tmp_path / "trace"
    by = ("strace", "-y", "-o", str(trace), "-e", f"trace={call}")
    place.run("backup", "first.db", by=by)
    calls = [line for line in trace.read_text().splitlines() if line.startswith(call)]
    first = 1 + next(n for n, line in enumerate(calls) if ".pmlog-backup-" in line)
    injected = f"inject={call}:error=EIO:when={first}"
    done = place.run("backup", "copy.db", by=(*by, "-e", injected))

    assert "INJECTED" in trace.read_text()
    assert says_why(done), done
    assert "may or may not be there" not in done.err
    left = sorted(each.name for each in place.folder.iterdir())
    assert left == ["first.db", "log.db", "sound.db"]


@pytest.mark.parametrize("argv", [FAST, FULL, SET, START])
def test_an_insert_that_fails_is_told(tmp_path: Path, argv: Sequence[str]) -> None:
    place = Place(tmp_path).with_log()
    place.asked(
        "create trigger no before insert on events begin select raise(abort, 'no'); end"
    )
    done = place.run(*argv)

    assert says_why(done), done
    assert "to log it later" in done.err
    assert place.texts() == []


def test_every_error_has_a_name() -> None:
    assert all(hasattr(errno, name) for names in FAULTS.values() for name in names)
