"""backup: a copy of the log, consistent while others write."""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog.cli import arguments
from pmlog.cli.session import end_in_order, session_of
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.text.number import count
from pmlog.text.terminal import one_line, say_stored, warn


def backup_(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where the copy goes.")],
    force: Annotated[
        bool, typer.Option("-f", "--force", help="Write over an older copy.")
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Copy the log to FILE, even while others write.

    The copy is verified. It is a log like any other (--db FILE): what is logged in it has
    an origin of its own.
    """
    from pmlog.store import backup

    if file in ("", "-"):
        raise UsageError("a copy needs a file of its own: pmlog backup FILE")
    end_in_order()
    session = session_of(context)
    with session.existing_log(db) as log:
        copy = backup.back_up(log, file, session.now_us, over_old=force)
    if json_:
        found = [each.object() for each in copy.findings]
        say_stored(export.line({"file": file} | copy._asdict() | {"findings": found}))
    else:
        counts = f"{count(copy.events, 'event')}, {count(copy.incidents, 'incident')}"
        say_stored(f"{one_line(file)}: {counts}, {copy.size:,} bytes")
    if copy.findings:
        warn(
            f"copied as it is, with {count(len(copy.findings), 'finding')}; "
            f"'pmlog verify --db {one_line(file)}' tells"
        )
        raise typer.Exit(1)
