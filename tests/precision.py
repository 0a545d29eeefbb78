"""How well `pmlog check` finds what is missing: precision and recall for each clause.

Run as `python -m tests.precision [TEXTS] [--named]` from the checkout. The documents are
those of tests/postmortems with their labels and, where the folder stands beside the
checkout, the three of ../shared/seeds. "Missing" is what is measured: precision says how
many of the clauses called missing are missing, recall how many of the missing ones were
found. With --clause ID it prints what became of one clause in each document of
tests/postmortems, labelled for it or not, and the line that it was found in.

Strangers' postmortems are labelled in ../shared/labels, batch by batch; their texts are
not ours, and lie in a folder TEXTS, as BATCH/CASE.md. Each batch has figures of its own:
a batch says how right check is only until somebody has mended on it. So each is printed
once more as if unseen: without the phrases and rows that no other document needs, and
with --named also which those are.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pmlog.check.document.encoding import text_of
from pmlog.check.report.examine import Report, Settings, reports
from pmlog.check.rules.table import chosen
from pmlog.postmortem.clauses import CLAUSES
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

IDS = tuple(clause.id for clause in CLAUSES)
FOLDER = ROOT / "tests" / "postmortems"
SEEDS = ROOT.parent / "shared" / "seeds"
LABELS = ROOT.parent / "shared" / "labels" / "labels.jsonl"
# All of ours were labelled by the clauses of the assignment.
SETTINGS = Settings(chosen((), ()), profile="assignment")

# By careful reading: the two seed files hold three postmortems, the first behind the
# assignment. Whatever is not named here is present.
SEED_LABELS = {
    ("000_57c7025d3978cdc3.txt", 0): {
        "partly": {
            # One sentence each, which repeats the summary.
            "root_cause_and_resolution.cause_in_detail",
            "root_cause_and_resolution.fix_in_detail",
        },
    },
    ("002_e16f9512016b6c20.txt", 0): {
        # The cause is told below, but not in the summary that executives read.
        "missing": {"summary.root_cause"},
        # Labels stand in place of the times. "Issue Resolution" says what the cause was,
        # and nothing of what was done.
        "partly": {"timeline.timestamped_bullets", "timeline.how_resolved"},
    },
    ("002_e16f9512016b6c20.txt", 1): {
        # Labels again; and "our snipers prepared": nobody is named.
        "partly": {"timeline.timestamped_bullets", "timeline.escalated_to"},
    },
}


class Labelled(NamedTuple):
    """A document's report, and what a careful reader found.

    truth leaves out the clauses on which readers may differ; contradictions are the
    rules that the document breaks.
    """

    name: str
    report: Report
    truth: dict[str, str]
    contradictions: frozenset[str] = frozenset()


def own_documents() -> Iterator[Labelled]:
    """Yield the documents of tests/postmortems."""
    labels = tomllib.loads((FOLDER / "labels.toml").read_text())
    for name, label in labels.items():
        (report,) = _reports(FOLDER / label["file"])
        broken = frozenset(label.get("contradictions", ()))
        yield Labelled(name, report, truth(label), broken)


def seed_documents() -> Iterator[Labelled]:
    """Yield the three documents of the seeds."""
    for (file, at), label in SEED_LABELS.items():
        report = _reports(SEEDS / file)[at]
        yield Labelled(report.name, report, truth(label))


def _reports(path: Path) -> list[Report]:
    name = str(path.relative_to(ROOT.parent))
    return reports(name, text_of(name, path.read_bytes()), SETTINGS)


# Each document was read for these. Of a clause that came later a label says nothing, until
# it names it.
READ_FOR = (
    "summary.duration_start_end_timezone",
    "summary.impact_service",
    "summary.impact_user_experience",
    "summary.impact_percent_users",
    "summary.root_cause",
    "timeline.timestamped_bullets",
    "timeline.when_detected",
    "timeline.how_detected",
    "timeline.actions_taken",
    "timeline.misleading_paths",
    "timeline.escalated_to",
    "timeline.how_resolved",
    "root_cause_and_resolution.cause_in_detail",
    "root_cause_and_resolution.fix_in_detail",
    "measures.improvements",
    "measures.todo_tasks",
    "length.400_600_words",
)


def truth(label: dict[str, set[str]]) -> dict[str, str]:
    """Return what became of each clause that a document was read for, by its label."""
    missing = set(label.get("missing", ()))
    found = dict.fromkeys(READ_FOR, "present")
    found |= dict.fromkeys(label.get("present", ()), "present")
    found |= dict.fromkeys(label.get("partly", ()), "partly")
    found |= dict.fromkeys(READ_FOR if missing == {"all"} else missing, "missing")
    unsure = label.get("unsure", ())
    return {clause: status for clause, status in found.items() if clause not in unsure}


def table(documents: list[Labelled]) -> Iterator[str]:
    """Yield a line for each clause: documents that miss it, precision, recall."""
    yield f"{'clause':44} {'missing':>7} {'precision':>9} {'recall':>6}"
    for clause in IDS:
        counts = Counter(
            (
                each.truth[clause] == "missing",
                each.report.clauses[clause].status == "missing",
            )
            for each in documents
            if clause in each.truth
        )
        hits, false, lost = counts[True, True], counts[False, True], counts[True, False]
        yield f"{clause:44} {hits + lost:7} {_share(hits, false):9} {_share(hits, lost):6}"


def _share(hits: int, others: int) -> str:
    return f"{hits / (hits + others):.2f}" if hits + others else "-"


def of_clause(clause: str, documents: list[Labelled]) -> Iterator[str]:
    """Yield what became of a clause in each document, and the line that it was found in.

    Where a label says otherwise, that stands behind it.
    """
    width = max(len(each.name) for each in documents)
    for each in documents:
        status, line, *_ = each.report.clauses[clause]
        read = each.truth.get(clause, status)
        other = f"; read as {read}" if read != status else ""
        found = f"{line}: {_lines_of(each)[line - 1].strip()}" if line else ""
        yield f"{each.name:{width}}  {status:7}{other}  {found[:_WIDEST]}".rstrip()


_WIDEST = 120


def _lines_of(document: Labelled) -> list[str]:
    """Return the lines of a document, with those that its report counts."""
    path = ROOT.parent / document.report.file
    return text_of(path.name, path.read_bytes()).split("\n")


def batches(texts: Path) -> dict[tuple[str, str], list[Labelled]]:
    """Return strangers' documents by batch and style, those whose texts are there."""
    found: dict[tuple[str, str], list[Labelled]] = {}
    for line in LABELS.read_text().splitlines():
        label = json.loads(line)
        for path in (texts / label["batch"]).glob(f"{label['case']}.*"):
            settings = Settings(chosen((), ()))
            report = reports(path.name, text_of(path.name, path.read_bytes()), settings)[0]
            key = (label["batch"], label["style"])
            found.setdefault(key, []).append(
                Labelled(label["case"], report, label["clauses"])
            )
    return found


def figures(documents: list[Labelled]) -> str:
    """Return precision and recall of "missing", and the false errors a document."""
    counts: Counter[tuple[bool, bool]] = Counter()
    false = 0
    for each in documents:
        errors = {f.rule for f in each.report.findings if f.level == "error"}
        for clause in READ_FOR[:-1]:
            is_missing = each.truth[clause] == "missing"
            counts[is_missing, each.report.clauses[clause].status == "missing"] += 1
            false += clause in errors and not is_missing
    return f"{shares(counts)}, {false / len(documents):.1f} false errors a document"


def shares(counts: Counter[tuple[bool, bool]]) -> str:
    """Return precision and recall of "missing", by what it is and what was said."""
    hits = counts[True, True]
    return (
        f"precision {_share(hits, counts[False, True])}, "
        f"recall {_share(hits, counts[True, False])}"
    )


def main() -> None:
    """Print the figures of each batch, then the table of the documents of ours."""
    from tests.left_out import lines

    if "--clause" in sys.argv[:-1]:
        clause = sys.argv[sys.argv.index("--clause") + 1]
        if clause not in IDS:
            sys.exit(f"no clause is called {clause}; there are {', '.join(IDS)}")
        for line in of_clause(clause, list(own_documents())):
            print(line)  # noqa: T201 - its output
        return
    named = "--named" in sys.argv
    folder = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    texts = Path(folder) if folder and LABELS.exists() else None
    for (batch, style), strangers in (batches(texts) if texts else {}).items():
        print(f"{batch} {style}, {len(strangers)} documents: {figures(strangers)}")  # noqa: T201 - its output
    for line in lines(texts, is_named=named) if texts else ():
        print(line)  # noqa: T201 - its output
    documents = [*own_documents(), *(seed_documents() if SEEDS.is_dir() else ())]
    print(f"{len(documents)} documents")  # noqa: T201 - its output
    for line in table(documents):
        print(line)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
