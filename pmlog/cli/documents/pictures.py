"""The overview as files beside a Markdown document: light, and dark."""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import quote

from pmlog import diagram
from pmlog.cli.documents import writing
from pmlog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident

# What each drawing of ours begins with.
_OURS = '<svg xmlns="http://www.w3.org/2000/svg" id="pmlog-diagram"'


class Pictures(NamedTuple):
    """The drawings by the paths of their files, and how a document shows them."""

    files: dict[str, str]
    markup: str

    def write(self, *, force: bool) -> None:
        """Write the files. UsageError where one would go over something else."""
        for path in self.files:
            if not force and not _is_ours(path):
                raise UsageError(
                    f"{path} is no picture that pmlog drew; name another document, or "
                    "overwrite it with --force"
                )
        for path, text in self.files.items():
            writing.write(path, text.encode(), writing.read(path))

    def stale(self) -> tuple[str, ...]:
        """Return the names of the files that are not as they would be drawn now."""
        return tuple(path for path, text in self.files.items() if _read(path) != text)


def pictures(
    output: str | None, incident: Incident, zone: str, now_us: int, *, is_public: bool
) -> Pictures:
    """Return the pictures that stand beside the document of a path."""
    stem, ending = os.path.splitext(output or "")
    if ending.lower() not in (".md", ".markdown"):
        raise UsageError("--pictures draws beside a Markdown document: add -o FILE.md")
    drawn = diagram.picture(incident, now_us=now_us, zone=zone, is_public=is_public)
    light, dark = f"{stem}.svg", f"{stem}-dark.svg"
    files = {
        light: diagram.svg_file(drawn, "light") + "\n",
        dark: diagram.svg_file(drawn, "dark") + "\n",
    }
    light_name, dark_name = (quote(os.path.basename(path)) for path in (light, dark))
    # GitHub shows the one that fits its reader's theme, others the light one.
    markup = (
        f'<picture>\n<source media="(prefers-color-scheme: dark)" srcset="{dark_name}">\n'
        f'<img src="{light_name}" alt="{diagram.description(drawn)}">\n</picture>'
    )
    return Pictures(files, markup)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _is_ours(path: str) -> bool:
    return not os.path.exists(path) or _read(path).startswith(_OURS)
