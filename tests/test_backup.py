"""backup, and logs that were copied or restored: nothing is lost, no number given twice."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmlog.store import identity
from pmlog.store.log import Log
from tests.conftest import ROOT, Shell
from tests.durability.harness import Place, needs_strace, tracing

if TYPE_CHECKING:
    from collections.abc import Callable


def origin(path: Path) -> str:
    with Log(str(path)) as log:
        return log.position()[0]


def moved(place: Place, name: str) -> Place:
    """Return a place whose log is the file of that name."""
    other = Place(place.folder)
    other.path = place.folder / name
    other.environ = place.environ | {"PMLOG_DB": str(other.path)}
    return other


def merged(place: Place, *others: Place) -> list[str]:
    """Have place import what the others have, and return its texts."""
    for other in others:
        place.ok("import", "-", stdin=other.ok("export").encode())
    return sorted(place.texts())


@pytest.mark.parametrize("mask", [0, 0o377])
def test_a_backup_is_the_log_in_one_file_for_its_owner_alone(
    say: Shell, tmp_path: Path, mask: int
) -> None:
    say.ok("event", "one")
    copy = tmp_path / "copy.db"
    before = os.umask(mask)
    try:
        said = say.ok("backup", str(copy))
    finally:
        os.umask(before)

    assert said == f"{copy}: 2 events, 1 incident, {copy.stat().st_size:,} bytes\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.db", "log.db"]
    assert say.ok("export", "--db", str(copy)) == say.ok("export")
    assert say("verify", "--db", str(copy)).code == 0
    told = json.loads(say.ok("backup", "--json", "--force", str(copy)))
    assert (told["events"], told["incidents"], told["findings"]) == (2, 1, [])


def test_a_backup_is_on_the_disk_before_it_has_its_name_and_then_its_name_is(
    say: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say.ok("event", "one")
    copy = tmp_path / "copy.db"
    synced = []
    fsync = os.fsync

    def sync(descriptor: int) -> None:
        synced.append((os.fstat(descriptor).st_ino, copy.exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    say.ok("backup", str(copy))

    assert (copy.stat().st_ino, False) in synced
    assert synced[-1] == (tmp_path.stat().st_ino, True)


def test_a_backup_goes_over_no_file_unless_told_and_never_over_the_log(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "one")
    other = tmp_path / "other"
    other.write_text("somebody's")
    os.link(say.path, tmp_path / "hard")
    os.symlink(say.path, tmp_path / "soft")

    assert "--force" in say("backup", str(other)).err
    assert other.read_text() == "somebody's"
    for name in ("log.db", "hard", "soft", "log.db-wal"):
        said = say("backup", "--force", str(tmp_path / name))
        assert (said.code, "the log itself" in said.err) == (2, True), name
    for name in ("-", "", str(tmp_path)):
        assert say("backup", "--force", name).code == 2
    assert say("backup", str(tmp_path / "none" / "copy")).code == 1
    assert say("timeline").code == 0


LINKING = "?link,linkat"  # the system calls that give a file a second name


def test_a_file_that_comes_while_the_copy_is_made_is_not_written_over(
    tmp_path: Path,
) -> None:
    needs_strace()
    place = Place(tmp_path).with_log()
    other = tmp_path / "copy.db"
    naming = f"?rename,{LINKING}"
    slowly = ("-e", f"trace={naming}", "-e", f"inject={naming}:delay_enter=1000000")
    backup = place.start("backup", "copy.db", by=tracing(place, *slowly, everything=True))
    while not list(tmp_path.glob(".pmlog-backup-*")):
        assert backup.poll() is None
    other.write_text("somebody's")
    _, err = backup.communicate(timeout=60)

    assert (backup.returncode, b"copy.db is there already" in err) == (2, True)
    assert other.read_text() == "somebody's"
    assert not list(tmp_path.glob(".pmlog-backup-*"))


def test_a_backup_works_where_a_file_has_but_one_name(tmp_path: Path) -> None:
    needs_strace()
    place = Place(tmp_path).with_log()
    fails = ("-e", f"trace={LINKING}", "-e", f"inject={LINKING}:error=EPERM")
    by = tracing(place, *fails, everything=True)

    assert place.run("backup", "copy.db", by=by).code == 0
    assert "EPERM" in (tmp_path / "trace").read_text()
    assert place.ok("export", "--db", "copy.db") == place.ok("export")
    assert not list(tmp_path.glob(".pmlog-backup-*"))


def test_what_was_left_beside_an_older_copy_is_not_removed_unasked(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "one")
    left = tmp_path / "copy.db-wal"
    left.write_text("left")
    said = say("backup", str(tmp_path / "copy.db"))

    assert (said.code, left.read_text()) == (2, "left")
    assert f"{left} is there already; --force writes over it" in said.err
    say.ok("backup", "--force", str(tmp_path / "copy.db"))
    assert not left.exists()


def test_a_backup_leaves_no_trace_of_the_one_that_it_replaces(
    say: Shell, tmp_path: Path
) -> None:
    place = Place(tmp_path)
    copy = tmp_path / "copy.db"
    say.ok("event", "one")
    say.ok("backup", str(copy))
    moved(place, "copy.db").ok("event", "in the old copy")
    assert (tmp_path / "copy.db-wal").stat().st_size
    say.ok("backup", "--force", str(copy))

    assert say.ok("export", "--db", str(copy)) == say.ok("export")


def test_a_damaged_log_replaces_no_backup(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "one")
    copy = tmp_path / "copy.db"
    say.ok("backup", str(copy))
    before = copy.read_bytes()
    content = say.path.read_bytes()
    with contextlib.closing(sqlite3.connect(say.path)) as con:
        con.execute("drop trigger events_never_go")
    said = say("backup", "--force", str(copy))
    assert (said.code, "was left as it is" in said.err) == (1, True)
    assert copy.read_bytes() == before
    said = say("backup", str(tmp_path / "another.db"))
    assert (said.code, "copied as it is, with" in said.err) == (1, True)
    say.path.write_bytes(content[: len(content) // 2])
    assert say("backup", str(tmp_path / "third.db")).code == 4
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "another.db", "copy.db", "log.db",
    ]  # fmt: skip


def test_a_backup_is_of_one_moment_while_others_write(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    is_over = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not is_over.is_set():
            written.append(f"event {len(written)}")
            place.ok("event", written[-1])

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(4):
        place.ok("backup", f"copy-{number}.db")
    is_over.set()
    writer.join()
    for number in range(4):
        texts = moved(place, f"copy-{number}.db").texts()
        assert texts == written[: len(texts)]
    place.judge(acknowledged=written, attempted=written)


COPIES: dict[str, Callable[[Path, Path], object]] = {
    "cp": shutil.copyfile,
    "cp -a": lambda here, there: subprocess.run(["cp", "-a", here, there], check=True),
    "tar": lambda here, there: subprocess.run(
        f"tar cf - {here.name} | tar xf - --transform s/{here.name}/{there.name}/",
        shell=True, check=True, cwd=here.parent,
    ),
    "with its wal": lambda here, there: [
        shutil.copyfile(f"{here}{end}", f"{there}{end}")
        for end in ("", "-wal") if Path(f"{here}{end}").exists()
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("way", "has_wal"),
    [("cp", False), ("cp", True), ("cp -a", False), ("tar", False), ("with its wal", True)],
)
def test_a_copy_goes_on_as_a_new_origin(tmp_path: Path, way: str, has_wal: bool) -> None:
    here, there = Place(tmp_path).with_log(), moved(Place(tmp_path), "there.db")
    here.ok("event", "before")
    if not has_wal:
        here.ok("list")  # the last one to close empties it
    assert Path(f"{here.path}-wal").exists() == has_wal
    COPIES[way](here.path, there.path)
    here.ok("event", "here")
    there.ok("event", "there")

    assert origin(here.path) != origin(there.path)
    both = {"here", "there"} | ({"before"} if "before" in there.texts() else set())
    assert set(merged(here, there)) == both | {"before"}
    assert merged(there, here) == merged(here, there)
    assert here.run("verify").code == there.run("verify").code == 0


def put_back(here: Path, copy: Path) -> None:
    shutil.copyfile(copy, here)


def put_back_anew(here: Path, copy: Path) -> None:
    here.unlink()
    shutil.copyfile(copy, here)


@pytest.mark.parametrize("restore", [put_back, put_back_anew])
@pytest.mark.parametrize("is_backup", [True, False])
def test_a_restored_log_goes_on_as_a_new_origin(
    tmp_path: Path, restore: Callable[[Path, Path], None], is_backup: bool
) -> None:
    place, elsewhere = Place(tmp_path).with_log(), moved(Place(tmp_path), "elsewhere.db")
    if not is_backup and not identity.leave_mark(str(place.path), "a try", 0):
        pytest.skip("files take no marks here, so one that was put back looks the same")
    shutil.copyfile(place.path, elsewhere.path)
    place.ok("event", "saved")
    if is_backup:
        place.ok("backup", "copy.db")
    else:
        place.ok("list")
        shutil.copyfile(place.path, tmp_path / "copy.db")
    place.ok("event", "exported, then lost here")
    merged(elsewhere, place)
    for end in ("-wal", "-shm"):
        Path(f"{place.path}{end}").unlink(missing_ok=True)
    restore(place.path, tmp_path / "copy.db")
    place.ok("event", "since")

    assert sorted(place.texts()) == ["saved", "since"]
    all_three = ["exported, then lost here", "saved", "since"]
    assert merged(elsewhere, place) == all_three
    assert merged(place, elsewhere) == all_three


def test_the_manuals_way_to_restore_a_log_works(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.path = tmp_path / ".local" / "share" / "pmlog" / "log.db"
    place.environ["PMLOG_DB"] = str(place.path)
    place.ok("event", "saved")
    place.ok("backup", str(tmp_path / "pmlog.db"))
    place.ok("event", "lost")
    assert Path(f"{place.path}-wal").exists()
    page = (ROOT / "docs" / "log.md").read_text()
    fenced = re.findall(r"^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    (block,) = (each for each in fenced if "cp /backup/pmlog.db" in each)
    script = block.replace("/backup/", f"{tmp_path}/")
    subprocess.run(["bash", "-euc", script], env=place.environ, check=True)
    place.ok("event", "since")

    assert place.texts() == ["saved", "since"]
    assert place.run("verify").code == 0


def test_a_log_that_is_moved_stays_the_same_origin(tmp_path: Path) -> None:
    here, there = Place(tmp_path).with_log(), moved(Place(tmp_path), "there.db")
    here.ok("event", "before")
    for end in ("", "-wal", "-shm"):
        os.rename(f"{here.path}{end}", f"{there.path}{end}")
    known = origin(there.path)
    there.ok("event", "after")

    assert origin(there.path) == known
    there.judge(acknowledged=["before", "after"], attempted=["before", "after"])


def test_a_restored_log_keeps_the_incident_that_was_turned_to(tmp_path: Path) -> None:
    place, copy = Place(tmp_path).with_log(), moved(Place(tmp_path), "copy.db")
    place.ok("start", "Another")
    place.ok("use", "checkout")
    place.ok("backup", "copy.db")
    assert "[Checkout is down" in copy.ok("event", "in the copy")
    place.ok("use", "another")
    merged(copy, place)

    assert "[Checkout is down" in copy.ok("event", "what they use is theirs")
