"""A fact or a place, which is a function -> the concepts that it looks for.

They are read off the code: the concepts that a function names, and those that the
functions name which it calls, so that a list of them cannot be out of date.
"""

from __future__ import annotations

from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING

from pmlog.words.concepts import Concept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def concepts_behind(function: object) -> tuple[str, ...]:
    """Return the names of the concepts that a function looks for, each once."""
    return tuple(dict.fromkeys(_concepts(function, set())))


def _concepts(value: object, seen: set[int]) -> Iterator[str]:
    value = getattr(value, "__wrapped__", value)
    if isinstance(value, Concept):
        yield value.name
    elif isinstance(value, tuple):
        yield from _of_all(value, seen)
    elif isinstance(value, FunctionType) and id(value) not in seen:
        seen.add(id(value))
        yield from _of_all(_named(value), seen)


def _of_all(values: Iterable[object], seen: set[int]) -> Iterator[str]:
    for value in values:
        yield from _concepts(value, seen)


def _named(function: FunctionType) -> Iterator[object]:
    """Yield what a function names: around it, in its module, in modules imported there."""
    names = dict.fromkeys(_names(function.__code__))
    yield from (cell.cell_contents for cell in function.__closure__ or ())
    for name in names:
        value = function.__globals__.get(name)
        if isinstance(value, ModuleType):
            yield from (vars(value).get(other) for other in names)
        else:
            yield value


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names in a function's code, and in what it has of functions inside."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
