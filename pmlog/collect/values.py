"""Values out of JSON that anybody may have written: of the type that was asked, or none."""

from __future__ import annotations

from typing import Any


def at(value: object, *path: str | int) -> Any:
    """Return what lies at a path of keys and indexes; None where nothing does."""
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key:
            value = value[key] if key < len(value) else None
        else:
            return None
    return value


def text(value: object, *path: str | int) -> str:
    """Return the text, or the whole number, at a path; "" where there is neither."""
    found = at(value, *path)
    if isinstance(found, str):
        return found.strip()
    # A number longer than any id is no id.
    if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 10**30:
        return str(found)
    return ""


def texts(value: object, *path: str | int) -> tuple[str, ...]:
    """Return the texts of the list at a path."""
    return tuple(each.strip() for each in items(value, *path) if isinstance(each, str))


def items(value: object, *path: str | int) -> list[Any]:
    """Return the list at a path; an empty one where there is none."""
    found = at(value, *path)
    return found if isinstance(found, list) else []


def objects(value: object, *path: str | int) -> list[dict[str, Any]]:
    """Return the objects in the list at a path."""
    return [each for each in items(value, *path) if isinstance(each, dict)]


def mapping(value: object, *path: str | int) -> dict[str, Any]:
    """Return the object at a path; an empty one where there is none."""
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def whole(value: object, *path: str | int) -> int | None:
    """Return the whole number at a path, be it written as a number or as its digits."""
    found = at(value, *path)
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 20:
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def first(*found: str) -> str:
    """Return the first text that is not empty."""
    return next(filter(None, found), "")
