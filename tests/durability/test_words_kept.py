"""Promise 5, what cannot be stored is said again: the whole command, true later."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.durability.harness import (
    FAST,
    MODULE,
    TEXT,
    Place,
    needs,
    needs_strace,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def repeated(said: str) -> list[str]:
    """Return the words of the command that an error repeats."""
    (command,) = re.findall(r"not stored; to log it later: (.*)$", said, re.MULTILINE)
    return shlex.split(command)


@pytest.mark.parametrize(
    "argv",
    [
        ("event", TEXT), ("start", TEXT), ("improve", TEXT), ("task", "add", TEXT),
        ("set", "impact", TEXT), ("amend", "3fa9c1", TEXT), ("run", "true"),
    ],
)  # fmt: skip
def test_a_log_named_before_the_command_is_named_again(
    tmp_path: Path, argv: Sequence[str]
) -> None:
    place = Place(tmp_path)
    (tmp_path / "folder").mkdir()
    words = repeated(place.run("--db", "folder", *argv).err)

    assert words[words.index("--db") + 1] == "folder"


def test_an_amendment_is_said_again_with_what_counts_from_now_as_an_instant(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path)
    place.path.mkdir()
    given = ("--until", "14:05", "--how", "", "--to", "a", "--to", "b", "--why", "late")
    said = place.run("amend", "3fa9c1", "two words", "--at", "-15m", *given)
    words = repeated(said.err)
    at = words.index("--at") + 1

    assert re.fullmatch(r"2\d{3}-\d\d-\d\dT[\d:.]+Z", words[at])
    assert words[:3] == ["pmlog", "amend", "3fa9c1"]
    assert words[-2:] == ["--", "two words"]
    rest = dict(zip(words[3:-2:2], words[4:-2:2], strict=True)) | {"--at": ""}
    assert rest == {
        "--at": "",
        "--until": "14:05",
        "--how": "",
        "--to": "b",
        "--why": "late",
    }
    assert [words[n + 1] for n, word in enumerate(words) if word == "--to"] == ["a", "b"]


def test_of_a_command_whose_start_is_stored_only_the_end_is_said_again(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path).with_log()
    script = f"sqlite3.connect({str(place.path)!r}).execute('drop table meta')"
    done = place.run("run", "--", "python3", "-c", f"import sqlite3; {script}")
    (started,) = place.asked("select substr(id, 25, 6) from events where kind = 'note'")
    words = repeated(done.err)

    assert (done.code, words[:4]) == (0, ["pmlog", "amend", *started, "--until"])


def test_a_folder_that_is_gone_is_told_and_no_prompt_minds(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    gone = 'mkdir gone; cd gone; rmdir ../gone; exec "$@"'
    by = ("sh", "-c", gone, "sh")
    for argv in (FAST, ("event", "--at", "now", TEXT), ("timeline",)):
        said = place.run(*argv, by=by, PMLOG_DB="log.db")

        assert (said.code, said.is_clean) == (4, True), said
        assert "relative to a folder that is gone" in said.err
        assert argv == ("timeline",) or repeated(said.err)[-1] == TEXT
    assert place.run("prompt", by=by, PMLOG_DB="log.db") == (0, "", "")
    for words in (("backup", "copy.db"), ("render", "-o", "x.md")):
        said = place.run(*words, by=by)

        assert said.is_clean
        assert "standard output" not in said.err


@pytest.mark.parametrize("at", ["August 5, 2023, 02:00 AM (UTC)", "the day of days"])
def test_a_time_that_only_the_full_command_line_reads_is_kept_where_the_log_cannot_be(
    tmp_path: Path, at: str
) -> None:
    place = Place(tmp_path)
    place.path.mkdir()
    said = place.run("event", "--at", at, TEXT)

    assert said.is_clean
    assert "unforeseen" not in said.err
    assert shlex.split(said.err.splitlines()[-1])[-1] == TEXT


def test_a_text_that_means_standard_input_is_said_as_a_text(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.path.mkdir()
    said = place.run("event", "note: -").err

    assert "printf - | pmlog event" in said


def test_what_was_piped_is_said_to_be_piped_again_where_it_cannot_be_kept(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path)
    place.path.mkdir()
    argv = ("event", "--no-redact", TEXT, "--attach", "-")
    kept = repeated(place.run(*argv, stdin=b"top", TMPDIR=str(tmp_path)).err)
    needs("sh")
    full = ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh")
    lost = repeated(place.run(*argv, stdin=b"top", by=full, TMPDIR=str(tmp_path)).err)
    file = kept[kept.index("--attach") + 1]

    assert "--no-redact" in kept
    with open(file, "rb") as content:
        assert content.read() == b"top"
    assert lost[lost.index("--attach") + 1] == "-"
    assert [each.name for each in tmp_path.glob("pmlog-*")] == [os.path.basename(file)]


@pytest.mark.parametrize(
    ("call", "error", "state"),
    [("pwrite64", "ENOSPC", "not stored; "), ("fdatasync", "EIO", "perhaps not stored; ")],
)
def test_a_full_disk_leaves_no_doubt_as_a_failed_sync_does(
    tmp_path: Path, call: str, error: str, state: str
) -> None:
    needs_strace()
    place = Place(tmp_path).with_log()
    # What is written to the write-ahead log is written at the moment of commit.
    by = ["strace", "-f", "-o", "/dev/null", "-P", f"{place.path}-wal", "-e"]
    injected = f"inject={call}:error={error}:when=1+"
    done = place.run(*FAST, by=[*by, f"trace={call}", "-e", injected])
    first, second = done.err.splitlines()

    assert ("may or may not be there" in first) == (call == "fdatasync")
    assert second.startswith(state)
    place.judge(acknowledged=[], attempted=[TEXT] if call == "fdatasync" else [])


def test_standard_input_that_breaks_off_is_told(tmp_path: Path) -> None:
    needs_strace()
    place = Place(tmp_path).with_log()
    (tmp_path / "piped").write_text(TEXT)
    by = ("strace", "-o", "/dev/null", "-P", str(tmp_path / "piped"), "-e", "trace=read",
          "-e", "inject=read:error=EIO:when=1")  # fmt: skip
    with open(tmp_path / "piped", "rb") as source:
        child = place.start("event", "-", by=by, stdin=source.fileno())
        _, err = child.communicate()

    assert child.returncode == 1
    assert err == b"pmlog: standard input cannot be read: input/output error\n"


def test_a_pipe_that_never_ends_takes_no_more_memory(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    endless = ("sh", "-c", 'yes | exec "$@"', "sh")
    said = place.run("event", "-", by=endless, program=MODULE)

    assert (said.code, said.is_clean) == (2, True)
    assert "longer than 64 MiB" in said.err
