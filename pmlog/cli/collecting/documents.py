"""Documents into incidents of their own: read, shown, written."""

from __future__ import annotations

import os
import shlex
import tempfile
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.cli.collecting.options import Asked, reader_of
from pmlog.cli.session import Session, standard_input_file
from pmlog.errors import LogNotReady, UsageError
from pmlog.exchange import export
from pmlog.incident import event_data, kinds
from pmlog.text.terminal import clipped, one_line, say, say_all, say_stored, warn, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.collect.documents import Draft
    from pmlog.collect.files.inputs import Input
    from pmlog.collect.preview import Tally
    from pmlog.collect.reading import Reader
    from pmlog.store.log import Log


def run(
    session: Session, db: str | None, typed: list[str], asked: Asked, as_typed: list[str]
) -> None:
    """Make an incident of each postmortem, or show what it would be."""
    from pmlog.collect import documents
    from pmlog.collect.preview import Tally

    if asked.pick:
        raise UsageError("--pick is for records, and --new-incidents takes documents whole")
    asked = asked._replace(take_proposed=True, from_="postmortem")
    tally, again = Tally(), asked.wanted.again
    with _log(session, db, asked) as log, ExitStack() as kept:
        drafts = list(_drafts(session, log, typed, asked, tally, kept))
        ready = [each for each in drafts if each.is_to_write(again=again)]
        if asked.yes and ready:
            done = documents.write(log, session.responder(), ready, again=again)
            told = f"collected {done.incidents} incidents; pmlog undo takes them back"
            (warn if asked.json or asked.plain else say_stored)(told)
    _show(drafts, tally, asked)
    if not ready:
        warn("nothing is new, so nothing is to be written")
    elif not asked.yes:
        again_ = shlex.join(["pmlog", "collect", "-y", *as_typed])
        warn(f"nothing is written yet; for all of it: {again_}")


@contextmanager
def _log(session: Session, db: str | None, asked: Asked) -> Iterator[Log]:
    """Open the log; a look at documents, on the first day, makes none."""
    if asked.yes:
        with session.log_to_write(db) as log:
            yield log
        return
    with ExitStack() as kept:
        try:
            log = session.existing_log(db)
        except LogNotReady:
            # What is shown is judged by a log: an empty one, that goes with the look.
            folder = kept.enter_context(tempfile.TemporaryDirectory())
            log = session.log_to_write(os.path.join(folder, "log.db"))
        yield kept.enter_context(log)


def _drafts(
    session: Session,
    log: Log,
    typed: list[str],
    asked: Asked,
    tally: Tally,
    kept: ExitStack,
) -> Iterator[Draft]:
    from pmlog.collect.files import inputs

    reader = reader_of(session, asked, session.now_us, (None, None))
    for file in inputs.inputs(typed, standard_input_file, kept):
        found = _draft(log, reader, file, tally)
        if found:
            yield found


def _draft(log: Log, reader: Reader, file: Input, tally: Tally) -> Draft | None:
    from pmlog.collect import documents
    from pmlog.collect.reading import Folded
    from pmlog.collect.record import LeftOut

    folded = Folded()
    for each in reader.read([file]):
        if isinstance(each, LeftOut):
            tally.add(each)
        else:
            folded.add(each)
    document = None if file.refused else reader.document(file)
    found = document and documents.draft(
        log, file.name, document, folded.records(), reader.setting
    )
    if not found:
        tally.add(LeftOut("a document without a timeline", file.name, file=file.name))
    return found or None


def _show(drafts: list[Draft], tally: Tally, asked: Asked) -> None:
    from pmlog.collect import preview

    for each in drafts:
        if asked.json:
            rows = (preview.judged_object(judged) for judged in each.judged)
            say_all(export.line(row | {"incident": each.title}) for row in rows)
        elif asked.plain:
            say_all(preview.columns(each.judged))
        else:
            say_all(_told(each))
            say_all(preview.lines(each.judged, each.zone, width()))
    for line in tally.lines(""):
        (warn if asked.json or asked.plain else say)(line)


def _told(each: Draft) -> Iterator[str]:
    verdict = "incident, had" if each.opening else "new incident"
    start = f"{clock.date_text(each.start_us, each.zone)} "
    start += f"{clock.minute_text(each.start_us, each.zone)} "
    start += clock.zone_label(each.start_us, each.zone)
    yield f"{verdict}: {one_line(each.title)}  [{start}, {each.file}]"
    if each.opening:
        return
    for entry in each.entries:
        done = ", done" if event_data.from_json(entry.data).done else ""
        kind = entry.kind.replace("_", " ")
        text = clipped(one_line(entry.text), (width() or 120) - 24)
        yield f"  {kind}{done if entry.kind == kinds.TASK else ''}: {text}"
