"""shell-init, prompt: pmlog in the responder's shell.

Plain words never come here: the quick door answers them (see shell.door).
"""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog.cli import options
from pmlog.cli.door import door_of
from pmlog.shell import door as quick
from pmlog.shell import script, shorts


def shell_init(
    context: typer.Context,
    shell: Annotated[
        str | None, typer.Argument(metavar="bash|zsh|fish", help="Your shell.")
    ] = None,
    prefix: Annotated[
        str, typer.Option("--prefix", metavar="PREFIX", help="Begins each short command.")
    ] = shorts.PREFIX,
    cmd_names: Annotated[
        str,
        typer.Option(
            "--cmd-names", metavar="short|long", help="pmd, or pm-detected in full."
        ),
    ] = shorts.STYLES[0],
    prompt_: Annotated[
        bool, typer.Option("--prompt", help="Show the open incident in the prompt.")
    ] = False,
    key: Annotated[
        str | None,
        typer.Option(
            "--key", metavar="KEY", help="A key that logs the last command line: alt-l."
        ),
    ] = None,
) -> None:
    """Print a script that makes pmlog part of your shell.

    It holds short commands (pmd logs what was detected, pmt shows the timeline),
    completion by TAB and, where they are asked for, a prompt and a key. What reads it is
    the shell at its start: eval "$(pmlog shell-init bash)" in ~/.bashrc, the same with zsh
    in ~/.zshrc, pmlog shell-init fish | source in ~/.config/fish/config.fish.
    """
    door = door_of(context)
    if shell is None:
        raise script.which_shell(door.environ)
    quick.shell_init(shell, script.Wanted(prefix, cmd_names, prompt_, key), door.environ)


def prompt(context: typer.Context, db: options.Db = None) -> None:
    """Print the open incident and its age, for a prompt.

    Nothing where none is open or the log cannot be read, and never an error.
    """
    door = door_of(context)
    quick.prompt(door.log_path(db), door.environ, door.now_us)
