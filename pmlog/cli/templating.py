"""templates: list, show and copy what render can fill."""

from __future__ import annotations

import os
import re
from typing import Annotated

import typer

from pmlog import exchange, paths
from pmlog.cli import options
from pmlog.cli.door import Door, door_of
from pmlog.errors import UsageError
from pmlog.terminal import say, say_all

Name = Annotated[str, typer.Argument(metavar="TEMPLATE", help="A template's name.")]


def folders(door: Door) -> tuple[str, ...]:
    """Return the folders of templates: the user's own, which wins, and the shipped one."""
    return (paths.user_templates(door.environ), paths.shipped("templates"))


def list_(context: typer.Context, json_: options.Json = False) -> None:
    """List the templates, and where each one is."""
    from pmlog.render import document

    places = folders(door_of(context))
    found = {name: document.find(name, places).path for name in document.names(places)}
    if json_:
        say_all(exchange.line({"name": name, "path": found[name]}) for name in found)
        return
    width = max(map(len, found))
    say_all(f"{name:<{width}}  {path}" for name, path in found.items())


def show(context: typer.Context, name: Name) -> None:
    """Print a template as it is."""
    say(_text(door_of(context), name).removesuffix("\n"))


def copy(
    context: typer.Context,
    name: Name,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Its name as yours.")
    ] = None,
) -> None:
    """Copy a template into your own folder, where it wins over the shipped one."""
    from pmlog.cli import target
    from pmlog.render import document

    if as_ is not None and not re.fullmatch(r"[\w-]+", as_):
        raise UsageError(f"{as_!r} is no name for a template; use letters, digits, - and _")
    door = door_of(context)
    own, *_ = folders(door)
    _, dot, ending = document.find(name, folders(door)).file.partition(".")
    path = os.path.join(own, f"{as_ or name}{dot}{ending}")
    if os.path.exists(path):
        raise UsageError(f"{path} is there already; --as NAME gives the copy another name")
    text = _text(door, name)
    os.makedirs(own, exist_ok=True)
    target.write(path, text)
    say(path)


def _text(door: Door, name: str) -> str:
    from pmlog.render import document

    with open(document.find(name, folders(door)).path, encoding="utf-8") as file:
        return file.read()
