"""A folder that several machines can reach: segments as files.

A file is made whole beside its place and takes it in one step. Whoever lists the folder
sees all of it or nothing, after a crash or a power cut as well.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from pmlog import paths
from pmlog.sync import segments
from pmlog.sync.segments import IS_ORIGIN, Segment
from pmlog.sync.shelf import Gone, NotReached, Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_PART = ".part"
# One person's umask must not keep all others apart.
_CLOSED = "whoever wrote it lets nobody else read it: chmod -R g+rX, and umask 007"


class Folder:
    """A folder of segments."""

    suffix = ".jsonl.gz"

    def __init__(self, path: str) -> None:
        self.name = path
        self.made = ""
        self.ahead_us: int | None = None
        self.closed: dict[str, str] = {}
        self._path = path

    def make(self) -> None:
        """Make the folder where there is none; the one that holds it must be there."""
        with self._reached(), contextlib.suppress(FileExistsError):
            os.mkdir(self._path)
            paths.make_own(self._path)
            _sync_folder(os.path.dirname(self._path))
            self.made = f"the folder {self._path}"

    def list(self) -> dict[Segment, int]:
        """Return the segments that are there, with their bytes."""
        found: dict[Segment, int] = {}
        self.closed = {}
        with self._reached():
            for origin in os.listdir(self._path):
                if IS_ORIGIN.fullmatch(origin):
                    try:
                        found |= self._of_origin(origin)
                    except PermissionError:
                        self.closed[origin] = _CLOSED
                    except NotADirectoryError:
                        continue  # somebody's file, which is no series
        return found

    def _of_origin(self, origin: str) -> dict[Segment, int]:
        found = {}
        with os.scandir(os.path.join(self._path, origin)) as entries:
            for entry in entries:
                segment = segments.named(f"{origin}/{entry.name}")
                # Whoever opens a named pipe waits for somebody to write into it.
                if segment is None or not entry.is_file(follow_symlinks=False):
                    continue
                # One may be taken away between two looks.
                with contextlib.suppress(FileNotFoundError):
                    found[segment] = entry.stat(follow_symlinks=False).st_size
        return found

    def get(self, segment: Segment) -> bytes:
        """Return a segment's content."""
        try:
            with self._reached(), open(self._file(segment), "rb") as file:
                return file.read()
        except NotReached as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise Gone from error
            if isinstance(error.__cause__, PermissionError):
                raise Unreadable(_CLOSED) from error
            raise

    def put(self, segment: Segment, content: bytes, *, over: bool = False) -> bool:
        """Put a segment there, whole or not at all."""
        place = self._file(segment)
        folder = os.path.dirname(place)
        part = os.path.join(folder, f".{os.path.basename(place)}.{os.getpid()}{_PART}")
        with self._reached():
            if _make_folder(folder):
                _sync_folder(self._path)
            try:
                self._write(part, content)
                is_new = _take_place(part, place, over=over)
            finally:
                # After an error as well: a full disk needs the room.
                with contextlib.suppress(OSError):
                    os.unlink(part)
            # The name, before anything is built on its being there.
            _sync_folder(folder)
        return is_new

    def _write(self, path: str, content: bytes) -> None:
        # Readable by whoever may read the folder, as the umask has it.
        with open(path, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            # Of a mount over the network that is the server's clock.
            changed_ns = os.fstat(file.fileno()).st_mtime_ns
            self.ahead_us = (changed_ns - time.time_ns()) // 1000

    def remove(self, gone: Sequence[Segment]) -> None:
        """Take segments away."""
        with self._reached():
            for segment in gone:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(self._file(segment))

    def finish(self, own: Collection[str]) -> None:
        """Put away what a crash has left half-written in one's own series."""
        with self._reached():
            for origin in own:
                for path in self._parts(origin):
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(path)

    def _parts(self, origin: str) -> Iterator[str]:
        folder = os.path.join(self._path, origin)
        with contextlib.suppress(FileNotFoundError):
            for name in os.listdir(folder):
                if name.endswith(_PART):
                    yield os.path.join(folder, name)

    def close(self) -> None:
        """Nothing is open."""

    def _file(self, segment: Segment) -> str:
        return os.path.join(self._path, segment.path(self.suffix))

    @contextlib.contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not os.path.isdir(self._path):
                raise NotReached(
                    self.name,
                    "there is no such folder",
                    "mount it, or make it the shelf of your team with "
                    f"'pmlog sync --init {self.name}'",
                ) from error
            reason = (error.strerror or str(error)).lower()
            raise NotReached(self.name, reason) from error


def _make_folder(path: str) -> bool:
    try:
        os.mkdir(path)
    except FileExistsError:
        return False
    paths.make_own(path)
    return True


def _take_place(part: str, place: str, *, over: bool) -> bool:
    """Give a whole file its name; False where another has it."""
    # Only one log puts segments of an origin, one at a time: the look and the step need
    # not be one. Links would make them one, and many mounts have none.
    if not over and os.path.lexists(place):
        return False
    os.replace(part, place)
    paths.make_own(place)
    return True


def _sync_folder(path: str) -> None:
    """Make names in a folder durable."""
    # Mounts over the network may refuse, and have then done so themselves.
    with contextlib.suppress(OSError):
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
