"""Records into an incident: read, shown, picked, written."""

from __future__ import annotations

import shlex
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from pmlog.cli.collecting.options import Asked, reader_of, window_of, window_text
from pmlog.cli.session import Session, standard_input_file
from pmlog.collect.recognition import EMPTY
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.store import current
from pmlog.text import redaction
from pmlog.text.terminal import clipped, say, say_all, say_stored, warn, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.collect.batch import Taken
    from pmlog.collect.files.inputs import Input
    from pmlog.collect.plan import Plan
    from pmlog.collect.reading import Reader
    from pmlog.collect.record import LeftOut
    from pmlog.store.log import Log


def run(
    session: Session,
    log: Log,
    incident: str,
    typed: list[str],
    asked: Asked,
    as_typed: list[str],
) -> None:
    """Read the files, and show or write what is in them."""
    from pmlog.collect import batch, plan

    about = current.incident(log, incident)
    around = plan.window(log, about, session.now_us)
    window = window_of(session, asked, around, about.zone)
    reader = reader_of(session, asked, about.start_us, window)
    made = _made(session, log, incident, typed, reader, asked)
    made = made._replace(window=window_text(window, about.zone))
    if asked.yes and asked.pick:
        raise UsageError("-y takes all and --pick lets you choose; give one of them")
    if asked.pick:
        _write(session, log, made, _picked(session, made), asked)
        return
    if asked.yes:
        taken = [batch.Taken(each) for each in made.to_write]
        _write(session, log, made, taken, asked)
    _show(made, reader, asked)
    if not asked.yes:
        _say_how_to_go_on(made, as_typed)


def _made(
    session: Session,
    log: Log,
    incident: str,
    typed: list[str],
    reader: Reader,
    asked: Asked,
) -> Plan:
    from pmlog.cli.terminal.progress import Bar
    from pmlog.collect import plan, preview
    from pmlog.collect.files import inputs

    def tell(left: LeftOut) -> None:
        say(export.line(preview.left_out_object(left)))

    left_out = tell if asked.json else None
    # Archives stay open until all is read, and the bar is taken away before anything is
    # printed below it.
    with ExitStack() as kept:
        found = list(inputs.inputs(typed, standard_input_file, kept))
        total = sum(each.size for each in found)
        bar = kept.enter_context(Bar("reading", total, session.environ))
        watched: list[Input] = [each._replace(tell=bar.add) for each in found]
        return plan.made(
            log, incident, reader, watched, again=asked.wanted.again, left_out=left_out
        )


def _show(plan: Plan, reader: Reader, asked: Asked) -> None:
    """Print the records, and what is to be known of them."""
    from pmlog.collect import preview

    if asked.json:
        say_all(export.line(preview.judged_object(each)) for each in plan.judged)
    elif asked.plain:
        say_all(preview.columns(plan.judged))
    else:
        say_all(preview.lines(plan.judged, plan.incident.zone, width()))
    for line in _summary(plan, reader):
        # What is data for a script stays free of sentences.
        (warn if asked.json or asked.plain else say)(line)


def _summary(plan: Plan, reader: Reader) -> Iterator[str]:
    from pmlog.collect import verdicts

    if not reader.files:
        yield "nothing was read: no file is of a known format"
    names = (verdicts.NEW, verdicts.GROWN, verdicts.HAD, verdicts.TAKEN_BACK)
    counts = [f"{count} {name}" for name in names if (count := plan.count(name))]
    formats = dict.fromkeys(name for _, name in reader.files if name != EMPTY)
    read = ", ".join(formats)
    if plan.judged:
        yield f"{', '.join(counts)} (read as: {read})"
    elif reader.files:
        yield f"nothing to collect {f'(read as: {read})' if read else 'in what is empty'}"
    yield from reader.notes
    yield from plan.tally.lines(plan.window)
    if reader.span and not plan.judged:
        first, last = (
            window_text((each, None), plan.incident.zone) for each in reader.span
        )
        yield f"what was read is {first.removesuffix(' to the end')} to {last[5:-11]}"
    yield from plan.effects
    if reader.secrets:
        yield f"secrets taken out: {redaction.summary(dict(reader.secrets))}"
    likely = sum(each.like is not None for each in plan.judged)
    if likely:
        yield f"{likely} look like what is logged already, and are taken all the same"
    if plan.count(verdicts.TAKEN_BACK):
        yield "what was taken back stays so; --again brings it back"


def _say_how_to_go_on(plan: Plan, as_typed: list[str]) -> None:
    count = len(plan.to_write)
    if not count:
        return
    if plan.proposed:
        kinds = ", ".join(sorted({each.record.proposed for each in plan.proposed}))
        warn(
            f"{len(plan.proposed)} may be {kinds}: -y stores these as notes, as they would "
            "move the duration; --take-proposed takes them as that, --pick one by one"
        )
    title = clipped(plan.incident.title, 40)
    again = shlex.join(["pmlog", "collect", "-y", *as_typed])
    warn(f"nothing is written yet; for all {count} into {title!r}: {again}")


def _picked(session: Session, plan: Plan) -> list[Taken]:
    """Return what a person left of the list in the editor, with what they changed."""
    from pmlog.cli.terminal.editor import Draft
    from pmlog.collect import pick

    if not plan.to_write:
        return []
    if not sys.stdin.isatty():
        raise UsageError("--pick opens an editor and needs a terminal; -y takes all")
    draft, zone = Draft(session.environ, "collect.txt"), plan.incident.zone
    # What another time was left of a list is of other records.
    draft.remove()
    text = draft.edited(pick.listed(plan.to_write, zone), (*pick.HOW_TO, *plan.effects))
    taken = pick.picked(text, plan.to_write, zone)
    draft.remove()
    return taken


def _write(
    session: Session, log: Log, plan: Plan, taken: list[Taken], asked: Asked
) -> None:
    from pmlog.collect import batch

    if not taken:
        none_new = "nothing is new, so nothing was written"
        warn("the list is empty; nothing was written" if plan.to_write else none_new)
        return
    written = batch.write(log, session.responder(), plan.incident, taken)
    grown = f", {written.grown} grown" if written.grown else ""
    title = clipped(plan.incident.title, 40)
    told = f"collected into {title!r}: {written.new} new{grown}; pmlog undo takes them back"
    (warn if asked.json or asked.plain else say_stored)(told)
