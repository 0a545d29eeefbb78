"""Files written whole or not at all, and never over a save that we have not seen."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import tempfile

from pmlog import paths
from pmlog.cli.session import end_in_order
from pmlog.errors import PmlogError
from pmlog.failures import FolderGone

# Where a file cannot be exchanged for another: it is mounted by itself, its folder takes
# no further file, or it has a second name. It is then written through.
_THROUGH = (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS)
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2
_HERE = -100  # AT_FDCWD


class ChangedMeanwhile(PmlogError):
    """Another program saved the file after we had read it."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was saved by another program in the meantime; that save is kept and "
            "nothing was written; run the command again"
        )


def read(path: str) -> bytes | None:
    """Return what a file holds; None where there is none, or a terminal or a pipe."""
    if os.path.exists(path) and not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PmlogError(f"{path} cannot be read: {error.strerror}") from error


def write(path: str, content: bytes, seen: bytes | None) -> None:
    """Write a file whole or not at all; one that is there keeps its owner and mode.

    seen is what it held when it was read, None where it was not there: whatever else is
    in it by now was saved meanwhile and stays (ChangedMeanwhile). What is no plain file,
    such as a terminal or a pipe, is written to as it is.
    """
    end_in_order()
    try:
        target = os.path.realpath(path)
    except FileNotFoundError as error:
        raise FolderGone(path) from error
    try:
        # /dev/stderr may be a file that nobody can find by its name any more, and another
        # may have taken that name.
        is_found = os.path.isfile(path) and _is_same(path, target)
        if os.path.exists(path) and not is_found:
            with open(path, "wb") as device:
                device.write(content)
            return
        _write(target, content, seen)
    except OSError as error:
        raise PmlogError(f"{path} cannot be written: {error.strerror}") from error


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except FileNotFoundError:
        return False


def _write(path: str, content: bytes, seen: bytes | None) -> None:
    is_there = os.path.exists(path)
    if is_there and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only")
    if is_there and os.stat(path).st_nlink > 1:
        _write_through(path, content, seen)
        return
    try:
        temporary = _beside(path, content)
    except OSError as error:
        if is_there and error.errno in _THROUGH:
            _write_through(path, content, seen)
            return
        raise
    try:
        _exchange(path, temporary, content, seen)
    except OSError as error:
        if error.errno not in _THROUGH or not is_there:
            raise
        _write_through(path, content, seen)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _beside(path: str, content: bytes) -> str:
    """Return a new file beside another, with its owner and mode, and synced content."""
    with tempfile.NamedTemporaryFile(
        dir=os.path.dirname(path), prefix=".pmlog-", delete=False
    ) as file:
        try:
            file.write(content)
            file.flush()
            if not os.path.exists(path):
                paths.make_own(file.name)
            _take_after(file.fileno(), path)
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(file.name)
            raise
    return file.name


def _take_after(descriptor: int, path: str) -> None:
    if not os.path.exists(path):
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    known = os.stat(path)
    with contextlib.suppress(PermissionError):
        os.fchown(descriptor, known.st_uid, known.st_gid)
    os.fchmod(descriptor, known.st_mode & 0o7777)


def _exchange(path: str, temporary: str, content: bytes, seen: bytes | None) -> None:
    if seen is None:
        # A link is made only where there is no file yet; a rename would replace one.
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise ChangedMeanwhile(path) from None
        except OSError:
            # A file system without links.
            if os.path.exists(path):
                raise ChangedMeanwhile(path) from None
            os.rename(temporary, path)
        return
    if not _swap(temporary, path):
        # No exchange is to be had here: the last look is as late as can be.
        if read(path) != seen:
            raise ChangedMeanwhile(path)
        os.replace(temporary, path)
    elif read(temporary) != seen:
        # What came out is not what was read: an editor saved it. It goes back.
        _swap(temporary, path)
        if read(temporary) != content:
            # And saved once more between the two: that save is the newer one.
            _swap(temporary, path)
        raise ChangedMeanwhile(path)


def _swap(one: str, other: str) -> bool:
    """Exchange two files in one step; False where the system or file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code))


def _write_through(path: str, content: bytes, seen: bytes | None) -> None:
    with open(path, "r+b") as file:
        if file.read() != seen:
            raise ChangedMeanwhile(path)
        file.seek(0)
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
