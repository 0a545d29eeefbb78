"""`pmlog evidence`: what events can be checked against, listed and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Shell


@pytest.fixture
def listed(say: Shell) -> list[list[str]]:
    """Return the words of the list of two pieces."""
    for text in ("load 99\n", "load 1\n"):
        say.ok("event", "top of db-1", "--attach", "-", stdin=text)
    return [line.split() for line in say.ok("evidence").splitlines()]


def test_a_piece_is_named_by_the_start_of_its_hash_or_by_its_event(
    say: Shell, listed: list[list[str]]
) -> None:
    sha256, _, _, event, *_ = listed[0]

    assert say.ok("evidence", sha256[:4]) == "load 99\n"
    assert say.ok("evidence", f" {sha256.upper()}") == "load 99\n"
    assert say.ok("evidence", event) == "load 99\n"


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_a_reference_that_may_fit_by_chance_names_nothing(
    say: Shell, listed: list[list[str]], length: int
) -> None:
    refused = say("evidence", listed[0][0][:length])

    assert (refused.code, refused.out) == (3, "")
    assert "'pmlog evidence' lists what there is" in refused.err
