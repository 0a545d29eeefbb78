"""A sync that is killed at any system call, and a power cut: the next one repairs it."""

from __future__ import annotations

import functools
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.durability.harness import (
    ALL,
    KILLED,
    Call,
    Place,
    needs,
    needs_strace,
    spread,
    traced,
    tracing,
)
from tests.homes import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

# The calls by which a shelf, and the log, come to be what they are.
CALLS = ("mkdir", "fsync", "fdatasync", "rename", "unlink", "ftruncate", "pwrite64")


@functools.cache
def _before() -> Path:
    """Return a folder in which ann is to push, put together and take in."""
    folder = Path(tempfile.mkdtemp(prefix="pmlog-test-"))
    shelf = folder / "shelf"
    shelf.mkdir()
    ann, bob = Home(folder, "log"), Home(folder, "bob")
    # One more, and sixteen segments become one.
    ann.says("the page")
    for number in range(15):
        ann.syncs(str(shelf))
        ann.says(f"note {number}")
    bob.says("of bob")
    bob.syncs(str(shelf))
    return folder


class Scene:
    """A log and a shelf on which it has all kinds of things to do."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(_before(), folder)
        self.place = Place(folder)
        self.shelf = folder / "shelf"
        self.argv = ("sync", str(self.shelf))

    def judge(self) -> None:
        """Hold that the next sync makes all good."""
        home = Home.at(self.place.path)
        home.syncs(str(self.shelf))
        assert home.syncs(str(self.shelf))[1:3] == (0, 0)  # nothing pushed or taken in
        names = [path.name for path in self.shelf.rglob("*") if path.is_file()]
        assert not [name for name in names if name.endswith(".part")]
        assert len(names) == 2  # one of each origin
        carl = Home(self.place.folder, "carl")
        carl.syncs(str(self.shelf))
        assert home.lines() == carl.lines()
        assert len(home.lines()) == 19


@pytest.mark.parametrize("most", [1, pytest.param(ALL, marks=pytest.mark.long)])
def test_a_sync_that_is_killed_at_any_system_call_is_repaired_by_the_next(
    tmp_path: Path, most: int
) -> None:
    needs_strace()
    unharmed = Scene(tmp_path / "unharmed")
    by = tracing(unharmed.place, "-e", f"trace={','.join(CALLS)}", everything=True)
    done = unharmed.place.run(*unharmed.argv, by=by)
    assert done.code == 0, done.err
    assert done.out.startswith("pushed 1 event, took in 2 events (bob 2)")
    made = [call.name for call in traced(unharmed.place)]
    points = [(name, n) for name in CALLS for n in spread(made.count(name), most) if n]
    kills = 0
    for name, n in points:
        scene = Scene(tmp_path / f"{name}-{n}")
        injected = f"inject={name}:signal=KILL:when={n}"
        by = tracing(scene.place, "-e", f"trace={name}", "-e", injected, everything=True)
        kills += scene.place.run(*scene.argv, by=by).code == KILLED
        scene.judge()

    # The number of a call can differ by one or two from run to run.
    assert kills >= len(points) * 0.8


def test_a_power_cut_leaves_no_half_segment_and_loses_none(tmp_path: Path) -> None:
    needs_strace()
    scene = Scene(tmp_path / "scene")
    names = "mkdir,write,fsync,rename,unlink"
    by = tracing(scene.place, "-y", "-e", f"trace={names}", everything=True)
    assert scene.place.run(*scene.argv, by=by).code == 0

    calls = list(_of_shelf(scene))
    renames = [at for at, call in enumerate(calls) if call.name == "rename"]
    assert len(renames) == 2  # the new segment, and the one that sixteen become
    for at in renames:
        part, place = (word.strip('"') for word in calls[at].arguments.split(", "))
        # All of it is on the disk before it has its name...
        last = [call.name for call in calls[:at] if part in call.arguments][-1]
        assert last == "fsync"
        # ...and its name is before anything that it stands for goes.
        rest = [(call.name, call.arguments) for call in calls[at + 1 :]]
        folder = str(Path(place).parent)
        synced = next(
            i for i, (name, what) in enumerate(rest) if _is_sync(name, what, folder)
        )
        assert not any(name == "unlink" and '.gz"' in what for name, what in rest[:synced])
    assert [call.name for call in calls].count("unlink") >= 16


def _of_shelf(scene: Scene) -> Iterator[Call]:
    for call in traced(scene.place):
        if str(scene.shelf) in call.arguments:
            yield call


def _is_sync(name: str, what: str, folder: str) -> bool:
    return name == "fsync" and what.endswith(f"<{folder}>")


ON_A_FULL_SHELF = """
mount -t tmpfs -o size=8k none "$1" || exit 77
pmlog() { "$PYTHON" -m pmlog "$@"; }
pmlog sync "$1"; echo "ended with $?"
find "$1" -type f
mount -o remount,size=4m "$1"
pmlog sync "$1"
cp -r "$1" "$2"
"""


def test_a_full_shelf_is_said_and_filled_when_there_is_room(tmp_path: Path) -> None:
    needs("unshare")
    scene = Scene(tmp_path / "scene")
    noise = hashlib.shake_256(b"noise").hexdigest(20_000)
    scene.place.ok("event", noise)
    empty = tmp_path / "empty"
    empty.mkdir()
    copy = tmp_path / "copy"
    done = subprocess.run(
        ["unshare", "--mount", "bash", "-c", ON_A_FULL_SHELF, "bash", empty, copy],
        env=scene.place.environ | {"PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("nothing can be mounted here")

    failed, _, after = done.stdout.partition("ended with 1\n")
    assert failed == ""
    assert f"{empty} cannot be reached: no space left on device" in done.stderr
    assert ".part" not in after  # which would take the room
    assert "pushed 1 event; in step with" in after
    dora = Home(tmp_path, "dora")
    dora.syncs(str(copy))
    assert any(noise in line for line in dora.lines())
