"""The commands and their options, as stored beside the scripts.

Asking Typer would cost ten times the answer. The file is made from what Typer knows by
`pytest tests/test_completion.py --update-golden`, and that test says when it is stale.
"""

from __future__ import annotations

import os

from pmlog import paths
from pmlog.namedtuple import NamedTuple

FILE = os.path.join("shell", "commands.tsv")


class Row(NamedTuple):
    """A command, one of its options or one of its arguments."""

    command: str  # "task add"; "" is pmlog itself
    names: str  # of an option: "-k --kind"; "" otherwise
    value: str  # what it takes: "KIND", "ZONE...", "json|text"; "" for none
    help: str

    @property
    def takes_several(self) -> bool:
        """Whether it may be given again."""
        return self.value.endswith("...") or self.value.endswith("...]")


def rows() -> list[Row]:
    """Return the table: each command, then its arguments and options."""
    return [Row(*line.split("\t")) for line in _lines()]


def options(command: str) -> list[tuple[str, str]]:
    """Return the names of each option of a command, and what it takes."""
    return [each for each in parameters(command) if each[0]]


def parameters(command: str) -> list[tuple[str, str]]:
    """Return the same, and what its arguments take, which have no names."""
    start = command + "\t"
    own = (line.split("\t") for line in _lines() if line.startswith(start))
    return [(names, value) for _, names, value, _ in own if names or value]


def _lines() -> list[str]:
    with open(os.path.join(paths.shipped("templates"), FILE), encoding="utf-8") as file:
        return file.read().rstrip("\n").split("\n")
