"""Real processes on a real file, with faults on order; and the judge of what is left.

A Place is a folder with a log. `place.run(*EVENT, by=tracer)` runs pmlog under another
program; `place.judge(...)` then says what must be true of any log after anything.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.conftest import ROOT, process_environ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MODULE = (sys.executable, "-m", "pmlog")
SCRIPT = (sys.executable, str(ROOT / "pmlog" / "bin" / "pmlog"))
PROGRAMS = (MODULE, SCRIPT)

TEXT = "the words of the event"
FAST = ("event", TEXT)
FULL = ("event", "--at", "now", TEXT)
WAYS_IN = (FAST, FULL)

PATIENCE_S = 120.0
KILLED = -signal.SIGKILL

# The calls by which a log comes to be what it is.
WRITING = ("pwrite64", "fdatasync", "fsync", "ftruncate", "openat", "fcntl", "unlink")


ALL = 10**6


def long(*values: object) -> list[object]:
    """Return parameters of which all but the first are for the long run alone."""
    first, *rest = values
    return [first, *(pytest.param(value, marks=pytest.mark.long) for value in rest)]


def spread(count: int, most: int) -> list[int]:
    """Return at most `most` of the numbers 1 to count, the last and first among them."""
    if most == 1:
        return [count]
    if count <= most:
        return list(range(1, count + 1))
    return sorted({1 + round(n * (count - 1) / (most - 1)) for n in range(most)})


class Ended(NamedTuple):
    """How a process ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def is_clean(self) -> bool:
        """Whether nothing but sentences of ours came out."""
        return "Traceback" not in self.err and "unforeseen" not in self.err


class Place:
    """A folder with a log in it, or none yet, and the environment of a responder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "log.db"
        self.environ = process_environ(folder) | {"TZ": "UTC"}

    def with_log(self) -> Place:
        """Put a log with one open incident there."""
        shutil.copy(made_log(), self.path)
        return self

    @property
    def files(self) -> list[str]:
        """The log and what SQLite keeps beside it."""
        return [
            str(self.path),
            *(f"{self.path}-{end}" for end in ("wal", "shm", "journal")),
        ]

    def start(
        self,
        *argv: str,
        by: Sequence[str] = (),
        program: Sequence[str] = MODULE,
        stdin: int = subprocess.DEVNULL,
        **environ: str,
    ) -> subprocess.Popen[bytes]:
        """Start pmlog, under the program `by`."""
        return subprocess.Popen(
            [*by, *program, *argv],
            env=self.environ | environ,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
        )

    def run(
        self,
        *argv: str,
        by: Sequence[str] = (),
        program: Sequence[str] = MODULE,
        stdin: bytes | None = None,
        **environ: str,
    ) -> Ended:
        """Run pmlog to its end."""
        wants = subprocess.DEVNULL if stdin is None else subprocess.PIPE
        child = self.start(*argv, by=by, program=program, stdin=wants, **environ)
        out, err = child.communicate(stdin, timeout=PATIENCE_S)
        return Ended(child.returncode, decoded(out), decoded(err))

    def ok(self, *argv: str, stdin: bytes | None = None) -> str:
        """Run pmlog, which must succeed, and return what it printed."""
        ended = self.run(*argv, stdin=stdin)
        assert ended.code == 0, ended.err
        return ended.out

    def texts(self) -> list[str]:
        """Return the texts of the timeline's notes."""
        return [text for kind, text in self.events() if kind == "note"]

    def events(self) -> list[tuple[Any, ...]]:
        """Return kind and text of each event, as any SQLite tool reads them."""
        # A log whose making was cut short has no tables, or is empty.
        names = self.asked("select name from sqlite_master") if self.path.exists() else []
        return self.asked("select kind, text from events") if ("events",) in names else []

    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows that answer a question."""
        with contextlib.closing(sqlite3.connect(self.path)) as con:
            return con.execute(sql).fetchall()

    def judge(self, *, acknowledged: Iterable[str], attempted: Iterable[str]) -> None:
        """Hold that nothing acknowledged is lost, and nothing is there twice or by half.

        Then the next command works.
        """
        found = self.texts()
        assert sorted(set(found)) == sorted(found), "something is there twice"
        assert set(acknowledged) <= set(found), "something acknowledged is lost"
        said = set(attempted)
        assert set(found) <= said, "something is there that nobody said"
        opened = {text for kind, text in self.events() if kind == "opened"}
        assert opened & said <= set(found), "an incident without the event that opened it"
        self.ok("event", "the next command")
        assert self.asked("pragma integrity_check") == [("ok",)]
        halves = self.asked(
            "select id from events as one where not exists ("
            " select 1 from events where id = one.incident and kind = 'opened')"
        )
        assert halves == [], "an event without its incident"
        counted = self.asked(
            "select count(*), min(seq), max(seq) from events group by origin"
        )
        assert all(row == (row[0], 1, row[0]) for row in counted), counted


@functools.cache
def made_log() -> Path:
    """Return a log with one open incident, to copy."""
    folder = Path(tempfile.mkdtemp(prefix="pmlog-test-"))
    Place(folder).ok("start", "Checkout is down", "--at", "-10m")
    return folder / "log.db"


def decoded(said: bytes) -> str:
    """Return what a process said, whatever its bytes."""
    return said.decode("utf-8", "backslashreplace")


class Call(NamedTuple):
    """One system call of a trace: its name, its arguments and what it returned."""

    name: str
    arguments: str
    result: str


def needs(*tools: str) -> None:
    """Skip where a tool is not installed."""
    for tool in tools:
        if shutil.which(tool) is None:
            pytest.skip(f"no {tool} here")


def needs_strace() -> None:
    """Skip where programs cannot be traced."""
    needs("strace")
    if not _can_trace():
        pytest.skip("the kernel lets no program trace another here")


@functools.cache
def _can_trace() -> bool:
    tried = subprocess.run(
        ["strace", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return tried.returncode == 0


def tracing(place: Place, *options: str, everything: bool = False) -> list[str]:
    """Return strace's command line: the calls on the log's files, or all of them."""
    where = [] if everything else [word for file in place.files for word in ("-P", file)]
    return ["strace", "-f", "-o", str(place.folder / "trace"), *where, *options]


def failing(place: Place, call: str, error: str, when: str) -> list[str]:
    """Return the command line under which the when-th such call on the log fails."""
    injected = f"inject={call}:error={error}:when={when}"
    # By a filter in the kernel only the traced calls stop the program: three times as
    # quick. It drops injected signals, so those who kill do without.
    return tracing(place, "--seccomp-bpf", "-e", f"trace={call}", "-e", injected)


def killing(place: Place, call: str, when: int) -> list[str]:
    """Return the command line under which pmlog is killed at the when-th such call."""
    injected = f"inject={call}:signal=KILL:when={when}"
    return tracing(place, "-e", f"trace={call}", "-e", injected)


_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (.*)")


def traced(place: Place) -> Iterator[Call]:
    """Yield the calls of the last trace."""
    for line in (place.folder / "trace").read_text(errors="replace").splitlines():
        match = _CALL.fullmatch(line)
        if match:
            yield Call(*match.groups())


def counted(place: Place, argv: Sequence[str], calls: Iterable[str]) -> dict[str, int]:
    """Run pmlog once, unharmed, and return how often it makes each call on its log."""
    wanted = tuple(calls)
    done = place.run(*argv, by=tracing(place, "-e", f"trace={','.join(wanted)}"))
    assert done.code == 0, done.err
    made = [call.name for call in traced(place)]
    return {name: made.count(name) for name in wanted if name in made}
