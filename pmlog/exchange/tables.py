"""Timelines as they stand, for programs that are no pmlog: a spreadsheet, Timesketch.

A way out and not back: corrections are applied, and what is no row of a timeline is not
there.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from pmlog import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident

COLUMNS = (
    *("incident", "title", "id", "at", "until", "zone", "approx", "elapsed_s"),
    *("kind", "text", "author", "how", "to", "links", "source"),
)
# What makes a spreadsheet take a cell for a formula, a control character before it as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_END = "\r\n"
# No spreadsheet shows these, and a terminal obeys them.
_CONTROLS = {
    c: f"\\x{c:02x}" for c in (*range(9), 11, 12, *range(14, 32), *range(127, 160))
}
_WIDE_FORMULA = ("\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield a table, a line an event, as in RFC 4180; a text may span several lines.

    A text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    yield _line(COLUMNS)
    for incident in incidents:
        for event in incident.timeline:
            row = _row(incident, event)
            cells = (str(row[column]).translate(_CONTROLS) for column in COLUMNS)
            yield _line(map(guarded, cells))


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    # Only what ends lines is quoted within one: so both characters, and then none.
    csv.writer(buffer, lineterminator=_END).writerow(cells)
    return buffer.getvalue().removesuffix(_END)


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    first = text.lstrip(" \u00a0\u200b\ufeff")[:1]
    is_number = text.removeprefix("-").isdecimal()
    is_risk = first in (*_FORMULA, *_WIDE_FORMULA) and not is_number
    return f"'{text}" if first and is_risk else text


def _row(incident: Incident, event: Event) -> dict[str, Any]:
    known = event.details
    return {
        "incident": incident.id,
        "title": incident.title,
        "id": event.id,
        "at": clock.rfc3339(event.at),
        "until": "" if event.until is None else clock.rfc3339(event.until),
        "zone": event.zone,
        "approx": "about" if event.approx else "",
        "elapsed_s": incident.elapsed_us(event) // clock.SECOND_US,
        "kind": event.kind,
        "text": event.text,
        "author": event.author,
        "how": known.how,
        "to": ", ".join(known.to),
        "links": " ".join(known.links),
        "source": event.source or "",
    }


def timesketch_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield an object a line with what Timesketch asks of one, and what we know beside."""
    for incident in incidents:
        for event in incident.timeline:
            row = _row(incident, event)
            yield json.dumps(
                {
                    "message": f"{event.kind}: {event.text}",
                    "timestamp": event.at,
                    "datetime": row.pop("at").replace("Z", "+00:00"),
                    "timestamp_desc": f"pmlog {event.kind}",
                    "data_type": "pmlog:timeline:event",
                    "incident_title": row.pop("title"),
                    **{key: value for key, value in row.items() if value != ""},
                }
            )


LINES: dict[str, Callable[[Iterable[Incident]], Iterator[str]]] = {
    "csv": csv_lines,
    "timesketch": timesketch_lines,
}
