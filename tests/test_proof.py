"""A document says what it was made from, and the log can be held to it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import sqlite3
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell


def rendered(say: Shell, folder: Path) -> Path:
    say.ok("began", "checkout answers 500")
    say.ok("resolved", "the pool is larger")
    path = folder / "postmortem.md"
    say.ok("render", "-o", str(path))
    return path


def test_the_log_holds_what_a_document_was_made_from(say: Shell, tmp_path: Path) -> None:
    path = rendered(say, tmp_path)

    assert say.ok("verify", "--against", str(path)) == (
        f"{path}: the log holds all 3 events\n"
    )
    say.ok("event", "an afterthought")
    assert say.ok("verify", "--against", str(path)) == (
        f"{path}: the log holds all 3 events; 1 event came since\n"
    )
    assert json.loads(say.ok("verify", "--against", str(path), "--json")) == {
        "file": str(path), "held": True, "events": {"document": 3, "log": 4},
    }  # fmt: skip


def test_the_digest_is_that_of_the_export_by_origin_and_number(
    say: Shell, tmp_path: Path
) -> None:
    other = str(tmp_path / "other.db")
    for db in (str(say.path), other):
        say.ok("start", "--db", db, "--key", "INC-1", "Checkout")
        say.ok("event", "--db", db, "slow")
    say.ok("import", "-", stdin=say.ok("export", "--db", other))
    document = rendered(say, tmp_path).read_text()
    _, *lines = say.ok("export", "-i", "INC-1").splitlines()
    said = re.search(r"(\d+) events sha256:(\w+)", document)
    by_origin = sorted(
        lines, key=lambda line: itemgetter("origin", "seq")(json.loads(line))
    )
    digest = hashlib.sha256("".join(f"{line}\n" for line in by_origin).encode())

    assert said
    assert said.groups() == (str(len(lines)), digest.hexdigest())
    assert lines == [line for line in say.ok("export").splitlines() if line in lines]


def test_a_changed_event_shows_though_the_guards_are_back(
    say: Shell, tmp_path: Path
) -> None:
    path = rendered(say, tmp_path)
    with contextlib.closing(sqlite3.connect(say.path, isolation_level=None)) as con:
        (guard,) = con.execute(
            "select sql from sqlite_master where name = 'events_never_change'"
        ).fetchone()
        con.execute("drop trigger events_never_change")
        con.execute("update events set text = 'nothing happened' where kind = 'began'")
        con.execute(guard)
    said = say("verify", "--against", str(path))

    assert say("verify").code == 0
    assert (said.code, "does not hold the 3 events" in said.out) == (1, True)


def test_what_the_document_was_made_from_makes_it_not_stale(
    say: Shell, tmp_path: Path
) -> None:
    path = rendered(say, tmp_path)
    say.ok("close")

    assert say("render", "-o", str(path), "--check").code == 0


def test_a_document_that_says_nothing_is_told_how_it_would(
    say: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "other.md"
    path.write_text("# A bad day\n")
    say.ok("event", "x")

    assert "pmlog render -o" in say("verify", "--against", str(path)).err
    assert say("verify", "--against", str(tmp_path / "none.md")).code == 3
