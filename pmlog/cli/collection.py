"""The options of collect -> what is read; the plan -> what is said of it, and written."""

from __future__ import annotations

import os
import shlex
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import typer

from pmlog import clock, paths
from pmlog.cli.session import Session, standard_input_file, time_typed, zone_named
from pmlog.cli.values import kind_named
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.text import redaction
from pmlog.text.terminal import clipped, say, say_all, say_stored, warn, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.collect.files.inputs import Input
    from pmlog.collect.filters import Filters
    from pmlog.collect.format import Format
    from pmlog.collect.plan import Plan
    from pmlog.collect.reading import Reader
    from pmlog.collect.record import LeftOut
    from pmlog.store.log import Log


class Times(NamedTuple):
    """The options of times, as they were typed."""

    since: str | None
    until: str | None
    all_times: bool
    shift: str | None
    tz: str | None
    date: str | None


class Wanted(NamedTuple):
    """The options that say which records are wanted."""

    match: list[str]
    without: list[str]
    author: list[str]
    kinds: list[str]
    bots: bool
    everything: bool
    again: bool


class Asked(NamedTuple):
    """The options, as they were typed."""

    times: Times
    wanted: Wanted
    map: str | None
    from_: str | None
    take_proposed: bool
    plain: bool
    json: bool


def run(
    session: Session,
    log: Log,
    incident: str,
    typed: list[str],
    asked: Asked,
    *,
    yes: bool,
    as_typed: list[str],
) -> None:
    """Read the files, and show or write what is in them."""
    from pmlog.collect import plan

    whole = plan.whole_incident(log, incident)
    window = _window(session, asked, plan.window(whole, session.now_us), whole.zone)
    reader = _reader(session, asked, whole.start_us, window)
    made = _made(session, log, incident, typed, reader, asked)
    made = made._replace(window=_window_text(window, whole.zone))
    if yes:
        _write(session, log, made, asked)
    _show(made, reader, asked)
    if not yes:
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
    with ExitStack() as kept:
        found = list(inputs.inputs(typed, standard_input_file, kept))
        total = sum(each.size for each in found)
        bar = kept.enter_context(Bar("reading", total, session.environ))
        watched: list[Input] = [each._replace(tell=bar.add) for each in found]
        return plan.made(
            log, incident, reader, watched, again=asked.wanted.again, left_out=left_out
        )


Window = tuple[int | None, int | None]


def _window(session: Session, asked: Asked, around: tuple[int, int], zone: str) -> Window:
    """Return the first and the last instant that is looked for; None where all are."""
    if asked.times.all_times and (asked.times.since or asked.times.until):
        raise UsageError("--all-times has no window; leave out --since and --until")
    first, last = (None, None) if asked.times.all_times else around
    zone, near = _zone(asked) or zone, (around[0], around[0])
    since = time_typed(asked.times.since, session, zone, near=near)
    until = time_typed(asked.times.until, session, zone, near=near)
    return since.at_us if since else first, until.at_us if until else last


def _window_text(window: Window, zone: str) -> str:
    texts = [
        ""
        if at_us is None
        else f"{clock.date_text(at_us, zone)} {clock.minute_text(at_us, zone)}"
        for at_us in window
    ]
    return f"from {texts[0] or 'the beginning'} to {texts[1] or 'the end'}"


def _zone(asked: Asked) -> str | None:
    return zone_named(asked.times.tz) if asked.times.tz else None


def _reader(session: Session, asked: Asked, start_us: int, window: Window) -> Reader:
    from pmlog.collect import registry
    from pmlog.collect.reading import Reader
    from pmlog.collect.record import Setting

    formats = known_formats(session)
    setting = Setting(
        session.now_us, _zone(asked), _date(asked, session), start_us, _columns(asked.map)
    )
    return Reader(
        formats,
        setting,
        _filters(asked, window),
        chosen=registry.named(asked.from_, formats) if asked.from_ else None,
        shift_us=_shift(asked.times.shift),
        takes_proposed=asked.take_proposed,
    )


def known_formats(session: Session) -> tuple[Format, ...]:
    """Return all formats, the user's own first; one that is broken is told and not used."""
    from pmlog.collect import registry
    from pmlog.collect.described import toml

    own, folder = [], paths.user_formats(session.environ)
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if name.endswith(".toml"):
            try:
                own.append(toml.load(os.path.join(folder, name)))
            except toml.BadFormat as error:
                warn(f"warning: a format is not used: {error}")
    return registry.formats(tuple(own))


def list_formats(session: Session, *, json: bool) -> None:
    """Print what is read, and what fetches it."""
    for each in known_formats(session):
        if json:
            row = {"name": each.name, "title": each.title, "fetch": each.fetch}
            say(export.line(row | {"file": each.origin or None}))
        else:
            say(f"{each.name:19} {each.title}\n{'':19} {each.fetch}")


def check_format(session: Session, path: str) -> None:
    """Read a format and its examples. BadFormat, or exit code 1, where one fails."""
    from pmlog.collect import trial

    wrong = trial.differences(path, session.now_us)
    if wrong:
        say_all(wrong)
        raise typer.Exit(1)
    say(f"{path} is a format; what its examples say is so")


def _date(asked: Asked, session: Session) -> str | None:
    if not asked.times.date:
        return None
    from pmlog.collect import stamps

    zone = _zone(asked) or session.responder().zone
    named = {
        "today": clock.date_text(session.now_us, zone),
        "yesterday": clock.date_text(session.now_us - clock.DAY_US, zone),
    }
    try:
        typed = named.get(asked.times.date.strip().lower(), asked.times.date)
        return str(stamps.date_alone(typed) or date.fromisoformat(typed))
    except ValueError as error:
        raise UsageError(
            f"cannot read {asked.times.date!r} as a date; try --date 2026-11-28"
        ) from error


def _shift(typed: str | None) -> int:
    if not typed:
        return 0
    from pmlog import when

    sign, length = typed.strip()[:1], typed.strip()[1:]
    if sign not in ("+", "-"):
        raise UsageError(
            f"which way is {typed!r}? --shift -37s sets a clock back that went ahead, "
            "+37s one on that was behind"
        )
    return when.read_duration(length) * (-1 if sign == "-" else 1)


def _columns(typed: str | None) -> tuple[tuple[str, str], ...]:
    pairs = [each.partition("=") for each in (typed or "").split(",") if each.strip()]
    for name, equals, column in pairs:
        if not equals or not column.strip() or name.strip() not in _FIELDS:
            raise UsageError(
                f"--map says which column is what, of {', '.join(_FIELDS)}: "
                "--map 'at=Started,text=What happened'"
            )
    return tuple((name.strip(), column.strip()) for name, _, column in pairs)


_FIELDS = ("at", "text", "author", "until", "kind", "id", "link", "date")


def _filters(asked: Asked, window: Window) -> Filters:
    from pmlog.collect.filters import Filters, pattern

    kinds = [
        part for each in asked.wanted.kinds for part in each.split(",") if part.strip()
    ]
    return Filters(
        *window,
        tuple(map(pattern, asked.wanted.match)),
        tuple(map(pattern, asked.wanted.without)),
        tuple(name.casefold() for name in asked.wanted.author),
        frozenset(map(kind_named, kinds)),
        asked.wanted.bots,
        asked.wanted.everything,
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
    read = ", ".join(dict.fromkeys(name for _, name in reader.files))
    if plan.judged:
        yield f"{', '.join(counts)} (read as: {read})"
    elif reader.files:
        yield f"nothing to collect (read as: {read})"
    yield from plan.tally.lines(plan.window)
    if reader.span and not plan.judged:
        first, last = (
            _window_text((each, None), plan.incident.zone) for each in reader.span
        )
        yield f"what was read is {first.removesuffix(' to the end')} to {last[5:-11]}"
    yield from plan.effects
    if reader.secrets:
        yield f"secrets taken out: {redaction.told(dict(reader.secrets))}"
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


def _write(session: Session, log: Log, plan: Plan, asked: Asked) -> None:
    from pmlog.collect import batch

    taken = [batch.Taken(each) for each in plan.to_write]
    if not taken:
        warn("nothing is new, so nothing was written")
        return
    written = batch.write(log, session.responder(), plan.incident, taken)
    grown = f", {written.grown} grown" if written.grown else ""
    title = clipped(plan.incident.title, 40)
    told = f"collected into {title!r}: {written.new} new{grown}; pmlog undo takes them back"
    (warn if asked.json or asked.plain else say_stored)(told)
