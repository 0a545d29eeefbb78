"""Where files live: the log, the user's folder, what ships with pmlog.

XDG base directories; a relative value in one of them is ignored, as the specification
says, and an empty variable counts as unset.
"""

from __future__ import annotations

import os

from pmlog.errors import LogUnusable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class NoHome(LogUnusable):
    """Nobody knows where this user's files live, as in some containers."""

    def __init__(self) -> None:
        super().__init__(
            "there is no home folder to keep a log in; name a file with --db or PMLOG_DB"
        )


class FolderGone(LogUnusable):
    """A relative path, in a folder that was deleted."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path!r} is relative to a folder that is gone; go to another one, or give "
            "the whole path"
        )


def log_file(environ: Mapping[str, str]) -> str:
    """Return the log's path: PMLOG_DB, else pmlog/log.db in the user's data folder.

    NoHome where neither is known, FolderGone where it is relative to nothing.
    """
    chosen = environ.get("PMLOG_DB")
    if chosen:
        return absolute(chosen)
    folder = _base(environ, "XDG_DATA_HOME", ".local/share")
    if not os.path.isabs(folder):
        raise NoHome
    return os.path.join(folder, "log.db")


def absolute(typed: str) -> str:
    """Return a typed path as it means the same anywhere. FolderGone if it means nothing."""
    try:
        return os.path.abspath(os.path.expanduser(typed))
    except FileNotFoundError as error:
        raise FolderGone(typed) from error


def user_templates(environ: Mapping[str, str]) -> str:
    """Return the folder whose templates win over the shipped ones."""
    return os.path.join(_base(environ, "XDG_CONFIG_HOME", ".config"), "templates")


def user_formats(environ: Mapping[str, str]) -> str:
    """Return the folder of the user's own formats to collect."""
    return os.path.join(_base(environ, "XDG_CONFIG_HOME", ".config"), "collect")


def drafts(environ: Mapping[str, str]) -> str:
    """Return the folder of answers that are being written in an editor."""
    return os.path.join(_base(environ, "XDG_STATE_HOME", ".local/state"), "drafts")


def cache(environ: Mapping[str, str]) -> str:
    """Return the folder of what can be fetched again."""
    return _base(environ, "XDG_CACHE_HOME", ".cache")


def _base(environ: Mapping[str, str], variable: str, default: str) -> str:
    folder = environ.get(variable, "")
    if not os.path.isabs(folder):
        home = environ.get("HOME") or os.path.expanduser("~")
        folder = os.path.join(home, default)
    return os.path.join(folder, "pmlog")


def shipped(folder: str) -> str:
    """Return the path of a top-level folder that the wheel carries ("templates").

    Installed, it lies inside the package. In a checkout it lies beside it, and there
    the sibling is looked at first: an editable install leaves a stale copy behind.
    """
    package = os.path.dirname(__file__)
    beside = os.path.join(os.path.dirname(package), folder)
    in_checkout = os.path.isfile(os.path.join(beside, os.pardir, "pyproject.toml"))
    return beside if in_checkout else os.path.join(package, folder)
