"""pmlog doctor: what would be used, why, and what is not well."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from pmlog import when
from pmlog.doctor import Sign, Surroundings, ground, shell, zones

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable
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


def test_a_damaged_log_is_not_well(say: Shell) -> None:
    for number in range(8):
        say.ok("event", f"{number} {'x' * 2000}")
    content = bytearray(say.path.read_bytes())
    middle = content.index(b"4 xxx")
    content[middle - 300 : middle + 4700] = b"\xff" * 5000
    say.path.write_bytes(content)

    assert "pmlog help log says" in signs(say)["structure"]["problem"]


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


# What can be tried is tried.


def around(path: str, *, user: int, parent: int = 1, **environ: str) -> Surroundings:
    return Surroundings(environ, path, "--db", 0, user, parent)


def named(found: Iterable[Sign]) -> dict[str, Sign]:
    return {sign.name: sign for sign in found}


def test_a_log_is_tried_in_its_own_folder_which_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "log.db"
    found = named(ground.signs(around(str(path), user=os.geteuid())))

    assert found["trial"].value == "created, written, locked, synced"
    assert found["folder"] == Sign("folder", str(tmp_path), "yours")
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_is_there_is_opened_for_writing_and_left_alone(say: Shell) -> None:
    say.ok("event", "x")
    files = sorted(each.name for each in say.path.parent.iterdir())
    content = say.path.read_bytes()
    found = named(ground.signs(around(str(say.path), user=os.geteuid())))

    assert found["writable"].value == "yes"
    assert not any(sign.problem for sign in found.values())
    assert say.path.read_bytes() == content
    assert sorted(each.name for each in say.path.parent.iterdir()) == files


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc here")
def test_where_no_file_can_be_made_it_says_so_and_what_helps(say: Shell) -> None:
    say.environ |= PROGRAMS
    code, out, _ = say("doctor", "--db", "/proc/pmlog/log.db")

    assert code == 1
    assert "a log cannot be created in /proc: " in out
    assert "name a file in a folder of yours with --db or PMLOG_DB" in out


def test_a_folder_that_is_not_ones_own_is_said_to_be_whose(tmp_path: Path) -> None:
    path, me = str(tmp_path / "log.db"), os.geteuid()
    other = named(ground.signs(around(path, user=me + 1)))["folder"]

    assert other.why.endswith("'s")
    assert other.why != "yours"


def test_a_wrong_tz_is_said(process: Process) -> None:
    done = process("doctor", "--json", TZ="Europe/Berln", **PROGRAMS)
    zone = json.loads(done.stdout)["zone"]

    assert (zone["value"], zone["why"]) == ("UTC", "TZ")
    assert zone["problem"].startswith("TZ is 'Europe/Berln', which names no zone")


@pytest.mark.parametrize(
    ("setting", "is_right"),
    [
        *(("Europe/Berlin", True), (":Europe/Berlin", True), ("UTC", True), ("", True)),
        *(("CET-1CEST,M3.5.0,M10.5.0/3", True), ("<+0545>-5:45", True)),
        *(("Berlin", False), ("Europe/Berln", False), ("europe/berlin ", False)),
        *(("/no/such/zoneinfo/X", False), ("+02:00", True)),
    ],
)
def test_tz_is_a_zone_or_describes_one(setting: str, is_right: bool) -> None:
    assert when.is_tz_setting(setting) is is_right


def test_an_abbreviation_that_is_out_of_season_is_said() -> None:
    july_us = when.read("2026-07-01 12:00 UTC", now_us=0, zone="UTC").at_us
    asked = around("/x", user=0, PMLOG_TZ="PST")._replace(now_us=july_us)
    zone = named(zones.signs(asked))["zone"]

    assert zone.value == "-08:00"
    assert zone.problem == (
        "PST was read as UTC-08:00; America/Los_Angeles had PDT (UTC-07:00) on that date"
    )


def test_it_says_whose_zone_files_are_read(say: Shell) -> None:
    assert signs(say)["zone_files"]["value"].startswith("pytz's: /")


def test_it_says_which_shell_has_read_the_script() -> None:
    loaded = {"PMLOG_SHELL": "bash", "PMLOG_SHELL_PID": "42", "SHELL": "/bin/zsh"}
    here = named(shell.signs(around("/x", user=0, parent=42, HOME="/h", **loaded)))
    above = named(shell.signs(around("/x", user=0, parent=0, HOME="/h", **loaded)))

    assert here["shell"].value == "bash"
    assert here["shell"].why == "it has read what pmlog shell-init prints"
    assert above["shell"].value == "zsh"
    assert above["shell"].why.startswith("another bash above this one has read it")
