"""What pmlog costs, as ratios to yardsticks of the same run; it judges nothing.

    python -m tests.bench [ROUNDS]

Builds the wheel, installs it into an environment of its own and runs, in turn, round by
round: bare Python; a six-line script of the standard library that makes the same durable
insert; `pmlog event` by the quick door; the same by the full door; what a shell asks at
every TAB and every prompt, which it also compares with bare Python. Prints a table and a
line of JSON. Then renders an incident of 1,000 and one of 10,000 events, and prints events
a second and the ratio of the two.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING

from pmlog import model, schema, timeline, when
from pmlog.render import document
from pmlog.render.context import Telling, build
from pmlog.render.ink import MARKDOWN
from pmlog.store import Log
from tests.test_when import READ, REFUSED
from tests.test_when import table as table_of_times
from tests.timelines import DAY_US, INCIDENT, written

if TYPE_CHECKING:
    from pmlog.timeline import Incident

ENDS = (model.BEGAN, model.RESOLVED)
ROOT = Path(__file__).parent.parent

BARE = "python -c pass"
YARDSTICK = """
import sqlite3, sys, time
con = sqlite3.connect(sys.argv[1], isolation_level=None)
con.execute("pragma journal_mode = wal"); con.execute("pragma synchronous = full")
con.execute("create table if not exists events (at, text)")
con.execute("begin immediate"); con.execute("insert into events values (?, ?)", (time.time_ns(), "hello")); con.execute("commit")
con.close()
"""  # noqa: E501 - six lines it is


def installed(folder: Path) -> Path:
    """Return the bin folder of a new environment with pmlog installed from a wheel."""
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    for arguments in (
        ["wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)],
        ["install", "--quiet", "--find-links", str(folder), "pmlog"],
    ):
        subprocess.run([python, "-m", "pip", *arguments], check=True)
    return python.parent


def contestants(folder: Path) -> dict[str, list[str]]:
    """Return the commands to compare, the yardstick first."""
    bin_folder = installed(folder)
    python, pmlog = str(bin_folder / "python"), str(bin_folder / "pmlog")
    script = folder / "yardstick.py"
    script.write_text(YARDSTICK)
    return {
        "the same durable insert, six lines": [python, str(script), str(folder / "six.db")],
        BARE: [python, "-c", "pass"],
        "pmlog event (quick door)": [pmlog, "event", "hello"],
        "pmlog event (full door)": [pmlog, "event", "--at", "now", "hello"],
        "TAB on a command": [pmlog, "__complete", "zsh", "", "pmlog", "ti"],
        "TAB on an incident": [pmlog, "__complete", "zsh", "", "pmlog", "use", ""],
        "a prompt": [pmlog, "prompt"],
    }


def seconds(command: list[str], environ: dict[str, str]) -> float:
    """Return the wall time of a command, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measured(rounds: int) -> dict[str, list[float]]:
    """Return each contestant's times, taken in turn."""
    with tempfile.TemporaryDirectory() as folder:
        commands = contestants(Path(folder))
        environ = os.environ | {"PMLOG_DB": f"{folder}/log.db", "HOME": folder}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in commands.values():
            seconds(command, environ)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(seconds(command, environ))
    return times


def table(times: dict[str, list[float]]) -> list[dict[str, float | str]]:
    """Return a row a contestant: median in ms, median and quartiles of its ratios."""
    yardstick, *_ = times.values()
    rows: list[dict[str, float | str]] = []
    for name, taken in times.items():
        ratios = [mine / its for mine, its in zip(taken, yardstick, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        rows.append(
            {
                "name": name,
                "ms": round(statistics.median(taken) * 1000, 1),
                "ratio": round(middle, 2),
                "lower_quartile": round(low, 2),
                "upper_quartile": round(high, 2),
            }
        )
    return rows


def incident_of(number: int, path: str) -> Incident:
    """Return an incident of that many events, stored and read back."""
    kinds = [kind for kind in model.TIMELINE_KINDS if kind not in ENDS]
    told = ["00:00 began  slow", "23:59 resolved  fine"]
    told += [
        f"{at // 60 % 24:02}:{at % 60:02} {kinds[at % len(kinds)]}  event {at} of `many`"
        for at in range(number - 2)
    ]
    schema.prepare(path, 0)
    with Log(path) as log:
        with log.transaction():
            log.insert(written(*told))
        incident = timeline.fold(log.events_of(INCIDENT))
    assert incident
    return incident


def rendered(rounds: int) -> dict[int, float]:
    """Return the median time to render, in process, by the number of events."""
    taken: dict[int, float] = {}
    for number in (1_000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            incident = incident_of(number, f"{folder}/log.db")
            times = []
            for _ in range(rounds):
                start = time.perf_counter()
                telling = Telling(incident, ("UTC",), DAY_US, MARKDOWN)
                folders = (str(ROOT / "templates"),)
                template = document.find("postmortem", folders)
                document.fill(template, folders, build(telling))
                times.append(time.perf_counter() - start)
            taken[number] = statistics.median(times)
    return taken


def described_a_second() -> float:
    """Return how many typed times are read in a second, those refused among them."""
    typed = [row[0] for row in table_of_times(READ + REFUSED)]
    start = time.perf_counter()
    for text in typed:
        when.describe(text, now_us=DAY_US, zone="Europe/Berlin")
    return len(typed) / (time.perf_counter() - start)


def main() -> None:
    """Measure, and print the table."""
    times = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    rows = table(times)
    for row in rows:
        print(
            f"{row['name']:<36} {row['ms']:>7} ms   x {row['ratio']:<5}"
            f" ({row['lower_quartile']} to {row['upper_quartile']})"
        )
    print(json.dumps(rows))
    for name in ("TAB on a command", "TAB on an incident", "a prompt"):
        _, row = table({BARE: times[BARE], name: times[name]})
        print(f"{name} against bare Python: x {row['ratio']}")
    few, many = rendered(5).items()
    for number, taken in (few, many):
        speed = f"{number / taken:>9.0f} a second"
        print(f"render {number:>6} events {taken * 1000:>8.1f} ms  {speed}")
    print(f"when   {described_a_second():>32.0f} a second")
    print(f"render 10,000 against 1,000 events: x {many[1] / few[1]:.1f}")


if __name__ == "__main__":
    main()
