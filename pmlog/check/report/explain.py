"""What --explain says of a rule: why, such as, by what it is found, and in a document."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlog.check.clauses.rows import ROWS
from pmlog.check.rules.table import NO_EVIDENCE, Rule
from pmlog.text.terminal import one_line
from pmlog.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmlog.check.clauses.case import Found
    from pmlog.check.clauses.judge import Row
    from pmlog.check.report.examine import Report

    Tables = Mapping[str, Mapping[str, Mapping[str, str]]]

_MOST_SENTENCES = 4
# The concepts behind the facts that are told by several.
_BEHIND = {
    "named_service": ("service",),
    "named_before_cause": ("service",),
    "symptom_before_cause": ("symptom",),
    "cause_told": ("named_cause", "because", "defect"),
    "unknown_cause": ("unknown",),
    "how_noticed": ("watch", "seen", "noticed_by"),
    "told_by_others": ("told_by_somebody", "told_by_users"),
    "calls_for_help": ("called", "brought_in", "calling"),
    "mends": ("mended",),
    "repair": ("mended",),
}


def explanation(rule: Rule) -> Iterator[str]:
    """Yield what --explain says of a rule."""
    yield f"{rule.id} ({rule.level})"
    yield f"  {rule.reason}"
    yield f"  {'Such as' if rule.find is None else 'Found in'}: {rule.example}"
    rows = ROWS.get(rule.id, ())
    if rows:
        yield "  Looked for, the strongest first:"
        yield from (f"    {_row(row)}" for row in rows)
        yield from _sentences(rows)
    if rule.id != NO_EVIDENCE:
        yield f"  To silence it: <!-- pmlog: ignore {rule.id} -->"


def in_documents(rule: Rule, reports: Iterable[Report]) -> Iterator[str]:
    """Yield what found a clause in each document, or what breaks a rule there."""
    for report in reports:
        name = one_line(report.name)
        verdict = report.clauses.get(rule.id)
        if verdict:
            by = f", found: {_told(verdict.found)}" if verdict.found else ""
            yield f"{name}: {verdict.status}{by}"
        for each in report.findings:
            if each.rule == rule.id and not (verdict and verdict.found):
                yield f"{name}:{each.line}: {one_line(each.message)}"


def _told(found: Found) -> str:
    lines = ", ".join(map(str, found.lines))
    where = f"{_listed(found.where)}, line{'s' * (len(found.lines) > 1)} {lines}"
    return f"{_needed(found)} in {where}" if found.needs else where


def _row(row: Row) -> str:
    least = (
        (row.sentences, "sentences"),
        (row.lines, "lines"),
        (row.words, "words"),
        (row.each, "words each"),
    )
    many = "".join(f", {count} {what} at least" for count, what in least if count > 1)
    needed = f": {_needed(row)}" if row.needs or row.without else ""
    why = f" ({row.why})" if row.why else ""
    return f"{row.verdict:7}  {_listed(row.where)}{needed}{many}{why}"


def _needed(row: Row | Found) -> str:
    needs = " + ".join(each.replace("|", " or ") for each in row.needs.split())
    without = ", ".join(each.replace("|", " or ") for each in row.without.split())
    return f"{needs}{' ' * bool(needs)}but not {without}" if without else needs


def _listed(where: str) -> str:
    return ", ".join(each.replace("|", " or ") for each in where.split())


def _sentences(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the concepts that rows need, with some of their sentences."""
    tables = _tables()
    names = (n for row in rows for n in row.needs.replace("|", " ").split())
    concepts = (c for name in names for c in _BEHIND.get(name, (name,)))
    for name in dict.fromkeys(c for c in concepts if c in tables):
        table = tables[name]
        yield f"  {name}: {table['means']}"
        for phrase, told in _spread(_phrases(name, tables)):
            yield f"    {told}  [{phrase}]"
        for told in tuple(table.get("leaves", ()))[:1]:
            yield f"    not: {told}"


def _phrases(name: str, tables: Tables) -> dict[str, str]:
    """Return the phrases of a concept and of those that it includes."""
    found = dict(tables[name].get("phrases", {}))
    for other in tables[name].get("includes", ()):
        found |= _phrases(other, tables)
    return found


def _spread(phrases: dict[str, str]) -> list[tuple[str, str]]:
    """Return a few of the phrases with their sentences, from all of the list."""
    step = max(1, len(phrases) // _MOST_SENTENCES)
    return list(phrases.items())[::step][:_MOST_SENTENCES]


def _tables() -> Tables:
    # Only who asks for an explanation reads the sentences.
    import tomllib

    folder = os.path.dirname(lexicon.__file__)
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), "rb") as file:
                tables |= tomllib.load(file)
    return tables
