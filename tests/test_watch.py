"""watch, in a real terminal, with real processes that log."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminals import Terminal, terminal_environ
from tests.timelines import stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Shell

WATCH = [sys.executable, "-m", "pmlog", "watch"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Return a terminal's environment."""
    return terminal_environ(tmp_path)


def test_it_waits_for_the_first_event_and_then_shows_what_several_processes_log(
    environ: dict[str, str],
) -> None:
    with Terminal(WATCH, environ, rows=30) as terminal:
        terminal.wait_for("Waiting for an incident")
        _log(environ, "start", "Checkout is down")
        terminal.wait_for("Checkout is down")
        writers = [
            subprocess.Popen(
                [sys.executable, "-m", "pmlog", "event", f"from process {number}."],
                env=environ,
                stdout=subprocess.DEVNULL,
            )
            for number in range(6)
        ]
        assert [writer.wait() for writer in writers] == [0] * 6
        terminal.wait_for(
            lambda text: all(f"from process {number}." in text for number in range(6))
        )
        terminal.wait_for("▸")  # new
        terminal.wait_for(lambda text: "▸" not in text)  # and no longer
        terminal.type("q")

        assert terminal.ended() == 0
        assert "from process 5." in terminal.text


def _log(environ: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pmlog", *words],
        env=environ,
        check=True,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )


def test_corrections_and_the_end_are_shown_and_the_next_incident_is_turned_to(
    environ: dict[str, str], say: Shell
) -> None:
    say.ok("event", "first")
    with Terminal(WATCH, environ) as terminal:
        terminal.wait_for("open]")
        say.ok("event", "resolved: second")
        terminal.wait_for("resolved]")
        say.ok("set", "title", "Mail is late")
        terminal.wait_for("Mail is late")
        say.ok("close")
        terminal.wait_for("closed]")
        say.ok("start", "DNS is slow")
        terminal.wait_for("DNS is slow")


def test_the_incident_that_was_named_stays(environ: dict[str, str], say: Shell) -> None:
    say.ok("start", "Mail is late")
    with Terminal([*WATCH, "mail"], environ) as terminal:
        terminal.wait_for("Mail is late")
        say.ok("start", "Mail is late again")
        say.ok("close", "Mail is late")
        terminal.wait_for("closed]")

        assert "again" not in terminal.text


@pytest.mark.parametrize(
    ("leave", "code"),
    [("q", 0), ("\x03", 0), ("\x04", 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_the_terminal_is_given_back_however_it_ends(
    environ: dict[str, str], say: Shell, tmp_path: Path, leave: str | int, code: int
) -> None:
    say.ok("event", "Checkout is down")
    script = (
        "trap : INT HUP; stty -a >before; "
        f"{sys.executable} -m pmlog watch; echo code $?; stty -a >after"
    )
    with Terminal(["/bin/sh", "-c", script], environ, folder=str(tmp_path)) as terminal:
        terminal.wait_for("q quits")
        if isinstance(leave, str):
            terminal.type(leave)
        else:
            os.kill(_process_of("pmlog watch", str(tmp_path)), leave)
        terminal.wait_for(f"code {code}")
        assert terminal.ended() == 0
        last = {
            mode: terminal.raw.rfind(b"\x1b[?" + mode + b"h")
            < terminal.raw.rfind(b"\x1b[?" + mode + b"l")
            for mode in (b"1049", b"25", b"7")
        }

    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text()
    # The ordinary screen, a cursor, and lines that wrap.
    assert last == {b"1049": True, b"25": False, b"7": False}


def _process_of(words: str, folder: str) -> int:
    """Return the process of these words that runs in a folder."""
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                argv = file.read().replace(b"\0", b" ").decode().strip()
            if argv.endswith(f"-m {words}") and os.readlink(f"/proc/{entry}/cwd") == folder:
                return int(entry)
        except OSError:
            continue
    raise AssertionError(words)


def test_ctrl_z_gives_the_terminal_back_for_a_while(
    environ: dict[str, str], say: Shell
) -> None:
    say.ok("event", "Checkout is down")
    with Terminal(["/bin/bash", "--norc", "-i"], environ | {"PS1": "$ "}) as terminal:
        terminal.wait_for("$")
        terminal.type(f"{sys.executable} -m pmlog watch\r")
        terminal.wait_for("q quits")
        terminal.type("\x1a")
        terminal.wait_for("Stopped")
        terminal.type("stty -a | tr ' ' '\\n' | grep -x echo\r")
        terminal.wait_for("\necho\n")
        terminal.type("fg\r")
        say.ok("event", "while it stood still")
        terminal.wait_for("while it stood still")
        terminal.type("q")
        terminal.wait_for(lambda text: text.rstrip().endswith("$"))


def test_it_follows_the_size_of_the_terminal(
    environ: dict[str, str], tmp_path: Path
) -> None:
    said = (
        f"14:{n} note  number {n} of the things that happened to us" for n in range(10, 40)
    )
    stored(tmp_path / "log.db", *said)
    with Terminal(WATCH, environ, columns=100, rows=24) as terminal:
        terminal.wait_for("number 39 of the things that happened to us")
        terminal.resize(40, 12)
        terminal.wait_for(lambda text: "number 39" in text and "number 37" not in text)
        terminal.resize(100, 40)
        terminal.wait_for("number 10 of")
        terminal.type("q")

        assert terminal.ended() == 0


def test_a_log_that_is_locked_for_a_while_is_waited_for(
    environ: dict[str, str], say: Shell
) -> None:
    say.ok("event", "Checkout is down")
    with Terminal(WATCH, environ) as terminal:
        terminal.wait_for("q quits")
        holder = sqlite3.connect(say.path, isolation_level=None)
        holder.execute("pragma locking_mode = exclusive")
        holder.execute("begin immediate")
        holder.execute("insert into meta values ('held', 'by another program')")
        holder.execute("commit")
        terminal.wait_for("the log is locked by another program - q quits")
        assert "Checkout is down" in terminal.text
        holder.close()
        terminal.wait_for(lambda text: "locked" not in text)
        say.ok("event", "seen afterwards")
        terminal.wait_for("seen afterwards")


def test_a_log_that_is_replaced_is_read_anew(
    environ: dict[str, str], say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "Checkout is down")
    other = tmp_path / "other.db"
    say.ok("--db", str(other), "event", "Mail is late")
    with Terminal(WATCH, environ) as terminal:
        terminal.wait_for("Checkout is down")
        for suffix in ("", "-wal", "-shm"):
            (tmp_path / f"log.db{suffix}").unlink(missing_ok=True)
        terminal.wait_for("Waiting for an incident: there is no log at")
        os.replace(other, say.path)
        terminal.wait_for("Mail is late")


def test_it_keeps_nobody_from_checkpointing(environ: dict[str, str], say: Shell) -> None:
    say.ok("event", "Checkout is down")
    wal = say.path.with_name("log.db-wal")
    with Terminal(WATCH, environ) as terminal:
        terminal.wait_for("Checkout is down")
        say.ok("event", "more than the write-ahead log may be left with " * 9000)
        say.ok("event", "seen")
        terminal.wait_for("seen")

        assert not wal.exists() or wal.stat().st_size == 0


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace here to count its calls")
def test_between_two_ticks_it_does_nothing(environ: dict[str, str], tmp_path: Path) -> None:
    # By the clock that watch reads.
    _log(environ, "event", "--at", "-1m", "Checkout is down")
    calls = tmp_path / "calls"
    watched = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", str(calls)]
    watched += ["-e", "trace=pselect6,select,poll,openat", *WATCH]
    with Terminal(watched, environ, columns=100) as terminal:
        terminal.wait_for("q quits")
        first = _seconds_shown(terminal.text)
        terminal.wait_for(lambda text: _seconds_shown(text) >= first + 4)
        ticks = _seconds_shown(terminal.text) - first
        terminal.type("q")
        assert terminal.ended() == 0
    made = calls.read_text()
    opened = made.count(f'"{tmp_path}/log.db"')

    # One wait a tick, and some at the beginning: keys, sizes, the log still fresh.
    assert ticks <= len(re.findall(r"select|poll", made)) <= ticks + 10
    assert 1 <= opened <= 6


def _seconds_shown(text: str) -> int:
    match = re.search(r"(\d+) min (?:(\d+) s )?ago", text)
    return int(match[1]) * 60 + int(match[2] or 0) if match else -1


def test_where_there_is_no_terminal_it_says_what_to_use_instead(
    process: Callable[..., subprocess.CompletedProcess[str]],
    environ: dict[str, str],
) -> None:
    done = process("watch")
    assert done.returncode == 2
    assert done.stderr == (
        "pmlog: watch needs a terminal; 'pmlog timeline' prints what happened so far\n"
    )
    with Terminal(WATCH, environ | {"TERM": "dumb"}) as terminal:
        assert terminal.ended() == 2
        assert "watch needs a terminal whose TERM is not dumb" in terminal.text


def test_an_incident_that_does_not_exist_is_said_at_once(
    environ: dict[str, str], say: Shell
) -> None:
    with Terminal([*WATCH, "mail"], environ) as terminal:
        assert terminal.ended() == 3
    say.ok("event", "x")
    with Terminal([*WATCH, "mail"], environ) as terminal:
        assert terminal.ended() == 3
        assert terminal.text.startswith("pmlog: no incident 'mail'")


def test_without_colour_and_without_unicode_it_still_says_what_is_new(
    environ: dict[str, str], say: Shell
) -> None:
    say.ok("event", "-k", "misleading", "--for", "5m", "--at", "-1h", "the network")
    plain = environ | {"NO_COLOR": "1", "LC_ALL": "C"}
    with Terminal(WATCH, plain, columns=120) as terminal:
        terminal.wait_for("x ")
        say.ok("event", "new")
        terminal.wait_for("> ")
        terminal.type("q")

        assert terminal.ended() == 0
        assert terminal.raw.isascii()
        assert not re.search(rb"\x1b\[[\d;]*3\dm", terminal.raw)
