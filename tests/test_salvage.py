"""What is left of a damaged log is saved, and only that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlog import queries
from pmlog.store import Log
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
        assert saved.err.startswith(f"pmlog: {EVENTS - len(lines)} events of ")
        assert say("export").code == 4
    there = str(tmp_path / "other.db")
    say.ok("import", "--db", there, "-", stdin=saved.out)
    with Log(there) as log:
        assert queries.count(log) == len(lines)
    assert say.path.read_bytes() == content, "it was left as it is"


def test_of_a_sound_log_all_is_saved(say: Shell) -> None:
    say.ok("event", "one")

    assert say.ok("export", "--salvage") == say.ok("export")
