"""check: what a postmortem misses, and where it contradicts itself.

What reads a postmortem is imported by the functions that need it: every command
imports this file.
"""

from __future__ import annotations

import os

from pmlog.cli.options import spread
from pmlog.cli.session import session_of, standard_input
from pmlog.cli.terminal.progress import Bar
from pmlog.errors import UsageError
from pmlog.namedtuple import NamedTuple
from pmlog.text.terminal import one_line, say_all, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated

    import typer

    from pmlog.check.report.examine import Report, Settings
    from pmlog.cli import arguments

_STDIN = "-"
_UNREADABLE = 2


class Options(NamedTuple):
    """What `pmlog check` can be told."""

    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE...]",
            help="Files or folders; - is standard input. Without one: the log itself.",
        ),
    ] = None
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULES", help="Only these rules."),
    ] = None
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="RULES", help="All rules but these."),
    ] = None
    words: Annotated[
        str,
        typer.Option(
            "--words", metavar="LEAST-MOST", help="How many words it should have."
        ),
    ] = "400-600"
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="assignment|general",
            help="What it has to meet; else its headings tell.",
        ),
    ] = None
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json|github|sarif", help="How findings are printed."
        ),
    ] = "text"
    json_: arguments.Json = False
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help="Without FILE: events without evidence, too."),
    ] = False
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="RULE",
            help="Explain a rule, and where FILE meets it.",
        ),
    ] = None
    list_rules: Annotated[bool, typer.Option("--list-rules", help="List the rules.")] = (
        False
    )
    db: arguments.Db = None


@spread(Options)
def check(context: typer.Context, typed: Options) -> int:
    """Tell what documents miss and where they contradict themselves."""
    if typed.list_rules or (typed.explain is not None and not typed.names):
        say_all(_about_rules(typed.explain))
        return 0
    settings = _settings(typed.select, typed.ignore, typed.words, typed.profile)
    if typed.explain is not None:
        say_all(_found_by(typed.explain, typed.names or [], settings))
        return 0
    write = _format_named("json" if typed.json_ else typed.format_)
    session = session_of(context)
    reference = _incident_reference(typed.names or [])
    if reference is not None:
        # Who checks a file needs no log.
        from pmlog.cli.log_check import check_log

        options = {"as_json": write == "json", "evidence": typed.evidence}
        return check_log(session, reference or None, typed.db, **options)
    if typed.evidence:
        raise UsageError("--evidence is about the log; leave out FILE")
    return _check_files(typed.names or [], settings, write, session.environ)


def _about_rules(name: str | None) -> Iterator[str]:
    from pmlog.check.report import explain, formats
    from pmlog.check.rules import table

    if name is None:
        return formats.listing()
    return explain.explanation(table.rule_named(name))


def _found_by(name: str, names: list[str], settings: Settings) -> Iterator[str]:
    """Return what found a clause in files, or what breaks a rule there."""
    from pmlog.check.document import files
    from pmlog.check.report import explain
    from pmlog.check.rules import table

    rule = table.rule_named(name)
    found = (_reports(path, settings) or [] for path in files.files_in(names))
    return explain.in_documents(rule, [report for each in found for report in each])


def _settings(
    select: list[str] | None, ignore: list[str] | None, words: str, profile: str | None
) -> Settings:
    from pmlog.check.report.examine import Settings
    from pmlog.check.rules import table
    from pmlog.postmortem.clauses import PROFILES

    least, separator, most = words.partition("-")
    if not (separator and least.strip().isdecimal() and most.strip().isdecimal()):
        raise UsageError(f"cannot read {words!r} as limits of words; try --words 400-600")
    if int(least) > int(most):
        raise UsageError(f"no document has {words} words; try --words {most}-{least}")
    if profile not in (None, *PROFILES):
        raise UsageError(
            f"no profile is called {profile!r}; there are {', '.join(PROFILES)}"
        )
    rules = table.chosen(select or (), ignore or ())
    return Settings(rules, int(least), int(most), profile)


def _format_named(name: str) -> str:
    from pmlog.check.report import formats

    if name not in formats.FORMATS:
        known = ", ".join(formats.FORMATS)
        raise UsageError(f"no format is called {name!r}; there are {known}")
    return name


def _incident_reference(names: list[str]) -> str | None:
    """Return the incident that the words name, "" for the current one, None for files."""
    if not names:
        return ""
    if "" in names:
        raise UsageError("a file has a name, and this one is empty; try pmlog check FILE")
    word = names[0]
    is_file = word == _STDIN or os.path.exists(word) or os.sep in word or "." in word
    return None if len(names) > 1 or is_file else word


def _check_files(
    names: list[str], settings: Settings, write: str, environ: Mapping[str, str]
) -> int:
    """Print the reports of files and return the exit code; go on behind a bad one."""
    from pmlog.check.document import files
    from pmlog.check.report import formats

    done: list[Report] = []
    failed = False
    # What lies below a folder without end is not checked in part.
    paths = list(files.files_in(names))
    with Bar("checking", len(paths), environ) as bar:
        for path in paths:
            found = _reports(path, settings)
            failed = failed or found is None
            done += found or ()
            bar.add(1)
    if not done and not failed:
        raise UsageError(f"no postmortem below {one_line(names[0])}; name a file")
    say_all(formats.FORMATS[write](done))
    if failed:
        return _UNREADABLE
    return int(not all(report.is_clean for report in done))


def _reports(path: str, settings: Settings) -> list[Report] | None:
    """Return the reports of a file; None, with a sentence said, where it has no text."""
    from pmlog.check.document import files
    from pmlog.check.document.encoding import Unreadable, text_of
    from pmlog.check.report.examine import reports
    from pmlog.check.report.patience import patience

    try:
        name, data = files.bytes_of(path, standard_input)
        with patience(name):
            return reports(name, text_of(name, data), settings)
    # The second is a closed standard input's.
    except (Unreadable, UsageError) as error:
        warn(one_line(str(error)))
    # Libraries walk a page by calling themselves.
    except (RecursionError, MemoryError):
        warn(one_line(f"{path} is nested too deeply, or too long; check a part of it"))
    return None
