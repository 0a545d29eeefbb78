"""Promise 5, hostile surroundings: stored, or said with the words to enter it later."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.durability.harness import (
    ALL,
    FAST,
    MODULE,
    TEXT,
    WAYS_IN,
    Ended,
    Place,
    counted,
    decoded,
    long,
    made_log,
    needs,
    needs_strace,
    spread,
    tracing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# As an ordinary user is held by the bits of a mode, root is only without these.
AS_USER = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")


def again(place: Place, said: Ended, shell: str = "sh") -> None:
    """Paste the command that an error repeats into a shell."""
    (command,) = re.findall(r"to log it later: (.*)$", said.err, re.MULTILINE)
    pmlog = f'pmlog() {{ "{sys.executable}" -m pmlog "$@"; }}; '
    if shell == "fish":
        pmlog = f'function pmlog; "{sys.executable}" -m pmlog $argv; end; '
    done = subprocess.run(
        [shell, "-c", pmlog + command],
        env=place.environ,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (command, decoded(done.stderr))


def is_told(done: Ended, code: int = 4) -> bool:
    return done.code == code and done.err.count("pmlog: ") == 1 and done.is_clean


# files


def a_folder(path: Path) -> None:
    path.mkdir()


def one_byte(path: Path) -> None:
    path.write_bytes(b"x")


def notes(path: Path) -> None:
    path.write_text("db-1 is down\n" * 1000)


def half_a_header(path: Path) -> None:
    path.write_bytes(made_log().read_bytes()[:50])


def cut_in_half(path: Path) -> None:
    content = made_log().read_bytes()
    path.write_bytes(content[: len(content) // 2])


def rotten(path: Path) -> None:
    content = bytearray(made_log().read_bytes())
    for page in range(0, len(content), 4096):
        content[page + 100 : page + 130] = b"\xff" * 30
    path.write_bytes(content)


def cookies(path: Path) -> None:
    con = sqlite3.connect(path)
    con.execute("create table cookies (name)")
    con.close()


def newer(path: Path) -> None:
    shutil.copy(made_log(), path)
    con = sqlite3.connect(path)
    con.execute("pragma user_version = 99")
    con.close()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_loop(path: Path) -> None:
    path.symlink_to(path)


def below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a file")


def quoted_rot(path: Path) -> None:
    # Of a schema that it cannot read SQLite says what it found, whatever its bytes.
    path.write_bytes(
        made_log().read_bytes().replace(b"VIEW timeline as", b"VIEW timeline \xacs")
    )


UNFIT = (
    a_folder, one_byte, notes, half_a_header, cut_in_half, rotten, cookies, newer, a_pipe,
    a_loop, below_a_file, quoted_rot,
)  # fmt: skip


def snapshot(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@pytest.mark.parametrize("make", UNFIT)
def test_an_unfit_file_is_refused_and_left_as_it_was(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    place = Place(tmp_path / "there")
    place.folder.mkdir()
    make(place.path)
    before = snapshot(place.path)
    place.environ["PMLOG_DB"] = str(place.path)
    good = Place(tmp_path).with_log()
    place.folder = tmp_path  # to stand in
    for argv in (*WAYS_IN, ("start", TEXT), ("render",)):
        said = place.run(*argv)
        assert is_told(said) or is_told(said, 3), (argv, said)
        if argv == FAST:
            again(good, said)
    # A prompt says nothing of it, and waits for nobody.
    assert place.run("prompt") == (0, "", "")

    assert snapshot(place.path) == before
    assert good.texts() == [TEXT]


def test_a_file_of_no_length_becomes_a_log(tmp_path: Path) -> None:
    for way in WAYS_IN:
        place = Place(tmp_path)
        place.path.write_bytes(b"")
        place.path.chmod(0o644)
        place.ok(*way)

        place.judge(acknowledged=[TEXT], attempted=[TEXT])
        assert place.path.stat().st_mode & 0o777 == 0o600
        place.path.unlink()
        for end in ("-wal", "-shm"):
            Path(f"{place.path}{end}").unlink(missing_ok=True)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_is_read_only_is_read_and_its_words_are_kept(
    tmp_path: Path, what: str
) -> None:
    needs("setpriv")
    place = Place(tmp_path / "there")
    place.folder.mkdir()
    place.with_log()
    place.environ["PMLOG_DB"] = str(place.path)
    target = place.path if what == "file" else place.folder
    mode = target.stat().st_mode
    target.chmod(0o500 if what == "folder" else 0o400)
    said = [place.run(*way, by=AS_USER) for way in WAYS_IN]
    read = place.run("timeline", by=AS_USER)
    target.chmod(mode)

    assert [is_told(each) for each in said] == [True, True], said
    assert all("is read-only" in each.err for each in said)
    assert (read.code, "Checkout is down" in read.out) == (0, True)
    for each in said:
        again(place, each)
    assert place.texts() == [TEXT] * 2


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    link = tmp_path / "link.db"
    link.symlink_to(place.path)
    for way in WAYS_IN:
        assert place.run(*way, PMLOG_DB=str(link)).code == 0
    place.ok("timeline")

    assert place.texts() == [TEXT] * 2
    assert link.is_symlink()


FULL_DISK = """
mount -t tmpfs -o size=400k none "$1" || exit 77
pmlog() { "$2" -m pmlog "$@"; }
pmlog event first || exit 1
{ dd if=/dev/zero of="$1/fill" bs=1k; } 2>/dev/null
number=0
while [ $number -lt 4 ]; do
    number=$((number + 1))
    pmlog event "quick $number" && echo "acknowledged quick $number"
    pmlog event --at now "full $number" && echo "acknowledged full $number"
done
pmlog timeline || exit 2
rm "$1/fill"
pmlog event last || exit 3
pmlog export
"""


def test_on_a_full_disk_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    needs("unshare")
    disk = tmp_path / "disk"
    disk.mkdir()
    place = Place(tmp_path)
    done = subprocess.run(
        ["unshare", "--mount", "bash", "-c",
         FULL_DISK.replace('"$2"', sys.executable), "bash", str(disk)],
        env=place.environ | {"PMLOG_DB": str(disk / "log.db")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("nothing can be mounted here")
    said = re.findall(r"^acknowledged (.*)$", done.stdout, re.MULTILINE)

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "the disk is full" in done.stderr
    assert done.stderr.count("not stored; to log it later: ") == 8 - len(said)
    for text in (*said, "first", "last"):
        assert f'"text": "{text}"' in done.stdout, text


@pytest.mark.parametrize("limit", long(4096, 40_000, 90_000, 110_000))
@pytest.mark.parametrize("is_first", [False, True])
def test_a_limit_on_the_size_of_files_is_told(
    tmp_path: Path, limit: int, is_first: bool
) -> None:
    needs("prlimit")
    for number, way in enumerate(WAYS_IN):
        place = Place(tmp_path / str(number))
        place.folder.mkdir()
        place = place if is_first else place.with_log()
        place.environ["PMLOG_DB"] = str(place.path)
        said = place.run(*way, by=("prlimit", f"--fsize={limit}"))
        stored = [TEXT] if said.code == 0 else []

        assert stored or is_told(said), said
        place.judge(acknowledged=stored, attempted=[TEXT])


# environment

ENVIRONMENTS = {
    "nothing": {},
    "no HOME, a log": {"PMLOG_DB": "log.db"},
    "no language": {"PMLOG_DB": "log.db", "LC_ALL": "C"},
    "no UTF-8": {
        "PMLOG_DB": "log.db", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
    },
    "TZ empty": {"PMLOG_DB": "log.db", "TZ": ""},
    "TZ wrong": {"PMLOG_DB": "log.db", "TZ": "Mars/Phobos", "PMLOG_TZ": "../../etc/passwd"},
    "TZ no text": {"PMLOG_DB": "log.db", "TZ": "\udcff", "PMLOG_TZ": "\udcff"},
    "author no text": {"PMLOG_DB": "log.db", "PMLOG_AUTHOR": "\udcff\n\x1b[2J"},
    "file no text": {"PMLOG_DB": "\udcff.db"},
    "incident unknown": {"PMLOG_DB": "log.db", "PMLOG_INCIDENT": "\udcff"},
    "no folder": {"PMLOG_DB": "made/for/it/log.db"},
    "HOME unknown": {"HOME": "/proc/none"},
}  # fmt: skip


NOBODY = ("unshare", "--user", "--map-user=54321")


@pytest.mark.parametrize(
    ("name", "user"),
    [
        *((name, ()) for name in ENVIRONMENTS),
        *((name, NOBODY) for name in ("nothing", "no HOME, a log", "HOME unknown")),
    ],
)
def test_any_environment_stores_or_says_what_to_name(
    tmp_path: Path, name: str, user: Sequence[str]
) -> None:
    place = Place(tmp_path)
    # Should the user's own data folder be taken, it is one inside of tmp_path.
    base = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    if name == "nothing" and not user:
        base["XDG_DATA_HOME"] = str(tmp_path)
    place.environ = base | ENVIRONMENTS[name]
    text = "caf\u00e9 \udcff"
    for way in (("event", text), ("event", "--at", "now", text)):
        done = place.run(*way, by=user)
        if "unshare" in done.err:
            pytest.skip("no users can be made up here")
        wants_folder = name in ("nothing", "HOME unknown")
        assert done.is_clean, done
        assert done.code == 0 or (wants_folder and is_told(done)), done


def test_a_clock_that_jumps_loses_nothing(
    tmp_path: Path,
) -> None:
    needs("faketime")
    place = Place(tmp_path)
    for moment in (
        "2026-11-21 14:00",
        "2026-11-21 09:00",
        "1970-01-02 00:00",
        "2037-12-31 00:00",
    ):
        for way in ("event", moment), ("event", "--at", "now", moment + " "):
            by = ("env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", moment)
            done = place.run(*way, by=by)
            assert (done.code, done.is_clean) == (0, True), done
    assert len(place.texts()) == 8
    assert place.run("timeline").code == place.run("verify").code == 0
    place.judge(acknowledged=[], attempted=place.texts())


# streams


def redirected(place: Place, argv: Sequence[str], how: str) -> Ended:
    """Run pmlog with its streams as the shell's redirection says."""
    script = f'exec "$@" {how}'
    return place.run(*argv, by=("sh", "-c", script, "sh"))


@pytest.mark.parametrize("way", WAYS_IN)
@pytest.mark.parametrize(
    ("how", "code"),
    [
        (">&-", 1), (">/dev/full", 1), ("2>&-", 0), ("2>/dev/full", 0), ("<&-", 0),
        ("<&- >&- 2>&-", 1),
    ],
)  # fmt: skip
def test_streams_that_take_nothing_lose_no_event(
    tmp_path: Path, way: Sequence[str], how: str, code: int
) -> None:
    place = Place(tmp_path).with_log()
    done = redirected(place, way, how)

    assert (done.code, done.is_clean) == (code, True), done
    if code and "2>" not in how:
        assert "stored, but standard output cannot be written" in done.err
    place.judge(acknowledged=[TEXT], attempted=[TEXT])


@pytest.mark.parametrize(
    "argv", [("timeline",), ("export",), ("render",), ("verify",), ("list",), ("--help",)]
)
def test_output_that_takes_nothing_is_said(tmp_path: Path, argv: Sequence[str]) -> None:
    place = Place(tmp_path).with_log()
    done = redirected(place, argv, ">/dev/full")

    assert (done.code, done.is_clean) == (1, True), done
    assert done.err.endswith("standard output cannot be written: no space left on device\n")


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    for number in range(3):
        place.ok("event", f"{number} " + "x" * 100_000)
    script = f"set -o pipefail; {' '.join(MODULE)} export | head -c 5"
    done = subprocess.run(
        ["bash", "-c", script], env=place.environ, capture_output=True, check=False
    )

    assert (done.stdout, done.stderr) == (b'{"id"', b"")


# signals


@pytest.mark.parametrize("most", long(1, ALL))
@pytest.mark.parametrize(("name", "code"), [("INT", 130), ("TERM", 143)])
@pytest.mark.parametrize("way", WAYS_IN)
def test_a_signal_at_any_call_leaves_no_half_event(
    tmp_path: Path, way: Sequence[str], name: str, code: int, most: int
) -> None:
    needs_strace()
    unharmed = Place(tmp_path / "unharmed")
    unharmed.folder.mkdir()
    calls = counted(unharmed.with_log(), way, ("pwrite64", "fdatasync", "openat"))
    hits = 0
    points = [(call, n) for call, count in calls.items() for n in spread(count, most)]
    for call, n in points:
        place = Place(tmp_path / f"{call}-{n}")
        place.folder.mkdir()
        place.with_log()
        injected = f"inject={call}:signal={name}:when={n}"
        done = place.run(*way, by=tracing(place, "-e", f"trace={call}", "-e", injected))
        ended = 128 - done.code if done.code < 0 else done.code
        hits += ended != 0
        assert done.is_clean, done
        assert ended in (0, code), done
        place.judge(acknowledged=[TEXT] if TEXT in done.out else [], attempted=[TEXT])

    assert hits >= len(points) * 0.9


def test_ctrl_c_ends_the_wait_for_a_lock(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    con = sqlite3.connect(place.path, isolation_level=None)
    con.execute("begin immediate")
    for way in WAYS_IN:
        with place.start(*way) as child:
            assert child.stderr
            assert child.stderr.readline().startswith(b"pmlog: waiting")
            child.send_signal(signal.SIGINT)
            out, err = child.communicate()
        assert child.returncode in (130, -signal.SIGINT)
        assert (out, err) == (b"", b"")
    con.close()

    place.judge(acknowledged=[], attempted=[])


@pytest.mark.parametrize(("name", "code"), [("INT", 130), ("TERM", 143), ("HUP", 129)])
def test_a_copy_that_is_interrupted_leaves_nothing_behind(
    tmp_path: Path, name: str, code: int
) -> None:
    needs_strace()
    place = Place(tmp_path).with_log()
    # SQLite syncs data alone; this is the sync of the finished copy.
    injected = f"inject=fsync:signal={name}:when=1"
    by = ("strace", "-f", "-o", os.devnull, "-e", "trace=fsync", "-e", injected)
    done = place.run("backup", "copy.db", by=by)

    assert (done.code, done.out, done.err) == (code, "", "")
    assert [each.name for each in tmp_path.iterdir()] == ["log.db"]
