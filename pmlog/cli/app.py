"""The commands put together, and what their errors become."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from typing import TYPE_CHECKING, Annotated

import typer

import pmlog
from pmlog import exchange
from pmlog.cli import (
    asking,
    checking,
    demo,
    incidents,
    logging,
    measuring,
    options,
    reading,
    rendering,
    templating,
    transfer,
    writeup,
)
from pmlog.cli.door import Door, door_of
from pmlog.errors import OutputFailed, PmlogError, StoredUnsaid
from pmlog.terminal import say, warn

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN = {"help_option_names": ["-h", "--help"]}


def _app(help_: str) -> typer.Typer:
    # Plain help and errors: rich would draw boxes that cannot be searched, and costs as
    # much to import as everything else together.
    return typer.Typer(
        help=help_,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=PLAIN,
    )


app = _app("The incident log in your shell.")
tasks = _app("What is to be done so that it does not happen again.")

templates = _app("What render can fill, and how to begin one of your own.")


def _examples(*lines: str) -> str:
    # \b keeps the lines as they are.
    return "\b\n" + "\n".join(("Examples:", *(f"  {line}" for line in lines)))


app.command(
    "event",
    # A text may hold "-5 %" and "df -h": the command itself looks at what it got.
    context_settings={"help_option_names": [], "ignore_unknown_options": True},
    epilog=_examples(
        "pmlog event escalated: paged the database team --to DBAs",
        'pmlog event -k misleading --at 14:05 --for 20m "suspected the network"',
        "dmesg | tail -3 | pmlog event",
    ),
)(logging.event)
app.command(
    "start",
    epilog=_examples(
        "pmlog start Checkout is down --severity SEV-1 --service checkout",
        "pmlog start Slow reports --tz Europe/Berlin --at '-20m'",
    ),
)(incidents.start)
app.command(
    "set",
    epilog=_examples(
        "pmlog set users-affected 30%",
        'pmlog set root-cause "The connection pool ran out of connections."',
    ),
)(writeup.set_)
app.command(
    "improve",
    epilog=_examples(
        'pmlog improve "Alert on symptoms that users see."',
        "pmlog improve Load-test every release -i checkout",
    ),
)(writeup.improve)
tasks.command(
    "add",
    epilog=_examples(
        'pmlog task add "Alert at 80 % of the pool" --owner platform --due 2026-12-01',
        'pmlog task add "Patch nginx to 1.27.3" --type prevent --ticket OPS-12',
    ),
)(writeup.add_task)
app.add_typer(tasks, name="task")
app.command(
    "timeline",
    epilog=_examples(
        "pmlog timeline",
        "pmlog timeline checkout --tz America/New_York",
        "pmlog timeline --diagram",
        "pmlog timeline --json | jq -r .text",
    ),
)(reading.timeline_)
app.command("list", epilog=_examples("pmlog list", "pmlog list --json | jq .duration_s"))(
    incidents.list_
)
app.command("use", epilog=_examples("pmlog use 3fa9c1", "pmlog use checkout"))(
    incidents.use
)
app.command("close", epilog=_examples("pmlog close", "pmlog close 3fa9c1"))(incidents.close)
app.command("reopen", epilog=_examples("pmlog reopen", "pmlog reopen checkout"))(
    incidents.reopen
)
app.command(
    "render",
    epilog=_examples(
        "pmlog render -o postmortem.md",
        "pmlog render -o postmortem.md --check",
        "pmlog render 3fa9c1 --tz UTC",
        "pmlog render -t ./our-own.md.j2",
    ),
)(rendering.render)
app.command(
    "check",
    epilog=_examples(
        "pmlog check postmortem.md",
        "pmlog check --json postmortem.md | jq .clauses",
        "pmlog check --explain duration",
    ),
)(checking.check)
app.command(
    "metrics",
    epilog=_examples(
        "pmlog metrics",
        "pmlog metrics --all",
        "pmlog metrics --json | jq .time_to_resolve_s",
    ),
)(measuring.metrics_)
templates.command(
    "list", epilog=_examples("pmlog templates list", "pmlog templates list | grep config")
)(templating.list_)
templates.command(
    "show", epilog=_examples("pmlog templates show sre", "pmlog templates show html | less")
)(templating.show)
templates.command(
    "copy",
    epilog=_examples(
        "pmlog templates copy postmortem", "pmlog templates copy sre --as ours"
    ),
)(templating.copy)
app.add_typer(templates, name="templates")
app.command(
    "export",
    epilog=_examples("pmlog export > log.jsonl", "pmlog export --format jsonl | jq .kind"),
)(transfer.export)
app.command(
    "import",
    epilog=_examples("pmlog import log.jsonl", "ssh db-1 pmlog export | pmlog import -"),
)(transfer.import_)
app.command(
    "when",
    # "-15m" is a time.
    context_settings={**PLAIN, "ignore_unknown_options": True},
    epilog=_examples(
        "pmlog when yesterday 23:50 --tz Europe/Berlin --to UTC",
        "pmlog when -15m",
        "pmlog when 2026-10-25 01:30 CEST --until '2026-10-25 03:30 CET'",
        "pmlog when - --tz America/New_York < times.txt",
    ),
)(asking.when_)
app.command("demo", epilog=_examples("pmlog demo", "pmlog demo | less"))(demo.demo)


@app.callback(
    invoke_without_command=True,
    epilog=_examples(
        'pmlog event "detected: checkout answers 500"   during the outage',
        "pmlog timeline                                 what happened so far",
        "pmlog render -o postmortem.md                  afterwards",
    ),
)
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("-V", "--version", help="Print the version.")
    ] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="With --version: all versions, as JSON.")
    ] = False,
    db: options.Db = None,
) -> None:
    """Keep the incident log in your shell.

    Append timestamped events during an outage; afterwards, render the postmortem.
    """
    if version:
        say(exchange.line(versions()) if json_ else f"pmlog {pmlog.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit
    context.obj = door_of(context)._replace(db=db) if db is not None else context.obj


def versions() -> dict[str, str]:
    """Return the versions that an answer about time or storage depends on."""
    from pmlog import when

    return {
        "pmlog": pmlog.__version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "zone_database": when.zone_database_version(),
    }


def run(argv: list[str], environ: Mapping[str, str], now_us: int) -> None:
    """Run a command line and exit with its code (SystemExit)."""
    door = Door(environ, now_us, has_separator="--" in argv)
    try:
        app(argv, prog_name="pmlog", obj=door)
    except OSError as error:
        # What Typer prints by itself: help.
        _silence_output()
        warn(f"standard output cannot be written: {(error.strerror or '').lower()}")
        sys.exit(1)
    except PmlogError as error:
        if isinstance(error, (OutputFailed, StoredUnsaid)):
            _silence_output()
        if not (isinstance(error, OutputFailed) and error.is_pipe):
            warn(str(error))
        sys.exit(error.exit_code)


def _silence_output() -> None:
    """Keep the interpreter from flushing, at its end, what nobody takes."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.close(devnull)
