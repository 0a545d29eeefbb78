"""The log is its owner's alone, under any umask, and a crash tells nobody what it holds."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from pmlog import __main__ as program
from tests.durability.harness import Call, Place, needs, needs_strace, traced, tracing

if TYPE_CHECKING:
    from pathlib import Path

OPEN_UMASK = ("sh", "-c", 'umask 000; exec "$@"', "sh")
SECRET = "the password is hunter2"


def path(call: Call) -> str:
    return call.arguments.split('"')[1]


def test_no_file_is_readable_by_others_at_any_moment(tmp_path: Path) -> None:
    needs_strace()
    place = Place(tmp_path)
    place.path = tmp_path / "made" / "for" / "it" / "log.db"
    place.environ["PMLOG_DB"] = str(place.path)
    made = []
    for argv in (
        ("event", SECRET),
        ("event", "--at", "now", SECRET),
        ("backup", str(tmp_path / "made" / "copy.db")),
    ):
        by = tracing(place, "-e", "trace=openat,open,creat", everything=True)
        done = place.run(*argv, by=[*OPEN_UMASK, *by])
        assert done.code == 0, done.err
        made += [call for call in traced(place) if "O_CREAT" in call.arguments]
    ours = [call for call in made if str(tmp_path) in call.arguments]
    # What was made before for its owner alone stays so, however SQLite opens it.
    known = {path(call) for call in ours if call.arguments.endswith(" 0600")}
    paths = [tmp_path / "made", *(tmp_path / "made").rglob("*")]
    modes = {each: stat.S_IMODE(each.stat().st_mode) for each in paths}

    assert ours
    assert [call for call in ours if path(call) not in known] == []
    assert set(modes.values()) == {0o700, 0o600}, modes
    assert {mode for each, mode in modes.items() if each.is_file()} == {0o600}


def test_a_umask_that_forbids_everything_forbids_the_owner_nothing(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path)
    place.path = tmp_path / "made" / "log.db"
    place.environ["PMLOG_DB"] = str(place.path)
    copy = tmp_path / "copy.db"
    # Root needs no permission, unless that is taken from it.
    as_user = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    needs("setpriv")
    for argv in (("event", SECRET), ("backup", str(copy))):
        by = [*as_user, "sh", "-c", 'umask 777; exec "$@"', "sh"]
        done = place.run(*argv, by=by)
        assert done.code == 0, done.err
    made = (place.path.parent, place.path, copy)

    assert [stat.S_IMODE(each.stat().st_mode) for each in made] == [0o700, 0o600, 0o600]


def test_what_is_unforeseen_repeats_nothing_of_what_was_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        int(SECRET)
    except ValueError as error:
        program._say_unforeseen(error)
    said = capsys.readouterr().err

    assert said.startswith("pmlog: something unforeseen happened (ValueError in test_priv")
    assert SECRET not in said


def test_a_damaged_text_is_not_repeated_in_an_error(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    place.ok("event", "--at", "now", SECRET)
    with closing(sqlite3.connect(place.path)) as log:
        log.execute("pragma wal_checkpoint(truncate)")
    content = place.path.read_bytes()
    assert b"hunter2" in content
    place.path.write_bytes(content.replace(b"hunter2", b"hunter\xff"))
    for argv in (("timeline",), ("export",), ("render",)):
        said = place.run(*argv)
        assert (said.code, "is damaged" in said.err, said.is_clean) == (4, True, True)
        assert "hunter" not in said.err + said.out
