"""Drafts of long answers: where they go, and who can read them."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from pmlog.cli.terminal.editor import Draft
from pmlog.errors import PmlogError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"XDG_STATE_HOME": str(tmp_path / "state"), "EDITOR": "true"}


def test_a_draft_is_its_writers_alone(environ: dict[str, str], tmp_path: Path) -> None:
    draft = Draft(environ, "cause.md")

    assert draft.edited("It ran out.", ["What caused it?"]) == "It ran out."
    (path,) = (tmp_path / "state").rglob("cause.md")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("has_content", [False, True])
def test_a_link_in_a_drafts_place_is_not_followed(
    environ: dict[str, str], tmp_path: Path, has_content: bool
) -> None:
    other = tmp_path / "other"
    other.write_text("theirs" if has_content else "")
    draft = Draft(environ, "cause.md")
    (tmp_path / "state" / "pmlog" / "drafts" / "cause.md").symlink_to(other)

    with pytest.raises(PmlogError, match="cannot be written"):
        draft.keep("mine")
    assert other.read_text() == ("theirs" if has_content else "")
