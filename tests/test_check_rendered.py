"""What render writes from a log without a contradiction, check finds none in."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmlog import cli, clock
from pmlog.check.document.encoding import text_of
from pmlog.check.report.examine import Settings, reports
from pmlog.check.rules.table import CONTRADICTIONS, chosen
from pmlog.incident import kinds
from pmlog.postmortem.clauses import ASSIGNMENT, CLAUSES
from pmlog.store import derived, schema
from pmlog.store.log import Log
from tests.conftest import ROOT
from tests.timelines import INCIDENT, event

if TYPE_CHECKING:
    from pathlib import Path

    from pmlog.incident.event import Event
    from tests.conftest import Shell

TEMPLATES = sorted(
    path.name.split(".")[0] for path in (ROOT / "templates").iterdir() if path.is_file()
)
# Both sides of each clock change, and the turn of a year.
STARTS = tuple(
    int(datetime.fromisoformat(text).timestamp()) * clock.SECOND_US
    for text in (
        "2026-11-20T04:18:00Z",
        "2026-12-31T21:40:00Z",
        "2026-03-29T00:20:00Z",
        "2026-10-25T00:10:00Z",
        "2026-11-01T04:50:00Z",
        "2028-02-29T11:31:00Z",
        "2026-12-31T00:00:00Z",
        "2026-04-04T14:30:00Z",
    )
)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Africa/Lagos",
    # By name like America's; odd offsets; half an hour of summer; the first in the day.
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
)
TEXTS: dict[str, tuple[str, ...]] = {
    kinds.BEGAN: ("Writes fail.", "Logins time out", "db-1 is down", "Mail is late."),
    kinds.DETECTED: ("The latency alert fires.", "A customer calls", "Alert: 40% errors"),
    kinds.ACKNOWLEDGED: ("I am on it", "Ada takes it."),
    kinds.INVESTIGATED: (
        "Looked at the slow log, suspecting the index.",
        "Users still report errors; the network is next",
        "The backup of 2024-01-05 02:00 UTC is the last good one",
    ),
    kinds.MISLEADING: ("The network turned out to be fine.", "Blamed the CDN"),
    kinds.ESCALATED: ("Nobody on the night shift knows the relay.", "They own the pool"),
    kinds.COMMUNICATED: ("Status page says that we investigate.", "Told sales"),
    kinds.MITIGATED: ("Half of the nodes serve again", "Read-only mode is on."),
    kinds.RESOLVED: ("A restart helps.", "The pool is raised to 200.", "Service restored"),
    kinds.NOTE: (
        "The certificate was valid until 2025-06-30.",
        "coffee",
        "Load is 300% of a normal day",
        "Next try at half past.",
        "Root cause found: a bad index",
        "Users report that some mails came twice",
        "Investigation of the cause began.",
    ),
}
# What somebody may say of anything at all: the kind of an event says what it is.
ODD = (
    "resolved at 14:00 JST",
    "The outage ends, says the provider",
    "It began at 09:15 AM BRT",
    "From 10:00 to 12:00 UTC nobody could log in",
    "Duration: 5 h",
    "1. 15 December 2024, 03:53 (UTC) - a copy",
    "### 2024-01-05",
    "| 10:00 | down |",
    "**Resolved** at 4:15 PM",
    "Detected at 11:11 by a customer",
    "The outage lasted 3 hours last time",
    "END OF OUTAGE 12:00 UTC",
)
WHILE_IT_LASTS = (
    kinds.ACKNOWLEDGED,
    kinds.INVESTIGATED,
    kinds.MISLEADING,
    kinds.ESCALATED,
    kinds.COMMUNICATED,
    kinds.MITIGATED,
    kinds.NOTE,
)
# Work may go on behind the end.
AFTERWARDS = (kinds.COMMUNICATED, kinds.NOTE, kinds.ESCALATED, kinds.INVESTIGATED)
FIELDS = {
    kinds.IMPACT: "Offices are open from 09:00 to 17:00 JST, and saw error pages.",
    kinds.SERVICES: "checkout",
    kinds.SEVERITY: "SEV2",
    kinds.ROOT_CAUSE: "A deploy on 2025-12-30 leaked connections.",
    kinds.CAUSE_DETAIL: "Each request held its connection for 90 minutes, until a timeout. "
    "The outage of 2024-05-01 from 10:00 to 11:00 had the same cause.",
    kinds.FIX_DETAIL: "The timeout went down to 5 s, which took 20 minutes.",
    kinds.WENT_WELL: "The alert fired within 2 minutes.",
}


class Story(NamedTuple):
    """An incident that contradicts itself nowhere, and how it is shown."""

    events: tuple[Event, ...]
    shown_in: tuple[str, ...]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Return an incident of one window or two, with whatever happens in and after them."""
    zone = draw(st.sampled_from(ZONES))
    at = draw(st.sampled_from(STARTS)) + draw(st.integers(0, 59)) * clock.MINUTE_US
    told: list[tuple[int, str, dict[str, Any]]] = []
    for _ in range(draw(st.integers(1, 2))):
        at = _window(draw, at, told)
    for kind in draw(st.lists(st.sampled_from(AFTERWARDS), max_size=2)):
        at += draw(_steps())
        told.append((at, kind, {}))
    if draw(st.booleans()) and told[-1][1] == kinds.RESOLVED:
        told.pop()
    told.sort(key=lambda each: each[0])
    events = [event(1, kinds.OPENED, told[0][0], "Mail is late", id=INCIDENT, zone=zone)]
    for number, (when, kind, fields) in enumerate(told, 2):
        text = draw(st.sampled_from(TEXTS[kind] + ODD))
        events.append(event(number, kind, when, text, zone=zone, **fields))
    written = [*_fields(draw), *_tasks(draw, at, zone)]
    for number, (kind, text, data) in enumerate(written, len(events) + 1):
        events.append(event(number, kind, at, text, zone=zone, data=data))
    return Story(tuple(events), tuple(draw(st.lists(st.sampled_from(ZONES), max_size=2))))


def _steps() -> st.SearchStrategy[int]:
    minutes = st.one_of(st.integers(0, 90), st.integers(600, 1700), st.integers(9000, 9999))
    return minutes.map(lambda each: each * clock.MINUTE_US)


def _window(
    draw: st.DrawFn, start: int, told: list[tuple[int, str, dict[str, Any]]]
) -> int:
    """Add a window from its beginning to its end; return when it is long over."""
    told.append((start, kinds.BEGAN, {"approx": draw(st.booleans())}))
    at = start + draw(st.integers(0, 20)) * clock.MINUTE_US
    told.append((at, kinds.DETECTED, {"data": draw(_how())}))
    for kind in draw(st.lists(st.sampled_from(WHILE_IT_LASTS), max_size=5)):
        begun, at = at, at + draw(_steps())
        told.append((begun, kind, _particulars(draw, kind, at)))
    at += draw(st.integers(1, 200)) * clock.MINUTE_US
    told.append((at, kinds.RESOLVED, {"approx": draw(st.booleans())}))
    return at + draw(st.integers(30, 2000)) * clock.MINUTE_US


def _how() -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from([{}, {"how": "monitoring alert"}, {"how": "a customer"}])


def _particulars(draw: st.DrawFn, kind: str, end: int) -> dict[str, Any]:
    if kind == kinds.MISLEADING:
        return {"until": end}
    to = draw(st.sampled_from(["mail team", "Ada Obi"]))
    return {"data": {"to": to}} if kind == kinds.ESCALATED else {}


def _fields(draw: st.DrawFn) -> list[tuple[str, str, dict[str, Any]]]:
    kept = draw(st.sets(st.sampled_from(sorted(FIELDS))))
    share = (kinds.USERS_AFFECTED, "40%", {"percent": 40})
    return [*((kind, FIELDS[kind], {}) for kind in sorted(kept)), share][: len(kept) + 1]


def _tasks(draw: st.DrawFn, at: int, zone: str) -> list[tuple[str, str, dict[str, Any]]]:
    due = clock.date_text(at + 200 * clock.DAY_US, zone)
    tasks = [
        (kinds.TASK, "Alert at 80% of the pool", {"owner": "ada", "due": due}),
        (kinds.TASK, "Rotate the logs every hour", {"due": due}),
        (kinds.IMPROVEMENT, "Nobody should wait 3 hours for the relay's owner.", {}),
    ]
    return tasks[: draw(st.integers(0, 3))]


def documents(story: Story) -> dict[str, str]:
    """Return what each template makes of a story."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.db")
        last = max(e.at for e in story.events)
        schema.prepare(path, last)
        with Log(path) as log, log.transaction():
            derived.append(log, story.events)
        environ = {"PMLOG_DB": path, "HOME": folder, "TZ": "UTC"}
        zones = [word for zone in story.shown_in for word in ("--tz", zone)]
        made = {
            name: _said(["render", "-t", name, *zones], environ, last) for name in TEMPLATES
        }
        public = ["render", "--public", *zones]
        return made | {"public": _said(public, environ, last)}


def _said(argv: list[str], environ: dict[str, str], now_us: int) -> str:
    out = io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
        pytest.raises(SystemExit) as ended,
    ):
        cli.run(argv, environ, now_us)
    assert not ended.value.code, argv
    return out.getvalue()


CHECKED = Settings(chosen([rule.id for rule in CONTRADICTIONS], ()))


def accusations(name: str, text: str) -> list[str]:
    """Return the contradictions that are found in a document."""
    found = reports(name, text_of(name, text.encode()), CHECKED)
    return [f"{f.line}: {f.rule} {f.message}" for report in found for f in report.findings]


@given(stories())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_no_document_of_a_sound_log_is_accused(story: Story) -> None:
    for template, text in documents(story).items():
        name = f"it.{'html' if template == 'html' else 'md'}"

        assert (template, accusations(name, text)) == (template, [])


def test_what_a_machine_printed_accuses_nobody(say: Shell, tmp_path: Path) -> None:
    printed = tmp_path / "printed.log"
    printed.write_text("2024-01-05 25:10 ERROR\n- 08:00 - resolved at 9 EST\n")
    say("began", "--at", "2026-11-20 10:00", "it is down", "--attach", str(printed))
    say("resolved", "--at", "2026-11-20 11:00", "it is up", "--attach", str(printed))

    for template in TEMPLATES:
        name = f"it.{'html' if template == 'html' else 'md'}"
        assert accusations(name, say("render", "-t", template).out) == []


SMALL = (
    # More than 12 hours between two entries.
    "from 2026-11-20 05:00 to 18:00 UTC|13 h|05:00 Began;18:00 Resolved",
    # No clock behind noon says that these are of 24 hours.
    (
        "from 2026-11-20 03:53 to 11:31 UTC|7 h 38 min|"
        "03:53 Began;04:18 Escalated;11:31 Resolved"
    ),
)


@pytest.mark.parametrize("case", SMALL)
def test_a_small_document_is_not_accused(case: str) -> None:
    window, length, entries = case.split("|")
    lines = [f"- **{e[:5]}** - *{e[6:]}:* It is so." for e in entries.split(";")]
    text = "\n".join(
        [
            "# Postmortem: Mail is late",
            "",
            "## Issue Summary",
            "",
            f"- **Duration:** {length}, {window}",
            "",
            "## Timeline",
            "",
            *lines,
        ]
    )

    assert accusations("small.md", text) == []


def test_the_dates_over_the_days_of_a_timeline_are_read() -> None:
    text = """
## Issue Summary

- **Duration:** 12 h 12 min, from 2026-11-20 15:53 to 2026-11-21 04:05 UTC

## Timeline

**2026-11-20**

- **15:53** - *Began:* The backup is found to be empty.

**2026-11-21**

- **04:05** - *Resolved:* A full backup is on the shelf.
"""

    assert accusations("days.md", text) == []
    assert accusations("days.md", text.replace("**2026-11-21**", "")) == []
    late = text.replace("**2026-11-21**", "**2026-11-22**")
    assert "end.mismatch" in accusations("days.md", late)[0]


def test_a_report_dated_later_and_a_task_due_later_are_of_no_other_year() -> None:
    text = """---
title: Disk full on Christmas Eve
date: 2027-01-08
---

## Issue Summary

- **Duration:** 25 min, from 2026-12-24 19:05 to 19:30 UTC

## Timeline

- **2026-12-24 19:05** - *Began:* Writes fail.
- **2026-12-24 19:30** - *Resolved:* Old logs are removed.

## Corrective and Preventative Measures

### Tasks

- [ ] Rotate the logs every hour (due: 2027-01-31)
"""

    assert accusations("report.md", text) == []
    assert "date.year" in accusations("r.md", text.replace("2027-01-08", "2025-01-08"))[0]


def test_the_windows_of_an_outage_are_added_up() -> None:
    text = """
## Issue Summary

- **Duration:** 1 h 10 min in 2 windows, from 2026-11-20 10:00 to 10:30 UTC; \
from 2026-11-20 12:00 to 12:40 UTC

## Timeline

- **10:00** - *Began:* Logins fail.
- **10:30** - *Resolved:* A restart helps.
- **12:00** - *Began:* Logins fail again.
- **12:40** - *Resolved:* The certificate is renewed.
"""

    assert accusations("two.md", text) == []
    assert "duration.mismatch" in accusations("t.md", text.replace("1 h 10", "2 h 20"))[0]


def test_placeholders_are_no_content() -> None:
    text = """
# Postmortem: [Title]

## Issue Summary

- Duration: TODO(when the impact began and ended)
- Impact: [What users saw]

## Timeline

- 10:00 - Incident escalated to [Team]
- 10:10 - Explored [Potential misleading paths], leading to [Outcome]
- TODO(which specific tasks follow: `pmlog task add "..."`)
"""
    (report,) = reports("it.md", text, Settings(chosen((), ())))

    assert {v.status for v in report.clauses.values()} == {"missing"}
    assert {f.rule for f in report.findings} == {
        each.id for each in CLAUSES if ASSIGNMENT in each.owed_by + each.noted_by
    }
