"""The words that name a shelf -> the shelf; its name without passwords."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from pmlog import paths
from pmlog.errors import UsageError
from pmlog.sync.bundles import Bundles
from pmlog.sync.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlog.sync.shelf import Shelf

_KNOWN = (
    "a folder, git+ssh://host/repository.git, s3://bucket/folder or postgresql://host/name"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?")


class NoTarget(UsageError):
    """Nobody said where the logs meet."""

    def __init__(self) -> None:
        super().__init__(
            f"where do your logs meet? name {_KNOWN}, or set PMLOG_SYNC to one of them"
        )


def shelf(typed: str, _environ: Mapping[str, str]) -> Shelf:
    """Return the shelf of an address. UsageError where it is none."""
    if typed.startswith("-") or not typed.strip():
        raise NoTarget
    scheme = _SCHEME.match(typed)
    kind = scheme[1].lower() if scheme else ""
    if kind == "file":
        return Bundles(Folder(paths.absolute(typed[len("file:") :].replace("//", "/", 1))))
    if scheme and scheme[2]:
        raise UsageError(f"{kind}:// is no shelf; it is {_KNOWN}")
    return Bundles(Folder(paths.absolute(typed)))


def without_password(address: str) -> str:
    """Return an address as it can be shown."""
    address = re.sub(r"(://[^/?#@:]*):[^/?#]*@", r"\1@", address)
    return re.sub(r"(?i)([?&](?:password|sslpassword|token)=)[^&#]*", r"\1...", address)


def is_repository(path: str) -> bool:
    """Tell whether a folder is a bare git repository."""
    return all(os.path.exists(os.path.join(path, each)) for each in ("HEAD", "objects"))
