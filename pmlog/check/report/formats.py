"""A report for a person, a program, GitHub or a code scanner."""

from __future__ import annotations

import json
from collections import Counter

from pmlog.check.clauses.case import MISSING, Found, Verdict
from pmlog.check.report.examine import Finding, Report
from pmlog.check.rules.table import ERROR, NOTE, RULES, WARNING, Rule, level_of_absence
from pmlog.postmortem.clauses import clause as clause_of
from pmlog.text.terminal import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_LONGEST_MESSAGE = 500


def _printable(text: str) -> str:
    return one_line(text[:_LONGEST_MESSAGE])


def text(reports: list[Report]) -> Iterator[str]:
    """Yield the findings, then for each document its table of clauses and its verdict."""
    for report in reports:
        for finding in report.findings:
            place = f"{_printable(report.file)}:{finding.line}"
            yield f"{place}: {finding.level} {finding.rule} {_printable(finding.message)}"
        yield from ("", _printable(report.name))
        for clause, verdict in report.clauses.items():
            # What nobody asks for is a row where it is told, and no gap.
            is_asked = level_of_absence(clause_of(clause), report.profile)
            if is_asked or verdict.status != MISSING:
                yield _row(clause, verdict)
        yield f"{report.words} words, {report.profile} profile; {verdict_of(report)}"


def _row(clause: str, verdict: Verdict) -> str:
    where = f"  line {verdict.line}" if verdict.line is not None else ""
    return f"  {verdict.status:8} {clause}{where}"


def verdict_of(report: Report) -> str:
    """Return the sum of a report: "2 errors, 1 warning", "clean"."""
    levels = Counter(finding.level for finding in report.findings)
    counts = [
        f"{levels[x]} {x}{'s' * (levels[x] > 1)}"
        for x in (ERROR, WARNING, NOTE)
        if levels[x]
    ]
    return ", ".join(counts) or "clean"


def json_lines(reports: list[Report]) -> Iterator[str]:
    """Yield one object a document: file, profile, words, clauses, findings, found."""
    for report in reports:
        yield json.dumps(as_object(report))


def as_object(report: Report) -> dict[str, Any]:
    """Return a report as the values that --json promises."""
    return {
        "file": _named(report.name),
        "profile": report.profile,
        "words": report.words,
        "clauses": {clause: verdict.status for clause, verdict in report.clauses.items()},
        "findings": [_finding(finding) for finding in report.findings],
        "found": {
            clause: _found(verdict.found)
            for clause, verdict in report.clauses.items()
            if verdict.found
        },
    }


def _found(found: Found) -> dict[str, Any]:
    """Return by what a clause was found; what stands between bars will each do."""
    return {
        "where": found.where.split(),
        "told": found.needs.split(),
        "not_told": found.without.split(),
        "lines": list(found.lines),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "line": finding.line,
        "message": finding.message,
    }


_GITHUB_LEVELS = {ERROR: "error", WARNING: "warning", NOTE: "notice"}


def github(reports: list[Report]) -> Iterator[str]:
    """Yield the workflow commands that annotate the lines of a pull request."""
    for report in reports:
        for line, level, rule, message in report.findings:
            place = (
                f"file={_property(_named(report.file))},line={line},title={_property(rule)}"
            )
            yield f"::{_GITHUB_LEVELS[level]} {place}::{_data(_printable(message))}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return one_line(_data(value).replace(":", "%3A").replace(",", "%2C"))


def sarif(reports: list[Report]) -> Iterator[str]:
    """Yield one SARIF 2.1.0 log of all reports."""
    driver = {"name": "pmlog check", "rules": [_sarif_rule(rule) for rule in RULES]}
    results = [_sarif_result(report, f) for report in reports for f in report.findings]
    yield json.dumps(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": results}],
        }
    )


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.reason},
        "help": {"text": f"Example: {rule.example}"},
        "defaultConfiguration": {"level": rule.level},
    }


def _sarif_result(report: Report, finding: Finding) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": _uri(report.file)},
        "region": {"startLine": finding.line},
    }
    return {
        "ruleId": finding.rule,
        "level": finding.level,
        "message": {"text": _printable(finding.message)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    """Return the reference to a file that SARIF wants: relative, each odd byte encoded."""
    # Only this format needs it.
    from urllib.parse import quote

    name = path.replace("\\", "/").encode("utf-8", "surrogateescape")
    return quote(name, safe="/-._~")


def _named(path: str) -> str:
    """Return a file's name with what is no character shown as such."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


FORMATS: dict[str, Callable[[list[Report]], Iterator[str]]] = {
    "text": text,
    "json": json_lines,
    "github": github,
    "sarif": sarif,
}


def listing() -> Iterator[str]:
    """Yield a line for each rule: id, level, reason."""
    widest = max(len(rule.id) for rule in RULES)
    for rule in RULES:
        yield f"{rule.id:{widest}}  {rule.level:7}  {rule.reason}"
