"""The words that name a shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlog.errors import UsageError
from pmlog.sync import address

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("postgresql://ann:secret@db/pmlog", "postgresql://ann@db/pmlog"),
        ("postgresql://ann:se/cr@et@db/pmlog", "postgresql://ann@db/pmlog"),
        ("postgresql://db:5432/pmlog?user=a@b", "postgresql://db:5432/pmlog?user=a@b"),
        ("postgresql://db/x?password=secret&a=1", "postgresql://db/x?password=...&a=1"),
        ("git+https://ghp_secret@host/x.git", "git+https://...@host/x.git"),
        ("git+https://ann:secret@host/x.git", "git+https://...@host/x.git"),
        ("git+ssh://git@host/x.git", "git+ssh://git@host/x.git"),
    ],
)
def test_an_address_is_shown_without_its_secrets(typed: str, shown: str) -> None:
    assert address.without_password(typed) == shown


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("team", "{here}/team"),
        ("file://{here}/team", "{here}/team"),
        ("file:{here}/team", "{here}/team"),
        ("git+file:x.git", "git+file://{here}/x.git"),
        ("git+file://{here}/x.git", "git+file://{here}/x.git"),
        ("git@host:team/x.git", "git@host:team/x.git"),
        ("git+ssh://host/x.git", "git+ssh://host/x.git"),
        ("with:colon", "{here}/with:colon"),
    ],
)
def test_a_shelf_is_named_as_it_means_the_same_anywhere(
    typed: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = str(tmp_path)

    found = address.shelf(typed.format(here=here), {"HOME": here})

    assert found.name == name.format(here=here)


@pytest.mark.parametrize("typed", ["", " ", "-x", "ftp://host/x", "https://host/x"])
def test_other_words_are_refused_with_what_would_do(typed: str) -> None:
    with pytest.raises(UsageError, match="a folder"):
        address.shelf(typed, {})


def test_who_has_no_home_is_told_where_the_copy_of_git_can_be(tmp_path: Path) -> None:
    away = {"HOME": str(tmp_path / "nonexistent")}

    with pytest.raises(UsageError, match="set XDG_CACHE_HOME"):
        address.shelf("git+file:/srv/x.git", away)

    assert address.shelf("git+file:/srv/x.git", away | {"XDG_CACHE_HOME": str(tmp_path)})
