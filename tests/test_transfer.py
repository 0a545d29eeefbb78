"""Import beside others, and how far it is."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.bench import logs
from tests.conftest import ROOT, process_environ
from tests.terminals import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAR = """
import os, sys, time
from pmlog.cli import progress
progress.PATIENCE_S = progress._EVERY_S = 0
with progress.Bar("importing", 4, {"TERM": "xterm"}) as bar:
    for part in bar.over("abcd", len):
        while part == "c" and not os.path.exists(sys.argv[1]):
            time.sleep(0.01)
print("done")
"""


def test_a_pipe_that_is_slow_keeps_nobody_from_logging(
    process: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    process("event", "before")
    exported = process("export").stdout
    importing = subprocess.Popen(
        [*logs.PMLOG, "import", "-"],
        env=process_environ(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert importing.stdin
    importing.stdin.write(exported)
    importing.stdin.flush()

    assert process("event", "meanwhile").returncode == 0
    said, _ = importing.communicate()
    assert said == "0 events imported, 2 were there already\n"


def test_a_bar_is_shown_on_a_terminal_and_gone_at_the_end(tmp_path: Path) -> None:
    go_on = tmp_path / "go-on"
    argv = [sys.executable, "-c", BAR, str(go_on)]
    with Terminal(argv, {"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("importing [############............]  50%")
        go_on.touch()
        terminal.wait_for("done")
        assert terminal.ended() == 0

        assert "importing" not in terminal.text


def test_no_bar_is_shown_in_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BAR, os.devnull],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert (done.stdout, done.stderr) == ("done\n", "")
