"""Promise 3, kill -9 at any moment: what was acknowledged is there, the rest is whole."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.durability.harness import (
    ALL,
    FAST,
    FULL,
    KILLED,
    TEXT,
    WRITING,
    Place,
    counted,
    killing,
    long,
    needs_strace,
    spread,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.mark.parametrize(
    ("argv", "is_first", "most"),
    [
        (FAST, False, 3),
        (FULL, False, 1),
        (FAST, True, 1),
        pytest.param(FAST, False, ALL, marks=pytest.mark.long),
        pytest.param(FULL, False, ALL, marks=pytest.mark.long),
        pytest.param(FAST, True, ALL, marks=pytest.mark.long),
    ],
)
def test_a_kill_at_any_system_call_loses_nothing_acknowledged(
    tmp_path: Path, argv: Sequence[str], is_first: bool, most: int
) -> None:
    needs_strace()

    def place(name: str) -> Place:
        (tmp_path / name).mkdir()
        made = Place(tmp_path / name)
        return made if is_first else made.with_log()

    calls = counted(place("unharmed"), argv, WRITING)
    points = [(name, n) for name, count in calls.items() for n in spread(count, most)]
    kills = 0
    for name, n in points:
        killed = place(f"{name}-{n}")
        done = killed.run(*argv, by=killing(killed, name, n))
        kills += done.code == KILLED
        killed.judge(acknowledged=[TEXT] if TEXT in done.out else [], attempted=[TEXT])

    # The number of a call can differ by one or two from run to run.
    assert kills >= len(points) * 0.9


@pytest.mark.parametrize("rounds", long(5, 300))
@pytest.mark.parametrize("is_first", [False, True])
def test_a_kill_at_a_random_moment_loses_nothing_acknowledged(
    tmp_path: Path, rounds: int, is_first: bool
) -> None:
    chance = random.Random(7)
    place = Place(tmp_path).with_log()
    took_s = seconds(place, "unharmed")
    acknowledged, attempted, kills = ["unharmed"], ["unharmed"], 0
    for number in range(rounds):
        if is_first:
            (tmp_path / str(number)).mkdir()
            place, acknowledged, attempted = Place(tmp_path / str(number)), [], []
        text = f"event {number}"
        attempted.append(text)
        with place.start("event", text) as child:
            # A first event makes the file as well, which takes longer.
            time.sleep(chance.uniform(0, took_s * (5 if is_first else 1.2)))
            child.kill()
            said = child.communicate()[0].decode()
        kills += child.returncode == KILLED
        acknowledged += [text] if text in said else []
        if is_first or number == rounds - 1:
            place.judge(acknowledged=acknowledged, attempted=attempted)

    assert kills


def seconds(place: Place, text: str) -> float:
    """Return how long it takes here to log an event."""
    started = time.monotonic()
    place.ok("event", text)
    return time.monotonic() - started
