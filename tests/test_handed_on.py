"""One incident handed to a colleague, and files that a user can still write after sudo."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from pmlog import paths
from tests.conftest import Shell

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def colleague(tmp_path: Path, say: Shell) -> Shell:
    """Return the shell of somebody else, with a log of their own."""
    folder = tmp_path / "colleague"
    folder.mkdir()
    other = Shell(folder / "log.db", say._capsys, say._patch)
    other.environ["PMLOG_AUTHOR"] = "ann"
    return other


def test_one_incident_is_handed_on_whole(
    say: Shell, colleague: Shell, tmp_path: Path
) -> None:
    (tmp_path / "top.txt").write_text("output of top\n")
    say.ok("start", "It is slow")
    say.ok("event", "of the other incident")
    say.ok("start", "Checkout is down")
    say.ok("event", "500s", "--attach", str(tmp_path / "top.txt"))
    say.ok("amend", "last", "500s for all")
    say.ok("task", "add", "alert")
    part = say.ok("export", "-i", "checkout")
    heading = json.loads(part.splitlines()[0])["partial"]

    said = colleague("import", "-", stdin=part)
    assert said.code == 0
    assert "this is a part of a log" in said.err
    assert heading["title"] == "Checkout is down"
    assert heading["events"] == len(part.splitlines()) - 1
    for words in (("timeline",), ("metrics", "--json"), ("task", "list"), ("evidence",)):
        assert colleague.ok(*words) == say.ok(*words), words
    assert "other" not in colleague.ok("history", "--all")
    assert colleague.ok("import", "-", stdin=part).startswith("0 events imported")


def test_what_was_moved_to_an_incident_is_handed_on_with_it(
    say: Shell, colleague: Shell
) -> None:
    say.ok("start", "It is slow")
    event = json.loads(say.ok("event", "--json", "500s"))["id"]
    say.ok("start", "Checkout is down")
    say.ok("move", event, "checkout")
    colleague.ok("import", "-", stdin=say.ok("export", "-i", "checkout"))

    assert "500s" in say.ok("timeline", "checkout")
    assert "500s" in colleague.ok("timeline", "checkout")


def test_an_empty_home_is_a_sentence_and_not_the_root(say: Shell) -> None:
    for home in ("", "/"):
        say.environ = {"HOME": home, "TZ": "UTC"}
        said = say("event", "x")

        assert said.code == 4
        assert "there is no home folder to keep a log in" in said.err
        assert paths.user_templates(say.environ) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_root_makes_belongs_to_the_owner_of_the_folder_above(
    say: Shell, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 54321, 54322)
    say.environ = {"HOME": str(home), "TZ": "UTC", "PMLOG_AUTHOR": "root"}
    say.ok("event", "x")
    say.ok("event", "y")

    made = list(home.rglob("*"))
    assert len(made) >= 4
    assert {(each.stat().st_uid, each.stat().st_gid) for each in made} == {(54321, 54322)}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_root_writes_elsewhere_has_an_owner_who_can_write_it(
    say: Shell, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    os.chown(place, 54321, 54322)
    say.ok("event", "x")
    say.ok("render", "-o", str(place / "postmortem.md"))
    say.ok("render", "-o", f"{place}/reports/")
    say.ok("backup", str(place / "copy.db"))
    say.ok("sync", "--init", str(place / "shelf"))

    made = list(place.rglob("*"))
    assert len(made) >= 6
    assert {each.stat().st_uid for each in made} == {54321}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
def test_the_copy_of_a_git_shelf_belongs_to_the_owner_of_the_home(
    say: Shell, tmp_path: Path
) -> None:
    shelf = tmp_path / "team.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(shelf)], check=True)
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 54321, 54322)
    say.environ = {"HOME": str(home), "PATH": os.environ["PATH"], "PMLOG_AUTHOR": "root"}
    say.ok("event", "x")
    say.ok("sync", "--init", f"git+file:{shelf}")
    say.ok("event", "y")
    say.ok("sync", f"git+file:{shelf}")

    made = list((home / ".cache").rglob("*"))
    assert len(made) >= 8
    assert {(each.stat().st_uid, each.stat().st_gid) for each in made} == {(54321, 54322)}
