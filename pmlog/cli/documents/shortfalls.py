"""What a rendered document falls short of: gaps, its length, entries that are too long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.postmortem.gaps import gaps
from pmlog.text.terminal import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.timeline import Incident
    from pmlog.postmortem.clauses import Clause
    from pmlog.render.format import Format

LEAST_WORDS, MOST_WORDS = 400, 600
MOST_SENTENCES = 2
MOST_SHOWN = 3
_BETWEEN_SENTENCES = re.compile(r"[.!?](?=\s+[A-Z])")


def report_gaps(incident: Incident, document: str, form: Format) -> None:
    """Name the gaps that the document shows, with the commands that fill them."""
    from pmlog.render.format import HTML

    # Readers of the page are told that it is not known, whatever it is.
    is_page = form is HTML
    shown = [
        clause
        for clause in gaps(incident)
        if is_page or form.todo(clause.asks, clause.command) in document
    ]
    if shown:
        warn("\n".join(_told(shown, is_page=is_page)))


def _told(missing: list[Clause], *, is_page: bool) -> Iterator[str]:
    """Yield what is missing: the first few, each with its command on a line of its own."""
    things = "1 thing is" if len(missing) == 1 else f"{len(missing)} things are"
    where = "the page says 'not known yet'" if is_page else "the document says TODO"
    first = "" if len(missing) <= MOST_SHOWN else f"; the first {MOST_SHOWN}"
    yield f"{things} missing, where {where}{first}:"
    for clause in missing[:MOST_SHOWN]:
        yield f"  {clause.asks}"
        # Of two, such as a kind and that there was none, either will do.
        yield from (f"      {command}" for command in clause.command.split("; "))
    yield "'pmlog write' asks for all of them, 'pmlog check' lists them"


def report_length(document: str, *, is_full: bool) -> None:
    """Say how far a document is from the words that its format asks for, and where.

    One with gaps is short for that reason alone.
    """
    from pmlog.check.document import visible

    words = visible.words(document)
    off = LEAST_WORDS - words if words < LEAST_WORDS else words - MOST_WORDS
    if off <= 0 or (words < LEAST_WORDS and not is_full):
        return
    parts = [part.partition("\n")[::2] for part in document.split("\n## ")[1:]]
    longest = sorted(((visible.words(text), name) for name, text in parts), reverse=True)
    shown = ", ".join(f"{name} {count}" for count, name in longest)
    few_or_many = "few" if words < LEAST_WORDS else "many"
    warn(
        f"{words} words, {off} too {few_or_many}: the format asks for {LEAST_WORDS} to "
        f"{MOST_WORDS}; by part: {shown}"
    )


def report_long_entries(incident: Incident) -> None:
    """Name the entries of the timeline that are longer than its readers are patient."""
    long = [
        event.short_id
        for event in incident.timeline
        if len(_BETWEEN_SENTENCES.findall(event.text)) >= MOST_SENTENCES
    ]
    if long:
        warn(f"more than {MOST_SENTENCES} sentences in the timeline: {', '.join(long)}")
