"""Each example's script, run in a real shell, gives the stored log and document.

`pytest tests/test_examples.py --update-golden` stores what it gives now; read it before
you commit it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT, process_environ

if TYPE_CHECKING:
    from tests.conftest import Shell

# In the order in which they came: the stored ids count them.
CAME = (
    "database-connections",
    "report-query",
    "report-query-comedy",
    "collected-incident",
)
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/incident.sh"))
RECORDED = "2026-11-21T09:00:00Z"


def normalised(exported: str, example: int) -> str:
    """Return an export without chance: ids are numbers, recording is one moment.

    Those of one example are not those of another, so that one log can hold them all.
    """
    events = [json.loads(line) for line in exported.splitlines()]
    ids = {event["id"]: _id(example, number) for number, event in enumerate(events, 1)}
    ids[""] = _id(example, 0)
    return "".join(json.dumps(_normalised(event, ids)) + "\n" for event in events)


def _normalised(event: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    # What was not given a time has that of its recording.
    at = RECORDED if event["at"] == event["recorded_at"] else event["at"]
    if "collected" in event["data"]:
        event["data"]["collected"]["batch"] = "batch"
    return event | {
        "id": ids[event["id"]],
        "origin": ids[""],
        "incident": ids[event["incident"]],
        "at": at,
        "host": "host",
        "recorded_at": RECORDED,
    }


def _id(example: int, number: int) -> str:
    # The numbers stand where the short id is taken from.
    return f"00000000-0000-7000-8000-{example:02}{number:04}000000"


def _number(folder: Path) -> int:
    return 1 + CAME.index(folder.name)


@pytest.fixture
def run_example(tmp_path: Path) -> Any:
    """Return a function that runs an example's script, then a command on its log."""
    shim = tmp_path / "bin" / "pmlog"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pmlog "$@"\n')
    shim.chmod(0o755)
    environ = process_environ(tmp_path) | {"TZ": "Asia/Kolkata"}
    environ["PATH"] = f"{shim.parent}:{environ['PATH']}"

    def run(*command: str) -> str:
        done = subprocess.run(
            command, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    return run


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_script_gives_the_stored_log_and_document(
    folder: Path, run_example: Any, request: pytest.FixtureRequest
) -> None:
    run_example("sh", str(folder / "incident.sh"))
    made = {
        "events.jsonl": normalised(run_example("pmlog", "export"), _number(folder)),
        "postmortem.md": run_example("pmlog", "render"),
    }
    if request.config.getoption("--update-golden"):
        for name, text in made.items():
            (folder / name).write_text(text)

    assert made == {name: (folder / name).read_text() for name in made}


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_stored_log_imported_renders_the_stored_document(
    folder: Path, say: Shell
) -> None:
    say.ok("import", str(folder / "events.jsonl"))

    assert say.ok("render") == (folder / "postmortem.md").read_text()
    assert say.ok("export") == (folder / "events.jsonl").read_text()


def test_one_log_holds_all_examples(say: Shell) -> None:
    for folder in EXAMPLES:
        say.ok("import", str(folder / "events.jsonl"))
    titles = [json.loads(line)["title"] for line in say.ok("list", "--json").splitlines()]

    assert len(set(titles)) == len(EXAMPLES)
    assert "sound" in say.ok("verify")


@pytest.mark.parametrize("template", ["playful.md", "sre.md", "status.txt", "html.html"])
@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_stored_log_in_every_template_is_the_stored_document(
    folder: Path, template: str, say: Shell, request: pytest.FixtureRequest
) -> None:
    say.ok("import", str(folder / "events.jsonl"))
    name, _, ending = template.partition(".")
    made = say.ok("render", "-t", name)
    stored = folder / f"in-{name}.{ending}"
    if request.config.getoption("--update-golden"):
        stored.write_text(made)

    assert made == stored.read_text()


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("database-connections", ["2 h 30 min, from 2023-08-05 02:00 to 04:30 UTC", "30%"]),
        ("report-query", ["8 h 30 min, from 2023-10-15 08:00 to 16:30 UTC+02:00", "90%"]),
        (
            "report-query-comedy",
            ["8 h 30 min, from 2023-10-15 08:00 to 16:30 UTC+02:00", "90%"],
        ),
    ],
)
def test_the_documents_state_the_figures_of_their_sources(
    name: str, stated: list[str]
) -> None:
    document = (ROOT / "examples" / name / "postmortem.md").read_text()

    assert [figure for figure in stated if figure not in document] == []
    assert "TODO(" not in document
    assert 400 <= len(document.split()) <= 600
