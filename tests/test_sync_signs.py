"""What doctor and the prompt say of the shelf, and of what others log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pmlog.clock import MINUTE_US, SECOND_US
from tests.conftest import NOW_US, Shell
from tests.homes import Home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def team(say: Shell, tmp_path: Path) -> Shell:
    """Return a shell in whose log an incident is open, with a shelf to sync with."""
    (tmp_path / "shelf").mkdir()
    say.environ["PMLOG_SYNC"] = str(tmp_path / "shelf")
    say.ok("start", "Checkout is down")
    say.ok("sync")
    return say


def signs(say: Shell) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(say("doctor", "--json").out)
    return found


def test_doctor_names_the_shelf_and_how_far_behind_the_log_is(
    team: Shell, tmp_path: Path
) -> None:
    assert signs(team)["in_step"]["value"] == "yes"
    bob = Home(tmp_path, "bob")
    bob.says("of bob")
    bob.syncs(str(tmp_path / "shelf"))
    team.ok("event", "mine")
    team.now_us += MINUTE_US

    found = signs(team)

    assert found["shelf"]["value"] == str(tmp_path / "shelf")
    assert found["in_step"] == {
        "value": "1 event to push, 2 to take in",
        "why": "last 1 min ago",
        "problem": None,
    }


def test_doctor_says_that_the_shelf_is_not_reached(team: Shell, tmp_path: Path) -> None:
    (tmp_path / "shelf").rename(tmp_path / "away")

    assert "there is no such folder" in signs(team)["shelf"]["problem"]


def test_doctor_shows_no_password(team: Shell) -> None:
    team.environ["PMLOG_SYNC"] = "postgresql://ann:hunter2@127.0.0.1:1/pmlog"

    assert "hunter2" not in json.dumps(signs(team))


def test_the_prompt_says_that_what_is_logged_is_not_shared(
    team: Shell, tmp_path: Path
) -> None:
    assert team.ok("prompt") == "[Checkout is down +0 s]\n"
    (tmp_path / "shelf").rename(tmp_path / "away")
    assert team("sync").code == 1

    assert team.ok("prompt") == "[Checkout is down +0 s, not shared]\n"

    (tmp_path / "away").rename(tmp_path / "shelf")
    team.ok("sync")
    assert team.ok("prompt") == "[Checkout is down +0 s]\n"


def test_the_prompt_shows_what_others_log_as_it_comes(team: Shell, tmp_path: Path) -> None:
    bob = Home(tmp_path, "bob")
    bob.syncs(str(tmp_path / "shelf"))
    bob.says("the pool has no connection left, and more than fits")
    bob.syncs(str(tmp_path / "shelf"))
    team.now_us = bob.now_us
    team.ok("sync")

    shown = team.ok("prompt")
    assert shown == ("[Checkout is down +0 s; bob: the pool has no connection left, a…]\n")
    team.now_us += 3 * MINUTE_US
    assert "bob" not in team.ok("prompt")


def test_a_clock_that_is_off_is_said(team: Shell, tmp_path: Path) -> None:
    bob = Home(tmp_path, "bob")
    bob.now_us = NOW_US + 3600 * SECOND_US
    bob.says("from the future")
    bob.syncs(str(tmp_path / "shelf"))

    said = team("sync")

    assert said.code == 0
    assert "what bob-laptop logged is 1 h 1 s in the future here" in said.err
