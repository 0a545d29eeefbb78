"""help: a command's help, a topic, the man page."""

from __future__ import annotations

import difflib
import shutil
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pmlog import versions
from pmlog.cli.session import session_of
from pmlog.cli.terminal import pager
from pmlog.errors import NotFound
from pmlog.text.terminal import say, say_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.manual.page import Described
    from pmlog.manual.topics import Topic


def help_(
    context: typer.Context,
    about: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC or COMMAND]", help="Such as times, or task add."),
    ] = None,
    man: Annotated[
        bool, typer.Option("--man", help="Print the man page, for man -l -.")
    ] = False,
) -> None:
    """Show help on a topic or a command; 'commands' lists them all."""
    from pmlog.manual.topics import topics

    # Typer's own copy of Click is private, so its contexts have no type to name here.
    root: Any = context.find_root()
    if man:
        from pmlog.manual.page import page

        say_all(page(described(root), topics(), versions.PMLOG))
        return
    environ = session_of(context).environ
    if not about:
        say(root.get_help())
        return
    if about in (["commands"], ["topics"]):
        pager.show(_all_commands(root), environ)
        return
    topic = next((each for each in topics() if [each.name] == about), None)
    lines: list[str] = []
    if topic is None or about[0] in root.command.commands:
        lines = _command(root, about).get_help().splitlines()
    if topic:
        lines += [*(lines and [""]), *_told(topic)]
    pager.show(lines, environ)


def _all_commands(root: Any) -> Iterator[str]:
    from pmlog.manual.topics import topics

    yield from root.command.all_commands(root).splitlines()
    yield from ("", "Topics, as in 'pmlog help times':")
    yield from (f"  {each.name:<12} {each.summary}" for each in topics())


def _told(topic: Topic) -> Iterator[str]:
    from pmlog.manual.blocks import plain

    width = min(shutil.get_terminal_size().columns, 88)
    yield f"{topic.name}: {topic.summary}"
    yield ""
    yield from plain(topic.blocks(), width)


def _command(root: Any, words: list[str]) -> Any:
    """Return the context of a command. NotFound when no command or topic has that name."""
    context = root
    for number, word in enumerate(words, 1):
        known = getattr(context.command, "commands", {})
        if word not in known:
            raise _unknown(words[:number], known or root.command.commands)
        context = _context_of(known[word], word, context)
    return context


def _unknown(asked: list[str], known: Iterable[str]) -> NotFound:
    from pmlog.manual.topics import topics

    names = [*known, *(topic.name for topic in topics())]
    near = difflib.get_close_matches(asked[-1], names, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else "'pmlog help' lists them"
    return NotFound(f"no command or topic {' '.join(asked)!r}; {hint}")


def _context_of(command: Any, name: str, parent: Any) -> Any:
    return command.make_context(name, [], parent=parent, resilient_parsing=True)


def described(context: Any) -> Iterator[Described]:
    """Yield each command below a context as its --help tells it, in the order there."""
    for name, command in context.command.commands.items():
        below = _context_of(command, name, context)
        if hasattr(command, "commands"):
            yield from described(below)
        else:
            yield _described(below)


def _described(context: Any) -> Described:
    from pmlog.manual.page import Described

    command = context.command
    records = [parameter.get_help_record(context) for parameter in command.params]
    _, _, *examples = command.epilog.splitlines()
    return Described(
        usage=" ".join((context.command_path, *command.collect_usage_pieces(context))),
        does=" ".join(command.help.split()),
        options=tuple(record for record in records if record),
        examples=tuple(example.strip() for example in examples),
    )
