"""The pager, in a real terminal."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminals import Terminal, terminal_environ
from tests.timelines import stored

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

TIMELINE = [sys.executable, "-m", "pmlog", "timeline"]
needs_less = pytest.mark.skipif(not shutil.which("less"), reason="no less here")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Return a terminal's environment, its log of 40 events."""
    notes = (f"14:{number} note  event {number}." for number in range(10, 49))
    stored(tmp_path / "log.db", "14:09 misleading  event 9.", *notes)
    return terminal_environ(tmp_path)


@needs_less
def test_what_is_longer_than_the_screen_is_paged_in_colour(environ: dict[str, str]) -> None:
    with Terminal(TIMELINE, environ, rows=20) as terminal:
        terminal.wait_for("event 20.")
        terminal.wait_for(lambda text: text.endswith(":"))
        assert "event 48." not in terminal.text
        assert b"\x1b[33mmisleading" in terminal.raw
        terminal.type("G")
        terminal.wait_for("event 48.")
        # For the pager, which stays.
        terminal.type("\x03")
        terminal.wait_for(lambda text: _typed(terminal, "g") and "event 9." in text)
        terminal.type("q")

        assert terminal.ended() == 0


def _typed(terminal: Terminal, key: str) -> bool:
    # Ctrl-C may take with it what was typed right behind it.
    terminal.type(key)
    return True


@needs_less
def test_quitting_before_the_end_is_quiet(environ: dict[str, str], say: Shell) -> None:
    # More than a pipe holds, so that pmlog is still writing.
    say.ok("event", "-i", "db-1", "long " * 40_000)
    with Terminal([*TIMELINE, "--reverse"], environ) as terminal:
        terminal.wait_for(lambda text: text.endswith(":"))
        terminal.type("q")

        assert terminal.ended() == 0
        assert "pmlog:" not in terminal.text


@pytest.mark.parametrize(
    "variables",
    [
        {"PAGER": ""},
        {"PAGER": "cat"},
        {"PAGER": "no-such-pager -R"},
        {"PAGER": "false", "PMLOG_PAGER": ""},
    ],
)
def test_without_a_pager_it_is_printed(
    environ: dict[str, str], variables: dict[str, str]
) -> None:
    with Terminal(TIMELINE, environ | variables, rows=20) as terminal:
        assert terminal.ended() == 0
        assert terminal.lines[-2].endswith("event 48.")


def test_the_pager_is_ours_then_that_of_the_user(environ: dict[str, str]) -> None:
    chosen = {"PAGER": "false", "PMLOG_PAGER": "LINES=1 sed s/event/EVENT/"}
    with Terminal(TIMELINE, environ | chosen, rows=20) as terminal:
        assert terminal.ended() == 0
        assert "EVENT 48." in terminal.text
    with Terminal([*TIMELINE, "--no-pager"], environ | chosen, rows=20) as terminal:
        assert terminal.ended() == 0
        assert "EVENT" not in terminal.text


def test_what_fits_the_screen_is_not_paged(environ: dict[str, str]) -> None:
    chosen = {"PMLOG_PAGER": "sed s/event/EVENT/"}
    # 40 events, the heading, the date; the prompt takes a line.
    with Terminal(TIMELINE, environ | chosen, rows=43) as terminal:
        assert terminal.ended() == 0
        assert "EVENT" not in terminal.text
    with Terminal(TIMELINE, environ | chosen, rows=42) as terminal:
        assert terminal.ended() == 0
        assert "EVENT" in terminal.text


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(
    environ: dict[str, str], variables: dict[str, str]
) -> None:
    with Terminal([*TIMELINE, "--no-pager"], environ | variables) as terminal:
        assert terminal.ended() == 0
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_a_terminal_of_any_width_shows_every_word(
    say: Shell, tmp_path: Path, columns: int
) -> None:
    said = "the nodes 漢字漢字漢字 and שלום עולם and cafe\u0301s are down 🎉"
    say.ok("event", "-k", "misleading", "--for", "5m", "--at", "-1h", said)
    environ = terminal_environ(tmp_path) | {"PMLOG_PAGER": "", "LC_ALL": "C"}
    with Terminal(TIMELINE, environ, columns=columns, rows=40) as terminal:
        assert terminal.ended() == 0
        # Not one line was wrapped by the terminal itself, in the midst of a word.
        words = terminal.text.split()

    assert {"the", "nodes", "and", "are", "down", "שלום", "עולם", "🎉"} <= set(words)
    assert "✗" not in words
