"""A plain install: what it lacks is said, with the command that installs it."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT, Shell

PLAIN = {
    "psycopg": ("postgres", ["sync", "postgresql://ann:hunter2@db.example/pmlog"]),
    "obstore": ("object-storage", ["sync", "s3://bucket/team"]),
    "docx": ("docx", ["render", "-o", "a.docx"]),
    "markdownify": ("documents", ["check", "a.html"]),
    "bs4": ("documents", ["check", "a.html"]),
    "mammoth": ("documents", ["check", "a.docx"]),
}

OF_SHELVES = tuple(f"pmlog.sync.{name}" for name in ("postgresql", "connection", "objects"))


def without(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Let a module be as if it were not installed, whatever has been imported."""
    for name in list(sys.modules):
        if name.split(".")[0] == module or name in OF_SHELVES:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)


@pytest.fixture
def folder(say: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    say.ok("event", "db-1 is down")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.html").write_text("<h1>Postmortem</h1><p>It was down.</p>")
    (tmp_path / "a.md").write_text("# Postmortem\n\nIt was down.\n")
    return tmp_path


def packages_of(extra: str) -> list[str]:
    """Return what pip installs for an extra, without versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [re.split(r"[<>=]", p)[0] for p in project["optional-dependencies"][extra]]


def says_how_to_install(sentence: str, extra: str) -> bool:
    command = shlex.join([sys.executable, "-m", "pip", "install", *packages_of(extra)])
    return sentence.rstrip("\n").endswith(command) and sentence.count("\n") == 1


@pytest.mark.parametrize("module", PLAIN)
@pytest.mark.usefixtures("folder")
def test_a_command_says_which_packages_it_lacks(
    module: str, say: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra, command = PLAIN[module]
    if module == "mammoth":
        Path("a.docx").write_bytes(b"PK\x03\x04")
    without(monkeypatch, module)

    code, out, err = say(*command)

    assert code == 2
    assert out == ""
    assert says_how_to_install(err, extra), err
    assert "hunter2" not in err


@pytest.mark.usefixtures("folder")
def test_convert_says_that_it_cannot_write_word(
    say: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "docx")

    code, _, err = say("convert", "a.md", "--to", "docx", "-o", "b.docx")

    assert code == 2
    assert says_how_to_install(err, "docx"), err
    assert not Path("b.docx").exists()


@pytest.mark.parametrize(
    ("module", "target"),
    [("psycopg", "postgresql://db.example/pmlog"), ("obstore", "s3://b")],
)
@pytest.mark.usefixtures("folder")
def test_doctor_says_what_the_shelf_needs_and_all_else(
    module: str, target: str, say: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, module)
    say.environ["PMLOG_SYNC"] = target

    code, out, err = say("doctor")

    assert code == 1
    assert f"-m pip install {shlex.quote(packages_of(PLAIN[module][0])[0])}" in out
    assert "zone files" in out
    assert err == ""


def test_the_manual_names_the_same_packages() -> None:
    manual = "".join(path.read_text() for path in sorted((ROOT / "docs").glob("*.md")))

    for extra in ("documents", "docx", "object-storage", "postgres"):
        words = " ".join(map(shlex.quote, packages_of(extra)))
        assert f"`pip install {words}`" in manual
    assert not re.search(r"pip install '?(?:pmlog|\.)\[(?!test)", manual)


def test_an_import_of_ours_that_fails_is_no_missing_package() -> None:
    from pmlog.extras import needed

    with pytest.raises(ImportError, match=r"pmlog\.nowhere"), needed("it needs", "docx"):
        __import__("pmlog.nowhere")
