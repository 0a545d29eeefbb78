"""The walk-through of docs/sync.md, done by two people with two homes."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.conftest import ROOT, process_environ

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_two_people_from_nothing_write_one_document(tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "docs" / "sync.md").read_text())
    environs: dict[str, dict[str, str]] = {}
    for name in ("ann", "bob"):
        (tmp_path / name).mkdir()
        environs[name] = process_environ(tmp_path / name) | {
            "PMLOG_AUTHOR": name,
            "PMLOG_SYNC": "../shelf",
            "PMLOG_TZ": "UTC",
        }
    said = ""
    for line in "".join(blocks).splitlines():
        name, command = line.split("$ ", 1)
        words = shlex.split(command)
        assert words[0] == "pmlog"
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path / name,
            env=os.environ | environs[name],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        said += done.stdout

    documents = {(tmp_path / name / "postmortem.md").read_text() for name in environs}
    assert len(documents) == 1
    document = documents.pop()
    for text in ("checkout answers 500", "db-1 refuses", "restarted", "payments succeed"):
        assert text in document
    assert f"export PMLOG_SYNC={tmp_path}/shelf\n" in said
