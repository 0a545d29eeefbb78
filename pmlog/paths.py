"""Where files live: the log, the user's folder, what ships with pmlog.

XDG base directories; a relative value in one of them is ignored, as the specification
says, and an empty variable counts as unset.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def log_file(environ: Mapping[str, str]) -> str:
    """Return the log's path: PMLOG_DB, else pmlog/log.db in the user's data folder.

    NoHome where neither is known, FolderGone where it is relative to nothing.
    """
    chosen = environ.get("PMLOG_DB")
    if chosen:
        return absolute(chosen)
    folder = _base(environ, "XDG_DATA_HOME", ".local/share")
    if not folder:
        from pmlog.failures import NoHome

        raise NoHome
    return os.path.join(folder, "log.db")


def absolute(typed: str) -> str:
    """Return a typed path as it means the same anywhere. FolderGone if it means nothing."""
    try:
        return os.path.abspath(os.path.expanduser(typed))
    except FileNotFoundError as error:
        from pmlog.failures import FolderGone

        raise FolderGone(typed) from error


def user_templates(environ: Mapping[str, str]) -> str:
    """Return the folder whose templates win over the shipped ones."""
    return _below(_base(environ, "XDG_CONFIG_HOME", ".config"), "templates")


def user_formats(environ: Mapping[str, str]) -> str:
    """Return the folder of the user's own formats to collect."""
    return _below(_base(environ, "XDG_CONFIG_HOME", ".config"), "collect")


def drafts(environ: Mapping[str, str]) -> str:
    """Return the folder of answers that are being written in an editor."""
    return _below(_base(environ, "XDG_STATE_HOME", ".local/state"), "drafts")


def cache(environ: Mapping[str, str]) -> str:
    """Return the folder of what can be fetched again."""
    return _base(environ, "XDG_CACHE_HOME", ".cache")


def _below(base: str, name: str) -> str:
    """Return a folder below a base, "" where there is no base: nobody has a file there."""
    return os.path.join(base, name) if base else ""


def _base(environ: Mapping[str, str], variable: str, default: str) -> str:
    """Return pmlog's folder below an XDG base; "" where this user has no home folder."""
    folder = environ.get(variable, "")
    if not os.path.isabs(folder):
        home = _home(environ)
        if not home:
            return ""
        folder = os.path.join(home, default)
    return os.path.join(folder, "pmlog")


def _home(environ: Mapping[str, str]) -> str:
    """Return the home folder, "" where there is none: an empty HOME is not the root.

    One that is not there is none either: what a service has as its home, /nonexistent, is
    not to be made by whoever may.
    """
    home = environ.get("HOME")
    if home is None:
        home = os.path.expanduser("~")
    is_one = os.path.isabs(home) and home.strip("/") and os.path.isdir(home)
    return home if is_one else ""


def make_folders(path: str, mode: int = 0o700) -> None:
    """Make a folder and those above it, each as make_own leaves it. OSError."""
    # Above a relative path there is nothing to be made.
    if path and not os.path.isdir(path):
        make_folders(os.path.dirname(path), mode)
        try:
            os.mkdir(path, mode)
        except FileExistsError:
            return
        make_own(path)


def make_own(path: str) -> None:
    """Give what was just made to the owner of the folder that it lies in.

    Only root can, and only as root it matters: under sudo, in a user's home, it would
    otherwise be what the user can no longer write.
    """
    if os.geteuid() != 0:
        return
    try:
        above = os.stat(os.path.dirname(path) or ".")
        os.chown(path, above.st_uid, above.st_gid, follow_symlinks=False)
    except OSError:
        pass  # some file systems know no owners; what was made is there all the same


def shipped(folder: str) -> str:
    """Return the path of a top-level folder that the wheel carries ("templates").

    Installed, it lies inside the package. In a checkout it lies beside it, and there
    the sibling is looked at first: an editable install leaves a stale copy behind.
    """
    package = os.path.dirname(__file__)
    beside = os.path.join(os.path.dirname(package), folder)
    in_checkout = os.path.isfile(os.path.join(beside, os.pardir, "pyproject.toml"))
    return beside if in_checkout else os.path.join(package, folder)
