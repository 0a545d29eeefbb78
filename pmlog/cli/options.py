"""A command's options as one value.

Typer makes an option of each parameter of a function, so that a command of two dozen
options would be two screens of signature with its body below. Here the options stand in a
named tuple, each with its type, its help and its default, and the command takes one value.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    import typer

    _Options = TypeVar("_Options", bound=tuple[Any, ...])  # a named tuple


def spread(
    options: type[_Options],
) -> Callable[[Callable[[typer.Context, _Options], int | None]], Callable[..., int | None]]:
    """Make a command of a function that takes its options as one value.

    What Typer reads of it is made where Typer is (see app). What the function returns is
    the exit code, None for 0.
    """

    def command_of(
        function: Callable[[typer.Context, _Options], int | None],
    ) -> Callable[..., int | None]:
        def command(context: typer.Context, **typed: Any) -> int | None:
            return function(context, options(**typed))

        command.__doc__ = function.__doc__
        command.options = options  # type: ignore[attr-defined]
        return command

    return command_of


def names(command: Callable[..., int | None]) -> tuple[str, ...]:
    """Return the names of what a command can be given, but for its context."""
    options = getattr(command, "options", None)
    if options is not None:
        fields: tuple[str, ...] = options._fields
        return fields
    code = command.__code__
    return code.co_varnames[1 : code.co_argcount]
