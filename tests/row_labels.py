"""What readers found where a row of evidence decides: by this a row is chosen, or dropped.

Run as `python -m tests.row_labels [TEXTS]` from the checkout; TEXTS as for
tests.precision. Printed is each row of each clause with how many documents it decides, by
what a careful reader found in them, and last those of which check says "missing". A row
that says partly and stands above documents that mostly miss it costs recall; documents
that do not miss it below "missing" want a row.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pmlog.check.clauses.case import Case
from pmlog.check.clauses.judge import judge
from pmlog.check.clauses.rows import ROWS
from pmlog.check.document.encoding import text_of
from pmlog.check.document.parse import parse
from pmlog.check.document.split import volumes
from pmlog.check.times.facts import facts_of
from tests import precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.check.clauses.judge import Row


def documents(texts: Path | None) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield each labelled document and what its reader found, strangers' first."""
    if texts is not None and precision.LABELS.exists():
        for line in precision.LABELS.read_text().splitlines():
            label = json.loads(line)
            for path in (texts / label["batch"]).glob(f"{label['case']}.*"):
                yield path, label["clauses"]
    for label in tomllib.loads((precision.FOLDER / "labels.toml").read_text()).values():
        yield precision.FOLDER / label["file"], precision.truth(label)


def decided(texts: Path | None) -> dict[tuple[str, Row | None], Counter[str]]:
    """Return what readers found where each row decides, by clause and row."""
    counts: dict[tuple[str, Row | None], Counter[str]] = defaultdict(Counter)
    for path, truth in documents(texts):
        part = volumes(text_of(path.name, path.read_bytes()))[0]
        case = Case(facts_of(parse(part.text, part.first_line)))
        for clause, rows in ROWS.items():
            if clause in truth:
                row = next((r for r in rows if judge([r], case).line is not None), None)
                counts[clause, row][truth[clause]] += 1
    return counts


def main() -> None:
    """Print the table."""
    counts = decided(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    for clause, rows in ROWS.items():
        print(clause)  # noqa: T201 - its output
        for row in (*rows, None):
            found = counts[clause, row]
            shown = ", ".join(f"{found[each]} {each}" for each in sorted(found))
            told = f"{row.verdict}: {row.where} {row.needs}" if row else "missing"
            print(f"  {told:70.70} {shown}")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
