"""Many incidents as a table for a terminal: a line each, then the figures over all."""

from __future__ import annotations

from pmlog import clock
from pmlog.metrics.report import DEFINITIONS, DURATION, MISLEADING, PATHS, Report, lengths
from pmlog.metrics.summary import METHOD, QUANTILES, Summary
from pmlog.metrics.wording import TITLE_WIDTH, UNKNOWN
from pmlog.text.terminal import clipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMNS = {
    DURATION: "outage",
    "time_to_detect_s": "detect",
    "time_to_acknowledge_s": "acknowl.",
    "time_to_escalate_s": "escalate",
    "time_to_mitigate_s": "mitigate",
    "time_to_resolve_s": "resolve",
    MISLEADING: "misled",
}


def summary_lines(summary: Summary) -> Iterator[str]:
    """Yield a line an incident, then the figures over all of them, then what they mean."""
    rows = [("", "began", *_COLUMNS.values(), "")]
    rows += [_incident_row(report) for report in summary.reports]
    rows += list(_figure_rows(summary))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for *cells, title in rows:
        padded = (
            cell.ljust(width) if number < 2 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(cells, widths[:-1], strict=True))
        )
        yield f"{'  '.join(padded)}  {title}".rstrip()
    for key, column in _COLUMNS.items():
        yield f"{column}: {DEFINITIONS[key]}"
    yield f"a misleading path: {DEFINITIONS[PATHS]}"
    yield f"median and quantiles: {METHOD}"


def _incident_row(report: Report) -> tuple[str, ...]:
    incident = report.incident
    at_us, zone = incident.start_us, incident.zone
    start = f"{clock.date_text(at_us, zone)} {clock.minute_text(at_us, zone)}"
    cells = {key: compact(*value) for key, value in lengths(report).items()}
    return (
        incident.short_id,
        f"{start} {clock.zone_label(at_us, zone)}",
        *(cells[key] for key in _COLUMNS),
        clipped(incident.title, TITLE_WIDTH),
    )


def _figure_rows(summary: Summary) -> Iterator[tuple[str, ...]]:
    for number, (_, _, name) in enumerate(QUANTILES):
        cells = (
            compact(figure.quantiles_us[number], figure.is_approximate)
            for figure in (summary.figures[key] for key in _COLUMNS)
        )
        yield ("", name, *cells, "")
    total = len(summary.reports)
    counts = (f"{summary.figures[key].known} of {total}" for key in _COLUMNS)
    yield ("", "n of m incidents", *counts, "")


def compact(duration_us: int | None, is_about: bool) -> str:
    """Return a length as h:mm:ss, with a "~" where it is about; a dash where unknown."""
    if duration_us is None:
        return UNKNOWN
    minutes, seconds = divmod(duration_us // clock.SECOND_US, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'~' if is_about else ''}{hours}:{minutes:02}:{seconds:02}"
