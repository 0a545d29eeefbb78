"""The HTML document in a real browser: headless Chromium.

`apt-get install chromium` and, for the accessibility test, `npm install` in tests/browser
provide what these tests need; where it is absent they are skipped, and say so.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT, Shell

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--enable-logging=stderr", "--virtual-time-budget=20000"),
    *("--window-size=1200,2000", "--dump-dom"),
]
HOSTILE = (
    '</li><script>alert(1)</script><img src=x onerror=alert(2)> & "quoted" ]]> {{ 7*7 }}'
)

in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def page(say: Shell, tmp_path: Path) -> str:
    """Return the document of an incident with every kind of text in it."""
    say.ok("start", "Checkout is down", "--tz", "Europe/Berlin", "--severity", "SEV-1")
    say.ok("event", "began: slow", "--at", "2026-10-25 01:30")
    say.ok("event", "detected: alert", "--how", HOSTILE, "--at", "2026-10-25 02:40 CEST")
    say.ok(
        "event", "-k", "misleading", "--for", "20m", "--at", "2026-10-25 02:10 CET", HOSTILE
    )
    say.ok("event", "--to", f"DBAs {HOSTILE}", "paged", "--at", "2026-10-25 03:30")
    say.ok("event", "resolved: it was DNS", "--at", "2026-10-26 00:10")
    say.ok("set", "cause-detail", f"First {HOSTILE}\n\nSecond")
    say.ok("task", "add", f"Fix {HOSTILE}", "--owner", HOSTILE)
    target = tmp_path / "postmortem.html"
    say.ok("render", "-t", "html", "-o", str(target))
    return target.read_text()


def opened(text: str, folder: Path, script: str = "") -> tuple[str, str]:
    """Return the DOM and the console of a page after a script of ours ran in it."""
    file = folder / "opened.html"
    file.write_text(text.replace("</body>", f"<script>{script}</script></body>"))
    assert CHROMIUM
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", file.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout, "\n".join(re.findall(r".*CONSOLE.*", done.stderr))


def answer(dom: str) -> Any:
    """Return what a script left in document.title as JSON."""
    title = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert title
    return json.loads(html.unescape(title[1]))


def test_nothing_is_fetched(page: str) -> None:
    outside = page.replace("http://www.w3.org/2000/svg", "")

    assert not re.search(r"(?:src|href|url\()\s*=?\s*[\"']?(?:https?:)?//", outside)
    assert "@import" not in outside


def test_hostile_text_is_text(page: str) -> None:
    shown = re.sub(
        r"<style>.*?</style>|<script>\n\"use strict\".*?</script>",
        "",
        page,
        flags=re.DOTALL,
    )

    assert "<script>" not in shown
    assert "<img" not in shown
    assert "&amp;lt;" not in shown, "escaped twice"
    assert shown.count(html.escape("<script>alert(1)</script>", quote=False)) >= 6


@in_a_browser
def test_the_page_opens_without_an_error(page: str, tmp_path: Path) -> None:
    dom, console = opened(page, tmp_path)

    assert console == ""
    assert "alert(1)" in dom


SWITCH = """
  const [zones, kinds] = document.querySelectorAll(".tools select");
  const turn = (select, value) => {
    select.value = value;
    select.dispatchEvent(new Event("change"));
  };
  const texts = (selector) => [...document.querySelectorAll(selector)].map((e) => e.textContent);
  const state = () => ({
    times: texts("li.entry time"), dates: texts("h3.date"), when: texts("dd.when"),
    zone: texts("p .zone"), bar: texts("svg.wide text.on-outage"), days: texts("svg.wide .days text"),
    picture: texts("svg.wide .zone"), entries: texts("li.entry"), note: document.getElementById("own-words").hidden,
  });
"""


@in_a_browser
def test_a_zone_that_is_chosen_is_that_of_all_the_page(page: str, tmp_path: Path) -> None:
    script = (
        SWITCH
        + """
      const told = state();
      turn(zones, "Asia/Tokyo");
      const tokyo = state();
      turn(zones, "");
      document.title = JSON.stringify({told, tokyo, back: state()});
    """
    )
    found = answer(opened(page, tmp_path, script)[0])
    told, tokyo = found["told"], found["tokyo"]

    assert found["back"] == told
    assert told["times"] == ["01:30", "02:40", "02:10", "03:30", "00:10"]
    assert tokyo["times"] == ["08:30", "09:40", "10:10", "11:30", "08:10"]
    assert told["dates"] == tokyo["dates"] == ["2026-10-25", "2026-10-26"]
    assert tokyo["when"] == ["from 2026-10-25 08:30 to 2026-10-26 08:10 UTC+09:00"]
    assert tokyo["zone"] == ["Asia/Tokyo, UTC+09:00"]
    assert tokyo["bar"] == ["08:30 to 08:10, 23 h 40 min"]
    assert told["days"] == ["25 Oct", "26 Oct"]
    assert tokyo["days"] == ["25 Oct", "26 Oct"]
    assert tokyo["picture"] == ["Times in Asia/Tokyo, UTC+09:00"]
    # The clocks changed in Berlin, not there; people's own words stay as they were.
    assert len(told["entries"]) == len(tokyo["entries"]) + 1
    assert [told["note"], tokyo["note"]] == [True, False]


@in_a_browser
def test_headings_stand_where_the_dates_change_in_the_zone(
    say: Shell, tmp_path: Path
) -> None:
    for text, time in (("began: a", "23:30"), ("resolved: b", "23:50")):
        say.ok("event", text, "--at", f"2026-11-20 {time}", "--tz", "UTC")
    script = (
        SWITCH
        + """
      const told = state();
      turn(zones, "Asia/Tokyo");
      document.title = JSON.stringify([told.dates, state().dates]);
    """
    )
    found = answer(opened(say.ok("render", "-t", "html"), tmp_path, script)[0])

    assert found == [[], ["2026-11-21"]]


def long_page(say: Shell) -> str:
    """Return the page of a long timeline, with notes before and after midnight."""
    say.ok("event", "began: a", "--at", "2026-11-20 20:00")
    for number in range(30):
        at = f"2026-11-{20 + number // 15} {(20 + number // 4) % 24:02}:{number % 4}1"
        say.ok("event", f"note {number}", "--at", at)
    say.ok("event", "escalated: help", "--at", "2026-11-20 22:00")
    return say.ok("render", "-t", "html")


@in_a_browser
def test_notes_of_a_long_timeline_fold_away_in_any_zone(say: Shell, tmp_path: Path) -> None:
    script = (
        SWITCH
        + """
      const folds = () => texts("li.fold summary");
      const told = folds();
      turn(zones, "Asia/Tokyo");
      const tokyo = folds();
      turn(kinds, "escalated");
      const shown = texts("li.entry:not([hidden])");
      const boxes = document.querySelectorAll("li.fold:not([hidden])").length;
      turn(kinds, "note");
      const open = document.querySelectorAll("li.fold details[open]").length;
      document.title = JSON.stringify({told, tokyo, shown: shown.length, boxes, open});
    """
    )
    found = answer(opened(long_page(say), tmp_path, script)[0])

    assert [text.split()[0] for text in found["told"]] == ["8", "7", "15"]
    assert sum(int(text.split()[0]) for text in found["tokyo"]) == 30
    assert [found["shown"], found["boxes"]] == [1, 0]
    assert found["open"] == len(found["tokyo"])


@in_a_browser
def test_a_link_to_a_folded_entry_unfolds_it(say: Shell, tmp_path: Path) -> None:
    page = long_page(say)
    script = """
      location.hash = document.querySelector("li.fold li.entry").id;
      addEventListener("hashchange", () => {
        document.title = JSON.stringify(document.querySelectorAll("li.fold details[open]").length);
      });
    """

    assert answer(opened(page, tmp_path, script)[0]) == 1


@in_a_browser
def test_each_mark_of_the_picture_leads_to_its_entry(page: str, tmp_path: Path) -> None:
    script = """
      const links = [...document.querySelectorAll(".figure a")].map((a) => a.getAttribute("href"));
      document.title = JSON.stringify([links.length, links.filter((href) => !document.querySelector(href))]);
    """
    count, dead = answer(opened(page, tmp_path, script)[0])

    assert count >= 4
    assert dead == []


def test_readers_are_told_what_is_not_known_and_who_renders_how_to_say_it(
    say: Shell,
) -> None:
    say.ok("event", "began: a", "--at", "13:00")
    said = say("render", "-t", "html")

    assert "TODO(" not in said.out
    assert "pmlog set" not in said.out
    assert said.out.count("not known yet") >= 5
    assert "pmlog set services NAME" in said.err


def test_a_time_that_is_about_is_so_on_the_first_screen(say: Shell) -> None:
    say.ok("event", "began: a", "--at", "~13:00")
    say.ok("event", "resolved: b", "--at", "13:40")
    page = re.sub(r"<[^>]*>", "", say.ok("render", "-t", "html"))

    assert "about 40 min\nfrom about 2026-11-21 13:00 to 13:40 UTC\n" in page


def test_the_page_for_customers_is_silent_on_what_it_leaves_out(say: Shell) -> None:
    say.ok("event", "began: a", "--at", "13:00")
    say.ok("event", "--to", "the DBAs", "paged", "--at", "13:10")
    say.ok("task", "add", "Alert on lag")
    page = say.ok("render", "--public", "-t", "html")
    main = page.partition("<main>")[2].partition("</main>")[0]

    assert "Timeline" in main
    for left_out in ("What now", "tasks", "Metrics", "Resolution", "on-call", "DBAs"):
        assert left_out not in main


def test_the_first_screen_says_what_now(say: Shell) -> None:
    say.ok("event", "began: a", "--at", "13:00")
    say.ok("event", "resolved: b", "--at", "13:40")
    say.ok("task", "add", "Alert on lag", "--owner", "bo", "--due", "2026-11-01")
    say.ok("task", "add", "Rehearse", "--due", "2026-12-24", "--ticket", "OPS-1")
    page = " ".join(re.sub(r"<[^>]*>", "", say.ok("render", "-t", "html")).split())

    assert "Resolved" in page
    assert "Duration 40 min from 2026-11-21 13:00 to 13:40 UTC" in page
    assert "What now 2 open tasks, 1 overdue Alert on lag, bo, overdue since" in page
    assert "Rehearse, due 2026-12-24 (OPS-1)" in page
    assert "Responders: on-call." in page


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("began: a|12:00",), "2 h 5 min 9 s so far"),
        (
            ("began: a|12:00", "resolved: b|12:30", "began: c|13:00", "resolved: d|13:10"),
            "40 min in 2 windows, added up",
        ),
        (("detected: a|12:00", "resolved: b|12:30"), "not known yet"),
        (("began: b|~12:30",), "about 1 h 35 min 9 s so far"),
        (("resolved: a|12:00", "began: b|12:30"), "not known yet"),
    ],
)
def test_the_duration_is_the_first_thing_that_is_said(
    say: Shell, lines: tuple[str, ...], expected: str
) -> None:
    for line in lines:
        text, at = line.split("|")
        say.ok("event", text, "--at", at)
    page = re.sub(r"<[^>]*>", "", say.ok("render", "-t", "html"))

    assert f"Duration\n{expected}\n" in page


def test_no_line_of_the_duration_begins_with_its_unit(say: Shell) -> None:
    say.ok("event", "began: a", "--at", "12:00:00")
    say.ok("event", "resolved: b", "--at", "13:17:51")
    page = say.ok("render", "-t", "html")
    parts = [f'<span class="part">{part}</span>' for part in ("1 h", "17 min", "51 s")]

    assert " ".join(parts) in page
    assert ".length .part { white-space: nowrap; }" in page


def test_the_first_choice_of_a_zone_says_which_it_is(say: Shell) -> None:
    say.ok("event", "x")

    assert """choice("Times in ", [["", "the document's zone"]""" in say.ok(
        "render", "-t", "html"
    )


def test_evidence_is_printed_in_full_below_and_leads_back(say: Shell) -> None:
    say.ok("event", "top of db-1", "--attach", "-", stdin="load 99\n<b>\n")
    page = say.ok("render", "-t", "html")

    assert re.search(r'<a href="#evidence-1">\[evidence 1\]</a>', page)
    assert "load 99\n&lt;b&gt;" in page.partition('id="evidence-1"')[2]


PAPER = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--no-pdf-header-footer",
]


@in_a_browser
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="there is no pdftotext")
def test_on_paper_no_page_is_almost_empty_and_each_has_a_foot(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "top of db-1", "--attach", "-", stdin="load 99\n" * 40)
    (tmp_path / "long.html").write_text(long_page(say))
    assert CHROMIUM
    profile, paper = f"--user-data-dir={tmp_path / 'paper'}", tmp_path / "long.pdf"
    command = [CHROMIUM, *PAPER, profile, f"--print-to-pdf={paper}"]
    file = (tmp_path / "long.html").as_uri()
    subprocess.run([*command, file], capture_output=True, check=True, timeout=120)
    done = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    pages = done.stdout.split("\f")[:-1]

    assert all(f"page {n} of {len(pages)}" in text for n, text in enumerate(pages, 1))
    assert [len(text.split("\n")) < 15 for text in pages[:-1]] == [False] * (len(pages) - 1)
    assert "load 99" in done.stdout


@in_a_browser
@pytest.mark.parametrize("example", ["", "report-query"])
def test_the_page_is_readable_at_the_width_of_a_phone(
    page: str, example: str, tmp_path: Path
) -> None:
    if example:
        page = (ROOT / "examples" / example / "in-html.html").read_text()
    framed = html.escape(page, quote=True)
    outer = f'<!doctype html><iframe width="360" height="800" srcdoc="{framed}"></iframe><body></body>'
    script = """
      const frame = document.querySelector("iframe");
      frame.addEventListener("load", () => {
        const page = frame.contentDocument.documentElement;
        document.title = JSON.stringify([page.scrollWidth, page.clientWidth]);
      });
    """
    wide, room = answer(opened(outer, tmp_path, script)[0])

    assert wide <= room


@in_a_browser
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed in tests/browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(page: str, tmp_path: Path, scheme: str) -> None:
    if scheme == "dark":
        page = page.replace("(prefers-color-scheme: dark)", "(min-width:1px)")
        page = page.replace("(prefers-color-scheme:dark)", "(min-width:1px)")
    script = (
        AXE.read_text()
        + """
      axe.run().then(({violations}) => {
        document.title = JSON.stringify(violations.map(v => [v.impact, v.id, v.nodes.map(n => n.html)]));
      });
    """
    )
    found = answer(opened(page, tmp_path, script)[0])

    assert [fault for fault in found if fault[0] in ("serious", "critical")] == []
