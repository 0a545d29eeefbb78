"""What a command loads: most of a start is imports, so none pays for another.

Wall time is noise on a shared machine, modules are not. docs/performance.md says what
they come to; tests/test_fast.py holds the same of the fast path.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from pmlog.cli.plainly import CALLED
from tests.conftest import ROOT, process_environ

if TYPE_CHECKING:
    from pathlib import Path

# Runs pmlog, and prints what it has loaded behind what that prints.
LOADED = """
import json, os, sys
os._exit = sys.exit  # so that there is something behind it
before = set(sys.modules)
from pmlog.__main__ import main
try:
    main()
finally:
    print("\\n" + json.dumps(sorted(set(sys.modules) - before)))
"""

# Typer, and what it cannot do without: commands that are called plainly have none of it.
TYPER = {"typer", "annotated_doc", "shellingham"}
# Of the standard library, what takes as long to import as such a command to answer.
SLOW = {"dataclasses", "difflib", "inspect", "subprocess"}
JINJA = frozenset({"jinja2", "markupsafe", "difflib", "inspect"})
# The packages of ours that every command of a log has.
BASE = {"actions", "cli", "exchange", "incident", "shell", "store", "text"}
READER = BASE | {"metrics"}
# A file at the root of the package is no package; these are small.
ROOM_TO_GROW = 4


class Budget(NamedTuple):
    """What a command may load."""

    packages: set[str]
    modules: int  # of ours
    others: frozenset[str] = frozenset()  # of other people's, beside Typer


BUDGETS = {
    "timeline --no-pager": Budget(READER | {"postmortem", "render"}, 65),
    "status": Budget(READER | {"postmortem", "render"}, 71, JINJA),
    "list": Budget(READER | {"postmortem", "stats"}, 70),
    "metrics": Budget(READER, 49),
    "search pool": Budget(BASE | {"postmortem"}, 46),
    "history": Budget(READER | {"postmortem", "render"}, 60),
    "render": Budget(READER | {"postmortem", "render", "diagram", "check"}, 99, JINJA),
    "check FILE": Budget(
        {"check", "cli", "incident", "postmortem", "shell", "text", "when", "words"}, 119
    ),
    "when now": Budget(BASE | {"when"}, 75),
}


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the log of an example, and its document."""
    folder = tmp_path_factory.mktemp("budgets")
    example = ROOT / "examples" / "database-connections"
    run(folder, ["-m", "pmlog", "import", str(example / "events.jsonl")])
    (folder / "FILE").write_text((example / "postmortem.md").read_text())
    return folder


def run(folder: Path, words: list[str]) -> str:
    return subprocess.run(
        [sys.executable, *words],
        env=process_environ(folder),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.mark.parametrize("command", BUDGETS)
def test_a_command_loads_no_more_than_it_needs(command: str, logged: Path) -> None:
    budget = BUDGETS[command]
    answer = run(logged, ["-c", LOADED, *command.split()])
    loaded = json.loads(answer.splitlines()[-1])
    ours = [name for name in loaded if name.split(".")[0] == "pmlog"]
    packages = {
        name.split(".")[1]
        for name in ours
        if "." in name and (ROOT / name.replace(".", "/")).is_dir()
    }
    is_called = command.split(maxsplit=1)[0] in CALLED
    known = sys.stdlib_module_names - SLOW if is_called else sys.stdlib_module_names | TYPER
    known |= budget.others | {"pmlog"}
    others = {name.split(".")[0] for name in loaded}

    assert packages - budget.packages == set()
    assert {name for name in others - known if not name.startswith("_")} == set()
    assert len(ours) <= budget.modules + ROOM_TO_GROW


def test_the_budgets_are_of_commands_that_answer(logged: Path) -> None:
    for command in BUDGETS:
        assert run(logged, ["-m", "pmlog", *command.split()]).strip(), command
