"""A command's options as one value.

Typer makes an option of each parameter of a function, so that a command of two dozen
options would be two screens of signature with its body below. Here the options stand in a
named tuple, each with its type, its help and its default, and the command takes one value.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any, TypeVar, get_type_hints

import typer

_Options = TypeVar("_Options", bound="tuple[Any, ...]")  # a named tuple
_Command = Callable[[typer.Context, _Options], None]


def spread(options: type[_Options]) -> Callable[[_Command[_Options]], Callable[..., None]]:
    """Make a command for Typer of a function that takes its options as one value."""

    def command_of(function: _Command[_Options]) -> Callable[..., None]:
        def command(context: typer.Context, **typed: Any) -> None:
            function(context, options(**typed))

        command.__doc__ = function.__doc__
        # What Typer reads: a parameter for the context, then one for each field.
        command.__signature__ = _signature(options)  # type: ignore[attr-defined]
        return command

    return command_of


def _signature(options: type[tuple[Any, ...]]) -> Signature:
    types = get_type_hints(options, include_extras=True)
    defaults = getattr(options, "_field_defaults")  # noqa: B009 - of named tuples alone
    return Signature(
        [
            _parameter("context", typer.Context),
            *(_parameter(n, types[n], defaults.get(n, Parameter.empty)) for n in types),
        ]
    )


def _parameter(name: str, type_: object, default: object = Parameter.empty) -> Parameter:
    return Parameter(
        name, Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=type_
    )
