"""The suite itself: whatever started it, its tests run under the same circumstances."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from tests.conftest import ROOT
from tests.processes import end_all_but, running

SHOW = """
import subprocess, sys
import tests.conftest
subprocess.run(["grep", "-E", "Sig(Ign|Blk)", "/proc/self/status"])
"""


IGNORED = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGALRM)


def test_what_a_test_starts_hears_signals_that_pytest_was_told_to_ignore() -> None:
    def ignore() -> None:
        for number in IGNORED:
            signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})

    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=ignore,
    )

    _, blocked, _, ignored = done.stdout.split()
    assert int(blocked, 16) == 0
    assert int(ignored, 16) & sum(1 << number - 1 for number in IGNORED) == 0


def test_what_is_left_running_is_ended_even_behind_a_parent_that_is_gone() -> None:
    known = running()
    subprocess.run(["sh", "-c", "setsid sleep 61 & sleep 62 &"], check=True)
    ended = end_all_but(known, patience_s=0.2)

    assert sorted(ended) == ["sleep 61", "sleep 62"]
    assert running().keys() <= known.keys()
