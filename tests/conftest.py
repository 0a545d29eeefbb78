"""The fixtures: a log, and a way to say a command to it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code. Where CI is
# set, a run has the same examples as the one before it: what fails there fails here.
settings.register_profile("patient", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, print_blob=True
)
settings.load_profile("ci" if os.environ.get("CI") else "patient")

# Typer forces colours where these are set, and it looks when it is imported.
for _variable in ("GITHUB_ACTIONS", "FORCE_COLOR", "PY_COLORS"):
    os.environ.pop(_variable, None)
# Or each process that a test starts would compile all of pmlog anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ |= {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}

from pmlog import cli  # noqa: E402 - after the environment
from pmlog.store import identity, schema  # noqa: E402
from pmlog.store.log import Log  # noqa: E402
from tests import processes  # noqa: E402

processes.hear_signals()
processes.adopt_orphans()

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
LONG_LIMIT_S = 3600
NOW_US = 1_795_269_909_123_456  # 2026-11-21T14:05:09.123456Z


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


class Shell:
    """A responder's shell, with a log of its own: the full command line, in-process."""

    def __init__(
        self, path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
    ) -> None:
        self.path = path
        self.environ = {
            "PMLOG_DB": str(path),
            "PMLOG_AUTHOR": "on-call",
            "HOME": str(path.parent),
            "TZ": "UTC",
        }
        self.now_us = NOW_US
        self._capsys = capsys
        self._patch = patch

    def __call__(self, *argv: str, stdin: str | bytes | None = None) -> Said:
        """Run pmlog with these words; stdin None is a terminal that says nothing."""
        self._patch.setattr(sys, "stdin", _Input(stdin))
        with pytest.raises(SystemExit) as ended:
            cli.run(list(argv), self.environ, self.now_us)
        return Said(_code(ended.value), *self._capsys.readouterr())

    def ok(self, *argv: str, stdin: str | bytes | None = None) -> str:
        """Run pmlog, which must succeed, and return what it printed."""
        said = self(*argv, stdin=stdin)
        assert said.code == 0, said.err
        return said.out


def _code(ended: SystemExit) -> int:
    return ended.code if isinstance(ended.code, int) else int(bool(ended.code))


class _Input(io.TextIOWrapper):
    def __init__(self, text: str | bytes | None) -> None:
        self._is_terminal = text is None
        data = text if isinstance(text, bytes) else (text or "").encode()
        super().__init__(io.BytesIO(data), encoding="utf-8")

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Kill what a test started and left running, and fail the test for it."""
    known = processes.running()
    yield
    left = processes.end_all_but(known)
    assert not left, f"left running, and killed: {left}"


@pytest.fixture
def say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Return a shell whose log does not exist yet."""
    return Shell(tmp_path / "log.db", capsys, monkeypatch)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """Yield an open, empty log."""
    path = str(tmp_path / "log.db")
    schema.prepare(path, NOW_US)
    with Log(path) as opened:
        yield opened


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs `python -m pmlog` as a real process."""

    def run(
        *argv: str, stdin: str | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pmlog", *argv],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=process_environ(tmp_path) | env,
        )

    return run


def _takes_marks() -> bool:
    with tempfile.NamedTemporaryFile() as file:
        return identity.leave_mark(file.name, "a try", 0)


needs_marks = pytest.mark.skipif(
    not _takes_marks(), reason="files take no marks here (extended attributes)"
)


def process_environ(folder: Path) -> dict[str, str]:
    """Return an environment in which the log and the home lie in folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PMLOG_", "XDG_"))}
    return kept | {
        "PMLOG_DB": str(folder / "log.db"),
        "PMLOG_AUTHOR": "on-call",
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
    }


def pytest_xdist_auto_num_workers() -> int:
    """Return how many tests to run at once: many wait for a terminal or for the disk."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of the long run a time limit of their own."""
    for item in items:
        if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONG_LIMIT_S))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that stores golden files anew."""
    parser.addoption(
        "--update-golden", action="store_true", help="store what the examples give now"
    )
