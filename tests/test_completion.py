"""What TAB offers, asked as the shells' scripts ask; test_shell.py presses the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import typer

from pmlog import paths
from pmlog.cli.app import app
from pmlog.shell import completion, table
from pmlog.shell.table import Row
from pmlog.shell.values import Surroundings
from tests.conftest import ROOT, Shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STORED = ROOT / "templates" / table.FILE


def rows_of(command: Any, words: str = "") -> Iterator[Row]:
    """Yield the rows of a command and of those below it, as Typer has them."""
    context = command.make_context(words, [], resilient_parsing=True)
    told = (command.help or "").partition("\n\n")[0]
    yield Row(words, "", "", " ".join(told.split()).rstrip("."))
    for each in sorted(command.get_params(context), key=lambda p: p.param_type_name):
        is_option = each.param_type_name == "option"
        value = "" if is_option and each.is_flag else each.metavar or each.name.upper()
        several = "..." if is_option and each.multiple else ""
        names = " ".join(sorted(each.opts, key=len)) if is_option else ""
        yield Row(words, names, value + several, (each.help or "").rstrip("."))
    for name, below in getattr(command, "commands", {}).items():
        yield from rows_of(below, f"{words} {name}".strip())


def test_the_stored_table_is_what_typer_knows(request: pytest.FixtureRequest) -> None:
    known = list(rows_of(typer.main.get_command(app)))
    if request.config.getoption("--update-golden"):
        STORED.write_text("".join("\t".join(row) + "\n" for row in known))

    assert table.rows() == known
