"""A name that was mistyped -> those that it is near to."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of "att" and "at" it is 0.8, of "nope" and "force" 0.4.
_ALIKE = 0.66
_MOST = 3


def options(typed: str, known: Iterable[str]) -> list[str]:
    """Return the long options that a typed one is near to, the nearest first.

    Dashes are as alike as can be, and say nothing.
    """
    long = [name.lstrip("-") for name in known if name.startswith("--")]
    return [f"--{name}" for name in names(typed.lstrip("-"), long)]


def names(typed: str, known: Iterable[str]) -> list[str]:
    """Return the names that a typed one is near to, the nearest first."""
    wanted, every = typed.lower(), list(known)
    turned = [name for name in every if sorted(name) == sorted(wanted)]
    alike = difflib.get_close_matches(wanted, every, _MOST, _ALIKE)
    begun = [name for name in every if len(wanted) > 1 and name.startswith(wanted)]
    return list(dict.fromkeys((*turned, *alike, *begun)))
