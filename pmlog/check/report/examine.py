"""A document through all rules -> its report."""

from __future__ import annotations

from pmlog.check.clauses.case import MISSING, PRESENT, Case, Verdict
from pmlog.check.clauses.computed import answer
from pmlog.check.clauses.judge import judge
from pmlog.check.clauses.profile import as_general, profile_of
from pmlog.check.clauses.rows import ROWS
from pmlog.check.clauses.sections import section_of
from pmlog.check.document.markup import WORD_RULE
from pmlog.check.document.parse import Document, parse
from pmlog.check.document.split import volumes
from pmlog.check.rules.table import ERROR, RULES, WARNING, level_of_absence
from pmlog.check.times.facts import facts_of
from pmlog.namedtuple import NamedTuple
from pmlog.postmortem.clauses import CLAUSES, GENERAL, LENGTH, Clause
from pmlog.postmortem.clauses import clause as clause_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Finding(NamedTuple):
    """A rule that a line breaks."""

    line: int
    level: str
    rule: str
    message: str


class Settings(NamedTuple):
    """Which rules apply, the limits of the words, for whom it was written."""

    rules: frozenset[str]
    least_words: int = 400
    most_words: int = 600
    # Told by the headings where none is named.
    profile: str | None = None


class Report(NamedTuple):
    """What a document has and what it breaks, the findings by line.

    name is the file's, with a number behind it where the file holds several documents.
    """

    file: str
    name: str
    words: int
    profile: str
    clauses: dict[str, Verdict]
    findings: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing of level error was found."""
        return all(finding.level != ERROR for finding in self.findings)


def reports(file: str, text: str, settings: Settings) -> list[Report]:
    """Return a report for each postmortem in a text.

    A template that nobody filled in is none, where a postmortem stands beside it.
    """
    made = [
        _report(file, parse(part.text, part.first_line), settings) for part in volumes(text)
    ]
    filled = [report for report in made if _is_filled(report)] or made
    if len(filled) == 1:
        return filled
    return [report._replace(name=f"{file}#{n}") for n, report in enumerate(filled, 1)]


def _is_filled(report: Report) -> bool:
    told = (v.status != MISSING for id_, v in report.clauses.items() if id_ != LENGTH)
    return any(told)


def _report(file: str, document: Document, settings: Settings) -> Report:
    case = Case(facts_of(document))
    profile = settings.profile or profile_of(document)
    verdicts = {id_: judge(rows, case) for id_, rows in ROWS.items()}
    if profile == GENERAL:
        verdicts = as_general(verdicts)
    verdicts[LENGTH] = _length(document, settings)
    found = [*_of_clauses(case, verdicts, profile), *_of_rules(case)]
    found += _of_length(case, settings, verdicts, profile)
    kept = sorted(
        {f for f in found if f.rule in settings.rules and not _is_ignored(f, document)}
    )
    return Report(file, file, document.words, profile, verdicts, tuple(kept))


def _length(document: Document, settings: Settings) -> Verdict:
    is_met = settings.least_words <= document.words <= settings.most_words
    return Verdict(PRESENT if is_met else MISSING, document.first_line)


def _of_clauses(
    case: Case, verdicts: dict[str, Verdict], profile: str
) -> Iterator[Finding]:
    for clause in CLAUSES:
        verdict, level = verdicts[clause.id], level_of_absence(clause, profile)
        if clause.id == LENGTH or verdict.status == PRESENT or level is None:
            continue
        known = answer(clause.id, case)
        such_as = f"by its own figures: {known}" if known else f"such as: {clause.example}"
        if verdict.status == MISSING:
            line = _line_for(clause, case.facts.document)
            message = f"missing: {clause.asks_of_document}; add it, {such_as}"
            yield Finding(line, level, clause.id, message)
        elif verdict.line is not None:
            message = f"partly: {clause.asks_of_document}; {verdict.what}; {such_as}"
            yield Finding(verdict.line, WARNING, clause.id, message)


def _line_for(clause: Clause, document: Document) -> int:
    """Return the line of the section that a missing clause belongs to, else the first."""
    return document.sections.get(section_of(clause), document.first_line)


def _of_rules(case: Case) -> Iterator[Finding]:
    for rule in RULES:
        for hit in rule.find(case) if rule.find else ():
            yield Finding(hit.line, rule.level, rule.id, hit.message)


def _of_length(
    case: Case, settings: Settings, verdicts: dict[str, Verdict], profile: str
) -> Iterator[Finding]:
    level = level_of_absence(clause_of(LENGTH), profile)
    if verdicts[LENGTH].status == MISSING and level:
        document = case.facts.document
        limits = f"{settings.least_words} to {settings.most_words}"
        message = f"{document.words} words, not {limits} ({WORD_RULE})"
        yield Finding(document.first_line, level, LENGTH, message)


def _is_ignored(finding: Finding, document: Document) -> bool:
    silenced = document.ignored.get(0, frozenset()) | document.ignored.get(
        finding.line, frozenset()
    )
    return any(
        finding.rule == name or finding.rule.startswith(f"{name}.") for name in silenced
    )
