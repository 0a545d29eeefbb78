"""A small way to read what a file of another tool holds: found("text of the file")."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pmlog import clock
from pmlog.collect import registry
from pmlog.collect.files import inputs
from pmlog.collect.filters import Filters
from pmlog.collect.reading import Reader
from pmlog.collect.record import Found, LeftOut, Record, Setting
from tests.conftest import NOW_US

FORMATS = registry.formats()


def found(
    content: str | bytes | Any, *, file: str = "a file", **settings: Any
) -> list[Found]:
    """Return what a file of that content holds; what is no text is written as JSON."""
    if not isinstance(content, (str, bytes)):
        content = json.dumps(content)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, file)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return of_path(path, **settings)


def of_path(
    path: Path,
    *,
    zone: str | None = None,
    date: str | None = None,
    near_us: int | None = NOW_US,
    columns: tuple[tuple[str, str], ...] = (),
    of: str = "",
    everything: bool = True,
) -> list[Any]:
    """Return what a file or a folder holds."""
    reader = Reader(
        FORMATS,
        Setting(NOW_US, zone, date, near_us, columns),
        Filters(everything=everything),
        chosen=registry.named(of, FORMATS) if of else None,
    )
    with ExitStack() as kept:
        return list(reader.read(list(inputs.inputs([str(path)], _no_pipe, kept))))


def _no_pipe() -> Any:
    raise AssertionError


def records(content: str | bytes | Any, **settings: Any) -> list[Record]:
    """Return the records alone."""
    return [each for each in found(content, **settings) if isinstance(each, Record)]


def left_out(content: str | bytes | Any, **settings: Any) -> list[str]:
    """Return why what is no record was left out."""
    settings = {"everything": False} | settings
    return [each.reason for each in found(content, **settings) if isinstance(each, LeftOut)]


def told(record: Record) -> str:
    """Return a record as a line: "14:05:09 detected: text [author]"."""
    time = clock.second_text(record.at_us, "UTC")
    end = "" if record.until_us is None else f"-{clock.second_text(record.until_us, 'UTC')}"
    kind = f"{record.proposed}?" if record.proposed else record.kind
    by = f" [{record.author}]" if record.author else ""
    return f"{'~' if record.approx else ''}{time}{end} {kind}: {record.text}{by}"


def lines(content: str | bytes | Any, **settings: Any) -> list[str]:
    """Return the records of a file as lines."""
    return [told(each) for each in records(content, **settings)]
