"""Commands run in turn; the time, the processor time and the memory of each."""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Command(NamedTuple):
    """What is run, and where."""

    argv: Sequence[str]
    environ: Mapping[str, str]
    before: Sequence[str] = ()  # a command that makes things ready, outside the time


class Run(NamedTuple):
    """One run: seconds by the clock and of the processor, and its largest memory."""

    wall_s: float
    cpu_s: float
    peak_mib: float


class Ratio(NamedTuple):
    """The median of ratios, and their quartiles."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f} to {self.high:.2f})"


# A process of its own starts each command, and a small one: a child counts the memory of
# the process that it was split off from as its own.
_STARTER = """
import json, os, sys, time
null = os.open(os.devnull, os.O_RDWR)
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ,
                       file_actions=[(os.POSIX_SPAWN_DUP2, null, n) for n in (0, 1, 2)])
_, status, used = os.wait4(child, 0)
wall_s = time.perf_counter() - start
print(json.dumps([wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024,
                  os.waitstatus_to_exitcode(status)]))
"""


def run(command: Command) -> Run:
    """Run a command, which must succeed or, as check does, have findings."""
    if command.before:
        subprocess.run(command.before, env=command.environ, check=True)
    done = subprocess.run(
        [sys.executable, "-S", "-c", _STARTER, *command.argv],
        env=command.environ,
        capture_output=True,
        check=True,
    )
    wall_s, cpu_s, peak_mib, code = json.loads(done.stdout)
    if code not in {0, 1}:
        raise subprocess.CalledProcessError(code, command.argv)
    return Run(wall_s, cpu_s, peak_mib)


def in_turn(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Run]]:
    """Return the runs of each command, taken in turn, after one that warms it up."""
    for command in commands.values():
        run(command)
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
    return runs


def ratio(runs: Sequence[Run], yardstick: Sequence[Run]) -> Ratio:
    """Return how many times as long runs took as those of a yardstick in their rounds."""
    ratios = [a.wall_s / b.wall_s for a, b in zip(runs, yardstick, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return Ratio(middle, low, high)


def cpu_ratio(runs: Sequence[Run], yardstick: Sequence[Run]) -> float:
    """Return the same for processor time, of which others on the machine take less."""
    return sum(each.cpu_s for each in runs) / sum(each.cpu_s for each in yardstick)


def median_s(runs: Sequence[Run]) -> float:
    """Return the median time by the clock."""
    return statistics.median(each.wall_s for each in runs)


def exponent(times: Mapping[int, float]) -> float | None:
    """Return x where time grows as size to the x; None where it does not grow.

    Fitted to what each size takes longer than the smallest, for a start is no growth.
    """
    (_, start_s), *rest = sorted(times.items())
    grown = [(size, taken - start_s) for size, taken in rest if taken > 1.5 * start_s]
    if len(grown) < 2:
        return None
    xs = [math.log(size) for size, _ in grown]
    ys = [math.log(taken) for _, taken in grown]
    return statistics.linear_regression(xs, ys).slope
