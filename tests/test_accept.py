"""What a log lacks is accepted once; what an import brings never stops a command."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pmlog.store.accepted import Gap, is_covered
from tests.conftest import process_environ

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell


def exported(say: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in say.ok("export").splitlines()]


def bring(say: Shell, *events: dict[str, Any]) -> None:
    say.ok("import", "-", stdin="\n".join(map(json.dumps, events)))


def foreign(say: Shell, number: int) -> dict[str, Any]:
    """Return an event of another log, its number the one given."""
    last = exported(say)[-1]
    new = {
        "id": f"019f0000-0000-7000-8000-{number:012x}",
        "origin": "another",
        "seq": number,
    }
    return last | new | {"lamport": 50 + number}


def test_a_gap_is_found_until_it_is_accepted_and_only_that(
    say: Shell, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    say.ok("event", "one")
    say.ok("backup", copy)
    bring(say, foreign(say, 5))

    assert say("verify").code == 1
    refused = say("backup", "--force", copy)
    assert (refused.code, "verify --accept" in refused.err) == (1, True)
    assert say("verify", "--accept").code == 0
    assert "sound, but for 1 accepted gap" in say.ok("verify")
    assert say("backup", "--force", copy).code == 0
    bring(say, foreign(say, 9))
    assert say("verify").code == 1
    assert "events 6 to 8" in say("verify").out


def test_what_is_accepted_is_noted_with_who_and_when(say: Shell) -> None:
    say.ok("event", "one")
    bring(say, foreign(say, 3))
    said = say("verify", "--accept", "--json")
    found = json.loads(said.out)

    assert found["findings"] == []
    assert [(each["seq"], each["last_seq"]) for each in found["accepted"]] == [(1, 2)]
    assert "accepted: events 1 to 2 of origin another" in said.err


def test_damage_cannot_be_accepted(say: Shell) -> None:
    import sqlite3

    say.ok("event", "one")
    with sqlite3.connect(say.path) as con:
        con.execute("drop trigger events_never_go")
    con.close()

    assert say("verify", "--accept").code == 1


@pytest.mark.parametrize(
    ("known", "is_known"),
    [
        ([], False),
        ([Gap("a", 1, 9)], True),
        ([Gap("b", 1, 9)], False),
        ([Gap("a", 2, 4), Gap("a", 5, 7)], True),
        ([Gap("a", 5, 7), Gap("a", 1, 4)], True),
        ([Gap("a", 2, 3), Gap("a", 5, 7)], False),
        ([Gap("a", 2, 6)], False),
    ],
)
def test_numbers_are_covered_by_all_that_was_accepted(
    known: list[Gap], is_known: bool
) -> None:
    assert is_covered("a", 2, 7, known) is is_known


# Lines that hurt later.


def commands(say: Shell) -> list[int]:
    each = (
        "timeline",
        "list",
        "evidence",
        "stats",
        "status",
        "metrics",
        "render",
        "history",
    )
    return [say(name).code for name in each]


def test_an_event_of_ones_own_that_was_never_numbered_is_no_theft(say: Shell) -> None:
    say.ok("event", "one")
    last = exported(say)[-1]
    made_up = last | {
        "id": "019f0000-0000-7000-8000-00000000000a",
        "seq": 1000,
        "lamport": 9,
    }
    bring(say, made_up)
    say.ok("event", "two")

    assert exported(say)[-1]["origin"] != last["origin"]
    assert "logged here, and gone" not in say("verify").out
    assert say("verify", "--accept").code == 0


def test_an_opening_that_sorts_before_the_real_one_stops_nothing(say: Shell) -> None:
    say.ok("event", "one")
    first = exported(say)[0]
    early = {
        "id": "00000000-0000-7000-8000-00000000000a",
        "origin": "a",
        "seq": 1,
        "lamport": 1,
    }
    bring(say, first | early | {"text": "another"})

    assert say("event", "two").code == 0
    assert set(commands(say)) <= {0, 3}


@pytest.mark.parametrize("size", [10**400, 2**63, -1])
def test_a_size_that_none_can_be_is_refused_or_of_no_meaning(say: Shell, size: int) -> None:
    say.ok("event", "one")
    piece = {"sha256": "a" * 64, "name": "core", "size": size}
    line = json.dumps(foreign(say, 1) | {"data": {"attached": [piece]}})
    said = say("import", "-", stdin=line)

    assert (said.code, "data that cannot be used: attached" in said.err) == (1, True)


def test_a_reader_that_left_ends_a_command_as_a_shell_tells_of_it(
    say: Shell, tmp_path: Path
) -> None:
    for number in range(40):
        say.ok("event", f"{number} {'x' * 4000}")
    running = subprocess.Popen(
        [sys.executable, "-m", "pmlog", "export"],
        env=process_environ(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout
    running.stdout.readline()
    running.stdout.close()
    _, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (141, b"")


def test_a_refused_append_leaves_a_damaged_log_to_the_byte(
    say: Shell, tmp_path: Path, process: Any
) -> None:
    for number in range(30):
        say.ok("event", f"{number} {'x' * 2000}")
    assert process("event", "in the write-ahead log").returncode == 0
    content = bytearray(say.path.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 60] = bytes(60)
    say.path.write_bytes(content)
    files = [say.path, tmp_path / "log.db-wal"]
    before = [file.read_bytes() for file in files]
    refused = process("event", "boom")

    assert (refused.returncode, "was left as it is" in refused.stderr) == (4, True)
    assert [file.read_bytes() for file in files] == before
