"""The commands put together by Typer."""

from __future__ import annotations

import difflib
import shlex
import sys
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer
from typer.core import TyperGroup

from pmlog import versions
from pmlog.cli import arguments, ending
from pmlog.cli.event_words import in_order
from pmlog.cli.listing import Listing, Page
from pmlog.cli.session import Session, session_of
from pmlog.cli.table import COMMANDS, GROUPS, HELP, Command
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.incident.kinds import TIMELINE_KINDS
from pmlog.text.terminal import say, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


def _app(help_: str, cls: type[TyperGroup] = TyperGroup) -> typer.Typer:
    # Plain help and errors: rich would draw boxes that cannot be searched, and costs as
    # much to import as everything else together.
    return typer.Typer(
        help=help_,
        cls=cls,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=HELP,
    )


def _examples(*lines: str) -> str:
    # \b keeps the lines as they are.
    return "\b\n" + "\n".join(("Examples:", *(f"  {line}" for line in lines)))


# These are about other commands.
WHOLE = ("help", "demo")


def app(argv: Sequence[str] | None = None) -> typer.Typer:
    """Return the commands put together: those that a command line can mean, or all.

    Each command imports what it needs, so that timeline does not pay for render.
    """
    wanted = None if argv is None else _first_word(argv)
    chosen = [each for each in COMMANDS if each.words.split()[0] == wanted]
    # An unknown word is answered with those that are near it.
    return _assembled(COMMANDS if not chosen or wanted in WHOLE else chosen)


def _first_word(argv: Sequence[str]) -> str | None:
    """Return the word of a command line that names its command."""
    words = iter(argv)
    for word in words:
        if word == "--db":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _check_known(argv: Sequence[str]) -> None:
    """Answer an unknown first word with what was meant, and with the line that logs it."""
    wanted = _first_word(argv)
    names = list(dict.fromkeys(each.words.split()[0] for each in COMMANDS))
    if wanted is None or wanted in names:
        return
    known = [*names, *TIMELINE_KINDS]
    begun = [name for name in known if name.startswith(wanted.lower())]
    near = begun[:2] or difflib.get_close_matches(wanted, known, n=2)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    words = shlex.join(argv[argv.index(wanted) :])
    raise UsageError(
        f"no command {wanted!r}; {meant}to log what happened: pmlog event -- {words}"
    )


def _assembled(commands: Iterable[Command]) -> typer.Typer:
    whole = _app("The incident log in your shell.", Listing)
    groups: dict[str, typer.Typer] = {}
    for command in commands:
        group, _, name = command.words.rpartition(" ")
        if group and group not in groups:
            groups[group] = _app(GROUPS[group])
            whole.add_typer(groups[group], name=group)
        (groups[group] if group else whole).command(
            name,
            cls=Page,
            context_settings=command.settings,
            epilog=_examples(*command.examples),
        )(_for_typer(command.function()))
    whole.callback(
        invoke_without_command=True,
        epilog="\b\n"
        "pmlog detected checkout answers 500   logs that something was noticed\n"
        "pmlog help commands                   all of them; COMMAND -h explains one\n"
        "pmlog help times, kinds, files ...    topics: 'pmlog help topics'\n"
        "pmlog demo                            an incident from end to end\n",
    )(main)
    return whole


# What annotations name is loaded here and not by the commands, so that one that only
# reads can be called without Typer (see plainly).
_NAMES = {
    "typer": typer,
    "Annotated": Annotated,
    "arguments": arguments,
}


def _for_typer(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with the signature that Typer makes its options of."""
    options = getattr(command, "options", None)
    if options is not None:
        command.__signature__ = _signature(options)  # type: ignore[attr-defined]
        command.__annotations__ = {}
    else:
        command.__annotations__ = _types(command)
    return command


def _types(thing: Any) -> dict[str, Any]:
    known = vars(sys.modules[thing.__module__]) | _NAMES
    return get_type_hints(thing, known, include_extras=True)


def _signature(options: type[tuple[Any, ...]]) -> Signature:
    types = _types(options)
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


def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("-V", "--version", help="Print the version.")
    ] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="With --version: all versions, as JSON.")
    ] = False,
    db: arguments.Db = None,
) -> None:
    """Keep the incident log in your shell.

    Append timestamped events during an outage; afterwards, render the postmortem.
    """
    if version:
        say(export.line(versions.versions()) if json_ else f"pmlog {versions.PMLOG}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit
    context.obj = session_of(context)._replace(db=db) if db is not None else context.obj


def run(argv: list[str], environ: Mapping[str, str], now_us: int) -> None:
    """Run a command line and exit with its code (SystemExit)."""
    sys.exit(ending.code_of(lambda: _run(argv, Session(environ, now_us))))


def _run(argv: list[str], session: Session) -> int:
    try:
        argv, session = in_order(argv, session)
        _check_known(argv)
        if "--" in argv:
            behind = tuple(argv[argv.index("--") + 1 :])
            session = session._replace(behind_dashes=behind)
        code = app(argv)(argv, prog_name="pmlog", obj=session, standalone_mode=False)
    except typer.TyperException as error:
        warn(ending.in_our_voice(error, argv))
        return 2
    except typer.Abort:
        return 1
    return code if isinstance(code, int) else 0
