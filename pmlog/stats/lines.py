"""The figures as lines of text, for a terminal."""

from __future__ import annotations

from pmlog.render.display import BOLD, DIM, Display
from pmlog.stats import strip, wording
from pmlog.stats.axis import Axis, axis
from pmlog.stats.definitions import MEANINGS, NAMES
from pmlog.stats.figures import Figures
from pmlog.text.number import count
from pmlog.text.terminal import clipped, one_line
from pmlog.text.width import columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlog.stats.case import Case
    from pmlog.stats.counts import Group
    from pmlog.stats.followup import Overdue
    from pmlog.stats.recurrence import Recurrence
    from pmlog.stats.spread import Spread

MOST_MONTHS = 24
MOST_ROWS = 10  # of a list; the page and the JSON have them all
NAME_WIDTH = 24
TITLE_WIDTH = 48
# Without a terminal, as one has it.
_COLUMNS, _MOST_COLUMNS = 80, 100
_MARGIN = "  "


def figures_lines(figures: Figures, display: Display) -> Iterator[str]:
    """Yield the figures, each with what it means."""
    shown = _Lines(figures, display)
    yield display.paint(wording.title(figures), BOLD)
    if chosen := wording.chosen(figures):
        yield one_line(chosen)
    if nothing := wording.nothing(figures):
        yield from display.fold(nothing)
        return
    yield from shown.spreads()
    yield from shown.months()
    for heading, key, groups in (
        ("By service", "services", figures.services),
        ("By severity", "severities", figures.severities),
        ("By who found out", "detected_by", figures.detections),
    ):
        yield from shown.groups(heading, key, groups)
    yield from shown.recurrences()
    yield from shown.tasks()
    yield from shown.wrong_paths()
    yield from shown.called()
    yield from shown.near_misses()
    yield from shown.heading("How to read this", "quantiles")
    for key in ("interval", "counts"):
        yield from display.fold(f"{key}: {MEANINGS[key]}")


class _Lines:
    """The parts, one after another."""

    def __init__(self, figures: Figures, display: Display) -> None:
        self._figures = figures
        self._display = display
        room = display.columns or _COLUMNS
        self._room = max(20, min(room, _MOST_COLUMNS) - 2 * len(_MARGIN))

    def heading(self, text: str, key: str) -> Iterator[str]:
        """Yield a heading with what stands under it means."""
        yield ""
        yield self._display.paint(text, BOLD)
        for line in self._display.fold(MEANINGS[key]):
            yield self._display.paint(line, DIM)

    def spreads(self) -> Iterator[str]:
        """Yield each length: how many are known, their dots, their quantiles."""
        lengths = [value.us for each in self._figures.spreads for value in each.values]
        common = axis(lengths)
        for each in self._figures.spreads if self._figures.cases else ():
            yield from self.heading(NAMES[each.key].capitalize(), each.key)
            yield from self._indented(wording.known(each))
            if each.values:
                yield from self._spread(each, common)

    def _spread(self, spread: Spread, common: Axis) -> Iterator[str]:
        unicode, room = self._display.unicode, self._room
        for line in strip.strip_lines(spread, common, room, unicode=unicode):
            yield f"{_MARGIN}{line}".rstrip()
        each = strip.dots_each(spread, common, room, unicode=unicode)
        if each > 1:
            yield from self._indented(f"a dot is {each} incidents, or fewer")
        if spread.is_listed:
            yield from self._indented(wording.values(spread))
        for said in wording.quantiles(spread):
            yield from self._indented(said)

    def _indented(self, text: str) -> Iterator[str]:
        for line in self._display.fold(text, len(_MARGIN)):
            yield f"{_MARGIN}{line}"

    def months(self) -> Iterator[str]:
        """Yield the last months with their counts."""
        found = self._figures.months
        if not found.months:
            return
        yield from self.heading("By month", "months")
        shown = found.months[-MOST_MONTHS:]
        before = found.earlier + sum(each.incidents for each in found.months[:-MOST_MONTHS])
        if before:
            yield from self._indented(f"{before:,} before {shown[0].name}")
        rows = [
            (
                each.name,
                f"{each.incidents:,}",
                wording.limits(each.limits),
                "" if each.is_whole else "a part of the month",
            )
            for each in shown
        ]
        yield from _table(rows, right=(1,))

    def groups(self, heading: str, key: str, groups: Sequence[Group]) -> Iterator[str]:
        """Yield the counts of groups, with the median outage where it can be stated."""
        if not groups or not self._figures.cases:
            return
        yield from self.heading(heading, key)
        shown = groups[:MOST_ROWS]
        rows = [
            (
                clipped(each.name, NAME_WIDTH),
                f"{each.incidents:,}",
                wording.limits(each.limits),
            )
            for each in shown
        ]
        yield from self._with_medians(rows, [_median(each) for each in shown])
        yield from self._more(groups)

    def _with_medians(
        self, rows: Sequence[tuple[str, ...]], medians: Sequence[str]
    ) -> Iterator[str]:
        """Yield a table with the medians at its right, or below where one has no room."""
        beside = [(*row, said) for row, said in zip(rows, medians, strict=True)]
        table = list(_table(beside, right=(1,)))
        if max(map(columns, table)) <= self._room + len(_MARGIN):
            yield from table
            return
        for line, said in zip(_table(rows, right=(1,)), medians, strict=True):
            yield line
            for part in self._display.fold(said, 2 * len(_MARGIN)) if said else ():
                yield f"{2 * _MARGIN}{part}"

    def _more(self, found: Sequence[object]) -> Iterator[str]:
        left = len(found) - MOST_ROWS
        if left > 0:
            yield f"{_MARGIN}and {left:,} more: --json, or -t html, has them all"

    def recurrences(self) -> Iterator[str]:
        """Yield what happened again, with both titles."""
        found = self._figures.recurrences
        yield from self.heading("Again", "recurrences")
        if not found:
            yield f"{_MARGIN}none"
        for each in found[:MOST_ROWS]:
            yield from self._recurrence(each)
        yield from self._more(found)

    def _recurrence(self, found: Recurrence) -> Iterator[str]:
        yield f"{_MARGIN}{_named(found.again)}"
        yield f"{_MARGIN}{_named(found.first)}, {wording.days_before(found.days)}"
        shared = f"{', '.join(found.services)}: {', '.join(found.words)}"
        tasks = len(found.first.tasks)
        done = (
            f"; tasks done by then: {found.tasks_done_before} of {tasks}" if tasks else ""
        )
        yield from self._indented(f"  both {one_line(shared)}{done}")

    def tasks(self) -> Iterator[str]:
        """Yield what became of the tasks, and what is overdue longest."""
        found = self._figures.tasks
        yield from self.heading("Tasks", "tasks")
        for said in wording.tasks(found):
            yield from self._indented(said)
        for each in found.overdue[:MOST_ROWS]:
            yield from self._indented(f"  {overdue_line(each)}")
        yield from self._more(found.overdue)

    def wrong_paths(self) -> Iterator[str]:
        """Yield what wrong paths took."""
        found = self._figures.wrong_paths
        yield from self.heading("Wrong paths", "misleading")
        yield from self._indented(wording.wrong_paths(found))

    def called(self) -> Iterator[str]:
        """Yield who was called."""
        found = self._figures.called
        yield from self.heading("Called", "called")
        who = ", ".join(f"{one_line(name)} {count:,}" for name, count in found.names)
        yield from self._indented(f"{wording.called(found)}{': ' if who else ''}{who}")

    def near_misses(self) -> Iterator[str]:
        """Yield what had no outage."""
        found = self._figures.near_misses
        if not found:
            return
        yield from self.heading("Near misses", "near_misses")
        yield f"{_MARGIN}{len(found):,}"
        if said := wording.near_misses(found):
            yield from self._indented(said)
        for case in found[::-1][:MOST_ROWS]:
            yield f"{_MARGIN}{_named(case)}"
        yield from self._more(found)


def overdue_line(found: Overdue) -> str:
    """Return an overdue task as a line."""
    task = found.task
    who = f", {task.owner}" if task.owner else ""
    late = count(found.days, "day")
    return one_line(
        f"{task.id[24:30]}  due {task.due} ({late}){who}: {task.text}  "
        f"[{clipped(found.case.title, TITLE_WIDTH)}]"
    )


def _named(case: Case) -> str:
    return f"{case.short_id}  {case.day}  {clipped(case.title, TITLE_WIDTH)}"


def _median(group: Group) -> str:
    said = wording.median(group.outage)
    return f"median outage {said}" if said else ""


def _table(rows: Sequence[tuple[str, ...]], right: Iterable[int]) -> Iterator[str]:
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            f"{' ' * (width - columns(cell))}{cell}"
            if number in right
            else f"{cell}{' ' * (width - columns(cell))}"
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"{_MARGIN}{'  '.join(cells)}".rstrip()
