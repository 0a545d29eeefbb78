"""Two ways in, one behaviour: fast agrees with the full command line, with few imports."""

from __future__ import annotations

import ast
import atexit
import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytz
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmlog import cli, fast, paths
from pmlog.actions import lifecycle
from pmlog.actions.responder import Responder
from pmlog.exchange import export
from pmlog.incident import kinds
from pmlog.incident.event import Entry
from pmlog.store import queries, schema
from pmlog.store.log import Log
from tests.conftest import NOW_US, process_environ

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12
)
KIND_OPTIONS = st.sampled_from(["-k", "--kind"]).flatmap(
    lambda option: st.sampled_from([*kinds.TIMELINE_KINDS, "esc", "nonsense"]).map(
        lambda kind: [option, kind]
    )
)
TIMES = st.sampled_from(
    [
        *(
            ["--at", "14:05"],
            ["--at", "-15m"],
            ["--at", "~13:00 UTC"],
            ["--at", "nonsense"],
        ),
        *(["--until", "14:30"], ["--for", "20m"], ["--at", "2026-03-29 02:30"]),
        *(["--how", "alert"], ["--to", "DBAs"], ["-i", "checkout"], ["--link", "x"]),
    ]
)
PREFIXED = st.builds("{}: {}".format, st.sampled_from(kinds.TIMELINE_KINDS), WORDS)
ARGUMENTS = st.lists(
    st.one_of(
        WORDS.map(lambda word: [word]),
        PREFIXED.map(lambda word: [word]),
        KIND_OPTIONS,
        TIMES,
    ),
    min_size=1,
    max_size=4,
).map(lambda parts: [word for part in parts for word in part])
COMMANDS = st.sampled_from(["event", "event", *kinds.TIMELINE_KINDS])
# Vancouver: its clocks differ by an hour between the zone databases of 2025 and 2026.
ZONES = st.sampled_from(["Europe/Berlin", "America/Vancouver", "Asia/Kathmandu", "+05:30"])


@cache
def log_with_an_incident(*, is_open: bool) -> str:
    """Return the path of a log with one incident, made once and for copies alone."""
    path = os.path.join(tempfile.mkdtemp(prefix="pmlog-test-"), "log.db")
    atexit.register(shutil.rmtree, os.path.dirname(path))
    schema.prepare(path, NOW_US)
    responder = Responder("on-call", "db-1", "Asia/Tokyo", NOW_US)
    with Log(path) as log:
        title = Entry(text="Checkout is down")
        incident = lifecycle.open_incident(log, responder, title, {}).incident.id
        if not is_open:
            closing = Entry(text="", kind=kinds.CLOSED)
            lifecycle.write_up(log, responder, closing, incident)
    return path


class World:
    """A log in a folder of its own, with one incident that was opened elsewhere."""

    def __init__(self, folder: str, zone: str, *, is_open: bool) -> None:
        self.environ = {
            "PMLOG_DB": os.path.join(folder, "log.db"),
            "PMLOG_AUTHOR": "on-call",
            "PMLOG_TZ": zone,
            "HOME": folder,
        }
        shutil.copy(log_with_an_incident(is_open=is_open), paths.log_file(self.environ))

    def fast(self, argv: list[str], command: str = "event") -> tuple[int, str, str] | None:
        with self._captured() as (out, err):
            code = fast.run([command, *argv], self.environ, NOW_US)
        return None if code is None else (code, out.getvalue(), err.getvalue())

    def full(self, argv: list[str], command: str = "event") -> tuple[int, str, str]:
        return self._full([command, *argv])

    def _full(self, argv: list[str]) -> tuple[int, str, str]:
        with self._captured() as (out, err):
            try:
                cli.run(argv, self.environ, NOW_US)
            except SystemExit as ended:
                code = int(ended.code or 0)
        return code, out.getvalue(), err.getvalue()

    @contextlib.contextmanager
    def _captured(self) -> Any:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield out, err

    def stored(self) -> list[dict[str, Any]]:
        """Return the events without what is chance: their ids and the log's own."""
        with Log(paths.log_file(self.environ)) as log:
            events = [export.event_object(event) for event in queries.all_events(log)]
        numbers = {event["id"]: number for number, event in enumerate(events)}
        for event in events:
            event["incident"] = numbers[event["incident"]]
            del event["id"], event["origin"]
        return events


def without_ids(said: tuple[int, str, str]) -> tuple[int, str, str]:
    code, out, err = said
    out = re.sub(r"^[0-9a-f]{6}  ", "ID  ", out)
    err = re.sub(
        r"(pmlog (?:amend|redact|retract|move)|warning:) [0-9a-f]{6}", r"\1 ID", err
    )
    return code, re.sub(r"\[new incident [0-9a-f]{6}", "[new incident ID", out), err


@settings(deadline=None)
@given(COMMANDS, ARGUMENTS, ZONES, st.booleans())
@example(command="escalated", argv=["paged", "--to", "DBAs"], zone="+05:30", is_open=True)
def test_what_the_fast_path_accepts_the_full_command_line_stores_and_prints_the_same(
    command: str, argv: list[str], zone: str, is_open: bool
) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        here, there = World(one, zone, is_open=is_open), World(other, zone, is_open=is_open)
        said = here.fast(argv, command)
        if said is None:
            assert len(here.stored()) == 1 + (not is_open), "it declined, and wrote"
            return

        assert without_ids(there.full(argv, command)) == without_ids(said)
        assert there.stored() == here.stored()


@pytest.mark.parametrize(
    "argv",
    [
        ["db-1", "is", "down"],
        ["detected: checkout answers 500"],
        ["-k", "escalated", "paged the DBAs"],
        ["-k", "esc", "--to", "DBAs", "paged"],
        ["--kind", "resolved", "it", "was", "DNS"],
        ["text", "-k", "mitigated"],
        ["--", "text", "--db", "x"],
        ["started", "pg_dump", "--db", "prod"],
        ["it", "burns", "-k", "detected", "--how", "alert"],
        ["escalated:", "paged", "--to", "DBAs", "--to", "ann"],
        ["still", "down", "-i", "checkout"],
        ["--at", "14:05", "text"],
        ["text", "--at", "-15m"],
        ["--at", "~2026-11-21 13:00 CET", "--for", "20m", "-k", "misleading", "text"],
        ["--at", "13:00", "--until", "13:30", "text"],
        ["--at", "T+5m", "text"],
    ],
)
def test_the_fast_path_takes_the_plain_forms(argv: list[str], tmp_path: Path) -> None:
    assert World(str(tmp_path), "UTC", is_open=True).fast(argv) is not None


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["-"],
        ["--help"],
        ["--json", "text"],
        ["text", "--attach", "-"],
        ["--at", "25:99", "text"],
        ["--at", "14:05", "--until", "2026-11-21 03:00", "text"],
        ["-k", "m", "text"],
        ["-k", "esk", "text"],
        ["-k"],
        ["-k", "note"],
        ["   "],
        ["text", "--json"][::-1],
    ],
)
def test_the_fast_path_declines_what_is_not_plain(argv: list[str], tmp_path: Path) -> None:
    world = World(str(tmp_path), "UTC", is_open=True)

    assert world.fast(argv) is None
    assert len(world.stored()) == 1


def test_the_fast_path_declines_where_there_is_no_log_yet(tmp_path: Path) -> None:
    environ = {"PMLOG_DB": str(tmp_path / "none.db")}

    assert fast.run(["event", "text"], environ, NOW_US) is None
    assert not (tmp_path / "none.db").exists()


def test_both_ways_in_agree_on_the_incident_that_the_environment_names(
    tmp_path: Path,
) -> None:
    world = World(str(tmp_path), "UTC", is_open=True)
    world.full(["--json", "x"])
    world._full(["start", "Another"])
    world.environ["PMLOG_INCIDENT"] = "checkout"

    assert "[Checkout is down" in (world.fast(["by the fast path"]) or ("", "", ""))[1]
    assert "[Checkout is down" in world.full(["by", "the", "full", "way"])[1]
    world.environ["PMLOG_INCIDENT"] = "no such incident"
    assert world.fast(["text"]) is None
    code, out, err = world.full(["never refused"])
    assert (code, "[Another" in out) == (0, True)
    assert "PMLOG_INCIDENT is not used" in err


# What `import _sqlite3` and the reading of a zone bring along, and nothing else.
BUDGET = {
    "__future__", "_bisect", "_collections", "_functools", "_operator",
    "_sqlite3", "bisect", "collections", "functools",
    "itertools", "keyword", "operator", "pwd", "reprlib", "types",
}  # fmt: skip
OURS = {
    "pmlog", "pmlog.actions", "pmlog.actions.current_incident",
    "pmlog.actions.record", "pmlog.actions.responder",
    "pmlog.clock", "pmlog.confirmation", "pmlog.errors", "pmlog.fast",
    "pmlog.incident", "pmlog.incident.event", "pmlog.incident.kinds",
    "pmlog.incident.timeline", "pmlog.namedtuple", "pmlog.paths", "pmlog.store",
    "pmlog.store.current", "pmlog.store.derived", "pmlog.store.halves",
    "pmlog.store.identity", "pmlog.store.log", "pmlog.store.logfile", "pmlog.store.sql",
    "pmlog.text", "pmlog.text.pipe", "pmlog.text.terminal", "pmlog.text.typed",
}  # fmt: skip


def test_the_fast_path_keeps_to_its_budget_of_modules(tmp_path: Path) -> None:
    World(str(tmp_path), "Europe/Berlin", is_open=True)
    # -S: what an environment's .pth files load is not ours.
    script = (
        "import os, sys, time, json\n"
        "before = set(sys.modules)\n"
        "from pmlog import fast\n"
        "words = ['event', 'detected:', 'db-1']\n"
        "code = fast.run(words, os.environ, time.time_ns() // 1000)\n"
        "print(json.dumps([code, sorted(set(sys.modules) - before)]))"
    )
    zones = os.path.dirname(pytz.__file__) + "/zoneinfo"
    environ = process_environ(tmp_path) | {"PYTZ_TZDATADIR": zones, "TZ": "Europe/Berlin"}
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    code, loaded = json.loads(done.stdout.splitlines()[-1])

    assert code == 0
    assert set(loaded) <= BUDGET | OURS


def loaded_by(argv: list[str], home: Path) -> set[str]:
    """Return what an event that the fast path takes has loaded, in a process of its own."""
    script = (
        "import os, sys, time\n"
        "before = set(sys.modules)\n"
        "from pmlog import fast\n"
        f"code = fast.run({argv!r}, os.environ, time.time_ns() // 1000)\n"
        "print([code, sorted(set(sys.modules) - before)])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env=process_environ(home),
        capture_output=True,
        text=True,
        check=True,
    )
    code, loaded = ast.literal_eval(done.stdout.splitlines()[-1])
    assert code == 0
    return set(loaded)


@pytest.mark.parametrize(
    "words",
    [
        *(["--at", "14:05", "x"], ["--at", "-15m", "x"], ["--for", "20m", "x"]),
        *(["--at", "2026-03-05T14:05:33+05:45", "x"], ["--until", "+20m", "x"]),
        *(["-k", "mit", "x"], ["-k", "esc", "--to", "DBAs", "x"], ["--how", "alert", "x"]),
    ],
)
def test_an_event_with_options_loads_no_pattern_and_no_typing(
    words: list[str], tmp_path: Path
) -> None:
    World(str(tmp_path), "Europe/Berlin", is_open=True)
    loaded = loaded_by(["event", *words], tmp_path)

    assert {"re", "typing", "json", "dateutil", "pytz"} & loaded == set()


# What was logged wrong and put right, each so that it decides where the incident starts.
CORRECTED = {
    "amended": [["began", "--at", "-3m", "all fails"], ["amend", "--at", "-6m"]],
    "made detected": [["event", "first"], ["amend", "-k", "detected"]],
    "linked": [["began", "--at", "-3m", "all fails"], ["amend", "--link", "https://x/1"]],
    "undone": [["event", "--at", "-10m", "earliest"], ["undo"]],
}


@pytest.mark.parametrize("commands", CORRECTED.values(), ids=list(CORRECTED))
def test_an_event_after_a_correction_loads_two_files_more(
    commands: list[list[str]], tmp_path: Path
) -> None:
    world = World(str(tmp_path), "Europe/Berlin", is_open=True)
    for argv in commands:
        assert world.full(argv[1:], argv[0])[0] == 0
    corrections = {"pmlog.incident.corrections", "pmlog.incident.event_data"}
    reading = {"_json", "pmlog.plain_json"}
    loaded = loaded_by(["event", "x"], tmp_path)
    assert loaded - BUDGET - OURS <= corrections | reading


def test_a_real_process_takes_the_fast_path(
    process: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    process("start", "Checkout is down")
    done = process("event", "detected:", "it", "is", "down", TZ="America/Vancouver")

    assert done.returncode == 0
    assert re.fullmatch(
        r"[0-9a-f]{6}  \d\d:\d\d:\d\d \S.*  "
        r"detected: it is down  \[Checkout is down \+.*\]\n",
        done.stdout,
    )


# Of each answer to the shell: TAB on a command, TAB on an incident, a prompt, a script.
TAB = {
    *("completion", "cursor", "answers", "bash_line", "table", "values"),
}


@pytest.mark.parametrize(
    ("argv", "ours"),
    [
        (["__complete", "zsh", "", "pmlog", "ti"], TAB),
        (["__complete", "zsh", "", "pmlog", "use", ""], None),
        (["prompt"], None),
        (["shell-init", "bash"], {"answers", "script", "shorts"}),
    ],
)
def test_answers_to_the_shell_keep_to_their_budget_of_modules(
    argv: list[str], ours: set[str] | None, tmp_path: Path
) -> None:
    World(str(tmp_path), "Europe/Berlin", is_open=True)
    script = (
        "import os, sys, time, json\n"
        "before = set(sys.modules)\n"
        "from pmlog import shell\n"
        f"code = shell.run({argv!r}, os.environ, time.time_ns() // 1000)\n"
        "print(json.dumps([code, sorted(set(sys.modules) - before)]))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env=process_environ(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    code, loaded = json.loads(done.stdout.splitlines()[-1])

    assert code == 0
    assert len(done.stdout.splitlines()) > 1, "it had nothing to say"
    without_ours = {name for name in loaded if not name.startswith("pmlog.shell")}
    asked = {"pmlog.store.queries", "pmlog.store.incident_queries"}
    assert without_ours <= BUDGET | OURS | asked
    assert len(without_ours & asked) <= 1
    if ours:
        assert {n.rpartition(".")[2] for n in set(loaded) - without_ours} - {
            "shell"
        } == ours
        assert "_sqlite3" not in loaded


# What costs more to import than the command takes to run.
HEAVY = (
    "dateutil",
    "hashlib",
    "jinja2",
    "pmlog.check",
    "pmlog.diagram",
    "pydantic",
    "rich",
    "sqlite_utils",
)


def test_the_full_command_line_loads_nothing_heavy_to_log_an_event(tmp_path: Path) -> None:
    World(str(tmp_path), "Europe/Berlin", is_open=True)
    script = (
        "import os, sys, time\n"
        "from pmlog import cli\n"
        "try: cli.run(['event', '--at', '-5m', 'x'], os.environ, time.time_ns() // 1000)\n"
        "except SystemExit as ended: print(ended.code, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=process_environ(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    code, *loaded = done.stdout.splitlines()[-1].split()

    assert code == "0"
    assert [name for name in HEAVY if name in loaded] == []
