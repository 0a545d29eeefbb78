"""One object of JSON around a long list -> objects with a part of the list each.

So tools answer: {"items": [a hundred thousand of them], "kind": "List"}. What stands beside
the list is often told behind it, so the text is read twice: for that, and for the parts.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.collect.files.json_stream import Stream

LONG = 4 * 1024 * 1024  # characters of a list that is not held
DEEPEST = 2  # {"data": {"result": [...]}}
AT_ONCE = 100  # elements in a part


class Frame(NamedTuple):
    """An object but for its one long list, and the keys that lead to that."""

    value: dict[str, Any]
    path: tuple[str, ...]

    def around(self, part: list[Any]) -> dict[str, Any]:
        """Return the object with a part of the list."""
        whole = place = dict(self.value)
        for key in self.path[:-1]:
            place[key] = dict(place[key])
            place = place[key]
        place[self.path[-1]] = part
        return whole


def frame(stream: Stream) -> Frame | None:
    """Return the frame of the object that a text is; None where it is anything else.

    Anything else is an object with no long list or with two, or more than an object.
    """
    found: list[tuple[str, ...]] = []
    try:
        value = _object(stream, (), found)
    except ValueError:
        return None
    is_all = not stream.next_mark()
    return Frame(value, found[0]) if is_all and len(found) == 1 else None


def parts(stream: Stream, frame: Frame) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the object with one part of its list after another, and what came before."""
    elements = _elements_at(stream, frame.path)
    before = 0
    while part := list(islice(elements, AT_ONCE)):
        yield before, frame.around(part)
        before += len(part)


def _object(
    stream: Stream, path: tuple[str, ...], found: list[tuple[str, ...]]
) -> dict[str, Any]:
    return {key: _member(stream, (*path, key), found) for key in _keys(stream)}


def _member(stream: Stream, path: tuple[str, ...], found: list[tuple[str, ...]]) -> Any:
    mark = stream.next_mark()
    if mark == "{" and len(path) < DEEPEST:
        return _object(stream, path, found)
    if mark != "[":
        return stream.whole_value()
    start, kept = stream.position, []
    for element in _elements(stream):
        if stream.position - start <= LONG:
            kept.append(element)
        elif path not in found:
            found.append(path)
            kept.clear()
    return kept


def _keys(stream: Stream) -> Iterator[str]:
    """Yield the keys of an object; whoever asks for the next has read the value."""
    stream.take("{")
    if stream.next_mark() == "}":
        stream.skip()
        return
    while True:
        if stream.next_mark() != '"':
            raise ValueError("a key is a text")
        key = str(stream.whole_value())
        stream.take(":")
        yield key
        if stream.next_mark() == "}":
            stream.skip()
            return
        stream.take(",")


def _elements(stream: Stream) -> Iterator[Any]:
    stream.take("[")
    while mark := stream.next_mark():
        if mark == "]":
            stream.skip()
            return
        if mark == ",":
            stream.skip()
        else:
            yield stream.whole_value()
    raise ValueError("a list breaks off")


def _elements_at(stream: Stream, path: tuple[str, ...]) -> Iterator[Any]:
    """Yield the elements of the list that keys lead to, as they are read."""
    for key in _keys(stream):
        if key == path[0] and len(path) > 1:
            yield from _elements_at(stream, path[1:])
        elif key == path[0]:
            yield from _elements(stream)
        else:
            _member(stream, path, [])
