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
    wanted = typed.lstrip("-").lower()
    names = [name.lstrip("-") for name in known if name.startswith("--")]
    turned = [name for name in names if sorted(name) == sorted(wanted)]
    alike = difflib.get_close_matches(wanted, names, _MOST, _ALIKE)
    begun = [name for name in names if len(wanted) > 1 and name.startswith(wanted)]
    return [f"--{name}" for name in dict.fromkeys((*turned, *alike, *begun))]
