"""Many incidents: the median and quantiles of each length, and of how many they are.

No mean: one long night moves it more than a quarter of quick repairs.
"""

from __future__ import annotations

from typing import NamedTuple

from pmlog.clock import SECOND_US
from pmlog.metrics.report import (
    DEFINITIONS,
    LENGTHS,
    Report,
    approximate,
    lengths,
    plain_incident,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# What is told of each length, in hundredths: the name in JSON, the name in a table.
QUANTILES = (
    (0, "min_s", "shortest"),
    (50, "median_s", "median"),
    (75, "p75_s", "75 %"),
    (90, "p90_s", "90 %"),
    (100, "max_s", "longest"),
)
METHOD = (
    "over the incidents for which the length is known (n of m); between two incidents a "
    "quantile is interpolated linearly and cut to whole seconds"
)


class Figure(NamedTuple):
    """A length over many incidents; its quantiles are those of QUANTILES."""

    known: int
    quantiles_us: tuple[int | None, ...]  # each None where none is known
    is_approximate: bool


class Summary(NamedTuple):
    """Incidents and, by the key of the length in JSON, its figure."""

    reports: tuple[Report, ...]
    figures: dict[str, Figure]


def summarise(reports: Sequence[Report]) -> Summary:
    """Return the reports with the figures over all of them."""
    known = [lengths(report) for report in reports]
    figures = {key: _figure([each[key] for each in known]) for key in LENGTHS}
    return Summary(tuple(reports), figures)


def _figure(values: list[tuple[int | None, bool]]) -> Figure:
    known = [(length, is_about) for length, is_about in values if length is not None]
    ordered = sorted(length for length, _ in known)
    return Figure(
        len(known),
        tuple(quantile(ordered, share) if ordered else None for share, *_ in QUANTILES),
        any(is_about for _, is_about in known),
    )


def quantile(ordered: Sequence[int], share: int) -> int:
    """Return the value below which share hundredths lie, cut to whole seconds.

    The values are in ascending order and there is at least one.
    """
    # In whole numbers: a float loses seconds that people check by hand.
    place, rest = divmod(share * (len(ordered) - 1), 100)
    low, high = ordered[place], ordered[min(place + 1, len(ordered) - 1)]
    return (low * 100 + (high - low) * rest) // (100 * SECOND_US) * SECOND_US


def plain(summary: Summary) -> dict[str, Any]:
    """Return a summary as `metrics --all --json` prints it."""
    return {
        "incidents": [
            plain_incident(report) | {"approximate": approximate(report)}
            for report in summary.reports
        ],
        "summary": {
            key: _plain_figure(figure, len(summary.reports))
            for key, figure in summary.figures.items()
        },
        "definitions": DEFINITIONS | {"summary": METHOD},
    }


def _plain_figure(figure: Figure, total: int) -> dict[str, Any]:
    values = zip(QUANTILES, figure.quantiles_us, strict=True)
    return {
        "n": figure.known,
        "of": total,
        **{
            key: None if length is None else length // SECOND_US
            for (_, key, _), length in values
        },
        "approximate": figure.is_approximate,
    }
