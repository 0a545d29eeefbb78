"""A log and an export of the first edition are read for ever."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3

import pytest

from tests.conftest import ROOT, Shell

LOGS = ROOT / "tests" / "logs"
CHECKOUT = "Checkout is down"


@pytest.fixture
def old(say: Shell) -> Shell:
    """Return a shell on a log that the first edition wrote."""
    shutil.copyfile(LOGS / "edition-1.db", say.path)
    return say


def exported(text: str) -> list[dict[str, object]]:
    """Return what an export holds, with the first edition's names made the second's."""
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        if "said" in line:
            line["as_typed"] = line.pop("said")
    return sorted(lines, key=lambda line: str(line["id"]))


def test_an_old_log_is_brought_up_to_date_and_loses_nothing(old: Shell) -> None:
    before = (LOGS / "edition-1.jsonl").read_text()

    assert exported(old.ok("export")) == exported(before)
    assert "sound; 19 events of 1 origin" in old.ok("verify")
    with contextlib.closing(sqlite3.connect(old.path)) as con:
        assert con.execute("pragma user_version").fetchone() == (2,)


def test_the_corrections_of_an_old_log_still_count(old: Shell) -> None:
    lines = old.ok("timeline", CHECKOUT).splitlines()

    assert [line.split(maxsplit=3)[1:] for line in lines if "misleading" in line] == [
        ["80afa7", "14:12:00", "+10m  misleading    Suspected the provider. (for 23 min)"]
    ]
    assert "a slip" not in "\n".join(lines)


def test_an_old_log_goes_on_where_it_was(old: Shell) -> None:
    assert "[Second one " in old.ok("event", "goes on")
    assert json.loads(old.ok("metrics", CHECKOUT, "--json"))["duration_s"] == 4671


def test_an_old_export_is_imported_as_it_was(say: Shell) -> None:
    say.ok("import", str(LOGS / "edition-1.jsonl"))

    assert exported(say.ok("export")) == exported((LOGS / "edition-1.jsonl").read_text())
    assert say.ok("import", str(LOGS / "edition-1.jsonl")).startswith("0 events imported")
