"""Object storage: the segments of a folder as objects of a bucket.

Credentials, region and endpoint come from the engine's usual environment: AWS_ACCESS_KEY_ID
and its kin, a container's or a machine's role, AWS_ENDPOINT_URL for what is S3 elsewhere.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from pmlog.errors import UsageError
from pmlog.sync import segments
from pmlog.sync.shelf import Gone, NotReached

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pmlog.sync.segments import Segment

_LONGEST_REASON = 200


class Bucket:
    """A bucket of segments, or a part of one."""

    suffix = ".jsonl.gz"
    made = ""  # a bucket has an owner and a bill: whoever pays for it makes it

    def __init__(self, address: str, environ: Mapping[str, str]) -> None:
        self.name = address
        self.ahead_us: int | None = None
        self.closed: dict[str, str] = {}
        parts = urlsplit(address)
        if not parts.netloc:
            raise UsageError("which bucket? name it as s3://bucket/folder")
        endpoint = environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL", "")

        def within(limit: str) -> S3Store:
            return S3Store(
                parts.netloc,
                prefix=parts.path.strip("/") or None,
                client_options={
                    "connect_timeout": "5s",
                    "timeout": limit,
                    # Where the address itself says so, as on a machine of one's own.
                    "allow_http": endpoint.startswith("http://"),
                },
                retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=6)},
                config={"endpoint": endpoint} if endpoint else None,
            )

        # Who does not answer is given up within seconds; what is large takes its time.
        self._asked, self._store = within("8s"), within("120s")

    def make(self) -> None:
        """Make nothing, but see that it is there."""
        self.list()

    def list(self) -> dict[Segment, int]:
        """Return the segments that are there, with their bytes."""
        found = {}
        with self._reached():
            for some in self._asked.list():
                for each in some:
                    segment = segments.named(each["path"])
                    if segment is not None:
                        found[segment] = each["size"]
        return found

    def get(self, segment: Segment) -> bytes:
        """Return a segment's content."""
        with self._reached():
            try:
                return bytes(self._store.get(segment.path(self.suffix)).bytes())
            except FileNotFoundError as error:
                raise Gone from error

    def put(self, segment: Segment, content: bytes, *, over: bool = False) -> bool:
        """Put a segment there, whole or not at all."""
        path = segment.path(self.suffix)
        with self._reached():
            # One request, whole or not at all, however large: parts of several have no
            # condition on all engines.
            how: Literal["create", "overwrite"] = "overwrite" if over else "create"
            try:
                self._store.put(path, content, mode=how, use_multipart=False)
            except AlreadyExistsError:
                return False
            if self.ahead_us is None:
                self._look_at_clock(path)
        return True

    def _look_at_clock(self, path: str) -> None:
        # Of what was put just now, in whole seconds.
        with suppress(FileNotFoundError):
            put_s = self._asked.head(path)["last_modified"].timestamp()
            ahead_us = int((put_s + 0.5) * 1_000_000) - time.time_ns() // 1000
            self.ahead_us = ahead_us

    def remove(self, gone: Sequence[Segment]) -> None:
        """Take segments away."""
        with self._reached(), suppress(FileNotFoundError):
            self._asked.delete([segment.path(self.suffix) for segment in gone])

    def finish(self, own: Collection[str]) -> None:
        """Do nothing: what was put is there at once, and nothing is left over."""

    def close(self) -> None:
        """Nothing is open."""

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except BaseError as error:
            raise NotReached(self.name, _reason(error)) from error
        except OSError as error:
            raise NotReached(self.name, _reason(error)) from error


def _reason(error: Exception) -> str:
    """Return the first line of what the engine says, which may quote whole documents."""
    return next(iter(str(error).splitlines()), "it failed")[:_LONGEST_REASON]
