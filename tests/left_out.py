"""What check finds in a batch as if unseen: without what only that batch needs.

A phrase is needed by the documents in which it is told, a row of evidence by those whose
clause it decides. What only the documents of one batch need may have been written for
them, so it is left out where that batch is measured; nothing else is fitted. The sentences
beside the phrases, and those of tests/wordings, speak for nothing here.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from pmlog.check.clauses.case import Case, Verdict
from pmlog.check.clauses.judge import Row, judge
from pmlog.check.clauses.profile import as_general, profile_of
from pmlog.check.clauses.rows import ROWS
from pmlog.check.document.encoding import text_of
from pmlog.check.document.parse import parse
from pmlog.check.document.split import volumes
from pmlog.check.times.facts import facts_of
from pmlog.postmortem.clauses import GENERAL
from pmlog.postmortem.clauses import clause as clause_of
from pmlog.words.concepts import Concept, Reader
from pmlog.words.phrasing import one_spelling, sentences
from tests import lexicon, precision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

OURS = "ours"
Phrase = tuple[str, str]


class _Text(NamedTuple):
    """A document, with the clauses that a reader judged, {} where it is one of ours."""

    batch: str
    style: str
    text: str
    truth: dict[str, str]


class _Needs(NamedTuple):
    """The batches that need each phrase, and each row of a clause."""

    phrases: dict[Phrase, set[str]]
    rows: dict[tuple[str, Row], set[str]]
    documents: Counter[Phrase]

    def only(self, batch: str) -> tuple[set[Phrase], set[tuple[str, Row]]]:
        """Return the phrases and rows that no other batch needs."""
        phrases = {phrase for phrase, by in self.phrases.items() if by == {batch}}
        return phrases, {row for row, by in self.rows.items() if by == {batch}}


def lines(texts: Path, *, is_named: bool = False) -> Iterator[str]:
    """Yield the figures of each batch as if unseen, and how needed the phrases are."""
    tables = lexicon.lexicon()
    known = [*_strangers(texts), *_ours()]
    needs = _needs(known, tables)
    for batch in sorted({each.batch for each in known} - {OURS}):
        phrases, rows = needs.only(batch)
        with _reading(lexicon.without(tables, phrases)):
            yield from _figures([each for each in known if each.batch == batch], rows)
        yield f"  without {len(phrases)} phrases and {len(rows)} rows that only it needs"
        if is_named:
            yield from sorted(f"    {name}: {phrase}" for name, phrase in phrases)
            yield from sorted(f"    {clause}: {row}" for clause, row in rows)
    every = [(n, p) for n, table in tables.items() for p in table.phrases]
    counts = Counter(min(needs.documents[each], 2) for each in every)
    yield (
        f"{len(every)} phrases: {counts[2]} are told in two of {len(known)} documents "
        f"or more, {counts[1]} in one, {counts[0]} by their sentence alone"
    )


@contextmanager
def _reading(tables: dict[str, lexicon.Concept]) -> Iterator[None]:
    """Have all concepts looked for by this lexicon."""
    before, reader = Concept.reader, Reader(lexicon.compiled(tables))
    Concept.reader = staticmethod(lambda: reader)
    try:
        yield
    finally:
        Concept.reader = staticmethod(before)


def _strangers(texts: Path) -> Iterator[_Text]:
    for line in precision.LABELS.read_text().splitlines():
        label = json.loads(line)
        for path in (texts / label["batch"]).glob(f"{label['case']}.*"):
            text = text_of(path.name, path.read_bytes())
            yield _Text(label["batch"], label["style"], text, label["clauses"])


def _ours() -> Iterator[_Text]:
    folders = (precision.FOLDER, precision.SEEDS)
    paths = (path for folder in folders for path in sorted(folder.glob("**/*.*")))
    for path in paths:
        if path.suffix in (".md", ".txt"):
            yield _Text(OURS, "", text_of(path.name, path.read_bytes()), {})


def _needs(known: list[_Text], tables: dict[str, lexicon.Concept]) -> _Needs:
    reader = Reader(lexicon.compiled(lexicon.apart(tables)))
    names = {
        lexicon.name_of(n, p): (n, p) for n, table in tables.items() for p in table.phrases
    }
    needs = _Needs(defaultdict(set), defaultdict(set), Counter())
    for each in known:
        told = {
            names[x] for low in _read(each.text) for x in reader.told(low) & names.keys()
        }
        needs.documents.update(told)
        for phrase in told:
            needs.phrases[phrase].add(each.batch)
        for clause, verdict in _verdicts(each, ()).items():
            if verdict.found:
                needs.rows[clause, _row(clause, verdict)].add(each.batch)
    return needs


def _read(text: str) -> Iterator[str]:
    """Yield the sentences and headings of a document, in one spelling."""
    for part in volumes(text):
        document = parse(part.text, part.first_line)
        texts = {*(item.text for item in document.items), *(t for _, t in document.stated)}
        for each in texts:
            yield from map(one_spelling, sentences(each))


def _row(clause: str, verdict: Verdict) -> Row:
    """Return the row that decided a clause."""
    found = verdict.found
    assert found
    return next(
        row
        for row in ROWS[clause]
        if row.verdict == verdict.status
        and row.why == verdict.what
        and (row.where, row.needs, row.without) == found[:3]
    )


def _verdicts(each: _Text, gone: Collection[tuple[str, Row]]) -> dict[str, Verdict]:
    part = volumes(each.text)[0]
    case = Case(facts_of(parse(part.text, part.first_line)))
    return {
        clause: judge((row for row in rows if (clause, row) not in gone), case)
        for clause, rows in ROWS.items()
    }


def _figures(known: list[_Text], gone: Collection[tuple[str, Row]]) -> Iterator[str]:
    for style in sorted({each.style for each in known}):
        some = [each for each in known if each.style == style]
        counts: Counter[tuple[bool, bool]] = Counter()
        false = 0
        for each in some:
            profile = profile_of(parse(each.text, 1))
            verdicts = _verdicts(each, gone)
            verdicts = as_general(verdicts) if profile == GENERAL else verdicts
            for clause in verdicts.keys() & each.truth.keys():
                says_so = verdicts[clause].status == "missing"
                pair = (each.truth[clause] == "missing", says_so)
                counts[pair] += 1
                is_owed = profile in clause_of(clause).owed_by
                false += pair == (False, True) and is_owed
        yield (
            f"{known[0].batch} {style} as if unseen: {precision.shares(counts)}, "
            f"{false / len(some):.1f} false errors a document"
        )
