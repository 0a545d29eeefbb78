"""The wheel carries all that pmlog needs, and works where nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, process_environ

if TYPE_CHECKING:
    from pathlib import Path

CARRIED = ("templates", "examples", "docs")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = f"import hatchling.build; hatchling.build.build_wheel({str(folder)!r})"
    subprocess.run(
        [sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True, text=True
    )
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_the_templates_the_examples_the_types_and_the_man_page(
    wheel: Path,
) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {"pmlog/py.typed"} | {
        f"pmlog/{path.relative_to(ROOT)}"
        for folder in CARRIED
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }

    assert wanted <= names
    # The formats that are data.
    shipped = [path.name for path in (ROOT / "pmlog").rglob("*.toml")]
    assert len(shipped) == sum(name.endswith(".toml") for name in names) > 1
    assert any(name.endswith(".data/data/share/man/man1/pmlog.1") for name in names)


def test_the_unpacked_wheel_logs_and_renders_without_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    environ = process_environ(tmp_path) | {"PYTHONPATH": str(tmp_path / "site")}
    example = tmp_path / "site" / "pmlog" / "examples" / "report-query"
    before = sorted(os.listdir(tmp_path))

    def pmlog(*argv: str) -> str:
        return subprocess.run(
            [sys.executable, "-P", "-m", "pmlog", *argv],
            cwd=tmp_path,
            env=environ,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    demonstration = pmlog("demo")
    assert "2 h 30 min, from 2023-08-05 02:00 to 04:30 UTC" in demonstration
    assert "$ pmlog event -k began" in demonstration
    assert sorted(os.listdir(tmp_path)) == before, "the demo left something behind"
    pmlog("import", str(example / "events.jsonl"))
    assert pmlog("render") == (example / "postmortem.md").read_text()
