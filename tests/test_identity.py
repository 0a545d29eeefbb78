"""A file is told from its copies, and a number that was given out stays given out."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from pmlog.store import derived, identity, logfile
from pmlog.store.log import Log
from tests.conftest import NOW_US, needs_marks
from tests.timelines import written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "log.db").touch()
    return str(tmp_path / "log.db")


def test_a_file_is_the_one_that_was_taken_and_its_copy_is_not(path: str) -> None:
    remembered = identity.take(path, "origin")
    copy = shutil.copyfile(path, f"{path}.copy")

    assert identity.is_its_own(path, remembered, "origin", 0)
    assert not identity.is_its_own(copy, remembered, "origin", 0)


def test_a_file_is_not_taken_for_one_whose_number_begins_with_its_own(path: str) -> None:
    number, space, marked = identity.take(path, "origin").partition(" ")

    assert not identity.is_its_own(path, f"{number}0{space}{marked}", "origin", 0)
    assert not identity.is_its_own(path, f"{number}0", "origin", 0)
    assert identity.is_its_own(path, number, "origin", 0)


@needs_marks
def test_a_file_that_was_put_back_in_time_is_not_its_own(path: str) -> None:
    remembered = identity.take(path, "origin")
    identity.leave_mark(path, "origin", 8)

    assert identity.is_its_own(path, remembered, "origin", 8)
    assert not identity.is_its_own(path, remembered, "origin", 7)
    assert not identity.is_its_own(path, remembered, "another", 8)
    assert identity.last_marked(path, remembered, "origin") == 8
    assert identity.last_marked(path, f"0{remembered}", "origin") == 0


@needs_marks
def test_a_writer_that_comes_late_lowers_no_mark(path: str) -> None:
    remembered = identity.take(path, "origin")
    identity.leave_mark(path, "origin", 8)
    identity.leave_mark(path, "origin", 7)
    assert identity.last_marked(path, remembered, "origin") == 8
    identity.take(path, "another")
    assert identity.last_marked(path, remembered, "another") == 0


@needs_marks
def test_a_number_that_was_rolled_back_was_never_given_out(log: Log) -> None:
    origin, seq, _ = log.position()
    lost = [each._replace(origin=origin) for each in written("14:05 note  lost")]
    with contextlib.suppress(KeyboardInterrupt), log.transaction():
        log.claim(NOW_US)
        derived.append(log, lost)
        raise KeyboardInterrupt
    with log.transaction():
        derived.append(log, written("14:05 note  of another log"))

    assert (log.position()[0], log.given_out()) == (origin, seq)
    with log.transaction():
        assert log.claim(NOW_US)[0] == origin, "a needless new origin"


def test_the_fingerprint_is_another_after_each_write_and_the_same_without(
    log: Log,
) -> None:
    seen = []
    for each in written(*("14:05 note" for _ in range(4))):
        with log.transaction():
            derived.append(log, [each])
        seen.append(identity.fingerprint(log.path))
        log.position()
        with Log(log.path, logfile.READ_ONLY) as reader:
            reader.position()
        assert identity.fingerprint(log.path) == seen[-1]

    assert len(set(seen)) == 5
    os.rename(log.path, log.path + ".old")
    assert identity.fingerprint(log.path)[0] == (0, 0, 0)
