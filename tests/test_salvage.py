"""What is left of a damaged log is saved, and only that."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

from pmlog.store import queries
from pmlog.store.log import Log
from tests.bench import logs
from tests.conftest import Shell

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = 500


@pytest.mark.parametrize("damage", [b"\xff" * 4096, b"\x00" * 4096, b"x" * 40])
def test_events_of_a_damaged_log_are_saved_and_the_others_counted(
    say: Shell, tmp_path: Path, damage: bytes
) -> None:
    logs.make(say.path, EVENTS)
    exported = set(say.ok("export").splitlines())
    content = bytearray(say.path.read_bytes())
    text = content.index(b"event 250 ")
    page = text - text % 4096
    at = page if len(damage) == 4096 else text
    content[at : at + len(damage)] = damage
    say.path.write_bytes(content)
    saved = say("export", "--salvage")
    lines = saved.out.splitlines()

    assert EVENTS - 30 < len(lines) < EVENTS + 1
    assert len(set(lines) - exported) <= (len(damage) < 4096), "only what was overwritten"
    if len(damage) == 4096:
        assert saved.code == 1
        assert f"{EVENTS - len(lines)} of the events cannot be read" in saved.err
        assert say("export").code == 4
    there = str(tmp_path / "other.db")
    say.ok("import", "--db", there, "-", stdin=saved.out)
    with Log(there) as log:
        assert queries.count(log) == len(lines)
    assert say.path.read_bytes() == content, "it was left as it is"


@pytest.mark.parametrize("kept", [0.5, 0.6])
def test_of_a_log_that_was_cut_off_what_is_there_is_saved(say: Shell, kept: float) -> None:
    logs.make(say.path, EVENTS)
    exported = set(say.ok("export").splitlines())
    content = say.path.read_bytes()
    say.path.write_bytes(content[: int(len(content) * kept)])
    saved = say("export", "--salvage")

    assert saved.code == 1
    assert len(saved.out.splitlines()) > EVENTS * kept / 4
    assert set(saved.out.splitlines()) < exported


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5])
def test_no_losses_are_made_up(say: Shell, page: int) -> None:
    logs.make(say.path, EVENTS)
    content = bytearray(say.path.read_bytes())
    content[page * 4096 : (page + 1) * 4096] = bytes(4096)
    say.path.write_bytes(content)
    saved = say("export", "--salvage")
    lost = EVENTS - len(saved.out.splitlines())

    assert saved.code in {int(lost > 0), 4}
    assert not lost or saved.code == 4 or re.search(f"unknown|, {lost} of", saved.err)


def test_what_no_import_would_take_is_lost_and_not_saved(say: Shell) -> None:
    say.ok("event", "one")
    with sqlite3.connect(say.path) as con:
        con.execute("drop trigger events_never_change")
        con.execute("update events set zone = 'Mars/Olympus' where kind = 'note'")
    con.close()
    saved = say("export", "--salvage")

    assert "1 of the events cannot be read" in saved.err
    assert [json.loads(line)["kind"] for line in saved.out.splitlines()] == ["opened"]


def test_of_what_is_no_log_any_more_nothing_is_promised(say: Shell) -> None:
    logs.make(say.path, EVENTS)
    say.path.write_bytes(say.path.read_bytes()[:4096])
    saved = say("export", "--salvage")

    assert (saved.code, saved.out) in ((1, ""), (4, ""))
    assert "--salvage" not in saved.err


def test_of_a_sound_log_all_is_saved(say: Shell) -> None:
    say.ok("event", "one")

    assert say.ok("export", "--salvage") == say.ok("export")
