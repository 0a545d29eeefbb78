"""shell-init, prompt: pmlog in the responder's shell.

Plain words never come here: shell.answers does.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from pmlog.cli import arguments
from pmlog.cli.options import spread
from pmlog.cli.session import session_of
from pmlog.errors import UsageError
from pmlog.shell import answers, script, shorts, unexpanded


class Options(NamedTuple):
    """What `pmlog shell-init` can be told."""

    shell: Annotated[
        str | None, typer.Argument(metavar="bash|zsh|fish", help="Your shell.")
    ] = None
    prefix: Annotated[
        str,
        typer.Option(
            "--prefix", metavar="PREFIX", help="What each short command begins with."
        ),
    ] = shorts.PREFIX
    cmd_names: Annotated[
        str,
        typer.Option(
            "--cmd-names", metavar="short|long", help="pmd, or pm-detected in full."
        ),
    ] = shorts.STYLES[0]
    prompt_: Annotated[
        bool, typer.Option("--prompt", help="Show the open incident in the prompt.")
    ] = False
    key: Annotated[
        str | None,
        typer.Option(
            "--key", metavar="KEY", help="A key that logs the last command line: alt-l."
        ),
    ] = None
    line_key: Annotated[
        str | None,
        typer.Option(
            "--line-key", metavar="KEY", help="A key that logs the line being typed."
        ),
    ] = None
    sync: Annotated[
        bool,
        typer.Option("--sync", help="Keep in step with PMLOG_SYNC while the shell lives."),
    ] = False


@spread(Options)
def shell_init(context: typer.Context, typed: Options) -> None:
    """Print a script that makes pmlog part of your shell.

    It holds short commands (pmd logs what was detected, pmt shows the timeline),
    completion by TAB and, where they are asked for, a prompt and a key. Have your shell
    read it as it starts: eval "$(pmlog shell-init bash)" in ~/.bashrc, the same with zsh
    in ~/.zshrc, pmlog shell-init fish | source in ~/.config/fish/config.fish.
    """
    session = session_of(context)
    if typed.shell is None:
        raise script.which_shell(session.environ)
    keys = {"key": typed.key, "line_key": typed.line_key}
    wanted = script.Wanted(
        typed.prefix, typed.cmd_names, prompt=typed.prompt_, sync=typed.sync, **keys
    )
    answers.shell_init(typed.shell, wanted, session.environ)


def prompt(
    context: typer.Context,
    for_: Annotated[
        str,
        typer.Option(
            "--for", metavar="bash|zsh|fish", help="The shell whose prompt it is for."
        ),
    ] = unexpanded.PLAIN,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="As it is, for a prompt in which nothing is expanded."),
    ] = False,
    db: arguments.Db = None,
) -> None:
    """Print the open incident and its age, for a prompt.

    Nothing in it is expanded by the shell, whatever the title. It prints nothing where no
    incident is open or the log cannot be read, and is never an error.
    """
    session = session_of(context)
    written_for = unexpanded.RAW if raw else for_
    if written_for not in unexpanded.FORMS:
        shells = ", ".join(script.SHELLS)
        raise UsageError(f"no shell {for_!r}; it is one of {shells}")
    answers.prompt(session.log_path(db), session.environ, session.now_us, written_for)
