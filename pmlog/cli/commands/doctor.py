"""doctor: what pmlog would use here, and what is not well."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from pmlog.cli import arguments
from pmlog.cli.session import session_of
from pmlog.exchange import export
from pmlog.text.terminal import one_line, say, say_all, warn

if TYPE_CHECKING:
    from pmlog.doctor import Sign


def doctor_(
    context: typer.Context, json_: arguments.Json = False, db: arguments.Db = None
) -> None:
    """Show what would be used here, and try whether a log can be kept.

    A small log is made, written, locked and synced in the folder of yours, and removed.
    Exit code 1 when something is wrong.
    """
    from pmlog import doctor

    session = session_of(context)
    around = doctor.Surroundings(
        session.environ,
        session.log_path(db),
        session.log_source(db),
        session.now_us,
        user=os.geteuid(),
        parent=os.getppid(),
        tell=warn,
    )
    signs = list(doctor.examine(around))
    ill = [sign for sign in signs if sign.problem]
    if json_:
        say(export.line({sign.name.replace(" ", "_"): _object(sign) for sign in signs}))
    else:
        width = max(len(sign.name) for sign in signs)
        say_all(_line(sign, width) for sign in signs)
        say(f"{len(ill)} of these not well" if ill else "all is well")
    raise typer.Exit(1 if ill else 0)


def _object(sign: Sign) -> dict[str, str | None]:
    return {
        "value": sign.value,
        "why": sign.why or None,
        "problem": sign.problem or None,
    }


def _line(sign: Sign, width: int) -> str:
    why = f"  ({sign.why})" if sign.why else ""
    problem = f"\n  {'':<{width}}  {one_line(sign.problem)}" if sign.problem else ""
    mark = "!" if sign.problem else " "
    return f"{mark} {sign.name:<{width}}  {one_line(sign.value)}{one_line(why)}{problem}"
