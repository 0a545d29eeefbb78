"""A format that somebody wrote, tried on the examples that stand in its own file."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

from pmlog import clock
from pmlog.collect.described import toml
from pmlog.collect.files import inputs
from pmlog.collect.filters import Filters
from pmlog.collect.reading import Reader
from pmlog.collect.recognition import NotRecognised
from pmlog.collect.record import Found, LeftOut, Setting

if TYPE_CHECKING:
    from pmlog.collect.described.spec import Example, Spec


def differences(path: str, now_us: int) -> list[str]:
    """Return what the examples of a file say and its format does not find, or the contrary.

    BadFormat where the file describes no format.
    """
    spec = toml.load(path)
    found: list[str] = []
    for number, example in enumerate(spec.examples, 1):
        given = list(example.gives)
        read = _read(spec, example, now_us)
        if read != given:
            found.append(f"example {number}:")
            found += [f"  it says  {line}" for line in given if line not in read]
            found += [f"  is read  {line}" for line in read if line not in given]
    return found


def _read(spec: Spec, example: Example, now_us: int) -> list[str]:
    reader = Reader((spec.format(),), Setting(now_us, example.tz), Filters())
    with tempfile.TemporaryDirectory() as folder, ExitStack() as kept:
        path = os.path.join(folder, "example")
        with open(path, "w", encoding="utf-8") as file:
            file.write(example.input.strip("\n"))
        try:
            files = list(inputs.inputs([path], _no_pipe, kept))
            return [told(each) for each in reader.read(files)]
        except NotRecognised:
            return ["not recognised"]


def _no_pipe() -> BinaryIO:
    raise NotRecognised("standard input")


def told(found: Found) -> str:
    """Return what was found as a line: "2026-11-21T14:05:09Z detected: text [author]"."""
    if isinstance(found, LeftOut):
        return f"left out: {found.reason}"
    end = "" if found.until_us is None else f"/{clock.rfc3339(found.until_us)}"
    kind = f"{found.proposed}?" if found.proposed else found.kind
    by = f" [{found.author}]" if found.author else ""
    return f"{clock.rfc3339(found.at_us)}{end} {kind}: {found.text}{by}"
