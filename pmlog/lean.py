"""NamedTuple without the typing module, whose import costs as much as a durable insert.

Only the modules that `pmlog event` loads need it. Type checkers see typing.NamedTuple.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - an export
else:

    class _Fields(type):
        """Turn a class body of annotations and defaults into a named tuple."""

        def __new__(mcs, name, bases, body):
            if not bases:
                return super().__new__(mcs, name, bases, body)
            # Postponed annotations, as every module here has them, stay in the body.
            fields = tuple(body.get("__annotations__", ()))
            defaults = [body.pop(field) for field in fields if field in body]
            shape = namedtuple(name, fields, defaults=defaults)
            return type(name, (shape,), {**body, "__slots__": ()})

    class NamedTuple(metaclass=_Fields):
        """An immutable record: fields by annotation, defaults last."""
