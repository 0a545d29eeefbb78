"""Packages that a plain install leaves out, and how they are installed where pmlog is."""

from __future__ import annotations

import contextlib
import shlex
import sys

from pmlog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class LacksPackages(UsageError):
    """What was asked for needs packages that are not installed."""

    def __init__(self, who_needs: str, packages: tuple[str, ...]) -> None:
        some = "one more package" if len(packages) == 1 else "more packages"
        # By this Python, as another pip would put them where nobody looks; and by their
        # names, as an extra has to know where pmlog itself was installed from.
        install = shlex.join([sys.executable, "-m", "pip", "install", *packages])
        super().__init__(f"{who_needs} {some}: {install}")


@contextlib.contextmanager
def needed(who_needs: str, *packages: str) -> Iterator[None]:
    """Raise LacksPackages where what is imported inside is not installed."""
    try:
        yield
    except ImportError as error:
        if (error.name or "").startswith("pmlog"):
            raise  # that one is ours
        raise LacksPackages(who_needs, packages) from error
