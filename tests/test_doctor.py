"""pmlog doctor: what would be used, why, and what is not well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Shell

    Process = Callable[..., subprocess.CompletedProcess[str]]

PROGRAMS = {"EDITOR": "cat", "PAGER": "cat"}


def signs(say: Shell, *argv: str) -> dict[str, Any]:
    """Return what doctor says, as an object."""
    found: dict[str, Any] = json.loads(say("doctor", "--json", *argv).out)
    return found


def test_all_is_well_on_a_fresh_machine(say: Shell) -> None:
    say.environ |= PROGRAMS
    out = say.ok("doctor")

    assert out.endswith("\nall is well\n")
    assert not say.path.exists()


def test_it_says_what_would_be_used_and_why(say: Shell) -> None:
    say.environ |= PROGRAMS | {"PMLOG_TZ": "europe/berlin"}
    say.ok("start", "Checkout is down")
    found = signs(say)

    assert found["log"] == {"value": str(say.path), "why": "PMLOG_DB", "problem": None}
    assert found["zone"]["value"] == "Europe/Berlin"
    assert found["zone"]["why"] == "PMLOG_TZ"
    assert found["author"] == {"value": "on-call", "why": "PMLOG_AUTHOR", "problem": None}
    assert found["contents"]["value"] == "events: 1, incidents: 1"
    assert found["incident"]["value"].endswith(" Checkout is down")
    assert found["editor"]["why"] == "EDITOR"


def test_the_log_of_an_option_wins(say: Shell, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")

    assert signs(say, "--db", other)["log"] == {
        "value": other,
        "why": "--db",
        "problem": None,
    }


def test_what_is_not_well_is_said_with_what_helps(say: Shell) -> None:
    say.ok("event", "x")
    say.path.chmod(0o644)
    say.environ |= {"PMLOG_TZ": "Mars/X", "EDITOR": "no-such-editor", "PAGER": "cat"}
    say.environ["PMLOG_INCIDENT"] = "nothing"
    code, out, _ = say("doctor")
    problems = {k: v["problem"] for k, v in signs(say).items() if v["problem"]}

    assert code == 1
    assert out.endswith("\n4 of these not well\n")
    assert list(problems) == ["zone", "mode", "incident", "editor"]
    assert "no zone is called 'Mars/X'" in problems["zone"]
    assert problems["mode"] == f"others can reach it: chmod 600 '{say.path}'"
    assert problems["editor"] == "there is no such program; set EDITOR"


def test_a_zone_that_has_no_name_is_not_well(process: Process) -> None:
    done = process("doctor", "--json", TZ="XYZ-3", **PROGRAMS)
    zone = json.loads(done.stdout)["zone"]

    assert done.returncode == 1
    assert (zone["value"], zone["why"]) == ("+03:00", "this machine's clock")
    assert "set PMLOG_TZ" in zone["problem"]


def test_a_file_of_another_program_is_looked_at_and_left_alone(say: Shell) -> None:
    say.path.write_text("not a log")
    found = signs(say)

    assert "is not a database" in found["contents"]["problem"]
    assert "mode" not in found
    assert say.path.read_text() == "not a log"
