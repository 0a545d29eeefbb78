"""Postmortems in Markdown: their timelines, and incidents made of them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlog import cli, clock
from pmlog.collect.formats import markdown
from pmlog.collect.instants import NeedsDate
from pmlog.incident import kinds
from pmlog.store import derived, schema
from pmlog.store.log import Log
from tests.collected import left_out, lines, records
from tests.conftest import ROOT
from tests.test_check_rendered import Story, stories
from tests.timelines import INCIDENT, at, event

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

DOCUMENT = """\
# Postmortem: Checkout is down

**Date:** 2026-11-21

## Summary

- **Severity:** SEV-1
- **Users affected:** about 30 %

## Timeline

All times in CET.

- 14:00 - Began: first errors
- **14:05** - *Detected (page):* 5xx alert
- 14:06 - *(2 min):* a note that took its time
- 14:10 no label here
  goes on in a second line
- A line without a time
- 14:20 - 14:35: *Misleading path:* suspected the CDN

| Time | What |
|------|------|
| 14:40 | rolled back |
| 14:45 | Resolved: all green |

## Root cause

The pool was *too small*.

## Action items

### Process improvements

- [ ] Alert on pool usage (owner: ann, due: 2026-12-01, type: detect)
- [x] Raise the pool
"""


def test_a_timeline_is_read_whatever_its_form() -> None:
    assert lines(DOCUMENT) == [
        "13:00:00 began?: first errors",
        "13:05:00 detected: 5xx alert",
        "13:06:00-13:08:00 note: a note that took its time",
        "13:10:00 note: no label here goes on in a second line",
        "13:20:00-13:35:00 misleading: suspected the CDN",
        "13:40:00 note: rolled back",
        "13:45:00 resolved?: all green",
    ]
    assert left_out(DOCUMENT) == ["no time", "no time"]


def test_headings_may_be_times_and_the_date_stand_once() -> None:
    document = (
        "# 2026-11-21 Proxy crash\n\n## Timeline\n\nAll times in PST\n\n"
        "### 2026-11-21 16:30\n\nAlerts are *sent*.\nBoth are down.\n\n"
        "### 16:32\n\nDeleted.\n"
    )
    times = [(clock.rfc3339(e.at_us), e.text) for e in records(document)]

    assert times == [
        ("2026-11-22T00:30:00Z", "Alerts are sent. Both are down."),
        ("2026-11-22T00:32:00Z", "Deleted."),
    ]


def test_a_document_that_names_no_date_needs_one() -> None:
    with pytest.raises(NeedsDate):
        lines("# Postmortem\n\n## Timeline\n\n- 14:05 UTC down\n")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"a \*b\* \_c\_", "a *b* _c_"),
        ("**a** and *b* and `c * d`", "a and b and c * d"),
        ("see <https://e.x/a_b_c>", "see https://e.x/a_b_c"),
        ("[the graph](https://e.x/g)", "the graph (https://e.x/g)"),
        ("&lt;b&gt; &amp;", "<b> &"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_markdown_is_read_as_its_reader_sees_it(source: str, text: str) -> None:
    assert markdown.plain(source) == text


# --- the way out and back


def _told(kind: str, at_us: int, text: str, until_us: int | None) -> tuple[Any, ...]:
    return (kind, at_us, " ".join(text.split()), until_us)


def rendered(story: Story) -> str:
    """Return the document of a story."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.db")
        schema.prepare(path, story.events[-1].at)
        with Log(path) as log, log.transaction():
            derived.append(log, story.events)
        out = io.StringIO()
        environ = {"PMLOG_DB": path, "HOME": folder, "TZ": "UTC"}
        with contextlib.redirect_stdout(out), pytest.raises(SystemExit) as ended:
            cli.run(["render", "--all-events"], environ, story.events[-1].at)
        assert not ended.value.code
        return out.getvalue()


def came_back(story: Story) -> None:
    """Hold that a rendered document tells its timeline as the log does."""
    text = rendered(story)
    found = [
        _told(e.proposed or e.kind, e.at_us, e.text, e.until_us)
        for e in records(text, zone=story.events[0].zone)
    ]
    shown = [e for e in story.events if e.kind in kinds.TIMELINE_KINDS]
    shown.sort(key=lambda each: each.timeline_order)

    assert found == [
        _told(e.kind, e.at, e.text, None if e.until == e.at else e.until) for e in shown
    ], text


@settings(max_examples=15)
@given(stories())
def test_what_was_rendered_comes_back_as_it_was(story: Story) -> None:
    # A clock that went back shows an hour twice; a document does not say which.
    zone = story.events[0].zone
    span = (min(e.at for e in story.events), max(e.until or e.at for e in story.events))
    if clock.zone(zone).changes_between(*span):
        return
    came_back(story._replace(shown_in=()))


@pytest.mark.long
@settings(max_examples=400)
@given(stories())
def test_whatever_was_rendered_comes_back_as_it_was(story: Story) -> None:
    span = (min(e.at for e in story.events), max(e.until or e.at for e in story.events))
    if not clock.zone(story.events[0].zone).changes_between(*span):
        came_back(story._replace(shown_in=()))


_MARKS = st.text(alphabet="ab *_`<>&#[]()\\|~$@:!.-1", min_size=1, max_size=24)


@settings(max_examples=25)
@given(st.lists(_MARKS.filter(lambda t: t.strip()), min_size=1, max_size=6))
def test_marks_in_a_text_come_back_as_they_were(texts: list[str]) -> None:
    # A letter in front, so that no text is a kind and a colon, or a time.
    told = [f"x{' '.join(text.split())}" for text in texts]
    opened = event(1, kinds.OPENED, at("13:00"), "db-1 is down", id=INCIDENT)
    began = event(2, kinds.BEGAN, at("13:00"), "errors")
    events = [
        event(n, kinds.NOTE, at(f"14:{n:02}"), text) for n, text in enumerate(told, 3)
    ]
    ended = event(99, kinds.RESOLVED, at("15:00"), "over")
    story = Story((opened, began, *events, ended), ())

    came_back(story)


def test_a_long_log_comes_back_whole() -> None:
    opened = event(1, kinds.OPENED, at("13:00"), "db-1 is down", id=INCIDENT)
    began = event(2, kinds.BEGAN, at("13:00"), "errors")
    notes = [
        event(n, kinds.NOTE, at(f"{13 + n // 60}:{n % 60:02}"), f"note {n}")
        for n in range(3, 120)
    ]
    ended = event(120, kinds.RESOLVED, at("15:00"), "over")

    came_back(Story((opened, began, *notes, ended), ()))


# --- incidents of their own


def test_our_own_examples_become_the_incidents_that_they_were(
    say: Shell, tmp_path: Path
) -> None:
    for path in sorted((ROOT / "examples").glob("*/postmortem.md")):
        say.environ["PMLOG_DB"] = str(tmp_path / f"{path.parent.name}.db")
        say.ok("collect", "-y", "--new-incidents", "--tz", "Europe/Berlin", str(path))

        assert say.ok("render") == path.read_text()


def test_a_document_becomes_an_incident_that_is_closed(say: Shell, tmp_path: Path) -> None:
    path = tmp_path / "postmortem.md"
    path.write_text(DOCUMENT)
    look = say.ok("collect", "--new-incidents", str(path))

    assert "new incident: Checkout is down  [2026-11-21 14:00 UTC+01:00" in look
    assert not (tmp_path / "log.db").exists()
    say.ok("collect", "-y", "--new-incidents", str(path))
    metrics = json.loads(say.ok("metrics", "--json"))
    assert (metrics["duration_s"], metrics["time_to_detect_s"]) == (45 * 60, 5 * 60)
    events = [json.loads(line) for line in say.ok("export").splitlines()]
    by_kind = {event["kind"]: event for event in events}
    assert by_kind["task"]["text"] == "Raise the pool"
    assert by_kind["root_cause" if "root_cause" in by_kind else "cause_detail"]["text"] == (
        "The pool was too small."
    )
    assert by_kind["severity"]["text"] == "SEV-1"
    assert "closed" in by_kind


def test_the_same_document_makes_one_incident_and_one_undo_takes_it_back(
    say: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "postmortem.md"
    path.write_text(DOCUMENT)
    say.ok("collect", "-y", "--new-incidents", str(path))
    before = say.ok("export")
    again = say("collect", "-y", "--new-incidents", str(path))

    assert "nothing is new" in again.err
    assert say.ok("export") == before
    say.ok("undo")
    assert say.ok("list") == ""
    say.ok("collect", "-y", "--again", "--new-incidents", str(path))
    assert "Checkout is down" in say.ok("list")


def test_history_does_not_come_in_the_way_of_what_goes_on(
    say: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "postmortem.md"
    path.write_text(DOCUMENT.replace("2026-11-21", "2025-03-01"))
    say.ok("start", "Mail is late")
    say.ok("collect", "-y", "--new-incidents", str(path))

    assert "[Mail is late" in say.ok("event", "looking")


def test_what_is_no_postmortem_is_counted(say: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text(DOCUMENT)
    (folder / "readme.md").write_text("# How we write postmortems\n\nWith care.\n")

    out = say.ok("collect", "--new-incidents", str(folder))

    assert "1  a document without a timeline" in out
    assert "new incident: Checkout is down" in out


@pytest.mark.parametrize(
    "said",
    [
        "All times in CET.",
        "All times are in CET",
        "(all times CET)",
        "Times: CET",
        "*All times are Europe/Berlin.*",
        "| Time (CET) | What |\n|---|---|",
    ],
)
def test_the_zone_is_said_in_many_ways(said: str) -> None:
    document = f"# Postmortem\n\n2026-11-21\n\n## Timeline\n\n{said}\n\n- 14:05 down\n"

    assert lines(document) == ["13:05:00 note: down"]
