"""The file that render writes: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import os
import tempfile

from pmlog.cli.session import end_in_order
from pmlog.errors import PmlogError, UsageError
from pmlog.render.renew import Renewal, differences, renew
from pmlog.text.terminal import say_all, warn


class EditedByHand(PmlogError):
    """Blocks that the log has changed were edited in the file as well."""

    def __init__(self, path: str, names: tuple[str, ...]) -> None:
        super().__init__(
            f"{', '.join(names)} was edited by hand in {path}: --theirs keeps what the "
            "file has, --ours takes what the log has; nothing was written"
        )


def write(path: str, text: str) -> None:
    """Write a file whole or not at all; a file that is there keeps its mode.

    What is no plain file, such as a terminal or a pipe, is written to as it is.
    """
    temporary = None
    end_in_order()
    try:
        target = os.path.realpath(path)
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:
                device.write(text.encode("utf-8", "surrogateescape"))
            return
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise PermissionError(13, "it is read-only")
        mode = os.stat(target).st_mode if os.path.exists(target) else 0o666 & ~_umask()
        folder = os.path.dirname(target)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            temporary = file.name
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode & 0o777)
        os.replace(temporary, target)
    except OSError as error:
        raise PmlogError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def update(path: str, generated: str, *, ours: bool, theirs: bool) -> None:
    """Renew the generated blocks of a file, or make it where there is none.

    UsageError when the file has no such blocks; EditedByHand, with the differences
    printed, when some were edited and neither side was chosen.
    """
    if not os.path.isfile(path) or os.path.getsize(path) == 0:
        write(path, generated)
        return
    document = _read(path)
    renewal = _renewal(path, document, generated, over_edits=ours)
    if renewal.edited and not (ours or theirs):
        say_all(differences(document, generated, renewal.edited))
        raise EditedByHand(path, renewal.edited)
    if renewal.text != document:
        write(path, renewal.text)
    if renewal.absent:
        warn(f"not in {path}, as somebody took them out: {', '.join(renewal.absent)}")


def stale_blocks(path: str, generated: str) -> tuple[str, ...]:
    """Return the names of a file's blocks that are not as the log has them now."""
    renewal = _renewal(path, _read(path), generated, over_edits=True)
    return renewal.renewed


def _renewal(path: str, document: str, generated: str, *, over_edits: bool) -> Renewal:
    renewal = renew(document, generated, over_edits=over_edits)
    if not renewal.known:
        raise UsageError(
            f"{path} has no blocks that pmlog wrote, so all of it may be somebody's work; "
            "name another file, or overwrite it with --force"
        )
    return renewal


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            # Bytes that are no UTF-8 go back as they came.
            return file.read().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise PmlogError(f"{path} cannot be read: {error.strerror}") from error
