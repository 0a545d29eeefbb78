"""What is compared with what; each contest returns the rows of its table."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import when
from tests.bench import logs
from tests.bench.processes import (
    Command,
    cpu_ratio,
    exponent,
    in_turn,
    median_s,
    ratio,
    run,
)
from tests.bench.starts import starts
from tests.test_when import READ, REFUSED
from tests.test_when import table as table_of_times
from tests.timelines import DAY_US

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.processes import Run

Row = dict[str, Any]
_TAB = ("__complete", "zsh", "", "pmlog")


class Bench(NamedTuple):
    """Where things are, and how much is measured."""

    folder: Path
    bin: Path
    rounds: int  # of what takes milliseconds
    sizes: tuple[int, ...]  # of logs, in events
    largest: int  # for what must not depend on it

    def log(self, events: int, incidents: int = 1, *, closed: bool = False) -> Path:
        """Return a log of that size, made once."""
        path = self.folder / f"log-{events}-{incidents}-{'closed' if closed else 'open'}.db"
        if not path.exists():
            logs.make(path, events, incidents, closed=closed)
        return path

    def pmlog(self, log: Path, *words: str, before: tuple[str, ...] = ()) -> Command:
        """Return a command line of the installed pmlog on a log."""
        environ = logs.environ_of(self.folder, log)
        return Command([str(self.bin / "pmlog"), *words], environ, before)

    def script(self, text: str, *words: str) -> Command:
        """Return a command that runs a script of the standard library."""
        file = self.folder / f"script-{abs(hash(text))}.py"
        file.write_text(text)
        environ = logs.environ_of(self.folder, self.folder / "none.db")
        return Command([str(self.bin / "python"), str(file), *words], environ)


def start(bench: Bench) -> list[Row]:
    """One event, and what a shell asks at TAB and prompt, against six lines of Python."""
    log = bench.log(2)
    six, left = (str(bench.folder / name) for name in ("six.db", "left.db"))
    bare = bench.script("pass")
    commands = {
        "a six-line script": bench.script(logs.YARDSTICK, six),
        "the same, closing nothing": bench.script(logs.LEFT_OPEN, left),
        "python -c pass": bare._replace(argv=[bare.argv[0], "-c", "pass"]),
        "pmlog event": bench.pmlog(log, "event", "hello"),
        "pmlog event --at now": bench.pmlog(log, "event", "--at", "now", "hello"),
        "TAB on a command": bench.pmlog(log, *_TAB, "ti"),
        "TAB on an incident": bench.pmlog(log, *_TAB, "use", ""),
        "a prompt": bench.pmlog(log, "prompt"),
    }
    return list(_against_first(in_turn(commands, bench.rounds)))


def _against_first(runs: dict[str, list[Run]]) -> Iterator[Row]:
    yardstick = next(iter(runs.values()))
    for name, mine in runs.items():
        yield {
            "name": name,
            "ms": round(median_s(mine) * 1000, 1),
            "ratio": ratio(mine, yardstick),
            "cpu_ratio": round(cpu_ratio(mine, yardstick), 2),
        }


FLAT = {
    "event": ("event", "hello"),
    "event --at now": ("event", "--at", "now", "hello"),
    "prompt": ("prompt",),
    "timeline -n 20": ("timeline", "-n", "20"),
    "search": ("search", "exhausted", "-n", "20"),
    "TAB on an incident": (*_TAB, "use", ""),
}


def flat(bench: Bench) -> list[Row]:
    """What shall take as long on the largest log as on one of two events."""
    many = bench.largest // 200
    return [
        *(_flat(bench, name, 1, closed=False) for name in FLAT),
        *(_flat(bench, name, many, closed=False) for name in FLAT),
        # An event would open another incident there.
        _flat(bench, "prompt", many, closed=True),
    ]


def _flat(bench: Bench, name: str, incidents: int, *, closed: bool) -> Row:
    small = bench.log(2, closed=closed)
    large = bench.log(bench.largest, incidents, closed=closed)
    commands = {
        "small": bench.pmlog(small, *FLAT[name]),
        "large": bench.pmlog(large, *FLAT[name]),
    }
    runs = in_turn(commands, max(bench.rounds // 5, 5))
    _, row = _against_first(runs)
    state = "closed" if closed else "open"
    return row | {"name": f"{name}, {incidents} incident(s) {state}"}


def growth(bench: Bench) -> list[Row]:
    """What takes longer the longer the incident is: how much longer, how much memory."""
    return [
        _grown("timeline", bench, ("timeline", "--no-pager")),
        _grown("render", bench, ("render",)),
        _grown("check", bench, ("check",)),
        _grown("export", bench, ("export",)),
        _grown("import", bench, ("import",)),
        _grown("list", bench, ("list",)),
    ]


def _grown(name: str, bench: Bench, words: tuple[str, ...]) -> Row:
    sizes = bench.sizes
    if name == "list":
        sizes = tuple(size // 10 for size in sizes)
    commands = {str(size): _of_size(name, bench, size, words) for size in sizes}
    runs = in_turn(commands, 3)
    times = {int(size): median_s(taken) for size, taken in runs.items()}
    cpu = {int(size): min(each.cpu_s for each in taken) for size, taken in runs.items()}
    return {
        "name": name,
        "seconds": {size: round(taken, 3) for size, taken in times.items()},
        "cpu_s": {size: round(taken, 3) for size, taken in cpu.items()},
        "exponent": exponent(cpu),
        "peak_mib": {
            size: round(max(r.peak_mib for r in each)) for size, each in runs.items()
        },
    }


def _of_size(name: str, bench: Bench, size: int, words: tuple[str, ...]) -> Command:
    if name == "list":
        return bench.pmlog(bench.log(4 * size, size), *words)
    log = bench.log(size)
    if name == "import":
        new = bench.folder / "new.db"
        argv = (*words, str(_exported(bench, size)))
        return bench.pmlog(new, *argv, before=("sh", "-c", f"rm -f {new}*"))
    if name == "check":
        return bench.pmlog(log, *words, str(_rendered(bench, size)))
    return bench.pmlog(log, *words)


def _exported(bench: Bench, size: int) -> Path:
    return _output(bench, size, "export", ".jsonl")


def _rendered(bench: Bench, size: int) -> Path:
    return _output(bench, size, "render", ".md")


def _output(bench: Bench, size: int, word: str, ending: str) -> Path:
    path = bench.folder / f"{word}-{size}{ending}"
    if not path.exists():
        command = bench.pmlog(bench.log(size), word)
        with path.open("wb") as file:
            subprocess.run(
                command.argv,
                env=command.environ,
                stdout=file,
                stderr=subprocess.DEVNULL,  # that things are still to be filled in
                check=True,
            )
    return path


def export(bench: Bench) -> list[Row]:
    """Export against a script of the standard library that prints the same."""
    log = bench.log(bench.sizes[-1])
    commands = {
        "a script that prints the same": bench.script(logs.EXPORTER, str(log)),
        "pmlog export": bench.pmlog(log, "export"),
    }
    return list(_against_first(in_turn(commands, 5)))


def first_search(bench: Bench) -> list[Row]:
    """How many events a second the first search puts into its index."""
    size = bench.sizes[-1]
    path = bench.folder / "unindexed.db"
    shutil.copy(bench.log(size), path)
    taken = run(bench.pmlog(path, "search", "exhausted", "-n", "1"))
    return [
        {
            "name": "index",
            "a_second": round(size / taken.wall_s),
            "a_cpu_second": round(size / taken.cpu_s),
        }
    ]


def imported(bench: Bench) -> list[Row]:
    """How many events a second an import takes in."""
    size = bench.sizes[-1]
    taken = in_turn({"import": _of_size("import", bench, size, ("import",))}, 5)["import"]
    return [
        {
            "name": "import",
            "a_second": round(size / median_s(taken)),
            "a_cpu_second": round(size / min(each.cpu_s for each in taken)),
        }
    ]


def syncs(bench: Bench) -> list[Row]:
    """How often the disk is waited for, a command."""
    if not shutil.which("strace"):
        return [{"name": "syncs: not counted, there is no strace"}]
    log = bench.log(2)
    commands = {
        "a six-line script": bench.script(logs.YARDSTICK, str(bench.folder / "six.db")),
        "pmlog event": bench.pmlog(log, "event", "hello"),
    }
    return [{"name": name, "syncs": _syncs(each)} for name, each in commands.items()]


def _syncs(command: Command) -> int:
    traced = ["strace", "-f", "-e", "trace=fsync,fdatasync", *command.argv]
    done = subprocess.run(
        traced, env=command.environ, capture_output=True, text=True, check=True
    )
    return len(re.findall(r"\bf(?:data)?sync\(", done.stderr))


def times(_: Bench) -> list[Row]:
    """How many typed times are read in a second, those refused among them."""
    typed = [row[0] for row in table_of_times(READ + REFUSED)]
    start = time.perf_counter()
    for text in typed:
        when.describe(text, now_us=DAY_US, zone="Europe/Berlin")
    return [{"name": "when", "a_second": round(len(typed) / (time.perf_counter() - start))}]


CONTESTS = (start, starts, syncs, flat, growth, export, imported, first_search, times)
