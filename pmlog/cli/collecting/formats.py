"""The formats that are known: listed, and one that somebody wrote tried."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from pmlog import paths
from pmlog.cli.session import Session
from pmlog.exchange import export
from pmlog.text.terminal import say, say_all, warn

if TYPE_CHECKING:
    from pmlog.collect.format import Format


def known_formats(session: Session) -> tuple[Format, ...]:
    """Return all formats, the user's own first; one that is broken is told and not used."""
    from pmlog.collect import registry
    from pmlog.collect.described import toml

    own, folder = [], paths.user_formats(session.environ)
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if name.endswith(".toml"):
            try:
                own.append(toml.load(os.path.join(folder, name)))
            except toml.BadFormat as error:
                warn(f"warning: a format is not used: {error}")
    return registry.formats(tuple(own))


def list_formats(session: Session, *, json: bool) -> None:
    """Print what is read, and what fetches it."""
    for each in known_formats(session):
        if json:
            row = {"name": each.name, "title": each.title, "fetch": each.fetch}
            say(export.line(row | {"file": each.origin or None}))
        else:
            say(f"{each.name:19} {each.title}\n{'':19} {each.fetch}")


def check_format(session: Session, path: str) -> None:
    """Read a format and its examples. BadFormat, or exit code 1, where one fails."""
    from pmlog.collect import trial

    wrong = trial.differences(path, session.now_us)
    if wrong:
        say_all(wrong)
        raise typer.Exit(1)
    say(f"{path} is a format; what its examples say is so")
