"""The command: what it is asked for, its JSON, its page, ten thousand incidents."""

from __future__ import annotations

import json
import re
import resource
from typing import TYPE_CHECKING, Any

import pytest

from pmlog.clock import HOUR_US
from pmlog.stats.case import KEYS
from tests import many
from tests.conftest import NOW_US
from tests.test_html import AXE, answer, in_a_browser, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

HOSTILE = (
    '</title><script>alert(1)</script><img src=x onerror=alert(2)> & "quoted" {{ 7*7 }}'
)


def incident(say: Shell, title: str, day: str, minutes: int, *options: str) -> str:
    """Log an outage, and return the id of its incident."""
    say.ok("start", title, "--at", f"{day} 10:00", *options)
    say.ok("event", "began: slow", "--at", f"{day} 10:00")
    say.ok("event", "detected: slow", "--how", "alert", "--at", f"{day} 10:05")
    end = f"{day} {10 + minutes // 60}:{minutes % 60:02}"
    say.ok("event", "resolved: rolled back", "--at", end)
    found = json.loads(say.ok("list", "--json").splitlines()[0])["id"]
    say.ok("close")
    return str(found)


def stats(say: Shell, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(say.ok("stats", "--json", *options))
    return found


@pytest.fixture
def three(say: Shell) -> Shell:
    incident(say, "Checkout is down", "2026-08-03", 40, "--service", "checkout")
    incident(say, "Mail is slow", "2026-09-10", 90, "--service", "mail")
    incident(say, "Checkout again", "2026-09-20", 20, "--service", "checkout")
    return say


def test_the_object_has_each_length_with_what_is_known_of_it(three: Shell) -> None:
    found = stats(three)

    assert list(found["summary"]) == list(KEYS)
    assert found["summary"]["duration_s"]["values_s"] == [1200, 2400, 5400]
    assert found["summary"]["duration_s"]["median_s"] is None
    assert found["summary"]["time_to_escalate_s"]["unknown"] == {"without escalated": 3}
    assert [each["title"] for each in found["incidents"]] == [
        "Checkout is down",
        "Mail is slow",
        "Checkout again",
    ]
    assert set(found["definitions"]) >= {*KEYS, "incidents", "counts", "tasks"}


def test_a_choice_of_time_and_service_is_made(three: Shell) -> None:
    def titles(*options: str) -> list[str]:
        return [each["title"] for each in stats(three, *options)["incidents"]]

    assert titles("--since", "2026-09") == ["Mail is slow", "Checkout again"]
    assert titles("--since", "2026-09", "--service", "CHECKOUT") == ["Checkout again"]
    assert titles("--until", "2026-08-03") == ["Checkout is down"]
    assert (
        titles("--since", "80d")
        == titles("--since", "-80d")
        == titles("--since", "2026-09")
    )
    assert titles("--since", "2026-09-10 10:00", "--until", "2026-09-10 10:00") == [
        "Mail is slow"
    ]
    assert "since 2026-09" in three.ok("stats", "--since", "2026-09")


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--service", "chekout"), 3, "there are: checkout, mail"),
        (("--severity", "SEV-1"), 3, "there are: none"),
        (("--since", "2026-13"), 2, "not in the calendar"),
        (("--since", "2026-09", "--until", "2026-08"), 2, "is before"),
        (("--since", "25:99"), 2, "25:99"),
        (("--confidence", "100"), 2, "50 to 99.9"),
        (("--json", "-t", "html"), 2, "leave out"),
        (("-t", "nowhere"), 3, "nowhere"),
        (("-o", ""), 2, "empty"),
    ],
)
def test_what_cannot_be_answered_is_refused_on_standard_error(
    three: Shell, options: tuple[str, ...], code: int, words: str
) -> None:
    said = three("stats", *options)

    assert (said.code, said.out) == (code, "")
    assert words in said.err


def test_an_incident_counts_for_the_month_of_its_own_zone(say: Shell) -> None:
    say.ok("start", "late", "--tz", "Asia/Tokyo", "--at", "2026-11-01 08:30")
    say.ok("event", "began: slow", "--at", "2026-11-01 08:30")

    assert stats(say)["counts"]["months"][0]["month"] == "2026-11"
    assert [each["title"] for each in stats(say, "--since", "2026-11")["incidents"]] == [
        "late"
    ]


def test_an_outage_over_a_clock_change_is_as_long_as_it_was(say: Shell) -> None:
    # From 01:30 to 03:30 in Berlin were three hours that night.
    say.ok("start", "night", "--tz", "Europe/Berlin", "--at", "2026-10-25 01:30")
    say.ok("event", "began: slow", "--at", "2026-10-25 01:30")
    say.ok("event", "resolved: over", "--at", "2026-10-25 03:30")

    found = stats(say)["summary"]["duration_s"]["values_s"]
    assert found == [3 * HOUR_US // 1_000_000]


def test_tasks_of_what_recurred_are_looked_at(three: Shell) -> None:
    for title in ("is down", "again"):
        three.ok("set", "root-cause", "The connection pool was exhausted", "-i", title)
    three.ok("task", "add", "alert on it", "--due", "2026-09-01", "-i", "is down")
    (found,) = stats(three)["recurrences"]

    assert (found["first"]["title"], found["again"]["title"]) == (
        "Checkout is down",
        "Checkout again",
    )
    assert (found["tasks"], found["tasks_done_before"]) == (1, 0)
    assert stats(three)["tasks"]["overdue"][0]["days"] == 81


# The page.


@pytest.fixture
def page(say: Shell, tmp_path: Path) -> str:
    first, *_ = [
        incident(say, f"{day} {HOSTILE}", f"2026-09-0{day}", 7 * day, "--service", HOSTILE)
        for day in range(1, 10)
    ]
    say.ok("start", HOSTILE)
    say.ok("set", "root-cause", f"{HOSTILE} pool connection")
    say.ok("task", "add", HOSTILE, "--owner", HOSTILE, "--due", "2026-10-01")
    say.ok("event", "escalated: x", "--to", HOSTILE)
    say.ok("render", first, "-t", "html", "-o", str(tmp_path / "first one.html"))
    say.ok("stats", "-o", str(tmp_path / "stats.html"))
    return (tmp_path / "stats.html").read_text()


def test_the_page_is_one_file_that_fetches_nothing(page: str) -> None:
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)
    assert "@import" not in page
    assert "url(" not in page


def test_what_people_wrote_is_no_element_of_the_page(page: str) -> None:
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_a_dot_leads_to_the_document_beside_the_page(page: str) -> None:
    assert 'href="first%20one.html"' in page
    assert page.count("<circle") >= 18


def test_a_template_of_ones_own_fills_in_the_same_names(
    three: Shell, tmp_path: Path
) -> None:
    own = tmp_path / "own.md.j2"
    own.write_text(
        "{% for each in spreads %}{{ each.name }}: {{ each.known }}\n{% endfor %}"
    )

    assert three.ok("stats", "-t", str(own)).startswith("Outage: 3 of 3 known\n")


@in_a_browser
@pytest.mark.xdist_group("browser")
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed in tests/browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(page: str, tmp_path: Path, scheme: str) -> None:
    if scheme == "dark":
        page = re.sub(r"\(prefers-color-scheme: ?dark\)", "(min-width:1px)", page)
    # Nothing may hide in what is closed.
    page = page.replace("<details>", "<details open>")
    script = AXE.read_text() + (
        "axe.run().then(({violations}) => { document.title = JSON.stringify("
        "violations.map(v => [v.impact, v.id, v.nodes.map(n => n.html)])); });"
    )
    found = answer(opened(page, tmp_path, script)[0])

    assert [fault for fault in found if fault[0] in ("serious", "critical")] == []


# Many.


def test_a_hundred_incidents_are_counted_whole(say: Shell) -> None:
    many.stored(say.path, 100, NOW_US)
    found = stats(say)

    total = len(found["incidents"]) + len(found["near_misses"])
    assert total == 100
    for each in found["summary"].values():
        assert each["n"] + sum(each["unknown"].values()) == each["of"]
    assert sum(each["n"] for each in found["counts"]["months"]) == len(found["incidents"])
    assert sum(each["n"] for each in found["counts"]["severities"]) == len(
        found["incidents"]
    )


@pytest.mark.long
def test_ten_thousand_incidents_take_memory_linear_in_them(say: Shell) -> None:
    many.stored(say.path, 10_000, NOW_US)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say.ok("stats")
    after_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert (after_kb - before_kb) / 10_000 < 8
