"""What the figures say, in words that terminal and page share."""

from __future__ import annotations

import math

from pmlog import clock
from pmlog.stats.figures import Figures
from pmlog.text.number import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.stats.case import Case
    from pmlog.stats.choice import Bound
    from pmlog.stats.exact import Limits
    from pmlog.stats.followup import Called, Tasks, WrongPaths
    from pmlog.stats.spread import Quantile, Spread

_SHARES = {50: "median", 75: "three quarters within", 90: "nine tenths within"}


def length(us: int, *, about: bool = False) -> str:
    """Return a length, with a tilde where it is known only about."""
    return f"{'~ ' if about else ''}{clock.duration_text(us)}"


def title(figures: Figures) -> str:
    """Return how many incidents there are, of when."""
    return f"{heading(figures)}, {extent(figures)}".removesuffix(", ")


def heading(figures: Figures) -> str:
    """Return how many incidents there are."""
    return f"{count(len(figures.cases), 'incident')} that hit users"


def extent(figures: Figures) -> str:
    """Return from when they are, and how many near misses are apart."""
    days = dict.fromkeys(case.day for case in figures.cases)
    first_last = list(dict.fromkeys((*list(days)[:1], *list(days)[-1:])))
    apart = len(figures.near_misses)
    near = [f"{count(apart, 'near miss')} apart"] if apart else []
    return "; ".join((*([" to ".join(first_last)] if first_last else []), *near))


def chosen(figures: Figures) -> str:
    """Return what was asked for; nothing where that was everything."""
    choice = figures.choice
    parts = [
        _bound("since", choice.since),
        _bound("until", choice.until),
        *(f"service {each}" for each in choice.services),
        *(f"severity {each}" for each in choice.severities),
        *(f"key {each}" for each in choice.keys),
    ]
    return ", ".join(part for part in parts if part)


def nothing(figures: Figures) -> str:
    """Return that there is nothing to count; "" where there is something."""
    if figures.cases or figures.near_misses:
        return ""
    if chosen(figures):
        return "no incident of the log is one of these"
    return "nothing to count yet; pmlog began TEXT logs that users are hit, and since when"


def _bound(name: str, bound: Bound | None) -> str:
    if bound is None:
        return ""
    if bound.at_us is None:
        return f"{name} {bound.day}"
    return f"{name} {clock.rfc3339(bound.at_us // clock.SECOND_US * clock.SECOND_US)}"


def known(spread: Spread) -> str:
    """Return of how many incidents a length is known, and why it is not of the others."""
    parts = [f"{spread.known:,} of {spread.of:,} known"]
    parts += [f"{count:,} {why}" for why, count in spread.unknown.items()]
    if spread.about:
        parts.append(f"{spread.about:,} only about")
    return "; ".join(parts)


def values(spread: Spread) -> str:
    """Return each length, where there are few."""
    return ", ".join(length(each.us, about=each.is_about) for each in spread.values)


def quantiles(spread: Spread) -> Iterator[str]:
    """Yield each quantile that can be stated, with its interval, then the longest."""
    for share, found in spread.quantiles.items():
        yield f"{_SHARES[share]} {quantile(found)}"
    if spread.quantiles:
        longest = spread.values[-1]
        yield f"longest {length(longest.us, about=longest.is_about)}"


def quantile(found: Quantile) -> str:
    """Return a quantile with its interval and that one's confidence."""
    said = length(found.us, about=found.is_about)
    if found.low is None or found.high is None or found.confidence is None:
        return f"{said} (too few for an interval)"
    low, high = (length(each.us, about=each.is_about) for each in (found.low, found.high))
    return f"{said} ({low} to {high}; {confidence(found.confidence)} confidence)"


def median(spread: Spread) -> str:
    """Return the median of a group, of how many where not all are known; "" of too few."""
    found = spread.quantiles.get(50)
    if found is None:
        return ""
    of = "" if spread.known == spread.of else f"; of {spread.known:,} known"
    return f"{quantile(found)}{of}"


def confidence(percent: float) -> str:
    """Return a confidence to a tenth, never more than it is."""
    return f"{math.floor(percent * 10) / 10:g} %"


def limits(found: Limits) -> str:
    """Return the interval of a count."""
    return f"{_limit(found.low)} to {_limit(found.high)}"


def _limit(value: float) -> str:
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def tasks(found: Tasks) -> Iterator[str]:
    """Yield what became of the tasks."""
    late = len(found.overdue)
    undated = f", {found.open_undated:,} without a date" if found.open_undated else ""
    yield f"{found.open:,} open{undated}; {late:,} overdue; {found.done:,} done"
    ages = [f"{count:,} {age}" for age, count in found.by_age.items() if count]
    if ages:
        yield f"overdue for: {', '.join(ages)}"
    if found.of_recurred:
        yield (
            f"of {count(found.of_recurred, 'task')} from incidents that happened again, "
            f"{found.done_before_again:,} done by then"
        )


def wrong_paths(found: WrongPaths) -> str:
    """Return what wrong paths took."""
    parts = [f"in {found.incidents:,} of {count(found.of, 'incident')}"]
    if found.incidents:
        parts.append(f"{clock.duration_text(found.lost_us)} in all")
    if found.percent is not None:
        parts.append(f"{found.percent:g} % of the outages")
    if found.open_ended:
        parts.append(f"{found.open_ended:,} of them without an end")
    return "; ".join(parts)


def called(found: Called) -> str:
    """Return in how many incidents anybody was called."""
    return f"in {found.incidents:,} of {count(found.of, 'incident')}"


def days_before(days: int) -> str:
    """Return how many days before: "less than a day before"."""
    return f"{count(days, 'day') if days else 'less than a day'} before"


def near_misses(cases: tuple[Case, ...]) -> str:
    """Return how many of them may be none."""
    doubtful = sum(case.says_users for case in cases)
    if not doubtful:
        return ""
    return (
        f"{doubtful:,} of them with users affected in the write-up: log when that began, "
        "and they count"
    )
