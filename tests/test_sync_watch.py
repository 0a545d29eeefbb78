"""Two people, two machines: logs that are kept in step while both work."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from pmlog.sync import state
from pmlog.sync.turns import Shells
from tests.conftest import process_environ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PMLOG = [sys.executable, "-m", "pmlog"]
PATIENCE_S = 40.0


class Machine:
    """A responder's machine: processes, a log, a shelf to sync with."""

    def __init__(self, folder: Path, name: str, shelf: Path) -> None:
        home = folder / name
        home.mkdir()
        self.path = home / "log.db"
        self.environ = process_environ(home) | {
            "PMLOG_AUTHOR": name,
            "PMLOG_SYNC": str(shelf),
            "PYTHONUNBUFFERED": "1",
        }
        self._started: list[subprocess.Popen[str]] = []

    def says(self, *words: str) -> str:
        """Run pmlog, which must succeed, and return what it printed."""
        done = subprocess.run(
            [*PMLOG, *words],
            env=self.environ,
            capture_output=True,
            text=True,
            check=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        return done.stdout

    def watches(self, *options: str) -> subprocess.Popen[str]:
        """Keep the log in step."""
        command = [*PMLOG, "sync", "--watch", "--every", "1s", *options]
        started = subprocess.Popen(
            command,
            env=self.environ,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._started.append(started)
        return started

    def ends(self) -> None:
        """End what was started."""
        for each in self._started:
            each.kill()
            each.communicate()


def wait_until(is_so: Callable[[], bool]) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until_s
        time.sleep(0.05)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    both = Machine(tmp_path, "ann", shelf), Machine(tmp_path, "bob", shelf)
    yield both
    for each in both:
        each.ends()


def test_what_one_logs_the_other_sees_and_the_shelf_may_be_away(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    ann, bob = machines
    ann.says("event", "the page")
    watching = [ann.watches(), bob.watches()]
    wait_until(lambda: bob.path.exists() and "the page" in bob.says("export"))

    shelf = tmp_path / "shelf"
    shelf.rename(tmp_path / "away")
    wait_until(lambda: getattr(state.read(str(ann.path)), "how", "") == state.LATE)
    ann.says("event", "meanwhile")
    (tmp_path / "away").rename(shelf)
    wait_until(lambda: "meanwhile" in bob.says("export"))

    for each in watching:
        each.terminate()
    (out, err), _ = (each.communicate(timeout=60) for each in watching)
    assert [each.returncode for each in watching] == [0, 0]
    assert out.startswith("pushed 2 events; in step with")
    assert err.count("cannot be reached") == 1
    assert "Traceback" not in err


def test_one_watches_for_all_shells_until_the_last_is_gone(
    machines: tuple[Machine, Machine],
) -> None:
    ann, _ = machines
    ann.says("event", "the page")
    shells = [subprocess.Popen(["sleep", "600"]) for _ in range(2)]
    try:
        watching = ann.watches("--shell", str(shells[0].pid))
        wait_until(lambda: state.read(str(ann.path)) is not None)

        second = ann.watches("--shell", str(shells[1].pid))
        assert second.wait(60) == 0  # at once: there is one
        shells[0].kill()
        shells[0].wait()
        ann.says("event", "still in step")
        wait_until(lambda: "nothing new" in ann.says("sync"))
        assert watching.poll() is None
        shells[1].kill()
        shells[1].wait()

        assert watching.wait(60) == 0
    finally:
        for each in shells:
            each.kill()
            each.wait()


def test_a_shell_that_comes_when_the_last_one_goes_is_not_overheard(tmp_path: Path) -> None:
    path = str(tmp_path / "log.db")
    gone = subprocess.Popen(["true"])
    gone.wait()
    first, second = Shells(path), Shells(path)

    assert first.add(gone.pid)
    assert not second.add(os.getpid())
    assert not first.are_gone(gone.pid)
