"""The figures in SVG: dots on a logarithmic axis, months with their intervals."""

from __future__ import annotations

from itertools import groupby

from pmlog.diagram import markup
from pmlog.diagram.markup import share
from pmlog.stats import wording
from pmlog.stats.axis import Axis
from pmlog.stats.definitions import NAMES
from pmlog.text.number import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmlog.stats.counts import Month
    from pmlog.stats.spread import Quantile, Spread, Value

# Across, so that dots of 6 pixels stand side by side on a wide screen.
PILES = 96
_RADIUS = 3.2
_STEP = 7.0
# The highest pile; where that is too little, dots overlap.
_HIGHEST = 180.0
# Of more incidents a page would be slow: then a bar is a pile.
MOST_DOTS = 1000
# The room at both ends for half a dot or half a label.
_LEFT, _WIDTH = 0.03, 0.94
_STYLE = """
.pmlog-diagram .dot{fill:var(--pmlog-communicated);stroke:var(--pmlog-communicated);\
stroke-width:1.4px}
.pmlog-diagram .about{fill:var(--pmlog-paper)}
.pmlog-diagram a:is(:hover,:focus) .dot{fill:var(--pmlog-ink);stroke:var(--pmlog-ink)}
.pmlog-diagram line.between{stroke:var(--pmlog-ink);stroke-width:2px}
.pmlog-diagram .median{fill:var(--pmlog-ink)}
.pmlog-diagram line.part{stroke-dasharray:2 3}"""


def spread_svg(spread: Spread, axis: Axis, documents: Mapping[str, str]) -> str:
    """Return the dots of a length; documents are addresses by short ids of incidents."""
    piles = _piles(spread.values, axis)
    most = max((len(values) for _, values in piles), default=1)
    step = min(_STEP, _HIGHEST / most)
    ground = 12 + step * most
    if spread.known > MOST_DOTS:
        marks = [_bar(at, values, ground, step) for at, values in piles]
    else:
        marks = [
            _dot(at, value, ground - _RADIUS - 1 - step * number, documents)
            for at, values in piles
            for number, value in enumerate(values)
        ]
    shapes = (
        *_ticks(axis, ground),
        *_median(spread.quantiles.get(50), axis, ground + 11),
        *marks,
    )
    return markup.document(
        f"stats-{spread.key.replace('_', '-')}",
        NAMES[spread.key].capitalize(),
        "; ".join((wording.known(spread), *wording.quantiles(spread))),
        [markup.area(share(_LEFT), share(_WIDTH), *shapes)],
        height=ground + 36,
        style=_STYLE,
    )


def _piles(values: Sequence[Value], axis: Axis) -> list[tuple[float, list[Value]]]:
    """Return the values in piles, each with its place from 0 to 1."""

    def pile(value: Value) -> int:
        return round(axis.place(value.us) * (PILES - 1))

    return [(at / (PILES - 1), list(found)) for at, found in groupby(values, pile)]


def _dot(at: float, value: Value, y: float, documents: Mapping[str, str]) -> str:
    case = value.case
    said = f"{wording.length(value.us, about=value.is_about)}, {case.day}: {case.title}"
    drawn = markup.circle(share(at), y, _RADIUS, "dot about" if value.is_about else "dot")
    href = next((documents[each] for each in _short(case.names) if each in documents), "")
    return markup.linked(href, said, drawn)


def _short(names: Sequence[str]) -> Iterator[str]:
    return (name[24:30] for name in names)


def _bar(at: float, values: Sequence[Value], ground: float, step: float) -> str:
    high = step * len(values)
    shortest, longest = values[0].us, values[-1].us
    said = count(len(values), "incident")
    said += f", {wording.length(shortest)} to {wording.length(longest)}"
    width = share(0.8 / PILES)
    start = share(at - 0.4 / PILES)
    return markup.linked(
        "", said, markup.rect(start, ground - 1 - high, width, high, "dot", round_=0)
    )


def _ticks(axis: Axis, ground: float) -> Iterator[str]:
    yield markup.line(share(0), ground, share(1), ground, "day")
    for number, (place, name) in enumerate(axis.ticks):
        # On a phone there is room for every other one.
        style = "soft small" if number % 2 == 0 else "soft small between-ticks"
        yield markup.line(share(place), ground, share(place), ground + 5, "day")
        yield markup.text(share(place), ground + 32, name, style, anchor="middle")


def _median(median: Quantile | None, axis: Axis, y: float) -> Iterator[str]:
    if median is None:
        return
    if median.low and median.high:
        low, high = (share(axis.place(each.us)) for each in (median.low, median.high))
        yield markup.line(low, y, high, y, "between")
        for end in (low, high):
            yield markup.line(end, y - 4, end, y + 4, "between")
    yield markup.figure(share(axis.place(median.us)), y, markup.DIAMOND, "median")


def months_svg(months: Sequence[Month]) -> str:
    """Return the counts of months, each with its interval, one below the other."""
    most = max((month.limits.high for month in months), default=1.0)
    top = _round_up(most)
    step = 18
    ground = step * len(months) + 8
    shapes = list(_scale(top, ground))
    for number, month in enumerate(months):
        y = step * number + 12
        low, high = (share(each / top) for each in month.limits)
        said = f"{month.name}: {count(month.incidents, 'incident')}; "
        said += f"{wording.limits(month.limits)} expected"
        line = markup.line(low, y, high, y, "between" if month.is_whole else "between part")
        dot = markup.circle(share(month.incidents / top), y, 4, "dot")
        shapes.append(markup.linked("", said, line, dot))
    names = [
        markup.text(share(0), step * number + 16, month.name, "small")
        for number, month in enumerate(months)
    ]
    total = sum(month.incidents for month in months)
    return markup.document(
        "stats-months",
        "Incidents by month",
        f"{count(total, 'incident')} in {count(len(months), 'month')}",
        [*names, markup.area(share(0.18), share(0.79), *shapes)],
        height=ground + 22,
        style=_STYLE,
    )


def _scale(top: int, ground: float) -> Iterator[str]:
    for part in range(5):
        value = top * part / 4
        at = share(part / 4)
        yield markup.line(at, 0, at, ground, "rule")
        yield markup.text(at, ground + 16, f"{value:g}", "soft small", anchor="middle")


def _round_up(value: float) -> int:
    """Return the next number that four even steps lead to: 4, 8, 20, 40, 80, 200."""
    unit = 4
    while True:
        for factor in (1, 2, 5):
            if unit * factor >= value:
                return unit * factor
        unit *= 10
