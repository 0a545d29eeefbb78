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


@in_a_browser
def test_zones_are_switched_and_kinds_filtered(page: str, tmp_path: Path) -> None:
    script = """
      const [zones, kinds] = document.querySelectorAll(".tools select");
      const turn = (select, value) => {
        select.value = value;
        select.dispatchEvent(new Event("change"));
      };
      const times = () => [...document.querySelectorAll("ol.timeline time")].map(t => t.textContent);
      const told = times();
      turn(zones, "Asia/Tokyo");
      const tokyo = times();
      turn(zones, "");
      const back = times();
      turn(kinds, "misleading");
      const shown = [...document.querySelectorAll("ol.timeline > li")].filter(i => !i.hidden).length;
      document.title = JSON.stringify({told, tokyo, back, shown});
    """
    found = answer(opened(page, tmp_path, script)[0])

    assert found["told"] == found["back"] == ["01:30", "02:40", "02:10", "03:30", "00:10"]
    assert found["tokyo"][0] == "2026-10-25 08:30:00"
    assert found["shown"] == 1


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
        page = page.replace("(prefers-color-scheme: dark)", "all")
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
