"""templates: list, show and copy what render can fill."""

from __future__ import annotations

import os
import re
from typing import Annotated

import typer

from pmlog import paths
from pmlog.cli import arguments
from pmlog.cli.reading import template_folders
from pmlog.cli.session import Session, session_of
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.text.terminal import say, say_all

Name = Annotated[str, typer.Argument(metavar="TEMPLATE", help="A template's name.")]


def list_(context: typer.Context, json_: arguments.Json = False) -> None:
    """List the templates, and where each one is."""
    from pmlog.render import document

    places = template_folders(session_of(context))
    found = {name: document.find(name, places).path for name in document.names(places)}
    if json_:
        say_all(export.line({"name": name, "path": found[name]}) for name in found)
        return
    width = max(map(len, found))
    say_all(f"{name:<{width}}  {path}" for name, path in found.items())


def show(context: typer.Context, name: Name) -> None:
    """Print a template as it is."""
    say(_text(session_of(context), name).removesuffix("\n"))


def copy(
    context: typer.Context,
    name: Name,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="The name of your copy.")
    ] = None,
) -> None:
    """Copy a template into your own folder, to change it."""
    from pmlog.cli.documents import writing
    from pmlog.render import document

    if as_ is not None and not re.fullmatch(r"[\w-]+", as_):
        raise UsageError(f"{as_!r} is no name for a template; use letters, digits, - and _")
    session = session_of(context)
    own = paths.user_templates(session.environ)
    if not own:
        raise UsageError("there is no home folder to copy it to; set XDG_CONFIG_HOME")
    found = document.find(name, template_folders(session))
    if not found.file.endswith(tuple(document.FORMATS)):
        endings = ", ".join(document.FORMATS)
        raise UsageError(f"{name} is no template; the file of one ends in: {endings}")
    stem, dot, ending = found.file.partition(".")
    path = os.path.join(own, f"{as_ or stem}{dot}{ending}")
    if os.path.exists(path):
        raise UsageError(f"{path} is there already; --as NAME gives the copy another name")
    text = _text(session, name)
    paths.make_folders(own, 0o777)
    writing.write(path, text.encode(), None)
    say(path)


def _text(session: Session, name: str) -> str:
    from pmlog.render import document

    with open(
        document.find(name, template_folders(session)).path, encoding="utf-8"
    ) as file:
        return file.read()
