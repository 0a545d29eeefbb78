"""export, import: the log as lines of JSON."""

from __future__ import annotations

import gc
import os
import tempfile
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import typer

from pmlog.actions import lookup
from pmlog.cli import arguments
from pmlog.cli.attachments import STANDARD_INPUT
from pmlog.cli.reading import each_incident, read_incident
from pmlog.cli.session import session_of, standard_input_file
from pmlog.cli.terminal.progress import Bar
from pmlog.errors import NotFound, PmlogError, UsageError
from pmlog.exchange import export, incoming
from pmlog.text.terminal import say_all, say_stored, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = ("jsonl", "csv", "timesketch")
_AT_ONCE = 256 * 1024  # characters of an import


def export_events(
    context: typer.Context,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="The format.")
    ] = "jsonl",
    salvage: Annotated[
        bool,
        typer.Option("--salvage", help="Save what can be read of a damaged log."),
    ] = False,
    incident: arguments.Incident = None,
    db: arguments.Db = None,
) -> None:
    """Print every event of the log, one JSON object a line.

    With -i those of one incident, for a colleague, headed as a part of a log. The other
    formats are for other programs and cannot be imported again: timelines as they stand,
    as CSV for a spreadsheet or as JSON lines for Timesketch.
    """
    if format_ not in FORMATS:
        raise UsageError(f"no format {format_!r}; it is one of: {', '.join(FORMATS)}")
    if salvage and format_ != "jsonl":
        raise UsageError("--salvage is for import, so its format is jsonl")
    if salvage:
        _salvage(session_of(context).log_path(db))
        return
    session = session_of(context)
    with session.existing_log(db) as log:
        chosen = lookup.find_incident(log, incident) if incident else None
        if format_ == "jsonl":
            lines = export.incident_lines(log, chosen) if chosen else None
            say_all(lines or export.export_lines(log))
            return
        from pmlog.exchange import tables

        about = read_incident(session, log, chosen) if chosen else None
        say_all(tables.LINES[format_]([about] if about else each_incident(log)))


def _salvage(path: str) -> None:
    from pmlog.exchange.salvage import Salvage

    found = Salvage(path)
    say_all(found.lines())
    if found.lost != 0:
        lost = "an unknown number" if found.lost is None else str(found.lost)
        warn(f"of {path}, {lost} of the events cannot be read any more")
        raise typer.Exit(1)


def import_events(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="An export; - reads standard input.")
    ],
    db: arguments.Db = None,
) -> None:
    """Add what another log exported.

    Events that are there already are left as they are; all are added or none.
    """
    session = session_of(context)
    with (
        _uncollected(),
        _opened(file) as source,
        Bar("importing", _size(source), session.environ) as bar,
    ):
        batches = incoming.read(_without_heading(_lines(source, file, bar)))
        # Looked at before the log is opened: what is no export makes no log.
        first = list(islice(batches, 1))
        done = export.Imported(0, 0)
        if first:
            with session.log_to_write(db) as log:
                done = export.import_events(
                    log,
                    chain(first, batches),
                    STANDARD_INPUT if file == "-" else os.path.basename(file),
                    session.responder().author,
                )
    say_stored(f"{done.new} events imported, {done.read - done.new} were there already")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage that refers to itself: there is none, and it takes its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _opened(file: str) -> TextIO:
    """Return the file, or what a pipe brought.

    Nobody else can write to the log during an import, and a pipe may be slow: it is read
    to its end first.
    """
    try:
        source = standard_input_file() if file == "-" else open(file, "rb")  # noqa: SIM115
        if file == "-" or not os.path.isfile(file):
            source = _spooled(source)
        source.seek(0)
        return TextIOWrapper(source, "utf-8-sig", newline="\n")
    except FileNotFoundError as error:
        raise NotFound(f"no file {file}") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PmlogError(f"{file} cannot be read: {reason}") from error


def _spooled(pipe: BinaryIO) -> BinaryIO:
    """Return a temporary file of all that a pipe brings."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    while content := pipe.read(_AT_ONCE):
        try:
            spool.write(content)
            spool.flush()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise PmlogError(
                f"{tempfile.gettempdir()} does not take what the pipe brings: {reason}; "
                "import it from a file, or set TMPDIR to another folder"
            ) from error
    return spool


def _size(source: TextIO) -> int:
    return os.fstat(source.fileno()).st_size


def _without_heading(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines of an export; that it is but a part of a log is said."""
    first = next(lines, None)
    try:
        part = export.partial_heading(first) if first is not None else None
    except ValueError:
        part = None  # it is looked at as what it is: no event
    if part is not None:
        what = f"{part.get('events')} events of {part.get('title')!r}"
        warn(f"this is a part of a log: {what}; the numbers between them are elsewhere")
        first = "\n"  # so that the lines keep their numbers
    if first is not None:
        yield first
    yield from lines


def _lines(source: TextIO, file: str, bar: Bar) -> Iterator[str]:
    try:
        while lines := source.readlines(_AT_ONCE):
            yield from lines
            bar.add(sum(map(len, lines)))
    except (OSError, UnicodeDecodeError) as error:
        raise PmlogError(f"{file} cannot be read: {error}") from error
