"""The words that name a shelf -> the shelf; its name without passwords."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from pmlog import paths
from pmlog.errors import UsageError
from pmlog.extras import needed
from pmlog.sync.bundles import Bundles
from pmlog.sync.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlog.sync.shelf import Shelf

_KNOWN = (
    "a folder, git+ssh://host/repository.git, s3://bucket/folder or postgresql://host/name"
)
# As git itself takes it: user@host:path.
_SCP = re.compile(r"[\w.-]+@[\w.-]+:(?!//).+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?")


class NoTarget(UsageError):
    """Nobody said where the logs meet."""

    def __init__(self) -> None:
        super().__init__(
            f"where do your logs meet? name {_KNOWN}, or set PMLOG_SYNC to one of them"
        )


def shelf(typed: str, environ: Mapping[str, str]) -> Shelf:
    """Return the shelf of an address. UsageError where it is none."""
    if typed.startswith("-") or not typed.strip():
        raise NoTarget
    scheme = _SCHEME.match(typed)
    kind = scheme[1].lower() if scheme else ""
    if kind in ("postgresql", "postgres"):
        with needed("PostgreSQL needs", "psycopg[binary]"):
            from pmlog.sync.postgresql import Database

        return Database(typed, without_password(typed))
    if kind == "s3":
        with needed("object storage needs", "obstore"):
            from pmlog.sync.objects import Bucket

        return Bundles(Bucket(typed, environ))
    if kind.startswith("git+") or kind in ("ssh", "git") or _SCP.fullmatch(typed):
        return _repository(typed, environ)
    if kind == "file":
        path = typed[len("file:") :]
        return Bundles(Folder(paths.absolute(path.removeprefix("//"))))
    if scheme and scheme[2]:
        raise UsageError(f"{kind}:// is no shelf that pmlog knows; name {_KNOWN}")
    path = paths.absolute(typed)
    return _repository(path, environ) if is_repository(path) else Bundles(Folder(path))


def _repository(typed: str, environ: Mapping[str, str]) -> Shelf:
    from pmlog.sync.git import Repository

    address = typed.removeprefix("git+")
    if not _SCP.fullmatch(address) and not _SCHEME.match(address):
        address = f"file:{address}"
    if address.startswith("file:"):
        path = "/" + address[len("file:") :].lstrip("/")
        relative = not address[len("file:") :].startswith("/")
        address = f"file://{paths.absolute(path[1:]) if relative else path}"
    cache = paths.cache(environ)
    if not cache:  # or it would be made in whatever folder this is
        raise UsageError(
            "there is no home folder for the copy that git keeps; set XDG_CACHE_HOME"
        )
    name = f"git+{address}" if address.startswith("file:") else typed
    return Bundles(Repository(address, without_password(name), cache, environ))


def without_password(address: str) -> str:
    """Return an address as it can be shown."""
    # Behind the user, up to the host, be it written as it should be or not; a port is none.
    address = re.sub(r"(://[^/?#@:]*):(?!\d+(?:[/?,]|$)).*@", r"\1@", address)
    # A host of git takes a token as the user's name.
    address = re.sub(r"(https?://)[^/?#@]+@", r"\1...@", address)
    return re.sub(r"(?i)([?&](?:password|sslpassword|token)=)[^&#]*", r"\1...", address)


def is_repository(path: str) -> bool:
    """Tell whether a folder is a bare git repository."""
    return all(os.path.exists(os.path.join(path, each)) for each in ("HEAD", "objects"))
