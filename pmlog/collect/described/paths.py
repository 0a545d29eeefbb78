"""A path into JSON, such as "changelog.histories[].items[]", and what lies there.

"a.b" is a key in a key, "a[]" each element of a list, "a[0]" one of them, "." the value
itself. "../created" is a key of what the record was found in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.collect import values

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = re.compile(r"(?P<key>[^.\[\]/]*)(?P<all>\[\])?(?:\[(?P<index>-?\d{1,4})\])?")
PATH = re.compile(
    r"(?:\.\./)*(?:\.|[^.\[\]/]+(?:\[(?:-?\d{1,4})?\])*(?:\.[^.\[\]/]+(?:\[(?:-?\d{1,4})?\])*)*)"
)


class Place(NamedTuple):
    """A value, and what it lies in."""

    value: Any
    outer: Place | None = None

    def at(self, path: str) -> Any:
        """Return what lies at a path from here; None where nothing does."""
        place: Place | None = self
        while path.startswith("../"):
            place, path = (place.outer if place else None), path[3:]
        if place is None:
            return None
        if path == ".":
            return place.value
        return values.at(place.value, *_keys(path))

    def text(self, path: str) -> str:
        """Return the text at a path; a list's texts, parted by commas."""
        found = self.at(path)
        if isinstance(found, list):
            return ", ".join(filter(None, (values.text(each) for each in found)))
        return values.text(found)

    def each(self, path: str) -> Iterator[Place]:
        """Yield each place that a path with [] leads to, with the objects on the way."""
        head, mark, rest = path.partition("[]")
        if path in (".", ""):
            yield self
        elif not mark:
            found = self.at(path)
            if found is not None:
                yield Place(found, self)
        else:
            for value in values.items(self.value, *_keys(head)) if head else self._own():
                yield from Place(value, self).each(rest.removeprefix("."))

    def _own(self) -> list[Any]:
        return self.value if isinstance(self.value, list) else []


def _keys(path: str) -> list[str | int]:
    keys: list[str | int] = []
    for step in path.split("."):
        match = _STEP.fullmatch(step)
        if match and match["key"]:
            keys.append(match["key"])
        if match and match["index"]:
            keys.append(int(match["index"]))
    return keys


_FIELD = re.compile(r"\{([^{}]*)\}")


def fields(template: str) -> list[str]:
    """Return the paths in the braces of a template."""
    return [path.strip() for path in _FIELD.findall(template)]


def filled(template: str, place: Place) -> str:
    """Return a template with what lies at its paths; "" where all of them are empty."""
    found = {path: place.text(path) for path in fields(template)}
    if found and not any(found.values()):
        return ""
    text = _FIELD.sub(lambda match: found[match[1].strip()], template)
    # What stood between two fields of which one is empty.
    return re.sub(r"^[\s:,;-]+|[\s:,;-]+$", "", text)
