"""What help prints: the first screen, all commands by section, a command's own page.

A page is made for a terminal of 24 rows. Options that nearly every command has share its
last line, and the first screen has what an outage needs.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from pmlog.cli.table import FIRST_SCREEN, SECTIONS

# The terminal's 80 columns, less the margin and the longest name.
WIDTH = 64
ROWS = 24
# What nearly every command has, and a reader of its page knows.
_EVERYWHERE = ("--json", "--db", "--help")


class Listing(TyperGroup):
    """The group of all commands: its help is the first screen."""

    # Typer's own copy of Click is private, so there are no types to name.
    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write what fits the first screen: what an outage needs, and where the rest is."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self._write_sections(formatter, FIRST_SCREEN)
        self.format_epilog(ctx, formatter)

    def all_commands(self, ctx: Any) -> str:
        """Return the commands by section, a line for each."""
        formatter = ctx.make_formatter()
        self.format_usage(ctx, formatter)
        self.format_options(ctx, formatter)
        self._write_sections(formatter, SECTIONS)
        text: str = formatter.getvalue()
        return text.rstrip("\n")

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write none behind the options: the sections are written by themselves."""

    def _write_sections(self, formatter: Any, sections: dict[str, tuple[str, ...]]) -> None:
        for title, names in sections.items():
            rows = [(name, self.commands[name].get_short_help_str(WIDTH)) for name in names]
            with formatter.section(title):
                # The same column in every section.
                longest = max(map(len, self.commands))
                formatter.write_dl([(name.ljust(longest), text) for name, text in rows])


class Page(TyperCommand):
    """A command whose options share a line where every command has them."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, and in one line those that are everywhere."""
        rows: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        known = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            if any(each in _EVERYWHERE for each in parameter.opts):
                known.append(record[0])
            else:
                is_option = parameter.param_type_name == "option"
                rows["Options" if is_option else "Arguments"].append(record)
        for title, records in rows.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
        if known:
            formatter.write_text(f"Also: {'; '.join(known)}.")

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Click's
        """Write as many of the examples as the screen has rows for, and at least one.

        The man page has them all.
        """
        _, _, *examples = (self.epilog or "").splitlines() or ("", "")
        room = ROWS - formatter.getvalue().count("\n") - 2
        formatter.write("\nExamples:\n")
        formatter.write("".join(f"{each}\n" for each in examples[: max(room, 1)]))
