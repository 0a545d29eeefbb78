"""Paths as typed -> the files to read: plain ones, those of a folder, of an archive.

Nothing is unpacked on the disk and no link is followed out of a folder. What an archive
holds is read as a stream, and no further than LARGEST, however it was packed.
"""

from __future__ import annotations

import gzip
import io
import os
import tempfile
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from pmlog.errors import NotFound, PmlogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import ExitStack

# Of one member of an archive, unpacked; ten zeroed gigabytes pack into ten megabytes.
LARGEST = 1024 * 1024 * 1024
MOST_FILES = 100_000
HEAD = 256 * 1024
_AT_ONCE = 256 * 1024


class Unreadable(PmlogError):
    """A file cannot be read, or is not what it seems."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} cannot be read: {reason}; nothing was collected")


class Input(NamedTuple):
    """A file to read, and what lies beside it."""

    name: str  # for people: "export.zip:general/2026-11-28.json"
    size: int  # in bytes, 0 where that is not known
    open: Callable[[], BinaryIO]
    beside: Callable[[str], bytes | None]  # another file of the same folder or archive
    inside: str = ""  # its path inside the folder or archive
    refused: str = ""  # why it is not even opened
    path: str = ""  # where it is a file of its own
    tell: Callable[[int], None] | None = None  # of bytes, as they are read

    def opened(self) -> BinaryIO:
        """Open it to be read as a whole."""
        file = self.open()
        if self.tell is None:
            return file
        return io.BufferedReader(_Watched(file, self.tell), _AT_ONCE)

    def head(self) -> bytes:
        """Return its first bytes, by which it is recognised."""
        with self.open() as file:
            return reading(self.name, partial(file.read, HEAD))


def reading(name: str, read: Callable[[], bytes]) -> bytes:
    """Return what a call reads. Unreadable where the file or its packing is broken."""
    try:
        return read()
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(name, reason.lower()) from error


def inputs(
    typed: list[str], standard_input: Callable[[], BinaryIO], kept: ExitStack
) -> Iterator[Input]:
    """Yield the files that were named: "-" is standard input.

    What has to stay open meanwhile, an archive or what a pipe brought, is so in kept.
    """
    for path in typed:
        if path == "-":
            yield from _of_pipe("standard input", standard_input(), kept)
        elif os.path.isdir(path):
            yield from _of_folder(path, kept)
        elif os.path.isfile(path):
            yield from _of_path(path, kept)
        elif os.path.exists(path):  # a named pipe, <(a command)
            with _opened(path) as pipe:
                yield from _of_pipe(os.path.basename(path), pipe, kept)
        else:
            raise NotFound(f"no file {path}")


def _opened(path: str) -> BinaryIO:
    try:
        return open(path, "rb")
    except OSError as error:
        raise Unreadable(path, (error.strerror or str(error)).lower()) from error


def _spooled(pipe: BinaryIO, kept: ExitStack) -> BinaryIO:
    """Return a temporary file of all that a pipe brings: it is looked at twice."""
    spool = kept.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - kept does
    try:
        while content := pipe.read(_AT_ONCE):
            spool.write(content)
        spool.flush()
    except OSError as error:
        raise Unreadable("the pipe", (error.strerror or str(error)).lower()) from error
    return spool


def _of_pipe(name: str, pipe: BinaryIO, kept: ExitStack) -> Iterator[Input]:
    spool = _spooled(pipe, kept)
    size = spool.seek(0, os.SEEK_END)

    def opened() -> BinaryIO:
        spool.seek(0)
        # Whoever reads it closes what he opened; the pipe cannot be read again.
        return os.fdopen(os.dup(spool.fileno()), "rb")

    yield from _unpacked(Input(name, size, opened, _nothing), kept)


def _nothing(_: str) -> bytes | None:
    return None


def _of_path(path: str, kept: ExitStack) -> Iterator[Input]:
    folder, name = os.path.split(path)
    opened, beside = partial(_opened, path), partial(_beside, folder)
    yield from _unpacked(Input(name, _size(path), opened, beside, path=path), kept)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _beside(folder: str, name: str) -> bytes | None:
    """Return a file of a folder, or of the one above it, where it is a plain one."""
    for place in (folder, os.path.join(folder, os.pardir)):
        path = os.path.join(place, name)
        if os.path.isfile(path) and os.path.getsize(path) <= LARGEST // 16:
            with _opened(path) as file:
                return file.read()
    return None


def _of_folder(folder: str, kept: ExitStack) -> Iterator[Input]:
    """Yield the files of a folder and of those in it, in order of their names."""
    within = os.path.realpath(folder)
    name, count = os.path.basename(os.path.abspath(folder)), 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in sorted(each for each in files if not each.startswith(".")):
            path = os.path.join(place, file)
            inside = os.path.relpath(path, folder)
            count += 1
            if count > MOST_FILES:
                raise Unreadable(folder, f"it holds more than {MOST_FILES} files")
            found = Input(
                f"{name}/{inside}",
                _size(path),
                partial(_opened, path),
                partial(_beside, place),
                inside,
                path=path,
            )
            if not os.path.realpath(path).startswith(within + os.sep):
                yield found._replace(refused="a link out of the folder")
            elif not os.path.isfile(path):
                yield found._replace(refused="not a file")
            else:
                yield from _unpacked(found, kept)


def _unpacked(file: Input, kept: ExitStack) -> Iterator[Input]:
    """Yield the files of an archive; anything else is itself."""
    magic = file.head()[:4]
    if magic in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _of_archive(file, kept)
    elif magic[:2] == b"\x1f\x8b":
        yield file._replace(size=0, open=partial(_opened_gzip, file), path="")
    else:
        yield file


def _opened_gzip(file: Input) -> BinaryIO:
    packed = file.open()
    return _limited(gzip.GzipFile(fileobj=packed), file.name, packed)


def _of_archive(file: Input, kept: ExitStack) -> Iterator[Input]:
    opened = kept.enter_context(file.open())
    try:
        archive = kept.enter_context(zipfile.ZipFile(opened))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(file.name, f"a broken archive ({error})") from error
    members = [each for each in archive.infolist() if not each.is_dir()]
    if len(members) > MOST_FILES:
        raise Unreadable(file.name, f"it holds more than {MOST_FILES} files")
    known = {each.filename: each for each in members}
    for member in sorted(members, key=lambda each: each.filename):
        name = f"{file.name}:{member.filename}"
        yield Input(
            name,
            member.file_size,
            partial(_opened_member, archive, member, name),
            partial(_beside_member, archive, known, member.filename),
            member.filename,
            _why_not(member),
        )


def _why_not(member: zipfile.ZipInfo) -> str:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or member.filename.startswith(("/", "\\")):
        return "a path out of the archive"
    if member.flag_bits & 0x1:
        return "encrypted"
    if member.file_size > LARGEST:
        return "larger than 1 GiB, unpacked"
    # Text packs to a fifth or a tenth, logs to a thirtieth; a bomb to a thousandth.
    if member.file_size > 16 * 1024 * 1024 and (
        member.file_size > 500 * max(member.compress_size, 1)
    ):
        return "packed so tightly that it can be no log"
    return ""


def _opened_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str
) -> BinaryIO:
    try:
        return _limited(archive.open(member), name)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise Unreadable(name, str(error).lower()) from error


def _beside_member(
    archive: zipfile.ZipFile, known: dict[str, zipfile.ZipInfo], of: str, name: str
) -> bytes | None:
    folder = of.rpartition("/")[0]
    above = folder.rpartition("/")[0]
    for place in (folder, above):
        member = known.get(f"{place}/{name}" if place else name)
        if member and not _why_not(member) and member.file_size <= LARGEST // 16:
            with _opened_member(archive, member, name) as file:
                return reading(name, file.read)
    return None


class _Watched(io.RawIOBase):
    """A stream that tells how much of it was read."""

    def __init__(self, stream: BinaryIO, tell: Callable[[int], None]) -> None:
        self._stream = stream
        self._tell = tell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        content = self._stream.read(len(buffer))  # type: ignore[arg-type]
        buffer[: len(content)] = content  # type: ignore[index]
        self._tell(len(content))
        return len(content)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Unpacked(io.RawIOBase):
    """A stream that is unpacked as it is read; what it says of its size is not believed."""

    def __init__(self, stream: BinaryIO, name: str, packed: BinaryIO | None) -> None:
        self._stream = stream
        self._name = name
        self._packed = packed  # which closing the stream leaves open
        self._left = LARGEST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        size: int = len(buffer)  # type: ignore[arg-type]
        content = reading(self._name, partial(self._stream.read, size))
        self._left -= len(content)
        if self._left < 0:
            raise Unreadable(self._name, "it unpacks to more than 1 GiB")
        buffer[: len(content)] = content  # type: ignore[index]
        return len(content)

    def close(self) -> None:
        self._stream.close()
        if self._packed is not None:
            self._packed.close()
        super().close()


def _limited(stream: object, name: str, packed: BinaryIO | None = None) -> BinaryIO:
    raw = _Unpacked(cast("BinaryIO", stream), name, packed)
    return io.BufferedReader(raw, _AT_ONCE)
