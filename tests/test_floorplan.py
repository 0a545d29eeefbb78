"""The floor plan in pmlog/__init__.py is what the imports do."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

import pmlog
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "pmlog"
MOST_FILES = 22


def order(plan: str) -> list[str]:
    """Return the files of a package in the order in which its docstring names them."""
    return re.findall(r"^ {4}(\w+)  +[\w`]", plan, re.MULTILINE)


def imports(file: Path) -> set[str]:
    """Return the modules of ours that a file imports, anywhere in it: "cli.session"."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("pmlog.") for name in found if name.startswith("pmlog.")}


def _docstring(package: Path) -> str:
    tree = ast.parse((package / "__init__.py").read_text())
    return ast.get_docstring(tree, clean=False) or ""


PLAN = order(pmlog.__doc__ or "")
ROOMS = {
    path.stem
    for path in PACKAGE.iterdir()
    if path.suffix == ".py" or (path / "__init__.py").exists()
} - {"__init__"}
# The package of commands has no order: none of them imports another.
COMMANDS = PACKAGE / "cli" / "commands"
PACKAGES = sorted(
    path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE
)


def test_every_room_is_on_the_plan() -> None:
    assert sorted(PLAN) == sorted(ROOMS)


def test_imports_point_down_the_plan() -> None:
    upward = [
        f"{file.relative_to(PACKAGE)} imports {name}"
        for file in PACKAGE.rglob("*.py")
        if file != PACKAGE / "__init__.py"
        for name in imports(file)
        if (room := name.split(".")[0]) in PLAN
        and room != (here := file.relative_to(PACKAGE).parts[0].removesuffix(".py"))
        and PLAN.index(room) <= PLAN.index(here)
    ]

    assert upward == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_inside_a_package_files_import_only_files_named_before_them(package: Path) -> None:
    names = {p.stem for p in package.iterdir() if p.suffix == ".py" or p in PACKAGES}
    names -= {"__init__"}
    files = sorted(names) if package == COMMANDS else order(_docstring(package))
    assert set(files) == names
    prefix = ".".join(package.relative_to(PACKAGE).parts) + "."
    wrong = []
    for position, stem in enumerate(files):
        allowed = () if package == COMMANDS else files[:position]
        below = package / stem
        for file in (
            below.rglob("*.py") if below in PACKAGES else [below.with_suffix(".py")]
        ):
            for name in imports(file):
                neighbour = name.removeprefix(prefix).split(".")[0]
                if name.startswith(prefix) and neighbour not in (*allowed, stem):
                    wrong.append(f"{file.relative_to(PACKAGE)} imports {name}")

    assert wrong == []


def test_only_the_table_imports_a_command() -> None:
    users = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if file.parent != COMMANDS
        and any(name.startswith("cli.commands") for name in imports(file))
    }

    assert users <= {"cli/table.py"}


def test_no_folder_holds_more_than_a_reader_can_look_over() -> None:
    large = {
        str(package.relative_to(PACKAGE)): len(list(package.glob("*.py")))
        for package in PACKAGES
        # A list of commands is looked up by name.
        if package != COMMANDS
    }

    assert {name: count for name, count in large.items() if count > MOST_FILES} == {}


MOST_LINES = 40


def test_no_function_is_longer_than_a_reader_can_look_over() -> None:
    # Of a command: it parses, calls and prints, and no more; many options stand in a class
    # of their own (cli/options.py).
    long = {
        f"{file.relative_to(PACKAGE)} {node.name}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES
    }

    assert long == set()


def test_no_module_imports_the_root_package_but_for_its_version() -> None:
    root = re.compile(r"^\s*(?:import pmlog$|from pmlog import .*__)", re.MULTILINE)
    users = [file.name for file in PACKAGE.rglob("*.py") if root.search(file.read_text())]

    assert users == ["versions.py"]


# What docs/internals.md says of each.
ENVIRONMENT = {"clock.py", "when/database.py", "sync/connection.py"}
CLOCK = {"sync/folder.py", "sync/objects.py", "sync/postgresql.py"}


@pytest.mark.parametrize(
    ("touch", "exceptions"),
    [
        (r"\bos\.environ\b|\bgetenv\(", ENVIRONMENT),
        (r"\btime\.time|\bdatetime\.(?:now|today)|\bdate\.today", CLOCK),
        (r"^from pmlog\.text\.terminal import [^)]*?\b(?:say\w*|warn)\b", set()),
        (r"\bsys\.std(?:out|err)\b|\bprint\(", set()),
    ],
    ids=["environment", "clock", "telling", "printing"],
)
def test_the_machine_is_touched_from_above_alone(touch: str, exceptions: set[str]) -> None:
    above = {"__main__.py", "cli", "fast.py", "fast_options.py", "shell"}
    # It has the ways to print.
    above |= {"text"} if "std" in touch else set()
    users = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] not in above
        and re.search(touch, file.read_text(), re.MULTILINE)
    }

    assert users == exceptions


def test_only_commands_and_extras_are_imported_by_their_name_as_a_text() -> None:
    # Nothing here can see where such an import points.
    users = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if re.search(r"\b(?:import_module|__import__)\(", file.read_text())
    }

    assert users == {"cli/table.py", "check/document/encoding.py"}
