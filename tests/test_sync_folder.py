"""Logs that meet in a folder."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pmlog.exchange import export, incoming
from pmlog.store import series
from pmlog.sync.shelf import NotReached
from tests.homes import Home

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell


@pytest.fixture
def ann(tmp_path: Path) -> Home:
    return Home(tmp_path, "ann")


@pytest.fixture
def bob(tmp_path: Path) -> Home:
    return Home(tmp_path, "bob")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def pieces(shelf: Path) -> list[str]:
    """Return the files on a shelf but for their origins."""
    return sorted(path.name for path in shelf.rglob("*") if path.is_file())


def test_two_logs_that_synced_are_the_same(ann: Home, bob: Home, shelf: Path) -> None:
    ann.says("the page")
    bob.says("customers call")

    ann.syncs(str(shelf))
    report = bob.syncs(str(shelf))
    ann.syncs(str(shelf))

    assert ann.lines() == bob.lines()
    assert (report.pushed, report.taken_in, report.authors) == (2, 2, {"ann": 2})


def test_a_sync_with_nothing_to_do_changes_nothing(ann: Home, shelf: Path) -> None:
    ann.says("the page")
    ann.syncs(str(shelf))
    before = [(path, path.stat().st_mtime_ns) for path in shelf.rglob("*")]
    log = ann.path.read_bytes()

    report = ann.syncs(str(shelf))

    assert (report.pushed, report.taken_in) == (0, 0)
    assert [(path, path.stat().st_mtime_ns) for path in shelf.rglob("*")] == before
    assert ann.path.read_bytes() == log


def test_a_segment_is_read_by_zcat_and_import(ann: Home, shelf: Path, say: Shell) -> None:
    ann.says("the page")
    ann.syncs(str(shelf))
    (file,) = shelf.rglob("*.jsonl.gz")

    told = subprocess.run(["zcat", file], capture_output=True, text=True, check=True).stdout

    assert file.parent.name == ann.origin()
    assert file.name == "1-2.jsonl.gz"
    assert set(told.splitlines()) == ann.lines()
    assert say.ok("import", "-", stdin=told).startswith("2 events imported")


def test_the_same_events_make_the_same_bytes(ann: Home, tmp_path: Path) -> None:
    ann.says("the page")
    shelves = [tmp_path / "one", tmp_path / "two"]
    for each in shelves:
        each.mkdir()
        ann.syncs(str(each))

    one, two = (next(each.rglob("*.gz")).read_bytes() for each in shelves)
    assert one == two


def test_a_log_pushes_what_it_wrote_and_relays_on_demand_alone(
    ann: Home, bob: Home, shelf: Path, tmp_path: Path
) -> None:
    ann.says("the page")
    ann.syncs(str(shelf))
    bob.syncs(str(shelf))
    other = tmp_path / "other"
    other.mkdir()

    assert bob.syncs(str(other)).pushed == 0
    assert bob.syncs(str(other), relay=True).pushed == 2


def test_an_origin_that_is_a_path_stays_off_the_shelf(
    ann: Home, bob: Home, shelf: Path, tmp_path: Path
) -> None:
    ann.says("the page")
    lines = [line.replace(ann.origin(), "../elsewhere") for line in sorted(ann.lines())]
    with bob.log() as log:
        export.import_events(log, incoming.read(lines))

    bob.syncs(str(shelf), relay=True)

    assert list(shelf.iterdir()) == []
    assert not (tmp_path / "elsewhere").exists()


def test_what_was_redacted_leaves_the_shelf_with_the_next_sync(
    say: Shell, bob: Home, shelf: Path
) -> None:
    say.ok("event", "the page")
    said = json.loads(say.ok("event", "--json", "the key is hunter2"))
    say.ok("sync", str(shelf))
    bob.syncs(str(shelf))
    assert "hunter2" in on(shelf)

    say.ok("redact", "-y", said["id"])
    say.ok("sync", str(shelf))
    bob.syncs(str(shelf))

    assert "hunter2" not in on(shelf)
    assert "the key is hunter2" not in bob.texts()
    assert set(say.ok("export").splitlines()) == bob.lines()
    before = [(path, path.stat().st_mtime_ns) for path in shelf.rglob("*")]
    say.ok("sync", str(shelf))
    assert [(path, path.stat().st_mtime_ns) for path in shelf.rglob("*")] == before


def on(shelf: Path) -> str:
    """Return all that stands on a shelf."""
    return "".join(gzip.decompress(p.read_bytes()).decode() for p in shelf.rglob("*.gz"))


def test_kinds_of_a_newer_edition_pass_through(
    ann: Home, bob: Home, shelf: Path, tmp_path: Path
) -> None:
    first = ann.says("the page")
    with ann.log() as log, log.transaction():
        _, seq, lamport = log.position()
        newer = first._replace(
            id=first.id[:-4] + "beef", seq=seq + 1, lamport=lamport + 1, kind="hologram"
        )
        log.insert([newer._replace(data='{"depth": 3}')])
    ann.syncs(str(shelf))
    other = tmp_path / "other"
    other.mkdir()
    carl = Home(tmp_path, "carl")

    report = bob.syncs(str(shelf))
    bob.syncs(str(other), relay=True)
    carl.syncs(str(other))

    assert report.unknown == {"hologram": 1}
    assert carl.lines() == ann.lines()


@pytest.mark.skipif(shutil.which("faketime") is None, reason="no faketime here")
def test_a_clock_that_differs_from_the_shelfs_is_said(ann: Home, shelf: Path) -> None:
    ann.says("the page")
    command = ["faketime", "-f", "-90s", sys.executable, "-m", "pmlog", "sync", str(shelf)]
    environ = {"PMLOG_DB": str(ann.path), "NO_FAKE_STAT": "1"}
    done = subprocess.run(
        command, env=ann.environ | environ, capture_output=True, text=True, check=True
    )

    assert "this machine's clock is 1 min 30 s behind that of" in done.stderr


def test_a_day_of_single_events_leaves_few_segments(
    ann: Home, bob: Home, shelf: Path
) -> None:
    for number in range(40):
        ann.says(f"note {number}")
        ann.syncs(str(shelf))
        if number == 20:
            bob.syncs(str(shelf))

    bob.syncs(str(shelf))
    assert len(pieces(shelf)) < 20
    assert bob.lines() == ann.lines()


def test_several_at_once_lose_nothing_while_segments_are_put_together(
    tmp_path: Path, shelf: Path
) -> None:
    homes = [Home(tmp_path, f"home{number}") for number in range(3)]

    def work(home: Home) -> None:
        for number in range(18):  # more than are put together
            home.says(f"{home.name} {number}")
            home.syncs(str(shelf))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, homes))
    for home in homes:
        home.syncs(str(shelf))

    assert len(homes[0].texts()) == 3 * 18
    assert homes[0].lines() == homes[1].lines() == homes[2].lines()


def test_a_part_of_a_log_that_was_imported_is_completed(
    ann: Home, bob: Home, shelf: Path
) -> None:
    ann.says_much(6)
    parts = sorted(ann.lines(), key=lambda line: json.loads(line)["seq"])
    with bob.log() as log:
        export.import_events(log, incoming.read(parts[3:5]))
        assert series.held(log)[ann.origin()] == ((4, 5),)
    ann.syncs(str(shelf))

    bob.syncs(str(shelf))

    assert bob.lines() == ann.lines()


def test_a_hole_on_the_shelf_is_filled_when_its_file_is_back(
    ann: Home, bob: Home, shelf: Path, tmp_path: Path
) -> None:
    for _ in range(3):
        ann.says("note")
        ann.syncs(str(shelf))
    lost = next(shelf.rglob("3-3.jsonl.gz"))
    lost.rename(tmp_path / "lost")

    bob.syncs(str(shelf))
    assert len(bob.lines()) == 3
    (tmp_path / "lost").rename(lost)
    bob.syncs(str(shelf))

    assert bob.lines() == ann.lines()


def test_a_lost_segment_is_put_again_by_its_origin(ann: Home, shelf: Path) -> None:
    for _ in range(3):
        ann.says("note")
        ann.syncs(str(shelf))
    next(shelf.rglob("3-3.jsonl.gz")).unlink()

    assert ann.syncs(str(shelf)).pushed == 1


def test_a_damaged_segment_is_refused_by_name_and_the_rest_comes_in(
    ann: Home, bob: Home, shelf: Path
) -> None:
    for _ in range(3):
        ann.says("note")
        ann.syncs(str(shelf))
    bad = next(shelf.rglob("3-3.jsonl.gz"))
    content = bad.read_bytes()
    bad.write_bytes(content[:-7])

    report = bob.syncs(str(shelf))

    assert list(report.refused) == [f"{ann.origin()}/3-3.jsonl.gz"]
    assert len(bob.lines()) == 3
    ann.syncs(str(shelf))  # whose size tells that it is not what was put there
    assert bad.read_bytes() == content
    assert bob.syncs(str(shelf)).refused == {}
    assert bob.lines() == ann.lines()


def test_what_a_damaged_segment_holds_is_taken_from_another(
    ann: Home, bob: Home, shelf: Path
) -> None:
    ann.says_much(4)
    ann.syncs(str(shelf))
    (shelf / ann.origin() / "1-99.jsonl.gz").write_bytes(b"\x1f\x8b nonsense")

    report = bob.syncs(str(shelf))

    assert list(report.refused) == [f"{ann.origin()}/1-99.jsonl.gz"]
    assert bob.lines() == ann.lines()


def test_a_relay_repairs_what_is_damaged_of_others(
    ann: Home, bob: Home, shelf: Path
) -> None:
    ann.says("the page")
    ann.syncs(str(shelf))
    bob.syncs(str(shelf))
    (file,) = shelf.rglob("*.gz")
    content = file.read_bytes()
    file.write_bytes(content[:40])

    assert bob.syncs(str(shelf)).pushed == 0
    assert bob.syncs(str(shelf), relay=True).pushed == 2
    assert file.read_bytes() == content


def test_a_half_written_file_is_ignored_and_put_away_by_its_own_origin(
    ann: Home, bob: Home, shelf: Path
) -> None:
    ann.says("note")
    ann.syncs(str(shelf))
    half = shelf / ann.origin() / ".3-4.jsonl.gz.123.part"
    half.write_bytes(b"\x1f\x8b half")

    assert bob.syncs(str(shelf)).refused == {}
    assert half.exists()
    ann.syncs(str(shelf))
    assert not half.exists()


def test_what_others_left_on_a_shelf_is_no_segment(
    ann: Home, bob: Home, shelf: Path
) -> None:
    ann.says("one")
    ann.syncs(str(shelf))
    (series,) = shelf.iterdir()
    (shelf / "README").write_text("a shelf")
    (shelf / "01234567-0123-7123-8123-0123456789ab").write_text("no folder")
    (series / "8-8.jsonl.gz").mkdir()
    os.mkfifo(series / "9-9.jsonl.gz")  # whoever opens it waits for ever
    (series / "10-10.jsonl.gz").symlink_to("10-10.jsonl.gz")

    assert bob.syncs(str(shelf)).refused == {}
    assert bob.lines() == ann.lines()


def test_what_is_larger_than_any_log_writes_is_not_even_read(
    ann: Home, bob: Home, shelf: Path
) -> None:
    ann.says("one")
    ann.syncs(str(shelf))
    (series,) = shelf.iterdir()
    with (series / "9-9.jsonl.gz").open("wb") as file:
        file.truncate(2**40)

    assert bob.syncs(str(shelf)).refused == {
        f"{series.name}/9-9.jsonl.gz": "it is larger than any log writes"
    }
    assert bob.lines() == ann.lines()


def test_where_nothing_can_be_put_what_others_put_is_taken_in(
    ann: Home, bob: Home, shelf: Path
) -> None:
    ann.says("one")
    bob.says("two")
    ann.syncs(str(shelf))
    with bob.log() as log:
        in_its_way = shelf / log.position()[0]
    in_its_way.write_text("as full or read-only as can be")

    with pytest.raises(NotReached, match="what others have put there was taken in"):
        bob.syncs(str(shelf))
    assert set(ann.lines()) < set(bob.lines())
    in_its_way.unlink()
    bob.syncs(str(shelf))
    ann.syncs(str(shelf))
    assert bob.lines() == ann.lines()


def test_a_segment_that_contradicts_the_log_is_refused_and_the_rest_goes_on(
    ann: Home, bob: Home, shelf: Path
) -> None:
    first = ann.says("the page")
    ann.says("another")
    ann.syncs(str(shelf))
    bob.syncs(str(shelf))
    ann.says("more")
    ann.syncs(str(shelf))
    # Under a name of its own it would come in as events 4 to 4.
    file = next(shelf.rglob("4-4.jsonl.gz"))
    event = json.loads(gzip.decompress(file.read_bytes())) | {"id": first.id}
    file.write_bytes(gzip.compress(json.dumps(event).encode() + b"\n"))
    carl = Home(shelf.parent, "carl")
    carl.says("of carl")
    carl.syncs(str(shelf))

    report = bob.syncs(str(shelf))

    assert list(report.refused) == [f"{ann.origin()}/4-4.jsonl.gz"]
    assert report.authors == {"carl": 2}


def test_a_log_put_back_in_time_takes_its_later_events_back_and_goes_on_anew(
    ann: Home, bob: Home, shelf: Path, tmp_path: Path
) -> None:
    ann.says("before the backup")
    backup = ann.copied(tmp_path, "backup")
    ann.says("after it")
    ann.syncs(str(shelf))
    origin = ann.origin()
    # The disk of ann's machine is gone; the copy takes its place.
    restored = backup

    report = restored.syncs(str(shelf))
    restored.says("and on")
    restored.syncs(str(shelf))
    bob.syncs(str(shelf))

    assert report.is_new_origin
    assert restored.origin() != origin
    assert restored.texts() == {"before the backup", "after it", "and on"} == bob.texts()


def test_a_copy_that_logged_before_it_synced_loses_nothing(
    ann: Home, bob: Home, shelf: Path, tmp_path: Path
) -> None:
    ann.says("before")
    copy = ann.copied(tmp_path, "copy")
    ann.says("of ann")
    copy.says("of the copy")

    for home in (ann, copy, bob, ann):
        home.syncs(str(shelf))

    assert ann.lines() == copy.lines() == bob.lines()
    assert ann.texts() == {"before", "of ann", "of the copy"}


def test_a_folder_that_is_not_there_is_not_made(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "the page")

    said = say("sync", str(tmp_path / "mnt" / "team"))

    assert said.code == 1
    assert "there is no such folder; mount it" in said.err
    assert not (tmp_path / "mnt").exists()
    say.ok("event", "the log goes on")


def test_an_empty_folder_in_place_of_the_shelf_is_not_taken_for_it(
    ann: Home, shelf: Path
) -> None:
    ann.says("the page")
    ann.syncs(str(shelf))
    shelf.rename(shelf.parent / "unmounted")
    shelf.mkdir()

    with pytest.raises(NotReached, match="is it mounted"):
        ann.syncs(str(shelf))
    assert list(shelf.iterdir()) == []
    assert ann.syncs(str(shelf), relay=True).pushed == 2


@pytest.mark.skipif(os.getuid() == 0, reason="root may read all")
def test_one_who_lets_nobody_read_keeps_nobody_apart(
    ann: Home, bob: Home, shelf: Path, tmp_path: Path
) -> None:
    carl = Home(tmp_path, "carl")
    for home in (ann, bob):
        home.says(f"of {home.name}")
        home.syncs(str(shelf))
    (shelf / ann.origin()).chmod(0)

    report = carl.syncs(str(shelf))
    (shelf / ann.origin()).chmod(0o755)

    assert list(report.refused) == [ann.origin()]
    assert carl.texts() == {"of bob"}


def test_a_shelf_that_is_made_anew_is_filled(say: Shell, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    say.ok("event", "the page")
    say.ok("sync", "--init", str(shelf))
    shutil.rmtree(shelf)

    assert say("sync", str(shelf)).code == 1
    assert say.ok("sync", "--init", str(shelf)).startswith("pushed 2 events")


def test_others_can_read_what_the_umask_lets_them(ann: Home, shelf: Path) -> None:
    ann.says("the page")
    before = os.umask(0o002)
    try:
        ann.syncs(str(shelf))
    finally:
        os.umask(before)

    (file,) = shelf.rglob("*.gz")
    assert file.stat().st_mode & 0o777 == 0o664
    assert file.parent.stat().st_mode & 0o777 == 0o775


def test_sync_says_what_moved(say: Shell, shelf: Path, ann: Home) -> None:
    ann.says("the page")
    ann.syncs(str(shelf))
    say.ok("event", "mine")

    assert say.ok("sync", "-n", str(shelf)) == (
        f"would push 2 events, take in 2 events; nothing was changed ({shelf})\n"
    )
    assert say.ok("sync", str(shelf)) == (
        f"pushed 2 events, took in 2 events (ann 2); in step with {shelf}\n"
    )
    say.environ["PMLOG_SYNC"] = str(shelf)
    assert say.ok("sync") == f"nothing new; in step with {shelf}\n"
    assert json.loads(say.ok("sync", "--json"))["pushed"] == 0


@pytest.mark.parametrize("target", [[], [""], ["ftp://host/x"]])
def test_no_target_is_a_usage_error(say: Shell, target: list[str]) -> None:
    said = say("sync", *target)

    assert said.code == 2
    assert "a folder" in said.err
    assert not say.path.exists()
