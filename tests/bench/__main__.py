"""Run every contest and print its table; see the package for what that takes."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.bench import logs
from tests.bench.contests import CONTESTS, Bench, Row


def main(argv: list[str]) -> None:
    """Measure, and print tables and a line of JSON."""
    names = [each.__name__ for each in CONTESTS]
    if not all(word in ("--quick", *names) or word.isdigit() for word in argv):
        sys.exit(f"python -m tests.bench [--quick] [ROUNDS] [{' | '.join(names)}]...")
    is_quick = "--quick" in argv
    rounds = next((int(word) for word in argv if word.isdigit()), 15 if is_quick else 60)
    sizes = (100, 1_000, 10_000) if is_quick else (100, 1_000, 10_000, 100_000)
    largest = 20_000 if is_quick else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder, logs.installed(folder), rounds, sizes, largest)
        whole = {}
        named = [each for each in CONTESTS if each.__name__ in argv]
        for contest in named or CONTESTS:
            rows = contest(bench)
            whole[contest.__name__] = rows
            print(f"\n{contest.__doc__}")
            for row in rows:
                print(f"  {_told(row)}", flush=True)
    print(json.dumps(whole))


def _told(row: Row) -> str:
    cells = [f"{row['name']:<34}"]
    cells += [f"{key} {_shown(value)}" for key, value in row.items() if key != "name"]
    return "  ".join(cells)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main(sys.argv[1:])
