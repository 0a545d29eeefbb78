"""A command runs as if pmlog were not there, and how it ended is in the log."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import clock
from pmlog.running.tail import Tail, as_seen, last_lines
from pmlog.store import current, incident_queries, schema
from pmlog.store.log import Log
from tests.conftest import NOW_US, ROOT, process_environ
from tests.terminals import Terminal

PMLOG = [sys.executable, "-m", "pmlog"]
TOKEN = "ghp_" + "a1" * 18
# A program with its own ideas about the keyboard, as editors have.
RAW = """
import os, sys, termios, tty
before = termios.tcgetattr(0)
tty.setraw(0)
os.write(1, b"raw\\r\\n")
typed = b""
while b"q" not in typed:
    typed += os.read(0, 9)
termios.tcsetattr(0, termios.TCSANOW, before)
print(typed)
"""


class Machine:
    """A folder with a log, and pmlog as a real process on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = process_environ(folder) | {"PS1": "$ ", "TERM": "xterm-256color"}
        for variable in ("NO_COLOR", "COLUMNS"):
            self.environ.pop(variable, None)
        schema.prepare(str(folder / "log.db"), NOW_US)

    def run(self, *words: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*PMLOG, "run", *words],
            env=self.environ,
            capture_output=True,
            check=False,
            timeout=60,
            **{"stdin": subprocess.DEVNULL, **options},
        )

    def script(self, text: str) -> subprocess.CompletedProcess[bytes]:
        """Run a script of bash in which pmlog is the one under test."""
        function = f'pmlog() {{ "{sys.executable}" -m pmlog "$@"; }}\n'
        return subprocess.run(
            ["bash", "-c", function + text],
            env=self.environ,
            capture_output=True,
            check=False,
            timeout=60,
            cwd=self.folder,
        )

    def terminal(self, *words: str, **options: Any) -> Terminal:
        return Terminal([*PMLOG, "run", *words], self.environ, **options)

    def shell(self) -> Terminal:
        """Return a shell in a terminal, in which pmlog is the one under test."""
        (self.folder / "pmlog").write_text(f'#!/bin/sh\nexec "{PMLOG[0]}" -m pmlog "$@"\n')
        (self.folder / "pmlog").chmod(0o755)
        environ = self.environ | {"PATH": f"{self.folder}:{self.environ['PATH']}"}
        return Terminal(
            ["bash", "--norc", "-i"], environ, columns=120, folder=str(self.folder)
        )

    def timeline(self) -> list[dict[str, Any]]:
        """Return the timeline's events, with their data, as they stand."""
        with Log(str(self.folder / "log.db")) as log:
            told = [
                incident_queries.whole(log, each)
                for each in incident_queries.incidents(log)
            ]
        return [
            event._asdict() | {"data": json.loads(event.data)}
            for incident in told
            if incident
            for event in incident.timeline
        ]

    def output(self) -> str:
        """Return the evidence of the last command."""
        attached = self.timeline()[-1]["data"]["attached"][0]
        done = subprocess.run(
            [*PMLOG, "evidence", attached["sha256"]],
            env=self.environ,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


# Through pipes


def test_streams_stay_apart_and_are_the_same_to_the_byte(machine: Machine) -> None:
    code = "import os; os.write(1, bytes(range(256))); os.write(2, b'\\xff\\x00err\\r\\n')"
    done = machine.run("--", sys.executable, "-c", code)

    assert (done.returncode, done.stdout) == (0, bytes(range(256)))
    assert done.stderr == b"\xff\x00err\r\n"


def test_what_is_logged_is_the_command_its_end_and_its_output(machine: Machine) -> None:
    done = machine.run("-k", "inv", "sh", "-c", "echo out; echo err >&2; exit 3")
    (event,) = machine.timeline()

    assert done.returncode == 3
    assert (event["kind"], event["text"]) == (
        "investigated",
        "sh -c 'echo out; echo err >&2; exit 3'",
    )
    assert event["data"]["exit_code"] == 3
    assert event["until"] >= event["at"]
    assert sorted(machine.output().split()) == ["err", "out"]


def test_undo_takes_back_a_command_with_its_end(machine: Machine) -> None:
    machine.run("echo", "before")
    machine.run("echo", "hello")
    undone = subprocess.run(
        [*PMLOG, "undo"], env=machine.environ, capture_output=True, text=True, check=True
    )
    left = machine.timeline()
    *_, ways_back = undone.stdout.splitlines()
    subprocess.run(
        [*PMLOG, *ways_back.partition("pmlog ")[2].split()], env=machine.environ, check=True
    )

    assert [event["text"] for event in left] == ["echo before"]
    assert [event["text"] for event in machine.timeline()] == ["echo before", "echo hello"]
    assert machine.output() == "hello\n"


def test_the_history_tells_of_a_commands_end(machine: Machine) -> None:
    machine.run("sh", "-c", "echo hello; exit 3")
    shown, plain = (
        subprocess.run(
            [*PMLOG, "history", *options],
            env=machine.environ,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
        for options in ([], ["--json"])
    )

    assert "exit code none -> 3; attached none -> output" in shown
    assert json.loads(plain)["changes"]["exit_code"] == [None, 3]
    assert json.loads(plain)["changes"]["attached"][1][0]["size"] == 6


def test_a_text_and_no_output_are_as_asked_for(machine: Machine) -> None:
    machine.run("-m", "mitigated: restart the pool", "--no-output", "echo", "quiet")
    (event,) = machine.timeline()

    assert (event["kind"], event["text"]) == ("mitigated", "restart the pool")
    assert event["data"] == {"command": "echo quiet", "exit_code": 0}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["sh", "-c", "exit 7"], 7),
        (["sh", "-c", "kill -TERM $$"], 128 + signal.SIGTERM),
        (["sh", "-c", "kill -KILL $$"], 128 + signal.SIGKILL),
        (["sh", "-c", "kill -INT $$"], -signal.SIGINT),  # which a shell calls 130
    ],
)
def test_the_exit_code_is_the_commands(
    machine: Machine, words: list[str], code: int
) -> None:
    assert machine.run("--", *words).returncode == code
    assert machine.timeline()[0]["data"]["exit_code"] == (130 if code < 0 else code)


def test_what_cannot_be_run_has_a_shells_exit_code_and_a_sentence(
    machine: Machine,
) -> None:
    absent, a_pipe = machine.run("nosuch"), machine.run("ls | wc -l")
    folder = machine.run(str(machine.folder))
    (machine.folder / "broken").write_text("#!/no/such/interpreter\n")
    (machine.folder / "broken").chmod(0o755)
    broken = machine.run(str(machine.folder / "broken"))

    assert [each.returncode for each in (absent, a_pipe, folder)] == [127, 127, 126]
    assert absent.stderr == b"pmlog: no command 'nosuch', so nothing was logged\n"
    assert b"pmlog run -- sh -c 'ls | wc -l'" in a_pipe.stderr
    assert broken.returncode == 127
    assert b"cannot be run: no such file or directory" in broken.stderr
    assert [event["data"]["exit_code"] for event in machine.timeline()] == [127]
    assert machine.run().returncode == 2


def test_a_script_without_a_first_line_is_the_shells(machine: Machine) -> None:
    (machine.folder / "script").write_text("echo $1\n")
    (machine.folder / "script").chmod(0o755)

    assert machine.run(str(machine.folder / "script"), "hello").stdout == b"hello\n"


def test_standard_input_is_the_commands_alone(machine: Machine) -> None:
    done = machine.script("printf 'one\\ntwo\\n' | { pmlog run -- head -c 4; cat; }")

    assert done.stdout == b"one\ntwo\n"


def test_a_reader_that_had_enough_ends_the_command_as_ever(machine: Machine) -> None:
    done = machine.script("pmlog run -- yes | head -1; echo ${PIPESTATUS[0]}")

    assert done.stdout == b"y\n141\n"
    assert done.stderr == b""


def test_a_command_in_the_background_is_not_waited_for(machine: Machine) -> None:
    # The one prints nothing more, the other does so until nobody takes it.
    silent = machine.script("pmlog run -- sh -c 'sleep 60 & echo $!'")
    os.kill(int(silent.stdout), signal.SIGKILL)
    endless = machine.run("sh", "-c", "(trap '' PIPE; while echo more; do :; done) &")

    assert (silent.returncode, endless.returncode) == (0, 0)
    assert set(endless.stdout.split()) <= {b"more", b"mor", b"mo", b"m"}


def test_signals_reach_the_command(machine: Machine) -> None:
    trap = "trap 'echo got it; exit 5' TERM; echo ready; while :; do sleep 0.05; done"
    for number in (signal.SIGTERM, signal.SIGHUP):
        running = subprocess.Popen(
            [*PMLOG, "run", "sh", "-c", trap.replace("TERM", number.name[3:])],
            env=machine.environ,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert running.stdout
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(number)

        assert running.communicate(timeout=60)[0] == b"got it\n"
        assert running.returncode == 5


EARLY = """
import os, signal, sys
from pmlog.running import run
from pmlog.running.signals import listening
from pmlog.running.relay import Relay
from pmlog.running.tail import Tail

spawn = os.posix_spawnp

def spawn_and_be_told_to_end(*words, **options):
    child = spawn(*words, **options)
    os.kill(os.getpid(), signal.SIGTERM)
    return child

def relayed():
    with listening(stopping=False) as heard:
        relay = Relay(Tail(9), None, heard)
        os.kill(os.getpid(), signal.SIGTERM)
        relay.start(["sleep", "9"], os.environ)
        relay.until_the_end()
        relay.close()
    return relay.status

def plain():
    os.posix_spawnp = spawn_and_be_told_to_end
    return run._run_plainly(["sleep", "9"], os.environ)[0]

print(globals()[sys.argv[1]]())
"""


@pytest.mark.parametrize("way", ["relayed", "plain"])
def test_a_signal_that_comes_before_the_command_is_there_reaches_it(way: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EARLY, way],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (0, f"{signal.SIGTERM:d}\n"), done.stderr


def test_a_command_finds_its_signals_as_they_were(machine: Machine) -> None:
    show = "grep -E 'Sig(Ign|Blk|Cgt)' /proc/self/status"
    for prefix in ("", "trap '' INT HUP; "):
        done = machine.script(
            f"{prefix}{show}; echo; pmlog run -- {show.replace(chr(39), chr(34))}"
        )
        plain, _, run = done.stdout.partition(b"\n\n")

        assert plain.split() == run.split()


def test_a_large_output_takes_no_more_memory(machine: Machine) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (400 * 2**20, 400 * 2**20))

    done = subprocess.run(
        [*PMLOG, "run", "--", "head", "-c", "100M", "/dev/zero"],
        env=machine.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=limited,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert machine.timeline()[0]["data"]["attached"][0]["cut"]


def test_closed_streams_are_no_harm(machine: Machine) -> None:
    done = machine.script("pmlog run -- sh -c 'exit 4' <&- >&- 2>&-; echo $?")

    assert done.stdout == b"4\n"


# Secrets


def test_secrets_are_neither_in_the_words_nor_in_the_output(machine: Machine) -> None:
    done = machine.run("sh", "-c", f"echo password=hunter2 {TOKEN}")
    log = (machine.folder / "log.db").read_bytes()
    wal = machine.folder / "log.db-wal"
    log += wal.read_bytes() if wal.exists() else b""

    assert done.stdout == f"password=hunter2 {TOKEN}\n".encode()
    assert b"hunter2" not in log
    assert TOKEN.encode() not in log
    assert b"redacted from the command line: secret value, GitHub token" in done.stderr
    assert b"redacted from the output: secret value, GitHub token" in done.stderr


def test_a_secret_across_the_beginning_of_what_is_kept_is_redacted(
    machine: Machine,
) -> None:
    # All in one line, so that it is cut in the middle; the token lies across the cut.
    code = f"print('x' * 90000 + ' {TOKEN} ' + 'y' * (65536 - 20))"
    machine.run("--", sys.executable, "-c", code)
    kept = machine.output()

    assert len(kept) <= 65536
    assert "a1a1" not in kept


# The log


def test_a_command_is_in_the_log_before_it_has_ended(machine: Machine) -> None:
    running = subprocess.Popen(
        [*PMLOG, "run", "sh", "-c", "echo ready; exec sleep 60"],
        env=machine.environ,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert running.stdout
    assert running.stdout.readline() == b"ready\n"
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    running.stdout.close()
    (event,) = machine.timeline()
    shown = subprocess.run(
        [*PMLOG, "timeline"], env=machine.environ, capture_output=True, check=True
    ).stdout

    assert (event["until"], "exit_code" in event["data"]) == (None, False)
    assert b"exec sleep 60' (no end recorded)" in shown


def test_a_log_that_cannot_be_used_stops_no_command(machine: Machine) -> None:
    (machine.folder / "log.db").write_text("no log")
    done = machine.run("-k", "mit", "-m", "restart", "sh", "-c", "echo out; exit 3")

    assert (done.returncode, done.stdout) == (3, b"out\n")
    first, second, again = done.stderr.decode().splitlines()
    assert first.endswith("the command runs all the same")
    assert "is not a database" in second
    assert again.startswith("not stored; to log it later: pmlog event --at ")
    assert again.endswith("-- restart")
    assert "--kind mitigated --until " in again


def test_many_commands_make_no_later_event_slower(machine: Machine) -> None:
    for _ in range(3):
        machine.run("true")
    with Log(str(machine.folder / "log.db")) as log:
        (incident,) = incident_queries.incidents(log)

        assert {mark.kind for mark in current.landmarks(log, incident).events} == {
            "opened",
            "note",
        }


# In a terminal


def test_a_terminal_stays_one_of_the_same_size(machine: Machine) -> None:
    show = "test -t 0 && test -t 1 && test -t 2 && stty size"
    with machine.terminal("sh", "-c", show, columns=91, rows=17) as terminal:
        terminal.wait_for("exit 0")

        assert terminal.lines[0] == "17 91"
        assert terminal.ended() == 0


def test_what_is_redirected_goes_there_and_the_rest_stays_a_terminal(
    machine: Machine,
) -> None:
    show = "test -t 0; echo $?; test -t 1; echo $?; test -t 2 && stty size <&2 >&2"
    with machine.shell() as terminal:
        terminal.type(f"pmlog run -- sh -c '{show}' > out; cat out\r")
        terminal.wait_for("24 120\n")
        terminal.wait_for("\n0\n1\n")
        terminal.type("clear; seq 3 | pmlog run -- sh -c 'test -t 1 && cat; echo end'\r")
        terminal.wait_for("1\n2\n3\nend\n")


def test_a_program_reads_keys_as_they_are_typed_and_a_resize_reaches_it(
    machine: Machine,
) -> None:
    with machine.terminal(sys.executable, "-c", RAW) as terminal:
        terminal.wait_for("raw")
        terminal.type("\x03\x1a\x04é")
        terminal.type("q")
        terminal.wait_for("b'\\x03\\x1a\\x04\\xc3\\xa9q'")
        assert terminal.ended() == 0
    trap = "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done"
    with machine.terminal("sh", "-c", trap) as terminal:
        terminal.wait_for("ready")
        terminal.resize(70, 20)
        terminal.wait_for("20 70")

        assert terminal.ended() == 0


def test_a_prompt_is_answered(machine: Machine) -> None:
    with machine.terminal(sys.executable, "-c", "print(input('name? ')[::-1])") as terminal:
        terminal.wait_for("name?")
        terminal.type("abc\r")
        terminal.wait_for("\ncba\n")

        assert terminal.ended() == 0
    assert machine.output() == "name? abc\ncba\n"


def test_ctrl_c_ends_the_command_and_the_loop_around_it(machine: Machine) -> None:
    loop = "for i in 1 2 3; do pmlog run -- sh -c 'echo turn $i; exec sleep 60'; done"
    with machine.shell() as terminal:
        terminal.type(f"{loop}\r")
        terminal.wait_for("\nturn")
        terminal.type("\x03")
        terminal.wait_for("exit 130")
        terminal.type("echo code=$?; stty -a | grep -o ' icanon'\r")
        terminal.wait_for("\ncode=130\n icanon\n")

        assert terminal.text.count("\nturn") == 1
    assert machine.timeline()[0]["data"]["exit_code"] == 130


def test_ctrl_z_stops_it_and_fg_goes_on(machine: Machine) -> None:
    with machine.shell() as terminal:
        terminal.type("pmlog run -- sh -c 'echo first; read a; echo got $a; exit 4'\r")
        terminal.wait_for("\nfirst")
        terminal.type("\x1a")
        terminal.wait_for("Stopped")
        terminal.type("stty -a | grep -o ' icanon'; echo still here\r")
        terminal.wait_for("\n icanon\nstill here")
        terminal.type("fg\r")
        terminal.wait_for("\npmlog run")
        terminal.type("line\r")
        terminal.wait_for("\ngot line\n")
        terminal.wait_for("exit 4")


def test_a_terminal_that_goes_away_takes_the_command_along(machine: Machine) -> None:
    with machine.terminal("sh", "-c", "echo $$; exec sleep 60") as terminal:
        terminal.wait_for("\n")
        terminal.wait_for(lambda text: bool(text.strip()))
    # The log is written by a process that nobody waits for any more.
    done = subprocess.run(
        [
            "sh",
            "-c",
            'until "$@" | grep -q "exit 129"; do sleep 0.05; done',
            "-",
            *PMLOG,
            "timeline",
        ],
        env=machine.environ,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0


def test_the_screens_last_line_says_what_was_logged(machine: Machine) -> None:
    with machine.terminal("printf", "no end of line", columns=90) as terminal:
        terminal.wait_for("exit 0")

        first, second, *_ = terminal.lines
        assert first == "no end of line"
        assert second.startswith("pmlog: ")
        assert "note: printf 'no en" in second
        assert terminal.lines[2] == ""


# What is kept of an output


@given(st.lists(st.binary(max_size=9)), st.integers(1, 20))
def test_the_tail_is_the_end_of_all_that_was_added(chunks: list[bytes], most: int) -> None:
    tail = Tail(most)
    for chunk in chunks:
        tail.add(chunk)
    whole = b"".join(chunks)

    assert tail.content == whole[-most:]
    assert tail.total == len(whole)


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("plain\r\nlines\r\n", "plain\nlines\n"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07x\x1b(B", "red x"),
        (" 10%\r 50%\r100%\ndone", "100%\ndone"),
        ("a\x08bc\x08\x08d", "d"),
        ("before\x1b[?1049hdrawn\x1b[?1049lafter", "beforeafter"),
        ("drawn\x1b[?1049lafter", "after"),
        ("before\x1b[?1049hdrawn to the end", "before"),
        ("\udce9", "\ufffd"),
    ],
)
def test_what_is_kept_is_what_stays_on_the_screen(printed: str, seen: str) -> None:
    assert as_seen(printed.encode("utf-8", "surrogateescape")) == seen


@given(st.text(st.sampled_from("aä\n"), max_size=20), st.integers(1, 12))
def test_the_last_lines_are_whole_unless_one_is_too_long(text: str, most: int) -> None:
    kept = last_lines(text, most)

    assert text.endswith(kept)
    assert len(kept.encode()) <= most
    before = text.removesuffix(kept)
    last = text.removesuffix("\n").rpartition("\n")[2]
    assert not before or before[-1] == "\n" or len(last.encode()) + 1 >= most


@pytest.mark.parametrize("most", range(6, 13))
def test_a_command_runs_where_no_pipe_and_no_file_can_be_opened(
    machine: Machine, most: int
) -> None:
    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    done = machine.run("--", "sh", "-c", "echo ran; exit 3", preexec_fn=starve)

    assert (done.returncode, done.stdout) == (3, b"ran\n")
    assert b"Traceback" not in done.stderr
    assert b"unforeseen" not in done.stderr
    assert b"read-only" not in done.stderr


def test_without_a_pipe_signals_reach_the_command_all_the_same(machine: Machine) -> None:
    starved = ["sh", "-c", 'ulimit -n 8; exec "$@"', "sh"]
    script = "trap 'echo heard; exit 7' TERM; grep SigIgn /proc/self/status; read x"
    running = subprocess.Popen(
        [*starved, *PMLOG, "run", "--", "sh", "-c", script],
        env=machine.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with running:
        assert running.stdout
        ignored = int(running.stdout.readline().removeprefix("SigIgn:"), 16)
        assert not ignored & (1 << signal.SIGPIPE - 1 | 1 << signal.SIGXFSZ - 1)
        running.terminate()
        assert running.stdout.readline() == "heard\n"
    assert running.returncode == 7


def test_a_command_does_not_wait_until_a_locked_log_is_free(machine: Machine) -> None:
    holder = sqlite3.connect(machine.folder / "log.db", isolation_level=None)
    holder.execute("begin immediate")
    running = subprocess.Popen(
        [*PMLOG, "run", "--", "sh", "-c", "echo ran; read go"],
        env=machine.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with running, holder:
        assert running.stdout
        # Others wait for half a minute.
        assert select.select([running.stdout], [], [], 20)[0], "it waits for the log"
        assert running.stdout.readline() == "ran\n"
        # It ran while the log was locked; its end is stored when that is over.
        holder.execute("rollback")
        _, said = running.communicate("\n")

    assert running.returncode == 0
    assert "the command runs all the same" in said
    assert [event["text"] for event in machine.timeline()] == ["sh -c 'echo ran; read go'"]


def test_a_second_is_a_second(machine: Machine) -> None:
    machine.run("sleep", "1")
    (event,) = machine.timeline()

    assert clock.SECOND_US <= event["until"] - event["at"] < clock.MINUTE_US
