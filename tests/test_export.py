"""Import beside others, and how far it is."""

from __future__ import annotations

import fcntl
import json
import os
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from pmlog.exchange import incoming
from pmlog.store import queries, schema
from pmlog.store.log import Log
from tests.bench import logs
from tests.conftest import NOW_US, ROOT, Shell, process_environ
from tests.terminals import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

BAR = """
import os, sys, time
from pmlog.cli.terminal import progress
progress.PATIENCE_S = progress._EVERY_S = 0
with progress.Bar("importing", 4, {"TERM": "xterm"}) as bar:
    for _ in range(2):
        bar.add(1)
    while not os.path.exists(sys.argv[1]):
        time.sleep(0.01)
print("done")
"""


def test_a_pipe_that_is_slow_keeps_nobody_from_logging(
    process: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    process("event", "before")
    exported = process("export").stdout
    importing = subprocess.Popen(
        [*logs.PMLOG, "import", "-"],
        env=process_environ(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert importing.stdin
    importing.stdin.write(exported)
    importing.stdin.flush()
    while _unread(importing.stdin) or not _sleeps(importing.pid):
        assert importing.poll() is None

    assert process("event", "meanwhile").returncode == 0
    said, _ = importing.communicate()
    assert said == "0 events imported, 2 were there already\n"


def _unread(pipe: IO[str]) -> int:
    """Return how many bytes of a pipe were not read yet."""
    (count,) = struct.unpack("i", fcntl.ioctl(pipe.fileno(), termios.FIONREAD, bytes(4)))
    return int(count)


def _sleeps(pid: int) -> bool:
    """Tell whether a process waits for something."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "S"


def test_three_pieces_that_make_up_three_objects_are_no_export(
    say: Shell, tmp_path: Path
) -> None:
    say("event", "one")
    a, b, *_ = say.ok("export").splitlines()
    glued = [a[:-1] + ', "text": [["p"', '"q"]], "text": "x"}', f"{b}],[{b}"]
    file = tmp_path / "export.jsonl"
    file.write_text("\n".join(glued))

    assert say("import", "--db", str(tmp_path / "other.db"), str(file)).code == 1


def test_half_an_object_a_line_is_no_export(say: Shell, tmp_path: Path) -> None:
    say("event", "one")
    lines = say.ok("export").splitlines()
    at = lines[0].index(', "kind"')
    # As many objects as lines, and a whole one at each line's end.
    halves = [lines[0][:at], f"{lines[0][at + 2 :]}, {lines[1]}"]
    file = tmp_path / "export.jsonl"
    file.write_text("\n".join(halves))
    said = say("import", "--db", str(tmp_path / "other.db"), str(file))

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("pmlog: line 1: not JSON (")


def test_half_of_a_pair_is_imported_as_the_mark_for_no_character(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "half of a pair")
    line = say.ok("export").splitlines()[1].replace("half", "\\ud800")
    say.ok("import", "-", "--db", str(tmp_path / "other.db"), stdin=f"{line}\n")

    assert r"\ufffd of a pair" in say.ok("export", "--db", str(tmp_path / "other.db"))


def test_an_import_of_its_own_export_leaves_a_log_its_origin(say: Shell) -> None:
    say.ok("event", "one")
    say.ok("import", "-", stdin=say.ok("export"))
    say.ok("event", "two")

    assert len({json.loads(line)["origin"] for line in say.ok("export").splitlines()}) == 1


def test_of_nothing_no_log_is_made(say: Shell) -> None:
    assert say.ok("import", "-", stdin="").startswith("0 events imported")
    assert not say.path.exists()


@pytest.mark.parametrize("is_whole", [True, False])
def test_an_import_leaves_the_log_made_as_any_other(
    say: Shell, tmp_path: Path, *, is_whole: bool
) -> None:
    say("event", "one")
    file = tmp_path / "export.jsonl"
    # What is wrong is only found when much of it was read.
    file.write_text(say.ok("export") * incoming.BATCH + ("" if is_whole else "{}\n"))
    there = str(tmp_path / "other.db")
    schema.prepare(there, NOW_US)
    said = say("import", "--db", there, str(file))
    with Log(there) as new, Log(str(say.path)) as old:
        made = queries.objects(new)

        assert queries.count(new) == (2 if is_whole else 0)
        assert made == queries.objects(old)
    assert said.code == (0 if is_whole else 1)


def test_an_index_that_is_gone_is_no_harm(say: Shell, tmp_path: Path) -> None:
    say("event", "one")
    exported = say.ok("export")
    there = str(tmp_path / "other.db")
    schema.prepare(there, NOW_US)
    with Log(there) as log:
        log.connection.execute("drop index events_by_short_id")

    assert say.ok("import", "--db", there, "-", stdin=exported).startswith("2 events")


def test_a_bar_is_shown_on_a_terminal_and_gone_at_the_end(tmp_path: Path) -> None:
    go_on = tmp_path / "go-on"
    argv = [sys.executable, "-c", BAR, str(go_on)]
    with Terminal(argv, {"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("importing [############............]  50%")
        go_on.touch()
        terminal.wait_for("done")
        assert terminal.ended() == 0

        assert "importing" not in terminal.text


def test_no_bar_is_shown_in_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BAR, os.devnull],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert (done.stdout, done.stderr) == ("done\n", "")
