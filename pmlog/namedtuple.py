"""NamedTuple without the typing module, whose import costs as much as a durable insert.

Nor is it made of collections.namedtuple, which compiles a function for each class, and
typing compiles each annotation. What `pmlog event` loads needs it, and `pmlog check`, which
would make some fifty. Type checkers see typing.NamedTuple.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - an export
else:
    # What collections.namedtuple's fields are, made in half the steps of a property.
    from _collections import _tuplegetter

    class _Fields(type):
        """Turn a class body of annotations and defaults into a tuple with names."""

        def __new__(mcs, name, bases, body):
            # Postponed annotations, as every module here has them, stay in the body.
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            for at, field in enumerate(fields):
                body[field] = _tuplegetter(at, None)
            body["__slots__"] = ()
            body["_fields"] = fields
            body["_field_defaults"] = defaults
            return type.__new__(mcs, name, bases, body)

    class NamedTuple(tuple, metaclass=_Fields):
        """An immutable record: fields by annotation, defaults last."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            """Take the fields in order, or by name. TypeError when they do not fit."""
            fields = cls._fields
            if len(values) == len(fields) and not named:
                return tuple.__new__(cls, values)
            left = fields[len(values) :]
            known = cls._field_defaults | named if named else cls._field_defaults
            if len(values) > len(fields) or not named.keys() <= set(left) <= known.keys():
                raise TypeError(f"{cls.__name__} is not made of {values} and {named}")
            return tuple.__new__(cls, [*values, *[known[field] for field in left]])

        @classmethod
        def _make(cls, values):
            return tuple.__new__(cls, values)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes):
            return type(self)(**self._asdict() | changes)

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            said = (f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(said)})"
