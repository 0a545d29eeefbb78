"""Templates: where they are found, and how they are filled.

A name is looked for in the user's own folder first, then among the shipped ones. They
run in a sandbox, and a name that does not exist is an error, not a blank.
"""

from __future__ import annotations

import os

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmlog.errors import NotFound, PmlogError
from pmlog.render.renew import fenced, has_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ENDING = ".md.j2"


class BrokenTemplate(PmlogError):
    """A template cannot be filled."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        place = f"{path}:{line}" if line else path
        super().__init__(f"the template {place} is broken: {reason}")


def fill(
    template: str,
    folders: tuple[str, ...],
    context: dict[str, Any],
    *,
    with_blocks: bool = False,
) -> str:
    """Return the document of a template, named or as a path.

    With blocks, what stands in {% filter block("name") %} is fenced so that it can be
    renewed; a template without any is one block as a whole.

    NotFound when no folder has it; BrokenTemplate with file and line when it fails.
    """
    folder, file = _locate(template, folders)
    path = os.path.join(folder, file)
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([folder, *folders]),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    fence = _fenced_line if with_blocks else _as_it_is
    environment.filters["block"] = fence
    try:
        text = environment.get_template(file).render(context)
    except TemplateSyntaxError as error:
        raise BrokenTemplate(
            error.filename or path, error.lineno, str(error.message)
        ) from error
    except (TemplateError, TypeError, ValueError) as error:
        raise BrokenTemplate(path, _line_in(error, path), str(error)) from error

    return text if has_blocks(text) else fence(text, "document")


def _fenced_line(text: str, name: str) -> str:
    return fenced(text, name) + "\n"


def _as_it_is(text: str, name: str) -> str:  # noqa: ARG001 - a filter of the same form
    return text


def _locate(template: str, folders: tuple[str, ...]) -> tuple[str, str]:
    if os.sep in template or template.endswith(".j2"):
        if not os.path.isfile(template):
            raise NotFound(f"no template file {template}")
        folder, file = os.path.split(os.path.abspath(template))
        return folder, file
    for folder in folders:
        if os.path.isfile(os.path.join(folder, template + ENDING)):
            return folder, template + ENDING
    known = ", ".join(names(folders))
    raise NotFound(f"no template {template!r}; there are: {known}")


def names(folders: tuple[str, ...]) -> list[str]:
    """Return the names of the templates in these folders."""
    files = {
        file for folder in folders if os.path.isdir(folder) for file in os.listdir(folder)
    }
    return sorted(file.removesuffix(ENDING) for file in files if file.endswith(ENDING))


def _line_in(error: Exception, path: str) -> int | None:
    """Return the last line of the template that the error went through."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
