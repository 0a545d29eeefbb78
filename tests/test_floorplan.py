"""The floor plan in pmlog/__init__.py is what the imports do."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pmlog
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "pmlog"


def floors(plan: str) -> dict[str, int]:
    """Return the floor of each module that a plan names."""
    found: dict[str, int] = {}
    floor = None
    for line in plan.splitlines():
        match = re.match(r" {4}(\d+| ) +(\w+)  ", line)
        if match:
            floor = int(match[1]) if match[1] != " " else floor
            assert floor is not None, line
            found[match[2]] = floor
    return found


def order(plan: str) -> list[str]:
    """Return the files of a package in the order in which its docstring names them."""
    return re.findall(r"^ {4}(\w+)  +\w", plan, re.MULTILINE)


def imports(file: Path) -> set[str]:
    """Return the modules of ours that a file imports, anywhere in it: "cli.door"."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("pmlog.") for name in found if name.startswith("pmlog.")}


def _docstring(package: Path) -> str:
    tree = ast.parse((package / "__init__.py").read_text())
    return ast.get_docstring(tree, clean=False) or ""


FLOORS = floors(pmlog.__doc__ or "")
ROOMS = {
    path.stem
    for path in PACKAGE.iterdir()
    if path.suffix == ".py" or (path / "__init__.py").exists()
} - {"__init__"}


def test_every_room_is_on_the_plan() -> None:
    assert set(FLOORS) == ROOMS


def test_imports_point_to_floors_below() -> None:
    upward = [
        f"{file.relative_to(PACKAGE)} imports {name}"
        for file in PACKAGE.rglob("*.py")
        if file != PACKAGE / "__init__.py"
        for name in imports(file)
        if (room := name.split(".")[0]) in FLOORS
        and room != (here := file.relative_to(PACKAGE).parts[0].removesuffix(".py"))
        and FLOORS[room] >= FLOORS[here]
    ]

    assert upward == []


def test_inside_a_package_files_import_only_files_named_before_them() -> None:
    wrong = []
    for package in (path.parent for path in PACKAGE.glob("*/__init__.py")):
        files = order(_docstring(package))
        assert set(files) == {p.stem for p in package.glob("*.py")} - {"__init__"}, (
            package.name
        )
        for position, stem in enumerate(files):
            for name in imports(package / f"{stem}.py"):
                room, _, rest = name.partition(".")
                neighbour = rest.split(".")[0]
                if room == package.name and neighbour not in files[:position]:
                    wrong.append(f"{package.name}/{stem} imports {name}")

    assert wrong == []


def test_no_module_imports_the_root_package_but_for_its_version() -> None:
    users = [
        file.name
        for file in PACKAGE.rglob("*.py")
        if re.search(r"^import pmlog$", file.read_text(), re.MULTILINE)
    ]

    assert users == ["versions.py"]
