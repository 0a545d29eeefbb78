"""Promise 1, exit 0 means durable: the log is synced before anything is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.durability.harness import (
    FAST,
    MODULE,
    SCRIPT,
    WAYS_IN,
    Call,
    Place,
    needs_strace,
    traced,
    tracing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

IMPORT = ("import", "events.jsonl")
FIRST = (FAST, ("start", "Another"), IMPORT)
LATER = (*WAYS_IN, *FIRST[1:], ("set", "impact", "500s"), ("close",))
CASES = (
    *((argv, MODULE, True) for argv in FIRST),
    *((argv, MODULE, False) for argv in LATER),
    (FAST, SCRIPT, False),
)


SYNCING = "write,pwrite64,pwritev,ftruncate,fsync,fdatasync"


def is_write(call: Call) -> bool:
    return call.name in ("pwrite64", "write", "pwritev", "ftruncate") and (
        "log.db>" in call.arguments or "log.db-wal>" in call.arguments
    )


def is_sync(call: Call) -> bool:
    return call.name in ("fsync", "fdatasync") and "log.db" in call.arguments


def is_confirmation(call: Call) -> bool:
    return call.name == "write" and call.arguments.startswith("1<")


def is_synced_after(calls: list[Call], written: int) -> bool:
    file = calls[written].arguments.partition(",")[0]
    return any(is_sync(call) and call.arguments == file for call in calls[written:])


@pytest.mark.parametrize(("argv", "program", "is_first"), CASES)
def test_the_log_is_synced_after_the_last_write_and_before_the_confirmation(
    tmp_path: Path, argv: Sequence[str], program: Sequence[str], is_first: bool
) -> None:
    needs_strace()
    place = Place(tmp_path)
    if argv == IMPORT:
        place.ok("--db", "other.db", "start", "Elsewhere")
        (tmp_path / "events.jsonl").write_text(place.ok("--db", "other.db", "export"))
    if not is_first:
        place.with_log()
    by = tracing(place, "-y", "-e", f"trace={SYNCING}", everything=True)
    done = place.run(*argv, by=by, program=program)
    assert done.code == 0, done.err
    calls = list(traced(place))
    said = next(n for n, call in enumerate(calls) if is_confirmation(call))
    before = calls[:said]
    writes = [n for n, call in enumerate(before) if is_write(call)]

    assert writes
    assert [before[n] for n in writes if not is_synced_after(before, n)] == []


def test_the_names_of_a_new_log_and_its_folders_are_synced(tmp_path: Path) -> None:
    needs_strace()
    place = Place(tmp_path)
    path = tmp_path / "made" / "for" / "it" / "log.db"
    by = tracing(place, "-y", "-e", f"trace={SYNCING}", everything=True)
    done = place.run("event", "first", by=by, PMLOG_DB=str(path))
    assert done.code == 0, done.err
    calls = list(traced(place))
    said = next(n for n, call in enumerate(calls) if is_confirmation(call))
    synced = {
        call.arguments.partition("<")[2].rstrip(">")
        for call in calls[:said]
        if call.name in ("fsync", "fdatasync")
    }

    assert {str(folder) for folder in path.parents[:4]} <= synced
