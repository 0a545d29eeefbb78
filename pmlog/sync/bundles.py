"""Shelves that hold segments: a folder, a git repository, a bucket.

They differ in how one is put, listed and fetched. All else is the same, and here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pmlog.exchange import incoming
from pmlog.sync import numbers, segments
from pmlog.sync.segments import Segment
from pmlog.sync.shelf import Gone, Piece, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from pmlog.sync.numbers import Spans
    from pmlog.sync.shelf import Line, Mine


# A first sync that is cut off goes on from the last step.
_STEP = 16


class Store(Protocol):
    """Where segments lie. Each of its methods raises NotReached."""

    name: str
    made: str
    suffix: str  # of a segment's name
    closed: dict[str, str]  # origins that may not be read, as listed last, and why
    ahead_us: int | None

    def make(self) -> None:
        """Make it where there is none yet."""

    def list(self) -> dict[Segment, int]:
        """Return the segments that are there, with their bytes."""

    def get(self, segment: Segment) -> bytes:
        """Return a segment's content. Gone where there is none any more."""

    def put(self, segment: Segment, content: bytes, *, over: bool = False) -> bool:
        """Put a segment there, whole or not at all; over another, or only if it is new.

        False where there is one of its name.
        """

    def remove(self, gone: Sequence[Segment]) -> None:
        """Take segments away."""

    def finish(self, own: Collection[str]) -> None:
        """Bring what was put to where it shall be; put away what a crash has left."""

    def close(self) -> None:
        """Let go of what is open."""


class Bundles:
    """A shelf of segments."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._there: dict[str, dict[Segment, int]] = {}
        self._put_now: dict[str, int] = {}  # own ones, which may not have arrived yet
        self.name = store.name

    @property
    def made(self) -> str:
        """What `make` made."""
        return self._store.made

    @property
    def ahead_us(self) -> int | None:
        """How far its clock is ahead of ours."""
        return self._store.ahead_us

    def make(self) -> None:
        """Make it where there is none yet."""
        self._store.make()

    def close(self) -> None:
        """Let go of what is open."""
        self._store.close()

    def list(self, mine: Mine) -> dict[str, Spans]:
        """Return the numbers of each origin that are there.

        A segment of one's own that does not hold what it should counts as not there, so
        that it is put again: a crash or a full disk may have left half of it.
        """
        self._there = {}
        self._put_now = {}
        for segment, size in self._store.list().items():
            self._there.setdefault(segment.origin, {})[segment] = size
        mine.refused.update(self._store.closed)
        # What others have put is checked by whoever takes it in.
        for origin in list(self._there) if mine.is_exact else mine.own:
            self._check(origin, mine)
        return {
            origin: numbers.joined((each.first, each.last) for each in found)
            for origin, found in self._there.items()
        }

    def _check(self, origin: str, mine: Mine) -> None:
        there = self._there.get(origin, {})
        for segment, size in list(there.items()):
            path = self._path(segment)
            # What was put there, or read once, never changes.
            is_known = mine.sound.get(path) == size and not mine.is_exact
            if is_known or not _is_held(mine, segment):
                continue
            try:
                self._compare(segment, self._content(segment), mine)
            except (Gone, Unreadable):
                del there[segment]
            else:
                if origin in mine.own:
                    mine.sound[path] = size

    def _compare(self, segment: Segment, content: bytes, mine: Mine) -> None:
        """Look whether a content holds the events of this log; if others, it is refused.

        Unreadable where it breaks off.
        """
        # Ids alone: what was redacted since is no contradiction.
        lines = mine.lines(*segment)
        for text in segments.unpacked(content):
            try:
                (event,) = next(incoming.read([text]))
            except (incoming.UnreadableLine, StopIteration) as error:
                raise Unreadable("a line of it is no event") from error
            wanted = next(lines, None)
            if wanted is None or (event.id, event.seq) != (wanted.id, wanted.seq):
                mine.refused[self._path(segment)] = (
                    f"event {event.seq} is another one there than here; two logs have "
                    "gone on from the same copy, or one of the two was changed"
                )
                return
        if next(lines, None) is not None:
            raise Unreadable("it breaks off")

    def get(self, origin: str, wanted: Spans, refused: Collection[str]) -> Iterator[Piece]:
        """Yield the segments that hold what is wanted, but for those that were refused."""
        there = self._there.get(origin, {})
        usable = [each for each in there if self._path(each) not in refused]
        for segment in segments.chosen(usable, wanted):
            try:
                lines = _reader(self._content(segment))
            except Unreadable as error:
                lines = _broken(error)
            yield Piece(self._path(segment), *segment, lines)

    def _content(self, segment: Segment) -> bytes:
        """Return a segment's content. Gone; Unreadable where it is no log's."""
        # Before it is fetched: anybody may put anything of such a name there.
        size = self._there.get(segment.origin, {}).get(segment, 0)
        if size > segments.LARGEST_PACKED:
            raise Unreadable(segments.TOO_LARGE)
        return self._store.get(segment)

    def put(self, origin: str, lines: Iterator[Line], mine: Mine) -> int:
        """Put events there as segments; return how many."""
        done = 0
        for number, chunk in enumerate(segments.chunks(lines), 1):
            segment = Segment(origin, chunk[0].seq, chunk[-1].seq)
            self._put(segment, (line.text for line in chunk), mine)
            done += len(chunk)
            if number % _STEP == 0:
                self._arrived(mine)
        return done

    def _arrived(self, mine: Mine) -> None:
        """Bring what was put to where it shall be, and take it for sound from then on."""
        self._store.finish(mine.own)
        mine.sound.update(self._put_now)
        self._put_now = {}

    def _put(
        self, segment: Segment, texts: Iterable[str], mine: Mine, *, over: bool = False
    ) -> None:
        content = segments.packed(texts, compressed=self._store.suffix.endswith(".gz"))
        if not self._store.put(segment, content, over=over):
            # There is one of its name: of a sync that was cut off, perhaps half of it, or
            # of another log that goes on from the same copy.
            try:
                self._compare(segment, self._content(segment), mine)
            except (Gone, Unreadable):
                self._store.put(segment, content, over=True)
        self._there.setdefault(segment.origin, {})[segment] = len(content)
        if segment.origin in mine.own:
            self._put_now[self._path(segment)] = len(content)

    def tend(self, mine: Mine) -> None:
        """Put small segments of one's own together, and away what they were."""
        # So that what is put together is never larger than what is there for sure.
        self._arrived(mine)
        is_changed = False
        for origin in mine.own:
            there = self._there.get(origin, {})
            is_changed |= self._blank(origin, mine)
            while run := segments.to_merge(there):
                if not self._merge(run, mine):
                    break
                is_changed = True
            # Left by a sync that ended between the whole and the removal of its parts.
            if old := segments.superseded(there):
                self._store.remove(old)
                is_changed = True
                for segment in old:
                    del there[segment]
        if is_changed:
            self._arrived(mine)
        # Of what is gone nothing is to be remembered: its name may be put anew.
        kept = {self._path(each) for found in self._there.values() for each in found}
        for path in mine.sound.keys() - kept:
            del mine.sound[path]

    def _blank(self, origin: str, mine: Mine) -> bool:
        """Put segments that hold words of what was redacted anew, without them."""
        redacted = mine.redacted.get(origin, ())
        held = [
            each
            for each in self._there.get(origin, {})
            if numbers.common(redacted, ((each.first, each.last),)) and _is_held(mine, each)
        ]
        for segment in held:
            self._put(
                segment, (line.text for line in mine.lines(*segment)), mine, over=True
            )
        return bool(held)

    def _merge(self, run: Sequence[Segment], mine: Mine) -> bool:
        whole = Segment(run[0].origin, run[0].first, run[-1].last)
        if not _is_held(mine, whole) or any(
            self._path(each) in mine.refused for each in run
        ):
            return False
        # First the whole, then its parts away: whatever ends it in between, all is there.
        self._put(whole, (line.text for line in mine.lines(*whole)), mine)
        there = self._there[whole.origin]
        self._store.remove(run)
        for segment in run:
            del there[segment]
        return True

    def _path(self, segment: Segment) -> str:
        return segment.path(self._store.suffix)


def _is_held(mine: Mine, segment: Segment) -> bool:
    wanted = ((segment.first, segment.last),)
    return not numbers.without(wanted, mine.holds(segment.origin))


def _reader(content: bytes) -> Callable[[], Iterable[str]]:
    # Unpacked line by line where it is taken in: a segment may be large once it is.
    return lambda: segments.unpacked(content)


def _broken(error: Unreadable) -> Callable[[], Iterable[str]]:
    # Raised where its lines are read, so that it is refused as one, and others go on.
    def lines() -> Iterable[str]:
        raise error

    return lines
