"""What cannot be said in a command's own help: the files of docs/, `pmlog help TOPIC`.

docs/README.md lists them, in the order in which they are read, each with what it is about.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from pmlog import paths
from pmlog.manual.blocks import Block
from pmlog.manual.markdown import blocks, inline


class Topic(NamedTuple):
    """One topic: its name, one line about it, where it is written."""

    name: str
    summary: str
    path: str

    def blocks(self) -> tuple[Block, ...]:
        """Return what it says."""
        return tuple(blocks(_read(self.path)))


def topics() -> tuple[Topic, ...]:
    """Return the topics in order."""
    folder = paths.shipped("docs")
    listed = re.findall(
        r"^- \[([\w-]+)\]\(\1\.md\): (.+)$",
        _read(os.path.join(folder, "README.md")),
        re.MULTILINE,
    )
    return tuple(
        Topic(name, inline(summary), os.path.join(folder, f"{name}.md"))
        for name, summary in listed
    )


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
