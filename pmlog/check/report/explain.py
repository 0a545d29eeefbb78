"""What --explain says of a rule: why, such as, by what it is found, and in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.check.clauses.rows import ROWS
from pmlog.check.report.vocabulary import vocabulary
from pmlog.check.rules.table import NO_EVIDENCE, Rule, level_of_absence
from pmlog.postmortem.clauses import PROFILES
from pmlog.postmortem.clauses import clause as clause_of
from pmlog.text.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.check.clauses.case import Found
    from pmlog.check.clauses.judge import Row
    from pmlog.check.report.examine import Report


def explanation(rule: Rule) -> Iterator[str]:
    """Yield what --explain says of a rule."""
    yield f"{rule.id} ({rule.level})"
    yield f"  {rule.reason}"
    rows = ROWS.get(rule.id, ())
    yield f"  {'What meets it' if rows else 'What breaks it'}: {rule.example}"
    if rows:
        yield from _absence(rule)
        yield "  Looked for, the strongest first:"
        yield from (f"    {_row(row)}" for row in rows)
        yield from vocabulary(rows)
    if rule.id != NO_EVIDENCE:
        yield f"  To silence it: <!-- pmlog: ignore {rule.id} -->"


def _absence(rule: Rule) -> Iterator[str]:
    """Yield what the absence of a clause is in each profile, where they differ."""
    clause = clause_of(rule.id)
    levels = {each: level_of_absence(clause, each) or "nothing" for each in PROFILES}
    if len(set(levels.values())) > 1:
        told = ", ".join(f"{level} in {profile}" for profile, level in levels.items())
        yield f"  To leave it out: {told}"


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
