"""The commands by section: what `pmlog --help` begins with."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

from pmlog.cli.table import SECTIONS

# The terminal's 80 columns, less the margin and the longest name.
WIDTH = 64


class Listing(TyperGroup):
    """The group of all commands, which lists them in the sections of SECTIONS."""

    # Typer's own copy of Click is private, so there are no types to name.
    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Click's
        """Write the sections, a line for each command."""
        for title, names in SECTIONS.items():
            rows = [(name, self.commands[name].get_short_help_str(WIDTH)) for name in names]
            with formatter.section(title):
                # The same column in every section.
                longest = max(map(len, self.commands))
                formatter.write_dl([(name.ljust(longest), text) for name, text in rows])
