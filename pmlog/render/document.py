"""Templates: where they are found, and how they are filled.

A name is looked for in the user's own folder first, then among the shipped ones. They
run in a sandbox, and a name that does not exist is an error, not a blank.
"""

from __future__ import annotations

import os
import re
from typing import Any, NamedTuple

from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmlog.errors import NotFound, PmlogError
from pmlog.render.format import HTML, MARKDOWN, PLAIN, Format
from pmlog.render.renew import fenced, has_blocks

# What a template's file name ends in, and the format of its document.
FORMATS = {".md.j2": MARKDOWN, ".html.j2": HTML, ".txt.j2": PLAIN}


class Template(NamedTuple):
    """A template that was found."""

    folder: str
    file: str
    format: Format

    @property
    def name(self) -> str:
        """Its name without its endings, as it stands in a block's comment."""
        return re.sub(r"[^\w-]", "-", self.file.partition(".")[0]) or "template"

    @property
    def source(self) -> str:
        """Its text; empty where it takes in other files, whose text is not known."""
        with open(self.path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        return "" if re.search(r"{%-?\s*(?:include|extends|import|from)\b", text) else text

    @property
    def ending(self) -> str:
        """What its documents' names end in: ".md"."""
        found = (end for end, form in FORMATS.items() if form is self.format)
        return next(found).removesuffix(".j2")

    @property
    def path(self) -> str:
        """Its whole path."""
        return os.path.join(self.folder, self.file)


class BrokenTemplate(PmlogError):
    """A template cannot be filled."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        place = f"{path}:{line}" if line else path
        super().__init__(f"the template {place} is broken: {reason}")


def find(name: str, folders: tuple[str, ...]) -> Template:
    """Return the template of a name, else the file of that path. NotFound otherwise."""
    if os.sep in name or name.endswith(".j2"):
        if not os.path.isfile(name):
            raise NotFound(f"no template file {name}")
        folder, file = os.path.split(os.path.abspath(name))
        return Template(folder, file, _format_of(file))
    for folder in folders:
        for ending, form in FORMATS.items():
            if os.path.isfile(os.path.join(folder, name + ending)):
                return Template(folder, name + ending, form)
    known = ", ".join(names(folders))
    raise NotFound(f"no template {name!r}; there are: {known}")


def _format_of(file: str) -> Format:
    return next(
        (form for ending, form in FORMATS.items() if file.endswith(ending)), MARKDOWN
    )


def names(folders: tuple[str, ...]) -> list[str]:
    """Return the names of the templates in these folders."""
    files = {
        file for folder in folders if os.path.isdir(folder) for file in os.listdir(folder)
    }
    return sorted(
        {file.removesuffix(end) for file in files for end in FORMATS if file.endswith(end)}
    )


def fill(
    template: Template,
    folders: tuple[str, ...],
    context: dict[str, Any],
    *,
    with_blocks: bool = False,
) -> str:
    """Return the document of a template. BrokenTemplate, with file and line, if it fails.

    With blocks, what stands in {% filter block("name") %} is fenced so that it can be
    renewed; a template without any is one block as a whole.
    """

    def fence(text: str, name: str) -> str:
        source = f"{template.name} {context['id']}"
        return fenced(text, name, source) + "\n" if with_blocks else text

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([template.folder, *folders]),
        undefined=StrictUndefined,
        autoescape=template.format is HTML,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["block"] = fence
    path = template.path
    try:
        text = environment.get_template(template.file).render(context)
    except TemplateSyntaxError as error:
        raise BrokenTemplate(
            error.filename or path, error.lineno, str(error.message)
        ) from error
    except Exception as error:
        # A template is somebody's program: it may fail in any way that Python knows.
        raise BrokenTemplate(path, _line_in(error, path), str(error)) from error
    return text if has_blocks(text) else fence(text, "document")


def _line_in(error: Exception, path: str) -> int | None:
    """Return the last line of the template that the error went through."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
