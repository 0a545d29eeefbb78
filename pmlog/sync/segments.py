"""Some hundred events as one thing to put: its name, its bytes, its size.

<origin>/<first>-<last>.jsonl.gz holds the events of one origin from one number to another,
a line of an export each. The same events always make the same bytes.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from pmlog.sync.shelf import Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pmlog.sync.numbers import Spans
    from pmlog.sync.shelf import Line

# A reader that lacks one event fetches all of its segment; whoever lists sees a hundred
# segments for a million events. Both in memory.
FULL_EVENTS = 10_000
FULL_BYTES = 8 * 1024 * 1024
# What nobody has put there to be read: as it lies there, and unpacked.
LARGEST_PACKED = 256 * 1024 * 1024
_LARGEST_BYTES = 1024 * 1024 * 1024
TOO_LARGE = "it is larger than any log writes"
_PART_BYTES = 1024 * 1024  # read at once
# So many segments of one size become one of the next, so that each event is written again
# a few times in its life, and a day of single events leaves some dozen segments.
FANOUT = 16

_ORIGIN = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAME = re.compile(
    rf"({_ORIGIN})/([1-9][0-9]{{0,15}})-([1-9][0-9]{{0,15}})\.jsonl(?:\.gz)?"
)
IS_ORIGIN = re.compile(_ORIGIN)


class Segment(NamedTuple):
    """The events of an origin from one number to another."""

    origin: str
    first: int
    last: int

    @property
    def events(self) -> int:
        """How many there are."""
        return self.last - self.first + 1

    def path(self, suffix: str) -> str:
        """Return its name on a shelf."""
        return f"{self.origin}/{self.first}-{self.last}{suffix}"

    def covers(self, other: Segment) -> bool:
        """Tell whether it holds all that another one does."""
        return (
            self.origin == other.origin
            and self.first <= other.first
            and other.last <= self.last
        )


def named(path: str) -> Segment | None:
    """Return the segment of a name; None where it is another file's."""
    found = _NAME.fullmatch(path)
    if not found:
        return None
    segment = Segment(found[1], int(found[2]), int(found[3]))
    return segment if segment.first <= segment.last else None


def chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Yield the lines of one segment after another."""
    chunk: list[Line] = []
    size = 0
    for line in lines:
        is_next = not chunk or line.seq == chunk[-1].seq + 1
        if chunk and (
            len(chunk) >= FULL_EVENTS or size + len(line.text) > FULL_BYTES or not is_next
        ):
            yield chunk
            chunk, size = [], 0
        chunk.append(line)
        size += len(line.text)
    if chunk:
        yield chunk


def packed(lines: Iterable[str], *, compressed: bool = True) -> bytes:
    """Return the bytes of a segment."""
    text = "".join(f"{line}\n" for line in lines).encode("ascii")
    if not compressed:
        return text
    # gzip's own header holds the time of day, and a name.
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(text) + packer.flush()


def unpacked(content: bytes) -> Iterator[str]:
    """Yield the lines of a segment's bytes. Unreadable where they break off."""
    begun: list[bytes] = []  # a line's parts: joined once, however long it is
    for part in _inflated(content):
        first, *others = part.split(b"\n")
        begun.append(first)
        for other in others:
            yield _text(b"".join(begun))
            begun = [other]
    if any(begun):
        raise Unreadable("its last line breaks off")


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("it holds what is no text") from error


def _inflated(content: bytes) -> Iterator[bytes]:
    if content[:2] != b"\x1f\x8b":
        for begin in range(0, len(content), _PART_BYTES):
            yield content[begin : begin + _PART_BYTES]
        return
    unpacker = zlib.decompressobj(31)
    size = 0
    try:
        while not unpacker.eof:
            part = unpacker.decompress(content, _PART_BYTES)
            content = unpacker.unconsumed_tail
            size += len(part)
            if size > _LARGEST_BYTES:
                raise Unreadable(TOO_LARGE)
            if not part and not content and not unpacker.eof:
                raise Unreadable("it breaks off")
            yield part
    except zlib.error as error:
        raise Unreadable("it is damaged") from error


def chosen(segments: Collection[Segment], wanted: Spans) -> list[Segment]:
    """Return few segments that hold what is wanted, as far as there are some."""
    found: list[Segment] = []
    ordered = sorted(segments, key=lambda each: (each.first, each.last))
    for first, last in wanted:
        here = first
        while here <= last:
            able = [each for each in ordered if each.last >= here and each.first <= last]
            if not able:
                break
            # What reaches farthest from here, of these the smallest; else what comes next.
            with_it = [each for each in able if each.first <= here]
            best = (
                max(with_it, key=lambda each: (each.last, each.first))
                if with_it
                else min(able, key=lambda each: (each.first, -each.last))
            )
            if best not in found:
                found.append(best)
            here = best.last + 1
    return found


def superseded(segments: Collection[Segment]) -> list[Segment]:
    """Return those of one origin that a larger one holds as well."""
    found: list[Segment] = []
    reach: Segment | None = None
    for each in sorted(segments, key=lambda each: (each.first, -each.last)):
        if reach is not None and reach.covers(each):
            found.append(each)
        elif reach is None or each.last > reach.last:
            reach = each
    return found


def to_merge(segments: dict[Segment, int]) -> list[Segment]:
    """Return neighbours of one origin that shall become one; [] where none shall.

    Those at the end that are small are counted; with each come its bytes.
    """
    run = _last_run(segments)
    for power in range(4, 0, -1):
        small = _tail(run, FANOUT**power)
        if len(small) >= FANOUT:
            return _as_fit(small, segments)
    return []


def _last_run(segments: Iterable[Segment]) -> list[Segment]:
    """Return the last segments that follow each other without a gap or overlap."""
    run: list[Segment] = []
    for each in sorted(segments):
        if run and each.first != run[-1].last + 1:
            run = []
        run.append(each)
    return run


def _tail(run: list[Segment], below: int) -> list[Segment]:
    at = len(run)
    while at and run[at - 1].events < below:
        at -= 1
    return run[at:]


def _as_fit(run: list[Segment], sizes: dict[Segment, int]) -> list[Segment]:
    """Return as many as fit into one, from the first of them."""
    events = size = 0
    fit: list[Segment] = []
    for each in run:
        events += each.events
        size += sizes[each]
        # Compressed text is several times smaller.
        if events > FULL_EVENTS or size > FULL_BYTES // 8:
            break
        fit.append(each)
    return fit if len(fit) > 1 else []
