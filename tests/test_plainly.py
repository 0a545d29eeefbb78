"""What only reads answers the same without Typer as with it."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any

import pytest
import typer

from pmlog.cli import app, plainly
from pmlog.shell import table
from tests.conftest import NOW_US, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FOLDER = ROOT / "examples" / "database-connections"
EXAMPLE, DOCUMENT = FOLDER / "events.jsonl", FOLDER / "postmortem.md"
PLAIN = [
    *("timeline", "timeline exhausted", "timeline --no-pager --reverse", "timeline --json"),
    *("timeline -k detected --kind resolved", "timeline --tz UTC --tz Asia/Tokyo"),
    *("timeline --plain --json", "timeline --since 25:99", "timeline no-such-incident"),
    *(
        "timeline --diagram",
        "timeline --since -30m --until +2h",
        "timeline --kind nonsense",
    ),
    *("status", "status --json", "status --since -1d", "status --tz nonsense"),
    *("list", "list --open", "list --json", "list --key X --service database --no-pager"),
    *("metrics", "metrics --all", "metrics --all exhausted", "metrics --tz UTC --json"),
    *("search pool", "search pool connections -k note", "search", "search nonsense --json"),
    *("list --db", "timeline --db none.db", "search pool -i exhausted"),
    *("render", "render --template html", "render -t nonsense", "render -o x.md --check"),
    *(f"check {DOCUMENT}", f"check {DOCUMENT} {DOCUMENT}", "check none.md"),
    *("check", "check exhausted --json", "check --evidence", "check --list-rules"),
    *(f"check {DOCUMENT} --json --select time --select summary", "check --select nonsense"),
    *("check --explain time.order", f"check {DOCUMENT} --explain summary.root_cause"),
    *(f"check {DOCUMENT} --words 10-20", f"check {DOCUMENT} --evidence"),
]
DECLINED = [
    *("timeline -h", "list --help", "timeline -n 3", "timeline --last=3", "list --opne"),
    *("timeline one two", "list one", "timeline -- x", "list --sort title", "--db x list"),
    *("timeline --tz", "metrics -x", "event x", "nonsense", "", "task add x"),
    *("check --profile nonsense", "check --format json x.md", "check --help"),
]


@contextlib.contextmanager
def captured() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield out, err


def said(run: Callable[[], Any]) -> tuple[int | None, str, str]:
    with captured() as (out, err):
        try:
            code = run()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("plainly")
    environ = {"PMLOG_DB": str(folder / "log.db"), "HOME": str(folder), "PMLOG_TZ": "UTC"}
    said(lambda: app.run(["import", str(EXAMPLE)], environ, NOW_US))
    return environ


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_form_is_answered_as_by_typer(
    line: str, environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    argv = line.split()
    plain = said(lambda: plainly.run(argv, environ, NOW_US))

    if line == "list --db":
        assert plain == (None, "", ""), "Typer says what is missing"
        return
    assert plain == said(lambda: app.run(argv, environ, NOW_US))
    assert plain[1:] != ("", "") or "--open" in argv


@pytest.mark.parametrize("line", DECLINED)
def test_what_is_not_plain_is_left_to_typer(line: str, environ: dict[str, str]) -> None:
    assert said(lambda: plainly.run(line.split(), environ, NOW_US)) == (None, "", "")


def test_the_table_tells_of_each_option_what_it_takes() -> None:
    commands: Any = typer.main.get_command(app.app())

    for name in plainly.CALLED:
        typed = {
            option: parameter
            for parameter in commands.commands[name].params
            for option in parameter.opts
        }
        for names, value in table.options(name):
            for option in set(names.split()) & typed.keys():
                kind = typed[option].type.name
                assert (kind.startswith("int")) == (value == "N"), (name, option)
                assert typed[option].is_flag == (not value), (name, option)
                assert typed[option].multiple == value.endswith("..."), (name, option)
