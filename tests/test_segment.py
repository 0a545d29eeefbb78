"""What the prompt shows, and what it never does."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from pmlog.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from tests.conftest import NOW_US, Shell

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def checkout(say: Shell) -> Shell:
    """Return a shell in whose log an incident began an hour and five minutes ago."""
    say.ok("start", "Checkout is down")
    say.ok("event", "-k", "began", "--at", "-65m", "every payment fails")
    return say


def test_it_is_the_open_incident_and_how_long_it_has_lasted(checkout: Shell) -> None:
    assert checkout.ok("prompt") == "[Checkout is down +1 h 5 min]\n"


@pytest.mark.parametrize(
    ("later_us", "shown"),
    [
        (30 * SECOND_US, "+1 h 5 min"),
        (55 * MINUTE_US, "+2 h"),
        (2 * DAY_US, "+2 d 1 h"),
        (-65 * MINUTE_US + 42 * SECOND_US, "+42 s"),
        (-3 * HOUR_US, "+0 s"),
    ],
)
def test_the_last_part_of_a_duration_is_left_out(
    later_us: int, shown: str, checkout: Shell
) -> None:
    checkout.now_us = NOW_US + later_us

    assert checkout.ok("prompt") == f"[Checkout is down {shown}]\n"


def test_it_says_resolved_until_the_next_event_would_open_another(checkout: Shell) -> None:
    checkout.ok("event", "-k", "resolved", "it was DNS")
    shown = "[Checkout is down, resolved after 1 h 5 min]\n"

    checkout.now_us = NOW_US + 12 * HOUR_US
    assert checkout.ok("prompt") == shown
    checkout.now_us += SECOND_US
    assert checkout.ok("prompt") == ""
    checkout.environ["PMLOG_INCIDENT"] = "checkout"
    assert checkout.ok("prompt") == shown


def test_it_is_the_incident_that_the_environment_names(checkout: Shell) -> None:
    checkout.ok("start", "Slow reports")
    assert checkout.ok("prompt") == "[Slow reports +0 s]\n"

    checkout.environ["PMLOG_INCIDENT"] = "checkout"
    assert checkout.ok("prompt") == "[Checkout is down +1 h 5 min]\n"
    checkout.ok("close", "checkout")
    assert checkout.ok("prompt") == "[Checkout is down, closed]\n"
    checkout.environ["PMLOG_INCIDENT"] = "nothing of the kind"
    assert checkout.ok("prompt") == "[Slow reports +0 s]\n"


def test_nothing_is_shown_where_no_incident_is_open(checkout: Shell) -> None:
    checkout.ok("close")

    assert checkout.ok("prompt") == ""


def test_what_a_copy_had_logged_before_is_no_news_from_others(
    checkout: Shell, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    checkout.ok("event", "x")
    checkout.ok("backup", copy)

    assert checkout.ok("prompt", "--db", copy) == checkout.ok("prompt")


def test_a_long_title_is_cut_and_its_escapes_are_text(say: Shell) -> None:
    say.ok("start", "\x1b]0;gone\x07\nLine two of a title that is long")

    assert say.ok("prompt") == "[\uff3cx1b]0;gone\uff3cx07 Line two of a… +0 s]\n"
    assert say.ok("prompt", "--raw") == "[\\x1b]0;gone\\x07 Line two of a… +0 s]\n"


def test_a_log_that_is_missing_damaged_or_foreign_shows_nothing(say: Shell) -> None:
    assert say("prompt") == (0, "", "")
    assert not say.path.exists()
    for content in (b"", b"not a database", b"SQLite format 3\0" + b"\1" * 4096):
        say.path.write_bytes(content)
        assert say("prompt") == (0, "", "")
        assert say.path.read_bytes() == content


def test_a_locked_log_is_waited_for_an_instant(
    say: Shell, process: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    say.ok("start", "Checkout is down")
    con = sqlite3.connect(say.path)
    con.execute("pragma locking_mode = exclusive")
    con.execute("begin exclusive")
    start = time.monotonic()
    done = process("prompt", PMLOG_DB=str(say.path))
    con.close()

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    # The patience of other commands is 30 seconds.
    assert time.monotonic() - start < 15


def test_both_ways_in_show_the_same_and_leave_the_log_as_it_is(
    say: Shell, process: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    say.ok("start", "Checkout is down", "--at", "2026-11-20T14:05Z")
    before = say.path.read_bytes()
    quick = process("prompt", PMLOG_DB=str(say.path)).stdout
    full = process("prompt", "--db", str(say.path)).stdout

    assert quick.startswith("[Checkout is down +")
    assert full == quick
    assert say.path.read_bytes() == before


@pytest.mark.parametrize(
    ("for_", "shown"),
    [
        ("bash", "\uff04(touch x) \u02cby\u02cb 5% \uff3cw !"),
        ("zsh", "\uff04(touch x) \u02cby\u02cb 5%% \\w \uff01"),
        ("fish", "$(touch x) `y` 5% \\w !"),
    ],
)
def test_a_prompt_of_ones_own_expands_nothing_of_a_title(
    say: Shell, for_: str, shown: str
) -> None:
    say.ok("start", "$(touch x) `y` 5% \\w !")

    assert say.ok("prompt", "--for", for_) == f"[{shown} +0 s]\n"
    assert (
        say.ok("prompt") == "[\uff04(touch x) \u02cby\u02cb 5\uff05 \uff3cw \uff01 +0 s]\n"
    )
    assert say("prompt", "--for", "csh").code == 2
